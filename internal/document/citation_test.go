package document_test

import (
	"testing"

	"upright/internal/document"
	"upright/internal/upr"
)

func TestCite(t *testing.T) {
	say := map[string]string{
		"previous.cited": "recommendation {number}", "previous.cited_unnumbered": "a recommendation", "previous.place": "para. {number}",
		"annex.between": ", ", "position.supported": "supported",
	}
	w := document.NewWords(func(key string) string { return say[key] }, nil, nil)
	country := func(code string) string { return map[string]string{"NOR": "Norway"}[code] }
	for _, c := range []struct {
		r          upr.PreviousRecommendation
		text, note string
	}{
		{upr.PreviousRecommendation{Symbol: "A/HRC/59/15", Number: "140.7", States: []string{"NOR", "Atlantis"}, Position: upr.PositionSupported, Text: "x"},
			"recommendation 140.7", "A/HRC/59/15, para. 140.7 (Norway, Atlantis); supported."},
		{upr.PreviousRecommendation{Symbol: "A/HRC/59/15", Text: "Ratify"}, "a recommendation", "A/HRC/59/15, “Ratify”."},
		{upr.PreviousRecommendation{Number: "3.1", Text: "Ratify"}, "recommendation 3.1", "para. 3.1."},
	} {
		if text, note := document.Cite(&c.r, w, country); text != c.text || note != c.note {
			t.Errorf("%+v: %q, %q", c.r, text, note)
		}
	}
}
