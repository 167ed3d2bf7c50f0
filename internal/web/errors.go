package web

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"upright/internal/upr"
)

// errSignedOut means that the route is for people with an account and nobody is signed in.
var errSignedOut = errors.New("nobody is signed in")

// An answer is what an error becomes. Text comes from the catalogue, never from the error itself.
type answer struct {
	status int
	kind   string // for programs: the editor acts on it
	key    string // of the message
	args   map[string]any
}

// isKind reports whether an error is one of those that a person can act on, of a kind.
func isKind(err error, kind upr.ErrorKind) bool {
	var known *upr.Error
	return errors.As(err, &known) && known.Kind == kind
}

// answerTo is the one mapping from errors to HTTP.
func answerTo(err error) answer {
	if errors.Is(err, errSignedOut) {
		return answer{status: http.StatusUnauthorized, kind: "signed-out", key: "error.signed-out"}
	}
	if errors.Is(err, errStaleBundle) {
		return answer{status: http.StatusConflict, kind: "stale-bundle", key: "text.stale-bundle"}
	}
	if isTooLarge(err) {
		return answer{status: http.StatusRequestEntityTooLarge, kind: "too-large", key: "error.too-large"}
	}
	var known *upr.Error
	if errors.As(err, &known) {
		a := answerToKind(known.Kind)
		if known.Key != "" {
			a.key, a.args = known.Key, known.Args
		}
		return a
	}
	var ofEcho *echo.HTTPError
	if errors.As(err, &ofEcho) {
		switch ofEcho.Code {
		case http.StatusNotFound, http.StatusMethodNotAllowed:
			return answer{status: ofEcho.Code, kind: "not-found", key: "error.not-found"}
		case http.StatusServiceUnavailable:
			return answer{status: ofEcho.Code, kind: "busy", key: "error.busy"}
		}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return answer{status: http.StatusServiceUnavailable, kind: "busy", key: "error.busy"}
	}
	return answerToKind(upr.Internal)
}

// answerToKind maps the kinds of the domain.
func answerToKind(kind upr.ErrorKind) answer {
	switch kind {
	case upr.Invalid:
		return answer{status: http.StatusUnprocessableEntity, kind: "refused", key: "error.invalid"}
	case upr.NotFound:
		return answer{status: http.StatusNotFound, kind: "not-found", key: "error.not-found"}
	case upr.Forbidden:
		return answer{status: http.StatusForbidden, kind: "forbidden", key: "error.forbidden"}
	case upr.Conflict:
		return answer{status: http.StatusConflict, kind: "conflict", key: "error.conflict"}
	case upr.TooMany:
		return answer{status: http.StatusTooManyRequests, kind: "busy", key: "error.too-many"}
	case upr.Stale:
		return answer{status: http.StatusGone, kind: "gone", key: "error.stale"}
	case upr.TooLarge:
		return answer{status: http.StatusRequestEntityTooLarge, kind: "too-large", key: "error.too-large"}
	case upr.Busy:
		return answer{status: http.StatusServiceUnavailable, kind: "busy", key: "error.busy"}
	case upr.Internal:
	}
	return answer{status: http.StatusInternalServerError, kind: "internal", key: "error.internal"}
}

// answerError is the one door through which errors leave: as a page for people, as JSON for the editor, logged once.
func (s *Server) answerError(err error, c echo.Context) {
	a := answerTo(err)
	s.logError(c, a, err)
	if c.Response().Committed {
		return // half an answer is out; the client sees that it ends early
	}
	v := s.visitOf(c)
	c.Response().Header().Set("Cache-Control", "no-store")
	var failed error
	var closed *closedLink
	switch {
	case c.Request().Method == http.MethodHead:
		failed = c.NoContent(a.status)
	case wantsJSON(c):
		failed = c.JSON(a.status, map[string]any{
			"error": map[string]string{"kind": a.kind, "message": v.words.Message(a.key, a.args)},
		})
	case errors.Is(err, errSignedOut):
		failed = c.Redirect(http.StatusSeeOther, "/sign-in?next="+url.QueryEscape(wayBack(c.Request())))
	case errors.As(err, &closed):
		failed = c.Redirect(http.StatusSeeOther, closed.path)
	default:
		failed = s.render(v, a.status, errorPage{
			basePage: s.base(v),
			Status:   a.status,
			Heading:  v.words.T(headingOf(a.status)),
			Message:  v.words.Message(a.key, a.args),
		})
	}
	if failed != nil && !c.Response().Committed {
		// The page of errors is broken itself. Nothing is left but plain words.
		s.Log.ErrorContext(c.Request().Context(), "error page failed", "id", requestID(c), "error", failed)
		_ = c.String(http.StatusInternalServerError, v.words.T("error.internal")+"\n")
	}
}

// logError writes the cause, once: faults of ours as errors, the rest for those who look for it.
func (s *Server) logError(c echo.Context, a answer, err error) {
	level := slog.LevelInfo
	if a.status >= 500 && !errors.Is(err, context.Canceled) {
		level = slog.LevelError
	}
	s.Log.LogAttrs(c.Request().Context(), level, "request failed",
		slog.String("id", requestID(c)),
		slog.String("route", c.Path()),
		slog.Int("status", a.status),
		slog.String("error", err.Error()))
}

// headingOf is the message key of the heading of an error page.
func headingOf(status int) string {
	switch status {
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return "error.heading.not-found"
	case http.StatusForbidden:
		return "error.heading.forbidden"
	case http.StatusConflict, http.StatusGone:
		return "error.heading.conflict"
	case http.StatusUnprocessableEntity, http.StatusRequestEntityTooLarge:
		return "error.heading.invalid"
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return "error.heading.busy"
	}
	return "error.heading.internal"
}

// wantsJSON says whether a program asks: the route is for programs, or the request says that it takes nothing else.
func wantsJSON(c echo.Context) bool {
	if k, ok := c.Get(kindKey).(routeKind); ok && k.json {
		return true
	}
	accept := c.Request().Header.Get(echo.HeaderAccept)
	return strings.HasPrefix(accept, echo.MIMEApplicationJSON)
}

// wayBack is where to go after signing in: the page that was asked for, or home when a form was sent.
func wayBack(r *http.Request) string {
	if r.Method != http.MethodGet {
		return "/"
	}
	return r.URL.RequestURI()
}

// errorPage says what went wrong and what one can do.
type errorPage struct {
	basePage
	Status  int
	Heading string
	Message string
}

func (errorPage) template() string { return "error" }
