package rules

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
)

// Parse reads a rule set that somebody gave, as LoadSets reads those of a folder. What is wrong with it is a Flaw.
func Parse(data []byte) (*Set, error) {
	if len(data) > MaxContent {
		return nil, flaw("large", "it is larger than 1 MiB")
	}
	set, err := decode(data)
	if err != nil {
		return nil, err
	}
	if err := set.validate(); err != nil {
		return nil, err
	}
	for _, r := range set.Rules {
		if r.Own() {
			return nil, ownFlaw(r.ID)
		}
	}
	return set, set.complete()
}

// Stored reads a version of a set that was kept as Content. It was valid when it was kept; a rule that this program has no
// check for any more, or another one, is left to people rather than forgotten.
func Stored(content string, version int) (*Set, error) {
	set := &Set{}
	if err := json.Unmarshal([]byte(content), set); err != nil {
		return nil, fmt.Errorf("rules: stored set: %w", err)
	}
	set.Version = version
	known := checks()
	for i, r := range set.Rules {
		if f := r.Check.validate(known); f != nil {
			set.Rules[i].Check.Kind = Manual
		}
	}
	return set, set.complete()
}

// decode reads the JSON of one set and nothing after it.
func decode(data []byte) (*Set, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	set := &Set{}
	if err := d.Decode(set); err != nil {
		return nil, damagedJSON(err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, flaw("more", "there is more in it than one rule set")
	}
	return set, nil
}

// Content is the set as it is kept and given away: JSON without its version, which is not part of what it says, and
// without the rules of Upright itself, which come from the program that reads it. Equal sets have equal contents.
func (s *Set) Content() string {
	plain := *s
	plain.Version = 0
	plain.Rules = s.given()
	var out bytes.Buffer
	to := json.NewEncoder(&out)
	to.SetEscapeHTML(false)
	to.SetIndent("", " ")
	if err := to.Encode(plain); err != nil {
		panic(fmt.Sprintf("rules: a set does not encode: %v", err)) // strings, numbers and lists of them
	}
	return out.String()
}

// File is the set as a file that Parse reads: Content with the version.
func (s *Set) File() string {
	plain := *s
	plain.Rules = s.given()
	data, err := json.MarshalIndent(plain, "", " ")
	if err != nil {
		panic(fmt.Sprintf("rules: a set does not encode: %v", err))
	}
	return string(data) + "\n"
}

// given are the rules without those of Upright itself.
func (s *Set) given() []Rule {
	var list []Rule
	for _, r := range s.Rules {
		if !r.Own() {
			list = append(list, r)
		}
	}
	return list
}

// complete gives a set what the program itself brings: its own rules, the statistics on verbs, and the knowledge of which
// rules the catalogues have words for.
func (s *Set) complete() error {
	own, err := readSet(embedded, ownFile)
	if err != nil {
		return err
	}
	table, err := readVerbs()
	if err != nil {
		return err
	}
	known, err := ofProgram()
	if err != nil {
		return err
	}
	s.markForeign(known)
	s.Rules, s.verbs = append(s.given(), own.Rules...), *table
	return nil
}

// A program is what the catalogues have words for: the rules of the program's sets by their ids, and the titles of the sets.
type program struct {
	rules  map[string]Rule
	titles map[string]string
}

// ofProgram reads the program's sets.
func ofProgram() (program, error) {
	known := program{map[string]Rule{}, map[string]string{}}
	for _, name := range setFiles() {
		set, err := readSet(embedded, name)
		if err != nil {
			return known, err
		}
		known.titles[set.ID] = set.Title
		for _, r := range set.Rules {
			known.rules[r.ID] = r
		}
	}
	return known, nil
}

// markForeign finds the rules that have to speak for themselves: the catalogues do not know them, or they say something else
// than the program's rule of that id. So does the name of the set.
func (s *Set) markForeign(known program) {
	title, ok := known.titles[s.ID]
	s.known = ok && title == s.Title
	for i, r := range s.Rules {
		k, ok := known.rules[r.ID]
		s.Rules[i].foreign = !r.Own() && (!ok || k.Title != r.Title || k.Statement != r.Statement ||
			!k.Ticked() && r.Ticked())
	}
}

// ownFlaw is that of a file with a rule of Upright itself.
func ownFlaw(rule string) *Flaw {
	return flaw("own", "rules of the program itself cannot be replaced").in(rule)
}
