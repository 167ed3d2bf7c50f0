package web

import (
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"upright/internal/upr"
)

// middleware is what every request passes, from the outside in. The limits that differ by route (size of the body,
// deadline, right) are in route.handle.
func (s *Server) middleware() []echo.MiddlewareFunc {
	return []echo.MiddlewareFunc{
		s.nameRequest,     // first, so that everything after it can be found in the log
		s.logRequest,      // answers errors, because only then the status is known
		s.recoverPanic,    // turns a panic into an error for the one above
		s.limitAnswer,     // also for addresses without a route
		s.setHeaders,      // before anything that answers
		s.refuseCrossSite, // before the session: a request from another site must not even be known
		s.findVisitor,     // who asks, in which language
	}
}

// nameRequest gives the request an id of its own; a client cannot choose it.
func (s *Server) nameRequest(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderXRequestID, strings.ToLower(rand.Text()[:12]))
		return next(c)
	}
}

// requestID returns the id that nameRequest gave.
func requestID(c echo.Context) string { return c.Response().Header().Get(echo.HeaderXRequestID) }

// logRequest writes one line for each request: what, how long, with which outcome. Never who or from where, and the
// route's pattern instead of the address, which may hold the secret of a link.
func (s *Server) logRequest(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		begin := time.Now()
		if err := next(c); err != nil {
			c.Error(err)
		}
		took := time.Since(begin)
		s.metrics.observe(c.Request().Method, c.Path(), c.Response().Status, took)
		s.Log.LogAttrs(c.Request().Context(), slog.LevelInfo, "request",
			slog.String("id", requestID(c)),
			slog.String("method", c.Request().Method),
			slog.String("route", c.Path()),
			slog.Int("status", c.Response().Status),
			slog.Int64("bytes", c.Response().Size),
			slog.Duration("took", took))
		return nil
	}
}

// recoverPanic keeps one broken request from ending the process. http.ErrAbortHandler is how a handler says that it
// means to end the connection.
func (s *Server) recoverPanic(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			switch r := recover(); {
			case r == nil:
			case r == http.ErrAbortHandler:
				panic(r)
			default:
				err = fmt.Errorf("panic: %v\n%s", r, debug.Stack())
			}
		}()
		return next(c)
	}
}

// answerTime bounds how long an answer may take to be read by the client, from the request on: the longest deadline of a
// route and a minute. Streams set their own limit for each event.
const answerTime = 6 * time.Minute

// limitAnswer keeps a client that reads slowly on purpose from holding a connection for ever. The server's own WriteTimeout
// would end streams as well.
func (s *Server) limitAnswer(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		err := http.NewResponseController(c.Response()).SetWriteDeadline(time.Now().Add(answerTime))
		if err != nil && !errors.Is(err, http.ErrNotSupported) {
			return fmt.Errorf("limit the answer: %w", err)
		}
		return next(c)
	}
}

// contentSecurityPolicy allows the site's own files and nothing else: no inline script or style, no foreign host.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// permissionsPolicy turns off everything a page of ours has no use for.
const permissionsPolicy = "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), " +
	"fullscreen=(), geolocation=(), gyroscope=(), hid=(), identity-credentials-get=(), idle-detection=(), magnetometer=(), " +
	"microphone=(), midi=(), otp-credentials=(), payment=(), picture-in-picture=(), publickey-credentials-get=(), " +
	"screen-wake-lock=(), serial=(), usb=(), xr-spatial-tracking=()"

// setHeaders tells browsers to keep the site to itself: nothing stored, framed, sent as referrer, indexed or guessed.
// The handler of the assets alone allows its files to be stored.
func (s *Server) setHeaders(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("Content-Security-Policy", contentSecurityPolicy)
		h.Set("Permissions-Policy", permissionsPolicy)
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Embedder-Policy", "require-corp")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Cache-Control", "no-store")
		if s.secure() {
			h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
		}
		return next(c)
	}
}

// refuseCrossSite refuses requests that change something and come from another site's page, by what browsers say about
// themselves (Sec-Fetch-Site, Origin). With the SameSite cookie it replaces tokens in forms.
func (s *Server) refuseCrossSite(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if err := s.crossSite.Check(c.Request()); err != nil {
			return &upr.Error{Kind: upr.Forbidden, Key: "error.cross-site", Err: err}
		}
		return next(c)
	}
}

// isTooLarge says whether err comes from a body over its limit.
func isTooLarge(err error) bool {
	var tooLarge *http.MaxBytesError
	return errors.As(err, &tooLarge)
}
