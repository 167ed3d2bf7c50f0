package pdf

import (
	"strconv"
	"strings"

	"upright/internal/document"
)

// A tableCell is a cell at its place in the grid, with the boxes that are still to be printed.
type tableCell struct {
	row, rows     int // first row and how many
	column, width int // first column and how many
	header        bool
	source        *document.Cell // nil where the document has no cell
	boxes         []*box
}

// A tableGrid is a table whose columns have widths.
type tableGrid struct {
	layout *layout
	frame  frame
	format format    // of its pages; rows are cut when the layout is elsewhere
	from   []float64 // start of each column from the frame's indent, and the end of the last
	head   []*box
}

// A rowGroup is a stretch of rows that spans tie together; mostly it is one row.
type rowGroup struct {
	grid  *tableGrid
	rows  int
	cells []*tableCell // row is counted from the group's first
	head  bool
	first bool // of the table, or of a page: a rule stands above
}

// table is set over the whole width: caption, head, rows. Columns take their widths from what is in them.
func (l *layout) table(t *document.Table, fr frame) []*box {
	cells, rows, columns := place2D(t)
	if rows == 0 || columns == 0 {
		return nil
	}
	n := fr.parent.child("Table")
	out := l.caption(t, fr, n)
	first := len(out) // row below the head
	g := &tableGrid{layout: l, frame: fr, format: l.format, from: given(t.Widths, columns, fr.width)}
	if g.from == nil {
		g.from = l.columns(cells, columns, fr.width)
	}
	head := min(max(t.Head, 0), rows)
	l.fillCells(g, cells, rows, head, n)
	for _, group := range groups(g, cells, rows, head) {
		b := group.box()
		if group.head {
			b.keep = true
			g.head = append(g.head, b)
			first++
		}
		out = append(out, b)
	}
	if stackHeight(g.head) > l.format.bodyHeight()/3 {
		g.head = nil // a head that high is printed once
	}
	for _, b := range out[first:] {
		b.head = g.head
	}
	keepRows(out[first:], stackHeight(out) < l.format.bodyHeight()/3)
	out[0].before = max(out[0].before, 4)
	out[len(out)-1].after = 14
	return mark(out, blockPlace(t.Anchor))
}

// keepRows keeps a short table whole, and of a longer one two rows together at either end.
func keepRows(rows []*box, short bool) {
	n := len(rows)
	for i, b := range rows[:max(n-1, 0)] {
		b.keep = short || n > 3 && (i == 0 || i == n-2)
	}
}

// caption stands above the table: its label in bold, the words of the caption as they are.
func (l *layout) caption(t *document.Table, fr frame, n *node) []*box {
	if t.Number == 0 {
		if t.Caption != "" {
			n.attr = "/O /Table /Summary " + textString(t.Caption)
		}
		return nil
	}
	name := l.doc.Labels.TableLabel(t.Number)
	runs := l.plain(name, bold)
	if line := l.doc.Labels.TableCaption(t); t.Caption != "" {
		before, after, _ := strings.Cut(line, name)
		runs = append(append(l.plain(before, 0), runs...), l.plain(after, 0)...)
	}
	if t.Redlined != nil {
		runs = l.redlinedCaption(t)
	}
	boxes := l.lines(runs, captionStyle, fr.indent, fr.width, n.child("Caption"))
	for _, b := range boxes {
		b.keep = true
	}
	return boxes
}

// place2D puts the cells of a table into its grid. Spans that leave the grid, or the head, are cut; places that no cell
// covers get an empty one, so that every row is whole.
func place2D(t *document.Table) (cells []*tableCell, rows, columns int) {
	rows, columns = len(t.Rows), t.Columns
	for _, r := range t.Rows {
		if columns == 0 {
			columns = len(r)
		}
	}
	head := min(max(t.Head, 0), rows)
	taken := make([]int, columns) // by column: rows that a cell above still covers
	for r, row := range t.Rows {
		c := 0
		limit := rows - r
		if r < head {
			limit = head - r
		}
		for i := 0; c < columns; {
			if taken[c] > 0 {
				c++
				continue
			}
			cell := &tableCell{row: r, rows: 1, column: c, width: 1}
			if i < len(row) {
				src := &row[i]
				cell.source = src
				cell.rows = min(max(src.Rowspan, 1), limit)
				cell.width = free(taken[c:], max(src.Colspan, 1))
				i++
			}
			cell.header = r < head || cell.source != nil && cell.source.Header
			for k := range cell.width {
				taken[c+k] = cell.rows
			}
			cells = append(cells, cell)
			c += cell.width
		}
		for k := range taken {
			taken[k]--
		}
	}
	return cells, rows, columns
}

// free counts how many of the next columns, up to want, no cell from above covers.
func free(taken []int, want int) int {
	n := 0
	for n < want && n < len(taken) && taken[n] <= 0 {
		n++
	}
	return n
}

// fillCells sets what is in the cells, in reading order, and builds the table's structure.
func (l *layout) fillCells(g *tableGrid, cells []*tableCell, rows, head int, n *node) {
	trs := make([]*node, rows)
	for i := range trs {
		trs[i] = n.child("TR")
	}
	for _, c := range cells {
		if l.err != nil || l.ctx.Err() != nil {
			return
		}
		st := cellStyle
		tag, attr := "TD", "/O /Table"
		if c.header {
			st.base = bold
			tag, attr = "TH", "/O /Table /Scope /Row"
			if c.row < head {
				attr = "/O /Table /Scope /Column"
			}
		}
		cell := trs[c.row].child(tag)
		cell.attr = attr + spans(c)
		if cell.attr == "/O /Table" {
			cell.attr = ""
		}
		if c.source == nil {
			continue
		}
		room := g.from[c.column+c.width] - g.from[c.column]
		pad := min(cellPad, room/4)
		indent, width := g.frame.indent+g.from[c.column]+pad, max(room-2*pad, cellStyle.size)
		c.boxes = l.flow(c.source.Blocks, frame{indent: indent, width: width, parent: cell, style: st, cell: true})
	}
}

func spans(c *tableCell) string {
	s := ""
	if c.width > 1 {
		s += " /ColSpan " + strconv.Itoa(c.width)
	}
	if c.rows > 1 {
		s += " /RowSpan " + strconv.Itoa(c.rows)
	}
	return s
}

// groups cuts the rows where no span reaches over.
func groups(g *tableGrid, cells []*tableCell, rows, head int) []*rowGroup {
	var out []*rowGroup
	var cur *rowGroup
	start, end := 0, 0
	for _, c := range cells {
		if c.row >= end {
			start = c.row
			cur = &rowGroup{grid: g, head: start < head, first: start == 0}
			out = append(out, cur)
		}
		end = max(end, c.row+c.rows)
		c.row -= start
		cur.cells = append(cur.cells, c)
		cur.rows = end - start
	}
	return out
}
