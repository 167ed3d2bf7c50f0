package previous

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"

	"upright/internal/upr"
)

// readJSON reads UHRI's JSON export: a list of entries, or an object that holds the list under some name. The fields of
// other files are told to a person, who says what they are.
func readJSON(c *collector, r io.Reader) error {
	bounded := &recordReader{r: r}
	d := json.NewDecoder(bounded)
	if err := toList(d); err != nil {
		return damagedJSON(err)
	}
	c.found.Format = formatJSON
	columnOf := knownFields()
	if c.o.Columns != nil {
		c.choose()
		columnOf = chosenFields(c.o)
	}
	text := false // some entry has one
	for d.More() {
		if err := c.count(); err != nil {
			return err
		}
		bounded.allow(d.InputOffset() + maxEntry)
		var entry entry
		if err := d.Decode(&entry); err != nil {
			var kind *json.UnmarshalTypeError
			if errors.As(err, &kind) { // not an object: the decoder has passed over it
				c.unread(c.rows, "previous.unread.cells")
				continue
			}
			return damagedJSON(err)
		}
		c.showEntry(entry, columnOf)
		rec := new(record)
		for _, f := range entry {
			if to := columnOf(f.name); to != noColumn {
				rec.set(to, textOf(f.value))
			}
		}
		if !rec.has[textColumn] {
			c.unread(c.rows, "previous.unread.text")
			continue
		}
		text = true
		if err := c.take(c.rows, rec); err != nil {
			return err
		}
	}
	// What stands behind the list says nothing, but a file that was cut off is damaged.
	if _, err := d.Token(); err != nil {
		return damagedJSON(err)
	}
	if !text && c.found.Table != nil {
		return broken("previous.file.columns", nil)
	}
	return nil
}

// An entry is an object of the list: its fields in the order of the file.
type entry []entryField

type entryField struct {
	name  string
	value json.RawMessage
}

// UnmarshalJSON reads an object; anything else is a json.UnmarshalTypeError.
func (e *entry) UnmarshalJSON(data []byte) error {
	d := json.NewDecoder(bytes.NewReader(data))
	if brace, err := d.Token(); err != nil || brace != json.Delim('{') {
		return &json.UnmarshalTypeError{Value: "entry", Type: reflect.TypeFor[entry]()}
	}
	for d.More() {
		var f entryField
		name, err := d.Token()
		if err != nil {
			return err
		}
		f.name, _ = name.(string)
		if err := d.Decode(&f.value); err != nil {
			return err
		}
		*e = append(*e, f)
	}
	return nil
}

// knownFields gives the column of a field by the name that it has in known files.
func knownFields() func(name string) column {
	names := columnNames()
	return func(name string) column { return names[plainName(name)] }
}

// chosenFields gives the column of a field as a person chose it.
func chosenFields(o Options) func(name string) column {
	names := make(map[string]column)
	for i, field := range o.Fields[:min(len(o.Fields), len(o.Columns))] {
		names[field] = columnWords()[o.Columns[i]]
	}
	return func(name string) column { return names[shorten(name)] }
}

// showEntry keeps an entry of the beginning of the list as a row of a table, with a column for each field that was met.
func (c *collector) showEntry(e entry, columnOf func(name string) column) {
	t := c.found.Table
	if t == nil {
		t = &upr.PreviousTable{}
		c.found.Table = t
	}
	if c.o.Columns != nil && t.Fields == nil {
		t.Fields = slices.Clone(c.o.Fields)
	}
	if len(t.Rows) == upr.MaxPreviousTableRows {
		return
	}
	cells := make([]string, len(t.Fields))
	for _, f := range e {
		at := slices.Index(t.Fields, shorten(f.name))
		if at < 0 && len(t.Fields) == upr.MaxPreviousColumns {
			continue
		}
		if at < 0 {
			at = len(t.Fields)
			t.Fields, cells = append(t.Fields, shorten(f.name)), append(cells, "")
			if c.o.Columns == nil {
				t.Columns = append(t.Columns, header{columnOf(f.name)}.words()...)
			}
		}
		cells[at] = shorten(textOf(f.value))
	}
	t.Rows, t.Numbers = append(t.Rows, cells), append(t.Numbers, c.rows)
}

// toList goes to the first list of the file.
func toList(d *json.Decoder) error {
	for depth := 0; depth < 4; {
		token, err := d.Token()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('['):
			return nil
		case json.Delim('{'):
			depth++
		case json.Delim('}'), json.Delim(']'):
			return errors.New("no list")
		}
	}
	return errors.New("no list at the top")
}

// textOf gives a value as a cell has it: several on lines each.
func textOf(value json.RawMessage) string {
	var text string
	if json.Unmarshal(value, &text) == nil {
		return text
	}
	var list []any
	if json.Unmarshal(value, &list) == nil {
		var lines []string
		for _, one := range list {
			if s, ok := one.(string); ok {
				lines = append(lines, s)
			}
		}
		return strings.Join(lines, "\n")
	}
	if value = json.RawMessage(strings.TrimSpace(string(value))); len(value) > 0 && ('0' <= value[0] && value[0] <= '9') {
		return string(value)
	}
	return ""
}

func damagedJSON(err error) error {
	if errors.Is(err, errEntry) {
		return tooMuch(err)
	}
	return broken("previous.file.damaged", err)
}

// maxEntry bounds one entry of the list, so that memory is bounded before it is decoded.
const maxEntry = 4 << 20

var errEntry = errors.New("an entry that is too long")

// recordReader refuses to read far beyond the place where an entry begins.
type recordReader struct {
	r       io.Reader
	read    int64
	allowed int64
}

func (r *recordReader) allow(to int64) { r.allowed = max(r.allowed, to) }

func (r *recordReader) Read(p []byte) (int, error) {
	if r.allowed == 0 {
		r.allowed = maxEntry
	}
	if r.read >= r.allowed {
		return 0, errEntry
	}
	n, err := r.r.Read(p[:min(int64(len(p)), r.allowed-r.read)])
	r.read += int64(n)
	return n, err
}
