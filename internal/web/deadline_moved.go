package web

import (
	"upright/internal/upr"
)

// addMoved says on the task list that the deadline moved with OHCHR's, and where the one that the authors set is another
// than the published one.
func (s *Server) addMoved(v *visit, p *tasksPage, one *upr.Submission) error {
	if err := s.readDates(v); err != nil {
		return err
	}
	moved, err := s.Store.DeadlineMove(v.Request().Context(), v.actor(), one.ID)
	if err != nil {
		return err
	}
	p.StateCode, p.Moved = one.Details.State, s.movedWords(v, one.Details.Deadline, moved)
	published, known := s.dates(v).Deadline(one.Details.Session)
	if known && one.Details.Deadline.Source == upr.OwnDeadline && !published.At.Equal(one.Details.Deadline.At) {
		p.Published = v.words.T("deadline.other", "when", v.words.DateTime(published.At.In(s.Calendar.Geneva())))
	}
	return nil
}

// movedWords says how a deadline moved; "" when it did not.
func (s *Server) movedWords(v *visit, now upr.Deadline, moved upr.DeadlineMove) string {
	if moved.At.IsZero() {
		return ""
	}
	key := "deadline.moved"
	switch {
	case now.At.IsZero():
		key = "deadline.withdrawn"
	case moved.Before.IsZero():
		key = "deadline.moved-none"
	}
	return v.words.T(key, "when", v.words.Date(moved.At.In(v.zone())),
		"before", v.words.DateTime(moved.Before.In(s.Calendar.Geneva())))
}
