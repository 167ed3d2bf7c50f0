package web

import (
	"errors"
	"net/http"

	"upright/internal/account"
	"upright/internal/upr"
)

// sessionCookie is the name of the cookie that holds a session's secret. With https it is one that browsers only take
// from this very host, over https, for the whole site.
func (s *Server) sessionCookie() string {
	if s.secure() {
		return "__Host-session"
	}
	return "session"
}

// findSession fills in who is signed in. An old or made-up cookie is nobody, not an error.
func (s *Server) findSession(v *visit) error {
	c, err := v.Cookie(s.sessionCookie())
	if err != nil || c.Value == "" {
		return nil
	}
	user, err := s.Accounts.Session(v.Request().Context(), c.Value)
	var known *upr.Error
	if errors.As(err, &known) {
		return nil
	}
	if err != nil {
		return err
	}
	v.user, v.token = &user, c.Value
	return nil
}

// beginSession gives the browser the secret of a new session. The one that it had, perhaps somebody else's, ends:
// nothing would remember its secret any more but who copied it.
func (s *Server) beginSession(v *visit, token string) error {
	if v.token != "" {
		if err := s.Accounts.SignOut(v.Request().Context(), v.token); err != nil {
			return err
		}
	}
	v.SetCookie(&http.Cookie{
		Name: s.sessionCookie(), Value: token, Path: "/",
		HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode,
	})
	return nil
}

// endSession ends the session of this browser, if there is one, here and there.
func (s *Server) endSession(v *visit) error {
	if v.token != "" {
		if err := s.Accounts.SignOut(v.Request().Context(), v.token); err != nil {
			return err
		}
	}
	v.SetCookie(&http.Cookie{
		Name: s.sessionCookie(), Path: "/", MaxAge: -1,
		HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode,
	})
	return nil
}

// enter signs in whoever has just made an account and leads them on.
func (s *Server) enter(v *visit, email, password, to, notice string) error {
	token, err := s.Accounts.SignIn(v.Request().Context(), email, password, v.Request().UserAgent())
	if err != nil {
		return err
	}
	if err := s.beginSession(v, token); err != nil {
		return err
	}
	return s.done(v, to, notice)
}

// newAccount converts the form. The account begins with the language its person reads here.
func (s *Server) newAccount(v *visit, f newAccountForm) account.NewAccount {
	return account.NewAccount{Name: f.Name, Email: f.Email, Password: f.Password, Language: v.words.Language()}
}
