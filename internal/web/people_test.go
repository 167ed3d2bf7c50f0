package web

import (
	"net/http"
	"strings"
	"testing"
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
