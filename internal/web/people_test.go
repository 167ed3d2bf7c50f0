package web

import (
	"net/http"
	"strings"
	"testing"

	"upright/internal/mail"
)

// linkIn is the path of the link that a page shows once.
func linkIn(r *reply) string {
	return strings.TrimPrefix(r.want(http.StatusCreated).text("code", "id", "link"), "http://upright.test")
}

// TestCoalition walks from an invitation by link to a joint submission and back: a second organization joins with a new
// account, its person is made less, and leaves.
func TestCoalition(t *testing.T) {
	s := newDesk(t)
	anna, home := s.grace, "/submissions/"+string(s.id)
	r := anna.get(home + "/people").want(http.StatusOK)
	if !strings.Contains(r.text("p", "id", "kind"), "Individual submission") {
		t.Errorf("kind: %q", r.text("p", "id", "kind"))
	}

	// What is missing is said, and what was typed comes back.
	r = anna.post(home+"/people/invite", "organization", "new", "ends", "2001-01-01", "note", "A note").want(http.StatusUnprocessableEntity)
	if got := attribute(r.find("input", "name", "ends")[0], "value"); got != "2001-01-01" {
		t.Errorf("the refused form forgot the day: %q", got)
	}
	link := linkIn(anna.post(home+"/people/invite", "organization", "new", "organization_name", "Collective", "role", "editor", "note", "A note"))
	ben := s.browser(t)
	r = ben.get(link).want(http.StatusOK)
	if got := attribute(r.find("input", "name", "organization_name")[0], "value"); got != "Collective" {
		t.Errorf("proposed organization: %q", got)
	}
	if strings.Contains(r.Body, "A note") {
		t.Error("the note is shown to who was invited")
	}
	ben.post(link, "organization_name", "Collective for Safe Return").want(http.StatusUnprocessableEntity)
	account := []string{"organization_name", "Collective for Safe Return", "name", "Ben", "email", "ben@example.org", "password", password}
	r = ben.follow(ben.post(link, account...), home).want(http.StatusOK)
	if !strings.Contains(r.text("main"), "Joint submission: 2 organizations") {
		t.Errorf("the submission does not say that it is joint: %s", r.text("main"))
	}
	r = s.browser(t).get(link).want(http.StatusGone)
	if !strings.Contains(r.text("main"), "accepted already") {
		t.Errorf("a used link says %q", r.text("main"))
	}
	ben.get(home + "/write").want(http.StatusOK)

	// The coordinator makes the editor a reader; what is not theirs any more is refused, the rest stays.
	people := anna.get(home + "/people").want(http.StatusOK)
	change := ""
	for _, a := range people.find("a") {
		if strings.HasPrefix(textOf(a), "Change Ben") {
			change = attribute(a, "href")
		}
	}
	anna.post(change, "role", "reader").want(http.StatusSeeOther)
	ben.get(home + "/read").want(http.StatusOK)
	ben.get(home + "/details").want(http.StatusForbidden)
	// Ben administers Collective, so he still manages its people, but cannot make anybody a coordinator.
	ben.post(home+"/people/invite", "organization", "new", "organization_name", "Another", "role", "reader").want(http.StatusForbidden)

	// The organization is removed: its people have no part any more.
	for _, a := range people.find("a") {
		if strings.HasPrefix(textOf(a), "Remove Collective") {
			change = attribute(a, "href")
		}
	}
	anna.get(change).want(http.StatusOK)
	anna.follow(anna.post(change), home+"/people")
	r = anna.get(home + "/people").want(http.StatusOK)
	if !strings.Contains(r.text("p", "id", "kind"), "Individual submission") || !strings.Contains(r.text("details"), "Ben · Collective") {
		t.Errorf("after removal: %s", r.text("main"))
	}
	ben.get(home).want(http.StatusNotFound)
}

// TestInvitationByMail is for the account of one address: another account is told so, and a new one gets the address.
func TestInvitationByMail(t *testing.T) {
	d := newDesk(t)
	home := "/submissions/" + string(d.id)
	d.grace.post(home+"/people/invite", "organization", string(d.lead(t)), "role", "coordinator", "email", "Nora@example.org").
		want(http.StatusCreated)
	m := d.nextMail(t)
	if m.Kind != mail.Join || m.To != "nora@example.org" {
		t.Fatalf("the mail is %+v", m)
	}
	link := strings.TrimPrefix(m.Link, "http://upright.test")
	eve := d.person(t, "Eve")
	for _, r := range []*reply{eve.get(link).want(http.StatusOK), eve.post(link).want(http.StatusConflict)} {
		if said := r.text("main"); !strings.Contains(said, "nora@example.org") || !strings.Contains(said, "eve@example.org") || strings.Contains(said, "Kenya") {
			t.Errorf("an account of another address reads %q", said)
		}
	}
	nora := d.browser(t)
	nora.get(link).want(http.StatusOK)
	nora.follow(nora.post(link, "name", "Nora", "email", "somebody@else.example.org", "password", password), home).want(http.StatusOK)
	user, _, err := d.Store.Credentials(t.Context(), "nora@example.org")
	if err != nil {
		t.Fatal(err)
	}
	list := d.grace.get(home + "/people").want(http.StatusOK)
	if said := list.text("table"); !strings.Contains(said, "nora@example.org Example Association Coordinator") || !strings.Contains(said, "accepted Nora") {
		t.Errorf("the list of invitations says %q", said)
	}

	// Under a pseudonym, for others and in the editor's configuration.
	nora.post(home+"/pseudonym", "pseudonym", "line\tbreak").want(http.StatusUnprocessableEntity)
	nora.post(home+"/pseudonym", "pseudonym", "N. N.").want(http.StatusSeeOther)
	for _, path := range []string{"/people", "/write"} {
		if r := nora.get(home + path).want(http.StatusOK); !strings.Contains(r.Body, "N. N.") {
			t.Errorf("%s does not have the pseudonym", path)
		}
	}
	if said := d.grace.get(home + "/people").want(http.StatusOK).text("main"); strings.Contains(said, "Nora ") {
		t.Errorf("the name behind the pseudonym is shown: %q", said)
	}

	// Who has an invitation and an account with more already is told so, and the link stays.
	d.grace.post(home+"/people/invite", "organization", string(d.lead(t)), "role", "reader", "email", "nora@example.org")
	again := strings.TrimPrefix(d.nextMail(t).Link, "http://upright.test")
	if said := nora.post(again).want(http.StatusUnprocessableEntity).text("main"); !strings.Contains(said, "already") {
		t.Errorf("who has a higher role reads %q", said)
	}
	nora.follow(nora.post(home+"/people/"+string(d.alias(t, user.ID))+"/remove"), "/")
	nora.get(home).want(http.StatusNotFound)
}

// TestOrganizationMembers invites into an organization by link, changes a role, and refuses to leave nobody.
func TestOrganizationMembers(t *testing.T) {
	d := newDesk(t)
	members := "/organizations/" + string(d.lead(t)) + "/members"
	d.grace.post(members, "role", "owner").want(http.StatusUnprocessableEntity)
	link := linkIn(d.grace.post(members, "role", "member"))
	max := d.person(t, "Max")
	max.follow(max.post(link), "/").want(http.StatusOK)
	max.get("/submissions/" + string(d.id)).want(http.StatusOK) // which the organization leads
	max.follow(max.get("/organizations/"+string(d.lead(t))), members).want(http.StatusOK)
	max.post(members, "role", "member").want(http.StatusForbidden)
	self := members + "/" + string(d.actor.User)
	d.grace.get(self + "/remove").want(http.StatusOK)
	for _, r := range []*reply{d.grace.post(self + "/remove"), d.grace.post(self, "role", "member")} {
		if said := r.want(http.StatusUnprocessableEntity).text("main"); !strings.Contains(said, "Somebody has to administer") {
			t.Errorf("the last administrator reads %q", said)
		}
	}
	user, _, err := d.Store.Credentials(t.Context(), "max@example.org")
	if err != nil {
		t.Fatal(err)
	}
	d.grace.follow(d.grace.post(members+"/"+string(user.ID), "role", "administrator"), members)
	d.grace.follow(d.grace.post(self+"/remove"), "/")
	d.grace.get("/submissions/" + string(d.id)).want(http.StatusNotFound)
	max.get("/submissions/" + string(d.id)).want(http.StatusOK)
}
