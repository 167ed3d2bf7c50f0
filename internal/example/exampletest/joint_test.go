package exampletest

import (
	"bytes"
	"testing"

	"upright/internal/prose"
)

// Figures are only worth something for a text that is as long as they say, and always the same.
func TestJoint(t *testing.T) {
	var texts [2][]byte
	for i := range texts {
		s, err := Joint()
		if err != nil {
			t.Fatal(err)
		}
		notes := 0
		for _, part := range s.Manuscript.Parts {
			for range part.Notes() {
				notes++
			}
		}
		if body, _ := s.Manuscript.Count(); body.Words != Words || notes != Notes {
			t.Errorf("%d words and %d notes", body.Words, notes)
		}
		if texts[i], err = prose.Encode(s.Manuscript); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(texts[0], texts[1]) {
		t.Error("two calls make two texts")
	}
}
