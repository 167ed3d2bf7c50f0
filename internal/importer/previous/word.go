package previous

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// readWord reads the tables of OHCHR's matrix and of its thematic lists. The columns have names above them, on each page
// or once; rows of one cell are headings that name the theme of what follows.
func readWord(c *collector, p *pack) error {
	x, err := p.open("word/document.xml")
	if err != nil {
		return err
	}
	defer x.close()
	w := &wordReader{x: x, c: c}
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			if w.header == nil {
				return broken("previous.file.tables", nil)
			}
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "tr" {
			cells, err := w.row()
			if err != nil {
				return err
			}
			if err := w.take(cells); err != nil {
				return err
			}
		}
	}
}

// A wordReader reads the rows of all tables of a document as one list.
type wordReader struct {
	x      *xmlReader
	c      *collector
	header header
	theme  string
}

// take takes a row: the names of the columns, a heading, or a recommendation.
func (w *wordReader) take(cells []string) error {
	if err := w.c.count(); err != nil {
		return err
	}
	if empty(cells) {
		return nil
	}
	if columns := w.c.o.Columns; columns != nil {
		if w.c.rows < w.c.o.FirstRow {
			w.c.show(cells)
			return nil
		}
		if w.header == nil {
			w.header = w.c.choose()
		}
	} else if h := headerOf(cells); h != nil {
		if w.header == nil {
			w.c.begin(h)
			w.c.show(cells)
		}
		w.header, w.c.found.Format = h, formatWord
		return nil
	}
	w.c.show(cells)
	if w.header == nil {
		return nil // a table of something else: a title, an explanation
	}
	if theme, ok := heading(cells); ok {
		w.theme = theme
		return nil
	}
	if longCell(cells) {
		w.c.unread(w.c.rows, "previous.unread.long")
		return nil
	}
	if len(cells) < 2 {
		w.c.unread(w.c.rows, "previous.unread.cells")
		return nil
	}
	rec := w.header.record(cells)
	rec.theme, rec.mixed = w.theme, true
	return w.c.take(w.c.rows, rec)
}

// heading reads a row with one cell that holds something as the name of a theme.
func heading(cells []string) (string, bool) {
	first := plain(cells[0])
	if first == "" || len(cells) > 1 && !empty(cells[1:]) || number.MatchString(first) {
		return "", false
	}
	if theme, ok := cutLabel(first, "theme", "themes"); ok {
		return theme, true
	}
	return first, len(cells) == 1 && len(first) < 200
}

// row reads the cells of a row that has just begun. A cell that spans several columns leaves the others empty; a table
// within a cell is text of it; what was deleted as a tracked change is not there.
func (w *wordReader) row() ([]string, error) {
	var cells []string
	for end := w.x.depth; ; {
		token, err := w.x.next()
		if err != nil {
			return nil, unfinished(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local == "tc" {
				text, err := w.cell()
				if err != nil {
					return nil, err
				}
				if len(cells) <= maxColumns {
					cells = append(cells, text)
				}
			}
		case xml.EndElement:
			if w.x.depth < end {
				return cells, nil
			}
		}
	}
}

func (w *wordReader) cell() (string, error) {
	var b strings.Builder
	text, deleted := false, 0
	for end := w.x.depth; ; {
		token, err := w.x.next()
		if err != nil {
			return "", unfinished(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			text = e.Name.Local == "t"
			switch e.Name.Local {
			case "br", "cr":
				b.WriteByte('\n')
			case "tab":
				b.WriteByte(' ')
			case "noBreakHyphen":
				b.WriteByte('-')
			case "del", "moveFrom":
				deleted++
			}
		case xml.EndElement:
			text = false
			switch e.Name.Local {
			case "p":
				b.WriteByte('\n')
			case "del", "moveFrom":
				deleted--
			}
			if w.x.depth < end {
				return b.String(), nil
			}
		case xml.CharData:
			if text && deleted == 0 && b.Len() <= maxCell {
				b.Write(e)
			}
		}
	}
}
