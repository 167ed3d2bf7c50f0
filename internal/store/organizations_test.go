package store_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upright/internal/store/storetest"
	"upright/internal/upr"
)

func TestOrganizations(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	anna, ben := addUser(t, s, "anna@example.org", false), addUser(t, s, "ben@example.org", true)
	want := upr.Organization{
		Name: "Identity Now", Acronym: "IN", City: "Genève", Country: "CHE", Founded: 1999, Description: "What we do.\nWhere.",
		ConsultativeStatus: upr.RosterStatus, Website: "https://in.example.org", Email: "info@in.example.org",
		Phone: "+41 22", Address: "Rue 1", Example: true,
	}
	id, err := s.CreateOrganization(ctx, anna, want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := s.Organization(ctx, anna, id)
	if err != nil {
		t.Fatal(err)
	}
	want.ID, want.UpdatedAt = id, got.UpdatedAt
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("read back (-want +got):\n%s", diff)
	}

	want.Name, want.City = "Identity for All", "Bern"
	if err := s.UpdateOrganization(ctx, anna, id, want); err != nil {
		t.Fatal(err)
	}
	logo := &upr.Image{Data: []byte("\x89PNG…"), Format: "png", Width: 3, Height: 2}
	for _, data := range []string{"first", "second"} {
		logo.Data = []byte(data)
		if err := s.SetLogo(ctx, anna, id, logo); err != nil {
			t.Fatal(err)
		}
	}
	got, err = s.Organization(ctx, anna, id)
	if err != nil {
		t.Fatal(err)
	}
	want.Logo = logo
	want.UpdatedAt = got.UpdatedAt
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("after the update (-want +got):\n%s", diff)
	}
	wantKind(t, s.SetLogo(ctx, anna, id, &upr.Image{Data: make([]byte, 5<<20+1), Format: "png", Width: 1, Height: 1}), upr.Invalid)

	// To others, an administrator of the installation too, it is not there.
	_, err = s.Organization(ctx, ben, id)
	wantKind(t, err, upr.NotFound)
	wantKind(t, s.UpdateOrganization(ctx, ben, id, want), upr.NotFound)
	wantKind(t, s.SetLogo(ctx, ben, id, nil), upr.NotFound)
	wantKind(t, s.AddMember(ctx, ben, id, ben.User, upr.Member), upr.NotFound)
	if list, err := s.Organizations(ctx, ben); err != nil || len(list) != 0 {
		t.Errorf("a stranger sees %v, %v", list, err)
	}

	// A member sees it but does not change it.
	if err := s.AddMember(ctx, anna, id, ben.User, upr.Member); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Organization(ctx, ben, id); err != nil || !bytes.Equal(got.Logo.Data, logo.Data) {
		t.Errorf("a member sees %+v, %v", got, err)
	}
	wantKind(t, s.UpdateOrganization(ctx, ben, id, want), upr.Forbidden)
	wantKind(t, s.SetLogo(ctx, ben, id, nil), upr.Forbidden)
	wantKind(t, s.RequireOrganization(ctx, ben, id, upr.ManageOrganization), upr.Forbidden)
	if err := s.AddMember(ctx, anna, id, ben.User, upr.OrganizationAdmin); err != nil {
		t.Fatal(err)
	}
	if err := s.SetLogo(ctx, ben, id, nil); err != nil {
		t.Errorf("an administrator of the organization: %v", err)
	}

	_, err = s.CreateOrganization(ctx, upr.Actor{}, want)
	wantKind(t, err, upr.Forbidden)
	_, err = s.Organization(ctx, anna, "'; DROP TABLE users; --")
	wantKind(t, err, upr.NotFound)
	addOrganization(t, s, anna, "Another")
	list, err := s.Organizations(ctx, anna)
	if err != nil || len(list) != 2 || list[0].Name != "Another" || list[1].Name != "Identity for All" {
		t.Errorf("listed %+v, %v", list, err)
	}
}
