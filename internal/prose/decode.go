package prose

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf16"
)

// A decoder keeps the first error; what it returns after one is not used.
type decoder struct {
	err    error
	people strangers
}

// A node is one value of the JSON tree with the way to it.
type node struct {
	path  string
	value any
}

func (d *decoder) fail(path, format string, args ...any) {
	if d.err == nil {
		d.err = &DecodeError{Path: path, Problem: fmt.Sprintf(format, args...)}
	}
}

// An element is a node of the editor's model, taken apart.
type element struct {
	path    string
	kind    string
	attrs   map[string]any
	content []any
	marks   []any
	text    *string
}

// element takes a node apart and refuses attributes that are not named.
func (d *decoder) element(n node) element {
	e := element{path: n.path}
	object, ok := n.value.(map[string]any)
	if !ok {
		d.fail(n.path, "is not an object")
		return e
	}
	for key, value := range object {
		switch key {
		case "type":
			e.kind, ok = value.(string)
		case "attrs":
			e.attrs, ok = value.(map[string]any)
		case "content":
			e.content, ok = value.([]any)
		case "marks":
			e.marks, ok = value.([]any)
		case "text":
			var s string
			s, ok = value.(string)
			e.text = &s
		default:
			d.fail(n.path, "has an unknown field")
			return e
		}
		if !ok {
			d.fail(n.path+"."+key, "is of the wrong type")
			return e
		}
	}
	if (e.text != nil) != (e.kind == "text") {
		d.fail(n.path, "text and type do not agree")
	}
	if len(e.marks) > 0 && slices.Contains([]string{"doc", "part", "list_item", "table_row", "table_cell", "table_header"}, e.kind) {
		d.fail(n.path+".marks", "are not allowed here")
	}
	return e
}

// only refuses attributes other than the named ones.
func (d *decoder) only(e element, names ...string) {
	for name := range e.attrs {
		if !slices.Contains(names, name) {
			d.fail(e.path+".attrs", "holds an unknown attribute")
		}
	}
}

func (d *decoder) str(e element, name string) string {
	value, present := e.attrs[name]
	if !present {
		return ""
	}
	s, ok := value.(string)
	if !ok {
		d.fail(e.path+".attrs."+name, "is not a string")
	}
	return s
}

func (d *decoder) boolean(e element, name string, missing bool) bool {
	value, present := e.attrs[name]
	if !present {
		return missing
	}
	b, ok := value.(bool)
	if !ok {
		d.fail(e.path+".attrs."+name, "is not true or false")
	}
	return b
}

// integer reads a whole number from 1 to max; 1 when it is missing.
func (d *decoder) integer(e element, name string, max int) int {
	value, present := e.attrs[name]
	if !present {
		return 1
	}
	f, ok := value.(float64)
	if !ok || f != math.Trunc(f) || f < 1 || f > float64(max) {
		d.fail(e.path+".attrs."+name, "is not a whole number from 1 to %d", max)
		return 1
	}
	return int(f)
}

// child is the i-th content node of an element.
func (e element) child(i int) node {
	return node{path: fmt.Sprintf("%s.content[%d]", e.path, i), value: e.content[i]}
}

// text joins content that may hold unmarked text only, as in a part title.
func (d *decoder) text(e element) string {
	var s strings.Builder
	for i := range e.content {
		c := d.element(e.child(i))
		if d.err != nil {
			return ""
		}
		if c.kind != "text" || len(c.marks) > 0 {
			d.fail(c.path, "only text without marks is allowed here")
			return ""
		}
		d.only(c)
		if *c.text == "" {
			d.fail(c.path, "text is empty")
		}
		s.WriteString(*c.text)
	}
	return s.String()
}

// inlines reads the content of a paragraph, heading or recommendation.
func (d *decoder) inlines(e element) []Inline {
	var content []Inline
	for i := range e.content {
		c := d.element(e.child(i))
		if d.err != nil {
			return nil
		}
		switch c.kind {
		case "text":
			content = append(content, d.run(c))
		case "endnote":
			d.only(c, "id")
			content = append(content, &Endnote{ID: d.str(c, "id"), Content: d.noteText(c), Suggested: d.marks(c).Suggested})
		case "cross_reference":
			d.only(c, "target")
			marks := d.leaf(c)
			if _, present := c.attrs["target"]; !present {
				d.fail(c.path+".attrs.target", "is missing")
			}
			content = append(content, &CrossReference{Target: d.str(c, "target"), Suggested: marks})
		case "hard_break":
			d.only(c)
			content = append(content, &HardBreak{Suggested: d.leaf(c)})
		default:
			d.fail(c.path, "is not allowed inside a paragraph")
		}
		if d.err != nil {
			return nil
		}
	}
	return Joined(content)
}

// leaf reads the marks of a node that has no content.
func (d *decoder) leaf(e element) []Suggestion {
	if len(e.content) > 0 {
		d.fail(e.path+".content", "is not allowed here")
	}
	return d.marks(e).Suggested
}

func (d *decoder) noteText(e element) []*Text {
	var runs []*Text
	for i := range e.content {
		c := d.element(e.child(i))
		if d.err != nil {
			return nil
		}
		if c.kind != "text" {
			d.fail(c.path, "only text is allowed in a note")
			return nil
		}
		runs = append(runs, d.run(c))
	}
	return Joined(runs)
}

func (d *decoder) run(e element) *Text {
	d.only(e)
	if len(e.content) > 0 {
		d.fail(e.path+".content", "is not allowed in text")
	}
	t := d.marks(e)
	t.Text = *e.text
	if t.Text == "" {
		d.fail(e.path, "text is empty")
	}
	return t
}

// markOrder is the order of the marks in the schema; a set of marks keeps it and holds each once, but suggestions, which
// several people can make, as often as they differ.
var markOrder = []string{"insertion", "deletion", "format", "link", "em", "strong"}

// marks reads a set of marks into an empty run of text.
func (d *decoder) marks(e element) *Text {
	t := &Text{}
	last := -1
	for i, value := range e.marks {
		path := fmt.Sprintf("%s.marks[%d]", e.path, i)
		mark, ok := value.(map[string]any)
		if !ok {
			d.fail(path, "is not an object")
			return t
		}
		name, _ := mark["type"].(string)
		rank := slices.Index(markOrder, name)
		if rank < 0 {
			d.fail(path, "is an unknown mark")
			return t
		}
		if rank < last || rank == last && !suggestsInline(name) {
			d.fail(path, "stands twice or in the wrong order")
			return t
		}
		last = rank
		d.mark(t, name, path, mark)
	}
	return t
}

func (d *decoder) mark(t *Text, name, path string, mark map[string]any) {
	attrs, ok := mark["attrs"].(map[string]any)
	if _, present := mark["attrs"]; present && !ok {
		d.fail(path+".attrs", "is of the wrong type")
		return
	}
	for key := range mark {
		if key != "type" && key != "attrs" {
			d.fail(path, "has an unknown field")
		}
	}
	e := element{path: path, attrs: attrs}
	switch name {
	case "insertion", "deletion", "format":
		t.Suggested = d.suggestion(t.Suggested, SuggestionKind(name), e)
	case "link":
		d.only(e, "href")
		t.Link = d.str(e, "href")
		if !SafeLink(t.Link) {
			d.fail(path+".attrs.href", "is not a web or mail address")
		}
	case "em":
		d.only(e)
		t.Em = true
	case "strong":
		d.only(e)
		t.Strong = true
	}
}

// maxAddress is how long an address may be, in UTF-16 code units as the editor's schema counts them.
const maxAddress = 2048

// SafeLink reports whether an address may stand in a link: http, https or mailto, and no longer than the editor's schema
// allows. What the editor takes must be a manuscript here, or nobody could open it any more.
func SafeLink(href string) bool {
	// A code unit is one to three bytes, so only an address between has to be counted.
	if len(href) > 3*maxAddress || len(href) > maxAddress && len(utf16.Encode([]rune(href))) > maxAddress {
		return false
	}
	scheme, _, ok := strings.Cut(strings.ToLower(href), ":")
	return ok && (scheme == "http" || scheme == "https" || scheme == "mailto")
}
