package pdf

import "sort"

// trim takes the width from the blank at the end of the text. The wrapper does so where that is the end of the line, too;
// in a Latin line of a right-to-left text it is not.
func (ln *line) trim() {
	if len(ln.pieces) == 0 {
		return
	}
	p := &ln.pieces[len(ln.pieces)-1]
	last := len(p.glyphs) - 1
	if p.rtl {
		last = 0
	}
	if g := &p.glyphs[last]; g.stretch == blank {
		p.width -= float64(g.advance)
		ln.width -= float64(g.advance)
		g.advance, g.stretch = 0, rigid
	}
}

// place sets the position of every piece in a box of the given width.
func (ln *line) place(width float64, a align, last, rtl bool) {
	slack := width - ln.width
	x := 0.0
	switch {
	case a == alignCenter:
		x = slack / 2
	case a == alignEnd && !rtl, a == alignStart && rtl, a == alignJustify && last && rtl:
		x = slack
	case a == alignJustify && !last && slack > 0:
		if rest := ln.justify(slack, width); rtl {
			x = rest
		}
	}
	order := make([]int, len(ln.pieces))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return ln.pieces[order[a]].visual < ln.pieces[order[b]].visual })
	for _, i := range order {
		ln.pieces[i].x = x
		x += ln.pieces[i].width
	}
}

// justify opens the line at its blanks, or between ideographs where these are what it is made of. It returns the slack
// that is left.
func (ln *line) justify(slack, width float64) float64 {
	var count [3]int
	for i := range ln.pieces {
		for j := range ln.pieces[i].glyphs {
			count[ln.pieces[i].glyphs[j].stretch]++
		}
	}
	kind, gaps := blank, count[blank]
	if gaps == 0 || count[ideograph] > 4*gaps {
		kind, gaps = ideograph, count[ideograph]-1
		if slack > width/4 {
			gaps = 0
		}
	}
	if gaps < 1 || len(ln.pieces) == 0 {
		return slack
	}
	each := slack / float64(gaps)
	if kind == blank && each > ln.pieces[0].size {
		return slack // a line full of holes reads worse than a short one
	}
	left := gaps
	for i := range ln.pieces {
		p := &ln.pieces[i]
		for j := range p.glyphs {
			if p.glyphs[j].stretch == kind && left > 0 {
				p.glyphs[j].advance += float32(each)
				p.width += each
				left--
			}
		}
	}
	return 0
}
