package document

import "upright/internal/upr"

// solidarity lists who claims what from whom, in the terms of the revised draft declaration. The binding provision
// stands first in each row, and a note says that the declaration is a draft.
func (a *annexer) solidarity(entries []upr.SolidarityEntry) []Block {
	w := a.say.Solidarity
	t := &Table{
		Caption: w.Title, Columns: 7, Head: 1, Widths: []int{20, 14, 14, 13, 16, 15, 8},
		Rows: [][]Cell{heads(w.Basis, w.Holders, w.Bearer, w.Duty, w.Measure, w.Indicator, a.say.Paragraphs)},
	}
	for i := range entries {
		e := &entries[i]
		t.Rows = append(t.Rows, row(false,
			lines(a.typed(e.Basis), a.labelled(w.Right, e.Right)),
			a.typed(e.Holders),
			a.bearer(e),
			lines(plain(w.Duties[e.Duty]), plain(w.Forms[e.Form])),
			a.typed(e.Measure),
			a.typed(e.Indicator),
			a.paragraphs(e.Paragraphs),
		))
	}
	return []Block{&Paragraph{Text: plain(w.Note)}, t}
}

// bearer names who owes the duty: the State under review by its name, others with what they are.
func (a *annexer) bearer(e *upr.SolidarityEntry) []Span {
	if name := clean(e.BearerName); name != "" {
		return lines(plain(name), plain(a.say.Solidarity.Bearers[e.Bearer]))
	}
	if e.Bearer == upr.StateBearer {
		return lines(plain(a.country(a.s.Details.State)), plain(a.words.StateUnderReview))
	}
	return plain(a.say.Solidarity.Bearers[e.Bearer])
}

// labelled is a text after the word that says what it is.
func (a *annexer) labelled(template, text string) []Span {
	if text = clean(text); text == "" {
		return nil
	}
	return []Span{&Text{Text: fill(template, "right", text), Em: true}}
}
