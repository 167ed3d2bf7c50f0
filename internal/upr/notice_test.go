package upr

import (
	"testing"
	"time"
)

// Days are counted as people count them: on a night in which clocks change, a day has 23 or 25 hours.
func TestReminderAcrossSummerTime(t *testing.T) {
	steps := []int{14, 7, 3, 1}
	for _, test := range []struct {
		zone, now string
		last      Date
		step      int // 0 for none
	}{
		{"Europe/Zurich", "2027-03-27T07:00:00Z", Date{2027, time.March, 28}, 1},      // 08:00, the clock goes forward at night
		{"Europe/Zurich", "2027-03-28T05:59:00Z", Date{2027, time.March, 29}, 0},      // 07:59 in summer time
		{"Europe/Zurich", "2027-03-28T06:00:00Z", Date{2027, time.March, 29}, 1},      // 08:00
		{"Europe/Zurich", "2027-03-22T07:00:00Z", Date{2027, time.March, 29}, 7},      // a week with 167 hours
		{"Europe/Zurich", "2027-10-30T06:00:00Z", Date{2027, time.October, 31}, 1},    // the clock goes back
		{"Europe/Zurich", "2027-10-24T06:00:00Z", Date{2027, time.October, 31}, 7},    // a week with 169 hours
		{"America/New_York", "2027-03-15T12:00:00Z", Date{2027, time.March, 29}, 14},  // there it changed before
		{"America/New_York", "2027-03-14T13:00:00Z", Date{2027, time.March, 29}, 0},   // 15 days before
		{"Australia/Lord_Howe", "2027-04-02T21:00:00Z", Date{2027, time.April, 4}, 1}, // by half an hour
		{"Pacific/Auckland", "2027-03-28T19:00:00Z", Date{2027, time.March, 30}, 1},
	} {
		zone, err := time.LoadLocation(test.zone)
		if err != nil {
			t.Fatal(err)
		}
		now, err := time.Parse(time.RFC3339, test.now)
		if err != nil {
			t.Fatal(err)
		}
		step, is := Reminder(now, test.last, zone, steps)
		if step != test.step || is != (test.step != 0) {
			t.Errorf("%s at %s: %d %v, want %d", test.zone, test.now, step, is, test.step)
		}
	}
}

func TestCalendarEntry(t *testing.T) {
	good := CalendarEntry{Kind: DeadlineEntry, Session: 55, Day: Date{2027, time.March, 29}, Hour: "15:00", Confidence: Confirmed, Source: "OHCHR"}
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*CalendarEntry){
		"no kind":     func(e *CalendarEntry) { e.Kind = "" },
		"no session":  func(e *CalendarEntry) { e.Session = 0 },
		"no such day": func(e *CalendarEntry) { e.Day.Day = 32 },
		"long ago":    func(e *CalendarEntry) { e.Day.Year = 1999 },
		"hour":        func(e *CalendarEntry) { e.Hour = "24:00" },
		"derived":     func(e *CalendarEntry) { e.Confidence = Derived },
		"no source":   func(e *CalendarEntry) { e.Source = " " },
		"address":     func(e *CalendarEntry) { e.URL = "javascript:alert(1)" },
		"long days": func(e *CalendarEntry) {
			e.Kind, e.Start, e.End = SessionEntry, Date{2027, time.January, 1}, Date{2027, time.June, 1}
		},
	} {
		e := good
		if change(&e); e.Validate() == nil {
			t.Errorf("%s was taken", name)
		}
	}
	other := good
	if other.ID, other.By, other.Name = "x", "y", "z"; !good.Same(other) {
		t.Error("who entered it makes it another")
	}
	if other.Hour = "12:00"; good.Same(other) || good.Key() != other.Key() {
		t.Error("another hour says the same")
	}
}
