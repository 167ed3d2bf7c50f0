package calendar

import (
	"slices"
	"time"

	"upright/internal/upr"
)

// A Suggestion is the next session of a State, with where that comes from. The zero value is: nothing known.
type Suggestion struct {
	Session    Session
	Confidence Confidence // that the State is reviewed in this session
	Basis      Message    // says why, and what is not known
	Source     Source
	// Late says that the deadline has probably passed: none is known for the session, and the ones that are known lay
	// six to seven months before theirs. It is a hint, never a date.
	Late bool
}

// usualLead is the shortest time by which a known deadline lay before its session (sessions 41 to 46), rounded down.
const usualLead = 6

// Suggest returns the next session of a State: the one in the cycle of the data if it has not begun, else the one that
// follows in the next cycle by the order of review. It reports false for a State that is not in the calendar.
func (c *Calendar) Suggest(code string, now time.Time) (Suggestion, bool) {
	if expected, ok := c.unplaced[code]; ok {
		next, _ := c.Session(expected + c.length())
		return c.suggestion(next, Unconfirmed, "calendar.basis.unplaced", expected, now), true
	}
	session, m, ok := c.planned(code)
	if !ok {
		return Suggestion{}, false
	}
	if m != nil {
		if to, ok := c.sessions[m.To]; ok && ahead(to, now) {
			return c.suggestion(to, m.Confidence, "calendar.basis.moved", session.Number, now), true
		}
	} else if ahead(session, now) {
		return c.suggestion(session, session.confidenceOf(code), "calendar.basis."+string(session.confidenceOf(code)), session.Number-c.length(), now), true
	}
	next, _ := c.Session(session.Number + c.length())
	key, confidence := "calendar.basis.next", Derived
	if m != nil {
		key, confidence = "calendar.basis.next.moved", Unconfirmed
	}
	return c.suggestion(next, confidence, key, session.Number, now), true
}

func (c *Calendar) suggestion(s Session, confidence Confidence, key string, from int, now time.Time) Suggestion {
	source := c.orderSource
	if len(s.Sources) > 0 {
		source = s.Sources[0]
	}
	opens := s.Opens()
	late := s.deadline == upr.Date{} && !opens.IsZero() && now.After(opens.AddDate(0, -usualLead, 0))
	if deadline, ok := c.Deadline(s.Number); ok {
		late = now.After(deadline.At)
	}
	return Suggestion{
		Session: s, Confidence: confidence, Source: source, Late: late,
		Basis: Message{Key: key, Args: map[string]any{"session": s.Number, "from": from}},
	}
}

// planned returns the session of the present cycle in which a State stands, and whether its review was put off.
func (c *Calendar) planned(code string) (Session, *move, bool) {
	for n := c.first; n <= c.last; n++ {
		session := c.sessions[n]
		if !slices.Contains(session.States, code) {
			continue
		}
		for i, m := range session.moved {
			if m.State == code {
				return session, &session.moved[i], true
			}
		}
		return session, nil, true
	}
	return Session{}, nil, false
}

func (s Session) confidenceOf(code string) Confidence {
	if slices.Contains(s.certain, code) {
		return Confirmed
	}
	return s.StatesConfidence
}

// ahead reports whether a session has not begun.
func ahead(s Session, now time.Time) bool { return now.Before(s.Opens()) }

// PreviousReview returns the session of a State's latest review that has begun. Its dates may not be known: then Opens
// is zero. It reports false when the review before now is not known at all, as for a State whose review was put off and
// not seen to be held.
func (c *Calendar) PreviousReview(code string, now time.Time) (Session, bool) {
	session, m, ok := c.planned(code)
	if !ok || m != nil {
		return Session{}, false
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

// A Deadline is the day until which OHCHR takes submissions for a session.
type Deadline struct {
	At         time.Time // the earlier of the two hours that sources give, in UTC
	Day        upr.Date
	Confidence Confidence // of the day
	Hour       Confidence // of the hour
}

// Deadline returns the deadline of a session; it reports false when none is known. Sources give two hours, 12:00 and
// 15:00 Geneva time (UPR-DL-02): the earlier one is taken, because a submission that comes late is not considered.
func (c *Calendar) Deadline(session int) (Deadline, bool) {
	s, ok := c.sessions[session]
	if !ok || s.deadline == (upr.Date{}) {
		return Deadline{}, false
	}
	d := s.deadline
	return Deadline{
		At:         time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, c.geneva).UTC(),
		Day:        d,
		Confidence: s.deadlineConfidence,
		Hour:       Conflicting,
	}, true
}

// Geneva returns the time zone of the deadlines; UTC in the zero Calendar.
func (c *Calendar) Geneva() *time.Location {
	if c.geneva == nil {
		return time.UTC
	}
	return c.geneva
}
