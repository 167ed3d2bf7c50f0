package prose

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Encode writes a manuscript as the JSON that the editor's model writes for the same text: every attribute is present,
// in the order of the schema, and marks stand in its order: suggestions, link, em, strong. A manuscript that Decode would refuse is
// refused here too.
func Encode(m *Manuscript) ([]byte, error) { return encode(m, nil) }

func encode(m *Manuscript, people strangers) ([]byte, error) {
	if len(m.Parts) == 0 {
		return nil, errors.New("encode manuscript: it has no part")
	}
	e := encoder{people: people}
	e.raw(`{"type":"doc","content":[`)
	for i, part := range m.Parts {
		e.comma(i)
		e.part(part)
	}
	e.raw(`]}`)
	return e.done("manuscript")
}

// EncodePart writes one part as Encode does, for an edit that replaces it.
func EncodePart(p *Part) ([]byte, error) {
	e := encoder{}
	e.part(p)
	return e.done("part")
}

// done returns what was written when Decode would take it.
func (e *encoder) done(what string) ([]byte, error) {
	switch {
	case e.err != nil:
		return nil, fmt.Errorf("encode %s: %w", what, e.err)
	case len(e.out) > MaxBytes:
		return nil, fmt.Errorf("encode %s: %w", what, ErrTooLarge)
	case tooDeep(e.out, MaxDepth):
		return nil, fmt.Errorf("encode %s: %w", what, ErrTooDeep)
	}
	return e.out, nil
}

// An encoder keeps the first error.
type encoder struct {
	out    []byte
	err    error
	people strangers
}

// raw writes as it stands. Behind the bound it writes nothing: a text that is refused anyway takes no more memory.
func (e *encoder) raw(s string) {
	if len(e.out) <= MaxBytes {
		e.out = append(e.out, s...)
	}
}

func (e *encoder) comma(i int) {
	if i > 0 {
		e.raw(",")
	}
}

func (e *encoder) fail(format string, args ...any) {
	if e.err == nil {
		e.err = fmt.Errorf(format, args...)
	}
}

// str writes a string as JSON.stringify does: it escapes quotes, backslashes and control characters, nothing else.
func (e *encoder) str(s string) {
	if len(e.out) > MaxBytes {
		return
	}
	e.raw(`"`)
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			e.out = append(e.out, '\\', byte(r))
		case r == '\n':
			e.raw(`\n`)
		case r == '\r':
			e.raw(`\r`)
		case r == '\t':
			e.raw(`\t`)
		case r == '\b':
			e.raw(`\b`)
		case r == '\f':
			e.raw(`\f`)
		case r < 0x20:
			e.out = fmt.Appendf(e.out, `\u%04x`, r)
		default:
			e.out = utf8.AppendRune(e.out, r)
		}
	}
	e.raw(`"`)
}

func (e *encoder) part(p *Part) {
	if !slices.Contains(PartKinds(), p.Kind) {
		e.fail("part %s is of an unknown kind", p.ID)
	}
	if len(p.Blocks) == 0 {
		e.fail("part %s has no block", p.ID)
	}
	e.raw(`{"type":"part","attrs":{"id":`)
	e.str(p.ID)
	e.raw(`,"kind":`)
	e.str(string(p.Kind))
	e.raw(`,"hidden":` + strconv.FormatBool(p.Hidden) + `},"content":[{"type":"part_title"`)
	if p.Title != "" {
		e.raw(`,"content":[{"type":"text","text":`)
		e.str(p.Title)
		e.raw(`}]`)
	}
	e.raw(`}`)
	for _, b := range p.Blocks {
		e.raw(",")
		e.block(b)
	}
	e.raw(`]}`)
}

func (e *encoder) block(b Block) {
	switch b := b.(type) {
	case *Paragraph:
		e.raw(`{"type":"paragraph","attrs":{"id":`)
		e.str(b.ID)
		e.raw(`,"numbered":` + strconv.FormatBool(b.Numbered) + `}`)
		e.inlines(b.Content, b.Suggested)
	case *Heading:
		if b.Level != 1 && b.Level != 2 {
			e.fail("heading %s has level %d", b.ID, b.Level)
		}
		e.raw(`{"type":"heading","attrs":{"id":`)
		e.str(b.ID)
		e.raw(`,"level":` + strconv.Itoa(b.Level) + `}`)
		e.inlines(b.Content, b.Suggested)
	case *Recommendation:
		e.raw(`{"type":"recommendation","attrs":{"id":`)
		e.str(b.ID)
		e.raw(`,"addressee":`)
		e.str(b.Addressee)
		e.raw(`}`)
		e.inlines(b.Content, b.Suggested)
	case *List:
		e.list(b)
	case *Table:
		e.table(b)
	default:
		e.fail("unknown block %T", b)
	}
}

func (e *encoder) list(l *List) {
	if len(l.Items) == 0 {
		e.fail("list %s has no item", l.ID)
	}
	if l.Ordered {
		e.raw(`{"type":"ordered_list","attrs":{"id":`)
	} else {
		e.raw(`{"type":"bullet_list","attrs":{"id":`)
	}
	e.str(l.ID)
	e.raw(`},"content":[`)
	for i, item := range l.Items {
		e.comma(i)
		if len(item.Blocks) > 0 {
			if _, ok := item.Blocks[0].(*Paragraph); !ok {
				e.fail("an item of list %s does not begin with a paragraph", l.ID)
			}
		}
		e.raw(`{"type":"list_item","content":[`)
		e.flow(item.Blocks)
		e.raw(`]}`)
	}
	e.raw(`]`)
	e.boundary(l.Suggested)
	e.raw(`}`)
}

// flow writes the paragraphs and lists of a list item or a cell.
func (e *encoder) flow(blocks []Block) {
	if len(blocks) == 0 {
		e.fail("a list item or cell is without a paragraph")
	}
	for i, b := range blocks {
		e.comma(i)
		switch b.(type) {
		case *Paragraph, *List:
			e.block(b)
		default:
			e.fail("%T in a list item or cell", b)
		}
	}
}

func (e *encoder) table(t *Table) {
	if len(t.Rows) == 0 {
		e.fail("table %s has no row", t.ID)
	}
	e.raw(`{"type":"table","attrs":{"id":`)
	e.str(t.ID)
	e.raw(`,"caption":`)
	e.str(t.Caption)
	e.raw(`},"content":[`)
	for i, row := range t.Rows {
		if len(row.Cells) == 0 {
			e.fail("a row of table %s has no cell", t.ID)
		}
		e.comma(i)
		e.raw(`{"type":"table_row","content":[`)
		for j, cell := range row.Cells {
			e.comma(j)
			e.cell(cell)
		}
		e.raw(`]}`)
	}
	e.raw(`]`)
	e.boundary(t.Suggested)
	e.raw(`}`)
}

func (e *encoder) cell(c *Cell) {
	if c.Colspan < 1 || c.Colspan > maxSpan || c.Rowspan < 1 || c.Rowspan > maxSpan {
		e.fail("a cell spans %d by %d", c.Colspan, c.Rowspan)
	}
	kind := "table_cell"
	if c.Header {
		kind = "table_header"
	}
	e.raw(`{"type":"` + kind + `","attrs":{"colspan":` + strconv.Itoa(c.Colspan) +
		`,"rowspan":` + strconv.Itoa(c.Rowspan) + `,"colwidth":null},"content":[`)
	e.flow(c.Blocks)
	e.raw(`]}`)
}

// inlines writes the content of a block with the marks of its boundary, and closes it.
func (e *encoder) inlines(content []Inline, about []Suggestion) {
	if len(content) > 0 {
		e.raw(`,"content":[`)
		for i, inline := range content {
			e.comma(i)
			e.inline(inline)
		}
		e.raw(`]`)
	}
	e.boundary(about)
	e.raw(`}`)
}

func (e *encoder) inline(inline Inline) {
	switch inline := inline.(type) {
	case *Text:
		e.text(inline)
	case *Endnote:
		e.raw(`{"type":"endnote","attrs":{"id":`)
		e.str(inline.ID)
		e.raw(`}`)
		if len(inline.Content) > 0 {
			e.raw(`,"content":[`)
			for i, t := range inline.Content {
				e.comma(i)
				e.text(t)
			}
			e.raw(`]`)
		}
		e.marks(&Text{Suggested: inline.Suggested})
		e.raw(`}`)
	case *CrossReference:
		e.raw(`{"type":"cross_reference","attrs":{"target":`)
		e.str(inline.Target)
		e.raw(`}`)
		e.marks(&Text{Suggested: inline.Suggested})
		e.raw(`}`)
	case *HardBreak:
		e.raw(`{"type":"hard_break"`)
		e.marks(&Text{Suggested: inline.Suggested})
		e.raw(`}`)
	default:
		e.fail("unknown inline %T", inline)
	}
}

func (e *encoder) text(t *Text) {
	if t.Text == "" {
		e.fail("a run of text is empty")
	}
	e.raw(`{"type":"text"`)
	e.marks(t)
	e.raw(`,"text":`)
	e.str(t.Text)
	e.raw(`}`)
}
