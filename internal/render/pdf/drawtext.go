package pdf

import (
	"cmp"
	"math"
	"strconv"

	"upright/internal/document"
)

// draw writes one line: what belongs to the text, and each link as an element with an annotation of its own.
func (t textItem) draw(p *painter, x, y float64, again bool) {
	if again {
		p.artifact(repeated)
		p.fillColor(black)
		p.line(t.line, x+t.x, y+t.y)
		return
	}
	pieces := t.line.pieces
	for from := 0; from < len(pieces); {
		r := &t.text.runs[pieces[from].run]
		to := from + 1
		if !p.reachable(r) {
			for to < len(pieces) && !p.reachable(&t.text.runs[pieces[to].run]) {
				to++
			}
			t.spoken(p, t.text.node, black, pieces[from:to], x+t.x, y+t.y)
			from = to
			continue
		}
		for to < len(pieces) && t.text.runs[pieces[to].run].group == r.group {
			to++
		}
		t.drawLink(p, pieces[from:to], r, x+t.x, y)
		from = to
	}
}

// spoken shows pieces of n: those in another language in an element of their own, which says so (ISO 14289-1, 7.2), and
// those that changed.
func (t textItem) spoken(p *painter, n *node, color string, pieces []piece, x, y float64) {
	for from := 0; from < len(pieces); {
		run := pieces[from].run
		to := from + 1
		for to < len(pieces) && (pieces[to].run == run || t.text.runs[run].plain() && t.text.runs[pieces[to].run].plain()) {
			to++
		}
		at, changed := n, t.text.runs[run].change
		look, attr := lookOf(changed)
		if !t.text.runs[run].plain() {
			if at = t.text.spans[run]; at == nil {
				at = n.child("Span")
				at.lang, at.attr = t.text.runs[run].lang, attr
				t.text.spans[run] = at
			}
		}
		p.fillColor(cmp.Or(look, color))
		p.begin(at)
		p.pieces(pieces[from:to], x, y)
		p.decorate(changed, pieces[from:to], x, y)
		from = to
	}
}

// plain reports whether a run needs no element of its own.
func (r *run) plain() bool { return r.lang == "" && r.change == document.Kept }

// reachable reports whether a run is a link that leads somewhere.
func (p *painter) reachable(r *run) bool {
	if r.dest != "" {
		_, ok := p.where[r.dest]
		return ok
	}
	return r.link != ""
}

func (t textItem) drawLink(p *painter, pieces []piece, r *run, x, y float64) {
	n := t.text.links[r.group]
	if n == nil {
		parent := t.text.node
		if r.dest != "" {
			parent = parent.child("Reference")
		}
		n = parent.child("Link")
		t.text.links[r.group] = n
	}
	color := black
	if r.link != "" {
		color = linkColor
	}
	t.spoken(p, n, color, pieces, x, y+t.y)
	left, right := math.Inf(1), math.Inf(-1)
	for i := range pieces {
		left, right = min(left, pieces[i].x), max(right, pieces[i].x+pieces[i].width)
	}
	p.annotate(n, &annot{x: x + left, y: y, width: right - left, height: t.height, uri: r.link, place: r.dest, spoken: r.spoken})
}

func (p *painter) line(ln *line, x, y float64) { p.pieces(ln.pieces, x, y) }

// pieces shows pieces inside the open element or artifact. A right-to-left piece gets marked content of its own:
// readers (poppler 22) take the end of the sequence inside it for the end of the element's content.
func (p *painter) pieces(pieces []piece, x, y float64) {
	n := p.open
	for i := range pieces {
		if n != nil {
			p.begin(n)
		}
		p.piece(&pieces[i], x+pieces[i].x, y)
		if n != nil && pieces[i].rtl {
			p.end()
		}
	}
}

// piece shows the glyphs of one piece with its baseline starting at x, y (from the top of the page). Glyphs of
// right-to-left pieces are in visual order and say so (ISO 32000-1, 14.8.2.3.3).
func (p *painter) piece(pc *piece, x, y float64) {
	if p.sketch != nil {
		p.sketch.piece(pc, p.set.fonts.files[pc.font], p.color, x, y, !p.inArt)
		return
	}
	f := p.embed(pc.font)
	b := p.buf.AvailableBuffer()
	if pc.rtl {
		b = append(b, "/ReversedChars BMC\n"...)
	}
	b = append(b, "BT "...)
	if font := f.resource + " " + num(pc.size); font != p.font {
		b = append(append(b, font...), " Tf "...)
		p.font = font
	}
	b = append(appendNum(b, x), ' ')
	b = append(appendNum(b, p.format.height-y+pc.rise), " Td ["...)
	s := shower{b: b, f: f, size: pc.size}
	for i := range pc.glyphs {
		s.show(&pc.glyphs[i])
	}
	b = append(s.close(), "] TJ ET\n"...)
	if pc.rtl {
		b = append(b, "EMC\n"...)
	}
	p.buf.Write(b)
}

// A shower writes the array of a TJ operator: codes in hexadecimal, and moves where a glyph is not as wide as its font
// says.
type shower struct {
	b    []byte
	f    *embedded
	size float64
	open bool
	move float64 // still to be made before the next glyph, in thousandths of the size; positive is to the left
}

const hexDigits = "0123456789ABCDEF"

func (s *shower) show(g *glyph) {
	thousand := 1000 / s.size
	code, width := s.f.code(g, s.size)
	s.move -= float64(g.dx) * thousand
	if g.dy != 0 {
		s.b = append(appendNum(append(s.close(), "] TJ "...), float64(g.dy)), " Ts ["...)
	}
	if math.Abs(s.move) >= 1 {
		by := math.Round(s.move)
		s.b = strconv.AppendInt(s.close(), int64(by), 10)
		s.move -= by
	}
	if !s.open {
		s.b = append(s.b, '<')
		s.open = true
	}
	s.b = append(s.b, hexDigits[code>>12], hexDigits[code>>8&15], hexDigits[code>>4&15], hexDigits[code&15])
	s.move += (float64(g.dx)-float64(g.advance))*thousand + width
	if g.dy != 0 {
		s.b = append(s.close(), "] TJ 0 Ts ["...)
	}
}

func (s *shower) close() []byte {
	if s.open {
		s.b = append(s.b, '>')
		s.open = false
	}
	return s.b
}
