package previous

// A header says which column of a file is which.
type header []column

// headerOf reads a row as names of columns; nil when it is not one, for want of a column with the text.
func headerOf(row []string) header {
	names := columnNames()
	h := make(header, len(row))
	known, text := 0, false
	for i, name := range row {
		h[i] = names[plainName(name)]
		if h[i] != noColumn {
			known++
		}
		text = text || h[i] == textColumn
	}
	if !text || known < 2 {
		return nil
	}
	return h
}

// record reads a row by the header. A row may be shorter than it, and longer.
func (h header) record(row []string) *record {
	rec := new(record)
	for i, to := range h {
		value := ""
		if i < len(row) {
			value = row[i]
		}
		rec.set(to, value)
	}
	return rec
}

// empty reports whether no cell of a row holds anything.
func empty(row []string) bool {
	for _, cell := range row {
		if plain(cell) != "" {
			return false
		}
	}
	return true
}

// longCell reports whether a cell exceeds its bound.
func longCell(row []string) bool {
	for _, cell := range row {
		if len(cell) > maxCell {
			return true
		}
	}
	return false
}

// headerWithin is how many rows above the names of the columns are passed over: titles and notes.
const headerWithin = 20

// A table reads the rows of a sheet one after the other.
type table struct {
	c      *collector
	header header
	name   func(header, []string) string // names the format by the header
}

// row takes the next row.
func (t *table) row(cells []string) error {
	if err := t.c.count(); err != nil {
		return err
	}
	switch {
	case len(cells) > maxColumns:
		t.c.unread(t.c.rows, "previous.unread.columns")
		return nil
	case empty(cells):
		return nil
	case t.c.o.Columns != nil && t.c.rows < t.c.o.FirstRow:
		t.c.show(cells)
		return nil
	case t.header == nil && t.c.o.Columns != nil:
		t.header = t.c.choose()
	case t.header == nil:
		if t.header = headerOf(cells); t.header != nil {
			t.c.found.Format = t.name(t.header, cells)
			t.c.begin(t.header)
		}
		t.c.show(cells)
		if t.header != nil {
			return nil
		}
		if t.c.rows > headerWithin {
			return broken("previous.file.columns", nil)
		}
		return nil
	case longCell(cells):
		t.c.unread(t.c.rows, "previous.unread.long")
		return nil
	}
	t.c.show(cells)
	return t.c.take(t.c.rows, t.header.record(cells))
}

// end reports a sheet without names of columns.
func (t *table) end() error {
	if t.header == nil {
		return broken("previous.file.columns", nil)
	}
	return nil
}

// unreadable notes that the next row could not be parted into cells.
func (t *table) unreadable() error {
	if err := t.c.count(); err != nil {
		return err
	}
	t.c.unread(t.c.rows, "previous.unread.cells")
	return nil
}
