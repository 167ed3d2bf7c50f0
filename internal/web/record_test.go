package web

import (
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"upright/internal/upr"
)

func TestRecordPage(t *testing.T) {
	d := newDesk(t)
	path := "/submissions/" + string(d.id)
	d.grace.get(path + "/files/pdf").want(http.StatusOK)
	page := d.grace.get(path + "/record").want(http.StatusOK)
	if said := page.text("tbody"); !strings.Contains(said, "File downloaded") || !strings.Contains(said, "Submission begun") {
		t.Errorf("the record shows %q", said)
	}
	if said := page.text("main"); !strings.Contains(said, "Whole") {
		t.Errorf("the page does not say that the record is whole: %q", said)
	}
	if said := d.grace.get(path + "/record?kind=created").text("tbody"); strings.Contains(said, "downloaded") {
		t.Errorf("filtered by kind: %q", said)
	}
	if said := d.grace.get(path + "/record?until=2001-01-01").text("main"); !strings.Contains(said, "no entry") {
		t.Errorf("until long ago: %q", said)
	}
	d.grace.get(path + "/record?kind=nonsense&from=x&before=-1&person=" + strings.Repeat("x", 99)).want(http.StatusOK)
	d.grace.get(path + "/record/xml").want(http.StatusNotFound)
}

// The file can be checked by its own words alone.
func TestRecordFile(t *testing.T) {
	d := newDesk(t)
	path := "/submissions/" + string(d.id)
	d.grace.get(path + "/files/pdf").want(http.StatusOK)
	file := d.grace.get(path + "/record/jsonl").want(http.StatusOK)
	var chain upr.RecordChain
	for line := range strings.Lines(file.Body) {
		var e recordLine
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		at, err := time.Parse(time.RFC3339Nano, e.At)
		if err != nil {
			t.Fatal(err)
		}
		var sum [32]byte
		if n, err := hex.Decode(sum[:], []byte(e.Sum)); n != 32 || err != nil {
			t.Fatalf("sum %q", e.Sum)
		}
		if !chain.Add(upr.RecordEntry{
			Submission: upr.SubmissionID(e.Submission), Number: e.Number, At: at, Kind: upr.RecordKind(e.Kind), By: upr.UserID(e.By),
			Person: upr.UserID(e.Person), Organization: upr.OrganizationID(e.Organization), Ref: e.Ref, Value: e.Value,
		}, sum) {
			t.Fatalf("entry %d does not continue the chain", e.Number)
		}
	}
	if chain.Length < 3 {
		t.Errorf("only %d entries", chain.Length)
	}
	if err := d.Store.SetPseudonym(t.Context(), d.actor, d.id, "=HYPERLINK(1)"); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(d.grace.get(path + "/record/csv").want(http.StatusOK).Body)).ReadAll()
	if err != nil || len(rows) != int(chain.Length)+2 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if got := rows[1][4]; got != "'=HYPERLINK(1)" {
		t.Errorf("the name is %q", got)
	}
}
