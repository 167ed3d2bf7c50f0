package store_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// mention has Anna name Ben in a new thread, and says after which moment that is due.
func (d *desk) mention(t *testing.T) time.Time {
	t.Helper()
	if err := d.StartThread(t.Context(), d.anna, d.id, newComment("@Name of ben@example.org"), onWords()); err != nil {
		t.Fatal(err)
	}
	return time.Now().Add(time.Minute)
}

// take plans and takes one mail.
func take(t *testing.T, s *store.Store, now time.Time) (store.Mail, bool) {
	t.Helper()
	if err := s.PlanMails(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	m, found, err := s.TakeMail(t.Context(), now, now.Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	return m, found
}

func TestMailsAreGathered(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	if _, found := take(t, d.Store, time.Now()); found {
		t.Error("a mail before anything happened")
	}
	d.mention(t)
	if _, found := take(t, d.Store, time.Now()); found {
		t.Error("a mail did not wait for what happens in the same moment")
	}
	now := d.mention(t)
	m, found := take(t, d.Store, now)
	if !found || len(m.Notices) != 2 || m.To.Email != "ben@example.org" || m.Tries != 1 || m.Daily {
		t.Fatalf("%+v, %v", m, found)
	}
	if again, found := take(t, d.Store, now); found {
		t.Errorf("taken twice: %+v", again)
	}
	d.mention(t) // while the first is on its way
	if err := d.SentMail(ctx, m.ID, now); err != nil {
		t.Fatal(err)
	}
	if m, found = take(t, d.Store, now.Add(time.Minute)); !found || len(m.Notices) != 1 {
		t.Errorf("what happened meanwhile: %+v, %v", m, found)
	}
}

// TestMailOfADeadProcess: what a process had taken when it died is taken by another, under the same name.
func TestMailOfADeadProcess(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	now := d.mention(t)
	first, _ := take(t, d.Store, now)
	second, found := take(t, d.Store, now.Add(2*time.Minute))
	if !found || second.ID != first.ID || second.Tries != 2 || len(second.Notices) != 1 {
		t.Fatalf("%+v after %+v, %v", second, first, found)
	}
	// The first was only slow: whoever ends it first, ends it.
	if err := d.SentMail(ctx, first.ID, now); err != nil {
		t.Fatal(err)
	}
	if err := d.RefuseMail(ctx, second.ID, now, 550); err != nil {
		t.Fatal(err)
	}
	if q, err := d.Mails(ctx, d.cy); err != nil || q.Sent != 1 || len(q.Failed)+q.Waiting != 0 {
		t.Errorf("%+v, %v", q, err)
	}
}

// TestMailsByTwoProcesses: many mails, two processes, none lost and none twice.
func TestMailsByTwoProcesses(t *testing.T) {
	const people = 30
	ctx, w := t.Context(), newTeam(t)
	for i := range people {
		who := addUser(t, w.Store, fmt.Sprintf("p%d@example.org", i), false)
		w.exec(t, `INSERT INTO submission_people (submission_id, user_id, role, began_at) VALUES ($1, $2, 'reader', now())`, w.id, who.User)
		if _, err := w.Assign(ctx, w.coordinator, w.id, upr.Assignment{Block: "p", User: who.User}); err != nil {
			t.Fatal(err)
		}
	}
	now := time.Now().Add(time.Minute)
	var mu sync.Mutex
	var running sync.WaitGroup
	taken := make(map[string]int)
	for range 2 {
		s, err := store.Open(ctx, w.url)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		running.Go(func() {
			if err := s.PlanMails(ctx, now); err != nil {
				t.Error(err)
			}
			for {
				m, found, err := s.TakeMail(ctx, now, now.Add(time.Minute))
				if err != nil || !found {
					if err != nil {
						t.Error(err)
					}
					return
				}
				mu.Lock()
				taken[m.To.Email] += len(m.Notices)
				mu.Unlock()
				if err := s.SentMail(ctx, m.ID, now); err != nil {
					t.Error(err)
				}
			}
		})
	}
	running.Wait()
	// A process can find the other's mails locked and leave; the next turn finds what is left.
	for m, found := take(t, w.Store, now); found; m, found = take(t, w.Store, now) {
		taken[m.To.Email] += len(m.Notices)
	}
	if len(taken) != people {
		t.Errorf("mails to %d people, want %d", len(taken), people)
	}
	for to, n := range taken {
		if n != 1 {
			t.Errorf("%s was told %d times", to, n)
		}
	}
}

func TestMailsOfAnHour(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	now := time.Now().Add(time.Hour).Truncate(time.Hour)
	for i := range store.MaxMailsToOne {
		if may, err := d.CountMail(ctx, "ben@example.org", now); !may || err != nil {
			t.Fatalf("mail %d: %v, %v", i, may, err)
		}
	}
	if may, err := d.CountMail(ctx, "ben@example.org", now); may || err != nil {
		t.Errorf("one more than an address gets: %v, %v", may, err)
	}
	if may, err := d.CountMail(ctx, "anna@example.org", now); !may || err != nil {
		t.Errorf("another address: %v, %v", may, err)
	}
	d.mention(t)
	if m, found := take(t, d.Store, now); found {
		t.Errorf("taken: %+v", m)
	}
	if m, found := take(t, d.Store, now.Add(59*time.Minute)); found {
		t.Errorf("taken: %+v", m)
	}
	if m, found := take(t, d.Store, now.Add(time.Hour)); !found || len(m.Notices) != 1 {
		t.Errorf("in the next hour: %+v, %v", m, found)
	}
	if _, err := d.DB().ExecContext(ctx, `UPDATE mail_hours SET sent = $1 WHERE hour = $2`, store.MaxMailsHourly, now); err != nil {
		t.Fatal(err)
	}
	if may, err := d.CountMail(ctx, "new@example.org", now); may || err != nil {
		t.Errorf("one more than all get: %v, %v", may, err)
	}
}

// TestNothingLeftToTell: what was seen, stopped, or may not be read any more is not mailed.
func TestNothingLeftToTell(t *testing.T) {
	for name, change := range map[string]func(t *testing.T, d *desk){
		"seen": func(t *testing.T, d *desk) { must(t, d.ReadNotices(t.Context(), d.ben, "", "")) },
		"stopped": func(t *testing.T, d *desk) {
			must(t, d.StopMails(t.Context(), d.ben.User, []upr.NoticeKind{"mention"}))
		},
		"lost the right": func(t *testing.T, d *desk) {
			_, err := d.DB().ExecContext(t.Context(), `DELETE FROM organization_members WHERE user_id = $1`, d.ben.User)
			must(t, err)
		},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t)
			now := d.mention(t)
			must(t, d.PlanMails(t.Context(), now))
			change(t, d)
			m, found, err := d.TakeMail(t.Context(), now, now.Add(time.Minute))
			if err != nil || !found || len(m.Notices) != 0 {
				t.Errorf("%+v, %v, %v", m, found, err)
			}
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestPaces(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	must(t, d.UpdateProfile(ctx, d.ben, "Name of ben@example.org", "fr", "Pacific/Auckland"))
	must(t, d.SetPaces(ctx, d.ben, map[upr.NoticeKind]upr.Pace{"mention": upr.Daily}))
	paces, err := d.Paces(ctx, d.ben)
	if err != nil || paces["mention"] != upr.Daily || paces["signoff"] != upr.AtOnce || len(paces) != len(upr.NoticeKinds()) {
		t.Errorf("%v, %v", paces, err)
	}
	d.mention(t)
	auckland, err := time.LoadLocation("Pacific/Auckland")
	must(t, err)
	morning := upr.NextMorning(time.Now(), auckland)
	if m, found := take(t, d.Store, morning.Add(-time.Minute)); found {
		t.Errorf("before the morning in Auckland: %+v", m)
	}
	if m, found := take(t, d.Store, morning.Add(time.Minute)); !found || !m.Daily || len(m.Notices) != 1 {
		t.Errorf("in the morning in Auckland: %+v, %v", m, found)
	}
	must(t, d.SetPaces(ctx, d.ben, map[upr.NoticeKind]upr.Pace{"mention": upr.Never}))
	d.mention(t)
	if m, found := take(t, d.Store, morning.AddDate(0, 0, 2)); found && len(m.Notices) > 0 {
		t.Errorf("a mail to who wants none: %+v", m)
	}
	wantKinds(t, d.Store, d.ben, "mention*", "mention*")
}

func TestFailedMail(t *testing.T) {
	ctx, d := t.Context(), newDesk(t)
	now := d.mention(t)
	m, _ := take(t, d.Store, now)
	must(t, d.DelayMail(ctx, m.ID, now.Add(time.Hour), 451))
	if m, found := take(t, d.Store, now.Add(59*time.Minute)); found {
		t.Errorf("tried too early: %+v", m)
	}
	now = now.Add(2 * time.Hour)
	again, found := take(t, d.Store, now)
	if !found || again.ID != m.ID || again.Tries != 2 {
		t.Fatalf("%+v, %v", again, found)
	}
	must(t, d.RefuseMail(ctx, m.ID, now, 550))
	_, err := d.Mails(ctx, d.anna)
	wantKind(t, err, upr.Forbidden)
	q, err := d.Mails(ctx, d.cy)
	if err != nil || len(q.Failed) != 1 || q.Failed[0].Answer != 550 || q.Failed[0].To.Email != "ben@example.org" || q.Waiting != 0 {
		t.Fatalf("%+v, %v", q, err)
	}
	wantKind(t, d.RetryMail(ctx, d.anna, m.ID, now), upr.Forbidden)
	must(t, d.RetryMail(ctx, d.cy, m.ID, now))
	wantKind(t, d.RetryMail(ctx, d.cy, m.ID, now), upr.NotFound)
	if anew, found := take(t, d.Store, now); !found || anew.ID == m.ID || len(anew.Notices) != 1 {
		t.Errorf("%+v, %v", anew, found)
	}
	d.mention(t)
	must(t, d.DropMails(ctx, now.Add(time.Hour))) // the mail server was taken out of the configuration
	if m, found := take(t, d.Store, now.Add(24*time.Hour)); found {
		t.Errorf("still there: %+v", m)
	}
	must(t, d.SweepNotices(ctx, now.AddDate(2, 0, 0)))
	wantKinds(t, d.Store, d.ben)
}

func TestReminders(t *testing.T) {
	ctx, w := t.Context(), newTeam(t)
	must(t, w.UpdateProfile(ctx, w.cleo, "Cleo", "es", "America/Mexico_City"))
	must(t, w.UpdateProfile(ctx, w.ben, "Ben", "en", "Pacific/Auckland"))
	// Geneva's 15:00 on 12 January is already the 13th in Auckland.
	w.exec(t, `UPDATE submissions SET deadline = '2027-01-12T14:00:00Z', deadline_source = 'own' WHERE id = $1`, w.id)
	_, err := w.Assign(ctx, w.coordinator, w.id, upr.Assignment{Block: "p", User: w.cleo.User, Due: upr.Date{Year: 2027, Month: 1, Day: 7}})
	must(t, err)
	must(t, w.ReadNotices(ctx, w.cleo, "", ""))
	at := func(text string) {
		t.Helper()
		now, err := time.Parse(time.RFC3339, text)
		must(t, err)
		for range 2 { // asked twice, told once
			must(t, w.Remind(ctx, now))
		}
	}
	at("2026-12-28T12:00:00Z")
	wantKinds(t, w.Store, w.coordinator) // 15 days
	at("2026-12-29T06:30:00Z")           // in Geneva it is half past seven
	wantKinds(t, w.Store, w.coordinator)
	at("2026-12-29T07:30:00Z")
	wantKinds(t, w.Store, w.coordinator, "deadline*")
	wantKinds(t, w.Store, w.cleo, "assignment") // in Mexico it is still night
	wantKinds(t, w.Store, w.ben)                // in Auckland it is still the 29th, 15 days before
	wantKinds(t, w.Store, w.reader)             // writes nothing
	at("2026-12-29T15:00:00Z")
	wantKinds(t, w.Store, w.cleo, "assignment", "deadline*")
	at("2027-01-04T15:00:00Z") // three days before the assignment, seven and a half before the deadline
	wantKinds(t, w.Store, w.cleo, "assignment", "deadline*", "due*")
	at("2027-01-06T15:00:00Z")
	wantKinds(t, w.Store, w.cleo, "assignment", "deadline*", "deadline*", "due*", "due*")
	w.exec(t, `UPDATE assignments SET done_at = now() WHERE submission_id = $1`, w.id)
	at("2027-01-07T15:00:00Z")
	at("2027-01-20T15:00:00Z") // all is over
	wantKinds(t, w.Store, w.cleo, "assignment", "deadline*", "deadline*", "due*", "due*")
	w.exec(t, `UPDATE submissions SET deadline = '2027-02-01T14:00:00Z' WHERE id = $1`, w.id)
	at("2027-01-20T15:00:00Z") // moved: another deadline
	if kinds := kindsOf(t, w.Store, w.cleo); !slices.Contains(kinds, "deadline*") || len(kinds) != 6 {
		t.Errorf("after it was moved: %q", kinds)
	}
}
