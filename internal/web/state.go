package web

import (
	"net/http"
	"strconv"
	"strings"

	"upright/internal/calendar"
	"upright/internal/upr"
)

// statesPage lists all States, to look for one.
type statesPage struct {
	basePage
	Filter form
	States []stateRow
	All    int
}

func (statesPage) template() string { return "states" }

// stateRow is a State on the list.
type stateRow struct {
	Code, Name string
	Next       string // which session comes next, and that it is only expected where it is; "" when none is known
}

// stateFilter is the form above the list; it travels in the address.
type stateFilter struct {
	Words string `form:"q" input:"search"`
}

// maxStateQuery bounds what is looked for, in characters.
const maxStateQuery = 100

// showStates answers GET /states; ?q= looks for names in any of the six languages.
func (s *Server) showStates(v *visit) error {
	if err := s.readDates(v); err != nil {
		return err
	}
	query := []rune(clean(v.QueryParam("q"), ""))
	return s.render(v, http.StatusOK, s.statesPage(v, string(query[:min(len(query), maxStateQuery)])))
}

func (s *Server) statesPage(v *visit, query string) statesPage {
	p := statesPage{basePage: s.base(v), Filter: newForm(v.words, "states-filter", &stateFilter{Words: query}, nil)}
	dates := s.dates(v)
	p.All = len(dates.States("en"))
	for _, one := range dates.Find(query, v.words.Language()) {
		row := stateRow{Code: one.Code, Name: one.Name}
		if next, ok := dates.Suggest(one.Code, s.Now()); ok {
			key := "states.expected"
			if next.Confidence == calendar.Confirmed {
				key = "states.next"
			}
			row.Next = v.words.T(key, "session", strconv.Itoa(next.Session.Number))
		}
		p.States = append(p.States, row)
	}
	return p
}

// statePage is what is known of one State: its last review, the next one, treaties, and what one writes about it.
type statePage struct {
	basePage
	Code, Name  string
	Reviewed    bool // members of the United Nations are
	Last        *reviewView
	Next        *suggestion
	Deadline    string // how sure its day is, and where it was read
	Treaties    []treatyView
	Submissions []submissionCard
	More        bool // there are more of them
}

func (statePage) template() string { return "state" }

// reviewView is a review that has begun.
type reviewView struct {
	Session    int
	Cycle      int
	When       string // "" when not known
	Confidence string
	Source     sourceView
	Symbol     string   // of the Working Group's report; "" when not known
	Documents  []string // symbols that the other documents of a review have by their pattern
}

// A sourceView says where something was read.
type sourceView struct{ Name, URL string }

// placeRead links a source only where it is on the web: some are symbols of documents.
func placeRead(s calendar.Source) sourceView {
	view := sourceView{Name: s.Document}
	if strings.HasPrefix(s.URL, "https://") || strings.HasPrefix(s.URL, "http://") {
		view.URL = s.URL
	}
	return view
}

// A treatyView is a treaty on the page.
type treatyView struct {
	calendar.Treaty
	Name, Lang string
}

// aboutState is how many submissions stand on the page of their State.
const aboutState = 20

// showState answers GET /states/:state.
func (s *Server) showState(v *visit) error {
	code := v.Param("state")
	if s.stateName(v, code) == "" {
		return &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	if err := s.readDates(v); err != nil {
		return err
	}
	own, err := s.Store.SubmissionsAbout(v.Request().Context(), v.actor(), code, aboutState+1)
	if err != nil {
		return err
	}
	p, err := s.statePage(v, code, own)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, p)
}

func (s *Server) statePage(v *visit, code string, own []upr.Submission) (statePage, error) {
	p := statePage{basePage: s.base(v), Code: code, Name: s.stateName(v, code), More: len(own) > aboutState}
	dates := s.dates(v)
	for _, one := range dates.States("en") {
		p.Reviewed = p.Reviewed || one.Code == code && one.Reviewed
	}
	if last, ok := dates.PreviousReview(code, s.Now()); ok {
		p.Last = s.reviewView(v, code, last)
	}
	if p.Next = s.suggestion(v, code); p.Next != nil {
		if d, ok := dates.Deadline(p.Next.Session); ok {
			p.Deadline = v.words.T("state.deadline.source", "source", d.Source.Document, "confidence", v.words.T("confidence."+string(d.Confidence)))
		}
	}
	treaties, err := calendar.Treaties()
	if err != nil {
		return p, err
	}
	for _, one := range treaties {
		name, lang := one.Name(v.words.Language())
		p.Treaties = append(p.Treaties, treatyView{Treaty: one, Name: name, Lang: lang})
	}
	for _, one := range own[:min(len(own), aboutState)] {
		p.Submissions = append(p.Submissions, s.card(v, one))
	}
	return p, nil
}

func (s *Server) reviewView(v *visit, code string, session calendar.Session) *reviewView {
	review := s.dates(v).Review(code, session)
	view := &reviewView{
		Session: session.Number, Cycle: session.Cycle, When: s.whenOf(v, session), Symbol: review.Symbol,
		Confidence: v.words.T("confidence." + string(review.Confidence)), Source: placeRead(review.Source),
	}
	for n := 1; n <= 3; n++ {
		view.Documents = append(view.Documents, "A/HRC/WG.6/"+strconv.Itoa(session.Number)+"/"+code+"/"+strconv.Itoa(n))
	}
	return view
}

// whenOf writes the days of a session, or its month; "" when neither is known.
func (s *Server) whenOf(v *visit, session calendar.Session) string {
	day := func(d upr.Date) string { return dayOf(v, d) }
	switch {
	case session.Opens().IsZero():
		return ""
	case session.Start == upr.Date{}:
		return v.words.Month(session.Opens())
	case session.End == upr.Date{}:
		return v.words.T("calendar.from", "start", day(session.Start))
	}
	return v.words.T("calendar.from-to", "start", day(session.Start), "end", day(session.End))
}
