package export_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	"upright/internal/example"
	"upright/internal/export"
	"upright/internal/render/pdf/pdfcheck"
	"upright/internal/upr"
)

// TestSixLanguages makes the example's PDF in all six languages: it breaks no clause, is the same each time, needs no
// character that no font has, and other programs find its words.
func TestSixLanguages(t *testing.T) {
	// Readers put the letters of an Arabic line together again by where they stand, and lose some vowel signs.
	share := map[string]float64{"en": 0.99, "fr": 0.99, "es": 0.99, "ru": 0.99, "zh": 0.99, "ar": 0.95}
	if len(example.Languages()) != len(share) {
		t.Fatalf("the example is in %v", example.Languages())
	}
	for _, lang := range example.Languages() {
		t.Run(lang, func(t *testing.T) {
			s, err := example.Submission(lang)
			if err != nil {
				t.Fatal(err)
			}
			b := write(t, s, export.PDF)
			if !bytes.Equal(b, write(t, s, export.PDF)) {
				t.Error("a second time it is another file")
			}
			problems, err := pdfcheck.Check(b)
			if err != nil || len(problems) > 0 {
				t.Errorf("%v %v", problems, err)
			}
			if missing, err := newPress(t).Unprintable(s); err != nil || len(missing) > 0 {
				t.Errorf("cannot be printed: %v, %v", missing, err)
			}
			file := inFile(t, "paper.pdf", b)
			run(t, "qpdf", "--check", file)
			if got, lost := found(s, run(t, "pdftotext", "-r", "72", "-x", "0", "-y", "60", "-W", "595", "-H", "715", file, "-")); got < share[lang] {
				t.Errorf("%.1f %% of the words are found, not %q", 100*got, lost)
			}
		})
	}
}

// found returns the share of a submission's words that a text has, and some of those it has not. A word of Chinese is what
// stands between two marks.
func found(s *upr.Submission, text string) (share float64, lost []string) {
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) { // joiners and signs of direction
			return -1
		}
		return r
	}, text)
	has := map[string]bool{}
	for _, w := range words(text) {
		has[w] = true
	}
	solid := strings.Join(strings.Fields(text), "") // Chinese lines end inside of words
	all := 0
	for _, paragraph := range texts(s) {
		for _, w := range words(paragraph) {
			all++
			if !has[w] && !(unicode.Is(unicode.Han, []rune(w)[0]) && strings.Contains(solid, w)) {
				lost = append(lost, w)
			}
		}
	}
	return 1 - float64(len(lost))/float64(max(all, 1)), lost[:min(len(lost), 20)]
}

func words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) })
}
