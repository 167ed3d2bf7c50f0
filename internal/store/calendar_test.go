package store_test

import (
	"database/sql"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"upright/internal/store"
	"upright/internal/store/storetest"
	"upright/internal/upr"
)

// entered are entries of each kind.
func entered() []upr.CalendarEntry {
	return []upr.CalendarEntry{
		{Kind: upr.DeadlineEntry, Session: 54, Day: upr.Date{Year: 2027, Month: 3, Day: 29}, Hour: "15:00", Confidence: upr.Confirmed, Source: "OHCHR"},
		{Kind: upr.ReviewEntry, Session: 54, State: "MEX", Instead: 53, Symbol: "A/HRC/59/15", Confidence: upr.PartlyConfirmed, Source: "OHCHR", URL: "https://www.ohchr.org/x"},
		{Kind: upr.SessionEntry, Session: 55, Start: upr.Date{Year: 2027, Month: 11, Day: 1}, End: upr.Date{Year: 2027, Month: 11, Day: 12}, Confidence: upr.Conflicting, Source: "UPR Info"},
	}
}

// enter makes changes hold, as an administrator does after a look at them.
func enter(t *testing.T, s *store.Store, by upr.Actor, now time.Time, changes ...upr.CalendarChange) {
	t.Helper()
	id, err := s.KeepCalendarChange(t.Context(), by, changes, now)
	must(t, err)
	_, version, err := s.CalendarEntries(t.Context(), -1)
	must(t, err)
	must(t, s.ApplyCalendarChange(t.Context(), by, id, version, now))
}

func TestCalendar(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	now := time.Now().Truncate(time.Millisecond)
	var changes []upr.CalendarChange
	for _, e := range entered() {
		changes = append(changes, upr.CalendarChange{Entry: e})
	}
	_, err := d.KeepCalendarChange(ctx, d.anna, changes, now)
	wantKind(t, err, upr.Forbidden)
	id, err := d.KeepCalendarChange(ctx, d.cy, changes, now)
	must(t, err)
	kept, err := d.CalendarChange(ctx, d.cy, id)
	if diff := cmp.Diff(changes, kept); err != nil || diff != "" {
		t.Fatalf("%v\n%s", err, diff)
	}
	list, version, err := d.CalendarEntries(ctx, -1)
	if err != nil || len(list) != 0 {
		t.Fatalf("%d entries before anybody said so, %v", len(list), err)
	}
	wantKind(t, d.ApplyCalendarChange(ctx, d.anna, id, version, now), upr.Forbidden)
	must(t, d.ApplyCalendarChange(ctx, d.cy, id, version, now))
	wantKind(t, d.ApplyCalendarChange(ctx, d.cy, id, version+1, now), upr.NotFound)

	list, version, err = d.CalendarEntries(ctx, version)
	if err != nil || len(list) != 3 {
		t.Fatalf("%+v, %v", list, err)
	}
	for i, want := range entered() {
		if !list[i].Same(want) || list[i].By != d.cy.User || !list[i].At.Equal(now) {
			t.Errorf("kept %+v, want %+v", list[i], want)
		}
	}
	if list, _, err := d.CalendarEntries(ctx, version); err != nil || list != nil {
		t.Errorf("nothing changed, got %+v, %v", list, err)
	}
	// Looked at before somebody else changed it: refused, and it can be applied to what stands there now.
	late, err := d.KeepCalendarChange(ctx, d.cy, changes[:1], now)
	must(t, err)
	wantKind(t, d.ApplyCalendarChange(ctx, d.cy, late, version-1, now), upr.Conflict)

	corrected := entered()[0]
	corrected.Hour = "12:00"
	enter(t, d.Store, d.cy, now.Add(time.Hour), upr.CalendarChange{Entry: corrected}, upr.CalendarChange{Entry: entered()[2]},
		upr.CalendarChange{Entry: entered()[1], Remove: true})
	if list, _, err = d.CalendarEntries(ctx, -1); err != nil || len(list) != 2 || list[0].Hour != "12:00" {
		t.Fatalf("%+v, %v", list, err)
	}
	acts, next, err := d.AdministrationLog(ctx, d.cy, store.Page{Size: 2})
	if err != nil || next == "" || len(acts) != 2 || acts[0].Name != "Name of cy@example.org" {
		t.Fatalf("%+v, %v", acts, err)
	}
	kinds := map[upr.AdministrationAct]int{}
	for after := store.Next(""); ; after = next {
		if acts, next, err = d.AdministrationLog(ctx, d.cy, store.Page{Size: 2, After: after}); err != nil {
			t.Fatal(err)
		}
		for _, a := range acts {
			kinds[a.Kind]++
		}
		if next == "" {
			break
		}
	}
	// The third of the second change says what stood there already: no act.
	if diff := cmp.Diff(map[upr.AdministrationAct]int{upr.CalendarAddedAct: 3, upr.CalendarCorrectedAct: 1, upr.CalendarRemovedAct: 1}, kinds); diff != "" {
		t.Error(diff)
	}
	_, _, err = d.AdministrationLog(ctx, d.anna, store.Page{})
	wantKind(t, err, upr.Forbidden)
}

func TestLogOfTheAdministrationOnlyGrows(t *testing.T) {
	url := storetest.URL(t)
	s := storetest.Connect(t, url)
	db, err := sql.Open("postgres", url)
	must(t, err)
	t.Cleanup(func() { _ = db.Close() })
	enter(t, s, addUser(t, s, "root@example.org", true), time.Now(), upr.CalendarChange{Entry: entered()[0]})
	for _, statement := range []string{
		`UPDATE administration_log SET by_user = NULL`, `DELETE FROM administration_log`, `TRUNCATE administration_log`,
	} {
		if _, err := db.ExecContext(t.Context(), statement); err == nil {
			t.Errorf("%s was taken", statement)
		}
	}
}

// Who stands on the published deadline moves with it, and is told; who set one of their own stays.
func TestFollowDeadlines(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	admin := addUser(t, w.Store, "root@example.org", true)
	own := addSubmission(t, w.Store, w.coordinator, w.org, someDetails())
	w.exec(t, `UPDATE submissions SET deadline = NULL, deadline_source = '' WHERE id = $1`, w.id)
	w.exec(t, `UPDATE submissions SET deadline = '2027-01-01T12:00:00Z', deadline_source = 'own' WHERE id = $1`, own)
	session := someDetails().Session
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	first, second := time.Date(2027, 3, 29, 13, 0, 0, 0, time.UTC), time.Date(2027, 4, 12, 13, 0, 0, 0, time.UTC)
	counts, err := w.OnDeadlines(ctx, admin, []int{session, 1})
	if err != nil || counts[session] != 1 || counts[1] != 0 {
		t.Errorf("%v, %v", counts, err)
	}
	_, err = w.OnDeadlines(ctx, w.ben, []int{session})
	wantKind(t, err, upr.Forbidden)
	follow := func(published map[int]time.Time, want int) upr.Submission {
		t.Helper()
		for _, n := range []int{want, 0} { // asked again, nothing happens
			if changed, err := w.FollowDeadlines(ctx, published, now); err != nil || changed != n {
				t.Fatalf("changed %d, want %d, %v", changed, n, err)
			}
		}
		one, err := w.Submission(ctx, w.reader, w.id)
		must(t, err)
		return one
	}
	follow(map[int]time.Time{session: now.AddDate(0, -1, 0)}, 0) // passed before anybody knew of it
	one := follow(map[int]time.Time{session: first, 99: second}, 1)
	if !one.Details.Deadline.At.Equal(first) || one.Details.Deadline.Source != upr.CalendarDeadline || one.Version != 2 {
		t.Errorf("%+v, version %d", one.Details.Deadline, one.Version)
	}
	wantKinds(t, w.Store, w.reader, "moved*")
	wantKinds(t, w.Store, w.no)
	must(t, w.ReadNotices(ctx, w.reader, "", ""))
	follow(map[int]time.Time{session: second}, 1)
	wantKinds(t, w.Store, w.reader, "moved", "moved*")
	moved, err := w.DeadlineMove(ctx, w.reader, w.id)
	if err != nil || !moved.At.Equal(now) || !moved.Before.Equal(first) {
		t.Errorf("%+v, %v", moved, err)
	}
	if moved, err := w.DeadlineMove(ctx, w.coordinator, own); err != nil || !moved.At.IsZero() {
		t.Errorf("a deadline of one's own: %+v, %v", moved, err)
	}
	_, err = w.DeadlineMove(ctx, w.no, w.id)
	wantKind(t, err, upr.NotFound)
	// The reminder is of the new day: of the first it is 14 days before, of the second 28.
	must(t, w.Remind(ctx, time.Date(2027, 3, 15, 12, 0, 0, 0, time.UTC)))
	wantKinds(t, w.Store, w.ben, "moved*")
	must(t, w.Remind(ctx, time.Date(2027, 3, 29, 12, 0, 0, 0, time.UTC)))
	wantKinds(t, w.Store, w.ben, "deadline*", "moved*")
	if one = follow(nil, 1); !one.Details.Deadline.At.IsZero() || one.Details.Deadline.Source != upr.NoDeadline {
		t.Errorf("taken back: %+v", one.Details.Deadline)
	}
	w.exec(t, `UPDATE submissions SET deadline = $2, deadline_source = 'calendar' WHERE id = $1`, w.id, first)
	w.exec(t, `INSERT INTO manuscript_revisions (submission_id, number, version, name, sha256)
		VALUES ($1, 1, 0, 'Final', decode(repeat('00', 32), 'hex'))`, w.id)
	w.exec(t, `INSERT INTO signoff_finals (submission_id, revision, portable, sum, handed_in_at, recorded_at)
		VALUES ($1, 1, 'x', repeat('0', 64), now(), now())`, w.id)
	if one = follow(map[int]time.Time{session: second}, 0); !one.Details.Deadline.At.Equal(first) {
		t.Errorf("handed in, and its deadline moved: %+v", one.Details.Deadline)
	}
}
