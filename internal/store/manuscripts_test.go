package store_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"upright/internal/store"
	"upright/internal/store/storetest"
	"upright/internal/upr"
)

// commits makes n commits that follow on a version.
func commits(after int64, n int, by upr.UserID) []store.Commit {
	list := make([]store.Commit, n)
	for i := range list {
		list[i] = store.Commit{
			Version: after + int64(i) + 1, Ref: upr.NewID(), Client: upr.NewID(), User: by, Base: after + int64(i),
			Steps: json.RawMessage(fmt.Sprintf(`[{"n": %d}]`, i)), Kept: json.RawMessage("null"),
		}
	}
	return list
}

func TestCommits(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	anna := addUser(t, s, "anna@example.org", false)
	id := addSubmission(t, s, anna, addOrganization(t, s, anna, "Identity Now"), someDetails())

	first := commits(0, 2, anna.User)
	first[1].Base, first[1].Kept = 0, json.RawMessage(`[0, 2]`)
	at, err := s.AddCommits(ctx, id, 0, first)
	if err != nil || time.Since(at) > time.Hour {
		t.Fatalf("at %s, %v", at, err)
	}
	got, err := s.Commits(ctx, id, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	for i := range first {
		first[i].At = at
	}
	if diff := cmp.Diff(first, got); diff != "" {
		t.Errorf("commits (-added +read):\n%s", diff)
	}
	if got, err = s.Commits(ctx, id, 1, 2); err != nil || len(got) != 1 || got[0].Version != 2 {
		t.Errorf("after the first: %+v, %v", got, err)
	}
	for ref, want := range map[string]int64{first[0].Ref: 1, first[1].Ref: 2, upr.NewID(): 0} {
		if version, err := s.CommitVersion(ctx, id, ref, 0); err != nil || version != want {
			t.Errorf("version of %s is %d, %v", ref, version, err)
		}
	}

	// Somebody was first.
	if _, err := s.AddCommits(ctx, id, 1, commits(1, 3, anna.User)); !errors.Is(err, store.ErrHeadMoved) {
		t.Errorf("error: %v", err)
	}
	// A ref that is there already: all or nothing.
	twice := commits(2, 2, anna.User)
	twice[1].Ref = first[0].Ref
	if _, err := s.AddCommits(ctx, id, 2, twice); !store.IsKnownRef(err) {
		t.Errorf("error: %v", err)
	}
	if store.IsKnownRef(err) || store.IsKnownRef(store.ErrHeadMoved) {
		t.Error("other errors are taken for a known ref")
	}
	if head, err := s.TextHead(ctx, id); err != nil || head != 2 {
		t.Errorf("head %d, %v", head, err)
	}
	// What is not theirs to give: a text that is not there.
	if _, err := s.AddCommits(ctx, upr.SubmissionID(upr.NewID()), 0, commits(0, 1, anna.User)); !errors.Is(err, store.ErrHeadMoved) {
		t.Errorf("error: %v", err)
	}
	_, err = s.TextHead(ctx, upr.SubmissionID(upr.NewID()))
	wantKind(t, err, upr.NotFound)
}

// A submission changes with its text: lists tell when, and its files are dated by it.
func TestTextChangesTheSubmission(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	anna := addUser(t, s, "anna@example.org", false)
	id := addSubmission(t, s, anna, addOrganization(t, s, anna, "Identity Now"), someDetails())
	at, err := s.AddCommits(ctx, id, 0, commits(0, 1, anna.User))
	if err != nil {
		t.Fatal(err)
	}
	one, err := s.Submission(ctx, anna, id)
	if err != nil {
		t.Fatal(err)
	}
	if !one.Updated.Equal(at) {
		t.Errorf("the submission changed at %v, its text at %v", one.Updated, at)
	}
}

func TestText(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	anna := addUser(t, s, "anna@example.org", false)
	id := addSubmission(t, s, anna, addOrganization(t, s, anna, "Identity Now"), someDetails())
	if _, err := s.AddCommits(ctx, id, 0, commits(0, 5, anna.User)); err != nil {
		t.Fatal(err)
	}
	for version, doc := range map[int64]string{3: `{"at": 3}`, 9: `{"at": 9}`} {
		if err := s.SaveSnapshot(ctx, id, version, json.RawMessage(doc), json.RawMessage(`{}`)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.SaveSnapshot(ctx, id, 3, json.RawMessage(`{"at": "again"}`), json.RawMessage(`{}`)); err != nil {
		t.Error(err)
	}
	for version, want := range map[int64]struct {
		snapshot, head int64
		doc            string
	}{
		-1: {3, 5, `{"at": 3}`}, 5: {3, 5, `{"at": 3}`}, 3: {3, 3, `{"at": 3}`}, 2: {0, 2, ""}, 0: {0, 0, ""},
	} {
		text, err := s.Text(ctx, id, version)
		if err != nil {
			t.Fatal(version, err)
		}
		if text.Version != want.snapshot || text.Head() != want.head || want.doc != "" && string(text.Snapshot) != want.doc {
			t.Errorf("at %d: snapshot %d %s, head %d", version, text.Version, text.Snapshot, text.Head())
		}
	}
	_, err := s.Text(ctx, id, 6)
	wantKind(t, err, upr.NotFound)
	if _, err := s.DB().ExecContext(ctx, `UPDATE manuscripts SET schema = $1`, store.ManuscriptSchema+1); err != nil {
		t.Fatal(err)
	}
	_, err = s.Text(ctx, id, -1)
	wantKind(t, err, upr.Stale)
}

// LockText lets one process at a time add, and shows it what was added before.
func TestLockText(t *testing.T) {
	ctx, s := t.Context(), storetest.Open(t)
	anna := addUser(t, s, "anna@example.org", false)
	id := addSubmission(t, s, anna, addOrganization(t, s, anna, "Identity Now"), someDetails())
	const n = 8
	errs := atOnce(n, func(int) error {
		_, err := s.LockText(ctx, id, 0, func(missed []store.Commit) ([]store.Commit, error) {
			return commits(int64(len(missed)), 1, anna.User), nil
		})
		return err
	})
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
	if head, err := s.TextHead(ctx, id); err != nil || head != n {
		t.Errorf("head %d, %v", head, err)
	}
	failed := errors.New("failed")
	if _, err := s.LockText(ctx, id, n, func([]store.Commit) ([]store.Commit, error) { return nil, failed }); !errors.Is(err, failed) {
		t.Errorf("error: %v", err)
	}
	if _, err := s.LockText(ctx, id, n, func([]store.Commit) ([]store.Commit, error) { return nil, nil }); err != nil {
		t.Errorf("with nothing to add: %v", err)
	}
	_, err := s.LockText(ctx, upr.SubmissionID(upr.NewID()), 0, nil)
	wantKind(t, err, upr.NotFound)
}

func TestListen(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	s := storetest.Open(t)
	anna := addUser(t, s, "anna@example.org", false)
	id := addSubmission(t, s, anna, addOrganization(t, s, anna, "Identity Now"), someDetails())
	heard := make(chan store.TextChange, 10)
	if err := s.Listen(ctx, func(c store.TextChange) { heard <- c }); err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddCommits(ctx, id, 0, commits(0, 2, anna.User)); err != nil {
		t.Fatal(err)
	}
	if _, err := s.AddCommits(ctx, id, 0, commits(0, 2, anna.User)); !errors.Is(err, store.ErrHeadMoved) {
		t.Fatal(err)
	}
	if _, err := s.AddCommits(ctx, id, 2, commits(2, 1, anna.User)); err != nil {
		t.Fatal(err)
	}
	for _, want := range []store.TextChange{{ID: id, Head: 2}, {ID: id, Head: 3}} {
		if got := <-heard; got != want {
			t.Errorf("heard %+v, want %+v", got, want)
		}
	}
}
