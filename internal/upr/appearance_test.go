package upr_test

import (
	"testing"

	"upright/internal/upr"
)

// TestAppearanceOf: organizations of a file have no identifiers, and must not be taken for the first of the list.
func TestAppearanceOf(t *testing.T) {
	full, hidden := upr.Organization{Name: "Example"}, upr.Organization{Name: "Safe Return", Acronym: "SR"}
	one := upr.Submission{Organizations: []upr.Organization{full, hidden}}
	one.Annexes.Signatories = []upr.Signatory{
		{Organization: full, Appearance: upr.FullAppearance}, {Organization: hidden, Appearance: upr.AcronymAppearance},
	}
	for i, want := range []upr.Appearance{upr.FullAppearance, upr.AcronymAppearance} {
		if got := one.AppearanceOf(&one.Organizations[i]); got != want {
			t.Errorf("%s appears %s, want %s", one.Organizations[i].Name, got, want)
		}
		one.Organizations[i].ID = upr.OrganizationID([]string{"a", "b"}[i])
		one.Annexes.Signatories[i].Organization.ID = one.Organizations[i].ID
	}
	if got := one.AppearanceOf(&one.Organizations[1]); got != upr.AcronymAppearance {
		t.Errorf("by its identifier it appears %s", got)
	}
	if got := one.AppearanceOf(&upr.Organization{ID: "z", Name: "Safe Return"}); got != upr.FullAppearance {
		t.Errorf("one that is no signatory appears %s", got)
	}
}
