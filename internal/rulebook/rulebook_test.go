package rulebook_test

import (
	"errors"
	"strings"
	"testing"

	"upright/internal/rulebook"
	"upright/internal/rules"
	"upright/internal/store/storetest"
	"upright/internal/upr"
)

// TestBook: the program's sets come in once, a folder's wins, and what a submission bears is found for as long as it bears it.
func TestBook(t *testing.T) {
	ctx, st := t.Context(), storetest.Open(t)
	program, err := rules.LoadSets(nil)
	if err != nil {
		t.Fatal(err)
	}
	book := rulebook.Open(st, program)
	before, err := book.InForce(ctx)
	if err != nil || before["cycle-4"] != program["cycle-4"] {
		t.Errorf("on an empty database: %v", err)
	}
	for range 2 { // two starts
		if err := book.Keep(ctx); err != nil {
			t.Fatal(err)
		}
	}
	first, err := book.Set(ctx, upr.RulesRef{Set: "cycle-4", Version: 1})
	if err != nil || !rules.Compare(first, program["cycle-4"]).Empty() || first == program["cycle-4"] {
		t.Fatalf("the first version: %v", err)
	}
	if again, _ := book.Set(ctx, upr.RulesRef{Set: "cycle-4", Version: 1}); again != first {
		t.Error("a version is read twice")
	}

	// Another process with a folder: both know the new version at once, and the old one still.
	changed, err := rules.Parse([]byte(strings.Replace(program["cycle-4"].File(), `"max_words": 2815`, `"max_words": 3000`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	folder := map[string]*rules.Set{"cycle-4": changed, "cycle-5-provisional": program["cycle-5-provisional"]}
	if err := rulebook.Open(st, folder).Keep(ctx); err != nil {
		t.Fatal(err)
	}
	one := &upr.Submission{RuleSet: "cycle-4", RuleVersion: 1, Details: upr.Details{Cycle: 4, Kind: upr.Individual}}
	newer, err := book.Newer(ctx, one)
	if err != nil || newer == nil || newer.Version != 2 {
		t.Fatalf("offered: %+v, %v", newer, err)
	}
	if words, _ := newer.Limit(one); words != 3000 {
		t.Errorf("it allows %d words", words)
	}
	if words, _ := first.Limit(one); words != 2815 {
		t.Errorf("the first version allows %d words now", words)
	}
	one.RuleVersion = 2
	if newer, err = book.Newer(ctx, one); err != nil || newer != nil {
		t.Errorf("offered what it has: %+v, %v", newer, err)
	}

	// What is nowhere is a fault of the installation, and no page that is not there.
	for _, ref := range []upr.RulesRef{{Set: "cycle-4", Version: 9}, {Set: "cycle-9", Version: 1}, {Set: "cycle-9"}} {
		var known *upr.Error
		if _, err := book.Set(ctx, ref); err == nil || errors.As(err, &known) {
			t.Errorf("%+v: %v", ref, err)
		}
	}
}
