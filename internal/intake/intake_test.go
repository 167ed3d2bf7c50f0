package intake_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image"
	"image/png"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"upright/internal/example"
	"upright/internal/intake"
	"upright/internal/picture"
	"upright/internal/prose"
	"upright/internal/rules"
	"upright/internal/store"
	"upright/internal/store/storetest"
	"upright/internal/upr"
)

func loadSets(t *testing.T) map[string]*rules.Set {
	t.Helper()
	sets, err := rules.LoadSets(nil)
	if err != nil {
		t.Fatal(err)
	}
	return sets
}

func addUser(t *testing.T, s *store.Store, email string) upr.Actor {
	t.Helper()
	u, err := s.CreateUser(t.Context(), store.NewUser{Name: "Name", Email: email, PasswordHash: "hash"})
	if err != nil {
		t.Fatal(err)
	}
	return upr.Actor{User: u.ID}
}

// full is the example with everything that a file can carry.
func full(t *testing.T) *upr.Submission {
	t.Helper()
	s, err := example.Submission("en")
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewNRGBA(image.Rect(0, 0, 30, 20))); err != nil {
		t.Fatal(err)
	}
	if s.Organizations[0].Logo, err = picture.Decode(&b); err != nil {
		t.Fatal(err)
	}
	s.Ready = []string{"part-rights", "part-summary"}
	s.Answers = []upr.SolidarityAnswer{
		{Question: upr.AskRights, Fields: map[string]string{"basis1": "ICCPR, article 22", "right1": "association"}},
		{Question: upr.AskSpaces, Fields: map[string]string{"spaces": "العربية\n\"quoted\""}},
	}
	s.Details.Deadline = upr.Deadline{At: time.Date(2028, 6, 1, 10, 0, 0, 0, time.UTC), Source: upr.OwnDeadline}
	return s
}

// stored reads a submission back, with its text.
func stored(t *testing.T, st *store.Store, by upr.Actor, id upr.SubmissionID) upr.Submission {
	t.Helper()
	s, err := st.Submission(t.Context(), by, id)
	if err != nil {
		t.Fatal(err)
	}
	text, err := st.Text(t.Context(), id, -1)
	if err != nil {
		t.Fatal(err)
	}
	if s.Manuscript, err = prose.Decode(text.Snapshot); err != nil {
		t.Fatal(err)
	}
	answers, err := st.SolidarityAnswers(t.Context(), by, id)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range upr.SolidarityQuestions() {
		if a, answered := answers[q]; answered {
			s.Answers = append(s.Answers, upr.SolidarityAnswer{Question: q, Fields: a.Fields}) // whose and when is of here
		}
	}
	return s
}

func TestTakeKeepsEverything(t *testing.T) {
	st, given := storetest.Open(t), full(t)
	anna := addUser(t, st, "anna@example.org")
	id, err := intake.Take(t.Context(), st, loadSets(t), anna, given, "")
	if err != nil {
		t.Fatal(err)
	}
	got := stored(t, st, anna, id)
	if got.ID != id || got.Organizations[0].ID == given.Organizations[0].ID {
		t.Errorf("ids are not its own: %s, organization %s", got.ID, got.Organizations[0].ID)
	}
	want := *given
	want.ID, want.Organizations = id, slices.Clone(given.Organizations)
	want.RuleVersion = 1 // the one in force here
	want.Organizations[0].ID = got.Organizations[0].ID
	want.Annexes.Solidarity = slices.Clone(given.Annexes.Solidarity)
	for i := range want.Annexes.Solidarity { // rows get ids of their own, too
		if i >= len(got.Annexes.Solidarity) || got.Annexes.Solidarity[i].ID == want.Annexes.Solidarity[i].ID {
			t.Fatalf("row %d of the matrix did not arrive, or has the id of the file", i)
		}
		want.Annexes.Solidarity[i].ID = got.Annexes.Solidarity[i].ID
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-given +stored:\n%s", diff)
	}
	if err := st.RequireOrganization(t.Context(), anna, got.Organizations[0].ID, upr.ManageOrganization); err != nil {
		t.Errorf("the organization is not the actor's: %v", err)
	}
	if home, err := intake.Home(t.Context(), st, anna, given); err != nil || home != got.Organizations[0].ID {
		t.Errorf("the next file of the organization belongs to %q, %v", home, err)
	}
	given.Organizations[0].Example = false
	if home, err := intake.Home(t.Context(), st, anna, given); err != nil || home != "" {
		t.Errorf("an organization that is no example has the example as its home: %q, %v", home, err)
	}
	list, _, err := st.Submissions(t.Context(), anna, store.Page{})
	if err != nil || len(list) != 1 || list[0].ID != id {
		t.Errorf("the list is %v, %v", list, err)
	}
}

func TestTakeIntoOrganization(t *testing.T) {
	st, given := storetest.Open(t), full(t)
	anna, ben := addUser(t, st, "anna@example.org"), addUser(t, st, "ben@example.org")
	into, err := st.CreateOrganization(t.Context(), anna, upr.Organization{Name: "Ours"})
	if err != nil {
		t.Fatal(err)
	}
	given.Details.Kind = upr.Joint
	given.Organizations = append(given.Organizations, upr.Organization{Name: "Theirs", City: "Geneva"})
	id, err := intake.Take(t.Context(), st, loadSets(t), anna, given, into)
	if err != nil {
		t.Fatal(err)
	}
	got := stored(t, st, anna, id).Organizations
	if len(got) != 2 || got[0].ID != into || got[0].Name != "Ours" || got[1].Name != "Theirs" || got[1].City != "Geneva" {
		t.Errorf("organizations are %+v", got)
	}

	// Somebody else can neither see nor use the organization, and nothing is left of the attempt.
	_, err = intake.Take(t.Context(), st, loadSets(t), ben, given, into)
	wantKind(t, err, upr.NotFound)
	_, err = intake.Take(t.Context(), st, loadSets(t), upr.Actor{}, given, "")
	wantKind(t, err, upr.Forbidden)
	if own, err := st.Organizations(t.Context(), ben); err != nil || len(own) != 0 {
		t.Errorf("organizations were left: %v, %v", own, err)
	}
}

// What the database refuses in the middle leaves nothing behind: no organization without its submission.
func TestTakeAllOrNothing(t *testing.T) {
	st, given := storetest.Open(t), full(t)
	anna := addUser(t, st, "anna@example.org")
	given.Details.Title = strings.Repeat("long ", 100)
	_, err := intake.Take(t.Context(), st, loadSets(t), anna, given, "")
	wantKind(t, err, upr.Invalid)
	if own, err := st.Organizations(t.Context(), anna); err != nil || len(own) != 0 {
		t.Errorf("organizations were left: %v, %v", own, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := intake.Take(ctx, st, loadSets(t), anna, full(t), ""); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled, it says %v", err)
	}
	for _, broken := range []func(*upr.Submission){
		func(s *upr.Submission) { s.Manuscript = nil },
		func(s *upr.Submission) { s.Manuscript = &prose.Manuscript{} },
		func(s *upr.Submission) { s.Organizations = nil },
	} {
		s := full(t)
		broken(s)
		if _, err := intake.Take(t.Context(), st, loadSets(t), anna, s, ""); err == nil {
			t.Error("half a submission was taken")
		}
	}
}

func TestRuleSet(t *testing.T) {
	sets := loadSets(t)
	for _, tt := range []struct {
		id    string
		cycle int
		want  string // "" for an error
	}{
		{"cycle-4", 5, "cycle-4"}, // the one it was begun with
		{"cycle-9", 4, "cycle-4"},
		{"", 5, "cycle-5-provisional"},
		{"", 7, "cycle-5-provisional"}, // the latest before
		{"", 3, ""},
	} {
		s := &upr.Submission{RuleSet: tt.id, Details: upr.Details{Cycle: tt.cycle}}
		set, err := intake.RuleSet(sets, s)
		if tt.want == "" {
			wantKind(t, err, upr.Invalid)
		} else if err != nil || set.ID != tt.want {
			t.Errorf("set %q in cycle %d: %v, %v; want %s", tt.id, tt.cycle, set, err, tt.want)
		}
	}
}

// The text goes into the database as the editing authority writes it.
func TestTakeWritesTheEditorsJSON(t *testing.T) {
	st, given := storetest.Open(t), full(t)
	anna := addUser(t, st, "anna@example.org")
	id, err := intake.Take(t.Context(), st, loadSets(t), anna, given, "")
	if err != nil {
		t.Fatal(err)
	}
	text, err := st.Text(t.Context(), id, -1)
	if err != nil {
		t.Fatal(err)
	}
	want, err := prose.Encode(given.Manuscript)
	if err != nil {
		t.Fatal(err)
	}
	var a, b any
	if err := errors.Join(json.Unmarshal(want, &a), json.Unmarshal(text.Snapshot, &b)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a, b); diff != "" || text.Head() != 0 {
		t.Errorf("version %d, -given +stored:\n%s", text.Head(), diff)
	}
}

func wantKind(t *testing.T, err error, kind upr.ErrorKind) {
	t.Helper()
	var known *upr.Error
	if !errors.As(err, &known) || known.Kind != kind {
		t.Errorf("error is %v, want one of kind %d", err, kind)
	}
}
