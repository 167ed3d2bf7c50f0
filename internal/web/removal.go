package web

import (
	"net/http"

	"upright/internal/upr"
)

// removalPage asks whether a submission is to be deleted, and says what goes with it.
type removalPage struct {
	basePage
	heading
	Form form
}

func (removalPage) template() string { return "removal" }

// removalForm makes sure that somebody means it.
type removalForm struct {
	Sure bool `form:"sure" input:"checkbox"`
}

// showRemoval answers GET /submissions/:submission/delete.
func (s *Server) showRemoval(v *visit) error {
	one, err := s.removable(v)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.removalPage(v, &one, nil))
}

// deleteSubmission answers POST /submissions/:submission/delete.
func (s *Server) deleteSubmission(v *visit) error {
	one, err := s.removable(v)
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
		return s.render(v, http.StatusUnprocessableEntity, s.removalPage(v, &one, wrong))
	}
	if err := s.Store.DeleteSubmission(v.Request().Context(), v.actor(), one.ID); err != nil {
		return err
	}
	return s.done(v, "/", "notice.deleted")
}

// removable loads the submission of the address for who may delete it.
func (s *Server) removable(v *visit) (upr.Submission, error) {
	ctx := v.Request().Context()
	if err := s.Store.RequireSubmission(ctx, v.actor(), submissionOf(v), upr.DeleteSubmission); err != nil {
		return upr.Submission{}, err
	}
	return s.Store.Submission(ctx, v.actor(), submissionOf(v))
}

func (s *Server) removalPage(v *visit, one *upr.Submission, wrong problems) removalPage {
	p := removalPage{
		basePage: s.base(v), heading: s.heading(v, one), Form: newForm(v.words, "removal", &removalForm{}, wrong),
	}
	p.Failed = len(wrong) > 0
	return p
}
