package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"time"

	"upright/assets"
	"upright/internal/account"
	"upright/internal/calendar"
	"upright/internal/config"
	"upright/internal/i18n"
	"upright/internal/mail"
	"upright/internal/store"
	"upright/internal/web"
	"upright/templates"
)

// A site is the web site and what has to be ended with it.
type site struct {
	web      *web.Server
	accounts *account.Service
	addr     string
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
	mailer, err := newMailer(cfg, words, log)
	if err != nil {
		return nil, err
	}
	accounts := newAccounts(cfg, s, mailer, log)
	server, err := web.New(web.Config{
		Store: s, Accounts: accounts, Calendar: dates, Words: words, Templates: pages(cfg), Assets: bundle,
		Log: log, Now: time.Now, BaseURL: cfg.PublicURL, ExitURL: exitURL(cfg), Development: cfg.Gallery,
	})
	if err != nil {
		return nil, err
	}
	return &site{web: server, accounts: accounts, addr: cfg.Addr}, nil
}

func newAccounts(cfg *config.Config, s *store.Store, mailer account.Mailer, log *slog.Logger) *account.Service {
	return account.New(account.Config{
		Store: s, Mail: mailer, BaseURL: cfg.PublicURL, Log: log,
		Now: time.Now, Random: rand.Reader, Wait: account.Sleep,
	})
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
	texts, err := fs.Sub(templates.Mail, "mail")
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

// close waits for what goes on after an answer: mails under way.
func (s *site) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), shutdownTime)
	defer cancel()
	return s.accounts.Close(ctx)
}
