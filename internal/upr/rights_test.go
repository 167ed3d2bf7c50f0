package upr_test

import (
	"regexp"
	"testing"

	"upright/internal/upr"
)

func TestAllowed(t *testing.T) {
	nobody, person, admin := upr.Actor{}, upr.Actor{User: "anna"}, upr.Actor{User: "root", Admin: true}
	rights := []upr.Right{
		upr.Visit, upr.UseAccount, upr.BeginSubmission, upr.SeeOrganization, upr.ManageOrganization,
		upr.AdministerInstallation, upr.ReadSubmission, upr.DeleteSubmission, "a right that does not exist",
	}
	// One column per right, in the order above.
	table := []struct {
		name  string
		actor upr.Actor
		role  upr.Role
		want  string
	}{
		{"nobody", nobody, upr.NoRole, "y--------"},
		{"nobody with a role, which cannot be", nobody, upr.OrganizationAdmin, "y--------"},
		{"nobody as administrator, which cannot be", upr.Actor{Admin: true}, upr.OrganizationAdmin, "y--------"},
		{"a stranger", person, upr.NoRole, "yy-------"},
		{"a member", person, upr.Member, "yyyy-----"},
		{"the organization's administrator", person, upr.OrganizationAdmin, "yyyyy----"},
		{"the installation's administrator", admin, upr.NoRole, "yy---y---"},
		{"the installation's administrator as a member", admin, upr.Member, "yyyy-y---"},
		{"an unknown role", person, "owner", "yy-------"},
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
