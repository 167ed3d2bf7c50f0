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

// Suggest returns the next session of a State: the one that an administrator entered, else the one in the cycle of the
// data if it has not begun, else the one that follows in the next cycle by the order of review. It reports false for a
// State that is not in the calendar, or whose next session lies beyond it.
func (c *Calendar) Suggest(code string, now time.Time) (Suggestion, bool) {
	if e, ok := c.nextEntered(code, now); ok {
		session, _ := c.Session(e.Session)
		key := "calendar.basis.entered"
		if e.Instead != 0 {
			key = "calendar.basis.entered.moved"
		}
		s := c.suggestion(session, e.Confidence, key, e.Instead, now)
		s.Source = Source{Document: e.Source, URL: e.URL}
		return s, true
	}
	s, ok := c.suggestByOrder(code, now)
	if !ok || c.begun(s.Session, now) {
		return Suggestion{}, false
	}
	return s, true
}

// suggestByOrder is Suggest by the data alone.
func (c *Calendar) suggestByOrder(code string, now time.Time) (Suggestion, bool) {
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
		planned := c.plan[n]
		if !slices.Contains(planned.States, code) {
			continue
		}
		for i, m := range planned.moved {
			if m.State == code {
				return c.sessions[n], &planned.moved[i], true
			}
		}
		return c.sessions[n], nil, true
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
