package docx

import (
	"strconv"
	"strings"

	"upright/internal/document"
)

// table writes a table with its caption above it. Word keeps rows whole and repeats the head on each page.
func (s *story) table(t *document.Table) {
	s.family = "Annex" // smaller than the text, for which OHCHR asks for 12 points (UPR-FMT-03)
	if t.Number > 0 {
		s.family = "Table"
		s.caption(t)
	}
	widths := columnWidths(t, s.room())
	s.open("w:tbl")
	s.open("w:tblPr")
	s.value("w:tblStyle", "TableGrid")
	if s.doc.RightToLeft {
		s.empty("w:bidiVisual")
	}
	s.empty("w:tblW", "w:w", strconv.Itoa(s.room()), "w:type", "dxa")
	s.empty("w:tblLayout", "w:type", "fixed")
	look, firstRow := "0600", "0"
	if t.Head > 0 {
		look, firstRow = "0620", "1"
	}
	s.empty("w:tblLook", "w:val", look, "w:firstRow", firstRow, "w:lastRow", "0",
		"w:firstColumn", "0", "w:lastColumn", "0", "w:noHBand", "1", "w:noVBand", "1")
	if t.Caption != "" {
		s.value("w:tblCaption", t.Caption)
	}
	s.close("w:tblPr")
	s.open("w:tblGrid")
	for _, width := range widths {
		s.empty("w:gridCol", "w:w", strconv.Itoa(width))
	}
	s.close("w:tblGrid")
	s.rows(t, widths)
	s.close("w:tbl")
	// Word needs a paragraph between two tables and at the end of the text.
	s.track("", t.Revised)
	if !s.beforeBreak {
		s.paragraph("Separator", nil, func() {})
	}
}

// caption writes the line above a table, with its number as a field inside the bookmark that references point to.
func (s *story) caption(t *document.Table) {
	line := s.doc.Labels.Table
	if t.Caption != "" {
		line = strings.Replace(s.doc.Labels.Caption, "{table}", line, 1)
	}
	s.bold = true
	s.track("", t.Revised)
	s.paragraph("Caption", nil, func() {
		s.change = t.Change
		s.template(line, map[string]func(){
			"n": func() {
				end := s.bookmark(t.Anchor)
				s.field(`SEQ Table \* ARABIC`, strconv.Itoa(t.Number), properties{})
				end()
			},
			"caption": func() {
				if t.Redlined != nil {
					s.spans(t.Redlined)
					s.change = t.Change
					return
				}
				s.run(t.Caption, properties{})
			},
		})
		s.change = document.Kept
	})
	s.bold = false
}

// A covering is a cell that reaches down from the rows above.
type covering struct{ rows, columns int }

// rows writes all rows. Word wants a cell for each place: one that a cell above covers says that it goes on.
func (s *story) rows(t *document.Table, widths []int) {
	covered := make([]covering, t.Columns)
	for y, row := range t.Rows {
		s.open("w:tr")
		s.open("w:trPr")
		s.empty("w:cantSplit")
		if y < t.Head {
			s.empty("w:tblHeader")
		}
		if t.RowChanges != nil {
			s.trackRow(t.RowChanges[y])
		}
		s.close("w:trPr")
		for x := 0; x < t.Columns; {
			if c := &covered[x]; c.rows > 0 {
				c.rows--
				s.cell(&document.Cell{}, widths[x:x+c.columns], "continue", false)
				x += c.columns
				continue
			}
			if len(row) == 0 {
				s.fail("row %d of table %d is shorter than the table", y+1, t.Number)
				break
			}
			cell := &row[0]
			row = row[1:]
			columns, merge := min(max(cell.Colspan, 1), t.Columns-x), ""
			if cell.Rowspan > 1 {
				covered[x], merge = covering{cell.Rowspan - 1, columns}, "restart"
			}
			s.cell(cell, widths[x:x+columns], merge, y < t.Head)
			x += columns
		}
		s.close("w:tr")
	}
}

// cell writes one cell over the columns with these widths.
func (s *story) cell(c *document.Cell, widths []int, merge string, head bool) {
	width := 0
	for _, w := range widths {
		width += w
	}
	s.open("w:tc")
	s.open("w:tcPr")
	s.empty("w:tcW", "w:w", strconv.Itoa(width), "w:type", "dxa")
	if len(widths) > 1 {
		s.value("w:gridSpan", strconv.Itoa(len(widths)))
	}
	if merge != "" {
		s.value("w:vMerge", merge)
	}
	s.close("w:tcPr")
	style := s.family + "Text"
	switch {
	case head:
		style, s.bold = s.family+"Heading", true
	case c.Header: // its style does not stay with the next row, or a whole table would
		style, s.bold = s.family+"RowHeading", true
	}
	for _, b := range c.Blocks {
		switch b := b.(type) {
		case *document.Paragraph:
			s.anchored(style, b)
		case *document.List:
			s.list(b, cellLists, 0)
		case *document.Bar:
			s.bar(b, style, width)
		default:
			panic("docx: block that cannot stand in a cell")
		}
	}
	if len(c.Blocks) == 0 {
		s.paragraph(style, nil, func() {})
	}
	s.bold = false
	s.close("w:tc")
}
