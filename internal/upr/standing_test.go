package upr_test

import (
	"testing"

	"upright/internal/upr"
)

// TestAllowedIn is the table of who may do what in a submission.
func TestAllowedIn(t *testing.T) {
	person, root := upr.Actor{User: "anna"}, upr.Actor{User: "root", Admin: true}
	rights := []upr.Right{
		upr.ReadSubmission, upr.CommentText, upr.SuggestText, upr.EditText, upr.EditDetails, upr.ManagePeople,
		upr.Coordinate, upr.DeleteSubmission, upr.Visit, upr.ManageOrganization, upr.AdministerInstallation, "made-up",
		upr.SignOff, upr.KeepConsents,
	}
	own := []upr.OrganizationID{"own"}
	// One column per right, in the order above.
	table := []struct {
		name  string
		actor upr.Actor
		in    upr.Standing
		want  string
	}{
		{"nobody, however they stand", upr.Actor{}, upr.Standing{Given: upr.Coordinator, Lead: upr.OrganizationAdmin}, "--------------"},
		{"a stranger, a former member, one whose time has ended", person, upr.Standing{}, "--------------"},
		{"the installation's administrator", root, upr.Standing{}, "--------------"},
		{"reader", person, upr.Standing{Given: upr.Reader}, "y-------------"},
		{"commenter", person, upr.Standing{Given: upr.Commenter}, "yy------------"},
		{"suggester", person, upr.Standing{Given: upr.Suggester}, "yyy-----------"},
		{"editor", person, upr.Standing{Given: upr.Editor}, "yyyyy--------y"},
		{"coordinator", person, upr.Standing{Given: upr.Coordinator}, "yyyyyyyy-----y"},
		{"an unknown role", person, upr.Standing{Given: "owner"}, "--------------"},
		{"member of the lead", person, upr.Standing{Lead: upr.Member}, "yyyyy--------y"},
		{"administrator of the lead", person, upr.Standing{Lead: upr.OrganizationAdmin, Administers: own}, "yyyyyyyy----yy"},
		{"administrator of another organization", person, upr.Standing{Administers: own}, "yy---y------y-"},
		{"the same, made an editor", person, upr.Standing{Given: upr.Editor, Administers: own}, "yyyyyy------yy"},
		{"a reader who is a member of the lead", person, upr.Standing{Given: upr.Reader, Lead: upr.Member}, "yyyyy--------y"},
		{"an editor of a final text", person, upr.Standing{Given: upr.Editor, Final: true}, "yy-----------y"},
		{"a coordinator of one, who administers", person, upr.Standing{Lead: upr.OrganizationAdmin, Administers: own, Final: true}, "yy---yyy----yy"},
		{"the installation's administrator as a reader", root, upr.Standing{Given: upr.Reader}, "y-------------"},
	}
	for _, c := range table {
		t.Run(c.name, func(t *testing.T) {
			for i, right := range rights {
				if got, want := upr.AllowedIn(c.actor, c.in, right), c.want[i] == 'y'; got != want {
					t.Errorf("%s: %t, want %t", right, got, want)
				}
			}
		})
	}
}

// TestMayGive says whom one may give what.
func TestMayGive(t *testing.T) {
	coordinator := upr.Standing{Given: upr.Coordinator}
	administrator := upr.Standing{Administers: []upr.OrganizationID{"own"}}
	for _, c := range []struct {
		name         string
		in           upr.Standing
		organization upr.OrganizationID
		role         upr.SubmissionRole
		want         bool
	}{
		{"a coordinator makes a coordinator", coordinator, "own", upr.Coordinator, true},
		{"a coordinator brings an organization", coordinator, "", upr.Reader, true},
		{"an administrator makes an editor", administrator, "own", upr.Editor, true},
		{"an administrator makes a coordinator", administrator, "own", upr.Coordinator, false},
		{"an administrator in another organization", administrator, "other", upr.Reader, false},
		{"an administrator brings an organization", administrator, "", upr.Reader, false},
		{"an administrator gives an unknown role", administrator, "own", "owner", false},
		{"an editor", upr.Standing{Given: upr.Editor}, "own", upr.Reader, false},
		{"a member of the lead", upr.Standing{Lead: upr.Member}, "own", upr.Reader, false},
		{"an administrator takes a coordinator's role", administrator, "own", upr.Coordinator, false},
	} {
		if got := c.in.MayGive(c.organization, c.role); got != c.want {
			t.Errorf("%s: %t, want %t", c.name, got, c.want)
		}
	}
}
