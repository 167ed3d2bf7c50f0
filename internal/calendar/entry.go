package calendar

import (
	"errors"
	"strconv"
	"strings"
	"sync"

	"upright/internal/upr"
)

// A Row is what an administrator enters about one session, as typed: on a form, or in a line of a file. Days are written
// as 2027-11-01, the hour of the deadline as 15:00 in Geneva time.
type Row struct {
	Session, State, Start, End, Deadline, Hour, Instead, Symbol, Confidence, Source, URL string
}

// Entries returns what a row says: the days of the session, the review of the State, the deadline, or several of them.
// The error is an *upr.Error of the kind Invalid that names the field.
func (c *Calendar) Entries(r Row) ([]upr.CalendarEntry, error) {
	return c.entries(r, sync.OnceValue(c.Codes))
}

// entries is Entries for many rows, which share the list of names of States.
func (c *Calendar) entries(r Row, codes func() func(string) string) ([]upr.CalendarEntry, error) {
	number, err := strconv.Atoi(r.Session)
	if _, known := c.Session(number); err != nil || !known {
		return nil, wrong("session", "details.session.unknown")
	}
	about := upr.CalendarEntry{Session: number, Confidence: Confidence(r.Confidence), Source: r.Source, URL: r.URL}
	var found []upr.CalendarEntry
	review := func(r Row, e upr.CalendarEntry) (upr.CalendarEntry, bool, error) { return c.reviewOf(r, e, codes) }
	for _, read := range []func(Row, upr.CalendarEntry) (upr.CalendarEntry, bool, error){daysOf, review, c.deadlineOf} {
		e, there, err := read(r, about)
		if err == nil && there {
			err = e.Validate()
		}
		if err != nil {
			return nil, err
		}
		if there {
			found = append(found, e)
		}
	}
	if len(found) == 0 {
		return nil, wrong("", "calendar-entry.nothing")
	}
	return found, nil
}

func daysOf(r Row, e upr.CalendarEntry) (upr.CalendarEntry, bool, error) {
	if r.Start == "" {
		if r.End != "" {
			return e, false, wrong("end", "calendar-entry.end.alone")
		}
		return e, false, nil
	}
	e.Kind = upr.SessionEntry
	var good bool
	if e.Start, good = upr.ParseDate(r.Start); !good {
		return e, true, wrong("start", "calendar-entry.date")
	}
	if e.End, good = upr.ParseDate(r.End); !good && r.End != "" {
		return e, true, wrong("end", "calendar-entry.date")
	}
	return e, true, nil
}

func (c *Calendar) reviewOf(
	r Row, e upr.CalendarEntry, codes func() func(string) string,
) (upr.CalendarEntry, bool, error) {
	if r.State == "" {
		switch {
		case r.Symbol != "":
			return e, false, wrong("symbol", "calendar-entry.state.missing")
		case r.Instead != "":
			return e, false, wrong("instead", "calendar-entry.state.missing")
		}
		return e, false, nil
	}
	e.Kind, e.State, e.Symbol = upr.ReviewEntry, strings.ToUpper(r.State), strings.ToUpper(r.Symbol)
	if c.StateName(e.State, "en") == "" {
		if e.State = codes()(r.State); e.State == "" {
			return e, true, wrong("state", "calendar-entry.state.unknown")
		}
	}
	if r.Instead != "" {
		number, err := strconv.Atoi(r.Instead)
		if _, known := c.Session(number); err != nil || !known {
			return e, true, wrong("instead", "details.session.unknown")
		}
		e.Instead = number
	}
	return e, true, nil
}

func (c *Calendar) deadlineOf(r Row, e upr.CalendarEntry) (upr.CalendarEntry, bool, error) {
	if r.Deadline == "" {
		if r.Hour != "" {
			return e, false, wrong("deadline", "details.deadline.day")
		}
		return e, false, nil
	}
	e.Kind, e.Hour = upr.DeadlineEntry, r.Hour
	if len(e.Hour) == len("9:00") {
		e.Hour = "0" + e.Hour
	}
	var good bool
	if e.Day, good = upr.ParseDate(r.Deadline); !good {
		return e, true, wrong("deadline", "calendar-entry.date")
	}
	session, _ := c.Session(e.Session)
	opens := session.Begins()
	if start, ok := upr.ParseDate(r.Start); ok {
		opens = start
	}
	if opens != (upr.Date{}) && !e.Day.Before(opens) {
		return e, true, wrong("deadline", "calendar-entry.deadline.late")
	}
	return e, true, nil
}

// RowOf returns the row that says what an entry does, for a form to correct it.
func RowOf(e upr.CalendarEntry) Row {
	r := Row{
		Session: strconv.Itoa(e.Session), State: e.State, Start: e.Start.String(), End: e.End.String(), Deadline: e.Day.String(),
		Hour: e.Hour, Symbol: e.Symbol, Confidence: string(e.Confidence), Source: e.Source, URL: e.URL,
	}
	if e.Instead != 0 {
		r.Instead = strconv.Itoa(e.Instead)
	}
	return r
}

func wrong(field, key string) error { return &upr.Error{Kind: upr.Invalid, Key: key, Field: field} }

// fieldOf returns the message of an error of Entries, and the field that it is about.
func fieldOf(err error) (field, key string, ok bool) {
	var known *upr.Error
	if !errors.As(err, &known) {
		return "", "", false
	}
	return known.Field, known.Key, true
}
