package web

import (
	"errors"
	"net/http"
	"strconv"

	"upright/internal/rules"
	"upright/internal/upr"
)

// showDetails answers GET /submissions/:submission/details.
func (s *Server) showDetails(v *visit) error {
	one, err := s.Store.Submission(v.Request().Context(), v.actor(), submissionOf(v))
	if err != nil {
		return err
	}
	if err := s.readDates(v); err != nil {
		return err
	}
	f := newDetailsForm(one.Details, one.Version, s.Calendar.Geneva())
	offered := v.Request().URL.RawQuery == takeKeywords
	if offered {
		if err := s.offerKeywords(v, &one, f); err != nil {
			return err
		}
	}
	p := s.detailsPage(v, &one, f, nil)
	p.Offered = offered
	return s.answerDetails(v, http.StatusOK, &one, p)
}

// updateDetails answers POST /submissions/:submission/details. Where somebody else saved meanwhile, the page comes back
// with what was typed and, beside it, what stands now; saved again, what was typed wins.
func (s *Server) updateDetails(v *visit) error {
	ctx := v.Request().Context()
	one, err := s.Store.Submission(ctx, v.actor(), submissionOf(v))
	if err != nil {
		return err
	}
	if err := s.readDates(v); err != nil {
		return err
	}
	var f detailsForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	version, err := strconv.ParseInt(f.Version, 10, 64)
	if err != nil {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: err}
	}
	sets, err := s.rules.InForce(ctx)
	if err != nil {
		return err
	}
	d, err := s.details(s.dates(v), sets, &f, one.Details.Kind, wrong)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return s.answerDetails(v, http.StatusUnprocessableEntity, &one, s.detailsPage(v, &one, &f, wrong))
	}
	set := one.RuleSet
	if d.Cycle != one.Details.Cycle {
		set = rules.SetFor(sets, d.Cycle) // a session of another cycle has rules of its own
	}
	_, err = s.Store.UpdateDetails(ctx, v.actor(), one.ID, version, d, set)
	var known *upr.Error
	if errors.As(err, &known) && known.Kind == upr.Conflict {
		return s.showDetailsConflict(v, &f)
	}
	if err != nil {
		return err
	}
	if err := s.Store.SuggestTitles(ctx, v.actor(), one.ID, s.suggestedTitles(d.State, d.Language)); err != nil {
		return err
	}
	return s.done(v, "/submissions/"+string(one.ID), "notice.details")
}

// answerDetails shows the form, and what is known of the rules that it falls under.
func (s *Server) answerDetails(v *visit, status int, one *upr.Submission, p detailsPage) error {
	set, err := s.ruleSet(v.Request().Context(), one)
	if err != nil {
		return err
	}
	p.Rules = s.provisional(v, set)
	return s.render(v, status, p)
}

func (s *Server) showDetailsConflict(v *visit, typed *detailsForm) error {
	one, err := s.Store.Submission(v.Request().Context(), v.actor(), submissionOf(v))
	if err != nil {
		return err
	}
	saved := newDetailsForm(one.Details, one.Version, s.Calendar.Geneva())
	typed.Version = saved.Version
	p := s.detailsPage(v, &one, typed, problems{"": {key: "details.conflict"}})
	p.Saved = differences(newForm(v.words, "details", saved, nil), newForm(v.words, "details", typed, nil))
	return s.answerDetails(v, http.StatusConflict, &one, p)
}

// differences lists what a saved form has otherwise than a typed one.
func differences(saved, typed form) []change {
	var list []change
	for _, name := range saved.order {
		if was, is := saved.fields[name], typed.fields[name]; name != "version" && was.Value != is.Value {
			list = append(list, change{Label: was.Label, Value: was.Value})
		}
	}
	return list
}

func (s *Server) detailsPage(v *visit, one *upr.Submission, f *detailsForm, wrong problems) detailsPage {
	p := detailsPage{
		basePage: s.base(v), heading: s.heading(v, one),
		Form:   newForm(v.words, "details", f, wrong),
		States: s.countries(v), TextLanguages: textLanguages(),
		Suggestion: s.suggestion(v, f.State),
	}
	p.Failed = len(wrong) > 0
	return p
}
