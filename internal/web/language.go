package web

import (
	"net/http"
	"slices"

	"upright/internal/i18n"
	"upright/internal/upr"
)

// languageForm chooses the language of the pages from the footer of any page.
type languageForm struct {
	Language string `form:"language" validate:"required"`
	Back     string `form:"back"`
}

// updateLanguage answers POST /language. The choice is kept with the account and, for the pages before signing in, in the
// browser.
func (s *Server) updateLanguage(v *visit) error {
	var f languageForm
	if _, err := bind(v.Request(), &f); err != nil {
		return err
	}
	if !slices.Contains(i18n.Pages(), f.Language) {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid"}
	}
	if v.user != nil {
		if err := s.Store.SetLanguage(v.Request().Context(), v.actor(), f.Language); err != nil {
			return err
		}
	}
	v.SetCookie(&http.Cookie{
		Name: languageCookie, Value: f.Language, Path: "/", MaxAge: 365 * 24 * 60 * 60,
		HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode,
	})
	return v.Redirect(http.StatusSeeOther, local(f.Back))
}
