package store_test

import (
	"database/sql"
	"errors"
	"slices"
	"testing"
	"time"

	"upright/internal/store"
	"upright/internal/store/storetest"
	"upright/internal/upr"
)

// A team is a submission with a coordinator, two editors and a reader, and a stranger.
type team struct {
	*store.Store
	url                                string
	id                                 upr.SubmissionID
	org                                upr.OrganizationID
	coordinator, ben, cleo, reader, no upr.Actor
}

func newTeam(t *testing.T) team {
	t.Helper()
	url := storetest.URL(t)
	w := team{Store: storetest.Connect(t, url), url: url}
	w.coordinator = addUser(t, w.Store, "ada@example.org", false)
	w.org = addOrganization(t, w.Store, w.coordinator, "Rights Now")
	w.id = addSubmission(t, w.Store, w.coordinator, w.org, someDetails())
	w.ben, w.cleo = addUser(t, w.Store, "ben@example.org", false), addUser(t, w.Store, "cleo@example.org", false)
	w.reader, w.no = addUser(t, w.Store, "rita@example.org", false), addUser(t, w.Store, "eve@example.org", false)
	for person, role := range map[upr.UserID]string{w.ben.User: "editor", w.cleo.User: "editor", w.reader.User: "reader"} {
		w.exec(t, `INSERT INTO submission_people (submission_id, user_id, organization_id, role, began_at)
			VALUES ($1, $2, CASE WHEN $3 = 'reader' THEN NULL ELSE $4 END, $3, now())`, w.id, person, role, w.org)
	}
	return w
}

// exec changes the database, past the store.
func (w team) exec(t *testing.T, statement string, args ...any) {
	t.Helper()
	db, err := sql.Open("postgres", w.url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.ExecContext(t.Context(), statement, args...); err != nil {
		t.Fatal(err)
	}
}

func TestAssignments(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	soon, later := upr.Date{Year: 2027, Month: time.January, Day: 9}, upr.Date{Year: 2027, Month: time.February, Day: 1}
	assign := func(by upr.Actor, a upr.Assignment) upr.AssignmentID {
		t.Helper()
		id, err := w.Assign(ctx, by, w.id, a)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	benLater := assign(w.coordinator, upr.Assignment{Block: "p", User: w.ben.User, Due: later, Note: "ask"})
	benSoon := assign(w.coordinator, upr.Assignment{Block: "q", User: w.ben.User, Due: soon})
	forAll := assign(w.coordinator, upr.Assignment{Block: "r", Organization: w.org})
	cleoOwn := assign(w.cleo, upr.Assignment{Block: "s", User: w.cleo.User})

	list, err := w.Assignments(ctx, w.ben, w.id)
	if err != nil || len(list) != 4 {
		t.Fatalf("%d assignments, %v", len(list), err)
	}
	var order []upr.AssignmentID
	for _, a := range list {
		order = append(order, a.ID)
	}
	if want := []upr.AssignmentID{benSoon, benLater, forAll, cleoOwn}; !slices.Equal(order, want) {
		t.Errorf("Ben sees them in the order %v, want %v", order, want)
	}
	if a := list[1]; a.Note != "ask" || a.Due != later || a.User != w.ben.User || a.By != w.coordinator.User || !a.Mine || a.Made.IsZero() {
		t.Errorf("an assignment is %+v", a)
	}
	if !list[2].Mine || list[3].Mine {
		t.Error("what is for the organization is its people’s, and what is another person’s is not")
	}

	// Who may: themselves yes, others no; strangers not at all; nobody to strangers.
	for name, test := range map[string]struct {
		err  error
		kind upr.ErrorKind
	}{
		"an editor to another":      {second(w.Assign(ctx, w.ben, w.id, upr.Assignment{Block: "p", User: w.cleo.User})), upr.Forbidden},
		"a reader to themselves":    {second(w.Assign(ctx, w.reader, w.id, upr.Assignment{Block: "p", User: w.reader.User})), upr.Forbidden},
		"a stranger":                {second(w.Assign(ctx, w.no, w.id, upr.Assignment{Block: "p", User: w.no.User})), upr.NotFound},
		"to a stranger":             {second(w.Assign(ctx, w.coordinator, w.id, upr.Assignment{Block: "p", User: w.no.User})), upr.Invalid},
		"to a strange organization": {second(w.Assign(ctx, w.coordinator, w.id, upr.Assignment{Block: "p", Organization: "x"})), upr.Invalid},
		"done by another":           {w.FinishAssignment(ctx, w.cleo, w.id, benSoon, true), upr.Forbidden},
		"done by a stranger":        {w.FinishAssignment(ctx, w.no, w.id, benSoon, true), upr.NotFound},
		"removed by the assignee":   {w.RemoveAssignment(ctx, w.ben, w.id, benSoon), upr.Forbidden},
		"one that is not there":     {w.FinishAssignment(ctx, w.coordinator, w.id, "nothing", true), upr.NotFound},
		"read by a stranger":        {second(w.Assignments(ctx, w.no, w.id)), upr.NotFound},
	} {
		var known *upr.Error
		if !errors.As(test.err, &known) || known.Kind != test.kind {
			t.Errorf("%s: %v", name, test.err)
		}
	}

	if err := errors.Join(w.FinishAssignment(ctx, w.ben, w.id, benSoon, true), w.FinishAssignment(ctx, w.ben, w.id, forAll, true),
		w.RemoveAssignment(ctx, w.cleo, w.id, cleoOwn)); err != nil {
		t.Fatal(err)
	}
	if list, err = w.Assignments(ctx, w.ben, w.id); err != nil || len(list) != 3 || list[0].ID != benLater || list[1].Done.IsZero() || list[1].DoneBy != w.ben.User {
		t.Errorf("then %+v, %v", list, err)
	}
	if err := w.FinishAssignment(ctx, w.coordinator, w.id, benSoon, false); err != nil {
		t.Fatal(err)
	}
	if list, _ = w.Assignments(ctx, w.ben, w.id); !list[0].Done.IsZero() || list[0].ID != benSoon {
		t.Errorf("opened again: %+v", list[0])
	}
}

func TestAssignmentsAreBounded(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	w.exec(t, `INSERT INTO assignments (id, submission_id, block, user_id)
		SELECT 'a' || translate(lpad(n::text, 19, '0'), '0189', 'zyxw'), $1, 'p', $2 FROM generate_series(1, $3) AS n`, w.id, w.ben.User, upr.MaxAssignments)
	_, err := w.Assign(ctx, w.coordinator, w.id, upr.Assignment{Block: "p", User: w.ben.User})
	var known *upr.Error
	if !errors.As(err, &known) || known.Kind != upr.TooMany {
		t.Errorf("one more: %v", err)
	}
}

// Coordinators lock and unlock everything; whom a part is assigned to, what no coordinator locked.
func TestPartLocks(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	wantKind := func(what string, err error, kind upr.ErrorKind) {
		t.Helper()
		var known *upr.Error
		if !errors.As(err, &known) || known.Kind != kind {
			t.Errorf("%s: %v", what, err)
		}
	}
	lockedFor := func(who upr.Actor) []string {
		t.Helper()
		parts, err := w.LockedFor(ctx, who, w.id)
		if err != nil {
			t.Fatal(err)
		}
		return parts
	}
	wantKind("nobody’s part", w.LockPart(ctx, w.ben, w.id, "p"), upr.Forbidden)
	if _, err := w.Assign(ctx, w.coordinator, w.id, upr.Assignment{Block: "p", User: w.ben.User}); err != nil {
		t.Fatal(err)
	}
	if err := w.LockPart(ctx, w.ben, w.id, "p"); err != nil {
		t.Fatal(err)
	}
	wantKind("another’s", w.UnlockPart(ctx, w.cleo, w.id, "p"), upr.Forbidden)
	wantKind("a stranger’s", w.LockPart(ctx, w.no, w.id, "p"), upr.NotFound)
	if got := lockedFor(w.cleo); len(got) != 1 || got[0] != "p" {
		t.Errorf("Cleo may not change %v", got)
	}
	if got := lockedFor(w.ben); len(got) != 1 {
		t.Errorf("Ben may not change %v", got)
	}
	if got := lockedFor(w.coordinator); got != nil {
		t.Errorf("who coordinates may not change %v", got)
	}
	one, err := w.Submission(ctx, w.ben, w.id)
	if err != nil || len(one.Ready) != 1 || one.Ready[0] != "p" {
		t.Errorf("ready: %v, %v", one.Ready, err)
	}
	wantKind("taken back while it is locked", w.SetReady(ctx, w.ben, w.id, "p", false), upr.Conflict)
	if err := w.UnlockPart(ctx, w.ben, w.id, "p"); err != nil {
		t.Fatal(err)
	}
	if err := w.SetReady(ctx, w.ben, w.id, "p", false); err != nil {
		t.Error(err)
	}
	if err := errors.Join(w.LockPart(ctx, w.ben, w.id, "p"), w.LockPart(ctx, w.coordinator, w.id, "p")); err != nil {
		t.Fatal(err)
	}
	wantKind("a coordinator’s lock", w.UnlockPart(ctx, w.ben, w.id, "p"), upr.Forbidden)
	locks, err := w.PartLocks(ctx, w.reader, w.id)
	if err != nil || len(locks) != 1 || !locks[0].Coordinated || locks[0].By != w.ben.User || locks[0].At.IsZero() {
		t.Errorf("locks: %+v, %v", locks, err)
	}
	if err := w.UnlockPart(ctx, w.coordinator, w.id, "p"); err != nil || lockedFor(w.cleo) != nil {
		t.Errorf("unlocked: %v", err)
	}
}

func second[T any](_ T, err error) error { return err }
