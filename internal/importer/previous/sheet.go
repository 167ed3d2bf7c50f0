package previous

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// readSheet reads the first sheet of a workbook: UHRI's export.
func readSheet(c *collector, p *pack) error {
	shared, err := sharedTexts(p)
	if err != nil {
		return err
	}
	x, err := p.open(p.firstSheet())
	if err != nil {
		return err
	}
	defer x.close()
	t := &table{c: c, name: func(header, []string) string { return formatSheet }}
	s := &sheetReader{x: x, shared: shared}
	for {
		cells, err := s.row()
		if errors.Is(err, io.EOF) {
			return t.end()
		}
		if err != nil {
			return err
		}
		if err := t.row(cells); err != nil {
			return err
		}
	}
}

// sharedTexts reads the texts that cells refer to by number; a workbook may have none.
func sharedTexts(p *pack) ([]string, error) {
	const name = "xl/sharedStrings.xml"
	if p.entries[name] == nil {
		return nil, nil
	}
	x, err := p.open(name)
	if err != nil {
		return nil, err
	}
	defer x.close()
	var texts []string
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return texts, nil
		}
		if err != nil {
			return nil, err
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "si" {
			text, err := textIn(x)
			if err != nil {
				return nil, err
			}
			if p.texts -= len(text) + 16; p.texts < 0 || len(texts) == maxTexts {
				return nil, tooMuch(errors.New("too many texts"))
			}
			texts = append(texts, text)
		}
	}
}

// textIn gathers the text of the element that has just begun, without the pronunciation that Chinese and Japanese texts
// can carry.
func textIn(x *xmlReader) (string, error) {
	var b strings.Builder
	end, reading, aside := x.depth, false, 0
	for {
		token, err := x.next()
		if err != nil {
			return "", unfinished(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local == "rPh" {
				aside++
			}
			reading = e.Name.Local == "t" && aside == 0
		case xml.EndElement:
			if e.Name.Local == "rPh" {
				aside--
			}
			reading = false
			if x.depth < end {
				return b.String(), nil
			}
		case xml.CharData:
			if reading && b.Len() <= maxCell {
				b.Write(e)
			}
		}
	}
}

// unfinished makes the end of a file in the middle of something an error.
func unfinished(err error) error {
	if errors.Is(err, io.EOF) {
		return broken("previous.file.damaged", io.ErrUnexpectedEOF)
	}
	return err
}

// A sheetReader gives the rows of a sheet.
type sheetReader struct {
	x      *xmlReader
	shared []string
	cells  []string
}

// row returns the next row, with "" for cells that are not there; it is overwritten by the next.
func (s *sheetReader) row() ([]string, error) {
	for {
		token, err := s.x.next()
		if err != nil {
			return nil, err
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "row" {
			break
		}
	}
	s.cells = s.cells[:0]
	for {
		token, err := s.x.next()
		if err != nil {
			return nil, unfinished(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local == "c" {
				if err := s.cell(e); err != nil {
					return nil, err
				}
			}
		case xml.EndElement:
			if e.Name.Local == "row" {
				return s.cells, nil
			}
		}
	}
}

// cell reads a cell into its place.
func (s *sheetReader) cell(e xml.StartElement) error {
	at := columnOf(attribute(e, "r"))
	if at < 0 {
		at = len(s.cells)
	}
	kind := attribute(e, "t")
	text, err := s.value(kind)
	if err != nil {
		return err
	}
	if at > maxColumns {
		return nil // far to the right: notes, not columns of the export
	}
	for len(s.cells) <= at {
		s.cells = append(s.cells, "")
	}
	s.cells[at] = text
	return nil
}

// value reads what is in a cell. Of a formula only the value that was stored with it is read.
func (s *sheetReader) value(kind string) (string, error) {
	var value string
	end := s.x.depth
	for {
		token, err := s.x.next()
		if err != nil {
			return "", unfinished(err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			if e.Name.Local == "is" {
				if value, err = textIn(s.x); err != nil {
					return "", err
				}
			}
			if e.Name.Local == "v" {
				if value, err = valueIn(s.x); err != nil {
					return "", err
				}
			}
		case xml.EndElement:
			if s.x.depth < end {
				return s.text(kind, value), nil
			}
		}
	}
}

// text is what a value of a kind says.
func (s *sheetReader) text(kind, value string) string {
	if kind != "s" {
		return value
	}
	n, err := strconv.Atoi(strings.TrimSpace(value))
	if err != nil || n < 0 || n >= len(s.shared) {
		return ""
	}
	return s.shared[n]
}

// valueIn gathers the characters of the element that has just begun.
func valueIn(x *xmlReader) (string, error) {
	var b strings.Builder
	for end := x.depth; ; {
		token, err := x.next()
		if err != nil {
			return "", unfinished(err)
		}
		switch e := token.(type) {
		case xml.CharData:
			if b.Len() <= maxCell {
				b.Write(e)
			}
		case xml.EndElement:
			if x.depth < end {
				return b.String(), nil
			}
		}
	}
}

// columnOf is the number of a column by the name of a cell: 0 for "A1"; -1 for a name that is none.
func columnOf(name string) int {
	at := 0
	for i, r := range name {
		if r < 'A' || 'Z' < r {
			if i == 0 {
				return -1
			}
			break
		}
		if at = at*26 + int(r-'A') + 1; at > 20_000 {
			break
		}
	}
	return at - 1
}
