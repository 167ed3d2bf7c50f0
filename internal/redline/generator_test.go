package redline_test

import (
	"math/rand/v2"
	"slices"
	"strconv"

	"upright/internal/document"
)

// A generator makes random papers and edits them.
type generator struct {
	*rand.Rand
	ids int
}

var vocabulary = []string{
	"the ", "State ", "ended ", "bail", ", ", ". ", "prison ", "l’État ", "حرية ", "الدولة ", "国", "家", "。", "👩‍👧", " ", "  ", "a", "2019", "é", "é",
}

func (g *generator) id() string {
	g.ids++
	if g.IntN(8) == 0 {
		return ""
	}
	return "id" + strconv.Itoa(g.ids)
}

func (g *generator) text() *document.Text {
	t := &document.Text{Strong: g.IntN(5) == 0, Em: g.IntN(5) == 0}
	if g.IntN(10) == 0 {
		t.Link = "https://example.org"
	}
	for range 1 + g.IntN(6) {
		t.Text += vocabulary[g.IntN(len(vocabulary))]
	}
	return t
}

func (g *generator) spans(d *document.Document) []document.Span {
	var out []document.Span
	for range g.IntN(6) {
		switch g.IntN(8) {
		case 0:
			if d != nil {
				d.Notes = append(d.Notes, &document.Note{Number: len(d.Notes) + 1, Anchor: g.id(), Text: []document.Span{g.text()}})
				out = append(out, &document.NoteMark{Number: len(d.Notes)})
			}
		case 1:
			out = append(out, &document.Reference{Anchor: "id1", Text: strconv.Itoa(g.IntN(3))})
		case 2:
			out = append(out, &document.Break{})
		default:
			out = append(out, g.text())
		}
	}
	return out
}

func (g *generator) block(d *document.Document) document.Block {
	switch g.IntN(9) {
	case 0:
		return &document.Heading{Level: 1 + g.IntN(3), Anchor: g.id(), Text: g.spans(d)}
	case 1:
		return &document.Recommendation{Anchor: g.id(), Number: g.IntN(4), Addressee: vocabulary[g.IntN(4)], Text: g.spans(d)}
	case 2:
		l := &document.List{Ordered: g.IntN(3) == 0}
		for range 1 + g.IntN(3) {
			l.Items = append(l.Items, []document.Block{&document.Paragraph{Anchor: g.id(), Text: g.spans(d)}})
		}
		return l
	case 3:
		return g.table(d)
	}
	return &document.Paragraph{Anchor: g.id(), Number: g.IntN(2), Text: g.spans(d)}
}

func (g *generator) table(d *document.Document) *document.Table {
	t := &document.Table{Anchor: g.id(), Number: g.IntN(3), Columns: 1 + g.IntN(2), Caption: vocabulary[g.IntN(4)]}
	for range 1 + g.IntN(3) {
		var row []document.Cell
		for range t.Columns {
			row = append(row, document.Cell{Colspan: 1, Rowspan: 1, Blocks: []document.Block{&document.Paragraph{Anchor: g.id(), Text: g.spans(d)}}})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (g *generator) paper() *document.Document {
	d := &document.Document{}
	for range g.IntN(8) {
		d.Body = append(d.Body, g.block(d))
	}
	return d
}

// edited returns a copy with some edits. The notes are in the order of their marks again.
func (g *generator) edited(d *document.Document) *document.Document {
	out := &document.Document{Notes: slices.Clone(d.Notes)}
	for _, b := range d.Body {
		out.Body = append(out.Body, g.copied(b, out))
	}
	for range g.IntN(5) {
		g.edit(out)
	}
	var notes []*document.Note
	each(out.Body, func(text []document.Span) {
		for _, s := range text {
			if mark, ok := s.(*document.NoteMark); ok {
				notes = append(notes, &document.Note{
					Number: len(notes) + 1, Anchor: out.Notes[mark.Number-1].Anchor, Text: out.Notes[mark.Number-1].Text,
				})
				mark.Number = len(notes)
			}
		}
	})
	out.Notes = notes
	return out
}

func each(blocks []document.Block, f func([]document.Span)) {
	for _, b := range blocks {
		switch b := b.(type) {
		case *document.List:
			for _, item := range b.Items {
				each(item, f)
			}
		case *document.Table:
			for _, row := range b.Rows {
				for _, cell := range row {
					each(cell.Blocks, f)
				}
			}
		default:
			_, text := header(b)
			f(text)
		}
	}
}

// edit changes the order, number or kind of blocks.
func (g *generator) edit(d *document.Document) {
	if len(d.Body) == 0 {
		d.Body = append(d.Body, g.block(d))
		return
	}
	i, j := g.IntN(len(d.Body)), g.IntN(len(d.Body))
	switch g.IntN(6) {
	case 0:
		d.Body = slices.Delete(d.Body, i, i+1)
	case 1:
		d.Body = slices.Insert(d.Body, i, g.block(d))
	case 2:
		b := d.Body[i]
		d.Body = slices.Insert(slices.Delete(d.Body, i, i+1), min(j, len(d.Body)-1), b)
	case 3:
		if p, ok := d.Body[i].(*document.Paragraph); ok && len(p.Text) > 1 {
			at := 1 + g.IntN(len(p.Text)-1)
			rest := &document.Paragraph{Anchor: g.id(), Number: p.Number, Text: slices.Clone(p.Text[at:])}
			p.Text = p.Text[:at]
			d.Body = slices.Insert(d.Body, i+1, document.Block(rest))
		}
	case 4:
		p, ok := d.Body[i].(*document.Paragraph)
		if q, also := d.Body[(i+1)%len(d.Body)].(*document.Paragraph); ok && also && i+1 < len(d.Body) {
			p.Text = append(p.Text, q.Text...)
			d.Body = slices.Delete(d.Body, i+1, i+2)
		}
	case 5:
		if p, ok := d.Body[i].(*document.Paragraph); ok {
			d.Body[i] = &document.Heading{Level: 1, Anchor: p.Anchor, Text: p.Text}
		}
	}
}

// copied copies a block, with some of its text changed.
func (g *generator) copied(b document.Block, d *document.Document) document.Block {
	switch b := b.(type) {
	case *document.Heading:
		return &document.Heading{Level: b.Level, Anchor: b.Anchor, Text: g.changed(b.Text, d)}
	case *document.Paragraph:
		return &document.Paragraph{Anchor: b.Anchor, Number: b.Number, Text: g.changed(b.Text, d)}
	case *document.Recommendation:
		return &document.Recommendation{Anchor: b.Anchor, Number: g.IntN(4), Addressee: b.Addressee, Text: g.changed(b.Text, d)}
	case *document.List:
		l := &document.List{Ordered: b.Ordered}
		for _, item := range b.Items {
			if g.IntN(6) == 0 {
				continue
			}
			var blocks []document.Block
			for _, inner := range item {
				blocks = append(blocks, g.copied(inner, d))
			}
			l.Items = append(l.Items, blocks)
		}
		if len(l.Items) == 0 {
			return g.block(d)
		}
		return l
	case *document.Table:
		t := &document.Table{Anchor: b.Anchor, Number: b.Number, Columns: b.Columns, Caption: b.Caption}
		for _, row := range b.Rows {
			if g.IntN(6) == 0 && len(b.Rows) > 1 {
				continue
			}
			var cells []document.Cell
			for _, c := range row {
				c.Blocks = []document.Block{g.copied(c.Blocks[0], d)}
				cells = append(cells, c)
			}
			t.Rows = append(t.Rows, cells)
		}
		if len(t.Rows) == 0 || g.IntN(8) == 0 {
			t.Rows = append(t.Rows, g.table(d).Rows...)
			for i := range t.Rows { // one width
				for len(t.Rows[i]) < t.Columns {
					t.Rows[i] = append(t.Rows[i], document.Cell{Colspan: 1, Rowspan: 1, Blocks: []document.Block{&document.Paragraph{}}})
				}
				t.Rows[i] = t.Rows[i][:t.Columns]
			}
		}
		return t
	}
	panic("unknown block")
}

func (g *generator) changed(spans []document.Span, d *document.Document) []document.Span {
	var out []document.Span
	for _, s := range spans {
		switch s := s.(type) {
		case *document.Text:
			t := *s
			switch g.IntN(8) {
			case 0:
				continue
			case 1:
				t.Strong = !t.Strong
			case 2:
				r := []rune(t.Text)
				at := g.IntN(len(r) + 1)
				t.Text = string(r[:at]) + vocabulary[g.IntN(len(vocabulary))] + string(r[at:])
			}
			out = append(out, &t)
		case *document.NoteMark:
			if g.IntN(5) > 0 {
				if note := *d.Notes[s.Number-1]; g.IntN(3) == 0 {
					note.Text = append(slices.Clone(note.Text), g.text())
					d.Notes[s.Number-1] = &note
				}
				out = append(out, &document.NoteMark{Number: s.Number})
			}
		case *document.Reference:
			out = append(out, &document.Reference{Anchor: s.Anchor, Text: strconv.Itoa(g.IntN(3))})
		case *document.Break:
			out = append(out, &document.Break{})
		}
	}
	if g.IntN(6) == 0 {
		out = append(out, g.text())
	}
	return out
}
