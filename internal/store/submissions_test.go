package store_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"upright/internal/store"
	"upright/internal/store/storetest"
	"upright/internal/upr"
)

const emptyText = `{"type":"doc","content":[]}`

func someDetails() upr.Details {
	return upr.Details{
		State: "XXA", Session: 54, Cycle: 4, Kind: upr.Individual, Language: "ar", Title: "الهوية للجميع",
		Keywords: []string{"identity", `with "quotes", and a comma`},
		Deadline: upr.Deadline{At: time.Date(2027, 3, 1, 17, 0, 0, 0, time.UTC), Source: upr.OwnDeadline},
		Date:     upr.Date{Year: 2028, Month: 2, Day: 29},
	}
}

func addSubmission(t *testing.T, s *store.Store, by upr.Actor, lead upr.OrganizationID, d upr.Details) upr.SubmissionID {
	t.Helper()
	id, err := s.CreateSubmission(t.Context(), by, lead, d, "cycle-4", json.RawMessage(emptyText))
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestSubmission(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	anna, ben := addUser(t, s, "anna@example.org", false), addUser(t, s, "ben@example.org", true)
	lead := addOrganization(t, s, anna, "Identity Now")
	if err := s.SetLogo(ctx, anna, lead, &upr.Image{Data: []byte("logo"), Format: "jpeg", Width: 1, Height: 1}); err != nil {
		t.Fatal(err)
	}
	id := addSubmission(t, s, anna, lead, someDetails())
	got, err := s.Submission(ctx, anna, id)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(someDetails(), got.Details); diff != "" {
		t.Errorf("details (-given +read):\n%s", diff)
	}
	if got.RuleSet != "cycle-4" || got.Version != 1 || len(got.Ready) != 0 || got.Created.IsZero() {
		t.Errorf("a new submission is %+v", got)
	}
	if len(got.Organizations) != 1 || got.Organizations[0].ID != lead || string(got.Organizations[0].Logo.Data) != "logo" {
		t.Errorf("its organizations are %+v", got.Organizations)
	}
	if head, err := s.TextHead(ctx, id); err != nil || head != 0 {
		t.Errorf("its text is at %d, %v", head, err)
	}

	bare := upr.Details{State: "XXB", Session: 1, Cycle: 1, Kind: upr.Individual, Language: "en", Title: "Bare", Keywords: []string{}}
	if next, err := s.UpdateDetails(ctx, anna, id, 1, bare, "cycle-5"); err != nil || next != 2 {
		t.Fatalf("version %d, %v", next, err)
	}
	if got, err = s.Submission(ctx, anna, id); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(bare, got.Details); diff != "" {
		t.Errorf("after taking everything back (-given +read):\n%s", diff)
	}

	// To others, an administrator of the installation too, it is not there.
	for _, stranger := range []upr.Actor{ben, {}} {
		_, err = s.Submission(ctx, stranger, id)
		wantKind(t, err, upr.NotFound)
		_, err = s.UpdateDetails(ctx, stranger, id, 2, bare, "cycle-5")
		wantKind(t, err, upr.NotFound)
		wantKind(t, s.SetReady(ctx, stranger, id, "summary", true), upr.NotFound)
		_, err = s.DeleteSubmission(ctx, stranger, id, time.Now())
		wantKind(t, err, upr.NotFound)
		wantKind(t, s.RequireSubmission(ctx, stranger, id, upr.ReadSubmission), upr.NotFound)
		_, err = s.Duplicates(ctx, stranger, id)
		wantKind(t, err, upr.NotFound)
		_, err = s.CreateSubmission(ctx, stranger, lead, bare, "cycle-4", json.RawMessage(emptyText))
		wantKind(t, err, upr.NotFound)
	}

	// A member writes but does not delete.
	if err := s.AddMember(ctx, anna, lead, ben.User, upr.Member); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Submission(ctx, ben, id); err != nil {
		t.Errorf("a member: %v", err)
	}
	now := time.Now()
	_, err = s.DeleteSubmission(ctx, ben, id, now)
	wantKind(t, err, upr.Forbidden)
	if _, err := s.DeleteSubmission(ctx, anna, id, now); err != nil {
		t.Fatal(err)
	}
	if err := s.SweepDeletions(ctx, now.Add(upr.UsualDeletionWait)); err != nil {
		t.Fatal(err)
	}
	_, err = s.Submission(ctx, anna, id)
	wantKind(t, err, upr.NotFound)
	_, err = s.TextHead(ctx, id)
	wantKind(t, err, upr.NotFound)
}

func TestUpdateDetailsAtOnce(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	anna := addUser(t, s, "anna@example.org", false)
	id := addSubmission(t, s, anna, addOrganization(t, s, anna, "Identity Now"), someDetails())
	wantOneWinner(t, atOnce(4, func(i int) error {
		d := someDetails()
		d.Title = fmt.Sprint("Title ", i)
		_, err := s.UpdateDetails(ctx, anna, id, 1, d, "cycle-5")
		return err
	}), upr.Conflict)
	got, err := s.Submission(ctx, anna, id)
	if err != nil || got.Version != 2 {
		t.Errorf("version %d, %v; want 2", got.Version, err)
	}
	_, err = s.UpdateDetails(ctx, anna, id, 1, someDetails(), "cycle-5")
	wantKind(t, err, upr.Conflict)
}

func TestSetReady(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	anna := addUser(t, s, "anna@example.org", false)
	id := addSubmission(t, s, anna, addOrganization(t, s, anna, "Identity Now"), someDetails())
	parts := []string{"a", "b", "c", "d", "e", "f"}
	for _, err := range atOnce(len(parts), func(i int) error { return s.SetReady(ctx, anna, id, parts[i], true) }) {
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, step := range []struct {
		part  string
		ready bool
	}{{"b", true}, {"c", false}, {"never", false}} {
		if err := s.SetReady(ctx, anna, id, step.part, step.ready); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Submission(ctx, anna, id)
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(got.Ready)
	if want := []string{"a", "b", "d", "e", "f"}; !slices.Equal(got.Ready, want) {
		t.Errorf("ready are %v, want %v", got.Ready, want)
	}
	if got.Version != 1 {
		t.Errorf("marking a part made version %d of the details", got.Version)
	}
}

func TestDuplicates(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	anna := addUser(t, s, "anna@example.org", false)
	ours, other := addOrganization(t, s, anna, "Ours"), addOrganization(t, s, anna, "Other")
	add := func(lead upr.OrganizationID, change func(*upr.Details)) upr.SubmissionID {
		d := someDetails()
		change(&d)
		return addSubmission(t, s, anna, lead, d)
	}
	same := func(*upr.Details) {}
	id := add(ours, same)
	add(ours, same)
	add(ours, func(d *upr.Details) { d.State = "XXB" })
	add(ours, func(d *upr.Details) { d.Session = 55 })
	joint := add(ours, func(d *upr.Details) { d.Kind = upr.Joint })
	add(other, same)
	if n, err := s.Duplicates(ctx, anna, id); err != nil || n != 1 {
		t.Errorf("%d duplicates, %v; want 1", n, err)
	}
	if n, err := s.Duplicates(ctx, anna, joint); err != nil || n != 0 {
		t.Errorf("a joint one has %d duplicates, %v; want 0", n, err)
	}
}

func TestSubmissionsPageByPage(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	anna, ben := addUser(t, s, "anna@example.org", false), addUser(t, s, "ben@example.org", false)
	ours, theirs := addOrganization(t, s, anna, "Ours"), addOrganization(t, s, ben, "Theirs")
	var want []upr.SubmissionID
	for i := range 7 {
		id := addSubmission(t, s, anna, ours, someDetails())
		addSubmission(t, s, ben, theirs, someDetails())
		want = append(want, id)
		// Several at one moment, and moments with a fraction: the id decides, nothing is lost between two pages.
		for _, move := range []string{
			`UPDATE submissions SET created_at = $1 WHERE id = $2`,
			`UPDATE submission_organizations SET created_at = $1 WHERE submission_id = $2`,
		} {
			if _, err := s.DB().ExecContext(ctx, move, noon().Add(time.Duration(i/3)*time.Microsecond), id); err != nil {
				t.Fatal(err)
			}
		}
	}
	var got []upr.SubmissionID
	pages := 0
	for page := (store.Page{Size: 2}); ; pages++ {
		list, next, err := s.Submissions(ctx, anna, page)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range list {
			got = append(got, one.ID)
			if len(one.Organizations) != 1 || one.Organizations[0].ID != ours {
				t.Errorf("%s has the organizations %+v", one.ID, one.Organizations)
			}
		}
		if next == "" || pages > 10 {
			break
		}
		page.After = next
	}
	if pages != 3 {
		t.Errorf("%d further pages, want 3", pages)
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("listed %v, want %v", got, want)
	}
	if list, next, err := s.Submissions(ctx, upr.Actor{}, store.Page{}); err != nil || len(list) != 0 || next != "" {
		t.Errorf("nobody sees %v, %v", list, err)
	}
	for _, after := range []store.Next{"!", "bm90aGluZw", "eCB5"} {
		_, _, err := s.Submissions(ctx, anna, store.Page{After: after})
		wantKind(t, err, upr.NotFound)
	}
}
