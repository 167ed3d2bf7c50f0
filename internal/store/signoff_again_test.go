package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// details changes what the cover says.
func (c *coalition) details(change func(d *upr.Details)) {
	c.t.Helper()
	one, err := c.Submission(c.t.Context(), c.anna, c.id)
	c.must(err)
	change(&one.Details)
	_, err = c.UpdateDetails(c.t.Context(), c.anna, c.id, one.Version, one.Details, one.RuleSet)
	c.must(err)
}

// joins adds an organization of Anna's.
func (c *coalition) joins(name string) upr.OrganizationID {
	c.t.Helper()
	id := addOrganization(c.t, c.Store, c.anna, name)
	c.must(c.JoinOrganization(c.t.Context(), c.anna, c.id, id))
	return id
}

// What is signed is more than the text: a title that changed reopens it, changed back it holds again, and neither is
// frozen or final without having been shown.
func TestSignTitle(t *testing.T) {
	c := newCoalition(t)
	var title string
	c.details(func(d *upr.Details) { title = d.Title })
	first, err := c.ask(c.anna, 0, 0, false)
	c.must(err)
	c.must(errors.Join(c.sign(c.anna, c.lead, first.Number, upr.Endorsed), c.sign(c.ben, c.member, first.Number, upr.Endorsed)))
	signed := c.signing().Last[c.member].Seal
	if signed.Cover.Title != title || !slices.Equal(signed.Cover.Organizations, []upr.OrganizationID{c.lead, c.member}) {
		t.Errorf("what was signed is kept as %+v", signed.Cover)
	}

	shown := c.seal(0)
	c.details(func(d *upr.Details) { d.Title = "Another title" })
	wantKey(t, c.finish(0), "final.details-moved")
	if one, err := c.Submission(t.Context(), c.anna, c.id); err != nil || one.Annexes.Signatories[0].Signed != (upr.Date{}) {
		t.Errorf("a title that nobody saw is said to be signed: %v", err)
	}
	stale := store.NewRequest{Seal: shown, Name: "Sign-off", Until: lastDay(), Latest: first.Number}
	_, err = c.AskSignoff(t.Context(), c.anna, c.id, stale)
	wantKey(t, err, "ask.details-moved")
	stale.Seal, stale.Wordless = c.seal(0), true
	_, err = c.AskSignoff(t.Context(), c.anna, c.id, stale)
	wantKey(t, err, "ask.wordless.not")
	second, err := c.ask(c.anna, 0, first.Number, false)
	c.must(err)
	if now := c.signing(); now.State(c.member) != upr.ReopenedState || now.Last[c.member].Seal.Cover.Title != title {
		t.Errorf("after another title: %s of %q", now.State(c.member), now.Last[c.member].Seal.Cover.Title)
	}

	c.details(func(d *upr.Details) { d.Title = title })
	third, err := c.ask(c.anna, 0, second.Number, false)
	c.must(err)
	if now := c.signing(); now.State(c.member) != upr.SignedState || now.State(c.lead) != upr.SignedState {
		t.Errorf("with the title that was signed: %s, %s", now.State(c.lead), now.State(c.member))
	}
	// Read before the title was changed and changed back again: the portable form might have the other one.
	now := c.signing()
	other := c.seal(0)
	other.Cover.Title = "Another title"
	_, err = c.MakeFinal(t.Context(), c.anna, c.id, store.Finishing{
		Seal: other, Portable: []byte("{}"), Sum: fmt.Sprintf("%064x", 0), Revision: third.Number, Seen: now.Seen, Today: today(),
	})
	wantKey(t, err, "final.details-moved")
	c.must(c.finish(0))
}

// Tables are kept as they were signed. An organization that joins reopens what others signed; one that leaves does not,
// nor does what another says of itself.
func TestSignTablesAndNames(t *testing.T) {
	ctx, c := t.Context(), newCoalition(t)
	third := c.joins("Third")
	entry := upr.SolidarityEntry{Bearer: upr.StateBearer, Duty: upr.RespectDuty, Right: "To a name"}
	_, err := c.AddSolidarityRow(ctx, c.anna, c.id, entry)
	c.must(err)
	first, err := c.ask(c.anna, 0, 0, false)
	c.must(err)
	for organization, who := range map[upr.OrganizationID]upr.Actor{c.lead: c.anna, c.member: c.ben, third: c.anna} {
		c.must(c.sign(who, organization, first.Number, upr.Endorsed))
	}
	c.must(errors.Join(
		c.UpdateOrganization(ctx, c.ben, c.member, upr.Organization{Name: "Safe Return International", Acronym: "SRI", City: "Nairobi"}),
		c.SetAppearance(ctx, c.ben, c.id, c.member, upr.AcronymAppearance, ""),
		c.RemoveOrganization(ctx, c.anna, c.id, third),
	))
	second, err := c.ask(c.anna, 0, first.Number, false)
	c.must(err)
	if now := c.signing(); now.State(c.lead) != upr.SignedState || now.State(c.member) != upr.SignedState {
		t.Errorf("after what another did with itself: %s, %s", now.State(c.lead), now.State(c.member))
	}
	fourth := c.joins("Fourth")
	_, err = c.AddSolidarityRow(ctx, c.anna, c.id, entry)
	c.must(err)
	latest, err := c.ask(c.anna, 0, second.Number, false)
	c.must(err)
	if now := c.signing(); now.State(c.member) != upr.ReopenedState || now.State(fourth) != upr.AwaitedState {
		t.Errorf("after another joined: %s, %s", now.State(c.member), now.State(fourth))
	}
	for revision, rows := range map[int]int{first.Number: 1, latest.Number: 2} {
		kept, err := c.Sealed(ctx, c.ben, c.id, revision)
		c.must(err)
		if len(kept.Annexes.Solidarity) != rows || kept.Annexes.Sum() != kept.Seal.Annexes {
			t.Errorf("revision %d keeps %+v", revision, kept.Annexes.Solidarity)
		}
	}
	stranger := addUser(t, c.Store, "eve@example.org", false)
	_, err = c.Sealed(ctx, stranger, c.id, first.Number)
	wantKind(t, err, upr.NotFound)
	_, err = c.Sealed(ctx, c.ben, c.id, 99)
	wantKind(t, err, upr.NotFound)
}

// Who signed is told when what they signed has changed and rested: once, and again only after they looked.
func TestTellChanged(t *testing.T) {
	ctx, c := t.Context(), newCoalition(t)
	first, err := c.ask(c.anna, 0, 0, false)
	c.must(err)
	soon := func() time.Time { return time.Now().Add(time.Hour) }
	compare := func(stands upr.Seal) {
		t.Helper()
		rested, err := c.RestedSinceSigned(ctx, soon())
		c.must(err)
		for _, r := range rested {
			c.must(c.TellChanged(ctx, r, stands))
		}
		if again, err := c.RestedSinceSigned(ctx, soon()); err != nil || len(again) > 0 {
			t.Errorf("compared, it is still to be compared: %v, %v", again, err)
		}
	}
	c.must(c.write(0, 1))
	if rested, err := c.RestedSinceSigned(ctx, soon()); err != nil || len(rested) > 0 {
		t.Errorf("nobody has signed, and %v is to be compared, %v", rested, err)
	}
	c.must(c.sign(c.ben, c.member, first.Number, upr.Endorsed))
	compare(c.seal(0)) // somebody wrote and took it back
	wantKinds(t, c.Store, c.ben, "signoff")
	c.must(c.write(1, 1))
	if rested, err := c.RestedSinceSigned(ctx, time.Now().Add(-time.Hour)); err != nil || len(rested) > 0 {
		t.Errorf("while it is written %v is compared, %v", rested, err)
	}
	compare(c.seal(2))
	wantKinds(t, c.Store, c.ben, "changed*", "signoff")
	c.must(c.write(2, 1))
	compare(c.seal(3))
	wantKinds(t, c.Store, c.ben, "changed*", "signoff") // the first stands for both
	c.must(c.ReadSignoff(ctx, c.ben, c.id))
	wantKinds(t, c.Store, c.ben, "changed", "signoff")
	c.details(func(d *upr.Details) { d.Title = "Another title" })
	compare(c.seal(3))
	wantKinds(t, c.Store, c.ben, "changed", "changed*", "signoff")
	wantKinds(t, c.Store, c.anna, "joined*") // she has not signed
	c.must(c.sign(c.ben, c.member, first.Number, upr.Withdrawn))
	c.must(c.write(3, 1))
	compare(c.seal(4))
	wantKinds(t, c.Store, c.ben, "changed", "changed", "signoff")
}
