package web

import (
	"errors"
	"net/http"
	"slices"

	"upright/internal/solidarity"
	"upright/internal/upr"
)

// solidarityQuestionPage asks one guiding question.
type solidarityQuestionPage struct {
	basePage
	heading
	Question   upr.SolidarityQuestion
	Number     int // of the question, from 1
	All        int
	Source     string
	Form       form
	Treaties   []solidarity.Treaty // to choose from, where the question is about them
	Translated bool                // names among them were not seen in the language of the text
	Saved      []change            // what somebody else saved meanwhile
}

func (solidarityQuestionPage) template() string { return "solidarity-question" }

// Fields are the fields in the order of the form, for the template to draw each as its type.
func (p solidarityQuestionPage) Fields() ([]field, error) {
	var list []field
	for _, name := range p.Form.order {
		if name == "" {
			continue
		}
		f, err := p.Form.Choice(name, p.choices(name))
		if err != nil {
			return nil, err
		}
		list = append(list, f)
	}
	return list, nil
}

// choices are what can be chosen in a field.
func (p solidarityQuestionPage) choices(name string) []choice {
	if name != "report" {
		return nil
	}
	var list []choice
	for _, value := range []string{"yes", "no", "unknown"} {
		list = append(list, choice{Value: value, Label: p.T("solidarity.report." + value)})
	}
	return list
}

// showSolidarityQuestion answers GET /submissions/:submission/solidarity/questions/:question.
func (s *Server) showSolidarityQuestion(v *visit) error {
	d, q, err := s.withQuestion(v)
	if err != nil {
		return err
	}
	values := newQuestionForm(q.ID)
	fillQuestion(values, d.answers[q.ID])
	p, err := s.solidarityQuestionPage(v, d.one, q, values, nil)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, p)
}

// withQuestion loads the part and finds the question of the address.
func (s *Server) withQuestion(v *visit) (solidarityData, solidarity.Question, error) {
	all := solidarity.Questions()
	at := slices.IndexFunc(all, func(q solidarity.Question) bool { return string(q.ID) == v.Param("question") })
	if at < 0 {
		return solidarityData{}, solidarity.Question{}, &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	d, err := s.withSolidarity(v)
	return d, all[at], err
}

// updateSolidarityQuestion answers POST /submissions/:submission/solidarity/questions/:question, and asks the next question
// or goes back to the list.
func (s *Server) updateSolidarityQuestion(v *visit) error {
	d, q, err := s.withQuestion(v)
	if err != nil {
		return err
	}
	values := newQuestionForm(q.ID)
	wrong, err := bind(v.Request(), values)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		a, err := answerOf(q.ID, values)
		if err != nil {
			return &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: err}
		}
		err = s.Store.SaveSolidarityAnswer(v.Request().Context(), v.actor(), d.one.ID, a)
		if isConflict(err) {
			return s.showQuestionConflict(v, values)
		}
		if err := wrong.take(err); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		p, err := s.solidarityQuestionPage(v, d.one, q, values, wrong)
		if err != nil {
			return err
		}
		return s.render(v, http.StatusUnprocessableEntity, p)
	}
	return s.done(v, "/submissions/"+string(d.one.ID)+"/solidarity"+s.afterQuestion(v, q), "notice.solidarity-answer")
}

// afterQuestion is where to go from a question: the next one, or the list after the last or when asked for.
func (s *Server) afterQuestion(v *visit, q solidarity.Question) string {
	all := solidarity.Questions()
	at := slices.IndexFunc(all, func(other solidarity.Question) bool { return other.ID == q.ID })
	if at+1 == len(all) || v.FormValue("then") == "list" {
		return ""
	}
	return "/questions/" + string(all[at+1].ID)
}

// showQuestionConflict gives back what was typed with what somebody else saved meanwhile; saved again, what was typed wins.
func (s *Server) showQuestionConflict(v *visit, typed any) error {
	d, q, err := s.withQuestion(v)
	if err != nil {
		return err
	}
	a := d.answers[q.ID]
	saved := newQuestionForm(q.ID)
	fillQuestion(saved, a)
	given, err := answerOf(q.ID, typed)
	if err != nil {
		return err
	}
	given.Version = a.Version
	fillQuestion(typed, given)
	p, err := s.solidarityQuestionPage(v, d.one, q, typed, problems{"": {key: "solidarity.conflict"}})
	if err != nil {
		return err
	}
	p.Saved = s.answered(v, a)
	return s.render(v, http.StatusConflict, p)
}

func (s *Server) solidarityQuestionPage(
	v *visit, one *upr.Submission, q solidarity.Question, values any, wrong problems,
) (solidarityQuestionPage, error) {
	all := solidarity.Questions()
	p := solidarityQuestionPage{
		basePage: s.base(v), heading: s.heading(v, one), Question: q.ID, All: len(all), Source: sourceOf(v, q),
		Number: 1 + slices.IndexFunc(all, func(other solidarity.Question) bool { return other.ID == q.ID }),
		Form:   newForm(v.words, questionPrefix(q.ID), values, wrong),
	}
	p.Failed = len(wrong) > 0
	if q.ID != upr.AskRights {
		return p, nil
	}
	var err error
	p.Treaties, p.Translated, err = treatiesFor(one)
	return p, err
}

// treatiesFor lists the treaties in the language of the text, and whether some of the names were not seen in it.
func treatiesFor(one *upr.Submission) ([]solidarity.Treaty, bool, error) {
	list, err := solidarity.Treaties(one.Details.Language)
	return list, slices.ContainsFunc(list, func(t solidarity.Treaty) bool { return !t.Confirmed }), err
}

// isConflict reports whether somebody else saved the same thing first; that a submission is final is another matter.
func isConflict(err error) bool {
	var known *upr.Error
	return errors.As(err, &known) && known.Kind == upr.Conflict && known.Key == "error.conflict"
}
