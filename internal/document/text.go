package document

import (
	"strconv"
	"strings"
)

// PlainText returns the printed characters of spans: references as their text, breaks as blanks, note marks left out.
// It is what a contents entry or a bookmark shows of a heading. Deleted text is left out.
func PlainText(spans []Span) string {
	var s strings.Builder
	for _, span := range spans {
		if ChangeOf(span) == Deleted {
			continue
		}
		switch span := span.(type) {
		case *Text:
			s.WriteString(span.Text)
		case *Reference:
			s.WriteString(span.Text)
		case *Break:
			s.WriteByte(' ')
		}
	}
	return strings.TrimSpace(s.String())
}

// Headings returns the headings of Body and of the annexes in order: the contents and the outline of the files. Deleted ones are left out.
func (d *Document) Headings() []*Heading {
	var headings []*Heading
	for _, b := range d.Main() {
		if h, ok := b.(*Heading); ok && h.Change != Deleted {
			headings = append(headings, h)
		}
	}
	return headings
}

// TableLabel returns the label of the table with the number: "Table 2".
func (l Labels) TableLabel(number int) string { return fill(l.Table, "n", strconv.Itoa(number)) }

// TableCaption returns the whole line above a table: "Table 2. Persons returned, by year", or the label alone where
// there is no caption.
func (l Labels) TableCaption(t *Table) string {
	if t.Caption == "" {
		return l.TableLabel(t.Number)
	}
	return fill(l.Caption, "table", l.TableLabel(t.Number), "caption", t.Caption)
}

// AroundCaption returns what stands before and after the caption in the line above a table.
func (l Labels) AroundCaption(t *Table) (before, after string) {
	before, after, _ = strings.Cut(l.Caption, "{caption}")
	label := l.TableLabel(t.Number)
	return fill(before, "table", label), fill(after, "table", label)
}

// Name returns what is printed for the mark of a note, and before the note.
func (m *NoteMark) Name() string {
	if m.Label != "" {
		return m.Label
	}
	return strconv.Itoa(m.Number)
}

// Name returns what is printed before a note: what its mark prints.
func (n *Note) Name() string {
	if n.Label != "" {
		return n.Label
	}
	return strconv.Itoa(n.Number)
}

// NoteMarkName returns the accessible name of a note mark: "Note 7".
func (l Labels) NoteMarkName(number int) string { return l.NoteMarkNamed(strconv.Itoa(number)) }

// NoteMarkNamed is NoteMarkName for a mark that prints something else than its number, as in a redline.
func (l Labels) NoteMarkNamed(printed string) string { return fill(l.NoteMark, "n", printed) }

// NoteBackName returns the accessible name of the way back from a note: "Back to the text, note 7".
func (l Labels) NoteBackName(number int) string { return fill(l.NoteBack, "n", strconv.Itoa(number)) }

// BrokenLines cuts spans at the line breaks in them. Where each line is a thing of its own, as the organizations of a cover
// are, renderers set them apart.
func BrokenLines(spans []Span) [][]Span {
	var out [][]Span
	from := 0
	for i, span := range spans {
		if _, ok := span.(*Break); ok {
			out = append(out, spans[from:i])
			from = i + 1
		}
	}
	return append(out, spans[from:])
}

// SameLink returns how many of the spans, from the first on, are texts of one link: words in several styles that lead to
// the same address are one link to a reader. It is 0 when the first span is no link.
func SameLink(spans []Span) int {
	link := ""
	for i, span := range spans {
		t, ok := span.(*Text)
		if !ok || t.Link == "" || i > 0 && t.Link != link {
			return i
		}
		link = t.Link
	}
	return len(spans)
}

// AnchorOf returns the anchor of a block that references or contents may lead to; "" for one that has none.
func AnchorOf(b Block) string {
	switch b := b.(type) {
	case *Heading:
		return b.Anchor
	case *Paragraph:
		return b.Anchor
	case *Recommendation:
		return b.Anchor
	case *Table:
		return b.Anchor
	}
	return ""
}
