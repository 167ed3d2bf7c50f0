package previous

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// readJSON reads UHRI's JSON export: a list of entries, or an object that holds the list under some name.
func readJSON(c *collector, r io.Reader) error {
	bounded := &recordReader{r: r}
	d := json.NewDecoder(bounded)
	if err := toList(d); err != nil {
		return damagedJSON(err)
	}
	c.found.Format = formatJSON
	names := columnNames()
	for d.More() {
		if err := c.count(); err != nil {
			return err
		}
		bounded.allow(d.InputOffset() + maxEntry)
		var entry map[string]json.RawMessage
		if err := d.Decode(&entry); err != nil {
			var kind *json.UnmarshalTypeError
			if errors.As(err, &kind) { // not an object: the decoder has passed over it
				c.unread(c.rows, "previous.unread.cells")
				continue
			}
			return damagedJSON(err)
		}
		rec := new(record)
		for name, value := range entry {
			if to := names[plainName(name)]; to != noColumn {
				rec.set(to, textOf(value))
			}
		}
		if !rec.has[textColumn] {
			c.unread(c.rows, "previous.unread.text")
			continue
		}
		if err := c.take(c.rows, rec); err != nil {
			return err
		}
	}
	// What stands behind the list says nothing, but a file that was cut off is damaged.
	if _, err := d.Token(); err != nil {
		return damagedJSON(err)
	}
	return nil
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
