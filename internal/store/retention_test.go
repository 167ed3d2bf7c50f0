package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// keeping is a coalition in an installation that keeps submissions for six months after their session, which was over two
// hundred days ago.
type keeping struct {
	*coalition
	now  time.Time
	root upr.Actor
}

func newKeeping(t *testing.T) *keeping {
	k := &keeping{coalition: newCoalition(t), now: time.Now().UTC().Truncate(time.Second)}
	k.root = addUser(t, k.Store, "root@example.org", true)
	k.keep(6)
	return k
}

// keep changes for how many months submissions are kept.
func (k *keeping) keep(months int) {
	k.t.Helper()
	if err := k.SetKeeping(k.t.Context(), k.root, store.Keeping{DeletionDays: 7, RetentionMonths: months}); err != nil {
		k.t.Fatal(err)
	}
}

// sweep has several processes sweep some days from now.
func (k *keeping) sweep(days int) {
	k.t.Helper()
	over := func(session int) time.Time {
		if session != someDetails().Session {
			k.t.Errorf("asked of session %d", session)
		}
		return k.now.AddDate(0, 0, -200)
	}
	at := k.now.AddDate(0, 0, days)
	for i, err := range atOnce(4, func(int) error { return k.SweepRetention(k.t.Context(), at, over) }) {
		if err != nil {
			k.t.Errorf("sweep %d: %v", i, err)
		}
	}
}

// run has a server look every third day, from a day on to another.
func (k *keeping) run(from, to int) {
	k.t.Helper()
	for days := from; days < to; days += 3 {
		k.sweep(days)
	}
}

// told are the kinds of notices that somebody got, the first first, without those of others' doing.
func (k *keeping) told(who upr.Actor) []upr.NoticeKind {
	k.t.Helper()
	list, _, err := k.Notices(k.t.Context(), who, k.id, store.Page{Size: 50})
	if err != nil {
		k.t.Fatal(err)
	}
	var kinds []upr.NoticeKind
	for _, n := range slices.Backward(list) {
		if n.Kind != upr.JoinedNotice {
			kinds = append(kinds, n.Kind)
		}
	}
	return kinds
}

func (k *keeping) wantTold(who upr.Actor, want ...upr.NoticeKind) {
	k.t.Helper()
	if got := k.told(who); !slices.Equal(got, want) {
		k.t.Errorf("told %v, want %v", got, want)
	}
}

// due is when the submission goes, in days from now; 0 when it stays.
func (k *keeping) due() int {
	k.t.Helper()
	is, _, err := k.Retention(k.t.Context(), k.ben, k.id)
	if err != nil {
		k.t.Fatal(err)
	}
	if !is.Warned() {
		return 0
	}
	return int(is.Due.Sub(k.now) / (24 * time.Hour))
}

func TestRetentionFromTheWarningToTheEnd(t *testing.T) {
	k := newKeeping(t)
	ctx := t.Context()
	k.keep(0)
	k.sweep(0)
	if k.due() != 0 {
		t.Fatal("somebody was warned where submissions are kept for ever")
	}
	k.keep(6)
	wantKind(t, k.Extend(ctx, k.anna, k.id, 3, "We still need it.", k.now), upr.Conflict)
	entries := len(k.record())
	k.sweep(0)
	if k.due() != 30 {
		t.Fatalf("it goes in %d days", k.due())
	}
	if list := k.record(); len(list) != entries+1 || list[entries].Kind != upr.RetentionWarnedRecord || list[entries].By != "" {
		t.Errorf("%d entries after %d", len(list), entries)
	}
	k.wantTold(k.anna, upr.RetentionNotice)
	k.wantTold(k.ben, upr.RetentionNotice)
	for who, n := range map[upr.Actor]int{k.anna: 1, k.ben: 1, k.root: 0} {
		if list, err := k.Leaving(ctx, who); err != nil || len(list) != n || n > 0 && (list[0].ID != k.id || list[0].Asked) {
			t.Errorf("%+v, %v, want %d", list, err, n)
		}
	}
	wantKind(t, k.Extend(ctx, k.ben, k.id, 3, "Not mine to say.", k.now), upr.Forbidden)
	wantKind(t, k.Extend(ctx, k.root, k.id, 3, "Not mine to see.", k.now), upr.NotFound)
	if err := k.Extend(ctx, k.anna, k.id, 3, "The follow-up report needs it.", k.now); err != nil {
		t.Fatal(err)
	}
	if _, list, err := k.Retention(ctx, k.ben, k.id); err != nil || len(list) != 1 || list[0].Reason != "The follow-up report needs it." ||
		list[0].By != k.anna.User || !list[0].Until.Equal(k.now.AddDate(0, 0, 30).AddDate(0, 3, 0)) {
		t.Errorf("%+v, %v", list, err)
	}
	if e := k.record()[entries+1]; e.Kind != upr.ExtendedRecord || e.Account.By != k.anna.User || e.Value == "" {
		t.Errorf("the record ends with %+v", e)
	}
	k.wantTold(k.ben, upr.RetentionNotice, upr.KeptNotice)
	k.sweep(31)
	if k.due() != 0 {
		t.Fatal("warned again at once")
	}
	k.sweep(150)
	if k.due() != 180 {
		t.Fatalf("the second time it goes in %d days", k.due())
	}
	k.wantTold(k.ben, upr.RetentionNotice, upr.KeptNotice, upr.RetentionNotice)
	k.run(153, 179)
	k.sweep(179)
	if _, err := k.Submission(ctx, k.ben, k.id); err != nil {
		t.Fatalf("gone too early: %v", err)
	}
	k.sweep(181)
	if left := k.leftOf(k.id); left != nil {
		t.Errorf("left in %v", left)
	}
}

func TestRetentionTakenBack(t *testing.T) {
	k := newKeeping(t)
	k.sweep(0)
	k.keep(120)
	k.sweep(1)
	if k.due() != 0 {
		t.Error("still warned")
	}
	k.wantTold(k.ben, upr.RetentionNotice, upr.KeptNotice)
	list := k.record()
	if last := list[len(list)-1]; last.Kind != upr.RetentionTakenRecord {
		t.Errorf("the record ends with %s", last.Kind)
	}
	// Nobody knows when the session is.
	k.keep(1)
	for range 2 {
		if err := k.SweepRetention(t.Context(), k.now, func(int) time.Time { return time.Time{} }); err != nil {
			t.Fatal(err)
		}
	}
	if k.due() != 0 {
		t.Error("warned of the end of a session that nobody knows")
	}
}

// TestRetentionWhileNoServerRan: once, a server that came back after the warning had run out deleted at its first look
// what nobody could have kept, and perhaps nobody was told of: the mails had waited with it.
func TestRetentionWhileNoServerRan(t *testing.T) {
	k := newKeeping(t)
	k.sweep(0)
	k.sweep(200)
	if k.due() != 230 {
		t.Fatalf("back after 200 days, it goes in %d days, want 230", k.due())
	}
	list := k.record()
	if last := list[len(list)-1]; last.Kind != upr.RetentionMovedRecord || last.Value != k.now.AddDate(0, 0, 230).Format(time.DateOnly) {
		t.Errorf("the record ends with %+v", last)
	}
	k.run(203, 213)
	k.sweep(223) // away again, from the 212th day on
	if k.due() != 241 {
		t.Fatalf("after eleven days more it goes in %d days, want 241", k.due())
	}
	k.run(226, 241)
	if k.due() != 241 {
		t.Fatalf("at the end it goes in %d days", k.due())
	}
	k.sweep(241)
	if left := k.leftOf(k.id); left != nil {
		t.Errorf("left in %v", left)
	}
}

// TestExtendAtTheLastMoment: who extends while the servers delete is either in time or told that it is gone.
func TestExtendAtTheLastMoment(t *testing.T) {
	k := newKeeping(t)
	ctx, end := t.Context(), k.now.AddDate(0, 0, 30)
	k.sweep(0)
	k.run(3, 30)
	over := func(int) time.Time { return k.now.AddDate(0, 0, -200) }
	failed := atOnce(4, func(i int) error {
		if i == 0 {
			return k.Extend(ctx, k.anna, k.id, 3, "We need it.", end)
		}
		return k.SweepRetention(ctx, end, over)
	})
	for _, err := range failed[1:] {
		if err != nil {
			t.Error(err)
		}
	}
	_, err := k.Submission(ctx, k.anna, k.id)
	switch {
	case failed[0] == nil && err != nil:
		t.Errorf("it was extended, and is gone: %v", err)
	case failed[0] != nil:
		wantKind(t, failed[0], upr.NotFound)
		wantKind(t, err, upr.NotFound)
	}
}

// TestRemindersOfTheEnd: a week and a day before, once, of both ways to be deleted.
func TestRemindersOfTheEnd(t *testing.T) {
	k := newKeeping(t)
	ctx := t.Context()
	k.now = time.Date(k.now.Year(), k.now.Month(), k.now.Day(), 12, 0, 0, 0, time.UTC)
	k.sweep(0)
	for _, days := range []int{0, 22, 23, 23, 28, 29, 29} {
		if err := k.Remind(ctx, k.now.AddDate(0, 0, days)); err != nil {
			t.Fatal(err)
		}
	}
	k.wantTold(k.ben, upr.RetentionNotice, upr.RetentionNotice, upr.RetentionNotice)
	if _, err := k.DeleteSubmission(ctx, k.anna, k.id, k.now); err != nil {
		t.Fatal(err)
	}
	if err := k.Remind(ctx, k.now.AddDate(0, 0, 6)); err != nil {
		t.Fatal(err)
	}
	if n := len(k.told(k.ben)); n != 5 {
		t.Errorf("told %d times", n)
	}
}

func TestKeepingIsTheAdministrators(t *testing.T) {
	k := newKeeping(t)
	ctx := t.Context()
	wantKind(t, k.SetKeeping(ctx, k.anna, store.Keeping{DeletionDays: 1}), upr.Forbidden)
	for _, wrong := range []store.Keeping{{0, 0}, {upr.MaxDeletionDays + 1, 0}, {7, -1}, {7, upr.MaxRetentionMonths + 1}} {
		wantKind(t, k.SetKeeping(ctx, k.root, wrong), upr.Invalid)
	}
	if err := k.SetKeeping(ctx, k.root, store.Keeping{DeletionDays: 30}); err != nil {
		t.Fatal(err)
	}
	if _, err := k.DeleteSubmission(ctx, k.anna, k.id, k.now); err != nil {
		t.Fatal(err)
	}
	asked, err := k.Deletion(ctx, k.ben, k.id)
	if err != nil || asked.Due.Sub(asked.At) != 30*24*time.Hour {
		t.Errorf("%+v, %v", asked, err)
	}
	k.wantTold(k.ben, upr.DeletionNotice)
	k.wantTold(k.anna)
	if err := errors.Join(k.CallOffDeletion(ctx, k.anna, k.id), k.CallOffDeletion(ctx, k.anna, k.id)); err != nil {
		t.Fatal(err)
	}
	k.wantTold(k.ben, upr.DeletionNotice, upr.KeptNotice)
}
