package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"time"

	"upright/assets"
	"upright/internal/account"
	"upright/internal/calendar"
	"upright/internal/collab"
	"upright/internal/collab/engine"
	"upright/internal/config"
	"upright/internal/export"
	"upright/internal/i18n"
	"upright/internal/mail"
	"upright/internal/notice"
	"upright/internal/store"
	"upright/internal/upr"
	"upright/internal/web"
	"upright/templates"
)

// A site is the web site and what has to be ended with it.
type site struct {
	web      *web.Server
	accounts *account.Service
	texts    *collab.Hub
	notices  *notice.Service
	dates    *calendar.Live
	addr     string
	log      *slog.Logger
}

// newSite makes the site from its parts. Whatever is wrong with templates, words or scripts is wrong here, not at the
// first visitor.
func newSite(cfg *config.Config, s *store.Store, log *slog.Logger) (*site, error) {
	bundle, err := assets.Load(assets.Dist)
	if err != nil {
		return nil, err
	}
	words, err := i18n.Load()
	if err != nil {
		return nil, err
	}
	dates, err := loadCalendar(cfg)
	if err != nil {
		return nil, err
	}
	sets, err := loadRules(cfg)
	if err != nil {
		return nil, err
	}
	press, err := export.New(words, dates)
	if err != nil {
		return nil, err
	}
	if err := press.CheckFonts(); err != nil {
		return nil, err
	}
	mailer, err := newMailer(cfg, words, log)
	if err != nil {
		return nil, err
	}
	accounts := newAccounts(cfg, s, mailer, log)
	texts, err := openTexts(bundle, s, log)
	if err != nil {
		return nil, err
	}
	site := &site{accounts: accounts, texts: texts, notices: newNotices(cfg, s, texts, mailer, dates, log), addr: cfg.Addr, log: log}
	site.dates = calendar.NewLive(dates, s.CalendarEntries)
	site.web, err = web.New(web.Config{
		Store: s, Accounts: accounts, Notices: site.notices, Texts: texts, Calendar: dates, Rules: sets, Press: press, Words: words, Templates: pages(cfg), Assets: bundle,
		Log: log, Now: time.Now, BaseURL: cfg.PublicURL, ExitURL: exitURL(cfg), Development: cfg.Gallery,
	})
	if err != nil {
		return nil, errors.Join(err, newDeadline(shutdownTime).within(site.close))
	}
	return site, nil
}

// openTexts starts the editing authority of the build.
func openTexts(bundle *assets.Manifest, s *store.Store, log *slog.Logger) (*collab.Hub, error) {
	program, err := authority(bundle)
	if err != nil {
		return nil, err
	}
	return collab.New(s, program, log, collab.Options{})
}

// authority is the program of the build that knows what an edit does to a text.
func authority(bundle *assets.Manifest) (*engine.Program, error) {
	script, err := bundle.Authority()
	if err != nil {
		return nil, err
	}
	return engine.Compile(script)
}

func newAccounts(cfg *config.Config, s *store.Store, mailer account.Mailer, log *slog.Logger) *account.Service {
	return account.New(account.Config{
		Store: s, Mail: mailer, BaseURL: cfg.PublicURL, Log: log,
		Now: time.Now, Random: rand.Reader, Cost: account.DefaultCost(), Wait: account.Sleep,
	})
}

// newNotices mails what happens, where there is a mail server.
func newNotices(
	cfg *config.Config, s *store.Store, texts *collab.Hub, mailer account.Mailer, dates *calendar.Calendar, log *slog.Logger,
) *notice.Service {
	c := notice.Config{Store: s, Mail: mailer, BaseURL: cfg.PublicURL, StateName: dates.StateName, Log: log, Now: time.Now}
	c.Seal = func(ctx context.Context, id upr.SubmissionID) (upr.Seal, error) {
		whole, err := wholeSubmission(ctx, s, id, texts.Load)
		if err != nil {
			return upr.Seal{}, err
		}
		return upr.SealOf(whole)
	}
	c.Deadlines = calendar.NewLive(dates, s.CalendarEntries).Deadlines
	if cfg.SMTP == nil {
		c.Mail = nil
	}
	return notice.New(c)
}

// loadCalendar reads sessions and deadlines: those of the administrator's folder where it has them.
func loadCalendar(cfg *config.Config) (*calendar.Calendar, error) {
	if cfg.RulesDir == "" {
		return calendar.Default()
	}
	return calendar.Load(os.DirFS(cfg.RulesDir))
}

// newMailer sends mails by the configured server, or tells the log.
func newMailer(cfg *config.Config, words *i18n.Catalogue, log *slog.Logger) (account.Mailer, error) {
	if cfg.SMTP == nil {
		return mail.NewLog(log), nil
	}
	texts, err := templates.Mails()
	if err != nil {
		return nil, fmt.Errorf("mail: %w", err)
	}
	say := func(language, key string, args map[string]any) string {
		return words.Printer(language).Message(key, args)
	}
	writer, err := mail.NewWriter(texts, say)
	if err != nil {
		return nil, err
	}
	return mail.NewSMTP(writer, *cfg.SMTP, cfg.MailFrom, time.Now), nil
}

// pages are the templates inside the program; for development those on disk, which change under the running server.
func pages(cfg *config.Config) fs.FS {
	if cfg.Gallery {
		return os.DirFS("templates")
	}
	return templates.Pages
}

func exitURL(cfg *config.Config) string {
	if cfg.ExitURL == nil {
		return ""
	}
	return cfg.ExitURL.String()
}

// server serves the site.
func (s *site) server() *http.Server { return s.web.HTTPServer(s.addr) }

// metricsServer serves the metrics, to a neighbour that asks now and then.
func (s *site) metricsServer() *http.Server {
	return &http.Server{Handler: s.web.Metrics(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 10 * time.Second}
}

// sweepInterval is how often what has ended is removed from the database.
const sweepInterval = time.Hour

// sweep removes sessions, links and submissions whose time has ended, now and then until ctx ends. A failure waits for the
// next turn.
func (s *site) sweep(ctx context.Context) {
	ticker := time.NewTicker(sweepInterval)
	defer ticker.Stop()
	for {
		if err := s.accounts.Sweep(ctx); err != nil && ctx.Err() == nil {
			s.log.Error("sweep", "error", err)
		}
		if err := s.sweepSubmissions(ctx, time.Now()); err != nil && ctx.Err() == nil {
			s.log.Error("delete submissions", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// sweepSubmissions deletes what somebody wanted to be deleted, and warns of and deletes what is older than the rule of the
// installation, by the sessions as they are known now.
func (s *site) sweepSubmissions(ctx context.Context, now time.Time) error {
	asked := s.web.Store.SweepDeletions(ctx, now)
	dates, _, err := s.dates.Now(ctx)
	if err != nil {
		return errors.Join(asked, err)
	}
	return errors.Join(asked, s.web.Store.SweepRetention(ctx, now, dates.Closed))
}

// close waits until running edits are written and mails under way are sent, or until ctx is done.
func (s *site) close(ctx context.Context) error {
	return errors.Join(s.texts.Close(ctx), s.accounts.Close(ctx))
}
