package web

import "net/http"

// forgottenForm is the address to which a link is sent.
type forgottenForm struct {
	Email string `form:"email" input:"email" autocomplete:"username" validate:"required,email,max=254"`
}

// forgottenPage asks for an address, and then says the same whether there is an account with it or not.
type forgottenPage struct {
	basePage
	Form form
	Sent bool
}

func (forgottenPage) template() string { return "forgotten" }

// showForgotten answers GET /forgotten.
func (s *Server) showForgotten(v *visit) error {
	return s.render(v, http.StatusOK, s.forgottenPage(v, &forgottenForm{}, nil))
}

// sendReset answers POST /forgotten.
func (s *Server) sendReset(v *visit) error {
	var f forgottenForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		if err := wrong.take(s.Accounts.SendReset(v.Request().Context(), f.Email, v.words.Language())); err != nil {
			return err
		}
	}
	p := s.forgottenPage(v, &f, wrong)
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, p)
	}
	p.Sent = true
	return s.render(v, http.StatusOK, p)
}

func (s *Server) forgottenPage(v *visit, f *forgottenForm, wrong problems) forgottenPage {
	p := forgottenPage{basePage: s.base(v), Form: newForm(v.words, "forgotten", f, wrong)}
	p.Failed = len(wrong) > 0
	return p
}

// resetForm is a new password by a link.
type resetForm struct {
	Password string `form:"password" input:"password" autocomplete:"new-password" validate:"required,max=1000"`
}

// resetPage chooses a new password by the link of a mail.
type resetPage struct {
	basePage
	Form form
}

func (resetPage) template() string { return "reset" }

// showReset answers GET /reset/:token. A link that was used or has ended is not found.
func (s *Server) showReset(v *visit) error {
	if err := s.Accounts.CheckReset(v.Request().Context(), v.Param("token")); err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.resetPage(v, nil))
}

// resetPassword answers POST /reset/:token.
func (s *Server) resetPassword(v *visit) error {
	var f resetForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		if err := wrong.take(s.Accounts.Reset(v.Request().Context(), v.Param("token"), f.Password)); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, s.resetPage(v, wrong))
	}
	return s.done(v, "/sign-in", "notice.password-reset")
}

func (s *Server) resetPage(v *visit, wrong problems) resetPage {
	p := resetPage{basePage: s.base(v), Form: newForm(v.words, "reset", &resetForm{}, wrong)}
	p.Failed = len(wrong) > 0
	return p
}
