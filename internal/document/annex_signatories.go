package document

import (
	"slices"

	"upright/internal/upr"
)

// signatories lists the organizations that stand behind the text, then the differences that some of them recorded, each
// in its own words.
func (a *annexer) signatories(all []upr.Signatory) []Block {
	blocks := []Block{a.signed(all)}
	var positions []Block
	for i := range all {
		positions = append(positions, a.position(&all[i])...)
	}
	if len(positions) == 0 {
		return blocks
	}
	w := a.say.Signatories
	blocks = append(blocks,
		&Heading{Level: 2, Anchor: a.anchor("annex-positions"), Text: plain(w.Positions)},
		&Paragraph{Text: plain(w.PositionsNote)})
	return append(blocks, positions...)
}

// signed is the table of organizations. Where none has signed off yet, it says nothing of it.
func (a *annexer) signed(all []upr.Signatory) *Table {
	w := a.say.Signatories
	t := &Table{Caption: w.Title, Columns: 2, Head: 1, Widths: []int{60, 40}, Rows: [][]Cell{heads(w.Organization, w.Place)}}
	dated := slices.ContainsFunc(all, func(s upr.Signatory) bool { return s.Signed != upr.Date{} })
	if dated {
		t.Columns, t.Widths, t.Rows[0] = 3, []int{46, 28, 26}, heads(w.Organization, w.Place, w.Signed)
	}
	for i := range all {
		s := &all[i]
		cells := [][]Span{plain(a.entry(s)), plain(a.seat(s))}
		switch {
		case s.Signed != upr.Date{}:
			cells = append(cells, plain(a.words.Day(day(s.Signed))))
		case dated:
			cells = append(cells, plain(w.Open))
		}
		t.Rows = append(t.Rows, row(false, cells...))
	}
	return t
}

// entry is the name of an organization in the list.
func (a *annexer) entry(s *upr.Signatory) string {
	if s.Appearance == upr.AcronymAppearance {
		return nameOf(&s.Organization, s.Appearance)
	}
	return a.fullName(&s.Organization)
}

// seat is where an organization is. One that appears by its acronym only does not say: the place could tell who it is.
func (a *annexer) seat(s *upr.Signatory) string {
	if s.Appearance == upr.AcronymAppearance {
		return ""
	}
	city, country := clean(s.Organization.City), ""
	if s.Organization.Country != "" {
		country = a.country(s.Organization.Country)
	}
	switch {
	case city == "":
		return country
	case country == "":
		return city
	}
	return fill(a.say.Signatories.Seat, "city", city, "country", country)
}

// position is what an organization recorded: its name, what it is about, its words.
func (a *annexer) position(s *upr.Signatory) []Block {
	words := a.typed(s.Position)
	if len(words) == 0 {
		return nil
	}
	blocks := []Block{&Paragraph{Text: []Span{&Text{Text: a.entry(s), Strong: true}}}}
	if about := a.paragraphs(s.Paragraphs); len(about) > 0 {
		blocks = append(blocks, &Paragraph{Text: append([]Span{&Text{Text: a.say.Signatories.About, Em: true}}, about...)})
	}
	return append(blocks, &Paragraph{Text: words})
}
