package store_test

import (
	"database/sql"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"upright/internal/store"
	"upright/internal/store/storetest"
	"upright/internal/upr"
)

// A coalition is a submission of two organizations on a database of its own.
type coalition struct {
	*store.Store
	t            *testing.T
	db           *sql.DB
	anna, ben    upr.Actor // administer the lead and the other
	lead, member upr.OrganizationID
	id           upr.SubmissionID
	links        int
}

func newCoalition(t *testing.T) *coalition {
	t.Helper()
	url := storetest.URL(t)
	db, err := sql.Open("postgres", url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	c := &coalition{Store: storetest.Connect(t, url), t: t, db: db}
	c.anna, c.ben = addUser(t, c.Store, "anna@example.org", false), addUser(t, c.Store, "ben@example.org", false)
	c.lead, c.member = addOrganization(t, c.Store, c.anna, "Identity Now"), addOrganization(t, c.Store, c.ben, "Safe Return")
	d := someDetails()
	d.Kind = upr.Individual
	c.id = addSubmission(t, c.Store, c.anna, c.lead, d)
	if _, err := c.Join(t.Context(), c.ben, c.invite(c.anna, "", upr.Reader, time.Time{}), time.Now(), store.Joining{Organization: c.member}); err != nil {
		t.Fatal(err)
	}
	return c
}

// invite makes an invitation and returns the hash of its link.
func (c *coalition) invite(by upr.Actor, organization upr.OrganizationID, role upr.SubmissionRole, ends time.Time) []byte {
	c.t.Helper()
	c.links++
	hash := slices.Repeat([]byte{byte(c.links)}, 32)
	if _, err := c.InvitePerson(c.t.Context(), by, store.NewPeopleInvitation{
		TokenHash: hash, Submission: c.id, Organization: organization, Role: string(role), Ends: ends,
		Created: time.Now(), Expires: time.Now().Add(time.Hour),
	}); err != nil {
		c.t.Fatal(err)
	}
	return hash
}

// give makes an account with a role for an organization.
func (c *coalition) give(email string, organization upr.OrganizationID, role upr.SubmissionRole) upr.Actor {
	c.t.Helper()
	who := addUser(c.t, c.Store, email, false)
	if _, err := c.Join(c.t.Context(), who, c.invite(c.anna, organization, role, time.Time{}), time.Now(), store.Joining{}); err != nil {
		c.t.Fatal(err)
	}
	return who
}

func (c *coalition) exec(query string, args ...any) {
	c.t.Helper()
	if _, err := c.db.ExecContext(c.t.Context(), query, args...); err != nil {
		c.t.Fatal(err)
	}
}

// author finds somebody among the authors.
func (c *coalition) author(user upr.UserID) upr.Author {
	c.t.Helper()
	list, err := c.Authors(c.t.Context(), c.anna, c.id)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, a := range list {
		if a.User == user {
			return a
		}
	}
	return upr.Author{}
}

// TestWhoReads holds the two ways together in which the database is asked who may read: the rights to one submission, and
// the list of those that somebody may read.
func TestWhoReads(t *testing.T) {
	ctx, c := t.Context(), newCoalition(t)
	plain, staff := addUser(t, c.Store, "plain@example.org", false), addUser(t, c.Store, "staff@example.org", false)
	for org, who := range map[upr.OrganizationID]upr.Actor{c.member: plain, c.lead: staff} {
		by := c.anna
		if org == c.member {
			by = c.ben
		}
		if err := c.AddMember(ctx, by, org, who.User, upr.Member); err != nil {
			t.Fatal(err)
		}
	}
	reader, ended, left := c.give("r@example.org", c.member, upr.Reader), c.give("e@example.org", c.member, upr.Editor), c.give("l@example.org", c.lead, upr.Editor)
	c.exec(`UPDATE submission_people SET ends_at = now() WHERE user_id = $1`, ended.User)
	if err := c.EndPerson(ctx, c.anna, c.id, left.User); err != nil {
		t.Fatal(err)
	}
	for name, one := range map[string]struct {
		who  upr.Actor
		role upr.SubmissionRole
	}{
		"administrator of the lead": {c.anna, upr.Coordinator},
		"member of the lead":        {staff, upr.Editor},
		"administrator of another":  {c.ben, upr.Commenter},
		"plain member of another":   {plain, upr.NoSubmissionRole},
		"reader":                    {reader, upr.Reader},
		"one whose time has ended":  {ended, upr.NoSubmissionRole},
		"former member":             {left, upr.NoSubmissionRole},
		"stranger":                  {addUser(t, c.Store, "s@example.org", false), upr.NoSubmissionRole},
		"administrator of the installation, a stranger too": {addUser(t, c.Store, "root@example.org", true), upr.NoSubmissionRole},
	} {
		in, err := c.Standing(ctx, one.who, c.id)
		if one.role == upr.NoSubmissionRole {
			wantKind(t, err, upr.NotFound)
		} else if err != nil || in.Role() != one.role {
			t.Errorf("%s: %q, %v; want %q", name, in.Role(), err, one.role)
		}
		list, _, err := c.Submissions(ctx, one.who, store.Page{})
		if err != nil || (len(list) == 1) != (one.role != upr.NoSubmissionRole) {
			t.Errorf("%s has %d submissions in the list, %v", name, len(list), err)
		}
	}
}

func TestCoalitionChangesKind(t *testing.T) {
	ctx, c := t.Context(), newCoalition(t)
	kind := func() upr.Kind {
		t.Helper()
		one, err := c.Submission(ctx, c.anna, c.id)
		if err != nil {
			t.Fatal(err)
		}
		return one.Details.Kind
	}
	if kind() != upr.Joint {
		t.Error("with a second organization it is not a joint one")
	}
	wantKind(t, c.JoinOrganization(ctx, c.anna, c.id, c.lead), upr.Conflict)
	wantKind(t, c.JoinOrganization(ctx, c.anna, c.id, c.member), upr.NotFound) // not Anna's
	wantKind(t, c.SetAppearance(ctx, c.ben, c.id, c.member, upr.AcronymAppearance, ""), upr.Invalid)
	wantKind(t, c.SetAppearance(ctx, c.ben, c.id, c.lead, upr.AcronymAppearance, ""), upr.Forbidden)
	wantKind(t, c.SetAppearance(ctx, c.anna, c.id, c.lead, upr.AcronymAppearance, ""), upr.Conflict)
	wantKind(t, c.SetAppearance(ctx, c.ben, c.id, c.member, upr.RepresentedAppearance, c.member), upr.Invalid)
	if err := c.SetAppearance(ctx, c.ben, c.id, c.member, upr.RepresentedAppearance, c.lead); err != nil {
		t.Fatal(err)
	}
	one, err := c.Submission(ctx, c.anna, c.id)
	if err != nil || len(one.Organizations) != 1 || len(one.Annexes.Signatories) != 0 {
		t.Errorf("a represented organization reaches the files: %+v, %v", one.Organizations, err)
	}
	if kind() != upr.Individual {
		t.Error("where the files name one organization, it is still a joint one")
	}
	wantKind(t, c.HandOver(ctx, c.anna, c.id, c.member), upr.Conflict) // it is not named

	// A title that was suggested follows the kind; one of their own stays.
	titles := map[upr.Kind]string{upr.Individual: "Individual submission", upr.Joint: "Joint submission"}
	wantKind(t, c.SuggestTitles(ctx, c.ben, c.id, titles), upr.Forbidden)
	c.must(c.SuggestTitles(ctx, c.anna, c.id, titles))
	for _, title := range []string{"Individual submission", "Our own"} {
		c.details(func(d *upr.Details) { d.Title = title })
		read, err := c.Submission(ctx, c.anna, c.id)
		c.must(err)
		want := map[string]string{"Individual submission": "Joint submission", "Our own": "Our own"}[title]
		c.must(c.SetAppearance(ctx, c.ben, c.id, c.member, upr.FullAppearance, ""))
		if one, err = c.Submission(ctx, c.anna, c.id); err != nil || one.Details.Title != want || (one.Version > read.Version) != (title != want) {
			t.Errorf("as a joint one %q is called %q, version %d after %d", title, one.Details.Title, one.Version, read.Version)
		}
		c.must(c.SetAppearance(ctx, c.ben, c.id, c.member, upr.RepresentedAppearance, c.lead))
		if one, err = c.Submission(ctx, c.anna, c.id); err != nil || one.Details.Title != title {
			t.Errorf("as an individual one again %q is called %q", title, one.Details.Title)
		}
	}

	if err := c.UpdateOrganization(ctx, c.ben, c.member, upr.Organization{Name: "Safe Return", Acronym: "SR", City: "Nairobi"}); err != nil {
		t.Fatal(err)
	}
	if err := c.SetAppearance(ctx, c.anna, c.id, c.member, upr.AcronymAppearance, ""); err != nil {
		t.Fatal(err)
	}
	if one, err = c.Submission(ctx, c.anna, c.id); err != nil {
		t.Fatal(err)
	}
	want := upr.Organization{ID: c.member, Name: "SR", Acronym: "SR", UpdatedAt: one.Organizations[1].UpdatedAt}
	if diff := cmp.Diff(want, one.Organizations[1]); diff != "" || one.Appears(c.member) != upr.AcronymAppearance {
		t.Errorf("by its acronym (-want +got):\n%s", diff)
	}
	wantKind(t, c.UpdateOrganization(ctx, c.ben, c.member, upr.Organization{Name: "Safe Return"}), upr.Conflict)
	wantKind(t, c.RemoveOrganization(ctx, c.anna, c.id, c.lead), upr.Conflict)
	if err := c.RemoveOrganization(ctx, c.ben, c.id, c.member); err != nil {
		t.Fatal(err)
	}
	if kind() != upr.Individual {
		t.Error("alone again, it is still a joint one")
	}
	_, err = c.Submission(ctx, c.ben, c.id)
	wantKind(t, err, upr.NotFound)
	aliases, err := c.Aliases(ctx, c.id)
	c.must(err)
	if diff := cmp.Diff(upr.Author{
		User: c.ben.User, Alias: aliases.Of(c.ben.User), Name: "Name of ben@example.org", Organization: c.member, OrganizationName: "SR", Former: true,
	}, c.author(c.ben.User)); diff != "" {
		t.Errorf("who has left (-want +got):\n%s", diff)
	}
}

func TestHandOver(t *testing.T) {
	ctx, c := t.Context(), newCoalition(t)
	staff := addUser(t, c.Store, "staff@example.org", false)
	if err := c.AddMember(ctx, c.anna, c.lead, staff.User, upr.Member); err != nil {
		t.Fatal(err)
	}
	third := addOrganization(t, c.Store, c.anna, "Third")
	if err := c.JoinOrganization(ctx, c.anna, c.id, third); err != nil {
		t.Fatal(err)
	}
	order := func() (ids []upr.OrganizationID) {
		t.Helper()
		list, err := c.Coalition(ctx, c.anna, c.id)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range list {
			ids = append(ids, m.Organization.ID)
		}
		return ids
	}
	for range 2 { // at the end of the list, and beside the lead, nothing happens
		if err := c.MoveOrganization(ctx, c.anna, c.id, third, true); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := order(), []upr.OrganizationID{c.lead, third, c.member}; !slices.Equal(got, want) {
		t.Errorf("order is %v, want %v", got, want)
	}
	wantKind(t, c.HandOver(ctx, c.ben, c.id, c.member), upr.Forbidden)
	if err := c.HandOver(ctx, c.anna, c.id, c.member); err != nil {
		t.Fatal(err)
	}
	if got, want := order(), []upr.OrganizationID{c.member, c.lead, third}; !slices.Equal(got, want) {
		t.Errorf("order is %v, want %v", got, want)
	}
	for who, want := range map[upr.Actor]upr.SubmissionRole{c.anna: upr.Coordinator, c.ben: upr.Coordinator, staff: upr.Editor} {
		if in, err := c.Standing(ctx, who, c.id); err != nil || in.Role() != want {
			t.Errorf("after the lead was handed over: %q, %v; want %q", in.Role(), err, want)
		}
	}
}

// TestManagePeople lets an administrator of a member organization manage the people of that organization, and no others.
func TestManagePeople(t *testing.T) {
	ctx, c := t.Context(), newCoalition(t)
	own, other := c.give("own@example.org", c.member, upr.Reader), c.give("other@example.org", c.lead, upr.Reader)
	boss := c.give("boss@example.org", c.member, upr.Coordinator)
	if err := c.SetPerson(ctx, c.ben, c.id, own.User, store.PersonChange{Role: upr.Editor, Note: "A note"}); err != nil {
		t.Fatal(err)
	}
	wantKind(t, c.SetPerson(ctx, c.ben, c.id, own.User, store.PersonChange{Role: upr.Coordinator}), upr.Forbidden)
	wantKind(t, c.SetPerson(ctx, c.ben, c.id, other.User, store.PersonChange{Role: upr.Editor}), upr.Forbidden)
	wantKind(t, c.EndPerson(ctx, c.ben, c.id, boss.User), upr.Forbidden)
	wantKind(t, c.SetPerson(ctx, own, c.id, own.User, store.PersonChange{Role: upr.Coordinator}), upr.Forbidden)
	wantKind(t, c.EndPerson(ctx, c.ben, c.id, c.anna.User), upr.Conflict) // an organization brings her role
	list, err := c.People(ctx, own, c.id)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if p.Note != "" || p.Manageable {
			t.Errorf("an editor sees the note %q and manages: %t", p.Note, p.Manageable)
		}
	}

	// A pseudonym stands everywhere, and stays when its person has left.
	if err := c.SetPseudonym(ctx, own, c.id, "A pseudonym"); err != nil {
		t.Fatal(err)
	}
	if name, err := c.OwnName(ctx, own, c.id); err != nil || name != "A pseudonym" {
		t.Errorf("own name is %q, %v", name, err)
	}
	if err := c.EndPerson(ctx, c.ben, c.id, own.User); err != nil {
		t.Fatal(err)
	}
	aliases, err := c.Aliases(ctx, c.id)
	if err != nil {
		t.Fatal(err)
	}
	want := upr.Author{User: own.User, Alias: aliases.Of(own.User), Name: "A pseudonym", Organization: c.member, OrganizationName: "Safe Return", Former: true}
	if diff := cmp.Diff(want, c.author(own.User)); diff != "" {
		t.Errorf("who has left (-want +got):\n%s", diff)
	}
}

// TestMembers changes and removes members of an organization, and what that does to the submissions it leads.
func TestMembers(t *testing.T) {
	ctx, c := t.Context(), newCoalition(t)
	staff := addUser(t, c.Store, "staff@example.org", false)
	wantKind(t, c.SetMember(ctx, c.anna, c.lead, staff.User, upr.OrganizationAdmin), upr.NotFound) // nobody is added without being asked
	if err := c.AddMember(ctx, c.anna, c.lead, staff.User, upr.Member); err != nil {
		t.Fatal(err)
	}
	wantKind(t, c.SetMember(ctx, staff, c.lead, staff.User, upr.OrganizationAdmin), upr.Forbidden)
	wantKind(t, c.SetMember(ctx, c.anna, c.lead, c.anna.User, upr.Member), upr.Conflict)
	wantKind(t, c.RemoveMember(ctx, c.anna, c.lead, c.anna.User), upr.Conflict)
	if list, err := c.Members(ctx, staff, c.lead); err != nil || len(list) != 2 || list[0].Email != "" {
		t.Errorf("a member sees %+v, %v", list, err)
	}
	if err := c.RemoveMember(ctx, c.anna, c.lead, staff.User); err != nil {
		t.Fatal(err)
	}
	if a := c.author(staff.User); !a.Former || a.Organization != c.lead {
		t.Errorf("who was removed from the organization is %+v", a)
	}

	// An administrator of another organization who becomes a plain member has no part any more, and is not forgotten.
	second := addUser(t, c.Store, "second@example.org", false)
	if err := c.AddMember(ctx, c.ben, c.member, second.User, upr.OrganizationAdmin); err != nil {
		t.Fatal(err)
	}
	if err := c.SetMember(ctx, c.ben, c.member, second.User, upr.Member); err != nil {
		t.Fatal(err)
	}
	if a := c.author(second.User); !a.Former || a.Organization != c.member {
		t.Errorf("who administers no more is %+v", a)
	}
}

// TestLastCoordinatorAtOnce: of two coordinators who leave at once one stays, where no organization brings another.
func TestLastCoordinatorAtOnce(t *testing.T) {
	ctx, c := t.Context(), newCoalition(t)
	both := []upr.Actor{c.give("one@example.org", c.lead, upr.Coordinator), c.give("two@example.org", c.lead, upr.Coordinator)}
	c.exec(`DELETE FROM organization_members WHERE organization_id = $1`, string(c.lead))
	for range 10 { // without a lock both win, but not each time
		c.exec(`UPDATE submission_people SET left_at = NULL`)
		wantOneWinner(t, atOnce(2, func(i int) error { return c.EndPerson(ctx, both[i], c.id, both[i].User) }), upr.Conflict)
	}
}

// TestDemoteEachOtherAtOnce: of two coordinators who make each other less at once, one remains.
func TestDemoteEachOtherAtOnce(t *testing.T) {
	ctx, c := t.Context(), newCoalition(t)
	both := []upr.Actor{c.give("one@example.org", c.lead, upr.Coordinator), c.give("two@example.org", c.lead, upr.Coordinator)}
	c.exec(`DELETE FROM organization_members WHERE organization_id = $1`, string(c.lead))
	wantOneWinner(t, atOnce(2, func(i int) error {
		return c.SetPerson(ctx, both[i], c.id, both[1-i].User, store.PersonChange{Role: upr.Reader})
	}), upr.Forbidden)
}

// TestLastAdministratorAtOnce is the same for an organization.
func TestLastAdministratorAtOnce(t *testing.T) {
	ctx, c := t.Context(), newCoalition(t)
	second := addUser(t, c.Store, "second@example.org", false)
	if err := c.AddMember(ctx, c.anna, c.lead, second.User, upr.OrganizationAdmin); err != nil {
		t.Fatal(err)
	}
	both := []upr.Actor{c.anna, second}
	for range 10 {
		for _, who := range both {
			c.exec(`INSERT INTO organization_members (organization_id, user_id, role) VALUES ($1, $2, 'administrator')
				ON CONFLICT DO NOTHING`, string(c.lead), string(who.User))
		}
		wantOneWinner(t, atOnce(2, func(i int) error { return c.RemoveMember(ctx, both[i], c.lead, both[i].User) }), upr.Conflict)
	}
}

// TestJoinAtOnce: a link works once, and says afterwards why not.
func TestJoinAtOnce(t *testing.T) {
	ctx, c := t.Context(), newCoalition(t)
	hash := c.invite(c.anna, c.member, upr.Editor, time.Time{})
	who := make([]upr.Actor, 3)
	for i := range who {
		who[i] = addUser(t, c.Store, string(rune('p'+i))+"@example.org", false)
	}
	wantOneWinner(t, atOnce(len(who), func(i int) error {
		_, err := c.Join(ctx, who[i], hash, time.Now(), store.Joining{})
		return err
	}), upr.Conflict)
}

// TestNobodyComesBackByTheirOwnLink: what a removed coordinator handed out ends with them, until another renews it.
func TestNobodyComesBackByTheirOwnLink(t *testing.T) {
	ctx, c := t.Context(), newCoalition(t)
	boss, now := c.give("boss@example.org", c.lead, upr.Coordinator), time.Now()
	hash := c.invite(boss, c.lead, upr.Coordinator, time.Time{})
	if err := c.EndPerson(ctx, c.anna, c.id, boss.User); err != nil {
		t.Fatal(err)
	}
	_, err := c.Join(ctx, boss, hash, now, store.Joining{})
	wantKind(t, err, upr.Conflict)
	if i, err := c.InvitationByLink(ctx, hash, now); err != nil || i.State != store.WithdrawnInvitation {
		t.Errorf("the link is %q, %v", i.State, err)
	}
	list, err := c.PeopleInvitations(ctx, c.anna, c.id, now)
	if err != nil {
		t.Fatal(err)
	}
	newer := slices.Repeat([]byte{200}, 32)
	if _, err := c.RenewPeopleInvitation(ctx, c.anna, list[0].ID, newer, now, now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Join(ctx, boss, newer, now, store.Joining{}); err != nil {
		t.Errorf("renewed by another: %v", err)
	}
}

// TestInvitationStates walks an invitation through everything that ends its link.
func TestInvitationStates(t *testing.T) {
	ctx, c := t.Context(), newCoalition(t)
	now := time.Now()
	state := func(hash []byte, at time.Time) store.InvitationState {
		t.Helper()
		i, err := c.InvitationByLink(ctx, hash, at)
		if err != nil {
			t.Fatal(err)
		}
		return i.State
	}
	hash := c.invite(c.ben, c.member, upr.Editor, now.Add(30*time.Minute))
	if state(hash, now) != store.WaitingInvitation || state(hash, now.Add(31*time.Minute)) != store.ExpiredInvitation {
		t.Error("the end of the role does not end the invitation")
	}
	list, err := c.PeopleInvitations(ctx, c.ben, c.id, now)
	if err != nil || len(list) != 1 || !list[0].Manageable {
		t.Fatalf("the administrator of the organization sees %+v, %v", list, err)
	}
	id := list[0].ID
	newer := slices.Repeat([]byte{200}, 32)
	_, err = c.RenewPeopleInvitation(ctx, addUser(t, c.Store, "s@example.org", false), id, newer, now, now.Add(time.Hour))
	wantKind(t, err, upr.NotFound)
	if _, err := c.RenewPeopleInvitation(ctx, c.anna, id, newer, now, now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if state(hash, now) != store.ReplacedInvitation || state(newer, now) != store.WaitingInvitation {
		t.Error("a new link does not replace the one before")
	}
	who := addUser(t, c.Store, "who@example.org", false)
	_, err = c.Join(ctx, who, hash, now, store.Joining{})
	wantKind(t, err, upr.Conflict)
	if _, err := c.WithdrawPeopleInvitation(ctx, c.ben, id, now); err != nil {
		t.Fatal(err)
	}
	if state(newer, now) != store.WithdrawnInvitation {
		t.Error("a withdrawn link is not said to be withdrawn")
	}
	_, err = c.Join(ctx, who, newer, now, store.Joining{})
	wantKind(t, err, upr.Conflict)
	_, err = c.InvitationByLink(ctx, slices.Repeat([]byte{201}, 32), now)
	wantKind(t, err, upr.NotFound)

	// One for an address is for the account of that address.
	if _, err := c.InvitePerson(ctx, c.anna, store.NewPeopleInvitation{
		TokenHash: slices.Repeat([]byte{202}, 32), Submission: c.id, Organization: c.lead, Role: "reader",
		Email: "somebody@example.org", Created: now, Expires: now.Add(time.Hour),
	}); err != nil {
		t.Fatal(err)
	}
	_, err = c.Join(ctx, who, slices.Repeat([]byte{202}, 32), now, store.Joining{})
	wantKind(t, err, upr.Forbidden)
	user, joined, err := c.JoinAsNewUser(ctx, slices.Repeat([]byte{202}, 32), now,
		store.NewUser{Name: "Somebody", Email: "other@example.org", PasswordHash: "h"}, store.Joining{})
	if err != nil || user.Email != "somebody@example.org" || joined.Submission != c.id {
		t.Errorf("a new account by the link: %+v, %+v, %v", user, joined, err)
	}
}

// TestTakenAppearance: an organization that appears by its acronym goes on to when a submission comes from elsewhere.
func TestTakenAppearance(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	anna := addUser(t, s, "anna@example.org", false)
	lead, acronym := upr.Organization{Name: "Identity Now"}, upr.Organization{Name: "SR", Acronym: "SR"}
	given := upr.Submission{Details: someDetails(), RuleSet: "cycle-4", Organizations: []upr.Organization{lead, acronym}}
	given.Details.Kind = upr.Joint
	given.Annexes.Signatories = []upr.Signatory{
		{Organization: lead, Appearance: upr.FullAppearance}, {Organization: acronym, Appearance: upr.AcronymAppearance},
	}
	id, err := s.TakeSubmission(ctx, anna, "", &given, []byte(emptyText))
	if err != nil {
		t.Fatal(err)
	}
	one, err := s.Submission(ctx, anna, id)
	if err != nil || len(one.Organizations) != 2 || one.Appears(one.Organizations[1].ID) != upr.AcronymAppearance {
		t.Errorf("taken as %+v, %v", one.Annexes.Signatories, err)
	}
}
