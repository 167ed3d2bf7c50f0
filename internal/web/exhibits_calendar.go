package web

import (
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"upright/internal/calendar"
	"upright/internal/store"
	"upright/internal/upr"
)

// exhibitsOfCalendar are the States and their reviews, and what administrators add to the calendar.
func exhibitsOfCalendar() []exhibit {
	states := func(query string) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view { return s.statesPage(v, query) })
	}
	state := func(code string, own []upr.Submission) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			v.dates = s.Calendar.With(exhibitEntries())
			p, err := s.statePage(v, code, own)
			if err != nil {
				return errorPage{basePage: s.base(v), Heading: err.Error()}
			}
			return p
		})
	}
	admin := func(d calendarData, f *calendarForm, wrong, wrongUpload problems) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			return s.calendarPage(v, d, f, &calendarUploadForm{}, wrong, wrongUpload)
		})
	}
	change := func(d changeData, wrong problems) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view { return s.calendarChangePage(v, d, wrong) })
	}
	log := func(list []upr.AdministrationEntry, next store.Next) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view { return s.logPage(v, list, next) })
	}
	entries := exhibitEntries()
	missing := problems{"session": {key: "value.required"}, "source": {key: "value.required"}, "hour": {key: "calendar-entry.hour.form"}}
	return []exhibit{
		{"all", states("")},
		{"some found", states("guinea")},
		{"none found", states(strings.Repeat("long", 25))},
		{"known by the order of review", state("MEX", nil)},
		{"entered, with submissions", state("BHR", exhibitAbout())},
		{"put off", state("USA", nil)},
		{"never reviewed", state("VAT", nil)},
		{"empty", admin(calendarData{}, &calendarForm{}, nil, nil)},
		{"many, errors", admin(calendarData{entries: exhibitMany()}, &calendarForm{Session: "x", Hour: "25:00"}, missing, nil)},
		{"correction", admin(calendarData{entries: entries, correct: true}, calendarFormOf(calendar.RowOf(entries[0])), nil, nil)},
		{"a file with problems", admin(calendarData{entries: entries, problems: []calendar.Problem{
			{Line: 2, Field: "state", Key: "calendar-entry.state.unknown"}, {Line: 1_999, Key: "calendar-upload.contradicts", With: "2"},
		}}, &calendarForm{}, nil, problems{"source": {key: "value.required"}})},
		{"a change of each kind", change(changeData{
			id: "c", entries: entries, counts: map[int]int{55: 12, 56: 1},
			changes: []upr.CalendarChange{
				{Entry: moved(entries[0])}, {Entry: entries[1]}, {Entry: entries[2], Remove: true},
				{Entry: upr.CalendarEntry{Kind: upr.DeadlineEntry, Session: 56, Day: upr.Date{Year: 2027, Month: 7, Day: 14}, Confidence: upr.Unconfirmed, Source: "X"}},
			},
		}, nil)},
		{"changed meanwhile, many", change(changeData{id: "c", changes: changesOf(exhibitMany())}, problems{"": {key: "calendar-change.conflict"}})},
		{"empty", log(nil, "")},
		{"every act", log(exhibitLog(), "more")},
	}
}

// exhibitEntries are entries of each kind.
func exhibitEntries() []upr.CalendarEntry {
	list := []upr.CalendarEntry{
		{Kind: upr.DeadlineEntry, Session: 55, Day: upr.Date{Year: 2027, Month: 3, Day: 29}, Hour: "15:00", Confidence: upr.Confirmed},
		{Kind: upr.SessionEntry, Session: 55, Start: upr.Date{Year: 2027, Month: 11, Day: 1}, End: upr.Date{Year: 2027, Month: 11, Day: 12}, Confidence: upr.Confirmed},
		{Kind: upr.ReviewEntry, Session: 55, State: "BHR", Confidence: upr.PartlyConfirmed},
		{Kind: upr.ReviewEntry, Session: 54, State: "USA", Instead: 53, Confidence: upr.Conflicting},
		{Kind: upr.ReviewEntry, Session: 45, State: "MEX", Symbol: "A/HRC/56/9", Confidence: upr.Confirmed},
	}
	for i := range list {
		list[i].ID, list[i].At, list[i].Name = fmt.Sprint("e", i), exhibitTime(), "Amina Example"
		list[i].Source, list[i].URL = "OHCHR, calendar of the fifth cycle", "https://www.ohchr.org/example"
	}
	list[3].Source, list[3].URL, list[3].Name = strings.TrimSpace(strings.Repeat("A long name of a source ", 12)), "", ""
	return list
}

func moved(e upr.CalendarEntry) upr.CalendarEntry {
	e.Day.Day = 12
	return e
}

func exhibitMany() []upr.CalendarEntry {
	var list []upr.CalendarEntry
	for i := range 120 {
		e := exhibitEntries()[2]
		e.ID, e.Session = fmt.Sprint("m", i), 41+i%28
		list = append(list, e)
	}
	return list
}

// exhibitAbout are more submissions about a State than stand on its page.
func exhibitAbout() []upr.Submission {
	var list []upr.Submission
	for i := range aboutState + 1 {
		d := exhibitNoticed()[i%2].Details
		d.Session = 55
		list = append(list, upr.Submission{
			ID: "s", Details: d, Organizations: []upr.Organization{{Name: strings.TrimSpace(strings.Repeat("Very Long Name ", 1+i%8))}},
		})
	}
	return list
}

func exhibitLog() []upr.AdministrationEntry {
	before, _ := json.Marshal(exhibitEntries()[0]) // a struct of texts and numbers
	after, _ := json.Marshal(moved(exhibitEntries()[0]))
	return []upr.AdministrationEntry{
		{At: exhibitTime(), Name: "Amina Example", Kind: upr.CalendarAddedAct, After: after},
		{At: exhibitTime().Add(-time.Hour), Name: strings.TrimSpace(strings.Repeat("Long Name ", 15)), Kind: upr.CalendarCorrectedAct, Before: before, After: after},
		{At: exhibitTime().Add(-2 * time.Hour), Kind: upr.CalendarRemovedAct, Before: before},
		{At: exhibitTime().Add(-3 * time.Hour), Name: "Amina Example", Kind: upr.RulesChosenAct, Before: []byte(`{"set":"cycle-4","version":1}`), After: []byte(`{"set":"cycle-4","version":2}`)},
		{At: exhibitTime().Add(-4 * time.Hour), Name: "Amina Example", Kind: upr.RulesKeptAct, After: []byte(`{"set":"cycle-4","version":2}`)},
	}
}
