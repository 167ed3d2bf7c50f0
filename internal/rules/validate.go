package rules

import (
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"upright/internal/lazyregexp"
	"upright/internal/upr"
)

// Bounds of a rule set, so that no file makes a page or a check endless.
const (
	MaxContent = 1 << 20 // bytes of a set as a file
	maxRules   = 300
	maxSources = 20
	maxWords   = 200  // of a list among the parameters of a check
	maxText    = 2000 // characters of a statement, a note, the name of a document
	maxLabel   = 200  // characters of a title and of whatever else is short
)

var (
	setID  = lazyregexp.New(`^[a-z0-9-]{1,100}$`)
	ruleID = lazyregexp.New(`^[A-Z]+(-[A-Z0-9]+)+$`)
)

func (s *Set) validate() error {
	if !setID.MatchString(s.ID) || s.Version < 1 || s.Version > 1e6 || s.Cycle < 0 || s.Cycle > 99 || s.Title == "" {
		return flaw("head", "id, version, cycle or title is missing or wrong")
	}
	if _, err := time.Parse(time.DateOnly, s.Checked); err != nil {
		return flaw("checked", "checked is not a day")
	}
	if !fits(maxLabel, s.Title) || s.Official != "" && !isAddress(s.Official) {
		return flaw("official", "title or official is too long, or official is not a web address")
	}
	if len(s.Rules) == 0 || len(s.Rules) > maxRules {
		return flaw("rules", "it has no rules, or more than 300")
	}
	seen := map[string]bool{}
	known := checks()
	for _, r := range s.Rules {
		if seen[r.ID] {
			return flaw("twice", "rule "+r.ID+" stands twice", "rule", r.ID)
		}
		seen[r.ID] = true
		if f := r.validate(known); f != nil {
			return f.in(r.ID)
		}
	}
	return nil
}

// fits reports whether texts are valid, without control characters, and not longer than most.
func fits(most int, texts ...string) bool {
	return !slices.ContainsFunc(texts, func(s string) bool {
		return !utf8.ValidString(s) || utf8.RuneCountInString(s) > most || strings.ContainsFunc(s, unicode.IsControl)
	})
}

// isAddress reports whether a text is an address on the web.
func isAddress(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && fits(maxText, s)
}

// Confidences are all of them, the surest first.
func Confidences() []Confidence {
	return []Confidence{Confirmed, ConfirmedOlderCycle, PartlyConfirmed, Conflicting, Unconfirmed}
}

// Severities are all of them, the gravest first.
func Severities() []Severity { return []Severity{Error, Warning, Advice} }

func (r Rule) validate(known map[string]check) *Flaw {
	switch {
	case !ruleID.MatchString(r.ID) || len(r.ID) > 100:
		return flaw("id", "the id is not like UPR-LEN-01")
	case r.Title == "" || r.Statement == "" || r.Group == "":
		return flaw("words", "title, statement or group is missing")
	case !fits(maxLabel, r.Title, r.Group, r.Label, r.Paragraph) || !fits(maxText, r.Statement, r.Note):
		return flaw("long", "a text is too long or has signs that are not text")
	case r.Level != Binding && r.Level != Advisory:
		return flaw("level", "level is neither binding nor advisory")
	case !slices.Contains(Severities(), r.Severity):
		return flaw("severity", "severity is neither error nor warning nor advice")
	case !slices.Contains(Confidences(), r.SetConfidence):
		return flaw("confidence", "confidence is unknown")
	case r.Only != "" && r.Only != upr.Individual && r.Only != upr.Joint:
		return flaw("only", "only is neither individual nor joint")
	case slices.ContainsFunc(r.For, func(t upr.OrganizationType) bool { return !slices.Contains(upr.OrganizationTypes(), t) }):
		return flaw("for", "for names an unknown type of organization")
	case slices.ContainsFunc(r.Seen, func(cycle int) bool { return cycle < 1 || cycle > 99 }):
		return flaw("seen", "seen_for_cycles has something that is no cycle")
	case !goodSources(r.Sources):
		return flaw("source", "it has no source, or one without a document")
	}
	return r.Check.validate(known)
}

func goodSources(list []Source) bool {
	return len(list) > 0 && len(list) <= maxSources && !slices.ContainsFunc(list, func(s Source) bool {
		return s.Document == "" || !fits(maxText, s.Document, s.URL, s.Read)
	})
}

func (s CheckSpec) validate(known map[string]check) *Flaw {
	switch s.Kind {
	case Manual, Information:
		return nil
	case Construction:
		if s.By == "" || !fits(maxLabel, s.By) {
			return flaw("construction", "check: by does not say which part of the program keeps it")
		}
		return nil
	case Automatic, Semi:
	default:
		return flaw("kind", "check: unknown kind")
	}
	c, ok := known[s.By]
	if !ok {
		return flaw("check", "check: there is no check "+`"`+s.By+`"`, "check", s.By)
	}
	for _, name := range c.numbers {
		if n, ok := s.Params[name].(float64); !ok || n < 0 || n > 1e6 {
			return flaw("number", "check: "+name+" is not a number from 0 to 1,000,000", "name", name)
		}
	}
	for _, name := range c.lists {
		values, ok := s.Params[name].([]any)
		if !ok || len(s.list(name)) != len(values) || len(values) > maxWords || !fits(maxLabel, s.list(name)...) {
			return flaw("list", "check: "+name+" is not a list of at most 200 words", "name", name)
		}
	}
	for _, name := range c.flags {
		if value, given := s.Params[name]; given {
			if _, ok := value.(bool); !ok {
				return flaw("flag", "check: "+name+" is neither true nor false", "name", name)
			}
		}
	}
	for _, name := range c.hours {
		if hour, ok := s.Params[name].(string); !ok || !isHour(hour) {
			return flaw("hour", "check: "+name+" is not an hour like 12:00", "name", name)
		}
	}
	return nil
}

// isHour reports whether a text is an hour of the day as 15:04.
func isHour(s string) bool {
	_, err := time.Parse("15:04", s)
	return err == nil && len(s) == len("15:04")
}
