package rules

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Differences are what two versions of a rule set say differently. The zero value is nothing.
type Differences struct {
	Set   []FieldChange // of the set as a whole
	Rules []RuleChange  // in the order of the newer set; rules that are gone come last
}

// Empty reports whether the two say the same.
func (d Differences) Empty() bool { return len(d.Set) == 0 && len(d.Rules) == 0 }

// ChangeKind says what became of a rule.
type ChangeKind string

// The kinds of change.
const (
	AddedRule   ChangeKind = "added"
	RemovedRule ChangeKind = "removed"
	ChangedRule ChangeKind = "changed"
)

// A RuleChange is what became of one rule.
type RuleChange struct {
	Kind   ChangeKind
	Rule   Rule          // as it is in the newer set; of a removed rule, as it was
	Fields []FieldChange // of a changed rule
}

// A FieldChange is one value before and after; "" where there is none. Field names it: "severity", "sources"; a parameter
// of the check is "param." and its name.
type FieldChange struct{ Field, Old, New string }

// Compare tells what a newer set says differently from an older one. Rules of Upright itself are the program's and the same
// for both.
func Compare(older, newer *Set) Differences {
	d := Differences{Set: changes(setFields(older), setFields(newer))}
	for _, r := range newer.given() {
		before, ok := older.Rule(r.ID)
		if !ok {
			d.Rules = append(d.Rules, RuleChange{Kind: AddedRule, Rule: r})
			continue
		}
		if fields := changes(ruleFields(before), ruleFields(r)); len(fields) > 0 {
			d.Rules = append(d.Rules, RuleChange{Kind: ChangedRule, Rule: r, Fields: fields})
		}
	}
	for _, r := range older.given() {
		if _, ok := newer.Rule(r.ID); !ok {
			d.Rules = append(d.Rules, RuleChange{Kind: RemovedRule, Rule: r})
		}
	}
	return d
}

// A named value of a set or a rule.
type named struct{ name, value string }

// changes tells which values of the same names differ; the names of both are in the same order, but for parameters that
// only one of them has.
func changes(older, newer []named) []FieldChange {
	before, after := map[string]string{}, map[string]string{}
	var names []string
	for _, n := range older {
		before[n.name] = n.value
		names = append(names, n.name)
	}
	for _, n := range newer {
		after[n.name] = n.value
		if !slices.Contains(names, n.name) {
			names = append(names, n.name)
		}
	}
	var list []FieldChange
	for _, name := range names {
		if before[name] != after[name] {
			list = append(list, FieldChange{Field: name, Old: before[name], New: after[name]})
		}
	}
	return list
}

func setFields(s *Set) []named {
	return []named{
		{"set", s.ID}, {"title", s.Title}, {"cycle", strconv.Itoa(s.Cycle)}, {"checked", s.Checked}, {"official", s.Official},
		{"provisional", strconv.FormatBool(s.Provisional)},
	}
}

func ruleFields(r Rule) []named {
	var seen, types, sources []string
	for _, cycle := range r.Seen {
		seen = append(seen, strconv.Itoa(cycle))
	}
	for _, t := range r.For {
		types = append(types, string(t))
	}
	for _, source := range r.Sources {
		sources = append(sources, strings.TrimSpace(fmt.Sprintf("%s %s (%s)", source.Document, source.URL, source.Read)))
	}
	list := []named{
		{"title", r.Title}, {"statement", r.Statement}, {"group", r.Group}, {"level", string(r.Level)},
		{"severity", string(r.Severity)}, {"seen", strings.Join(seen, ", ")}, {"confidence", string(r.SetConfidence)},
		{"label", r.Label}, {"paragraph", r.Paragraph}, {"only", string(r.Only)}, {"for", strings.Join(types, ", ")},
		{"sources", strings.Join(sources, "; ")}, {"note", r.Note}, {"kept", string(r.Check.Kind)}, {"by", r.Check.By},
		{"tick", strconv.FormatBool(r.Ticked())},
	}
	for _, name := range slices.Sorted(maps.Keys(r.Check.Params)) {
		list = append(list, named{"param." + name, paramText(r.Check.Params[name])})
	}
	return list
}

// paramText is a parameter as people write it: a list has one word on each line.
func paramText(value any) string {
	switch v := value.(type) {
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case string:
		return v
	case []any:
		words := make([]string, len(v))
		for i, word := range v {
			words[i] = paramText(word)
		}
		return strings.Join(words, "\n")
	}
	return fmt.Sprint(value)
}
