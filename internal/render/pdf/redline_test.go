package pdf

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"upright/internal/document"
	"upright/internal/document/documenttest"
	"upright/internal/redline"
	"upright/internal/render/pdf/pdfcheck"
)

// A redline says in its structure what is underlined and what is struck through, names both on the first page, tells
// split, joined, moved and renumbered paragraphs in words, and keeps to the same clauses as every file.
func TestRedline(t *testing.T) {
	parse := func(body string) *document.Document {
		d, err := documenttest.Parse("language: ar\ntitle: T\n[body]\n" + body)
		if err != nil {
			t.Fatal(err)
		}
		d.Labels.Tracked = document.Tracked{
			Was: "was {number}", Restyled: "[look:", End: "]", MovedTo: "[gone to:", MovedUp: "[come from:",
			Legend: "From {old} to {new}: {inserted}, {deleted}.", LegendInserted: "added", LegendDeleted: "removed",
		}
		return d
	}
	older := parse("num 1 {a} حرية التعبير في الدولة.\nnum 2 {b} See [the old report](https://example.org) and must **end**.\n" +
		"num 3 {c} First half.\nnum 4 {d} Second half of it.\nnum 5 {e} These words move to another place.\n" +
		"table 1 {t} Old caption\n| one | two")
	newer := parse("num 1 {e} These words move to another place.\nnum 2 {a} حق التعبير في الدولة.\n" +
		"num 3 {b} See [the new report](https://example.org) and must end.\nnum 4 {c} First half. Second half of it.\n" +
		"table 1 {t} New caption\n| one | two\n| three | four")
	file := render(t, redline.Compare(older, newer, "Monday", "Tuesday"))
	checkClauses(t, file)
	f, err := pdfcheck.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := elements(f, func(e pdfcheck.Dict) string {
		kind, _ := f.Dict(e["A"])["TextDecorationType"].(pdfcheck.Name)
		return string(kind)
	})
	for _, kind := range []string{"Underline", "LineThrough"} {
		if n := len(slices.DeleteFunc(slices.Clone(lines), func(s string) bool { return s != kind })); n < 4 {
			t.Errorf("only %d elements say %s", n, kind)
		}
	}
	shows, err := pdfcheck.Text(file)
	if err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for _, s := range shows {
		text.WriteString(s.Text)
	}
	for _, words := range []string{"From Monday to Tuesday: added, removed.", "was 2", "[look:", "[gone to:", "[come from:", "¶", "old", "new"} {
		if !strings.Contains(text.String(), words) {
			t.Errorf("no %q in %q", words, text.String())
		}
	}
	if !bytes.HasPrefix(file, []byte("%PDF-1.7")) {
		t.Error("no PDF")
	}
}
