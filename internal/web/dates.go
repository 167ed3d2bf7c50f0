package web

import (
	"upright/internal/calendar"
)

// readDates reads the calendar as it is now, with what administrators of any server process entered, for dates. Handlers
// call it before they make a page that shows sessions or deadlines.
func (s *Server) readDates(v *visit) error {
	dates, version, err := s.live.Now(v.Request().Context())
	if err != nil {
		return err
	}
	v.dates, v.datesVersion = dates, version
	return nil
}

// dates is the calendar that readDates read; in the gallery, the data alone.
func (s *Server) dates(v *visit) *calendar.Calendar {
	if v.dates == nil {
		return s.Calendar
	}
	return v.dates
}
