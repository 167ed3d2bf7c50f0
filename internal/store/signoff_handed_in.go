package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// HandIn records that the final text was handed in, with its receipt where there is one, for who coordinates the
// submission. Recorded again it is corrected; a receipt that is not given again stays. The caller has checked the record
// and bounded the receipt. It is a Conflict when another revision, or none, is final.
func (s *Store) HandIn(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, revision int, handed upr.HandedIn, receipt []byte,
) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if _, err := lockSigning(ctx, tx, id); err != nil {
			return err
		}
		if err := requireSubmission(ctx, tx, by, id, upr.Coordinate); err != nil {
			return err
		}
		if len(receipt) == 0 {
			receipt, handed.Receipt = nil, ""
		}
		result, err := tx.ExecContext(ctx, `
			UPDATE signoff_finals SET handed_in_at = $3, confirmation = $4, recorded_by = $5, recorded_at = now(),
				receipt = coalesce($6::bytea, receipt), receipt_type = CASE WHEN $6::bytea IS NULL THEN receipt_type ELSE $7 END
			WHERE submission_id = $1 AND revision = $2 AND reopened_at IS NULL`,
			id, revision, handed.At.UTC(), handed.Confirmation, by.User, receipt, handed.Receipt)
		if err != nil {
			return fmt.Errorf("record handing in: %w", err)
		}
		if err := affected(result, conflict()); err != nil {
			return err
		}
		if err := record(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.HandedInRecord, Ref: number(revision)}); err != nil {
			return err
		}
		return announce(ctx, tx, id, TopicSignoff)
	})
}

// Receipt returns the receipt of a final text that was handed in, for who may read the submission; NotFound for none.
func (s *Store) Receipt(ctx context.Context, by upr.Actor, id upr.SubmissionID, revision int) ([]byte, upr.ReceiptType, error) {
	var row struct {
		Data []byte          `db:"receipt"`
		Type upr.ReceiptType `db:"receipt_type"`
	}
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		err := tx.GetContext(ctx, &row, `
			SELECT receipt, receipt_type FROM signoff_finals
			WHERE submission_id = $1 AND revision = $2 AND receipt IS NOT NULL`, id, revision)
		if errors.Is(err, sql.ErrNoRows) {
			return notFound(err)
		}
		return err
	})
	if err != nil {
		return nil, "", fmt.Errorf("receipt: %w", err)
	}
	return row.Data, row.Type, nil
}
