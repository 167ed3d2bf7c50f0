package calendar

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"upright/internal/upr"
)

// Bounds of a file with entries.
const (
	MaxUpload   = 1 << 20                // bytes
	maxRows     = upr.MaxCalendarEntries // lines of a table, or objects of a list
	maxCell     = 500                    // characters
	maxProblems = 100                    // that are told at once
	maxColumns  = 50                     // of a table
)

// A Problem is what is wrong with one line of a file. Message has the argument "line"; those about a field name it in
// their words.
type Problem struct {
	Line  int    // from 1: of a table its line, of a list its place
	Field string // "" for the whole line
	Key   string // of the message
	With  string // what the message shows: the name of a column, or another line; "" for nothing
}

// Upload reads a file of entries: a table (CSV, with the names of the columns in its first line) or a list of objects
// (JSON) with the same names. What a line does not say of confidence and source is taken from usual. Lines that say the
// same thing twice are one; where two contradict each other, or anything else is wrong, the problems say so by line, and
// nothing of the file is to be taken. The error is an *upr.Error of the kind Invalid: the file as a whole is none.
func (c *Calendar) Upload(data []byte, usual Row) ([]upr.CalendarEntry, []Problem, error) {
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	switch {
	case len(data) > MaxUpload:
		return nil, nil, wrong("file", "calendar-upload.large")
	case len(bytes.TrimSpace(data)) == 0:
		return nil, nil, wrong("file", "calendar-upload.empty")
	case !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0:
		return nil, nil, wrong("file", "calendar-upload.encoding")
	}
	read := readTable
	if first := bytes.TrimSpace(data)[0]; first == '[' || first == '{' {
		read = readList
	}
	u := &upload{c: c, codes: sync.OnceValue(c.Codes), usual: usual, lines: make(map[upr.CalendarKey]int)}
	if err := read(data, u); err != nil {
		return nil, nil, err
	}
	if len(u.problems) == 0 && len(u.entries) == 0 {
		return nil, nil, wrong("file", "calendar-upload.empty")
	}
	return u.entries, u.problems, nil
}

// An upload is a file that is being read.
type upload struct {
	c        *Calendar
	codes    func() func(string) string
	usual    Row
	entries  []upr.CalendarEntry
	lines    map[upr.CalendarKey]int // where each stands
	problems []Problem
}

func (u *upload) problem(p Problem) {
	if len(u.problems) < maxProblems {
		u.problems = append(u.problems, p)
	}
}

// add takes a line: names of columns with their values.
func (u *upload) add(line int, values map[string]string) {
	r := u.usual
	for name, value := range values {
		if value = strings.TrimSpace(value); utf8.RuneCountInString(value) > maxCell {
			u.problem(Problem{Line: line, Field: name, Key: "calendar-upload.long", With: name})
			return
		}
		if value != "" {
			*r.field(name) = value
		}
	}
	r.Confidence = strings.ToLower(r.Confidence)
	found, err := u.c.entries(r, u.codes)
	if err != nil {
		field, key, _ := fieldOf(err)
		u.problem(Problem{Line: line, Field: field, Key: key})
		return
	}
	for _, e := range found {
		at, twice := u.lines[e.Key()]
		if !twice {
			u.lines[e.Key()] = line
			u.entries = append(u.entries, e)
			continue
		}
		if !slices.ContainsFunc(u.entries, e.Same) {
			u.problem(Problem{Line: line, Key: "calendar-upload.contradicts", With: fmt.Sprint(at)})
		}
	}
}

// field returns the field of a row by the name of its column.
func (r *Row) field(name string) *string {
	return map[string]*string{
		"session": &r.Session, "state": &r.State, "start": &r.Start, "end": &r.End, "deadline": &r.Deadline, "hour": &r.Hour,
		"instead": &r.Instead, "symbol": &r.Symbol, "confidence": &r.Confidence, "source": &r.Source, "url": &r.URL,
	}[name]
}

// Columns are the names of the columns of a file.
func Columns() []string {
	return []string{"session", "state", "start", "end", "deadline", "hour", "instead", "symbol", "confidence", "source", "url"}
}

// columnOf returns the column that a name in a file means; "" for one that is not known.
func columnOf(name string) string {
	plain := strings.ToLower(strings.Join(strings.FieldsFunc(name, func(r rune) bool { return !unicode.IsLetter(r) }), " "))
	for column, others := range map[string][]string{
		"session":    {"session number", "working group session"},
		"state":      {"country", "state under review", "iso", "code"},
		"start":      {"begin", "begins", "from", "first day"},
		"end":        {"ends", "to", "until", "last day"},
		"deadline":   {"stakeholder deadline", "deadline for stakeholders", "submission deadline"},
		"hour":       {"time", "geneva time", "deadline hour"},
		"instead":    {"instead of", "moved from"},
		"symbol":     {"report", "document symbol", "document"},
		"confidence": {},
		"source":     {},
		"url":        {"address", "link"},
	} {
		if plain == column || slices.Contains(others, plain) {
			return column
		}
	}
	return ""
}

func readTable(data []byte, u *upload) error {
	in := csv.NewReader(bytes.NewReader(data))
	in.Comma, in.FieldsPerRecord, in.TrimLeadingSpace = separatorOf(data), -1, true
	var columns []string
	for rows := 0; ; rows++ {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		var broken *csv.ParseError
		if errors.As(err, &broken) {
			u.problem(Problem{Line: broken.StartLine, Key: "calendar-upload.quotes"})
			return nil // after an open quotation mark no line is one
		}
		if err != nil {
			return fmt.Errorf("read table: %w", err)
		}
		line, _ := in.FieldPos(0)
		switch {
		case rows > maxRows || len(cells) > maxColumns:
			return wrong("file", "calendar-upload.large")
		case columns == nil:
			if columns, err = header(cells); err != nil {
				return err
			}
			continue
		case len(cells) > len(columns):
			u.problem(Problem{Line: line, Key: "calendar-upload.cells"})
			continue
		}
		values := make(map[string]string)
		for i, cell := range cells {
			if columns[i] != "" {
				values[columns[i]] = cell
			}
		}
		if strings.TrimSpace(strings.Join(cells, "")) != "" {
			u.add(line, values)
		}
	}
}

// header reads the names of the columns. Columns that are not known are passed over; without the session there is nothing.
func header(cells []string) ([]string, error) {
	columns := make([]string, len(cells))
	for i, cell := range cells {
		column := columnOf(cell)
		if column != "" && slices.Contains(columns, column) {
			return nil, &upr.Error{Kind: upr.Invalid, Key: "calendar-upload.twice", Field: "file", Args: map[string]any{"column": column}}
		}
		columns[i] = column
	}
	if !slices.Contains(columns, "session") {
		return nil, wrong("file", "calendar-upload.columns")
	}
	return columns, nil
}

// separatorOf is the sign that parts the cells of the first line.
func separatorOf(data []byte) rune {
	first, _, _ := bytes.Cut(data, []byte("\n"))
	best := ','
	for _, r := range []rune{';', '\t'} {
		if bytes.Count(first, []byte(string(r))) > bytes.Count(first, []byte(string(best))) {
			best = r
		}
	}
	return best
}

// readList reads a list of objects; numbers can stand for texts.
func readList(data []byte, u *upload) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var list []map[string]any
	if err := d.Decode(&list); err != nil || d.More() {
		return wrong("file", "calendar-upload.json")
	}
	if len(list) > maxRows {
		return wrong("file", "calendar-upload.large")
	}
	for i, object := range list {
		values, bad := make(map[string]string), ""
		for name, value := range object {
			column := columnOf(name)
			if _, twice := values[column]; twice && column != "" {
				bad = column
			}
			switch value := value.(type) {
			case string:
				values[column] = value
			case json.Number:
				values[column] = value.String()
			case nil:
			default:
				bad = column
			}
		}
		delete(values, "")
		if bad != "" { // of a name that is not known nothing is read
			u.problem(Problem{Line: i + 1, Key: "calendar-upload.value", With: bad})
			continue
		}
		u.add(i+1, values)
	}
	return nil
}
