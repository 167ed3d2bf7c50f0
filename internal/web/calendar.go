package web

import (
	"bytes"
	"mime"
	"net/http"
	"strings"
	"time"

	"upright/internal/i18n"
	"upright/internal/ical"
	"upright/internal/upr"
)

// feedMadePage shows the secret address of a calendar.
type feedMadePage struct {
	basePage
	Link string
}

func (feedMadePage) template() string { return "calendar-made" }

// makeFeed answers POST /account/calendar. The address is the answer to the form itself: what is kept nowhere cannot be
// shown by a later request.
func (s *Server) makeFeed(v *visit) error {
	link, err := s.Accounts.MakeFeed(v.Request().Context(), v.actor())
	if err != nil {
		return err
	}
	return s.render(v, http.StatusCreated, feedMadePage{basePage: s.base(v), Link: link})
}

// endFeed answers POST /account/calendar/end.
func (s *Server) endFeed(v *visit) error {
	if err := s.Store.EndFeed(v.Request().Context(), v.actor()); err != nil {
		return err
	}
	return s.done(v, "/account/news", "notice.calendar-ended")
}

// showFeed answers GET /calendar/:token, for programs that subscribe to it. They keep no cookies: the address is the
// right to see the days of one person, as that person sees them now.
func (s *Server) showFeed(v *visit) error {
	token, is := strings.CutSuffix(v.Param("token"), ".ics")
	if !is {
		return &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	owner, err := s.Accounts.FeedOwner(v.Request().Context(), token)
	if err != nil {
		return err
	}
	words := v.words
	if owner.Language != "" {
		words = s.Words.Printer(owner.Language)
	}
	return s.answerCalendar(v, upr.Actor{User: owner.ID}, "", words, "")
}

// downloadCalendar answers GET /submissions/:submission/calendar: its days that concern the visitor, to put into a
// calendar once.
func (s *Server) downloadCalendar(v *visit) error {
	return s.answerCalendar(v, v.actor(), submissionOf(v), v.words, "upright.ics")
}

// feedPast is how long days stay in a calendar after they have passed.
const feedPast = 90 * 24 * time.Hour

// answerCalendar writes the days of a person: of one submission, or of all where id is "". With a name it is a file to
// keep.
func (s *Server) answerCalendar(v *visit, by upr.Actor, id upr.SubmissionID, words *i18n.Printer, name string) error {
	list, err := s.Store.Appointments(v.Request().Context(), by, id, s.Now().Add(-feedPast))
	if err != nil {
		return err
	}
	c := ical.Calendar{Name: words.T("calendar.name"), Language: words.Language()}
	for _, a := range list {
		c.Events = append(c.Events, s.event(words, a))
	}
	var b bytes.Buffer
	if err := ical.Write(&b, c); err != nil {
		return err
	}
	if name != "" {
		v.Response().Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	}
	return v.Blob(http.StatusOK, ical.Type, b.Bytes())
}

// event says what a day is: its kind and the State, and no title. Calendars are kept by companies far away.
func (s *Server) event(words *i18n.Printer, a upr.Appointment) ical.Event {
	state := s.Calendar.StateName(a.State, words.Language())
	e := ical.Event{
		UID: a.UID, Sequence: a.Sequence, Changed: a.Changed, At: a.At,
		Summary: words.T("calendar.deadline", "state", state), Text: words.T("calendar.deadline.text"),
		URL: s.BaseURL.JoinPath("submissions", string(a.Submission)).String(),
	}
	if a.Kind == upr.DueNotice {
		e.Day, e.At = true, time.Date(a.Day.Year, a.Day.Month, a.Day.Day, 0, 0, 0, 0, time.UTC)
		e.Summary, e.Text = words.T("calendar.due", "state", state), words.T("calendar.due.text")
		e.URL += "/assignments"
	}
	return e
}
