package account

import (
	"context"
	"crypto/sha256"
	"errors"
	"strings"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// Slow-down of guessing. The first few attempts cost nothing, then each waits longer, up to a limit that a person can
// still bear: an account is never locked, or anybody could lock out whom they like.
const (
	freeAttempts  = 5
	firstDelay    = 500 * time.Millisecond
	maxDelay      = 8 * time.Second
	attemptWindow = 15 * time.Minute // without an attempt, after which counting begins anew

	// Attempts on one account wait one after the other, or many at once would guess as fast as if there were no delay. The
	// queue is short, so that the owner is never far from its end, and within what a page may take to answer (20 seconds).
	maxQueue = 2 * maxDelay

	freeFailures   = 100 // of all accounts together, in a bucket of their own: one password tried on many accounts
	everybodyDelay = time.Second

	maxWaiting = 1000 // sign-ins being slowed down at once in this process
)

// SignIn begins a session and returns its secret for the browser's cookie. agent is what the browser calls itself; only a
// summary of it is kept. A wrong address and a wrong password are the same error, of kind Invalid about the whole form,
// after the same time. It is TooMany when attempts on this address (whether it has an account or not) would have to wait
// for more than 16 seconds, or when a thousand sign-ins of all are being slowed down.
func (s *Service) SignIn(ctx context.Context, email, password, agent string) (string, error) {
	email = upr.FoldEmail(email)
	own, all := attemptKey("sign-in", email), attemptKey("sign-in", "")
	if err := s.slowDown(ctx, own, all); err != nil {
		return "", err
	}
	user, hash, err := s.Store.Credentials(ctx, email)
	var known *upr.Error
	if err != nil && (!errors.As(err, &known) || known.Kind != upr.NotFound) {
		return "", err
	}
	if len(password) > maxPassword {
		password = "" // no account has it, and hashing must not cost more for more
	}
	matches, outdated, err := s.hasher.matches(ctx, password, hash)
	if err != nil {
		return "", err
	}
	if !matches {
		return "", &upr.Error{Kind: upr.Invalid, Key: "account.sign-in.wrong"}
	}
	if err := s.Store.ForgetAttempts(ctx, own); err != nil {
		return "", err
	}
	if err := s.Store.TakeBackAttempt(ctx, all); err != nil {
		return "", err
	}
	if outdated {
		if err := s.renewHash(ctx, user.ID, hash, password); err != nil {
			return "", err
		}
	}
	return s.beginSession(ctx, user.ID, agent)
}

// slowDown counts an attempt and waits as long as it has to.
func (s *Service) slowDown(ctx context.Context, own, all []byte) error {
	wait, err := s.takeTurn(ctx, own)
	if err != nil {
		return err
	}
	failures, err := s.Store.CountAttempt(ctx, all, s.Now(), attemptWindow)
	if err != nil {
		return err
	}
	if failures > freeFailures {
		wait = max(wait, everybodyDelay)
	}
	if wait == 0 {
		return nil
	}
	select {
	case s.waiting <- struct{}{}:
	default:
		return &upr.Error{Kind: upr.TooMany, Key: "account.busy"}
	}
	defer func() { <-s.waiting }()
	return s.Wait(ctx, wait)
}

// takeTurn counts an attempt under a key and returns how long it has to wait for its turn.
func (s *Service) takeTurn(ctx context.Context, key []byte) (time.Duration, error) {
	wait, err := s.Store.ReserveAttempt(ctx, key, s.Now(), attemptWindow, delayOf, maxQueue)
	if errors.Is(err, store.ErrQueueFull) {
		return 0, &upr.Error{Kind: upr.TooMany, Key: "account.busy", Err: err}
	}
	return wait, err
}

// delayOf is how long after the one before the n-th attempt in a row has its turn: nothing five times, then half a second, one, two, four, eight.
func delayOf(n int) time.Duration {
	if n <= freeAttempts {
		return 0
	}
	delay := firstDelay
	for range n - freeAttempts - 1 {
		if delay *= 2; delay >= maxDelay {
			return maxDelay
		}
	}
	return delay
}

// attemptKey is what attempts are counted under. It names nobody in clear.
func attemptKey(what, email string) []byte {
	sum := sha256.Sum256([]byte(what + "\x00" + email))
	return sum[:]
}

func (s *Service) renewHash(ctx context.Context, user upr.UserID, old, password string) error {
	renewed, err := s.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return s.Store.RenewHash(ctx, user, old, renewed)
}

func (s *Service) beginSession(ctx context.Context, user upr.UserID, agent string) (string, error) {
	token, err := s.newSecret()
	if err != nil {
		return "", err
	}
	now := s.Now()
	return string(token), s.Store.CreateSession(ctx, store.Session{
		TokenHash: token.hash(), User: user, Agent: summary(agent), Created: now, Seen: now, Expires: now.Add(SessionLimit),
	})
}

// Session returns whose session a secret opens, and notes the visit. It is not found when the session was ended or has
// reached one of its limits.
func (s *Service) Session(ctx context.Context, token string) (upr.User, error) {
	_, user, err := s.Store.Session(ctx, secret(token).hash(), s.Now(), SessionIdle)
	return user, err
}

// SessionLives reports whether a secret still opens a session, without noting a visit: for a stream that a browser keeps
// open while nobody may be sitting before it.
func (s *Service) SessionLives(ctx context.Context, token string) (bool, error) {
	return s.Store.SessionLives(ctx, secret(token).hash(), s.Now(), SessionIdle)
}

// Sessions lists the actor's own living sessions, last seen first.
func (s *Service) Sessions(ctx context.Context, by upr.Actor) ([]store.Session, error) {
	return s.Store.Sessions(ctx, by, s.Now(), SessionIdle)
}

// SignOut ends the session of a secret. One that has ended is fine.
func (s *Service) SignOut(ctx context.Context, token string) error {
	return s.Store.EndSession(ctx, secret(token).hash())
}

// SignOutEverywhere ends all sessions of the actor and withdraws links to reset the password.
func (s *Service) SignOutEverywhere(ctx context.Context, by upr.Actor) error {
	return s.Store.EndSessions(ctx, by)
}

// summary says what kind of browser it was, "Firefox, Linux", and nothing by which one could be told from another.
func summary(agent string) string {
	browser := firstOf(agent, [][2]string{
		{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser/", "Samsung Internet"}, {"Firefox/", "Firefox"},
		{"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"},
	})
	system := firstOf(agent, [][2]string{
		{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"},
		{"CrOS", "ChromeOS"}, {"Linux", "Linux"},
	})
	if browser == "" || system == "" {
		return browser + system
	}
	return browser + ", " + system
}

// firstOf returns the second of the first pair whose first is in the text.
func firstOf(text string, pairs [][2]string) string {
	for _, pair := range pairs {
		if strings.Contains(text, pair[0]) {
			return pair[1]
		}
	}
	return ""
}
