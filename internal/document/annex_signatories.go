package document

import "upright/internal/upr"

// signatories lists the organizations that stand behind the text, then the differences that some of them recorded, each
// in its own words.
func (a *annexer) signatories(all []upr.Signatory) []Block {
	w := a.say.Signatories
	t := &Table{
		Caption: w.Title, Columns: 3, Head: 1, Widths: []int{46, 28, 26},
		Rows: [][]Cell{heads(w.Organization, w.Place, w.Signed)},
	}
	blocks := []Block{t}
	var positions []Block
	for i := range all {
		s := &all[i]
		signed := w.Open
		if s.Signed != (upr.Date{}) {
			signed = a.words.Day(day(s.Signed))
		}
		t.Rows = append(t.Rows, row(false, plain(a.entry(s)), plain(a.seat(s)), plain(signed)))
		positions = append(positions, a.position(s)...)
	}
	if len(positions) == 0 {
		return blocks
	}
	blocks = append(blocks,
		&Heading{Level: 2, Anchor: a.anchor("annex-positions"), Text: plain(w.Positions)},
		&Paragraph{Text: plain(w.PositionsNote)})
	return append(blocks, positions...)
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
