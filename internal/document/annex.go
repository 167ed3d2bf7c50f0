package document

import (
	"strings"

	"upright/internal/prose"
	"upright/internal/upr"
)

// AnnexChoice says whether the annexes stand behind the text or in a file of their own. OHCHR takes annexes apart
// (UPR-SUB-02), so the package of a submission has two files; to read, one is better.
type AnnexChoice uint8

// The choices.
const (
	Together       AnnexChoice = iota // the text, its endnotes, then the annexes
	WithoutAnnexes                    // the text and its endnotes
	OnlyAnnexes                       // a short cover and the annexes
)

// An Annex begins on a page of its own with a heading of the first level: "Annex II. …".
type Annex struct {
	Landscape bool // its pages lie on their side, for wide tables
	Blocks    []Block
}

// Anchors of the headings of annexes that are found again.
const (
	PreviousAnnex   = "annex-previous"
	SolidarityAnnex = "annex-solidarity"
)

// Main returns the blocks after the cover in order: those of Body, then those of the annexes. The endnotes stand
// between the two.
func (d *Document) Main() []Block {
	if len(d.Annexes) == 0 {
		return d.Body
	}
	blocks := append([]Block(nil), d.Body...)
	for _, a := range d.Annexes {
		blocks = append(blocks, a.Blocks...)
	}
	return blocks
}

// An annexer makes the annexes of a submission: those that have rows, numbered in their order.
type annexer struct {
	cover
	say     AnnexWords
	numbers prose.Numbers
	anchor  func(id string) string // makes an id unique
	made    []*Annex
}

func (a *annexer) annexes() []*Annex {
	all := a.s.Annexes
	if len(all.Previous) > 0 {
		a.add(PreviousAnnex, a.say.Previous.Title, true, a.matrix(all.Previous)...)
		a.add("annex-chart", a.say.Chart.Title, true, a.chart(all.Previous)...)
	}
	if len(all.Solidarity) > 0 {
		a.add(SolidarityAnnex, a.say.Solidarity.Title, true, a.solidarity(all.Solidarity)...)
	}
	if listed := named(all.Signatories); len(listed) > 0 {
		a.add("annex-signatories", a.say.Signatories.Title, false, a.signatories(listed)...)
	}
	return a.made
}

func (a *annexer) add(id, title string, landscape bool, blocks ...Block) {
	line := fill(a.say.Heading, "annex", a.say.Names[len(a.made)], "title", title)
	head := &Heading{Level: 1, Anchor: a.anchor(id), Text: plain(line)}
	a.made = append(a.made, &Annex{Landscape: landscape, Blocks: append([]Block{head}, blocks...)})
}

// paragraphs refers to the numbered blocks with the ids. A block that is gone or has no number is left out: nobody
// could look it up, and the row says the same without it.
func (a *annexer) paragraphs(ids []string) []Span {
	var spans []Span
	for _, id := range ids {
		label := a.label(id)
		if label == "" {
			continue
		}
		if len(spans) > 0 {
			spans = append(spans, &Text{Text: a.say.Between})
		}
		if a.opt.Annexes == OnlyAnnexes { // the block stands in another file
			id = ""
		}
		spans = append(spans, &Reference{Anchor: id, Text: label})
	}
	return spans
}

// label is what the text calls a block: "12", "R3", "Table 2". An endnote is called by none of these.
func (a *annexer) label(id string) string {
	if n, ok := a.numbers.Tables[id]; ok {
		return a.words.Labels.TableLabel(n)
	}
	if _, ok := a.numbers.Notes[id]; ok {
		return ""
	}
	label, _ := a.numbers.Label(id)
	return label
}

// states names States; who is no State of the calendar stands as imported.
func (a *annexer) states(codes []string) string {
	var names []string
	for _, code := range codes {
		name := a.country(code)
		if name == "" {
			name = clean(code) // the name as it was imported: no State has it
		}
		if name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, a.words.Separator)
}

// A row of a table of an annex. The cells of the head and the first one of every row head what follows.
func row(head bool, cells ...[]Span) []Cell {
	out := make([]Cell, len(cells))
	for i, spans := range cells {
		out[i] = Cell{Header: head || i == 0, Colspan: 1, Rowspan: 1, Blocks: []Block{&Paragraph{Text: spans}}}
	}
	return out
}

// heads makes the head of a table.
func heads(words ...string) []Cell {
	cells := make([][]Span, len(words))
	for i, w := range words {
		cells[i] = plain(w)
	}
	return row(true, cells...)
}

// typed is what somebody typed, with the line breaks in it kept. A line that holds nothing in the direction of the text is
// in another language as a whole: its full stop belongs to its end.
func (a *annexer) typed(text string) []Span {
	var spans []Span
	for line := range strings.Lines(text) {
		if line = clean(line); line == "" {
			continue
		}
		if len(spans) > 0 {
			spans = append(spans, &Break{})
		}
		spans = append(spans, &Text{Text: line, Language: wholly(line, a.s.Details.Language)})
	}
	return spans
}

// lines puts texts below each other; empty ones are left out.
func lines(texts ...[]Span) []Span {
	var spans []Span
	for _, t := range texts {
		if len(t) == 0 {
			continue
		}
		if len(spans) > 0 {
			spans = append(spans, &Break{})
		}
		spans = append(spans, t...)
	}
	return spans
}

// named leaves out signatories that may not be named. Nobody hands them in; a file that is published is worth a second
// look.
func named(signatories []upr.Signatory) []upr.Signatory {
	var out []upr.Signatory
	for _, s := range signatories {
		if s.Appearance == upr.RepresentedAppearance || nameOf(&s.Organization, s.Appearance) == "" {
			continue
		}
		out = append(out, s)
	}
	return out
}

// nameOf returns the name under which an organization may appear: "" for none.
func nameOf(o *upr.Organization, as upr.Appearance) string {
	switch as {
	case upr.RepresentedAppearance:
		return ""
	case upr.AcronymAppearance:
		return clean(o.Acronym)
	}
	return clean(o.Name)
}
