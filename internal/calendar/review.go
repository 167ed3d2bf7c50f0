package calendar

import (
	"time"

	"upright/internal/upr"
)

// PreviousReview returns the session of a State's latest review that has begun. Its dates may not be known: then Opens
// is zero. It reports false when the review before now is not known at all, as for a State whose review was put off and
// not seen to be held.
func (c *Calendar) PreviousReview(code string, now time.Time) (Session, bool) {
	session, ok := c.previousByOrder(code, now)
	for _, e := range c.reviews[code] {
		if e.Instead != 0 && e.Instead == session.Number {
			session, ok = Session{}, false
		}
		entered, known := c.Session(e.Session)
		if known && c.begun(entered, now) && entered.Number > session.Number {
			session, ok = entered, true
		}
	}
	return session, ok
}

// previousByOrder is PreviousReview by the order of review alone.
func (c *Calendar) previousByOrder(code string, now time.Time) (Session, bool) {
	session, m, ok := c.planned(code)
	if !ok || m != nil {
		return Session{}, false
	}
	if next, ok := c.Session(session.Number + c.length()); ok && c.begun(next, now) {
		return next, true
	}
	if !ahead(session, now) {
		return session, true
	}
	number := session.Number - c.length()
	if earlier, ok := c.sessions[number]; ok {
		return earlier, true
	}
	return Session{Number: number, Cycle: session.Cycle - 1, Dates: Unconfirmed, StatesConfidence: Derived, Sources: []Source{c.orderSource}}, true
}

// A Review is what is known of the review of one State in one session.
type Review struct {
	Confidence Confidence
	Source     Source
	Symbol     string // of the report of the Working Group; "" when not known
	Instead    int    // session from which it was put off, as entered; 0 for none
}

// Review returns what is known of the review of a State in a session: what an administrator entered, else what the data
// says.
func (c *Calendar) Review(code string, session Session) Review {
	for _, e := range c.reviews[code] {
		if e.Session == session.Number {
			return Review{Confidence: e.Confidence, Source: Source{Document: e.Source, URL: e.URL}, Symbol: e.Symbol, Instead: e.Instead}
		}
	}
	r := Review{Confidence: session.confidenceOf(code), Source: c.orderSource}
	if len(session.Sources) > 0 {
		r.Source = session.Sources[0]
	}
	return r
}

// A Deadline is the day until which OHCHR takes submissions for a session.
type Deadline struct {
	At         time.Time // in UTC; the earlier of the two hours that sources give, where none was entered
	Day        upr.Date
	Confidence Confidence // of the day
	Hour       Confidence // of the hour
	Source     Source
}

// Deadline returns the deadline of a session; it reports false when none is known. Sources give two hours, 12:00 and
// 15:00 Geneva time (UPR-DL-02): unless an administrator entered which holds, the earlier one is taken, because a
// submission that comes late is not considered.
func (c *Calendar) Deadline(session int) (Deadline, bool) {
	s, ok := c.sessions[session]
	if !ok || s.deadline == (upr.Date{}) {
		return Deadline{}, false
	}
	d := Deadline{Day: s.deadline, Confidence: s.deadlineConfidence, Hour: Conflicting, Source: s.deadlineSource}
	if d.Source == (Source{}) && len(s.Sources) > 0 {
		d.Source = s.Sources[0]
	}
	hour := 12 * time.Hour
	if at, err := time.Parse("15:04", s.hour); err == nil {
		hour, d.Hour = time.Duration(at.Hour())*time.Hour+time.Duration(at.Minute())*time.Minute, s.deadlineConfidence
	}
	d.At = time.Date(d.Day.Year, d.Day.Month, d.Day.Day, int(hour/time.Hour), int(hour%time.Hour/time.Minute), 0, 0, c.geneva).UTC()
	return d, true
}

// Deadlines returns the deadlines of all sessions of which one is known.
func (c *Calendar) Deadlines() map[int]time.Time {
	all := make(map[int]time.Time)
	for number := range c.sessions {
		if d, ok := c.Deadline(number); ok {
			all[number] = d.At
		}
	}
	return all
}

// Geneva returns the time zone of the deadlines; UTC in the zero Calendar.
func (c *Calendar) Geneva() *time.Location {
	if c.geneva == nil {
		return time.UTC
	}
	return c.geneva
}

// begun reports whether a session has begun. One whose days are not known has, when a later one has.
func (c *Calendar) begun(s Session, now time.Time) bool {
	if !s.Opens().IsZero() {
		return !ahead(s, now)
	}
	for number, later := range c.sessions {
		if number > s.Number && !later.Opens().IsZero() && !ahead(later, now) {
			return true
		}
	}
	return false
}

// nextEntered returns the first review of a State that an administrator entered and that has not begun.
func (c *Calendar) nextEntered(code string, now time.Time) (upr.CalendarEntry, bool) {
	for _, e := range c.reviews[code] {
		if session, ok := c.Session(e.Session); ok && !c.begun(session, now) {
			return e, true
		}
	}
	return upr.CalendarEntry{}, false
}
