package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// TestPseudonymsStay: an address that somebody was invited by, and what was noted of them, do not stand beside the name that
// they chose afterwards, but for the administrators of their own organization.
func TestPseudonymsStay(t *testing.T) {
	ctx, c := t.Context(), newCoalition(t)
	cy := addUser(t, c.Store, "cy@example.org", false)
	if _, err := c.InvitePerson(ctx, c.anna, store.NewPeopleInvitation{
		TokenHash: bytesOf(200), Submission: c.id, Organization: c.member, Role: string(upr.Coordinator), Email: "cy@example.org",
		Note: "Cy of the field office", Created: time.Now(), Expires: time.Now().Add(time.Hour),
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Join(ctx, cy, bytesOf(200), time.Now(), store.Joining{}); err != nil {
		t.Fatal(err)
	}
	// told is all that somebody is told about people here.
	told := func(by upr.Actor) string {
		t.Helper()
		people, err := c.People(ctx, by, c.id)
		if err != nil {
			t.Fatal(err)
		}
		invitations, err := c.PeopleInvitations(ctx, by, c.id, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		notices, _, err := c.Notices(ctx, by, c.id, store.Page{})
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%+v %+v %+v", people, invitations, notices)
	}
	if said := told(c.anna); !strings.Contains(said, "cy@example.org") || !strings.Contains(said, "field office") {
		t.Errorf("before she chose a name: %s", said)
	}
	if err := c.SetPseudonym(ctx, cy, c.id, "A river"); err != nil {
		t.Fatal(err)
	}
	for name, one := range map[string]struct {
		by   upr.Actor
		told bool
	}{
		"who invited her and coordinates all":       {c.anna, false},
		"the administrator of her own organization": {c.ben, true},
	} {
		said := told(one.by)
		if strings.Contains(said, "Name of cy") || !strings.Contains(said, "A river") {
			t.Errorf("%s: the name is told: %s", name, said)
		}
		for _, secret := range []string{"cy@example.org", "field office"} {
			if strings.Contains(said, secret) != one.told {
				t.Errorf("%s is told %q: %t", name, secret, !one.told)
			}
		}
		if !one.told && strings.Count(said, "By:A river") != 0 {
			t.Errorf("%s: the invitation is told to be hers: %s", name, said)
		}
	}
	// Who does not see the note does not take it away.
	if err := c.SetPerson(ctx, c.anna, c.id, cy.User, store.PersonChange{Role: upr.Editor}); err != nil {
		t.Fatal(err)
	}
	if said := told(c.ben); !strings.Contains(said, "field office") {
		t.Errorf("the note is gone: %s", said)
	}
}
