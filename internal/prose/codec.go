package prose

import (
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"
)

// The bounds of a manuscript in its JSON form.
const (
	MaxBytes = 4 << 20
	// MaxDepth is of nested objects and arrays. In the editor a node may stand 32 below the document
	// (assets/shared/check.ts): each takes an object and an array, and the last one marks with attributes.
	MaxDepth = 2*32 + 4
	maxSpan  = 1000
)

// Errors of Decode beside *DecodeError.
var (
	ErrTooLarge = errors.New("manuscript is larger than 4 MiB")
	ErrTooDeep  = errors.New("manuscript is nested too deep")
	ErrNotText  = errors.New("manuscript is not valid UTF-8")
)

// A DecodeError says where the JSON form of a manuscript leaves the schema. It never carries text of the manuscript.
type DecodeError struct {
	Path    string // "doc.content[2].content[1].attrs.level"
	Problem string
}

func (e *DecodeError) Error() string { return e.Path + ": " + e.Problem }

// Decode reads a manuscript from the JSON that the editor's model writes. It accepts what the schema of the editor
// accepts and nothing else: unknown types, attributes and marks, and wrong structure, are a *DecodeError. Missing
// attributes take their defaults. Neighbouring runs of text with the same marks become one. Marks on notes,
// cross-references and line breaks, and column widths, say nothing about the text and are left out.
func Decode(data []byte) (*Manuscript, error) { return decode(data, nil) }

func decode(data []byte, people strangers) (*Manuscript, error) {
	if len(data) > MaxBytes {
		return nil, ErrTooLarge
	}
	if !utf8.Valid(data) {
		return nil, ErrNotText
	}
	if tooDeep(data, MaxDepth) {
		return nil, ErrTooDeep
	}
	var value any
	if err := json.Unmarshal(data, &value); err != nil {
		return nil, fmt.Errorf("read manuscript: %w", err)
	}
	d := decoder{people: people}
	m := d.manuscript(node{path: "doc", value: value})
	if d.err != nil {
		return nil, d.err
	}
	return m, nil
}

// tooDeep reports whether objects and arrays nest deeper than max. It looks at brackets outside strings only and
// leaves every other question to the parser.
func tooDeep(data []byte, max int) bool {
	depth, quoted := 0, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > max {
				return true
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	return false
}
