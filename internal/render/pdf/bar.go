package pdf

import (
	"fmt"

	"upright/internal/document"
)

const (
	barHeight = 9.0
	keyHeight = 4.0 // of a bar that only explains a colour
	barGap    = 0.6 // white between two stretches, so that their border shows without colours
)

// A bars is a row of coloured stretches, drawn as a Figure, or as an artifact without a node.
type bars struct {
	x, y, width, height float64 // of the whole row
	parts               []tint
	node                *node
}

// A tint is a stretch of a row: where it begins in the row, how long it is, its colour.
type tint struct {
	from, length     float64
	red, green, blue uint8
}

func (b bars) moved(dy float64) item { b.y += dy; return b }

// bar sets a bar over the width of its cell.
func (l *layout) bar(b *document.Bar, fr frame) []*box {
	row := bars{height: barHeight}
	if b.Alt == "" {
		row.height = keyHeight
	}
	whole := max(b.Whole, 1)
	for _, p := range b.Parts {
		length := fr.width * float64(p.Count) / float64(whole)
		t := tint{from: row.width, length: max(length-barGap, barGap)}
		t.red, t.green, t.blue = p.Tone.RGB()
		row.parts = append(row.parts, t)
		row.width += length
	}
	out := &box{height: row.height, before: 2, after: 2}
	if len(row.parts) == 0 {
		return []*box{out}
	}
	if b.Alt != "" {
		row.node = fr.parent.child("Figure")
		row.node.alt = b.Alt
	}
	row.x = l.x(fr.indent, row.width)
	if l.doc.RightToLeft { // the first stretch stands where reading begins
		for i := range row.parts {
			t := &row.parts[i]
			t.from = row.width - t.from - t.length
		}
	}
	out.items = []item{row}
	return []*box{out}
}

func (b bars) draw(p *painter, x, y float64, again bool) {
	left, bottom := x+b.x, p.format.height-y-b.y-b.height
	switch {
	case again:
		p.artifact(repeated)
	case b.node == nil:
		p.artifact("/Type /Layout")
	default:
		b.node.attr = fmt.Sprintf("/O /Layout /Placement /Block /BBox [%s %s %s %s]", num(left), num(bottom),
			num(left+b.width), num(bottom+b.height))
		p.begin(b.node)
	}
	for _, t := range b.parts {
		p.fillColor(fmt.Sprintf("%s %s %s rg", num(float64(t.red)/255), num(float64(t.green)/255), num(float64(t.blue)/255)))
		if p.sketch != nil {
			p.sketch.tint(left+t.from, y+b.y, t.length, b.height, p.color)
			continue
		}
		fmt.Fprintf(&p.buf, "%s %s %s %s re f\n", num(left+t.from), num(bottom), num(t.length), num(b.height))
	}
}
