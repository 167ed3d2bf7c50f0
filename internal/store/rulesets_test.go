package store_test

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// TestRuleSetVersions: what the program and its folder bring, what administrators choose, and who wins.
func TestRuleSetVersions(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	admin := addUser(t, w.Store, "root@example.org", true)
	version := func(content string, origin store.RuleSetOrigin) store.RuleSetVersion {
		return store.RuleSetVersion{Set: "cycle-4", Version: 1, Content: content, Origin: origin}
	}
	starts := func(content string, origin store.RuleSetOrigin, want int) {
		t.Helper()
		if err := w.KeepRuleSets(ctx, []store.RuleSetVersion{version(content, origin)}); err != nil {
			t.Fatal(err)
		}
		if got, err := w.RuleSetsInForce(ctx); err != nil || got["cycle-4"] != want {
			t.Errorf("after a start with %s of the %s version %d is in force, want %d: %v", content, origin, got["cycle-4"], want, err)
		}
	}
	choose := func(number, seen int) {
		t.Helper()
		if err := w.ChooseRuleSetVersion(ctx, admin, "cycle-4", number, seen, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	// Several servers start at once: one version, one choice.
	var starting sync.WaitGroup
	for range 4 {
		starting.Go(func() {
			if err := w.KeepRuleSets(ctx, []store.RuleSetVersion{version("{1}", store.ProgramOrigin)}); err != nil {
				t.Error(err)
			}
		})
	}
	starting.Wait()
	starts("{1}", store.ProgramOrigin, 1)
	starts("{2}", store.ProgramOrigin, 2) // a newer program, while nobody chose
	starts("{1}", store.ProgramOrigin, 1) // and back

	number, fresh, err := w.AddRuleSetVersion(ctx, admin, version("{3}", store.ChangeOrigin), time.Now())
	if err != nil || number != 3 || !fresh {
		t.Fatalf("version %d, %v", number, err)
	}
	if number, fresh, err = w.AddRuleSetVersion(ctx, admin, version("{2}", store.UploadOrigin), time.Now()); err != nil || number != 2 || fresh {
		t.Errorf("the same content again is version %d, %v", number, err)
	}
	starts("{1}", store.ProgramOrigin, 1) // a version that nobody chose does nothing
	choose(3, 1)
	starts("{1}", store.ProgramOrigin, 3) // what an administrator chose outlives a start
	starts("{4}", store.ProgramOrigin, 3) // and a newer program, whose version only waits
	starts("{5}", store.FolderOrigin, 5)  // but not what the operator newly puts in
	choose(3, 5)
	starts("{5}", store.FolderOrigin, 3)
	choose(3, 3) // once more: nothing new happened

	if acts, _, err := w.AdministrationLog(ctx, admin, store.Page{}); err != nil || len(acts) != 3 || acts[0].Kind != upr.RulesChosenAct {
		t.Errorf("the log of the administration has %+v, %v", acts, err)
	}
	versions, choices, err := w.RuleSetVersions(ctx, admin, "cycle-4")
	if err != nil || len(versions) != 5 || len(choices) != 6 {
		t.Fatalf("%d versions, %d choices: %v %+v", len(versions), len(choices), err, choices)
	}
	if v := versions[2]; v.Version != 3 || !v.InForce || v.By == "" || v.Origin != store.ChangeOrigin || versions[0].InForce {
		t.Errorf("the third version is %+v", v)
	}
	if content, err := w.RuleSetContent(ctx, "cycle-4", 3); err != nil || content != "{3}" {
		t.Errorf("it says %q, %v", content, err)
	}

	// Who may not, what is not there, and who looked at something else.
	for who, by := range map[string]upr.Actor{"no administrator": w.coordinator, "none any more": {User: w.coordinator.User, Admin: true}} {
		for name, err := range map[string]error{
			"adds":    added(w.AddRuleSetVersion(ctx, by, version("{9}", store.UploadOrigin), time.Now())),
			"chooses": w.ChooseRuleSetVersion(ctx, by, "cycle-4", 1, 3, time.Now()),
			"lists":   listed(w.RuleSetVersions(ctx, by, "cycle-4")),
		} {
			if kindOf(err) != upr.Forbidden {
				t.Errorf("who is %s %s: %v", who, name, err)
			}
		}
	}
	if err := w.ChooseRuleSetVersion(ctx, admin, "cycle-4", 1, 2, time.Now()); kindOf(err) != upr.Conflict {
		t.Errorf("an old look: %v", err)
	}
	if err := w.ChooseRuleSetVersion(ctx, admin, "cycle-4", 77, 3, time.Now()); kindOf(err) != upr.NotFound {
		t.Errorf("a version that is not there: %v", err)
	}
	if _, err := w.RuleSetContent(ctx, "cycle-9", 1); kindOf(err) != upr.NotFound {
		t.Errorf("a set that is not there: %v", err)
	}
}

func added(_ int, _ bool, err error) error { return err }

func listed(_ []store.RuleSetVersion, _ []store.RuleSetChoice, err error) error { return err }

// TestRulesOfSubmission: a submission is begun with what is in force, keeps it, and takes or leaves another by its coordinators.
func TestRulesOfSubmission(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	admin := addUser(t, w.Store, "root@example.org", true)
	for i := range 2 {
		if _, _, err := w.AddRuleSetVersion(ctx, admin, store.RuleSetVersion{
			Set: "cycle-4", Version: 1, Content: fmt.Sprintf("{%d}", i), Origin: store.UploadOrigin,
		}, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.ChooseRuleSetVersion(ctx, admin, "cycle-4", 2, 0, time.Now()); err != nil {
		t.Fatal(err)
	}
	rulesOf := func() upr.RulesRef {
		t.Helper()
		one, err := w.Submission(ctx, w.coordinator, w.id)
		if err != nil {
			t.Fatal(err)
		}
		return upr.RulesRef{Set: one.RuleSet, Version: one.RuleVersion}
	}
	had := rulesOf()
	if had.Version != 1 {
		t.Errorf("begun before anything was in force, it has %+v", had)
	}
	next := upr.RulesRef{Set: "cycle-4", Version: 2}
	var text [32]byte
	for _, rule := range []string{"UPR-A-1", "UPR-B-1"} {
		if err := w.TickRule(ctx, w.ben, w.id, rule, text); err != nil {
			t.Fatal(err)
		}
	}
	for name, by := range map[string]upr.Actor{"an editor": w.ben, "a reader": w.reader} {
		if err := w.TakeRules(ctx, by, w.id, had, next, nil); kindOf(err) != upr.Forbidden {
			t.Errorf("%s takes rules: %v", name, err)
		}
		if err := w.LeaveRules(ctx, by, w.id, next); kindOf(err) != upr.Forbidden {
			t.Errorf("%s leaves rules: %v", name, err)
		}
	}
	if err := w.TakeRules(ctx, w.coordinator, w.id, next, next, nil); kindOf(err) != upr.Conflict {
		t.Errorf("from a version that it does not have: %v", err)
	}
	if err := w.TakeRules(ctx, w.coordinator, w.id, had, upr.RulesRef{Set: "cycle-4", Version: 9}, nil); kindOf(err) != upr.Conflict {
		t.Errorf("a version that is not there: %v", err)
	}
	if err := w.LeaveRules(ctx, w.coordinator, w.id, next); err != nil {
		t.Fatal(err)
	}
	if one, err := w.Submission(ctx, w.reader, w.id); err != nil || one.Left != next {
		t.Errorf("left %+v, %v", one.Left, err)
	}
	if err := w.TakeRules(ctx, w.coordinator, w.id, had, next, []string{"UPR-B-1"}); err != nil {
		t.Fatal(err)
	}
	if got := rulesOf(); got != next {
		t.Errorf("it has %+v", got)
	}
	ticks, err := w.Ticks(ctx, w.reader, w.id)
	if err != nil || len(ticks) != 1 || ticks["UPR-A-1"].By != w.ben.User {
		t.Errorf("what was confirmed of a rule that changed is still confirmed: %+v, %v", ticks, err)
	}
	if err := w.TickRule(ctx, w.reader, w.id, "UPR-A-1", text); kindOf(err) != upr.Forbidden {
		t.Errorf("a reader confirms: %v", err)
	}
	// What became final keeps its rules.
	w.exec(t, `UPDATE manuscripts SET final = 1 WHERE submission_id = $1`, w.id)
	if err := w.TakeRules(ctx, w.coordinator, w.id, next, upr.RulesRef{Set: "cycle-4", Version: 1}, nil); kindOf(err) != upr.Conflict {
		t.Errorf("a final text takes rules: %v", err)
	}
}
