package web

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"upright/internal/calendar"
	"upright/internal/i18n"
	"upright/internal/upr"
)

// A visit is one request with what the middleware found out about it. Handlers get it instead of echo's context.
type visit struct {
	echo.Context
	words *i18n.Printer
	user  *upr.User // nil when nobody is signed in
	token string    // the session's secret, to end it; "" without
	// reader is the visit with a reader link, on the routes that need one; nil on all others.
	reader *readerVisit
	// dates is the calendar that readDates read, with its version; nil before.
	dates        *calendar.Calendar
	datesVersion int64
}

// visitKey is where the visit stands in echo's context.
const visitKey = "visit"

// findVisitor finds out who asks and which language they read: their account's, else the one they chose here, else what
// their browser says. Files that are the same for everybody do not ask the database.
func (s *Server) findVisitor(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		v := &visit{Context: c, words: s.Words.Printer(languageOf(c.Request()))}
		c.Set(visitKey, v)
		if isAsset(c.Request()) {
			return next(c)
		}
		if err := s.findSession(v); err != nil {
			return err
		}
		if v.user != nil && v.user.Language != "" {
			v.words = s.Words.Printer(v.user.Language)
		}
		return next(c)
	}
}

// visitOf returns the visit of a request; for one that was refused before findVisitor, a visit by nobody.
func (s *Server) visitOf(c echo.Context) *visit {
	if v, ok := c.Get(visitKey).(*visit); ok {
		return v
	}
	return &visit{Context: c, words: s.Words.Printer(languageOf(c.Request()))}
}

// languageCookie keeps the language somebody chose.
const languageCookie = "language"

// languageOf is the language of a browser: the one chosen here, else its own.
func languageOf(r *http.Request) string {
	if c, err := r.Cookie(languageCookie); err == nil {
		for _, lang := range i18n.Pages() {
			if c.Value == lang {
				return lang
			}
		}
	}
	return i18n.Match(r.Header.Get("Accept-Language"))
}

// actor is who acts, for the store.
func (v *visit) actor() upr.Actor {
	if v.user == nil {
		return upr.Actor{}
	}
	return upr.Actor{User: v.user.ID, Admin: v.user.Admin}
}

// zone is the visitor's own time zone, Geneva's until they chose one.
func (v *visit) zone() *time.Location {
	name := i18n.GenevaZone
	if v.user != nil && v.user.Timezone != "" {
		name = v.user.Timezone
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC // an older version's zone that is gone from the data
	}
	return zone
}

// require answers whether the visitor has the right that a route needs. A right about one organization or submission is
// one to what the address names, as :organization or :submission; the store asks for it again in each query.
func (s *Server) require(v *visit, right upr.Right) error {
	switch right {
	case upr.Visit:
		return nil
	case upr.OpenPaper, upr.ReadPaper, upr.CommentPaper:
		return s.requireLink(v, right)
	}
	if v.user == nil {
		return errSignedOut
	}
	ctx := v.Request().Context()
	switch right {
	case upr.UseAccount, upr.AdministerInstallation:
		if !upr.Allowed(v.actor(), upr.NoRole, right) {
			return &upr.Error{Kind: upr.Forbidden, Key: "error.forbidden"}
		}
		return nil
	}
	if id := v.Param("submission"); id != "" {
		return s.Store.RequireSubmission(ctx, v.actor(), upr.SubmissionID(id), right)
	}
	if id := v.Param("organization"); id != "" {
		return s.Store.RequireOrganization(ctx, v.actor(), upr.OrganizationID(id), right)
	}
	return fmt.Errorf("route %s asks for the right %s to nothing", v.Path(), right)
}

// done answers a form that succeeded: to another page, which tells the notice once.
func (s *Server) done(v *visit, to, notice string) error {
	v.SetCookie(&http.Cookie{
		Name: noticeCookie, Value: notice, Path: "/", MaxAge: 60,
		HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode,
	})
	return v.Redirect(http.StatusSeeOther, to)
}

// noticeCookie carries the message key of what a form did to the next page.
const noticeCookie = "notice"

// takeNotice returns the notice of the form before and forgets it. The cookie holds a key, so whatever somebody else
// puts there, only words of ours are shown; and of those only notices.
func (s *Server) takeNotice(v *visit) string {
	c, err := v.Cookie(noticeCookie)
	if err != nil {
		return ""
	}
	v.SetCookie(&http.Cookie{
		Name: noticeCookie, Path: "/", MaxAge: -1,
		HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode,
	})
	if !strings.HasPrefix(c.Value, "notice.") || !v.words.Has(c.Value) {
		return ""
	}
	return v.words.T(c.Value)
}

// local returns a path of this site that a form or a link gave, and "/" for anything else: what begins with two slashes
// (or what browsers take for them) is another host.
func local(path string) string {
	if !strings.HasPrefix(path, "/") || strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\r\n\t") {
		return "/"
	}
	return path
}
