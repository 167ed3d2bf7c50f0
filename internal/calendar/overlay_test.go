package calendar_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"upright/internal/calendar"
	"upright/internal/upr"
)

func date(s string) upr.Date {
	d, ok := upr.ParseDate(s)
	if !ok {
		panic(s)
	}
	return d
}

// entry completes what a test says of an entry.
func entry(e upr.CalendarEntry) upr.CalendarEntry {
	e.Confidence, e.Source = upr.Confirmed, "OHCHR"
	return e
}

// What administrators entered goes before the data, for the sessions and States that it is about and for no other.
func TestWith(t *testing.T) {
	c := load(t)
	with := c.With([]upr.CalendarEntry{
		entry(upr.CalendarEntry{Kind: upr.SessionEntry, Session: 55, Start: date("2027-11-01"), End: date("2027-11-12")}),
		entry(upr.CalendarEntry{Kind: upr.SessionEntry, Session: 56, Start: date("2028-01-24")}),
		entry(upr.CalendarEntry{Kind: upr.DeadlineEntry, Session: 55, Day: date("2027-03-29"), Hour: "15:00"}),
		entry(upr.CalendarEntry{Kind: upr.DeadlineEntry, Session: 56, Day: date("2027-03-26"), Hour: "15:00"}),
		entry(upr.CalendarEntry{Kind: upr.DeadlineEntry, Session: 57, Day: date("2027-10-11")}),
		entry(upr.CalendarEntry{Kind: upr.ReviewEntry, Session: 54, State: "USA", Instead: 53}),
		entry(upr.CalendarEntry{Kind: upr.ReviewEntry, Session: 45, State: "MEX", Symbol: "A/HRC/56/9"}),
		entry(upr.CalendarEntry{Kind: upr.ReviewEntry, Session: 56, State: "BHR", Instead: 55}),
		entry(upr.CalendarEntry{Kind: upr.SessionEntry, Session: 500, Start: date("2099-01-01")}),
		entry(upr.CalendarEntry{Kind: upr.ReviewEntry, Session: 55, State: "XXX"}),
	})
	for _, test := range []struct {
		state, now string
		session    int // suggested; 0 for none
		confidence calendar.Confidence
		basis      string
	}{
		{"USA", "2026-11-23", 54, calendar.Confirmed, "calendar.basis.entered.moved"},
		{"BHR", "2026-11-23", 56, calendar.Confirmed, "calendar.basis.entered.moved"},
		{"BHR", "2027-11-02", 56, calendar.Confirmed, "calendar.basis.entered.moved"}, // 55 has begun
		{"ECU", "2026-11-23", 55, calendar.Derived, "calendar.basis.next"},
		{"ECU", "2027-11-01", 0, "", ""}, // it has begun, and what follows is in no calendar
		{"MEX", "2026-11-23", 59, calendar.Derived, "calendar.basis.next"},
	} {
		got, ok := with.Suggest(test.state, day(test.now))
		if ok != (test.session != 0) || got.Session.Number != test.session || got.Confidence != test.confidence || got.Basis.Key != test.basis {
			t.Errorf("%s at %s: %v session %d %s %s", test.state, test.now, ok, got.Session.Number, got.Confidence, got.Basis.Key)
		}
	}
	for session, want := range map[int]string{
		55: "2027-03-29T13:00:00Z", // 15:00 in Geneva, the day after summer time began
		56: "2027-03-26T14:00:00Z", // and two days before
		57: "2027-10-11T10:00:00Z", // the earlier hour, for want of one
	} {
		d, ok := with.Deadline(session)
		if !ok || d.At.Format(time.RFC3339) != want || d.Confidence != calendar.Confirmed || d.Source.Document != "OHCHR" {
			t.Errorf("deadline of %d: %+v", session, d)
		}
		if (d.Hour == calendar.Conflicting) != (session == 57) {
			t.Errorf("hour of %d: %s", session, d.Hour)
		}
		if !with.Deadlines()[session].Equal(d.At) {
			t.Errorf("deadlines: %v", with.Deadlines())
		}
	}
	for session, states := range map[int]string{55: "-BHR", 56: "+BHR", 53: "-USA", 54: "+USA"} {
		s, ok := with.Session(session)
		if !ok || slices.Contains(s.States, states[1:]) != (states[0] == '+') {
			t.Errorf("session %d, %s: %v", session, states, s.States)
		}
	}
	if s, _ := with.Session(56); s.Begins() != date("2028-01-24") || s.LastMonth != time.January || s.Dates != calendar.Confirmed || s.Cycle != 5 {
		t.Errorf("session 56: %+v", s)
	}
	if s, _ := with.Session(45); with.Review("MEX", s).Symbol != "A/HRC/56/9" || with.Review("CHN", s).Symbol != "" {
		t.Error("the symbol of a report")
	}
	if d, ok := c.Deadline(55); ok {
		t.Errorf("the data itself changed: %+v", d)
	}
	if s, _ := c.Session(54); slices.Contains(s.States, "USA") || len(with.Sessions()) != len(c.Sessions()) {
		t.Error("the data itself changed")
	}
}

// What was put off was not held; what was entered and has begun was.
func TestPreviousReviewEntered(t *testing.T) {
	with := load(t).With([]upr.CalendarEntry{
		entry(upr.CalendarEntry{Kind: upr.SessionEntry, Session: 55, Start: date("2027-11-01")}),
		entry(upr.CalendarEntry{Kind: upr.ReviewEntry, Session: 53, State: "USA"}),
		entry(upr.CalendarEntry{Kind: upr.ReviewEntry, Session: 55, State: "TGO", Instead: 54}),
	})
	for _, test := range []struct {
		state, now string
		session    int
	}{
		{"USA", "2026-11-23", 53},
		{"TGO", "2026-11-23", 40},
		{"TGO", "2027-03-01", 0}, // 54 has passed without it
		{"TGO", "2027-12-01", 55},
		{"ECU", "2027-12-01", 55},
		{"ECU", "2027-10-01", 41},
	} {
		if s, ok := with.PreviousReview(test.state, day(test.now)); s.Number != test.session || ok != (test.session != 0) {
			t.Errorf("%s at %s: session %d, want %d", test.state, test.now, s.Number, test.session)
		}
	}
}

func TestLive(t *testing.T) {
	var version int64
	var reads int
	var mu sync.Mutex
	fails := errors.New("no database")
	var broken bool
	live := calendar.NewLive(load(t), func(_ context.Context, known int64) ([]upr.CalendarEntry, int64, error) {
		mu.Lock()
		defer mu.Unlock()
		if broken {
			return nil, 0, fails
		}
		if known == version {
			return nil, version, nil
		}
		reads++
		return []upr.CalendarEntry{entry(upr.CalendarEntry{Kind: upr.DeadlineEntry, Session: 54, Day: date(fmt.Sprintf("2026-07-%02d", 10+version))})}, version, nil
	})
	if _, known := live.Latest().Deadline(54); known {
		t.Error("it knows what nobody read")
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() { _, _, _ = live.Now(t.Context()) })
	}
	wait.Wait()
	for want := range int64(3) {
		mu.Lock()
		version, reads = want, 0
		mu.Unlock()
		for range 3 {
			c, seen, err := live.Now(t.Context())
			if d, ok := c.Deadline(54); err != nil || !ok || d.Day.Day != int(10+want) || seen != want {
				t.Errorf("version %d: %+v, seen as %d, %v", want, d, seen, err)
			}
		}
		if d, _ := live.Latest().Deadline(54); d.Day.Day != int(10+want) {
			t.Errorf("latest of version %d: %+v", want, d)
		}
		if reads > 1 {
			t.Errorf("version %d was read %d times", want, reads)
		}
	}
	broken = true
	if _, _, err := live.Now(t.Context()); !errors.Is(err, fails) {
		t.Errorf("%v", err)
	}
}

func TestTreaties(t *testing.T) {
	list, err := calendar.Treaties()
	if err != nil {
		t.Fatal(err)
	}
	core := map[string]bool{}
	for _, one := range list {
		if one.Kind == "core" {
			core[one.Abbreviation] = true
		} else if !core[one.Parent] {
			t.Errorf("%s does not follow %q", one.Abbreviation, one.Parent)
		}
		name, in := one.Name("zz")
		if name == "" || in != "en" || one.Body == "" {
			t.Errorf("%+v", one)
		}
	}
	if len(core) != 9 || len(list) != 18 {
		t.Errorf("%d core treaties, %d in all", len(core), len(list))
	}
	if name, in := list[0].Name("ar"); in != "ar" || name == "" {
		t.Errorf("%s in %s", name, in)
	}
}
