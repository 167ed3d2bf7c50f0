package web

import (
	"net/http"
	"strconv"

	"upright/internal/store"
	"upright/internal/upr"
)

// keepingPage is how long submissions are kept, for an administrator of the installation.
type keepingPage struct {
	basePage
	Form form
}

func (keepingPage) template() string { return "administration-keeping" }

// keepingForm says it in numbers.
type keepingForm struct {
	Days   string `form:"days" input:"year" autocomplete:"off" validate:"required,max=4"`
	Months string `form:"months" input:"year" autocomplete:"off" validate:"max=4"`
}

// keeping converts the form; what is no number in bounds is among the problems.
func (f *keepingForm) keeping(wrong problems) store.Keeping {
	read := func(field, text string, least, most int) int {
		n, err := strconv.Atoi(text)
		if _, already := wrong[field]; !already && (err != nil || n < least || n > most) {
			wrong[field] = problem{key: "keeping.range", args: map[string]any{"least": least, "most": most}}
		}
		return n
	}
	k := store.Keeping{DeletionDays: read("days", f.Days, upr.MinDeletionDays, upr.MaxDeletionDays)}
	if f.Months != "" {
		k.RetentionMonths = read("months", f.Months, 1, upr.MaxRetentionMonths)
	}
	return k
}

// showKeeping answers GET /administration/keeping.
func (s *Server) showKeeping(v *visit) error {
	settings, err := s.Store.Settings(v.Request().Context())
	if err != nil {
		return err
	}
	f := &keepingForm{Days: strconv.Itoa(settings.DeletionDays)}
	if settings.RetentionMonths > 0 {
		f.Months = strconv.Itoa(settings.RetentionMonths)
	}
	return s.render(v, http.StatusOK, s.keepingPage(v, f, nil))
}

// updateKeeping answers POST /administration/keeping.
func (s *Server) updateKeeping(v *visit) error {
	var f keepingForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	k := f.keeping(wrong)
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, s.keepingPage(v, &f, wrong))
	}
	if err := s.Store.SetKeeping(v.Request().Context(), v.actor(), k); err != nil {
		return err
	}
	return s.done(v, "/administration/keeping", "notice.keeping")
}

func (s *Server) keepingPage(v *visit, f *keepingForm, wrong problems) keepingPage {
	p := keepingPage{basePage: s.base(v), Form: newForm(v.words, "keeping", f, wrong)}
	p.Failed = len(wrong) > 0
	return p
}
