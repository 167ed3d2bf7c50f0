package web

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// retentionPage says until when a submission is kept, and lets who coordinates it keep it longer.
type retentionPage struct {
	basePage
	heading
	Due        time.Time // zero while it stays
	Kept       time.Time // until when a coordinator wants it to stay; zero for nothing said
	Rule       string    // of the installation, in words
	CanExtend  bool
	Form       form
	Months     []choice
	Extensions []extensionView // the latest first
}

func (retentionPage) template() string { return "retention" }

// An extensionView is what a coordinator answered to a warning.
type extensionView struct {
	By        string
	At, Until time.Time
	Reason    string
}

// extendForm is how long a submission is to stay, and why.
type extendForm struct {
	Months string `form:"months" input:"radios" validate:"required,oneof=3 6 12 24"`
	Reason string `form:"reason" input:"lines" validate:"required,max=500"`
}

// retentionData is what the page shows of the store.
type retentionData struct {
	one        upr.Submission
	months     int // of the installation; 0 for ever
	is         upr.Retention
	extensions []upr.Extension
	names      map[upr.UserID]string
	mayExtend  bool
}

// showRetention answers GET /submissions/:submission/retention.
func (s *Server) showRetention(v *visit) error {
	d, err := s.retentionData(v)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.retentionPage(v, d, &extendForm{}, nil))
}

// extendRetention answers POST /submissions/:submission/retention.
func (s *Server) extendRetention(v *visit) error {
	var f extendForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	id := submissionOf(v)
	if len(wrong) == 0 {
		months, err := strconv.Atoi(f.Months)
		if err != nil {
			return err
		}
		if err := s.Store.Extend(v.Request().Context(), v.actor(), id, months, f.Reason, s.Now()); err != nil {
			return err
		}
		return s.done(v, "/submissions/"+string(id)+"/retention", "notice.extended")
	}
	d, err := s.retentionData(v)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusUnprocessableEntity, s.retentionPage(v, d, &f, wrong))
}

func (s *Server) retentionData(v *visit) (d retentionData, err error) {
	ctx, by, id := v.Request().Context(), v.actor(), submissionOf(v)
	if d.one, err = s.Store.Submission(ctx, by, id); err != nil {
		return d, err
	}
	if d.is, d.extensions, err = s.Store.Retention(ctx, by, id); err != nil {
		return d, err
	}
	settings, err := s.Store.Settings(ctx)
	if err != nil {
		return d, err
	}
	d.months = settings.RetentionMonths
	d.mayExtend = s.Store.RequireSubmission(ctx, by, id, upr.DeleteSubmission) == nil
	d.names, err = s.authorNames(ctx, v, id)
	return d, err
}

func (s *Server) retentionPage(v *visit, d retentionData, f *extendForm, wrong problems) retentionPage {
	p := retentionPage{
		basePage: s.base(v), heading: s.heading(v, &d.one), Due: d.is.Due, Kept: d.is.Kept,
		Rule: v.words.T("retention.rule.none"), CanExtend: d.mayExtend && d.is.Warned(),
		Form: newForm(v.words, "retention", f, wrong),
	}
	if d.months > 0 {
		p.Rule = v.words.T("retention.rule", "n", d.months)
	}
	for _, n := range upr.ExtensionMonths() {
		p.Months = append(p.Months, choice{Value: strconv.Itoa(n), Label: v.words.T("retention.months.n", "n", n)})
	}
	for _, e := range d.extensions {
		name, known := d.names[e.By]
		if !known {
			name = v.words.T("authors.unknown")
		}
		p.Extensions = append(p.Extensions, extensionView{By: name, At: e.At, Until: e.Until, Reason: e.Reason})
	}
	p.Failed = len(wrong) > 0
	return p
}

// A leavingView is a submission that will be deleted, on the page of all.
type leavingView struct {
	Path     string // where one can do something about it
	Title    string
	Language string // of the title
	What     string // becomes of it, and when
}

// leaving lists what will be deleted of the visitor's submissions.
func (s *Server) leaving(ctx context.Context, v *visit) ([]leavingView, error) {
	list, err := s.Store.Leaving(ctx, v.actor())
	if err != nil {
		return nil, err
	}
	return leavingViews(v, list), nil
}

func leavingViews(v *visit, list []store.Leaving) []leavingView {
	var views []leavingView
	for _, l := range list {
		when := v.words.DateTime(l.Due.In(v.zone()))
		view := leavingView{
			Path: "/submissions/" + string(l.ID) + "/retention", Title: l.Details.Title, Language: l.Details.Language,
			What: v.words.T("leaving.over", "due", when),
		}
		if l.Asked {
			view.Path, view.What = "/submissions/"+string(l.ID), v.words.T("leaving.asked", "due", when)
		}
		views = append(views, view)
	}
	return views
}
