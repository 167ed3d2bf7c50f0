package upr_test

import (
	"regexp"
	"testing"

	"upright/internal/upr"
)

func TestAllowed(t *testing.T) {
	nobody, person, admin := upr.Actor{}, upr.Actor{User: "anna"}, upr.Actor{User: "root", Admin: true}
	rights := []upr.Right{
		upr.Visit, upr.UseAccount, upr.ReadSubmission, upr.CommentText, upr.SuggestText, upr.EditText, upr.EditDetails,
		upr.Coordinate, upr.DeleteSubmission, upr.ManageOrganization, upr.AdministerInstallation, "a right that does not exist",
	}
	// One column per right, in the order above.
	table := []struct {
		name  string
		actor upr.Actor
		role  upr.Role
		want  string
	}{
		{"nobody", nobody, upr.NoRole, "y-----------"},
		{"nobody with a role, which cannot be", nobody, upr.OrganizationAdmin, "y-----------"},
		{"nobody as administrator, which cannot be", upr.Actor{Admin: true}, upr.OrganizationAdmin, "y-----------"},
		{"a stranger", person, upr.NoRole, "yy----------"},
		{"a member", person, upr.Member, "yyyyyyy-----"},
		{"the organization's administrator", person, upr.OrganizationAdmin, "yyyyyyyyyy--"},
		{"the installation's administrator", admin, upr.NoRole, "yy--------y-"},
		{"the installation's administrator as a member", admin, upr.Member, "yyyyyyy---y-"},
		{"an unknown role", person, "owner", "yy----------"},
	}
	for _, c := range table {
		t.Run(c.name, func(t *testing.T) {
			for i, right := range rights {
				if got, want := upr.Allowed(c.actor, c.role, right), c.want[i] == 'y'; got != want {
					t.Errorf("%s: %t, want %t", right, got, want)
				}
			}
		})
	}
}

func TestNewID(t *testing.T) {
	form := regexp.MustCompile(`^[a-z2-7]{20}$`)
	seen := map[string]bool{}
	for range 1000 {
		id := upr.NewID()
		if !form.MatchString(id) {
			t.Fatalf("%q has not the form of an identifier", id)
		}
		if seen[id] {
			t.Fatalf("%q came twice", id)
		}
		seen[id] = true
	}
}
