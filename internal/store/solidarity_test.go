package store_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upright/internal/upr"
)

func kindOf(err error) upr.ErrorKind {
	var known *upr.Error
	if errors.As(err, &known) {
		return known.Kind
	}
	return upr.Internal
}

func TestSolidarityAnswers(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	first := upr.SolidarityAnswer{Question: upr.AskHolders, Fields: map[string]string{"who": "Volunteers <&> \"all\""}}
	if err := w.SaveSolidarityAnswer(ctx, w.ben, w.id, first); err != nil {
		t.Fatal(err)
	}
	answers, err := w.SolidarityAnswers(ctx, w.reader, w.id)
	if err != nil || len(answers) != 1 {
		t.Fatalf("%d answers, %v", len(answers), err)
	}
	got := answers[upr.AskHolders]
	if got.Version != 1 || got.By != w.ben.User || got.Fields["who"] != first.Fields["who"] || got.At.IsZero() {
		t.Errorf("read %+v", got)
	}
	// Who answers what they have not seen is told so, the first time and later.
	if err := w.SaveSolidarityAnswer(ctx, w.cleo, w.id, first); kindOf(err) != upr.Conflict {
		t.Errorf("a second first answer: %v", err)
	}
	got.Fields = map[string]string{"who": "Families"}
	if err := w.SaveSolidarityAnswer(ctx, w.cleo, w.id, got); err != nil {
		t.Fatal(err)
	}
	if err := w.SaveSolidarityAnswer(ctx, w.ben, w.id, got); kindOf(err) != upr.Conflict {
		t.Errorf("an answer to an older one: %v", err)
	}
	// Rights and bounds.
	if err := w.SaveSolidarityAnswer(ctx, w.reader, w.id, first); kindOf(err) != upr.Forbidden {
		t.Errorf("a reader answers: %v", err)
	}
	if _, err := w.SolidarityAnswers(ctx, w.no, w.id); kindOf(err) != upr.NotFound {
		t.Errorf("a stranger reads: %v", err)
	}
	for name, a := range map[string]upr.SolidarityAnswer{
		"no such question": {Question: "weather"},
		"no such field":    {Question: upr.AskLaw, Fields: map[string]string{"<script>": "x"}},
		"not text":         {Question: upr.AskLaw, Fields: map[string]string{"law": "a\x00b"}},
		"long":             {Question: upr.AskLaw, Fields: map[string]string{"law": strings.Repeat("é", upr.MaxSolidarityAnswer+1)}},
	} {
		if err := w.SaveSolidarityAnswer(ctx, w.ben, w.id, a); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

// row returns a row that says something everywhere.
func solidarityEntry(holders string) upr.SolidarityEntry {
	return upr.SolidarityEntry{
		Form: upr.ReactiveForm, Holders: holders, Bearer: upr.StateBearer, Duty: upr.ProtectDuty, Right: "expression",
		Basis: "ICCPR, article 19", Measure: "None known", Indicator: "Pages taken down", Paragraphs: []string{"p1", "p2"},
	}
}

// holders lists the rows by their rights-holders.
func (w team) holders(t *testing.T) string {
	t.Helper()
	list, err := w.SolidarityRows(t.Context(), w.reader, w.id)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, row := range list {
		names = append(names, row.Holders)
	}
	return strings.Join(names, " ")
}

func TestSolidarityRows(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	ids := map[string]string{}
	for _, name := range []string{"a", "b", "c"} {
		id, err := w.AddSolidarityRow(ctx, w.ben, w.id, solidarityEntry(name))
		if err != nil {
			t.Fatal(err)
		}
		ids[name] = id
	}
	// The matrix is an annex of the submission wherever it is loaded.
	for name, load := range map[string]func() (upr.Submission, error){
		"Submission":            func() (upr.Submission, error) { return w.Submission(ctx, w.reader, w.id) },
		"SubmissionForOperator": func() (upr.Submission, error) { return w.SubmissionForOperator(ctx, w.id) },
	} {
		one, err := load()
		if err != nil || len(one.Annexes.Solidarity) != 3 {
			t.Fatalf("%s: %d rows, %v", name, len(one.Annexes.Solidarity), err)
		}
		want := solidarityEntry("a")
		want.ID = ids["a"]
		if diff := cmp.Diff(want, one.Annexes.Solidarity[0]); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	for _, move := range []struct {
		row  string
		down bool
		want string
	}{{"c", false, "a c b"}, {"a", true, "c a b"}, {"c", false, "c a b"}, {"b", true, "c a b"}} {
		if err := w.MoveSolidarityRow(ctx, w.cleo, w.id, ids[move.row], move.down); err != nil {
			t.Fatal(err)
		}
		if got := w.holders(t); got != move.want {
			t.Errorf("after moving %s: %s, want %s", move.row, got, move.want)
		}
	}
	changed := solidarityEntry("d")
	changed.ID = ids["a"]
	if err := w.UpdateSolidarityRow(ctx, w.ben, w.id, 1, changed); err != nil {
		t.Fatal(err)
	}
	if err := w.UpdateSolidarityRow(ctx, w.cleo, w.id, 1, changed); kindOf(err) != upr.Conflict {
		t.Errorf("a change of an older row: %v", err)
	}
	if err := w.RemoveSolidarityRow(ctx, w.ben, w.id, ids["c"]); err != nil {
		t.Fatal(err)
	}
	if err := w.RemoveSolidarityRow(ctx, w.ben, w.id, ids["c"]); kindOf(err) != upr.NotFound {
		t.Errorf("a second removal: %v", err)
	}
	if got := w.holders(t); got != "d b" {
		t.Errorf("left are %s", got)
	}
}

func TestSolidarityRowsAreGuarded(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	id, err := w.AddSolidarityRow(ctx, w.ben, w.id, solidarityEntry("a"))
	if err != nil {
		t.Fatal(err)
	}
	e := solidarityEntry("x")
	e.ID = id
	for name, act := range map[string]func(by upr.Actor) error{
		"add":    func(by upr.Actor) error { _, err := w.AddSolidarityRow(ctx, by, w.id, e); return err },
		"update": func(by upr.Actor) error { return w.UpdateSolidarityRow(ctx, by, w.id, 1, e) },
		"remove": func(by upr.Actor) error { return w.RemoveSolidarityRow(ctx, by, w.id, id) },
		"move":   func(by upr.Actor) error { return w.MoveSolidarityRow(ctx, by, w.id, id, true) },
		"link":   func(by upr.Actor) error { return w.LinkSolidarity(ctx, by, w.id, id, true, "p9") },
	} {
		if err := act(w.reader); kindOf(err) != upr.Forbidden {
			t.Errorf("a reader may %s: %v", name, err)
		}
		if err := act(w.no); kindOf(err) != upr.NotFound {
			t.Errorf("a stranger may %s: %v", name, err)
		}
	}
	// A row of another submission is not there.
	other := addSubmission(t, w.Store, w.coordinator, w.org, someDetails())
	if err := w.RemoveSolidarityRow(ctx, w.coordinator, other, id); kindOf(err) != upr.NotFound {
		t.Errorf("removed through another submission: %v", err)
	}
	// Article 6: only States protect and fulfil.
	e.Bearer = upr.NonStateBearer
	if _, err := w.AddSolidarityRow(ctx, w.ben, w.id, e); kindOf(err) != upr.Invalid {
		t.Errorf("a non-State actor protects: %v", err)
	}
	if got := w.holders(t); got != "a" {
		t.Errorf("the rows are %s", got)
	}
}

// The matrix of a final submission stays as it was printed.
func TestSolidarityOfFinalSubmission(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	id, err := w.AddSolidarityRow(ctx, w.ben, w.id, solidarityEntry("a"))
	if err != nil {
		t.Fatal(err)
	}
	w.exec(t, `UPDATE manuscripts SET final = 1 WHERE submission_id = $1`, w.id)
	if err := w.RemoveSolidarityRow(ctx, w.coordinator, w.id, id); kindOf(err) != upr.Forbidden {
		t.Errorf("removed from a final submission: %v", err)
	}
	if err := w.LinkSolidarity(ctx, w.coordinator, w.id, id, true, "p9"); kindOf(err) != upr.Forbidden {
		t.Errorf("linked in a final submission: %v", err)
	}
	if got := w.holders(t); got != "a" {
		t.Errorf("the rows are %q", got)
	}
}

// Links made at the same moment by several people are all kept.
func TestSolidarityLinks(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	id, err := w.AddSolidarityRow(ctx, w.ben, w.id, solidarityEntry("a"))
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for _, block := range []string{"p3", "p4", "p5", "p6"} {
		all.Go(func() {
			if err := w.LinkSolidarity(ctx, w.cleo, w.id, id, true, block, "p1"); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if err := w.LinkSolidarity(ctx, w.ben, w.id, id, false, "p2", "never"); err != nil {
		t.Fatal(err)
	}
	list, err := w.SolidarityRows(ctx, w.ben, w.id)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	for _, p := range list[0].Paragraphs {
		got[p]++
	}
	if diff := cmp.Diff(map[string]int{"p1": 1, "p3": 1, "p4": 1, "p5": 1, "p6": 1}, got); diff != "" {
		t.Errorf("paragraphs (-want +got):\n%s", diff)
	}
}
