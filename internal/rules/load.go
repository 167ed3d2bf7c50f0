package rules

import (
	"embed"
	"fmt"
	"io/fs"
)

//go:embed data/*.json
var embedded embed.FS

const (
	ownFile   = "data/upright.json" // the rules of Upright itself, which every set carries
	verbsFile = "data/verbs.json"
	// calendarFile is no rule set: an administrator keeps it in the same folder, and package calendar reads it.
	calendarFile = "calendar.json"
)

// setFiles are the sets of the program.
func setFiles() []string { return []string{"data/cycle-4.json", "data/cycle-5-provisional.json"} }

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
	for _, name := range setFiles() {
		if err := addSet(sets, embedded, name, own); err != nil {
			return nil, err
		}
	}
	known, err := ofProgram()
	if err != nil {
		return nil, err
	}
	for _, set := range sets {
		set.markForeign(known)
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
	for id, set := range given {
		set.markForeign(known)
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
			return fmt.Errorf("rules: %s: %w", name, ownFlaw(r.ID))
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
	set, err := decode(data)
	if err == nil {
		err = set.validate()
	}
	if err != nil {
		return nil, fmt.Errorf("rules: %s: %w", name, err)
	}
	return set, nil
}
