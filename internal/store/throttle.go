package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
)

// CountAttempt counts an attempt under a key (the SHA-256 of what is tried, or of the name of a bucket) and returns how
// many there were, this one included, since the last pause of at least the window. It is counted before the attempt is
// judged, so that many at once do not all see a low number.
func (s *Store) CountAttempt(ctx context.Context, key []byte, now time.Time, window time.Duration) (int, error) {
	var n int
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := tx.GetContext(ctx, &n, `
			INSERT INTO throttle AS t (key, failures, failed_at) VALUES ($1, 1, $2)
			ON CONFLICT (key) DO UPDATE SET
				failures  = CASE WHEN t.failed_at <= $3 THEN 1 ELSE least(t.failures + 1, 1000000) END,
				failed_at = greatest(t.failed_at, $2)
			RETURNING failures`, key, now, now.Add(-window)); err != nil {
			return fmt.Errorf("count attempt: %w", err)
		}
		return nil
	})
	return n, err
}

// ErrQueueFull says that too many attempts under a key wait already.
var ErrQueueFull = errors.New("too many attempts wait for their turn")

// ReserveAttempt counts an attempt like CountAttempt and reserves the next free moment for it: delay(n) after that of the
// attempt before, or after now if that has passed. It returns how long to wait until then. Attempts that come at once so
// wait one after the other, whichever process they come to. When the wait would be longer than most, nothing is counted
// or reserved and the error is ErrQueueFull.
func (s *Store) ReserveAttempt(
	ctx context.Context, key []byte, now time.Time, window time.Duration, delay func(n int) time.Duration, most time.Duration,
) (time.Duration, error) {
	var wait time.Duration
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		var row struct {
			Failures int       `db:"failures"`
			FailedAt time.Time `db:"failed_at"`
		}
		// The row stays locked until its moment is written.
		if err := tx.GetContext(ctx, &row, `
			INSERT INTO throttle AS t (key, failures, failed_at) VALUES ($1, 1, $2)
			ON CONFLICT (key) DO UPDATE SET
				failures  = CASE WHEN t.failed_at <= $3 THEN 1 ELSE least(t.failures + 1, 1000000) END,
				failed_at = greatest(t.failed_at, $2)
			RETURNING failures, failed_at`, key, now, now.Add(-window)); err != nil {
			return fmt.Errorf("reserve attempt: %w", err)
		}
		turn := row.FailedAt.Add(delay(row.Failures))
		if wait = max(0, turn.Sub(now)); wait > most {
			return ErrQueueFull
		}
		if _, err := tx.ExecContext(ctx, `UPDATE throttle SET failed_at = $2 WHERE key = $1`, key, turn); err != nil {
			return fmt.Errorf("reserve attempt: %w", err)
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return wait, nil
}

// ForgetAttempts forgets what was counted under a key: the attempt succeeded.
func (s *Store) ForgetAttempts(ctx context.Context, key []byte) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM throttle WHERE key = $1`, key); err != nil {
			return fmt.Errorf("forget attempts: %w", err)
		}
		return nil
	})
}

// TakeBackAttempt takes one attempt back under a key that many share: this one was no failure.
func (s *Store) TakeBackAttempt(ctx context.Context, key []byte) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE throttle SET failures = failures - 1 WHERE key = $1 AND failures > 1`, key)
		if err != nil {
			return fmt.Errorf("take back attempt: %w", err)
		}
		n, err := result.RowsAffected()
		if err != nil || n > 0 {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM throttle WHERE key = $1 AND failures = 1`, key); err != nil {
			return fmt.Errorf("take back attempt: %w", err)
		}
		return nil
	})
}

// Sweep removes what has ended by itself: sessions, links and counts of attempts. Nothing depends on when it runs.
func (s *Store) Sweep(ctx context.Context, now time.Time, idle, window time.Duration) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		for _, sweep := range []struct {
			query string
			args  []any
		}{
			{`DELETE FROM sessions WHERE expires_at <= $1 OR seen_at <= $2`, []any{now, now.Add(-idle)}},
			{`DELETE FROM password_resets WHERE expires_at <= $1`, []any{now}},
			{`DELETE FROM invitations WHERE kind = 'registration' AND expires_at <= $1`, []any{now}},
			{`DELETE FROM reader_visits WHERE ends_at <= $1`, []any{now}},
			{`DELETE FROM throttle WHERE failed_at <= $1`, []any{now.Add(-window)}},
		} {
			if _, err := tx.ExecContext(ctx, sweep.query, sweep.args...); err != nil {
				return fmt.Errorf("sweep: %w", err)
			}
		}
		return nil
	})
}
