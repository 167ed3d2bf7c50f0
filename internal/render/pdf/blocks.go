package pdf

import (
	"strconv"

	"upright/internal/document"
)

// heading keeps with what follows it. The structure never skips a level (ISO 14289-1, 7.4.2), whatever the look.
func (l *layout) heading(h *document.Heading, fr frame) []*box {
	look := min(max(h.Level, 1), 3)
	l.level = min(look, l.level+1)
	n := fr.parent.child("H" + strconv.Itoa(l.level))
	st := headingStyles[look]
	boxes := l.lines(l.inline(l.revised(h.Revised, h.Text), st.base), st, fr.indent, fr.width, n)
	for _, b := range boxes {
		b.keep = true
	}
	name := l.headingPlace(h)
	l.outline = append(l.outline, bookmark{title: plainSpans(h.Text), level: l.level, place: name})
	return mark(boxes, name)
}

// paragraph hangs its number in front of the text; without one it takes the whole width.
func (l *layout) paragraph(p *document.Paragraph, fr frame) []*box {
	indent := fr.indent
	if p.Number > 0 {
		indent += hang
	}
	n := fr.parent.child("P")
	st, name := fr.style, p.Number == 0 && document.AllStrong(p.Text)
	if name { // the name of an organization on the cover: a heading in all but name
		st.align = alignStart
	}
	boxes := l.lines(l.inline(l.revised(p.Revised, p.Text), st.base), st, indent, max(fr.width-(indent-fr.indent), hang), n)
	if p.Number > 0 {
		number := []run{{text: strconv.Itoa(p.Number) + ". "}}
		boxes = l.label(boxes, number, fr.style, fr.indent, hang, n)
	}
	if len(boxes) == 0 {
		fr.parent.drop(n)
		return nil
	}
	if name {
		for _, b := range boxes {
			b.keep = true
		}
	}
	return mark(boxes, blockPlace(p.Anchor))
}

// recommendation stands apart: a rule at its start edge, the label hanging in bold, the addressee on a line of its own.
func (l *layout) recommendation(r *document.Recommendation, fr frame) []*box {
	n := fr.parent.child("P")
	edge := fr.indent + hang
	indent := edge + ruleGap + labelWidth
	width := fr.width - (indent - fr.indent)
	var boxes []*box
	if r.Addressee != "" {
		boxes = l.lines(l.addressee(r), addresseeStyle, indent, width, n)
		for _, b := range boxes {
			b.keep = true
		}
	}
	body := bodyStyle
	body.after = 0
	boxes = append(boxes, l.lines(l.inline(l.revised(r.Revised, r.Text), 0), body, indent, width, n)...)
	boxes = l.label(boxes, []run{{text: l.set.fonts.clean(r.Label + ". "), style: bold}}, body, edge+ruleGap, labelWidth, n)
	l.sideRule(boxes, edge)
	boxes[0].before, boxes[len(boxes)-1].after = 2, bodyStyle.after+2
	return mark(boxes, blockPlace(r.Anchor))
}

// sideRule draws one unbroken rule along boxes; it goes with them over a page end.
func (l *layout) sideRule(boxes []*box, edge float64) {
	const thick = 1.5
	for i, b := range boxes {
		height := b.height
		if i < len(boxes)-1 {
			height += b.after
		}
		b.items = append(b.items, fill{x: l.x(edge, thick), width: thick, height: height, gray: 0.45})
	}
}

// narrowest is the width under which nested lists are no longer indented.
const narrowest = 60.0

// bullets by depth.
var bullets = [...]string{"•", "–", "•"}

func (l *layout) list(li *document.List, fr frame, depth int) []*box {
	if !fr.cell && depth == 0 {
		fr.indent, fr.width = fr.indent+hang, fr.width-hang
		fr.style = listStyle
	}
	top := fr.parent.child("L")
	top.attr = "/O /List /ListNumbering /Disc"
	if li.Ordered {
		top.attr = "/O /List /ListNumbering /Decimal"
	}
	var out []*box
	for i, blocks := range li.Items {
		text := bullets[min(depth, len(bullets)-1)] + " "
		if li.Ordered {
			text = strconv.Itoa(i+1) + ". "
		}
		out = append(out, l.listItem(text, blocks, fr, top, depth)...)
	}
	if len(out) == 0 {
		fr.parent.drop(top)
	} else if depth == 0 {
		out[len(out)-1].after = max(out[len(out)-1].after, fr.style.after*2)
	}
	return out
}

func (l *layout) listItem(text string, blocks []document.Block, fr frame, top *node, depth int) []*box {
	item := top.child("LI")
	lbl, body := item.child("Lbl"), item.child("LBody")
	in := fr
	step := listHang
	if len(text) > 4 { // room for "10. " and more
		step += 6 * float64(len(text)-4)
	}
	in.indent, in.width, in.parent = fr.indent+step, max(fr.width-step, listHang), body
	var out []*box
	for _, b := range blocks {
		if l.ctx.Err() != nil {
			return out
		}
		if nested, ok := b.(*document.List); ok {
			deeper := in
			if deeper.width < narrowest { // too deep for a further step
				deeper.indent, deeper.width = fr.indent, fr.width
			}
			out = append(out, l.list(nested, deeper, depth+1)...)
			continue
		}
		out = append(out, l.block(b, in)...)
	}
	return l.label(out, l.plain(text, fr.style.base), fr.style, fr.indent, step, lbl)
}
