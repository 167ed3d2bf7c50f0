package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// CreateReset keeps the hash of a link with which a person may set a new password until it expires. Earlier links stay
// good: otherwise whoever knows an address could make its owner's mail useless.
func (s *Store) CreateReset(ctx context.Context, user upr.UserID, tokenHash []byte, expires time.Time) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx,
			`INSERT INTO password_resets (token_hash, user_id, expires_at) VALUES ($1, $2, $3)`,
			tokenHash, user, expires); err != nil {
			return fmt.Errorf("add reset: %w", err)
		}
		return nil
	})
}

// Reset returns whom a link belongs to. It is not found when it was used, withdrawn or has expired.
func (s *Store) Reset(ctx context.Context, tokenHash []byte, now time.Time) (upr.User, error) {
	var row userRow
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := tx.GetContext(ctx, &row, `
			SELECT `+userColumns+` FROM password_resets r JOIN users u ON u.id = r.user_id
			WHERE r.token_hash = $1 AND r.expires_at > $2`, tokenHash, now); err != nil {
			return fmt.Errorf("reset: %w", err)
		}
		return nil
	})
	return row.user(), err
}

// UseReset sets a new password by a link, once: all links and sessions of the person end with it. Of two who use it at
// once one is told that it is not found.
func (s *Store) UseReset(ctx context.Context, tokenHash []byte, now time.Time, passwordHash string) (upr.User, error) {
	var row userRow
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := tx.GetContext(ctx, &row, `
			WITH used AS (DELETE FROM password_resets WHERE token_hash = $1 AND expires_at > $2 RETURNING user_id)
			UPDATE users u SET password_hash = $3 FROM used WHERE u.id = used.user_id
			RETURNING `+userColumns, tokenHash, now, passwordHash); err != nil {
			return fmt.Errorf("use reset: %w", err)
		}
		return endAccess(ctx, tx, row.ID, nil)
	})
	return row.user(), err
}
