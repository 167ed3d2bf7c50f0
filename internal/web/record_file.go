package web

import (
	"bytes"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"upright/internal/store"
	"upright/internal/upr"
)

// A recordLine is an entry in a file of JSON Lines: what upr.RecordEntry.Sum takes, and the sum, so that
// anybody can check the file with nothing else. By and Person are aliases: files of two submissions do not tell that somebody
// under a pseudonym in one is somebody with a name in the other.
type recordLine struct {
	Submission   string `json:"submission"`
	Number       int64  `json:"number"`
	At           string `json:"at"`
	Kind         string `json:"kind"`
	By           string `json:"by"`
	Person       string `json:"person"`
	Organization string `json:"organization"`
	Ref          string `json:"ref"`
	Value        string `json:"value"`
	Sum          string `json:"sum"`
}

// downloadRecord answers GET /submissions/:submission/record/:format, jsonl or csv. That somebody took it is in it.
func (s *Server) downloadRecord(v *visit) error {
	format, id := v.Param("format"), submissionOf(v)
	types := map[string]string{"jsonl": "application/jsonl; charset=utf-8", "csv": "text/csv; charset=utf-8"}
	if types[format] == "" {
		return &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	ctx, by := v.Request().Context(), v.actor()
	if err := s.Store.RequireSubmission(ctx, by, id, upr.Coordinate); err != nil {
		return err
	}
	if err := s.Store.Record(ctx, by, store.Entry{Submission: id, Kind: upr.RecordTakenRecord, Value: format}); err != nil {
		return err
	}
	d, err := s.recordData(v) // for the names
	if err != nil {
		return err
	}
	var out bytes.Buffer
	write := writeRecordLine(&out)
	table := csv.NewWriter(&out)
	if format == "csv" {
		write = d.recordRowWriter(v, table)
	}
	if _, err := s.Store.EachRecordEntry(ctx, by, id, write); err != nil {
		return err
	}
	table.Flush()
	h := v.Response().Header()
	h.Set("Content-Disposition", attachment("upright-record-"+string(id)+"."+format))
	h.Set("Cache-Control", "no-store")
	return v.Blob(http.StatusOK, types[format], out.Bytes())
}

func writeRecordLine(out *bytes.Buffer) func(store.ToldEntry) error {
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	return func(e store.ToldEntry) error {
		return lines.Encode(recordLine{
			Submission: string(e.Submission), Number: e.Number, At: upr.RecordTime(e.At), Kind: string(e.Kind), By: string(e.By),
			Person: string(e.Person), Organization: string(e.Organization), Ref: e.Ref, Value: e.Value, Sum: hexSum(e.Sum),
		})
	}
}

// recordRowWriter writes entries into a table for people, with the names of today beside the ids.
func (d recordData) recordRowWriter(v *visit, table *csv.Writer) func(store.ToldEntry) error {
	head := []string{
		"number", "at", "kind", "by", "by name", "person", "person name", "organization", "organization name", "ref", "value", "sum",
	}
	return func(e store.ToldEntry) error {
		if head != nil {
			if err := table.Write(head); err != nil {
				return err
			}
			head = nil
		}
		organization := ""
		if e.Organization != "" {
			organization = d.organization(v.words, e.Organization)
		}
		row := []string{
			strconv.FormatInt(e.Number, 10), upr.RecordTime(e.At), string(e.Kind), string(e.By), d.person(v.words, e.Account.By),
			string(e.Person), d.person(v.words, e.Account.Person), string(e.Organization), organization, e.Ref, e.Value, hexSum(e.Sum),
		}
		for i := range row {
			row[i] = plainCell(row[i])
		}
		return table.Write(row)
	}
}

// plainCell keeps a spreadsheet from reading a cell as a formula: a name can begin with "=" (OWASP, CSV injection).
func plainCell(text string) string {
	if text != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", []rune(text)[0]) {
		return "'" + text
	}
	return text
}

// hexSum is a sum in hexadecimal digits, "" for none.
func hexSum(sum [32]byte) string {
	if sum == ([32]byte{}) {
		return ""
	}
	return hex.EncodeToString(sum[:])
}
