package example_test

import (
	"bytes"
	"strconv"
	"testing"

	"upright/internal/example"
	"upright/internal/prose"
)

// The measures of the worked example: a test elsewhere that counts on them should fail here first.
func TestSubmissionIsComplete(t *testing.T) {
	for _, lang := range example.Languages() {
		s, err := example.Submission(lang)
		if err != nil {
			t.Fatal(err)
		}
		numbers := prose.Number(s.Manuscript)
		if n := len(numbers.Paragraphs); n != 34 {
			t.Errorf("%s: %d numbered paragraphs, want 34", lang, n)
		}
		if body, _ := s.Manuscript.Count(); body.Words > 2815 {
			t.Errorf("%s: %d words, more than UPR-LEN-01 allows", lang, body.Words)
		}
		if n := len(numbers.Notes); n != 25 {
			t.Errorf("%s: %d endnotes, want 25", lang, n)
		}
		if n := len(numbers.Recommendations); n != 8 {
			t.Errorf("%s: %d recommendations, want 8", lang, n)
		}
		if n := len(numbers.Tables); n != 1 {
			t.Errorf("%s: %d tables, want 1", lang, n)
		}
		for _, part := range s.Manuscript.Parts {
			for b := range part.All() {
				for _, inline := range prose.Content(b) {
					ref, ok := inline.(*prose.CrossReference)
					if ok && numbers.Paragraphs[ref.Target] == 0 {
						t.Errorf("%s: %s refers to %s, which is no numbered paragraph", lang, prose.BlockID(b), ref.Target)
					}
				}
			}
		}
		for id, n := range numbers.Paragraphs {
			if want := "p" + strconv.Itoa(n); id != want {
				t.Errorf("%s: paragraph %d has the id %s", lang, n, id)
			}
		}
	}
}

func TestSubmissionIsTheSameEachTime(t *testing.T) {
	for _, lang := range example.Languages() {
		var made [2][]byte
		for i := range made {
			s, err := example.Submission(lang)
			if err != nil {
				t.Fatal(err)
			}
			if made[i], err = prose.Encode(s.Manuscript); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(made[0], made[1]) {
			t.Errorf("%s: two calls made two texts", lang)
		}
	}
}

func TestNoExampleInOtherLanguages(t *testing.T) {
	if _, err := example.Submission("xx"); err == nil {
		t.Error("there is an example in a language that does not exist")
	}
}
