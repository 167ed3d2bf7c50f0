package web

import (
	"fmt"
	"net/http"
	"strconv"

	"upright/internal/calendar"
	"upright/internal/prose"
	"upright/internal/rules"
	"upright/internal/upr"
)

// reviewPage asks who submits on which State, and in which language.
type reviewPage struct {
	basePage
	Form          form
	Organizations []choice
	States        []choice
	TextLanguages []choice
}

func (reviewPage) template() string { return "submission-review" }

// detailsPage asks for the details of a submission, new or not.
type detailsPage struct {
	basePage
	heading
	New           bool
	Form          form
	Organization  upr.OrganizationID // that a new one belongs to
	States        []choice
	TextLanguages []choice
	Suggestion    *suggestion
	Offered       bool     // key words of the text stand in the form, not saved yet
	Rules         string   // what to know about the rules of the cycle, "" for nothing
	Saved         []change // what somebody else saved meanwhile
}

func (detailsPage) template() string { return "submission-details" }

// A suggestion is the next session of a State, with where that comes from and how sure it is.
type suggestion struct {
	Certain    bool // somebody published, or entered as published, that it is this session
	Session    int
	Cycle      int
	When       string // "" when not known
	Basis      string
	Confidence string
	Source     string
	Late       bool
	Deadline   string // the published deadline; "" when none is known
	Exact      bool   // its hour is known too
}

// A change is a value of the details that differs from what was typed.
type change struct{ Label, Value string }

// wordDraft says that a new submission begins with a draft from a Word file.
const wordDraft = "word"

// showNewSubmission answers GET /submissions/new; ?state= begins with a State.
func (s *Server) showNewSubmission(v *visit) error {
	own, err := s.Store.Organizations(v.Request().Context(), v.actor())
	if err != nil {
		return err
	}
	if len(own) == 0 {
		return s.done(v, "/organizations/new", "notice.organization-first")
	}
	f := &reviewForm{Language: v.words.Language()}
	if state := v.QueryParam("state"); s.stateName(v, state) != "" {
		f.State = state
	}
	return s.render(v, http.StatusOK, s.reviewPage(v, own, f, nil))
}

// beginSubmission answers POST /submissions/new with the details to confirm: nothing is kept yet.
func (s *Server) beginSubmission(v *visit) error {
	if err := s.readDates(v); err != nil {
		return err
	}
	var f reviewForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	own, err := s.Store.Organizations(v.Request().Context(), v.actor())
	if err != nil {
		return err
	}
	if f.State != "" && s.stateName(v, f.State) == "" {
		wrong["state"] = problem{key: "value.choice"}
	}
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, s.reviewPage(v, own, &f, wrong))
	}
	d := upr.Details{State: f.State, Language: f.Language, Title: s.suggestedTitles(f.State, f.Language)[upr.Individual]}
	if next, ok := s.dates(v).Suggest(f.State, s.Now()); ok {
		d.Session = next.Session.Number
		if published, ok := s.dates(v).Deadline(d.Session); ok {
			d.Deadline = upr.Deadline{At: published.At, Source: upr.CalendarDeadline}
		}
	}
	details := newDetailsForm(d, 0, s.Calendar.Geneva())
	if f.Word {
		details.Draft = wordDraft
	}
	p := s.newDetailsPage(v, upr.OrganizationID(f.Organization), details, nil)
	return s.answerNewDetails(v, http.StatusOK, p)
}

// answerNewDetails shows the form of a new submission, and what is known of the rules that it will fall under.
func (s *Server) answerNewDetails(v *visit, status int, p detailsPage) error {
	sets, err := s.rules.InForce(v.Request().Context())
	if err != nil {
		return err
	}
	if p.Suggestion != nil {
		p.Rules = s.provisional(v, sets[rules.SetFor(sets, p.Suggestion.Cycle)])
	}
	return s.render(v, status, p)
}

// createSubmission answers POST /organizations/:organization/submissions.
func (s *Server) createSubmission(v *visit) error {
	if err := s.readDates(v); err != nil {
		return err
	}
	var f detailsForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	organization := upr.OrganizationID(v.Param("organization"))
	if err := s.Store.RequireOrganization(v.Request().Context(), v.actor(), organization, upr.BeginSubmission); err != nil {
		return err
	}
	sets, err := s.rules.InForce(v.Request().Context())
	if err != nil {
		return err
	}
	d, err := s.details(s.dates(v), sets, &f, upr.Individual, wrong)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return s.answerNewDetails(v, http.StatusUnprocessableEntity, s.newDetailsPage(v, organization, &f, wrong))
	}
	text, err := s.firstText(d.Language)
	if err != nil {
		return err
	}
	set := rules.SetFor(sets, d.Cycle)
	id, err := s.Store.CreateSubmission(v.Request().Context(), v.actor(), organization, d, set, text)
	if err != nil {
		return err
	}
	if err := s.Store.SuggestTitles(v.Request().Context(), v.actor(), id, s.suggestedTitles(d.State, d.Language)); err != nil {
		return err
	}
	if f.Draft == wordDraft {
		return s.done(v, "/submissions/"+string(id)+"/word", "notice.submission")
	}
	return s.done(v, "/submissions/"+string(id), "notice.submission")
}

// firstText is the text a submission begins with: the standard parts, empty, with their titles.
func (s *Server) firstText(lang string) ([]byte, error) {
	words, ok := s.Words.Paper(lang)
	if !ok {
		return nil, &upr.Error{Kind: upr.Invalid, Key: "value.choice", Field: "language"}
	}
	m := &prose.Manuscript{}
	for _, kind := range prose.PartKinds() {
		if kind != prose.Other {
			m.Parts = append(m.Parts, prose.NewPart(kind, words.T("part."+string(kind))))
		}
	}
	text, err := prose.Encode(m)
	if err != nil {
		return nil, fmt.Errorf("first text: %w", err)
	}
	return text, nil
}

// suggestedTitles are titles in the language of the text for each kind of submission, by the pattern of UPR-SUB-03: what
// it is, and on which State.
func (s *Server) suggestedTitles(state, lang string) map[upr.Kind]string {
	words, ok := s.Words.Paper(lang)
	if !ok {
		return nil
	}
	on := " – " + s.Calendar.StateName(state, lang)
	return map[upr.Kind]string{upr.Individual: words.T("individual") + on, upr.Joint: words.T("joint") + on}
}

func (s *Server) reviewPage(v *visit, own []upr.Organization, f *reviewForm, wrong problems) reviewPage {
	p := reviewPage{basePage: s.base(v), States: s.countries(v), TextLanguages: textLanguages()}
	for _, o := range own {
		p.Organizations = append(p.Organizations, choice{Value: string(o.ID), Label: o.Name})
	}
	p.Form = newForm(v.words, "review", f, wrong)
	p.Failed = len(wrong) > 0
	return p
}

func (s *Server) newDetailsPage(v *visit, organization upr.OrganizationID, f *detailsForm, wrong problems) detailsPage {
	p := detailsPage{
		basePage: s.base(v), New: true, Organization: organization,
		Form:   newForm(v.words, "details", f, wrong),
		States: s.countries(v), TextLanguages: textLanguages(),
		Suggestion: s.suggestion(v, f.State),
	}
	p.Failed = len(wrong) > 0
	return p
}

// provisional says that the rules of earlier cycles stand in for those that were not found; "" where they do not.
func (s *Server) provisional(v *visit, set *rules.Set) string {
	if set == nil || !set.Provisional {
		return ""
	}
	return v.words.T("rules.provisional", "date", s.dayOf(v, set.Checked))
}

// suggestion tells what the calendar knows of a State's next review; nil for nothing.
func (s *Server) suggestion(v *visit, state string) *suggestion {
	next, ok := s.dates(v).Suggest(state, s.Now())
	if !ok {
		return nil
	}
	told := &suggestion{
		Certain: next.Confidence == calendar.Confirmed,
		Session: next.Session.Number, Cycle: next.Session.Cycle, Late: next.Late,
		Basis:      v.words.Message(next.Basis.Key, withState(next.Basis.Args, s.stateName(v, state))),
		Confidence: v.words.T("confidence." + string(next.Confidence)),
		Source:     next.Source.Document,
	}
	if opens := next.Session.Opens(); !opens.IsZero() {
		told.When = v.words.Month(opens)
	}
	if published, ok := s.dates(v).Deadline(next.Session.Number); ok {
		told.Exact = published.Hour != calendar.Conflicting
		told.Deadline = v.words.DateTime(published.At.In(s.Calendar.Geneva()))
	}
	return told
}

// withState adds the State's name to the arguments of a message. Numbers of sessions are names, not amounts.
func withState(args map[string]any, state string) map[string]any {
	all := map[string]any{"state": state}
	for name, value := range args {
		if n, ok := value.(int); ok {
			value = strconv.Itoa(n)
		}
		all[name] = value
	}
	return all
}
