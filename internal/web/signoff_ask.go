package web

import (
	"net/http"
	"strconv"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// askPage asks all organizations to sign off the text as it is.
type askPage struct {
	basePage
	heading
	Read    string      // address of the text that is frozen
	Again   bool        // organizations were asked before
	Changed upr.Changes // since the last request
	Form    form
}

func (askPage) template() string { return "ask" }

// Step is the one it belongs to.
func (askPage) Step() string { return "signoff" }

// askForm says what is asked, and what who asks was shown.
type askForm struct {
	Until    string `form:"until" input:"date" validate:"required,max=10"`
	Message  string `form:"message" input:"lines" validate:"max=2000"`
	Wordless bool   `form:"wordless" input:"checkbox"`
	Version  string `form:"version" input:"hidden" validate:"required,number,max=19"`
	Latest   string `form:"latest" input:"hidden" validate:"required,number,max=9"`
	Details  string `form:"details" input:"hidden" validate:"required,hexadecimal,len=64"` // what was shown beside the text
}

// usualTime is how long organizations are given to sign, unless who asks says otherwise.
const usualTime = 14 * 24 * time.Hour

// showAsk answers GET /submissions/:submission/signoff/ask.
func (s *Server) showAsk(v *visit) error {
	d, err := s.askable(v)
	if err != nil {
		return err
	}
	f := &askForm{
		Until:   s.Now().Add(usualTime).In(v.zone()).Format(time.DateOnly),
		Version: strconv.FormatInt(d.one.Head, 10), Latest: strconv.Itoa(d.latest()), Wordless: d.changes().Set && !d.changes().Affect(),
		Details: besideText(d.stands),
	}
	return s.render(v, http.StatusOK, s.askPage(v, d, f, nil))
}

// askable loads what the page shows. Text that is only suggested is neither in nor out of what organizations would sign.
func (s *Server) askable(v *visit) (signing, error) {
	d, err := s.withSigning(v)
	if err != nil {
		return d, err
	}
	switch {
	case d.now.Final != nil:
		return d, &upr.Error{Kind: upr.Conflict, Key: "error.final"}
	case d.one.OpenSuggestions() > 0:
		return d, &upr.Error{Kind: upr.Conflict, Key: "ask.suggestions", Args: map[string]any{"n": d.one.OpenSuggestions()}}
	}
	return d, nil
}

// latest is the number of the revision that organizations are asked about; 0 for none.
func (d signing) latest() int {
	if d.now.Request == nil {
		return 0
	}
	return d.now.Request.Revision.Number
}

func (s *Server) askPage(v *visit, d signing, f *askForm, wrong problems) askPage {
	p := askPage{
		basePage: s.base(v), heading: s.heading(v, d.one), Again: d.now.Request != nil, Changed: d.changes(),
		Form: newForm(v.words, "ask", f, wrong),
	}
	p.Read = p.Home + "/history/" + f.Version
	p.Failed = len(wrong) > 0
	return p
}

// ask answers POST /submissions/:submission/signoff/ask. What is frozen is the version that the page showed, whatever was
// written since.
func (s *Server) ask(v *visit) error {
	d, err := s.askable(v)
	if err != nil {
		return err
	}
	var f askForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	q, err := s.requestOf(v, d, &f, wrong)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		_, err := s.Store.AskSignoff(v.Request().Context(), v.actor(), d.one.ID, q)
		if err := wrong.take(err); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, s.askPage(v, d, &f, wrong))
	}
	return s.done(v, "/submissions/"+string(d.one.ID)+"/signoff", "notice.asked")
}

// requestOf reads the form, freezes the text that it names, and compares its words where they are said to be the same.
func (s *Server) requestOf(v *visit, d signing, f *askForm, wrong problems) (store.NewRequest, error) {
	q := store.NewRequest{Message: f.Message, Wordless: f.Wordless && d.now.Request != nil}
	q.Name = v.words.T("ask.revision", "when", v.words.Date(s.Now().In(v.zone())))
	until, err := time.Parse(time.DateOnly, f.Until)
	if err != nil && f.Until != "" {
		wrong["until"] = problem{key: "value.date"}
	} else if err == nil {
		q.Until = upr.DateOf(until)
		if err := wrong.take(upr.CheckRequest(f.Message, q.Until, s.today(v))); err != nil {
			return q, err
		}
	}
	if len(wrong) > 0 {
		return q, nil
	}
	if q.Version, err = readVersion(f.Version); err != nil {
		return q, err
	}
	if q.Latest, err = strconv.Atoi(f.Latest); err != nil {
		return q, &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: err}
	}
	if f.Details != besideText(d.stands) {
		return q, &upr.Error{Kind: upr.Conflict, Key: "ask.details-moved"}
	}
	shown, err := s.at(v, d.one, q.Version)
	if err != nil {
		return q, err
	}
	if shown.OpenSuggestions() > 0 {
		return q, &upr.Error{Kind: upr.Conflict, Key: "ask.suggestions", Args: map[string]any{"n": shown.OpenSuggestions()}}
	}
	q.Seal, err = upr.SealOf(shown)
	return q, err
}
