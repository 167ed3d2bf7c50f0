package document

import (
	"strconv"
	"strings"
	"time"
	"unicode"

	"upright/internal/prose"
	"upright/internal/upr"
)

// Options are what a Document needs beside the submission. Words and Country must be set.
type Options struct {
	Words Words
	// Country names a State or country by its ISO 3166-1 alpha-3 code in the language of the text; "" when it cannot.
	Country func(code string) string
	// SessionDate is the month in which the session of the Working Group begins; its day is not used. Zero when not known.
	SessionDate upr.Date
	// Date is printed when the submission has no date of its own. Zero: none is printed.
	Date upr.Date
	// State is what the pages say of how far the text is.
	State State
	// Copy names whose copy it is, where a copy is to be told from others: the label of a reader link. It is said on each
	// page of the PDF. Empty: it is not said.
	Copy string
	// Annexes says which part of the paper to make.
	Annexes AnnexChoice
	// Theme names a theme of recommendations by its key in the language of the text; "" when it cannot. It may be nil.
	Theme func(key string) string
}

// Build makes the paper from a submission with its text. Hidden parts, empty headings and empty paragraphs without a
// number are left out. Numbers are those of prose.Number. It changes nothing in s.
func Build(s *upr.Submission, opt Options) *Document {
	c := newCover(s, opt)
	d := &Document{
		Language:    s.Details.Language,
		RightToLeft: s.Details.Language == "ar",
		Title:       c.title(),
		ShortTitle:  c.runningHead(),
		Subject:     fill(opt.Words.Subject, "state", c.country(s.Details.State)),
		Author:      c.authors(),
		Keywords:    c.keywords(),
		Date:        day(c.date()),
		Mark:        opt.State.mark(opt.Words.State),
		Foot:        opt.State.foot(opt.Words.State),
		Copy:        opt.copyMark(),
		Labels:      opt.Words.Labels,
		Cover:       c.blocks(),
	}
	b := builder{language: d.Language, words: opt.Words, taken: map[string]bool{}}
	if s.Manuscript != nil {
		b.numbers = prose.Number(s.Manuscript)
		for part := range s.Manuscript.Visible() {
			b.part(part)
		}
	}
	if opt.Annexes != OnlyAnnexes {
		d.Body, d.Notes = b.body, b.notes
	}
	if opt.Annexes != WithoutAnnexes {
		a := annexer{cover: c, say: opt.Words.Annex, numbers: b.numbers, anchor: b.anchor}
		d.Annexes = a.annexes()
	}
	return d
}

// day returns the first moment of a day; the zero time for no day.
func day(d upr.Date) time.Time {
	if d == (upr.Date{}) {
		return time.Time{}
	}
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// month returns the first moment of a date's month.
func month(d upr.Date) time.Time { return time.Date(d.Year, d.Month, 1, 0, 0, 0, 0, time.UTC) }

// A builder turns the manuscript into Body and Notes. It counts along as prose.Number does, because blocks without an id,
// or with one that stood before, are numbered too but not in the maps.
type builder struct {
	language string
	words    Words
	numbers  prose.Numbers
	taken    map[string]bool // anchors given so far

	paragraphs, recommendations, tables int

	body  []Block
	notes []*Note
}

// anchor returns id for the first block that has it.
func (b *builder) anchor(id string) string {
	if b.taken[id] {
		return ""
	}
	b.taken[id] = true
	return id
}

func (b *builder) part(part *prose.Part) {
	title := clean(part.Title)
	if title == "" {
		title = b.words.Parts[part.Kind]
	}
	b.add(&Heading{Level: 1, Anchor: b.anchor(part.ID), Text: []Span{&Text{Text: title}}})
	for _, block := range part.Blocks {
		b.block(block)
	}
}

func (b *builder) add(block Block) { b.body = append(b.body, block) }

func (b *builder) block(block prose.Block) {
	switch block := block.(type) {
	case *prose.Heading:
		if !prose.Empty(block) {
			b.add(&Heading{Level: block.Level + 1, Anchor: b.anchor(block.ID), Text: b.spans(block.Content)})
		}
	case *prose.Paragraph:
		p := &Paragraph{}
		if block.Numbered {
			b.paragraphs++
			p.Number = b.paragraphs
		} else if prose.Empty(block) {
			return
		}
		p.Anchor, p.Text = b.anchor(block.ID), b.spans(block.Content)
		b.add(p)
	case *prose.Recommendation:
		b.recommendations++
		b.add(&Recommendation{
			Anchor:    b.anchor(block.ID),
			Number:    b.recommendations,
			Label:     "R" + strconv.Itoa(b.recommendations),
			Addressee: b.addressee(block.Addressee),
			Text:      b.spans(block.Content),
		})
	case *prose.List:
		b.add(b.list(block))
	case *prose.Table:
		b.tables++
		b.add(b.table(block, b.tables))
	default:
		panic("document: unknown block in the manuscript")
	}
}

func (b *builder) addressee(name string) string {
	if name = clean(name); name == "" {
		return ""
	}
	return fill(b.words.AddressedTo, "name", name)
}

func (b *builder) list(list *prose.List) *List {
	l := &List{Ordered: list.Ordered}
	for _, item := range list.Items {
		l.Items = append(l.Items, b.nested(item.Blocks))
	}
	return l
}

// nested turns what may stand in list items and cells: paragraphs, which have no number there, and lists.
func (b *builder) nested(blocks []prose.Block) []Block {
	var out []Block
	for _, block := range blocks {
		switch block := block.(type) {
		case *prose.Paragraph:
			out = append(out, &Paragraph{Anchor: b.anchor(block.ID), Text: b.spans(block.Content)})
		case *prose.List:
			out = append(out, b.list(block))
		default:
			panic("document: block that the schema does not allow in list items and cells")
		}
	}
	return out
}

// clean returns s without white space around it, with a blank for every control character and line separator, and with
// U+FFFD where it was not UTF-8: what is left can be put into every format.
func clean(s string) string { return strings.TrimSpace(printable(s)) }

func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}
