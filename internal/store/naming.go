package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// Naming returns which cases name somebody, and who confirmed it of the text at a version, for who may keep consents.
func (s *Store) Naming(ctx context.Context, by upr.Actor, id upr.SubmissionID, version int64) (upr.Naming, error) {
	var n upr.Naming
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.KeepConsents); err != nil {
			return err
		}
		var err error
		n, err = namingOf(ctx, tx, id, version)
		return err
	})
	return n, err
}

func namingOf(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, version int64) (upr.Naming, error) {
	var n upr.Naming
	if err := tx.SelectContext(ctx, &n.Named, `
		SELECT label FROM consents WHERE submission_id = $1 AND extent = $2 ORDER BY label`, id, upr.NamedConsent); err != nil {
		return n, fmt.Errorf("cases that name somebody: %w", err)
	}
	var rows []struct {
		By upr.UserID `db:"user_id"`
		At time.Time  `db:"confirmed_at"`
	}
	if err := tx.SelectContext(ctx, &rows, `
		SELECT user_id, confirmed_at FROM naming_confirmations
		WHERE submission_id = $1 AND version = $2 ORDER BY confirmed_at, user_id`, id, version); err != nil {
		return n, fmt.Errorf("confirmations of names: %w", err)
	}
	for _, row := range rows {
		n.Confirmed = append(n.Confirmed, upr.NamingConfirmation{By: row.By, At: row.At.UTC()})
	}
	return n, nil
}

// ConfirmNaming records that the actor looked at whom the text names, at the version that is its head. It is a Conflict when
// somebody wrote since. To confirm twice is to confirm.
func (s *Store) ConfirmNaming(ctx context.Context, by upr.Actor, id upr.SubmissionID, version int64) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		head, err := lockSigning(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := requireSubmission(ctx, tx, by, id, upr.KeepConsents); err != nil {
			return err
		}
		if err := requireNotFinal(ctx, tx, id); err != nil {
			return err
		}
		if head != version {
			return &upr.Error{Kind: upr.Conflict, Key: "final.text-moved"}
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO naming_confirmations (submission_id, user_id, version) VALUES ($1, $2, $3)
			ON CONFLICT (submission_id, user_id) DO UPDATE SET version = $3, confirmed_at = now()`, id, by.User, version); err != nil {
			return fmt.Errorf("confirm names: %w", err)
		}
		return record(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.NamingConfirmedRecord, Ref: number(version)})
	})
}

// requireEyes makes sure that two people looked at whom a text names, where it names somebody. The caller holds the text.
func requireEyes(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, head int64, open bool) error {
	n, err := namingOf(ctx, tx, id, head)
	if err != nil {
		return err
	}
	if n.Missing(open) > 0 {
		return &upr.Error{Kind: upr.Conflict, Key: "final.naming"}
	}
	return nil
}
