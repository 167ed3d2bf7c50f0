package calendar_test

import (
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"upright/internal/calendar"
	"upright/internal/upr"
)

func load(t testing.TB) *calendar.Calendar {
	t.Helper()
	c, err := calendar.Default()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestSuggest(t *testing.T) {
	c := load(t)
	for _, test := range []struct {
		name, state, now string
		session, cycle   int
		confidence       calendar.Confidence
		basis            string
		late             bool
	}{
		{"reviewed, so the next cycle", "MEX", "2026-11-23", 59, 5, calendar.Derived, "calendar.basis.next", false},
		{"first of the next cycle", "BHR", "2026-11-23", 55, 5, calendar.Derived, "calendar.basis.next", false},
		{"still ahead, seen", "SDN", "2026-11-23", 54, 4, calendar.Confirmed, "calendar.basis.confirmed", true},
		{"still ahead, derived", "TGO", "2026-11-23", 54, 4, calendar.Derived, "calendar.basis.derived", true},
		{"ahead for long, deadline known", "MEX", "2023-07-18", 45, 4, calendar.Confirmed, "calendar.basis.confirmed", false},
		{"deadline known and passed", "MEX", "2023-07-19", 45, 4, calendar.Confirmed, "calendar.basis.confirmed", true},
		{"on the first day it has begun", "MEX", "2024-01-22", 59, 5, calendar.Derived, "calendar.basis.next", false},
		{"put off and ahead", "USA", "2026-03-01", 53, 4, calendar.Conflicting, "calendar.basis.moved", false},
		{"put off, and held or not", "USA", "2026-11-23", 64, 5, calendar.Unconfirmed, "calendar.basis.next.moved", false},
		{"in no list", "MMR", "2026-11-23", 65, 5, calendar.Unconfirmed, "calendar.basis.unplaced", false},
		{"in no list either", "UKR", "2026-11-23", 56, 5, calendar.Unconfirmed, "calendar.basis.unplaced", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, ok := c.Suggest(test.state, day(test.now))
			if !ok {
				t.Fatal("no suggestion")
			}
			if got.Session.Number != test.session || got.Session.Cycle != test.cycle || got.Confidence != test.confidence ||
				got.Basis.Key != test.basis || got.Late != test.late {
				t.Errorf("session %d cycle %d %s %s late %v", got.Session.Number, got.Session.Cycle, got.Confidence, got.Basis.Key, got.Late)
			}
			if got.Source.Document == "" {
				t.Error("no source")
			}
			if !slices.Contains(got.Session.States, test.state) && test.basis != "calendar.basis.moved" {
				t.Errorf("session %d does not list %s", got.Session.Number, test.state)
			}
		})
	}
	if _, ok := c.Suggest("VAT", day("2026-11-23")); ok {
		t.Error("an observer State is not reviewed")
	}
}

// Every member of the United Nations is reviewed once in each cycle.
func TestEveryMemberHasASession(t *testing.T) {
	c := load(t)
	seen := map[string]int{}
	for _, s := range c.Sessions() {
		if s.Cycle == 5 {
			for _, code := range s.States {
				seen[code]++
			}
			if s.Begins() != (upr.Date{}) || s.StatesConfidence != calendar.Derived {
				t.Errorf("session %d pretends to know its dates or States", s.Number)
			}
		}
	}
	members := 0
	for _, s := range c.States("en") {
		if s.Reviewed {
			members++
			if seen[s.Code] != 1 {
				t.Errorf("%s stands in %d sessions", s.Name, seen[s.Code])
			}
			if _, ok := c.Suggest(s.Code, day("2026-11-23")); !ok {
				t.Errorf("no suggestion for %s", s.Name)
			}
		}
	}
	if members != 193 || len(seen) != 193 {
		t.Errorf("%d members, %d placed", members, len(seen))
	}
	if n := len(c.Sessions()); n != 28 {
		t.Errorf("%d sessions", n)
	}
	if _, ok := c.Session(69); ok {
		t.Error("nothing is known of the sixth cycle")
	}
}

func TestPreviousReview(t *testing.T) {
	c := load(t)
	for _, test := range []struct {
		state, now string
		session    int
		opens      string // "" for not known
	}{
		{"MEX", "2026-11-23", 45, "2024-01-22"},
		{"MEX", "2023-11-23", 31, ""},
		{"TGO", "2026-11-23", 40, "2022-01-24"},
		{"TGO", "2027-02-01", 54, "2027-01-01"},
	} {
		s, ok := c.PreviousReview(test.state, day(test.now))
		if !ok || s.Number != test.session {
			t.Errorf("%s at %s: session %d", test.state, test.now, s.Number)
		}
		if test.opens == "" != s.Opens().IsZero() || test.opens != "" && !s.Opens().Equal(day(test.opens)) {
			t.Errorf("%s at %s: opens %v, want %s", test.state, test.now, s.Opens(), test.opens)
		}
	}
	if s, ok := c.PreviousReview("USA", day("2026-11-23")); ok {
		t.Errorf("whether the review of the United States was held is not known, got session %d", s.Number)
	}
}

// The earlier of two hours that sources give, in summer and in winter time.
func TestDeadline(t *testing.T) {
	c := load(t)
	for session, want := range map[int]string{41: "2022-03-31T10:00:00Z", 42: "2022-07-14T10:00:00Z", 44: "2023-04-05T10:00:00Z"} {
		d, ok := c.Deadline(session)
		if !ok || d.At.Format(time.RFC3339) != want || d.Hour != calendar.Conflicting {
			t.Errorf("session %d: %+v", session, d)
		}
	}
	for _, session := range []int{54, 55, 99} {
		if d, ok := c.Deadline(session); ok {
			t.Errorf("session %d has no known deadline, got %v", session, d)
		}
	}
}

func TestStates(t *testing.T) {
	c := load(t)
	if got := c.StateName("CIV", "fr"); got != "Côte-d'Ivoire" {
		t.Errorf("CIV in French: %q", got)
	}
	if got := c.StateName("MEX", "de"); got != "Mexico" {
		t.Errorf("an unknown language: %q", got)
	}
	if got := c.StateName("XXX", "en"); got != "" {
		t.Errorf("an unknown State: %q", got)
	}
	names := func(lang string) []string {
		var all []string
		for _, s := range c.States(lang) {
			all = append(all, s.Name)
		}
		return all
	}
	// By bytes É and Ö would stand after Z.
	fr := names("fr")
	if len(fr) != 195 || slices.Index(fr, "Égypte") > slices.Index(fr, "Finlande") || slices.Index(fr, "Égypte") < slices.Index(fr, "Danemark") {
		t.Errorf("order in French: %v", fr)
	}
	var zero calendar.Calendar
	if len(zero.States("en")) != 0 || zero.StateName("MEX", "en") != "" || len(zero.Sessions()) != 0 {
		t.Error("the zero calendar knows something")
	}
	if _, ok := zero.Suggest("MEX", day("2026-01-01")); ok {
		t.Error("the zero calendar suggests something")
	}
}

func TestLoadReplacesFiles(t *testing.T) {
	data, err := os.ReadFile("data/calendar.json")
	if err != nil {
		t.Fatal(err)
	}
	change := func(old, new string) fstest.MapFS {
		if !strings.Contains(string(data), old) {
			t.Fatalf("%s is not in the file", old)
		}
		return fstest.MapFS{"calendar.json": {Data: []byte(strings.Replace(string(data), old, new, 1))}}
	}
	c, err := calendar.Load(change(`"session": 54,`, `"deadline": "2026-07-23", "deadline_confidence": "confirmed", "session": 54,`))
	if err != nil {
		t.Fatal(err)
	}
	if d, ok := c.Deadline(54); !ok || d.Day != (upr.Date{Year: 2026, Month: 7, Day: 23}) {
		t.Errorf("deadline %+v", d)
	}
	for name, test := range map[string]struct {
		fsys fs.FS
		want string
	}{
		"unknown State":      {change(`"BHR"`, `"BHX"`), "session 41: unknown State BHX"},
		"no such day":        {change(`"2022-11-07"`, `"2022-11-31"`), "out of range"},
		"end before start":   {change(`"2022-11-18"`, `"2022-11-01"`), "session 41: end is before start"},
		"unknown field":      {change(`"year": 2022,`, `"years": 2022,`), "unknown field"},
		"unknown confidence": {change(`"dates": "confirmed"`, `"dates": "sure"`), "confidence"},
		"session missing":    {change(`"session": 47,`, `"session": 147,`), "session 47 is missing"},
		"states":             {fstest.MapFS{"states.csv": {Data: []byte("a,b\n")}}, "states.csv: the first line"},
	} {
		if _, err := calendar.Load(test.fsys); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestClosed(t *testing.T) {
	c := load(t)
	for session, want := range map[int]string{46: "2024-05-11", 99: "0001-01-01", 0: "0001-01-01"} {
		if got := c.Closed(session).Format(time.DateOnly); got != want {
			t.Errorf("session %d is over on %s, want %s", session, got, want)
		}
	}
	late := calendar.Session{Year: 2026, Month: time.November, LastMonth: time.December}
	if got := late.Closes().Format(time.DateOnly); got != "2027-01-01" {
		t.Errorf("a session of which only the months are known is over on %s", got)
	}
}
