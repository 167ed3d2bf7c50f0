package web

import (
	"net/http"

	"upright/internal/store"
	"upright/internal/upr"
)

// registerPage asks for the address that an account will have. A link goes to it, so that nobody takes another's.
type registerPage struct {
	basePage
	Form form
	Sent bool
}

func (registerPage) template() string { return "register" }

// registerForm is the address to prove.
type registerForm struct {
	Email string `form:"email" input:"email" autocomplete:"username" validate:"required,email,max=254"`
}

// showRegister answers GET /register.
func (s *Server) showRegister(v *visit) error {
	settings, err := s.Store.Settings(v.Request().Context())
	if err != nil {
		return err
	}
	if settings.Registration != store.OpenRegistration {
		return &upr.Error{Kind: upr.Forbidden, Key: "account.registration.closed"}
	}
	return s.render(v, http.StatusOK, s.registerPage(v, &registerForm{}, nil))
}

// register answers POST /register. It says the same for an address with an account and one without.
func (s *Server) register(v *visit) error {
	var f registerForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		if err := wrong.take(s.Accounts.SendRegistration(v.Request().Context(), f.Email, v.words.Language())); err != nil {
			return err
		}
	}
	p := s.registerPage(v, &f, wrong)
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, p)
	}
	p.Sent = true
	return s.render(v, http.StatusOK, p)
}

func (s *Server) registerPage(v *visit, f *registerForm, wrong problems) registerPage {
	p := registerPage{basePage: s.base(v), Form: newForm(v.words, "register", f, wrong)}
	p.Failed = len(wrong) > 0
	return p
}

// invitationPage makes an account by a link.
type invitationPage struct {
	basePage
	Form  form
	Email string // the address the account will have; "" when the person chooses
}

func (invitationPage) template() string { return "invitation" }

// showInvitation answers GET /invitations/:token. A link that was used, withdrawn or has ended is not found.
func (s *Server) showInvitation(v *visit) error {
	bound, err := s.Accounts.CheckInvitation(v.Request().Context(), v.Param("token"))
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.invitationPage(v, bound, &newAccountForm{Email: bound}, nil))
}

// acceptInvitation answers POST /invitations/:token: the account is made and signed in.
func (s *Server) acceptInvitation(v *visit) error {
	bound, err := s.Accounts.CheckInvitation(v.Request().Context(), v.Param("token"))
	if err != nil {
		return err
	}
	var f newAccountForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if bound != "" {
		f.Email = bound // the one that was proved; the page does not ask for it
		delete(wrong, "email")
	}
	if len(wrong) == 0 {
		_, err := s.Accounts.Accept(v.Request().Context(), v.Param("token"), s.newAccount(v, f))
		if err := wrong.take(err); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, s.invitationPage(v, bound, &f, wrong))
	}
	return s.enter(v, f.Email, f.Password, "/", "notice.registered")
}

func (s *Server) invitationPage(v *visit, bound string, f *newAccountForm, wrong problems) invitationPage {
	p := invitationPage{basePage: s.base(v), Form: newForm(v.words, "invitation", f, wrong), Email: bound}
	p.Failed = len(wrong) > 0
	return p
}
