package pdf

import "slices"

// heights returns the height of each row of the group: a row is as high as its highest cell, and the last row of a
// span takes what the span still needs.
func (g *rowGroup) heights() []float64 {
	out := make([]float64, g.rows)
	for _, c := range g.cells {
		if c.rows == 1 {
			out[c.row] = max(out[c.row], c.height())
		}
	}
	for i := range out {
		out[i] = max(out[i], cellStyle.lead/2)
	}
	for _, c := range g.cells {
		if c.rows == 1 {
			continue
		}
		have := 0.0
		for _, h := range out[c.row : c.row+c.rows] {
			have += h
		}
		if need := c.height(); need > have {
			out[c.row+c.rows-1] += need - have
		}
	}
	return out
}

// tops returns where each row begins, and where the last one ends.
func (g *rowGroup) tops() []float64 {
	out := make([]float64, g.rows+1)
	for i, h := range g.heights() {
		out[i+1] = out[i] + h
	}
	return out
}

func (c *tableCell) height() float64 { return stackHeight(c.boxes) + 2*cellPad }

// box draws the group: shading of the head, what is in the cells, a rule below each cell.
func (g *rowGroup) box() *box {
	tops := g.tops()
	out := &box{height: tops[g.rows]}
	fr, rightToLeft := g.grid.frame, g.grid.layout.doc.RightToLeft
	for _, c := range g.cells {
		from, to := g.grid.from[c.column], g.grid.from[c.column+c.width]
		x, width := g.grid.format.x(fr.indent+from, to-from, rightToLeft), to-from
		top, bottom := tops[c.row], tops[c.row+c.rows]
		if g.head {
			out.items = append(out.items, fill{x: x, y: top, width: width, height: bottom - top, gray: 0.93})
		}
		if g.first && c.row == 0 {
			out.items = append(out.items, fill{x: x, y: top, width: width, height: 0.9})
		}
		rule := fill{x: x, y: bottom - 0.25, width: width, height: 0.5, gray: 0.6}
		if g.head && c.row+c.rows == g.rows {
			rule.height, rule.gray = 0.9, 0
		}
		out.items = append(out.items, rule)
		out.add(stack(c.boxes), top+cellPad)
	}
	out.split = g.split
	return out
}

// split cuts the group at the last row that fits; when not even the first row does, it cuts inside that row, between
// lines. Cells that reach over the cut go on below it.
func (g *rowGroup) split(room float64) (first, rest *box) {
	tops := g.tops()
	cut := 0
	for cut < g.rows && tops[cut+1] <= room {
		cut++
	}
	if cut == g.rows {
		return g.box(), nil
	}
	upper := &rowGroup{grid: g.grid, rows: max(cut, 1), head: g.head, first: g.first}
	lower := &rowGroup{grid: g.grid, rows: g.rows - cut, head: g.head}
	progress := cut > 0
	if cut > 0 {
		room = tops[cut]
	}
	for _, c := range g.cells {
		switch {
		case c.row+c.rows <= cut:
			upper.cells = append(upper.cells, c)
		case cut > 0 && c.row >= cut, cut == 0 && c.row > 0:
			down := *c
			down.row -= cut
			lower.cells = append(lower.cells, &down)
		default:
			a, b := c.cut(cut, room-tops[c.row])
			progress = progress || len(a.boxes) > 0
			upper.cells = append(upper.cells, a)
			lower.cells = append(lower.cells, b)
		}
	}
	if !progress {
		return nil, nil
	}
	slices.SortStableFunc(lower.cells, func(a, b *tableCell) int { return a.row - b.row })
	return upper.box(), lower.later()
}

// later is the box of a rest: as high as it will be, and filled when a page takes it, because the next page may cut it
// again. A row over hundreds of pages would else be drawn anew for each.
func (g *rowGroup) later() *box {
	return &box{height: g.tops()[g.rows], split: g.split, pending: g}
}

// fill draws what is pending.
func (b *box) fill() {
	if b.pending == nil {
		return
	}
	drawn := b.pending.box()
	b.items, b.places, b.pending = drawn.items, append(b.places, drawn.places...), nil
}

// cut divides a cell that reaches over the cut before row n of its group (inside row 0 when n is 0): the lines that fit
// into room stay above.
func (c *tableCell) cut(n int, room float64) (above, below *tableCell) {
	k := linesWithin(c.boxes, room-2*cellPad)
	for k > 0 && k < len(c.boxes) && c.boxes[k-1].keep && fitsBefore(c.boxes, k) {
		k--
	}
	up, down := *c, *c
	up.boxes, down.boxes = c.boxes[:k], c.boxes[k:]
	up.rows = max(n-c.row, 1)
	down.rows = c.rows - max(n-c.row, 0)
	down.row = max(c.row-n, 0)
	return &up, &down
}

// fitsBefore reports whether some earlier line of the first k may end a page.
func fitsBefore(boxes []*box, k int) bool {
	return slices.ContainsFunc(boxes[:k-1], func(b *box) bool { return !b.keep })
}
