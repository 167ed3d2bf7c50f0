package web

import (
	"net/http"

	"upright/internal/rules"
	"upright/internal/store"
	"upright/internal/upr"
)

// removalPage asks whether a submission is to be deleted, and says what goes with it.
type removalPage struct {
	basePage
	heading
	Losses  []fact
	Form    form
	Days    int            // that a deletion waits
	Asked   store.Deletion // zero while nobody asked
	AskedBy string
	Own     bool // the visitor asked: somebody else has to confirm
}

func (removalPage) template() string { return "removal" }

// removalForm makes sure that somebody means it.
type removalForm struct {
	Sure bool `form:"sure" input:"checkbox"`
}

// showRemoval answers GET /submissions/:submission/delete.
func (s *Server) showRemoval(v *visit) error {
	one, report, err := s.removable(v)
	if err != nil {
		return err
	}
	p := s.removalPage(v, one, report, nil)
	if err := s.addDeletion(v, &p, one.ID); err != nil {
		return err
	}
	return s.render(v, http.StatusOK, p)
}

// deleteSubmission answers POST /submissions/:submission/delete.
func (s *Server) deleteSubmission(v *visit) error {
	one, report, err := s.removable(v)
	if err != nil {
		return err
	}
	var f removalForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if !f.Sure {
		wrong["sure"] = problem{key: "removal.sure.missing"}
		p := s.removalPage(v, one, report, wrong)
		if err := s.addDeletion(v, &p, one.ID); err != nil {
			return err
		}
		return s.render(v, http.StatusUnprocessableEntity, p)
	}
	gone, err := s.Store.DeleteSubmission(v.Request().Context(), v.actor(), one.ID, s.Now())
	if err != nil {
		return err
	}
	if gone {
		return s.done(v, "/", "notice.deleted")
	}
	return s.done(v, "/submissions/"+string(one.ID)+"/delete", "notice.deletion-asked")
}

// callOffDeletion answers POST /submissions/:submission/delete/call-off.
func (s *Server) callOffDeletion(v *visit) error {
	id := submissionOf(v)
	if err := s.Store.CallOffDeletion(v.Request().Context(), v.actor(), id); err != nil {
		return err
	}
	return s.done(v, "/submissions/"+string(id), "notice.deletion-called-off")
}

// addDeletion tells on the page whether somebody asked for the deletion already.
func (s *Server) addDeletion(v *visit, p *removalPage, id upr.SubmissionID) error {
	ctx, by := v.Request().Context(), v.actor()
	settings, err := s.Store.Settings(ctx)
	if err != nil {
		return err
	}
	p.Days = settings.DeletionDays
	if p.Asked, err = s.Store.Deletion(ctx, by, id); err != nil || p.Asked.At.IsZero() {
		return err
	}
	p.Own = p.Asked.By == by.User
	people, err := s.Store.Authors(ctx, by, id)
	p.AskedBy = recordData{people: people}.person(v.words, p.Asked.By)
	return err
}

// removable loads the submission of the address, with its length, for who may delete it.
func (s *Server) removable(v *visit) (*upr.Submission, rules.Report, error) {
	if err := s.Store.RequireSubmission(v.Request().Context(), v.actor(), submissionOf(v), upr.DeleteSubmission); err != nil {
		return nil, rules.Report{}, err
	}
	return s.checked(v)
}

func (s *Server) removalPage(v *visit, one *upr.Submission, report rules.Report, wrong problems) removalPage {
	p := removalPage{
		basePage: s.base(v), heading: s.heading(v, one), Form: newForm(v.words, "removal", &removalForm{}, wrong),
	}
	written := 0
	for _, part := range one.Manuscript.Parts {
		if !part.Empty() {
			written++
		}
	}
	p.Losses = []fact{
		{v.words.T("removal.text"), v.words.T("tasks.words", "n", report.Count.Body.Words+report.Count.Notes.Words)},
		{v.words.T("removal.parts"), v.words.Number(written)},
		{v.words.T("removal.changes"), v.words.Number(int(one.Head))},
		{v.words.T("removal.begun"), p.DateTime(one.Created)},
		{v.words.T("removal.changed"), p.DateTime(one.Updated)},
	}
	p.Failed = len(wrong) > 0
	return p
}
