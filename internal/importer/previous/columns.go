package previous

import "upright/internal/upr"

// columnWords are the columns by the words of upr.PreviousColumns; a test holds the two to each other.
func columnWords() map[string]column {
	return map[string]column{
		"text": textColumn, "country": countryColumn, "body": bodyColumn, "symbol": symbolColumn, "themes": themesColumn,
		"groups": groupsColumn, "goals": goalsColumn, "states": statesColumn, "position": positionColumn, "kind": kindColumn,
		"session": sessionColumn, "cycle": cycleColumn, "action": actionColumn,
	}
}

// chosenHeader is the header that a person chose.
func chosenHeader(words []string) header {
	h := make(header, len(words))
	for i, word := range words {
		h[i] = columnWords()[word]
	}
	return h
}

// words are what a header says, in the words of upr.PreviousColumns.
func (h header) words() []string {
	list := make([]string, len(h))
	for i, one := range h {
		for word, to := range columnWords() {
			if to == one {
				list[i] = word
			}
		}
	}
	return list
}

// choose takes the columns that a person chose, and returns them as a header.
func (c *collector) choose() header {
	if c.found.Table == nil {
		c.found.Table = &upr.PreviousTable{}
	}
	c.found.Format, c.found.Table.Columns = formatChosen, c.o.Columns
	return chosenHeader(c.o.Columns)
}

// begin lets the table that is shown to the person begin with the row that is read now: it has the names of the columns.
func (c *collector) begin(h header) {
	c.found.Table = &upr.PreviousTable{Columns: h.words()}
}

// show keeps a row of the beginning of a table.
func (c *collector) show(cells []string) {
	if c.found.Table == nil {
		c.found.Table = &upr.PreviousTable{}
	}
	t := c.found.Table
	if len(t.Rows) == upr.MaxPreviousTableRows {
		return
	}
	row := make([]string, 0, min(len(cells), upr.MaxPreviousColumns))
	for _, cell := range cells[:cap(row)] {
		row = append(row, shorten(cell))
	}
	t.Rows, t.Numbers = append(t.Rows, row), append(t.Numbers, c.rows)
	for c.o.Columns == nil && len(t.Columns) < len(row) {
		t.Columns = append(t.Columns, "")
	}
}

// shorten gives the beginning of a cell, to be shown.
func shorten(cell string) string {
	runes := []rune(plain(cell[:min(len(cell), maxShown)]))
	return string(runes[:min(len(runes), upr.MaxPreviousTableCell)])
}

// maxShown is how many bytes of a cell are looked at to show its beginning.
const maxShown = 4 * upr.MaxPreviousTableCell
