package rules

import (
	"bytes"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"time"

	"upright/internal/upr"
)

//go:embed data/*.json
var embedded embed.FS

const (
	ownFile   = "data/upright.json" // the rules of Upright itself, which every set carries
	verbsFile = "data/verbs.json"
	// calendarFile is no rule set: an administrator keeps it in the same folder, and package calendar reads it.
	calendarFile = "calendar.json"
)

// LoadSets returns the rule sets by id: those of the program, and those of *.json files in fsys, which replace a set
// with the same id; calendar.json is not one of them. A nil fsys has none. Errors name the file, and the rule.
func LoadSets(fsys fs.FS) (map[string]*Set, error) {
	own, err := readSet(embedded, ownFile)
	if err != nil {
		return nil, err
	}
	table, err := readVerbs()
	if err != nil {
		return nil, err
	}
	own.verbs = *table
	sets := map[string]*Set{}
	for _, name := range []string{"data/cycle-4.json", "data/cycle-5-provisional.json"} {
		if err := addSet(sets, embedded, name, own); err != nil {
			return nil, err
		}
	}
	if fsys == nil {
		return sets, nil
	}
	names, err := fs.Glob(fsys, "*.json")
	if err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	given := map[string]*Set{}
	for _, name := range names {
		if name == calendarFile {
			continue
		}
		if err := addSet(given, fsys, name, own); err != nil {
			return nil, err
		}
	}
	known := map[string]bool{}
	for _, set := range sets {
		for _, r := range set.Rules {
			known[r.ID] = true
		}
	}
	for id, set := range given {
		for i, r := range set.Rules {
			set.Rules[i].foreign = !known[r.ID]
		}
		sets[id] = set
	}
	return sets, nil
}

func addSet(sets map[string]*Set, fsys fs.FS, name string, own *Set) error {
	set, err := readSet(fsys, name)
	if err != nil {
		return err
	}
	if _, twice := sets[set.ID]; twice {
		return fmt.Errorf("rules: %s: there are two sets %s", name, set.ID)
	}
	for _, r := range set.Rules {
		if r.Own() {
			return fmt.Errorf("rules: %s: rule %s: rules of the program itself cannot be replaced", name, r.ID)
		}
	}
	set.Rules = append(set.Rules, own.Rules...)
	set.verbs = own.verbs
	sets[set.ID] = set
	return nil
}

// SetFor returns the id of the set for a cycle: the one that is not provisional when there are both, the one of the
// latest cycle before it when there is none, "" when there is none of those either.
func SetFor(sets map[string]*Set, cycle int) string {
	best := ""
	for id, set := range sets {
		if set.Cycle > cycle {
			continue
		}
		if now := sets[best]; best == "" || set.Cycle > now.Cycle ||
			set.Cycle == now.Cycle && (now.Provisional && !set.Provisional || now.Provisional == set.Provisional && id < best) {
			best = id
		}
	}
	return best
}

func readSet(fsys fs.FS, name string) (*Set, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("rules: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	set := &Set{}
	if err := d.Decode(set); err != nil {
		return nil, fmt.Errorf("rules: %s: %w", name, err)
	}
	if err := set.validate(); err != nil {
		return nil, fmt.Errorf("rules: %s: %w", name, err)
	}
	return set, nil
}

var setID = regexp.MustCompile(`^[a-z0-9-]{1,100}$`)

func (s *Set) validate() error {
	if !setID.MatchString(s.ID) || s.Version < 1 || s.Cycle < 0 || s.Title == "" {
		return errors.New("id, version, cycle or title is missing or wrong")
	}
	if _, err := time.Parse(time.DateOnly, s.Checked); err != nil {
		return errors.New("checked is not a day")
	}
	if len(s.Rules) == 0 {
		return errors.New("it has no rules")
	}
	seen := map[string]bool{}
	known := checks()
	for _, r := range s.Rules {
		if seen[r.ID] {
			return fmt.Errorf("rule %s stands twice", r.ID)
		}
		seen[r.ID] = true
		if err := r.validate(known); err != nil {
			return fmt.Errorf("rule %s: %w", r.ID, err)
		}
	}
	return nil
}

var ruleID = regexp.MustCompile(`^[A-Z]+(-[A-Z0-9]+)+$`)

func (r Rule) validate(known map[string]check) error {
	switch {
	case !ruleID.MatchString(r.ID):
		return errors.New("the id is not like UPR-LEN-01")
	case r.Title == "" || r.Statement == "" || r.Group == "":
		return errors.New("title, statement or group is missing")
	case r.Level != Binding && r.Level != Advisory:
		return errors.New("level is neither binding nor advisory")
	case r.Severity != Error && r.Severity != Warning && r.Severity != Advice:
		return errors.New("severity is neither error nor warning nor advice")
	case !slices.Contains([]Confidence{Confirmed, ConfirmedOlderCycle, PartlyConfirmed, Conflicting, Unconfirmed}, r.SetConfidence):
		return errors.New("confidence is unknown")
	case r.Only != "" && r.Only != upr.Individual && r.Only != upr.Joint:
		return errors.New("only is neither individual nor joint")
	case len(r.Sources) == 0 || slices.ContainsFunc(r.Sources, func(s Source) bool { return s.Document == "" }):
		return errors.New("it has no source")
	}
	return r.Check.validate(known)
}

func (s CheckSpec) validate(known map[string]check) error {
	switch s.Kind {
	case Manual, Information:
		return nil
	case Construction:
		if s.By == "" {
			return errors.New("check: by does not say which part of the program keeps it")
		}
		return nil
	case Automatic, Semi:
	default:
		return errors.New("check: unknown kind")
	}
	c, ok := known[s.By]
	if !ok {
		return fmt.Errorf("check: there is no check %q", s.By)
	}
	for _, name := range c.numbers {
		if n, ok := s.Params[name].(float64); !ok || n < 0 || n > 1e6 {
			return fmt.Errorf("check: %s is not a number from 0 to 1,000,000", name)
		}
	}
	for _, name := range c.lists {
		if values, ok := s.Params[name].([]any); !ok || len(s.list(name)) != len(values) {
			return fmt.Errorf("check: %s is not a list of words", name)
		}
	}
	return nil
}
