package web

import (
	"net/http"

	"upright/internal/store"
)

// signInForm is an address and a password.
type signInForm struct {
	Email    string `form:"email" input:"email" autocomplete:"username" validate:"required,max=254"`
	Password string `form:"password" input:"password" autocomplete:"current-password" validate:"required,max=1000"`
	Next     string `form:"next" input:"hidden"`
}

// signInPage asks who somebody is.
type signInPage struct {
	basePage
	Form form
	Next string // where to go then
	Open bool   // everybody may register
}

func (signInPage) template() string { return "sign-in" }

// showSignIn answers GET /sign-in.
func (s *Server) showSignIn(v *visit) error {
	if v.user != nil {
		return v.Redirect(http.StatusSeeOther, local(v.QueryParam("next")))
	}
	p, err := s.signInPage(v, &signInForm{Next: local(v.QueryParam("next"))}, nil)
	if err != nil {
		return err
	}
	// Signing out clears the cookies, that of the notice too.
	switch v.QueryParam("after") {
	case "sign-out":
		p.Notice = v.words.T("notice.signed-out")
	case "sign-out-everywhere":
		p.Notice = v.words.T("notice.signed-out-everywhere")
	}
	return s.render(v, http.StatusOK, p)
}

// signIn answers POST /sign-in. A wrong address and a wrong password get the same answer.
func (s *Server) signIn(v *visit) error {
	var f signInForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		token, err := s.Accounts.SignIn(v.Request().Context(), f.Email, f.Password, v.Request().UserAgent())
		if err := wrong.take(err); err != nil {
			return err
		}
		if len(wrong) == 0 {
			if err := s.beginSession(v, token); err != nil {
				return err
			}
			return v.Redirect(http.StatusSeeOther, local(f.Next))
		}
	}
	p, err := s.signInPage(v, &f, wrong)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusUnprocessableEntity, p)
}

func (s *Server) signInPage(v *visit, f *signInForm, wrong problems) (signInPage, error) {
	settings, err := s.Store.Settings(v.Request().Context())
	if err != nil {
		return signInPage{}, err
	}
	p := signInPage{
		basePage: s.base(v),
		Form:     newForm(v.words, "sign-in", f, wrong),
		Next:     local(f.Next),
		Open:     settings.Registration == store.OpenRegistration,
	}
	p.Failed = len(wrong) > 0
	return p, nil
}

// signOut answers POST /sign-out and makes the browser forget what the site kept on the device.
func (s *Server) signOut(v *visit) error {
	if err := s.endSession(v); err != nil {
		return err
	}
	v.Response().Header().Set("Clear-Site-Data", forget)
	return v.Redirect(http.StatusSeeOther, "/sign-in?after=sign-out")
}

// signOutEverywhere answers POST /account/sign-out-everywhere: every session of the person ends, this one too.
func (s *Server) signOutEverywhere(v *visit) error {
	if err := s.Accounts.SignOutEverywhere(v.Request().Context(), v.actor()); err != nil {
		return err
	}
	if err := s.endSession(v); err != nil {
		return err
	}
	v.Response().Header().Set("Clear-Site-Data", forget)
	return v.Redirect(http.StatusSeeOther, "/sign-in?after=sign-out-everywhere")
}
