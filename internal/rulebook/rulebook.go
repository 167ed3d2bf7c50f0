// Package rulebook holds the rule sets of an installation: the versions that the database keeps, read once each.
//
// Versions never change, so what was read stays right for as long as the process runs; which of them are in force is asked
// of the database each time, so several servers never differ. It refuses to decide what a rule means, which is for
// package rules, and who may change one, which is for the store.
package rulebook

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"upright/internal/rules"
	"upright/internal/store"
	"upright/internal/upr"
)

// A Book gives rule sets. Any number of goroutines may use it. Make one with Open.
type Book struct {
	store *store.Store
	given map[string]*rules.Set // that the program was started with, by id

	mu   sync.Mutex
	read map[upr.RulesRef]*rules.Set // guarded by mu; holds what exists, which is little
}

// Open makes a book of the sets that the program was started with: those of the program and of its folder, by id, as
// rules.LoadSets returns them. It reads and writes nothing yet: see Keep.
func Open(st *store.Store, given map[string]*rules.Set) *Book {
	return &Book{store: st, given: given, read: make(map[upr.RulesRef]*rules.Set)}
}

// Keep puts the sets that the program was started with into the database, where they are not there already. The first
// start on a database, or with another program or folder, brings them into force: see store.KeepRuleSets.
func (b *Book) Keep(ctx context.Context) error {
	program, err := rules.LoadSets(nil)
	if err != nil {
		return err
	}
	var list []store.RuleSetVersion
	for id, set := range b.given {
		v := store.RuleSetVersion{Set: id, Version: set.Version, Content: set.Content(), Origin: store.FolderOrigin}
		if own, ok := program[id]; ok && own.Content() == v.Content {
			v.Origin = store.ProgramOrigin
		}
		list = append(list, v)
	}
	// Always in the same order: two servers that start at once would wait for each other's locks.
	slices.SortFunc(list, func(a, b store.RuleSetVersion) int { return cmp.Compare(a.Set, b.Set) })
	return b.store.KeepRuleSets(ctx, list)
}

// Set returns a version of a rule set. Version 0 is the one that the program was started with. A version that is nowhere
// is an error and no NotFound: a submission bears it, and to check against other rules without a word would be worse.
func (b *Book) Set(ctx context.Context, ref upr.RulesRef) (*rules.Set, error) {
	if ref.Version == 0 {
		if set, ok := b.given[ref.Set]; ok {
			return set, nil
		}
		return nil, fmt.Errorf("rule set %q is not among those that the program was started with", ref.Set)
	}
	b.mu.Lock()
	set, ok := b.read[ref]
	b.mu.Unlock()
	if ok {
		return set, nil
	}
	content, err := b.store.RuleSetContent(ctx, ref.Set, ref.Version)
	if err != nil {
		return nil, fmt.Errorf("rule set %s, version %d: %w", ref.Set, ref.Version, hidden(err))
	}
	if set, err = rules.Stored(content, ref.Version); err != nil {
		return nil, fmt.Errorf("rule set %s, version %d: %w", ref.Set, ref.Version, err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.read[ref] = set
	return set, nil
}

// hidden keeps the text of an error and what it is not: something that a person asked for and could correct.
func hidden(err error) error {
	var known *upr.Error
	if errors.As(err, &known) {
		return errors.New(err.Error())
	}
	return err
}

// InForce returns the versions that submissions are begun with, by the ids of their sets. A set of which the database knows
// nothing yet, because no server was started on it with that set, is the one that this program was started with.
func (b *Book) InForce(ctx context.Context) (map[string]*rules.Set, error) {
	versions, err := b.store.RuleSetsInForce(ctx)
	if err != nil {
		return nil, err
	}
	sets := maps.Clone(b.given)
	for id, version := range versions {
		if sets[id], err = b.Set(ctx, upr.RulesRef{Set: id, Version: version}); err != nil {
			return nil, err
		}
	}
	return sets, nil
}

// Newer returns the version that a submission could take instead of its own: the one in force for its cycle. It is nil
// when the submission has it already.
func (b *Book) Newer(ctx context.Context, one *upr.Submission) (*rules.Set, error) {
	sets, err := b.InForce(ctx)
	if err != nil {
		return nil, err
	}
	set, ok := sets[rules.SetFor(sets, one.Details.Cycle)]
	if !ok || set.ID == one.RuleSet && set.Version == one.RuleVersion {
		return nil, nil
	}
	return set, nil
}
