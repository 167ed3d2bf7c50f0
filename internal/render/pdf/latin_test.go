package pdf

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"

	"upright/internal/document"
	"upright/internal/fonts"
)

// TestSplit cuts texts at random, with and without the shortcut for Latin letters.
func TestSplit(t *testing.T) {
	families, err := fonts.All()
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewRenderer(Options{Families: families})
	if err != nil {
		t.Fatal(err)
	}
	letters := []rune("abcdeXYZ  0123456789.,;:()[]/-'\"%$£€«»éñşºªµ×‘’“”–—…\u00a0\u00ad\u200b\u2060")
	others := []rune("жλعא中、\u200f\u0301٣ʹ≤")
	random := rand.New(rand.NewPCG(1, 2))
	for _, lang := range []string{"en", "fr", "es", "ru", "ar", "zh", "xx", ""} {
		s := r.setter(&document.Document{Language: lang})
		short := 0
		for range 2000 {
			text := make([]rune, 1+random.IntN(12))
			for i := range text {
				text[i] = letters[random.IntN(len(letters))]
				if random.IntN(40) == 0 {
					text[i] = others[random.IntN(len(others))]
				}
			}
			whole := shaping.Input{Text: text, RunEnd: len(text), Direction: s.direction(), Language: language.NewLanguage(lang),
				Size: fixed.I(640), FontFeatures: features}
			want := slices.Clone(s.segmenter.Split(whole, s))
			got := s.split(whole)
			if !slices.EqualFunc(got, want, sameStretch) {
				t.Fatalf("%s: %q is cut into %+v, want %+v", lang, string(text), got, want)
			}
			if s.latinAlone(text) {
				short++
			}
		}
		if short < 500 {
			t.Errorf("%s: only %d of 2,000 texts took the shortcut", lang, short)
		}
	}
}

func sameStretch(a, b shaping.Input) bool {
	return a.RunStart == b.RunStart && a.RunEnd == b.RunEnd && a.Direction == b.Direction && a.Script == b.Script &&
		a.Language == b.Language && a.Face == b.Face && a.Size == b.Size && len(a.FontFeatures) == len(b.FontFeatures)
}
