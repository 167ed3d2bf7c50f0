// Package account decides who somebody is: passwords, sessions, invitations, and the links that stand for a proof of a
// mail address. It keeps secrets as hashes only, answers the same in the same time whether an account exists or not, and
// slows guessing down without ever locking anybody out.
//
// It refuses to know HTTP, cookies and pages, and decides nothing about submissions.
package account

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"sync"
	"time"

	"upright/internal/mail"
	"upright/internal/store"
	"upright/internal/upr"
)

// How long things are good. OWASP ASVS 5.0, 7.3, asks that both limits of a session are chosen and written down: a
// submission is written over weeks on a poor line, and one can sign out everywhere.
const (
	SessionIdle       = 3 * 24 * time.Hour  // without a request
	SessionLimit      = 30 * 24 * time.Hour // at all
	ResetValid        = time.Hour
	RegistrationValid = 24 * time.Hour
	InvitationValid   = 7 * 24 * time.Hour
)

// maxBackground bounds the mails that wait to be written.
const maxBackground = 100

// A Mailer takes a mail to whom it is for, or tells the operator that there is no way.
type Mailer interface {
	Send(ctx context.Context, m mail.Message) error
}

// Config is what a Service is made of. All fields are required.
type Config struct {
	Store   *store.Store
	Mail    Mailer
	BaseURL *url.URL // the address people see; links begin with it
	Log     *slog.Logger
	Now     func() time.Time
	Random  io.Reader // crypto/rand.Reader
	// Cost is spent on the hash of each password: DefaultCost, or less in tests of other things.
	Cost Cost
	// Wait lets time pass, or returns the context's error when that is done first: Sleep outside of tests.
	Wait func(ctx context.Context, d time.Duration) error
}

// A Service does what the package says. It is safe for concurrent use. Make one with New, end it with Close.
type Service struct {
	Config
	hasher  *hasher
	waiting chan struct{} // one entry for each sign-in that is being slowed down
	jobs    chan struct{} // one entry for each mail under way
	running sync.WaitGroup
}

// New makes a service.
func New(cfg Config) *Service {
	return &Service{
		Config:  cfg,
		hasher:  newHasher(cfg.Random, cfg.Cost),
		waiting: make(chan struct{}, maxWaiting),
		jobs:    make(chan struct{}, maxBackground),
	}
}

// Close waits until the mails under way are sent, or until ctx is done. Nothing else may be called after it.
func (s *Service) Close(ctx context.Context) error {
	done := make(chan struct{})
	go func() {
		s.running.Wait()
		close(done)
	}()
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("mails under way: %w", ctx.Err())
	}
}

// Sleep lets time pass, or returns the context's error when that is done first.
func Sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Sweep removes sessions, links and counts that have ended. Nothing depends on when it runs.
func (s *Service) Sweep(ctx context.Context) error {
	return s.Store.Sweep(ctx, s.Now(), SessionIdle, attemptWindow)
}

// background does work whose time the person who asked must not feel: whether an address has an account shows in nothing.
// It is TooMany when too much is under way already, for everybody alike.
func (s *Service) background(ctx context.Context, what string, work func(context.Context) error) error {
	select {
	case s.jobs <- struct{}{}:
	default:
		return &upr.Error{Kind: upr.TooMany, Key: "account.busy"}
	}
	s.running.Go(func() {
		defer func() { <-s.jobs }()
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
		defer cancel()
		if err := work(ctx); err != nil {
			s.Log.ErrorContext(ctx, "mail not sent", "what", what, "error", err)
		}
	})
	return nil
}

// A secret is what opens something: the token of a session or a link. Only its hash is kept.
type secret string

// newSecret makes a secret of 256 bits that may stand in a URL.
func (s *Service) newSecret() (secret, error) {
	raw := make([]byte, 32)
	if _, err := io.ReadFull(s.Random, raw); err != nil {
		return "", fmt.Errorf("make secret: %w", err)
	}
	return secret(base64.RawURLEncoding.EncodeToString(raw)), nil
}

func (t secret) hash() []byte {
	sum := sha256.Sum256([]byte(t))
	return sum[:]
}

// link makes the address of a page with a secret.
func (s *Service) link(page string, t secret) string {
	return s.BaseURL.JoinPath(page, string(t)).String()
}

// linkGone says in words that a link was used, withdrawn or has ended; other errors pass.
func linkGone(err error) error {
	var known *upr.Error
	if errors.As(err, &known) && known.Kind == upr.NotFound {
		return &upr.Error{Kind: upr.NotFound, Key: "account.link.gone", Err: err}
	}
	return err
}
