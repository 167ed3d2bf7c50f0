package store_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"upright/internal/store/storetest"
	"upright/internal/upr"
)

func TestAuthors(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	anna, ben := addUser(t, s, "anna@example.org", false), addUser(t, s, "ben@example.org", false)
	lead := addOrganization(t, s, anna, "Identity Now")
	id := addSubmission(t, s, anna, lead, someDetails())
	_, err := s.Authors(ctx, ben, id)
	wantKind(t, err, upr.NotFound)
	if err := s.AddMember(ctx, anna, lead, ben.User, upr.Member); err != nil {
		t.Fatal(err)
	}
	got, err := s.Authors(ctx, ben, id)
	if err != nil {
		t.Fatal(err)
	}
	want := []upr.Author{
		{User: anna.User, Name: "Name of anna@example.org", Organization: lead, OrganizationName: "Identity Now"},
		{User: ben.User, Name: "Name of ben@example.org", Organization: lead, OrganizationName: "Identity Now"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("authors (-want +got):\n%s", diff)
	}
}
