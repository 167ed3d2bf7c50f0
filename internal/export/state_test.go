package export_test

import (
	"bytes"
	"strings"
	"testing"

	"upright/internal/document"
	"upright/internal/example/exampletest"
	"upright/internal/export"
	"upright/internal/importer"
	"upright/internal/upr"
)

// pagesOf is the text of the PDF, and the parts of the Word file.
func pagesOf(t *testing.T, p *export.Press, s *upr.Submission) (pdf, word string) {
	t.Helper()
	var b, w bytes.Buffer
	if err := p.Write(t.Context(), &b, s, export.PDF); err != nil {
		t.Fatal(err)
	}
	if err := p.Write(t.Context(), &w, s, export.Word); err != nil {
		t.Fatal(err)
	}
	everyPart(t, "paper.docx", w.Bytes(), func(_ string, data []byte) { word += string(data) })
	return run(t, "pdftotext", "-layout", inFile(t, "paper.pdf", b.Bytes()), "-"), word
}

// Every page of a draft says which it is; a final text shows its sum in the foot of each page instead, where those who hold
// the portable file of the same revision can find it. The Word file says neither.
func TestDraftAndFinal(t *testing.T) {
	s, err := exampletest.Annexed("en", 3)
	if err != nil {
		t.Fatal(err)
	}
	sum, err := importer.Sum(s)
	if err != nil {
		t.Fatal(err)
	}
	if portable := write(t, s, export.Portable); !bytes.Contains(portable, []byte(sum)) {
		t.Error("the portable file has another sum")
	}
	p := newPress(t)
	for _, test := range []struct {
		press      *export.Press
		want, wont string
	}{
		{p, "Draft · version 12", "Revision"},
		{p.As(document.DraftRevision(4)), "Draft · revision 4", "Revision"},
		{p.As(document.Final(4, sum)), "Revision 4 · " + sum[:12], "Draft"},
	} {
		text, word := pagesOf(t, test.press, s)
		if pages := strings.Count(text, "\f"); strings.Count(text, test.want) != pages || strings.Contains(text, test.wont) {
			t.Errorf("%q stands on %d of %d pages", test.want, strings.Count(text, test.want), pages)
		}
		for _, words := range []string{"Draft", "revision", sum[:12]} {
			if strings.Contains(word, words) {
				t.Errorf("%q is in the Word file", words)
			}
		}
	}
}

// What stands in the annexes is in both files, and a member named by its acronym by nothing else.
func TestAnnexesInTheFiles(t *testing.T) {
	for _, lang := range []string{"en", "ar", "zh"} {
		s, err := exampletest.Annexed(lang, 8)
		if err != nil {
			t.Fatal(err)
		}
		text, word := pagesOf(t, newPress(t), s)
		for _, words := range []string{"A/HRC/99/99", "Ruritania", "ENRI", "EGA", "ICESCR"} {
			if !strings.Contains(text, words) || !strings.Contains(word, words) {
				t.Errorf("%s: %q is not in both files", lang, words)
			}
		}
		for _, words := range []string{"Hidden City", "Named by Its Acronym"} {
			if strings.Contains(text, words) || strings.Contains(word, words) {
				t.Errorf("%s: %q is in a file", lang, words)
			}
		}
	}
}
