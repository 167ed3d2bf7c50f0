// Package prosetest makes manuscripts for tests.
package prosetest

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"upright/internal/prose"
)

// Random returns a manuscript that the schema allows, with every kind of block and inline content and with text that is
// hard on formats: signs with a meaning, spaces at the ends, several scripts. The same source gives the same manuscript.
func Random(r *rand.Rand) *prose.Manuscript {
	g := &generator{r: r}
	m := &prose.Manuscript{}
	for range 1 + r.IntN(4) {
		m.Parts = append(m.Parts, g.part())
	}
	return m
}

// RandomPart returns one part of such a manuscript.
func RandomPart(r *rand.Rand) *prose.Part { return (&generator{r: r}).part() }

type generator struct {
	r   *rand.Rand
	ids int
}

func (g *generator) id() string {
	g.ids++
	return fmt.Sprintf("id%d", g.ids)
}

func (g *generator) chance(percent int) bool { return g.r.IntN(100) < percent }

func (g *generator) part() *prose.Part {
	kinds := prose.PartKinds()
	p := &prose.Part{ID: g.id(), Kind: kinds[g.r.IntN(len(kinds))], Hidden: g.chance(10)}
	if g.chance(80) {
		p.Title = g.text()
	}
	for range 1 + g.r.IntN(8) {
		p.Blocks = append(p.Blocks, g.block())
	}
	return p
}

func (g *generator) block() prose.Block {
	switch g.r.IntN(7) {
	case 0:
		return &prose.Heading{ID: g.id(), Level: 1 + g.r.IntN(2), Content: g.inlines()}
	case 1:
		b := &prose.Recommendation{ID: g.id(), Content: g.inlines()}
		if g.chance(50) {
			b.Addressee = g.text()
		}
		return b
	case 2:
		return g.list(0)
	case 3:
		return g.table()
	}
	return g.paragraph()
}

func (g *generator) paragraph() *prose.Paragraph {
	p := &prose.Paragraph{ID: g.id(), Numbered: g.chance(80)}
	if g.chance(90) {
		p.Content = g.inlines()
	}
	return p
}

func (g *generator) list(depth int) *prose.List {
	l := &prose.List{ID: g.id(), Ordered: g.chance(50)}
	for range 1 + g.r.IntN(3) {
		item := &prose.ListItem{Blocks: []prose.Block{g.paragraph()}}
		l.Items = append(l.Items, item)
		for range g.r.IntN(3) {
			item.Blocks = append(item.Blocks, g.flow(depth))
		}
	}
	return l
}

func (g *generator) flow(depth int) prose.Block {
	if depth < 3 && g.chance(40) {
		return g.list(depth + 1)
	}
	return g.paragraph()
}

func (g *generator) table() *prose.Table {
	t := &prose.Table{ID: g.id()}
	if g.chance(60) {
		t.Caption = g.text()
	}
	simple, columns, head := g.chance(60), 1+g.r.IntN(3), g.chance(50)
	for i := range 1 + g.r.IntN(3) {
		row := &prose.Row{}
		for range columns {
			cell := &prose.Cell{Header: head && i == 0, Colspan: 1, Rowspan: 1}
			cell.Blocks = []prose.Block{&prose.Paragraph{ID: g.id(), Numbered: true, Content: g.runs()}}
			if !simple {
				cell.Header, cell.Colspan, cell.Rowspan = g.chance(30), 1+g.r.IntN(2), 1+g.r.IntN(2)
				cell.Blocks = []prose.Block{g.flow(1)}
				for range g.r.IntN(3) {
					cell.Blocks = append(cell.Blocks, g.flow(1))
				}
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (g *generator) inlines() []prose.Inline {
	var content []prose.Inline
	for range g.r.IntN(4) {
		switch g.r.IntN(6) {
		case 0:
			content = append(content, &prose.HardBreak{})
		case 1:
			content = append(content, &prose.CrossReference{Target: g.text()})
		case 2:
			note := &prose.Endnote{ID: g.id()}
			for _, run := range g.runs() {
				note.Content = append(note.Content, run.(*prose.Text))
			}
			content = append(content, note)
		default:
			runs := g.runs()
			if len(content) > 0 && len(runs) > 0 {
				if before, ok := content[len(content)-1].(*prose.Text); ok && same(before, runs[0].(*prose.Text)) {
					continue
				}
			}
			content = append(content, runs...)
		}
	}
	return content
}

// runs are runs of text of which no two neighbours have the same marks: the model would have joined them.
func (g *generator) runs() []prose.Inline {
	var runs []prose.Inline
	for range g.r.IntN(4) {
		t := &prose.Text{Text: g.text(), Strong: g.chance(25), Em: g.chance(25)}
		if g.chance(20) {
			t.Link = []string{"https://example.org/a(b)?c=\\d]", "mailto:office@example.org"}[g.r.IntN(2)]
		}
		if len(runs) > 0 && same(runs[len(runs)-1].(*prose.Text), t) {
			continue
		}
		runs = append(runs, t)
	}
	return runs
}

func same(a, b *prose.Text) bool { return a.Strong == b.Strong && a.Em == b.Em && a.Link == b.Link }

// morsels are what text is made of; never empty.
var morsels = []string{
	" ", "  ", "a", "State", "rights", "R:", "R (x):", "R", "(", ")", "- ", "-", "---", "1. ", "12.", "#", "## ", "| a |", "|", "*", "**", "***",
	"[", "]", "](", "[a](https://b.example)", "^", "^[", "{ref:x}", "{", "}", "\\", "\\\\", "\\u{41}", "\n", "\r\n", "\t", "\u00a0",
	"Caption: ", "(empty)", "(unnumbered)", "(list)", "(table)", "(row)", "(cell)", "(header 2x2)", "_", "`", "<b>", "&amp;",
	"é", "é", "الدولة", "国家", "👩‍👧", "\u200f", "\u2028", "\ufeff", "\x01", "\x7f", "\u0085", ".", ",", "’",
}

func (g *generator) text() string {
	var s strings.Builder
	for range 1 + g.r.IntN(4) {
		s.WriteString(morsels[g.r.IntN(len(morsels))])
	}
	return s.String()
}
