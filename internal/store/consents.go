package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"upright/internal/upr"
)

type consentRow struct {
	ID       string            `db:"id"`
	Label    string            `db:"label"`
	Extent   upr.ConsentExtent `db:"extent"`
	Terms    string            `db:"terms"`
	Obtainer string            `db:"obtainer"`
	Obtained *time.Time        `db:"obtained"`
	Kept     string            `db:"kept"`
	Review   *time.Time        `db:"review"`
	Names    pq.StringArray    `db:"names"`
	Version  int64             `db:"version"`
	By       upr.UserID        `db:"changed_by"`
	At       time.Time         `db:"changed_at"`
	SeenBy   upr.UserID        `db:"seen_by"`
	SeenAt   *time.Time        `db:"seen_at"`
}

func (r consentRow) consent() upr.Consent {
	c := upr.Consent{
		ID: r.ID, Label: r.Label, Extent: r.Extent, Terms: r.Terms, Obtainer: r.Obtainer, Obtained: dayOf(r.Obtained), Kept: r.Kept,
		Review: dayOf(r.Review), Names: r.Names, Version: r.Version, By: r.By, At: r.At.UTC(),
	}
	if r.SeenAt != nil {
		c.Seen = &upr.ConsentSeen{By: r.SeenBy, At: r.SeenAt.UTC()}
	}
	return c
}

// Consents lists the cases of a submission by their labels, for who may keep them. They leave the database here and in the
// backup only.
func (s *Store) Consents(ctx context.Context, by upr.Actor, id upr.SubmissionID) ([]upr.Consent, error) {
	var list []upr.Consent
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.KeepConsents); err != nil {
			return err
		}
		var rows []consentRow
		if err := tx.SelectContext(ctx, &rows, `
			SELECT id, label, extent, terms, obtainer, obtained, kept, review, names, version,
				coalesce(changed_by, '') AS changed_by, changed_at, coalesce(seen_by, '') AS seen_by, seen_at
			FROM consents WHERE submission_id = $1 ORDER BY label, id`, id); err != nil {
			return fmt.Errorf("consents: %w", err)
		}
		for _, row := range rows {
			list = append(list, row.consent())
		}
		return nil
	})
	return list, err
}

// SaveConsent keeps a case, for who may: a new one where it has no id, which it then gets. A case that was there is a
// Conflict when somebody else saved since the version given. What was seen and confirmed before counts no more.
func (s *Store) SaveConsent(ctx context.Context, by upr.Actor, id upr.SubmissionID, c *upr.Consent) error {
	if err := c.Validate(); err != nil {
		return err
	}
	return s.changeConsents(ctx, by, id, func(tx *sqlx.Tx) (Entry, error) {
		entry := Entry{Kind: upr.ConsentKeptRecord, Ref: c.ID, Value: string(c.Extent)}
		names := append(pq.StringArray{}, c.Names...)
		if c.ID == "" {
			var n int
			if err := tx.GetContext(ctx, &n, `SELECT count(*) FROM consents WHERE submission_id = $1`, id); err != nil {
				return entry, fmt.Errorf("count consents: %w", err)
			}
			if n >= upr.MaxConsents {
				return entry, &upr.Error{Kind: upr.Invalid, Key: "consent.many", Args: map[string]any{"n": upr.MaxConsents}}
			}
			made := upr.NewID()
			entry.Ref = made
			_, err := tx.ExecContext(ctx, `
				INSERT INTO consents (id, submission_id, label, extent, terms, obtainer, obtained, kept, review, names, changed_by)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
				made, id, c.Label, c.Extent, c.Terms, c.Obtainer, dateArg(c.Obtained), c.Kept, dateArg(c.Review), names, by.User)
			if err != nil {
				return entry, fmt.Errorf("add consent: %w", err)
			}
			c.ID = made
			return entry, nil
		}
		result, err := tx.ExecContext(ctx, `
			UPDATE consents SET label = $4, extent = $5, terms = $6, obtainer = $7, obtained = $8, kept = $9, review = $10,
				names = $11, changed_by = $12, changed_at = now(), version = version + 1, seen_by = NULL, seen_at = NULL
			WHERE submission_id = $1 AND id = $2 AND version = $3`,
			id, c.ID, c.Version, c.Label, c.Extent, c.Terms, c.Obtainer, dateArg(c.Obtained), c.Kept, dateArg(c.Review), names, by.User)
		if err != nil {
			return entry, fmt.Errorf("save consent: %w", err)
		}
		return entry, affected(result, conflict())
	})
}

// SeeConsent records that the actor has seen a case beside the person who wrote its present version. Who wrote it is
// refused, and so is a version that is not the present one any more.
func (s *Store) SeeConsent(ctx context.Context, by upr.Actor, id upr.SubmissionID, consent string, version int64) error {
	return s.changeConsents(ctx, by, id, func(tx *sqlx.Tx) (Entry, error) {
		entry := Entry{Kind: upr.ConsentSeenRecord, Ref: consent}
		var row struct {
			Extent  upr.ConsentExtent `db:"extent"`
			Version int64             `db:"version"`
			By      upr.UserID        `db:"changed_by"`
		}
		if err := tx.GetContext(ctx, &row, `
			SELECT extent, version, coalesce(changed_by, '') AS changed_by FROM consents WHERE submission_id = $1 AND id = $2`,
			id, consent); err != nil {
			return entry, fmt.Errorf("consent to see: %w", err)
		}
		entry.Value = string(row.Extent)
		switch {
		case row.Version != version:
			return entry, conflict()
		case row.By == by.User:
			return entry, &upr.Error{Kind: upr.Conflict, Key: "consent.seen.own"}
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE consents SET seen_by = $3, seen_at = now() WHERE submission_id = $1 AND id = $2`, id, consent, by.User); err != nil {
			return entry, fmt.Errorf("see consent: %w", err)
		}
		return entry, nil
	})
}

// RemoveConsent removes a case of which the caller was shown a version. Its words are gone for good, but for backups.
func (s *Store) RemoveConsent(ctx context.Context, by upr.Actor, id upr.SubmissionID, consent string, version int64) error {
	return s.changeConsents(ctx, by, id, func(tx *sqlx.Tx) (Entry, error) {
		entry := Entry{Kind: upr.ConsentRemovedRecord, Ref: consent}
		var extents []string
		if err := tx.SelectContext(ctx, &extents, `
			DELETE FROM consents WHERE submission_id = $1 AND id = $2 AND version = $3 RETURNING extent`, id, consent, version); err != nil {
			return entry, fmt.Errorf("remove consent: %w", err)
		}
		if len(extents) == 0 {
			return entry, conflict()
		}
		entry.Value = extents[0]
		return entry, nil
	})
}

// changeConsents does something to the cases of a submission, for who may, and takes back what was confirmed of them. The
// findings of open texts follow.
func (s *Store) changeConsents(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, change func(*sqlx.Tx) (Entry, error),
) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := lockSubmission(ctx, tx, id); err != nil {
			return err
		}
		if err := requireSubmission(ctx, tx, by, id, upr.KeepConsents); err != nil {
			return err
		}
		entry, err := change(tx)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM naming_confirmations WHERE submission_id = $1`, id); err != nil {
			return fmt.Errorf("take back confirmations: %w", err)
		}
		entry.Submission, entry.By = id, by.User
		if err := record(ctx, tx, entry); err != nil {
			return err
		}
		return announce(ctx, tx, id, TopicDetails)
	})
}
