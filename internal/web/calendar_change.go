package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"

	"upright/internal/calendar"
	"upright/internal/upr"
)

// calendarChangePage shows what a change of the calendar does before it holds.
type calendarChangePage struct {
	basePage
	ID      string
	Version int64
	Form    form
	Rows    []changeRow
	Effects []string // on submissions
	Span    span
}

func (calendarChangePage) template() string { return "calendar-change" }

// A changeRow is one thing that changes, or stays.
type changeRow struct {
	What, Before, After string
	Tag, State          string // class of the tag, and what it says
}

// changeForm says which calendar one has looked at.
type changeForm struct {
	Version string `form:"version" input:"hidden" validate:"required,number,max=19"`
}

// changesSize is how many changes stand on a page.
const changesSize = 100

// changeData is what the page is made of.
type changeData struct {
	id      string
	changes []upr.CalendarChange
	entries []upr.CalendarEntry // that hold now
	version int64
	counts  map[int]int // submissions that stand on the deadline of a session
	offset  int
}

// after is the calendar with the changes.
func (d changeData) after(data *calendar.Calendar) *calendar.Calendar {
	kept := slices.Clone(d.entries)
	for _, c := range d.changes {
		key := c.Entry.Key()
		kept = slices.DeleteFunc(kept, func(e upr.CalendarEntry) bool { return e.Key() == key })
		if !c.Remove {
			kept = append(kept, c.Entry)
		}
	}
	return data.With(kept)
}

// showCalendarChange answers GET /administration/calendar/changes/:change.
func (s *Server) showCalendarChange(v *visit) error {
	d, err := s.changeData(v)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.calendarChangePage(v, d, nil))
}

func (s *Server) changeData(v *visit) (changeData, error) {
	ctx, d := v.Request().Context(), changeData{id: v.Param("change")}
	d.offset, _ = strconv.Atoi(v.QueryParam("from"))
	var err error
	if d.changes, err = s.Store.CalendarChange(ctx, v.actor(), d.id); err != nil {
		return d, err
	}
	if d.entries, d.version, err = s.Store.CalendarEntries(ctx, -1); err != nil {
		return d, err
	}
	var sessions []int
	for _, c := range d.changes {
		if c.Entry.Kind == upr.DeadlineEntry {
			sessions = append(sessions, c.Entry.Session)
		}
	}
	d.counts, err = s.Store.OnDeadlines(ctx, v.actor(), sessions)
	return d, err
}

func (s *Server) calendarChangePage(v *visit, d changeData, wrong problems) calendarChangePage {
	f := &changeForm{Version: strconv.FormatInt(d.version, 10)}
	p := calendarChangePage{
		basePage: s.base(v), ID: d.id, Version: d.version, Form: newForm(v.words, "calendar-change", f, wrong),
		Span: newSpan(v, d.offset, changesSize, len(d.changes)),
	}
	p.Failed = len(wrong) > 0
	before, after := s.Calendar.With(d.entries), d.after(s.Calendar)
	for _, c := range d.changes[p.Span.begin:p.Span.end] {
		p.Rows = append(p.Rows, s.changeRow(v, before, after, c, d.entries))
	}
	was, is := before.Deadlines(), after.Deadlines()
	for _, c := range d.changes {
		n := d.counts[c.Entry.Session]
		if c.Entry.Kind == upr.DeadlineEntry && n > 0 && !was[c.Entry.Session].Equal(is[c.Entry.Session]) {
			p.Effects = append(p.Effects, v.words.T("calendar-change.effect", "n", n, "session", strconv.Itoa(c.Entry.Session)))
		}
	}
	return p
}

func (s *Server) changeRow(
	v *visit, before, after *calendar.Calendar, c upr.CalendarChange, entries []upr.CalendarEntry,
) changeRow {
	key := c.Entry.Key()
	row := changeRow{What: s.whatOf(v, key), Before: s.said(v, before, key), After: s.said(v, after, key)}
	there := slices.IndexFunc(entries, func(e upr.CalendarEntry) bool { return e.Key() == key })
	state := "added"
	switch {
	case c.Remove:
		state, row.Tag = "removed", "tag--wrong"
	case there < 0:
		row.Tag = "tag--done"
	case entries[there].Same(c.Entry):
		state, row.Tag = "same", "tag--todo"
	default:
		state, row.Tag = "corrected", "tag--doing"
	}
	row.State = v.words.T("calendar-change." + state)
	return row
}

// applyCalendarChange answers POST /administration/calendar/changes/:change. Submissions that stand on a deadline that
// changed follow at once; those that could not, with the next turn of the reminders.
func (s *Server) applyCalendarChange(v *visit) error {
	var f changeForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(f.Version, 10, 64)
	if err != nil || len(wrong) > 0 {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: err}
	}
	ctx := v.Request().Context()
	err = s.Store.ApplyCalendarChange(ctx, v.actor(), v.Param("change"), version, s.Now())
	var known *upr.Error
	if errors.As(err, &known) && (known.Kind == upr.Conflict || known.Kind == upr.TooMany) {
		return s.refuseCalendarChange(v, known)
	}
	if err != nil {
		return err
	}
	if err := s.readDates(v); err != nil {
		return err
	}
	if _, err := s.Store.FollowDeadlines(ctx, s.dates(v).Deadlines(), s.Now()); err != nil {
		s.Log.ErrorContext(ctx, "follow deadlines", "error", err)
	}
	return s.done(v, "/administration/calendar", "notice.calendar")
}

// refuseCalendarChange shows what the change would do to the calendar as it is by now.
func (s *Server) refuseCalendarChange(v *visit, known *upr.Error) error {
	d, err := s.changeData(v)
	if err != nil {
		return err
	}
	wrong, status := problems{"": {key: known.Key, args: known.Args}}, http.StatusUnprocessableEntity
	if known.Kind == upr.Conflict {
		wrong[""], status = problem{key: "calendar-change.conflict"}, http.StatusConflict
	}
	return s.render(v, status, s.calendarChangePage(v, d, wrong))
}

// whatOf says what an entry is about.
func (s *Server) whatOf(v *visit, key upr.CalendarKey) string {
	return v.words.T("calendar-kind."+string(key.Kind), "session", strconv.Itoa(key.Session), "state", s.stateName(v, key.State))
}

// said is what a calendar says of something, and how sure that is.
func (s *Server) said(v *visit, c *calendar.Calendar, key upr.CalendarKey) string {
	session, ok := c.Session(key.Session)
	says, confidence := "", session.Dates
	switch key.Kind {
	case upr.SessionEntry:
		says = s.whenOf(v, session)
	case upr.DeadlineEntry:
		if d, known := c.Deadline(key.Session); known {
			says, confidence = v.words.DateTime(d.At.In(c.Geneva())), d.Confidence
		}
	case upr.ReviewEntry:
		if !slices.Contains(session.States, key.State) {
			return v.words.T("calendar.not-listed")
		}
		review := c.Review(key.State, session)
		says, confidence = v.words.T("calendar.listed"), review.Confidence
		if review.Instead != 0 {
			says = v.words.T("calendar.listed-instead", "session", strconv.Itoa(review.Instead))
		}
		if review.Symbol != "" {
			says += " · " + review.Symbol
		}
	}
	if !ok || says == "" {
		return v.words.T("calendar.unknown")
	}
	return says + " · " + v.words.T("confidence."+string(confidence))
}
