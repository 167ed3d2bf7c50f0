package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"upright/internal/account"
	"upright/internal/store"
	"upright/internal/upr"
)

// TestRightsInSubmission asks every route of a submission as everybody who can stand somehow to it. Who may not read it
// is told that it is not there, who may but lacks the right is told so, and nobody else is.
func TestRightsInSubmission(t *testing.T) {
	d := newDesk(t)
	d.waits.poll = 30 * time.Millisecond
	read := []upr.Right{upr.ReadSubmission}
	comment := append(slices.Clip(read), upr.CommentText)
	suggest := append(slices.Clip(comment), upr.SuggestText)
	edit := append(slices.Clip(suggest), upr.EditText, upr.EditDetails, upr.KeepConsents)
	all := append(slices.Clip(edit), upr.ManagePeople, upr.Coordinate, upr.DeleteSubmission)
	member := d.member(t, "Marta")
	visitors := []struct {
		name   string
		b      *browser
		rights []upr.Right
	}{
		{"nobody", d.browser(t), nil},
		{"a stranger", d.person(t, "Eve"), nil},
		{"the installation's administrator", d.enter(t, "ada@example.org"), nil},
		{"a former member", d.given(t, "Fay", "editor", func(user upr.UserID) {
			if err := d.Store.EndPerson(t.Context(), d.actor, d.id, user); err != nil {
				t.Fatal(err)
			}
		}), nil},
		{"one whose time has ended", d.given(t, "Ian", "editor", func(user upr.UserID) {
			if err := d.Store.SetPerson(t.Context(), d.actor, d.id, user, store.PersonChange{
				Role: upr.Editor, Ends: time.Now().Add(-time.Second),
			}); err != nil {
				t.Fatal(err)
			}
		}), nil},
		{"a reader", d.given(t, "Rea", "reader", nil), read},
		{"a commenter", d.given(t, "Cora", "commenter", nil), comment},
		{"a suggester", d.given(t, "Sue", "suggester", nil), suggest},
		{"an editor", d.given(t, "Edi", "editor", nil), edit},
		{"a coordinator", d.given(t, "Coco", "coordinator", nil), all},
		{"the lead's administrator", d.grace, append(slices.Clip(all), upr.SignOff)},
		{"a member organization's administrator", member, append(slices.Clip(comment), upr.ManagePeople, upr.SignOff)},
	}
	for _, r := range d.routes() {
		if !strings.Contains(r.path, ":submission") {
			continue
		}
		path := strings.Replace(r.path, ":submission", string(d.id), 1)
		path = fill(path, "made-up")
		for _, v := range visitors {
			got := v.b.send(r.method, path, "", "Content-Type", "application/x-www-form-urlencoded").Status
			// An administrator of a member organization has the right for that organization only: see TestCoalition.
			foreign := v.b == member && r.right == upr.ManagePeople
			switch {
			case v.name == "nobody":
				if got != http.StatusSeeOther && got != http.StatusUnauthorized {
					t.Errorf("%s %s answers nobody with %d", r.method, r.path, got)
				}
			case v.rights == nil && got != http.StatusNotFound:
				t.Errorf("%s %s answers %s with %d, want 404", r.method, r.path, v.name, got)
			case v.rights != nil && !slices.Contains(v.rights, r.right) && got != http.StatusForbidden:
				t.Errorf("%s %s answers %s with %d, want 403", r.method, r.path, v.name, got)
			case slices.Contains(v.rights, r.right) && !foreign && (got == http.StatusForbidden || got >= 500):
				t.Errorf("%s %s answers %s with %d", r.method, r.path, v.name, got)
			}
		}
	}
}

// enter signs somebody in who has an account.
func (d *desk) enter(t testing.TB, email string) *browser {
	t.Helper()
	b := d.browser(t)
	b.post("/sign-in", "email", email, "password", password).want(http.StatusSeeOther)
	return b
}

// given makes an account with a role in the submission; then may change that.
func (d *desk) given(t testing.TB, name, role string, then func(upr.UserID)) *browser {
	t.Helper()
	b := d.person(t, name)
	link, err := d.Accounts.InvitePerson(t.Context(), d.actor, account.PersonInvitation{
		Submission: d.id, Organization: d.lead(t), Role: role,
	}, "en")
	if err != nil {
		t.Fatal(err)
	}
	b.post(strings.TrimPrefix(link, "http://upright.test")).want(http.StatusSeeOther)
	if then != nil {
		user, _, err := d.Store.Credentials(t.Context(), strings.ToLower(name)+"@example.org")
		if err != nil {
			t.Fatal(err)
		}
		then(user.ID)
	}
	return b
}

// member makes an account that administers a second organization of the submission.
func (d *desk) member(t testing.TB, name string) *browser {
	t.Helper()
	b := d.person(t, name)
	own := strings.TrimPrefix(b.organization("Organization of "+name), "/organizations/")
	link, err := d.Accounts.InvitePerson(t.Context(), d.actor, account.PersonInvitation{Submission: d.id, Role: "reader"}, "en")
	if err != nil {
		t.Fatal(err)
	}
	b.post(strings.TrimPrefix(link, "http://upright.test"), "organization", own).want(http.StatusSeeOther)
	return b
}
