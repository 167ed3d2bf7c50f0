package document

import (
	"upright/internal/upr"
)

// matrix lists the recommendations of earlier reviews with what became of them. All positions and assessments are those
// that people recorded.
func (a *annexer) matrix(previous []upr.PreviousRecommendation) []Block {
	w := a.say.Previous
	t := &Table{
		Caption: w.Title, Columns: 7, Head: 1, Widths: []int{11, 28, 13, 10, 12, 18, 8},
		Rows: [][]Cell{heads(w.Number, w.Text, w.States, w.Position, w.Assessment, w.Comment, a.say.Paragraphs)},
	}
	for i := range previous {
		r := &previous[i]
		number := plain(clean(r.Number))
		for _, span := range number {
			span.(*Text).LeftToRight = true
		}
		text := a.typed(r.Text)
		tag(text, r.Language)
		t.Rows = append(t.Rows, row(false,
			lines(number, symbol(r.Symbol)),
			text,
			plain(a.states(r.States)),
			plain(w.Positions[r.Position]),
			plain(w.Assessments[r.Assessed]),
			a.typed(r.Comment),
			a.paragraphs(r.Paragraphs),
		))
	}
	return []Block{t}
}

// symbol is that of a document of the United Nations; it keeps its order in a text from right to left.
func symbol(s string) []Span {
	if s = clean(s); s == "" {
		return nil
	}
	return []Span{&Text{Text: s, LeftToRight: true}}
}

// tag says in which language somebody wrote a text.
func tag(spans []Span, language string) {
	for _, span := range spans {
		if t, ok := span.(*Text); ok && language != "" {
			t.Language = language
		}
	}
}
