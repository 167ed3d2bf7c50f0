package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// Registration says who may make an account.
type Registration string

// The ways to register.
const (
	OpenRegistration Registration = "open"       // everybody with a mail address
	ByInvitation     Registration = "invitation" // those whom an administrator invites
)

// Settings are what an administrator decides for the whole installation.
type Settings struct {
	Registration Registration `db:"registration"`
	SetUp        bool         `db:"set_up"` // the first administrator's account was made
	Keeping
}

// Keeping is how long submissions are kept.
type Keeping struct {
	DeletionDays    int `db:"deletion_days"`    // how long a deletion waits for a second person
	RetentionMonths int `db:"retention_months"` // how long a submission stays after its session; 0 for ever
}

// Settings returns the settings of this installation.
func (s *Store) Settings(ctx context.Context) (Settings, error) {
	var settings Settings
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := tx.GetContext(ctx, &settings, `SELECT registration, set_up, deletion_days, retention_months FROM settings`); err != nil {
			return fmt.Errorf("settings: %w", err)
		}
		return nil
	})
	return settings, err
}

// SetRegistration changes who may make an account, for an administrator.
func (s *Store) SetRegistration(ctx context.Context, by upr.Actor, to Registration) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireAdmin(ctx, tx, by); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE settings SET registration = $1`, to); err != nil {
			return fmt.Errorf("set registration: %w", err)
		}
		return nil
	})
}

// SetKeeping changes how long submissions are kept, for an administrator. What was asked for before keeps its day.
func (s *Store) SetKeeping(ctx context.Context, by upr.Actor, k Keeping) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireAdmin(ctx, tx, by); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE settings SET deletion_days = $1, retention_months = $2`,
			k.DeletionDays, k.RetentionMonths); err != nil {
			return fmt.Errorf("set keeping: %w", err)
		}
		return nil
	})
}

// maxSetupTokens bounds how many set-up links are good at a time; the youngest stay.
const maxSetupTokens = 20

// AddSetupToken keeps the hash of a set-up link. It is a Conflict once the installation is set up. Links of earlier
// starts stay good: with several servers each prints its own.
func (s *Store) AddSetupToken(ctx context.Context, tokenHash []byte, now time.Time) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		var done bool
		// The lock keeps a set-up that runs at this moment from leaving a link behind.
		if err := tx.GetContext(ctx, &done, `SELECT set_up FROM settings FOR UPDATE`); err != nil {
			return fmt.Errorf("settings: %w", err)
		}
		if done {
			return conflict()
		}
		if _, err := tx.ExecContext(ctx,
			`INSERT INTO setup_tokens (token_hash, created_at) VALUES ($1, $2)`, tokenHash, now); err != nil {
			return fmt.Errorf("add set-up link: %w", err)
		}
		if _, err := tx.ExecContext(ctx, `
			DELETE FROM setup_tokens WHERE token_hash NOT IN (
				SELECT token_hash FROM setup_tokens ORDER BY created_at DESC, token_hash LIMIT $1)`, maxSetupTokens); err != nil {
			return fmt.Errorf("drop old set-up links: %w", err)
		}
		return nil
	})
}

// CheckSetup reports whether a set-up link is good: nil, or not found.
func (s *Store) CheckSetup(ctx context.Context, tokenHash []byte) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		var good bool
		if err := tx.GetContext(ctx, &good,
			`SELECT EXISTS (SELECT FROM setup_tokens WHERE token_hash = $1)`, tokenHash); err != nil {
			return fmt.Errorf("set-up link: %w", err)
		}
		if !good {
			return notFound(nil)
		}
		return nil
	})
}

// SetUp makes the first administrator's account by a set-up link and ends all such links. The row of the settings is the
// lock: of two who use a link at once the second is told that it is not found, like everybody later.
func (s *Store) SetUp(ctx context.Context, tokenHash []byte, first NewUser) (upr.User, error) {
	var made upr.User
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE settings SET set_up = true WHERE NOT set_up`)
		if err != nil {
			return fmt.Errorf("set up: %w", err)
		}
		if err := affected(result, notFound(nil)); err != nil {
			return err
		}
		if result, err = tx.ExecContext(ctx, `DELETE FROM setup_tokens WHERE token_hash = $1`, tokenHash); err != nil {
			return fmt.Errorf("use set-up link: %w", err)
		}
		if err := affected(result, notFound(nil)); err != nil {
			return err
		}
		if err := endSetupLinks(ctx, tx); err != nil {
			return err
		}
		first.Admin = true
		made, err = insertUser(ctx, tx, first)
		return err
	})
	return made, err
}

// endSetupLinks ends all set-up links. The caller has changed the row of the settings, which is the lock.
func endSetupLinks(ctx context.Context, tx *sqlx.Tx) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM setup_tokens`); err != nil {
		return fmt.Errorf("end set-up links: %w", err)
	}
	return nil
}
