package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// touchEvery is how exact the time of the last visit is: a session is not written at each request.
const touchEvery = time.Minute

// A Session is one browser in which a person is signed in. Only the hash of its token is known.
type Session struct {
	TokenHash []byte
	User      upr.UserID
	Agent     string // what kind of browser, for the person's own list; at most 100 characters
	Created   time.Time
	Seen      time.Time
	Expires   time.Time // the absolute limit
}

type sessionRow struct {
	TokenHash []byte     `db:"token_hash"`
	UserID    upr.UserID `db:"user_id"`
	Agent     string     `db:"agent"`
	SessionAt time.Time  `db:"session_created_at"`
	SeenAt    time.Time  `db:"seen_at"`
	ExpiresAt time.Time  `db:"expires_at"`
}

const sessionColumns = `s.token_hash, s.user_id, s.agent, s.created_at AS session_created_at, s.seen_at, s.expires_at`

func (r sessionRow) session() Session {
	return Session{
		TokenHash: r.TokenHash, User: r.UserID, Agent: r.Agent,
		Created: r.SessionAt.UTC(), Seen: r.SeenAt.UTC(), Expires: r.ExpiresAt.UTC(),
	}
}

// lives reports whether a session is neither past its absolute limit nor was unseen for longer than idle.
func (r sessionRow) lives(now time.Time, idle time.Duration) bool {
	return r.ExpiresAt.After(now) && r.SeenAt.After(now.Add(-idle))
}

// CreateSession signs a person in.
func (s *Store) CreateSession(ctx context.Context, session Session) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO sessions (token_hash, user_id, agent, created_at, seen_at, expires_at)
			VALUES ($1, $2, $3, $4, $5, $6)`,
			session.TokenHash, session.User, session.Agent, session.Created, session.Seen, session.Expires); err != nil {
			return fmt.Errorf("add session: %w", err)
		}
		return nil
	})
}

// Session returns a session and its person, and notes the visit. It is not found when it is past its absolute limit or
// was not seen for longer than idle.
func (s *Store) Session(ctx context.Context, tokenHash []byte, now time.Time, idle time.Duration) (Session, upr.User, error) {
	row, err := s.sessions.find(ctx, tokenHash)
	if err == nil && !row.lives(now, idle) {
		err = sql.ErrNoRows
	}
	if err != nil {
		return Session{}, upr.User{}, mapped(fmt.Errorf("session: %w", err))
	}
	if row.SeenAt.After(now.Add(-touchEvery)) {
		return row.session(), row.user(), nil
	}
	err = s.inTx(ctx, func(tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx,
			`UPDATE sessions SET seen_at = $2 WHERE token_hash = $1 AND seen_at < $2`, tokenHash, now); err != nil {
			return fmt.Errorf("note visit: %w", err)
		}
		row.SeenAt = now
		return nil
	})
	return row.session(), row.user(), err
}

// SessionLives reports whether a session is still open, without noting a visit: for what a browser does by itself while
// nobody may be sitting before it.
func (s *Store) SessionLives(ctx context.Context, tokenHash []byte, now time.Time, idle time.Duration) (bool, error) {
	row, err := s.sessions.find(ctx, tokenHash)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, mapped(fmt.Errorf("life of session: %w", err))
	}
	return row.lives(now, idle), nil
}

// Sessions lists the actor's own living sessions, last seen first.
func (s *Store) Sessions(ctx context.Context, by upr.Actor, now time.Time, idle time.Duration) ([]Session, error) {
	var list []Session
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		var rows []sessionRow
		if err := tx.SelectContext(ctx, &rows, `
			SELECT `+sessionColumns+` FROM sessions s
			WHERE s.user_id = $1 AND s.expires_at > $2 AND s.seen_at > $3
			ORDER BY s.seen_at DESC, s.token_hash LIMIT 100`, by.User, now, now.Add(-idle)); err != nil {
			return fmt.Errorf("sessions: %w", err)
		}
		for _, row := range rows {
			list = append(list, row.session())
		}
		return nil
	})
	return list, err
}

// EndSession signs one browser out. A session that is gone already is fine.
func (s *Store) EndSession(ctx context.Context, tokenHash []byte) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM sessions WHERE token_hash = $1`, tokenHash); err != nil {
			return fmt.Errorf("end session: %w", err)
		}
		return nil
	})
}

// EndSessions signs the actor out everywhere and withdraws pending links to reset the password.
func (s *Store) EndSessions(ctx context.Context, by upr.Actor) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error { return endAccess(ctx, tx, by.User, nil) })
}
