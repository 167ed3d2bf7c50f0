package calendar

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"upright/internal/upr"
)

// With returns the calendar with what administrators entered laid over the data, which stays as it is. Entries about
// sessions and States that the calendar does not have are passed over: the data can be replaced after they were made.
func (c *Calendar) With(entries []upr.CalendarEntry) *Calendar {
	if len(entries) == 0 {
		return c
	}
	out := *c
	out.sessions = maps.Clone(c.sessions)
	out.reviews = make(map[string][]upr.CalendarEntry)
	for _, e := range entries {
		s, ok := out.Session(e.Session)
		if !ok || e.Kind == upr.ReviewEntry && c.StateName(e.State, "en") == "" {
			continue
		}
		source := Source{Document: e.Source, URL: e.URL}
		switch e.Kind {
		case upr.SessionEntry:
			s.Start, s.End, s.Dates = e.Start, e.End, e.Confidence
			s.Year, s.Month, s.LastMonth = e.Start.Year, e.Start.Month, e.Start.Month
			if e.End != (upr.Date{}) {
				s.LastMonth = e.End.Month
			}
			s.Sources = append([]Source{source}, s.Sources...)
		case upr.DeadlineEntry:
			s.deadline, s.hour, s.deadlineConfidence, s.deadlineSource = e.Day, e.Hour, e.Confidence, source
		case upr.ReviewEntry:
			out.reviews[e.State] = append(out.reviews[e.State], e)
		}
		out.sessions[e.Session] = s
	}
	for code, list := range out.reviews {
		slices.SortFunc(list, func(a, b upr.CalendarEntry) int { return a.Session - b.Session })
		for _, e := range list {
			out.place(code, e)
		}
	}
	return &out
}

// place puts a State on the list of a session, and off the one from which its review was put off.
func (c *Calendar) place(code string, e upr.CalendarEntry) {
	s := c.sessions[e.Session]
	if !slices.Contains(s.States, code) {
		s.States = append(slices.Clone(s.States), code)
		c.sessions[e.Session] = s
	}
	if from, ok := c.Session(e.Instead); ok && e.Instead != 0 {
		from.States = slices.DeleteFunc(slices.Clone(from.States), func(one string) bool { return one == code })
		c.sessions[e.Instead] = from
	}
}

// A Reader reads what administrators entered, and its version. It returns nil entries when known is that version.
type Reader func(ctx context.Context, known int64) (entries []upr.CalendarEntry, version int64, err error)

// A Live calendar has what administrators entered, as it is now: each time it is asked, it asks whether something
// changed, so what one server process takes in all others show at once. It is safe for concurrent use.
type Live struct {
	data *Calendar
	read Reader

	mu      sync.Mutex
	version int64
	latest  *Calendar // nil until it was read
}

// NewLive returns the data with what read gives laid over it.
func NewLive(data *Calendar, read Reader) *Live {
	return &Live{data: data, read: read, version: -1}
}

// Now returns the calendar as it is now, and its version.
func (l *Live) Now(ctx context.Context) (*Calendar, int64, error) {
	l.mu.Lock()
	known, latest := l.version, l.latest
	l.mu.Unlock()
	entries, version, err := l.read(ctx, known)
	if err != nil {
		return nil, 0, err
	}
	if version == known && latest != nil {
		return latest, version, nil
	}
	made := l.data.With(entries)
	l.mu.Lock()
	defer l.mu.Unlock()
	if version > l.version {
		l.version, l.latest = version, made
	}
	return made, version, nil
}

// Latest returns the calendar as it was when Now was last asked, or the data alone: for who cannot wait for a database.
func (l *Live) Latest() *Calendar {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.latest == nil {
		return l.data
	}
	return l.latest
}

// Deadlines returns the deadlines of all sessions of which one is known now.
func (l *Live) Deadlines(ctx context.Context) (map[int]time.Time, error) {
	now, _, err := l.Now(ctx)
	if err != nil {
		return nil, err
	}
	return now.Deadlines(), nil
}
