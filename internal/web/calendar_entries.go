package web

import (
	"net/http"
	"strconv"
	"time"

	"upright/internal/calendar"
	"upright/internal/upr"
)

// calendarPage is where administrators of the installation add to the calendar what OHCHR publishes.
type calendarPage struct {
	basePage
	Form        form
	Upload      form
	States      []choice
	Confidences []choice
	Correct     bool // the form holds an entry that is there
	Problems    []problemView
	Columns     []string
	Rows        []entryRow
	Span        span
}

func (calendarPage) template() string { return "administration-calendar" }

// A problemView is what is wrong with a line of a file.
type problemView struct{ Line, Message string }

// An entryRow is one entry in the list.
type entryRow struct {
	ID, What, Says, Confidence, By string
	Source                         sourceView
	At                             time.Time
}

// calendarForm is what can be said of one session, as typed. See calendar.Row.
type calendarForm struct {
	Session    string `form:"session" input:"year" validate:"required,number,max=3"`
	Deadline   string `form:"deadline" input:"date" validate:"max=10"`
	Hour       string `form:"hour" input:"time" validate:"max=5"`
	Start      string `form:"start" input:"date" validate:"max=10"`
	End        string `form:"end" input:"date" validate:"max=10"`
	State      string `form:"state" input:"select" validate:"max=3"`
	Instead    string `form:"instead" input:"year" validate:"omitempty,number,max=3"`
	Symbol     string `form:"symbol" input:"short" validate:"max=50"`
	Source     string `form:"source" validate:"required,max=300"`
	URL        string `form:"url" input:"url" validate:"max=500"`
	Confidence string `form:"confidence" input:"select" validate:"required,max=20"`
}

// calendarUploadForm is a file, and what its lines say that do not say it themselves.
type calendarUploadForm struct {
	File       string `form:"file" input:"file"`
	Source     string `form:"source" validate:"required,max=300"`
	URL        string `form:"url" input:"url" validate:"max=500"`
	Confidence string `form:"confidence" input:"select" validate:"required,max=20"`
}

// entriesSize is how many entries stand on a page.
const entriesSize = 40

// calendarData is what the page is made of.
type calendarData struct {
	entries  []upr.CalendarEntry
	offset   int
	correct  bool
	problems []calendar.Problem
}

// showCalendar answers GET /administration/calendar; ?entry= corrects one, ?state= begins with the next
// session of a State.
func (s *Server) showCalendar(v *visit) error {
	d, err := s.calendarData(v)
	if err != nil {
		return err
	}
	f := &calendarForm{Confidence: string(upr.Confirmed)}
	if next, ok := s.dates(v).Suggest(v.QueryParam("state"), s.Now()); ok {
		f.Session = strconv.Itoa(next.Session.Number)
	}
	for _, e := range d.entries {
		if e.ID == v.QueryParam("entry") {
			f, d.correct = calendarFormOf(calendar.RowOf(e)), true
		}
	}
	return s.render(v, http.StatusOK, s.calendarPage(v, d, f, &calendarUploadForm{}, nil, nil))
}

func (s *Server) calendarData(v *visit) (calendarData, error) {
	if err := s.readDates(v); err != nil {
		return calendarData{}, err
	}
	d := calendarData{}
	d.offset, _ = strconv.Atoi(v.QueryParam("from"))
	var err error
	d.entries, _, err = s.Store.CalendarEntries(v.Request().Context(), -1)
	return d, err
}

func (s *Server) calendarPage(
	v *visit, d calendarData, f *calendarForm, upload *calendarUploadForm, wrong, wrongUpload problems,
) calendarPage {
	if upload.Confidence == "" {
		upload.Confidence = string(upr.Confirmed)
	}
	p := calendarPage{
		basePage: s.base(v), Form: newForm(v.words, "calendar-entry", f, wrong), Correct: d.correct,
		Upload: newForm(v.words, "calendar-upload", upload, wrongUpload), Columns: calendar.Columns(),
		States: s.countries(v), Confidences: confidenceChoices(v), Span: newSpan(v, d.offset, entriesSize, len(d.entries)),
	}
	p.Failed = len(wrong)+len(wrongUpload)+len(d.problems) > 0
	for _, one := range d.problems {
		p.Problems = append(p.Problems, problemView{v.words.Number(one.Line), s.tellProblem(v, one)})
	}
	for _, e := range d.entries[p.Span.begin:p.Span.end] {
		p.Rows = append(p.Rows, entryRow{
			ID: e.ID, What: s.whatOf(v, e.Key()), Says: s.said(v, s.Calendar.With([]upr.CalendarEntry{e}), e.Key()),
			Confidence: v.words.T("confidence." + string(e.Confidence)), By: e.Name, At: e.At,
			Source: placeRead(calendar.Source{Document: e.Source, URL: e.URL}),
		})
	}
	return p
}

// tellProblem says what is wrong with a line, and in which column.
func (s *Server) tellProblem(v *visit, p calendar.Problem) string {
	label := p.Field
	if label != "" {
		label = v.words.T("calendar-entry." + p.Field)
	}
	return v.words.T(p.Key, "label", label, "with", p.With)
}

func confidenceChoices(v *visit) []choice {
	var list []choice
	for _, one := range upr.EnteredConfidences() {
		list = append(list, choice{Value: string(one), Label: v.words.T("calendar-confidence." + string(one))})
	}
	return list
}

func calendarFormOf(r calendar.Row) *calendarForm {
	return &calendarForm{
		Session: r.Session, State: r.State, Start: r.Start, End: r.End, Deadline: r.Deadline, Hour: r.Hour, Instead: r.Instead,
		Symbol: r.Symbol, Confidence: r.Confidence, Source: r.Source, URL: r.URL,
	}
}

func (f *calendarForm) row() calendar.Row {
	return calendar.Row{
		Session: f.Session, State: f.State, Start: f.Start, End: f.End, Deadline: f.Deadline, Hour: f.Hour, Instead: f.Instead,
		Symbol: f.Symbol, Confidence: f.Confidence, Source: f.Source, URL: f.URL,
	}
}

// enterCalendar answers POST /administration/calendar: it leads to a look at what would change.
func (s *Server) enterCalendar(v *visit) error {
	d, err := s.calendarData(v)
	if err != nil {
		return err
	}
	var f calendarForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	var entries []upr.CalendarEntry
	if len(wrong) == 0 {
		entries, err = s.dates(v).Entries(f.row())
		if err := wrong.take(err); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, s.calendarPage(v, d, &f, &calendarUploadForm{}, wrong, nil))
	}
	return s.keepChanges(v, changesOf(entries))
}

func changesOf(entries []upr.CalendarEntry) []upr.CalendarChange {
	var changes []upr.CalendarChange
	for _, e := range entries {
		changes = append(changes, upr.CalendarChange{Entry: e})
	}
	return changes
}

// forCalendar bounds the form around the largest file of entries.
func forCalendar() routeKind {
	k := forPage()
	k.body = calendar.MaxUpload + 64<<10
	return k
}

// uploadCalendar answers POST /administration/calendar/upload. Of a file with anything wrong nothing is kept: the page says
// what, by line.
func (s *Server) uploadCalendar(v *visit) error {
	var f calendarUploadForm
	wrong, err := bind(v.Request(), &f)
	if isTooLarge(err) {
		wrong, err = problems{"file": {key: "calendar-upload.large"}}, nil
	}
	if err != nil {
		return err
	}
	d, err := s.calendarData(v)
	if err != nil {
		return err
	}
	var entries []upr.CalendarEntry
	if len(wrong) == 0 {
		data, err := uploaded(v, "file")
		if err == nil {
			usual := calendar.Row{Confidence: f.Confidence, Source: f.Source, URL: f.URL}
			entries, d.problems, err = s.dates(v).Upload(data, usual)
		}
		if err := wrong.take(err); err != nil {
			return err
		}
	}
	if len(wrong)+len(d.problems) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, s.calendarPage(v, d, &calendarForm{Confidence: string(upr.Confirmed)}, &f, nil, wrong))
	}
	return s.keepChanges(v, changesOf(entries))
}

// removeFromCalendar answers POST /administration/calendar/:entry/remove: it leads to a look at what would change.
func (s *Server) removeFromCalendar(v *visit) error {
	entries, _, err := s.Store.CalendarEntries(v.Request().Context(), -1)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if e.ID == v.Param("entry") {
			return s.keepChanges(v, []upr.CalendarChange{{Entry: e, Remove: true}})
		}
	}
	return &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
}

func (s *Server) keepChanges(v *visit, changes []upr.CalendarChange) error {
	id, err := s.Store.KeepCalendarChange(v.Request().Context(), v.actor(), changes, s.Now())
	if err != nil {
		return err
	}
	return v.Redirect(http.StatusSeeOther, "/administration/calendar/changes/"+id)
}
