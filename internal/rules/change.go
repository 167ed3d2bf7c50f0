package rules

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"upright/internal/lazyregexp"
)

// A Param is one value that a check goes by.
type Param struct {
	Name string
	Kind ParamKind
	Text string // as people write it; a list has one word on each line
}

// ParamKind says what a parameter is.
type ParamKind string

// The kinds of parameter.
const (
	NumberParam ParamKind = "number"
	HourParam   ParamKind = "hour"
	ListParam   ParamKind = "list"
	WordParam   ParamKind = "word"
	FlagParam   ParamKind = "flag" // its text is "true" or "false"
)

// Params are the values that the check of the rule goes by, sorted by their names.
func (r Rule) Params() []Param {
	list := make([]Param, 0, len(r.Check.Params))
	for _, name := range slices.Sorted(maps.Keys(r.Check.Params)) {
		p := Param{Name: name, Kind: WordParam, Text: paramText(r.Check.Params[name])}
		switch v := r.Check.Params[name].(type) {
		case float64:
			p.Kind = NumberParam
		case []any:
			p.Kind = ListParam
		case bool:
			p.Kind = FlagParam
		case string:
			if isHour(v) {
				p.Kind = HourParam
			}
		}
		list = append(list, p)
	}
	return list
}

// A RuleChangeRequest is what an administrator can change of one rule without writing a whole set. The zero value of a
// field is that value, not "unchanged": the form brings all of them.
type RuleChangeRequest struct {
	Params     map[string]string // by name; those that the rule has
	Severity   Severity
	Confidence Confidence
	Seen       string // cycles, with commas between them
	Paragraph  string
	Source     Source // the first; further ones stay
	Note       string
	Checked    string // of the set: the day of the comparison with the source
}

// With returns a copy of the set in which one rule is changed, or a Flaw that says what is wrong with the request.
func (s *Set) With(rule string, want RuleChangeRequest) (*Set, error) {
	at := slices.IndexFunc(s.Rules, func(r Rule) bool { return r.ID == rule && !r.Own() })
	if at < 0 {
		return nil, flaw("unknown", "there is no such rule").in(rule)
	}
	made := *s
	made.Rules = slices.Clone(s.Rules)
	made.Checked = want.Checked
	r := made.Rules[at]
	var err error
	if r.Seen, err = cycles(want.Seen); err != nil {
		return nil, err
	}
	if r.Check.Params, err = r.Check.changed(want.Params); err != nil {
		return nil, err
	}
	r.Severity, r.SetConfidence, r.Paragraph, r.Note = want.Severity, want.Confidence, want.Paragraph, want.Note
	r.Sources = append([]Source{want.Source}, r.Sources[min(1, len(r.Sources)):]...)
	made.Rules[at] = r
	made.Version = max(made.Version, 1)
	if err := made.validate(); err != nil {
		return nil, err
	}
	return &made, nil
}

// cycles reads "2, 4"; the empty text is none.
func cycles(text string) ([]int, error) {
	list := []int{}
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		n, err := strconv.Atoi(word)
		if err != nil || n < 1 || n > 99 {
			return nil, flaw("seen", "seen_for_cycles has something that is no cycle")
		}
		list = append(list, n)
	}
	slices.Sort(list)
	return slices.Compact(list), nil
}

// parted is a number whose thousands are parted, as the pages write it in one language or another: 2,815 or 2 815.
var parted = lazyregexp.New(`^[1-9][0-9]{0,2}([,.\x{a0}\x{202f} ’'][0-9]{3})+$`)

// numberOf reads a number from 0 to 1,000,000 as a person types it, with a point or a comma before decimals.
func numberOf(text string) (n float64, ok bool) {
	text = strings.TrimSpace(text)
	if parted.MatchString(text) {
		text = notDigits.ReplaceAllString(text, "")
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", "."), 64)
	return n, err == nil && n >= 0 && n <= 1e6
}

var notDigits = lazyregexp.New(`[^0-9]`)

// changed are the parameters with new values, of the kinds that they had.
func (s CheckSpec) changed(want map[string]string) (map[string]any, error) {
	if len(s.Params) == 0 {
		return s.Params, nil
	}
	params := maps.Clone(s.Params)
	for name, old := range s.Params {
		text, ok := want[name]
		if !ok {
			continue
		}
		switch old.(type) {
		case float64:
			n, ok := numberOf(text)
			if !ok {
				return nil, flaw("number", "check: "+name+" is not a number from 0 to 1,000,000", "name", name)
			}
			params[name] = n
		case bool:
			yes, err := strconv.ParseBool(strings.TrimSpace(text))
			if err != nil {
				return nil, flaw("flag", "check: "+name+" is neither true nor false", "name", name)
			}
			params[name] = yes
		case []any:
			list := []any{}
			for _, line := range strings.Split(text, "\n") {
				if word := strings.TrimSpace(line); word != "" {
					list = append(list, word)
				}
			}
			params[name] = list
		default:
			if isHour(paramText(old)) && !isHour(strings.TrimSpace(text)) {
				return nil, flaw("hour", "check: "+name+" is not an hour like 12:00", "name", name)
			}
			params[name] = strings.TrimSpace(text)
		}
	}
	return params, nil
}
