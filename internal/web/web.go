// Package web answers browsers: the pages, the forms, the files, and the endpoints of the editor.
//
// A request takes one way: middleware.go finds out who asks and in which language, routes.go says which handler answers and
// which right it needs, the handler calls the store and the other packages and fills one typed page struct, page.go
// renders it. A handler that cannot go on returns an error, and errors.go alone turns it into an answer.
//
// A new page is: a line in routes.go and in TestRights, a handler in <thing>.go with its view type, the form's struct in
// <thing>_form.go when there is one, templates/pages/<name>.html, its words in internal/i18n, and its states in the gallery
// (exhibits.go). The tests complain about whatever is left out.
//
// It refuses to decide what a submission is, who may do what (upr says so), and what a person is told in which words
// (i18n has them); it sends no request to anybody, and no page it renders asks a browser to.
package web

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"upright/assets"
	"upright/internal/account"
	"upright/internal/calendar"
	"upright/internal/collab"
	"upright/internal/export"
	"upright/internal/i18n"
	"upright/internal/notice"
	"upright/internal/rulebook"
	"upright/internal/rules"
	"upright/internal/store"
)

// Config is everything a server is made of. All fields are required unless they say otherwise.
type Config struct {
	Store     *store.Store
	Accounts  *account.Service
	Notices   *notice.Service
	Texts     *collab.Hub
	Calendar  *calendar.Calendar
	Rules     map[string]*rules.Set // those to start with, by id: see rules.LoadSets
	Press     *export.Press
	Words     *i18n.Catalogue
	Templates fs.FS            // layout.html, partials/, pages/
	Assets    *assets.Manifest // scripts and style sheets of the build
	Log       *slog.Logger
	Now       func() time.Time
	// BaseURL is the address people see, "https://upright.example.org": links in mails begin with it. With https the
	// cookies are only sent over it, and browsers are told to insist on it.
	BaseURL *url.URL
	// ExitURL is where "Exit this page" leads. Empty means a blank page: then no foreign site learns of the visit.
	ExitURL string
	// Development reads the templates again for each page and lists every page with made-up data under /gallery.
	Development bool
}

// A Server answers HTTP requests. Make one with New.
type Server struct {
	Config
	echo      *echo.Echo
	templates *templateSets
	appCSS    string // addresses of what every page loads
	siteJS    string
	editorCSS string
	editorJS  string
	packed    map[string]packedAsset // by the names of Config.Assets
	metrics   *metrics
	rules     *rulebook.Book
	crossSite *http.CrossOriginProtection
	// ending is done when the server shuts down: streams watch it, because nobody else would end them.
	ending    context.Context
	endStream context.CancelFunc
	waits     waits
	lines     lines
	paces     paces
	live      *calendar.Live
	readings  chan struct{} // has one in it for each file that is read: see previous_reading.go
}

// New makes a server. It fails when a template does not parse or the assets were not built, not at the first visitor.
func New(cfg Config) (*Server, error) {
	if cfg.BaseURL == nil || cfg.BaseURL.Host == "" {
		return nil, errors.New("web: the base URL needs a host")
	}
	s := &Server{Config: cfg, metrics: newMetrics(), rules: rulebook.Open(cfg.Store, cfg.Rules), crossSite: http.NewCrossOriginProtection(), waits: usualWaits()}
	s.readings = make(chan struct{}, readings)
	s.live = calendar.NewLive(cfg.Calendar, cfg.Store.CalendarEntries)
	s.Press = cfg.Press.Dated(s.live.Latest) // the editor and every check ask s.live what is known now
	s.ending, s.endStream = context.WithCancel(context.Background())
	var err error
	if s.templates, err = loadTemplates(cfg.Templates, cfg.Development); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	for name, address := range map[string]*string{
		"app.css": &s.appCSS, "site.js": &s.siteJS, "editor.css": &s.editorCSS, "editor.js": &s.editorJS,
	} {
		if *address, err = s.assetPath(name); err != nil {
			return nil, fmt.Errorf("web: %w", err)
		}
	}
	if s.packed, err = packAssets(cfg.Assets.Files()); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	// Behind a proxy that changes Host, browsers still send the address they see as Origin.
	if err := s.crossSite.AddTrustedOrigin(cfg.BaseURL.Scheme + "://" + cfg.BaseURL.Host); err != nil {
		return nil, fmt.Errorf("web: base URL: %w", err)
	}
	s.echo = echo.New()
	s.echo.HideBanner, s.echo.HidePort = true, true
	s.echo.HTTPErrorHandler = s.answerError
	s.echo.Use(s.middleware()...)
	s.addRoutes()
	return s, nil
}

// Handler answers every request of the site.
func (s *Server) Handler() http.Handler { return s.echo }

// KeepRules puts the rule sets of Config into the database, before the first visitor: see rulebook.Book.
func (s *Server) KeepRules(ctx context.Context) error { return s.rules.Keep(ctx) }

// Metrics answers Prometheus. It belongs on an address of its own, which the world does not reach.
func (s *Server) Metrics() http.Handler { return s.metrics.handler() }

// Close ends the streams that are still open, so that a shutdown does not wait for them: give it to
// http.Server.RegisterOnShutdown. Other requests run to their end.
func (s *Server) Close() { s.endStream() }

// HTTPServer returns a server for the site on addr, with limits of time and size against clients that are slow on
// purpose. Its Shutdown ends the streams.
func (s *Server) HTTPServer(addr string) *http.Server {
	srv := &http.Server{
		Addr:              addr,
		Handler:           s.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		// A logo over a poor line takes its time; the deadline of a route (routes.go) bounds the work behind it.
		ReadTimeout:    5 * time.Minute,
		IdleTimeout:    2 * time.Minute,
		MaxHeaderBytes: 32 << 10,
		ErrorLog:       slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
	}
	srv.RegisterOnShutdown(s.Close)
	return srv
}

// secure says whether people reach the site over https.
func (s *Server) secure() bool { return s.BaseURL.Scheme == "https" }
