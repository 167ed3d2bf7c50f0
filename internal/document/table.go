package document

import "upright/internal/prose"

// maxColumns is the widest table that Word opens.
const maxColumns = 63

// table lays the cells on a full grid: all rows are as long as the longest one, spans end where the table or another
// cell begins, and what stands beyond the last column joins the cell before it, so that no text is lost.
func (b *builder) table(t *prose.Table, number int) *Table {
	out := &Table{Anchor: b.anchor(t.ID), Number: number, Caption: clean(t.Caption), Rows: make([][]Cell, len(t.Rows))}
	g := make(grid, len(t.Rows))
	for y, row := range t.Rows {
		for _, cell := range row.Cells {
			c := Cell{Header: cell.Header, Colspan: cell.Colspan, Rowspan: cell.Rowspan, Blocks: b.nested(cell.Blocks)}
			if g.place(&c, y) {
				out.Rows[y] = append(out.Rows[y], c)
			} else if last := lastCell(out.Rows); last != nil {
				last.Blocks = append(last.Blocks, c.Blocks...)
			}
		}
	}
	out.Columns = g.width()
	for y := range out.Rows {
		for c := (Cell{Colspan: 1, Rowspan: 1, Blocks: []Block{&Paragraph{}}}); g.free(y) < out.Columns; {
			g.place(&c, y)
			out.Rows[y] = append(out.Rows[y], c)
		}
	}
	out.Head = head(out.Rows)
	return out
}

// A grid knows which places of a table are taken.
type grid [][maxColumns]bool

// free returns the first free column of a row, or maxColumns.
func (g grid) free(y int) int {
	for x, taken := range g[y] {
		if !taken {
			return x
		}
	}
	return maxColumns
}

// place puts a cell on the first free place of a row and cuts its spans to the room there is. It reports false when
// the row is full.
func (g grid) place(c *Cell, y int) bool {
	x := g.free(y)
	if x == maxColumns {
		return false
	}
	room := 1
	for room < c.Colspan && x+room < maxColumns && !g[y][x+room] {
		room++
	}
	c.Colspan = room
	c.Rowspan = min(max(c.Rowspan, 1), len(g)-y)
	for i := range c.Rowspan {
		for j := range c.Colspan {
			g[y+i][x+j] = true
		}
	}
	return true
}

// width returns the number of columns in use.
func (g grid) width() int {
	width := 0
	for _, row := range g {
		for x, taken := range row {
			if taken {
				width = max(width, x+1)
			}
		}
	}
	return width
}

// lastCell returns the last cell placed so far, or nil.
func lastCell(rows [][]Cell) *Cell {
	for y := len(rows) - 1; y >= 0; y-- {
		if n := len(rows[y]); n > 0 {
			return &rows[y][n-1]
		}
	}
	return nil
}

// head counts the leading rows to repeat on each page: rows of header cells only, none of which reaches into the rows
// below. A table is never all head.
func head(rows [][]Cell) int {
	head, reach := 0, 0
	for y, row := range rows[:max(len(rows)-1, 0)] {
		for _, c := range row {
			if !c.Header {
				return head
			}
			reach = max(reach, y+c.Rowspan)
		}
		if reach <= y+1 {
			head = y + 1
		}
	}
	return head
}
