package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// Whoever loses their rights while they wait for the lock has them no more when it is theirs: none of what waits here
// happens. Asked before the lock, all of it would.
func TestRightsAreAskedInsideTheLock(t *testing.T) {
	ctx, c := t.Context(), newCoalition(t)
	third, fourth := c.joins("Third"), addOrganization(t, c.Store, c.anna, "Fourth")
	first, err := c.ask(c.anna, 0, 0, false)
	c.must(err)
	c.must(c.sign(c.anna, c.lead, first.Number, upr.Endorsed))
	one, err := c.Submission(ctx, c.anna, c.id)
	c.must(err)
	seal := c.seal(0)
	waiting := map[string]func() error{
		"final": func() error {
			_, err := c.MakeFinal(ctx, c.anna, c.id, store.Finishing{
				Seal: seal, Portable: []byte("{}"), Sum: fmt.Sprintf("%064x", 0), Revision: first.Number, Seen: 1,
				Left: []upr.OrganizationID{c.member, third}, Today: lastDay(),
			})
			return err
		},
		"ask": func() error {
			_, err := c.AskSignoff(ctx, c.anna, c.id, store.NewRequest{Seal: seal, Name: "R", Until: lastDay(), Latest: first.Number})
			return err
		},
		"sign":      func() error { return c.sign(c.anna, c.lead, first.Number, upr.WithPosition) },
		"reopen":    func() error { return c.Reopen(ctx, c.anna, c.id, first.Number) },
		"hand in":   func() error { return c.HandIn(ctx, c.anna, c.id, first.Number, upr.HandedIn{}, nil) },
		"join":      func() error { return c.JoinOrganization(ctx, c.anna, c.id, fourth) },
		"move":      func() error { return c.MoveOrganization(ctx, c.anna, c.id, third, true) },
		"hand over": func() error { return c.HandOver(ctx, c.anna, c.id, c.member) },
		"remove":    func() error { return c.RemoveOrganization(ctx, c.anna, c.id, c.member) },
		"appear":    func() error { return c.SetAppearance(ctx, c.anna, c.id, third, upr.RepresentedAppearance, c.lead) },
		"details": func() error {
			_, err := c.UpdateDetails(ctx, c.anna, c.id, one.Version, one.Details, one.RuleSet)
			return err
		},
		"end": func() error { return c.EndPerson(ctx, c.anna, c.id, c.ben.User) },
		"keep consent": func() error {
			return c.SaveConsent(ctx, c.anna, c.id, &upr.Consent{Label: "Case", Extent: upr.NoConsentNeeded, Terms: "An office"})
		},
		"confirm names": func() error { return c.ConfirmNaming(ctx, c.anna, c.id, 0) },
		"tick":          func() error { return c.TickRule(ctx, c.anna, c.id, "UPR-PUB-01", [32]byte{}) },
		"untick":        func() error { return c.UntickRule(ctx, c.anna, c.id, "UPR-PUB-01") },
		"leave rules":   func() error { return c.LeaveRules(ctx, c.anna, c.id, upr.RulesRef{Set: "cycle-4", Version: 1}) },
	}
	lock, err := c.db.BeginTx(ctx, nil)
	c.must(err)
	defer func() { _ = lock.Rollback() }()
	_, err = lock.ExecContext(ctx, `SELECT FROM submissions WHERE id = $1 FOR UPDATE`, c.id)
	c.must(err)
	type result struct {
		what string
		err  error
	}
	results := make(chan result, len(waiting))
	for what, f := range waiting {
		go func() { results <- result{what, f()} }()
	}
	c.waitForLock(len(waiting))
	_, err = lock.ExecContext(ctx, `DELETE FROM organization_members WHERE user_id = $1`, c.anna.User)
	c.must(errors.Join(err, lock.Commit()))
	for range waiting {
		r := <-results
		var known *upr.Error
		if !errors.As(r.err, &known) || known.Kind != upr.NotFound {
			t.Errorf("%s: %v, want not found", r.what, r.err)
		}
	}
}

// waitForLock waits until n statements of this database wait for a lock.
func (c *coalition) waitForLock(n int) {
	c.t.Helper()
	for range 1000 {
		var waiting int
		c.must(c.db.QueryRowContext(c.t.Context(), `
			SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&waiting))
		if waiting == n {
			return
		}
		time.Sleep(10 * time.Millisecond) // until the next look; what is waited for is seen, not guessed
	}
	c.t.Fatalf("not all of %d wait", n)
}

// Of coordinators who make the text final at once one does, and it is final once.
func TestMakeFinalAtOnce(t *testing.T) {
	c := newCoalition(t)
	first, err := c.ask(c.anna, 0, 0, false)
	c.must(err)
	c.must(errors.Join(c.sign(c.anna, c.lead, first.Number, upr.Endorsed), c.sign(c.ben, c.member, first.Number, upr.Endorsed)))
	wantOneWinner(t, atOnce(4, func(int) error { return c.finish(0) }), upr.Conflict)
	if now := c.signing(); now.Final == nil || len(now.Finals) != 1 {
		t.Errorf("it is final %d times", len(now.Finals))
	}
	// And of those who reopen it, one.
	wantOneWinner(t, atOnce(4, func(int) error { return c.Reopen(t.Context(), c.anna, c.id, first.Number) }), upr.Conflict)
}

// Freezing races the title: either the old one is frozen and the change reopens it, or who asks is told that it changed.
func TestAskWhileTheTitleChanges(t *testing.T) {
	c := newCoalition(t)
	for round := range 6 {
		shown := c.seal(0)
		latest := 0
		if now := c.signing(); now.Request != nil {
			latest = now.Request.Revision.Number
		}
		one, err := c.Submission(t.Context(), c.anna, c.id)
		c.must(err)
		errs := atOnce(2, func(i int) error {
			if i == 0 {
				one.Details.Title = fmt.Sprintf("Title %d", round)
				_, err := c.UpdateDetails(t.Context(), c.anna, c.id, one.Version, one.Details, one.RuleSet)
				return err
			}
			_, err := c.AskSignoff(t.Context(), c.anna, c.id, store.NewRequest{Seal: shown, Name: "R", Until: lastDay(), Latest: latest})
			return err
		})
		c.must(errs[0])
		if errs[1] != nil {
			wantKey(t, errs[1], "ask.details-moved")
		} else if frozen := c.signing().Request.Seal.Cover.Title; frozen != shown.Cover.Title {
			t.Errorf("round %d: %q is frozen, %q was shown", round, frozen, shown.Cover.Title)
		}
	}
}

// Signing races the removal of the organization that signs: it signed before it left, or it did not sign.
func TestSignWhileRemoved(t *testing.T) {
	c := newCoalition(t)
	for round := range 5 {
		latest := 0
		if now := c.signing(); now.Request != nil {
			latest = now.Request.Revision.Number
		}
		asked, err := c.ask(c.anna, 0, latest, false)
		c.must(err)
		said := len(c.signing().Answers)
		errs := atOnce(2, func(i int) error {
			if i == 0 {
				return c.sign(c.ben, c.member, asked.Number, upr.Endorsed)
			}
			return c.RemoveOrganization(t.Context(), c.anna, c.id, c.member)
		})
		c.must(errs[1])
		last := ""
		c.must(c.db.QueryRowContext(t.Context(), `
			SELECT kind FROM record_entries WHERE submission_id = $1 ORDER BY number DESC LIMIT 1`, c.id).Scan(&last))
		switch answers := len(c.signing().Answers); {
		case last != string(upr.OrganizationLeftRecord):
			t.Errorf("round %d: the last thing that happened is %s", round, last)
		case errs[0] == nil && answers != said+1, errs[0] != nil && answers != said:
			t.Errorf("round %d: %v, and %d answers more", round, errs[0], answers-said)
		case errs[0] != nil:
			wantKind(t, errs[0], upr.NotFound)
		}
		_, err = c.Join(t.Context(), c.ben, c.invite(c.anna, "", upr.Reader, time.Time{}), time.Now(), store.Joining{Organization: c.member})
		c.must(err)
	}
}

// Of two coordinators who remove each other at once one remains, where no organization brings another.
func TestRemoveEachOtherAtOnce(t *testing.T) {
	ctx, c := t.Context(), newCoalition(t)
	both := []upr.Actor{c.give("one@example.org", c.lead, upr.Coordinator), c.give("two@example.org", c.lead, upr.Coordinator)}
	c.exec(`DELETE FROM organization_members WHERE organization_id = $1`, string(c.lead))
	for range 5 {
		c.exec(`UPDATE submission_people SET left_at = NULL`)
		wantOneWinner(t, atOnce(2, func(i int) error { return c.EndPerson(ctx, both[i], c.id, both[1-i].User) }), upr.NotFound)
	}
}
