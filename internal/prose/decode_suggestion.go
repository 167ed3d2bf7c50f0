package prose

import (
	"fmt"
	"math"
	"regexp"
	"slices"
)

// suggestsInline reports whether a mark of inline content is a suggestion.
func suggestsInline(name string) bool {
	return name == string(Insertion) || name == string(Deletion) || name == string(Format)
}

// token is an id of a suggestion or of a person.
var token = regexp.MustCompile(`^[A-Za-z0-9-]{1,40}$`)

// maxTime is the latest time of a suggestion, as in the editor's schema.
const maxTime = 1e11

// suggestion reads the attributes of a suggestion and appends it to others of the same node.
func (d *decoder) suggestion(list []Suggestion, kind SuggestionKind, e element) []Suggestion {
	s := Suggestion{Kind: kind, ID: d.token(e, "id"), User: d.people.id(d.token(e, "user")), At: d.time(e)}
	switch kind {
	case Insertion, Deletion:
		d.only(e, "id", "user", "at")
	case Format:
		d.only(e, "id", "user", "at", "mark", "was")
		d.format(e, &s)
	case Split, Join:
		d.only(e, "id", "user", "at", "kept")
		kept, present := e.attrs["kept"]
		if present && kept != "before" && kept != "after" {
			d.fail(e.path+".attrs.kept", "is neither before nor after")
		}
		s.KeepsAfter = kept == "after"
	}
	if slices.Contains(list, s) {
		d.fail(e.path, "stands twice")
	}
	return append(list, s)
}

func (d *decoder) token(e element, name string) string {
	value := d.str(e, name)
	if !token.MatchString(value) {
		d.fail(e.path+".attrs."+name, "is not an id")
	}
	return value
}

func (d *decoder) time(e element) int64 {
	value, present := e.attrs["at"]
	if !present {
		return 0
	}
	f, ok := value.(float64)
	if !ok || f != math.Trunc(f) || f < 0 || f > maxTime {
		d.fail(e.path+".attrs.at", "is not a time")
		return 0
	}
	return int64(f)
}

// format reads which mark was changed, and what was there before: null for nothing, an address for a link.
func (d *decoder) format(e element, s *Suggestion) {
	s.Mark = d.str(e, "mark")
	if !slices.Contains([]string{"link", "em", "strong"}, s.Mark) {
		d.fail(e.path+".attrs.mark", "is not a mark")
	}
	was, present := e.attrs["was"]
	if !present || was == nil {
		return
	}
	address, ok := was.(string)
	if !ok || address != "" && !SafeLink(address) {
		d.fail(e.path+".attrs.was", "is not a web or mail address")
	}
	s.Had, s.Was = true, address
}

// boundary reads the marks of a block.
func (d *decoder) boundary(e element) []Suggestion {
	var list []Suggestion
	for i, value := range e.marks {
		path := fmt.Sprintf("%s.marks[%d]", e.path, i)
		mark, ok := value.(map[string]any)
		if !ok {
			d.fail(path, "is not an object")
			return nil
		}
		for key := range mark {
			if key != "type" && key != "attrs" {
				d.fail(path, "has an unknown field")
			}
		}
		name, _ := mark["type"].(string)
		attrs, _ := mark["attrs"].(map[string]any)
		kind := SuggestionKind(name)
		if kind != Split && kind != Join {
			d.fail(e.path+".marks", "are not allowed here")
			return nil
		}
		if kind == Split && suggested(list, Join) {
			d.fail(path, "stands in the wrong order")
		}
		list = d.suggestion(list, kind, element{path: path, attrs: attrs})
	}
	return list
}
