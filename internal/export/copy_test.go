package export_test

import (
	"bytes"
	"strings"
	"testing"

	"upright/internal/document"
	"upright/internal/example/exampletest"
	"upright/internal/export"
)

// Every page of a copy says whose it is, above or below whatever else stands there, also in a text written from right to
// left; nobody's says nothing, and the Word file never does.
func TestCopy(t *testing.T) {
	long := "K3F9QZ · " + strings.Repeat("the focal point of the Ministry ", 8)
	for lang, want := range map[string]string{"en": "Copy K3F9QZ · the focal point", "ar": "K3F9QZ · the focal point"} {
		t.Run(lang, func(t *testing.T) {
			s, err := exampletest.Annexed(lang, 3)
			if err != nil {
				t.Fatal(err)
			}
			p := newPress(t)
			text, word := pagesOf(t, p.As(document.Final(4, strings.Repeat("a", 64))).For(long), s)
			pages := strings.Count(text, "\f")
			if n := strings.Count(text, want); pages == 0 || n != pages {
				t.Errorf("%q stands on %d of %d pages", want, n, pages)
			}
			if n := strings.Count(text, "aaaaaaaaaaaa"); n != pages {
				t.Errorf("the sum of the final text stands on %d of %d pages", n, pages)
			}
			if strings.Contains(word, "K3F9QZ") {
				t.Error("the Word file says whose copy it is")
			}
			if other, _ := pagesOf(t, p, s); strings.Contains(other, "K3F9QZ") {
				t.Error("the press that it came from has kept the name")
			}
		})
	}
}

// The mark is an artifact: who listens to the text does not hear it on each page.
func TestCopyIsArtifact(t *testing.T) {
	s, err := exampletest.Annexed("en", 1)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := newPress(t).For("K3F9QZ · somebody").Write(t.Context(), &b, s, export.PDF); err != nil {
		t.Fatal(err)
	}
	if tree := run(t, "pdfinfo", "-struct-text", inFile(t, "paper.pdf", b.Bytes())); strings.Contains(tree, "K3F9QZ") {
		t.Error("the mark is in the structure of the text")
	}
}
