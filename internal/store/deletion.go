package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// A Deletion is what somebody asked for and what was not called off yet. The zero value is none.
type Deletion struct {
	By  upr.UserID // "" where that is not known any more
	At  time.Time
	Due time.Time // when the submission goes
}

// Deletion returns whether a submission is to be deleted, for who may read it.
func (s *Store) Deletion(ctx context.Context, by upr.Actor, id upr.SubmissionID) (Deletion, error) {
	var found Deletion
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		var err error
		found, err = deletionOf(ctx, tx, id)
		return err
	})
	return found, err
}

func deletionOf(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID) (Deletion, error) {
	var rows []struct {
		By  upr.UserID `db:"asked_by"`
		At  time.Time  `db:"asked_at"`
		Due time.Time  `db:"due_at"`
	}
	if err := tx.SelectContext(ctx, &rows, `
		SELECT coalesce(asked_by, '') AS asked_by, asked_at, due_at FROM submission_deletions WHERE submission_id = $1`, id); err != nil {
		return Deletion{}, fmt.Errorf("deletion: %w", err)
	}
	if len(rows) == 0 {
		return Deletion{}, nil
	}
	return Deletion{By: rows[0].By, At: rows[0].At.UTC(), Due: rows[0].Due.UTC()}, nil
}

// DeleteSubmission asks for the deletion of a submission, or confirms what somebody else asked for, for who coordinates
// it, and reports whether it is gone now. Who asked cannot confirm; asking again changes nothing. Unless somebody
// confirms, it waits as Keeping says, and everybody who may read it is told. One in which nobody wrote and which nobody
// else ever could read goes at once.
func (s *Store) DeleteSubmission(ctx context.Context, by upr.Actor, id upr.SubmissionID, now time.Time) (gone bool, err error) {
	err = s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := lockSubmission(ctx, tx, id); err != nil {
			return err
		}
		if err := requireSubmission(ctx, tx, by, id, upr.DeleteSubmission); err != nil {
			return err
		}
		asked, err := deletionOf(ctx, tx, id)
		if err != nil {
			return err
		}
		if gone = !asked.At.IsZero() && asked.By != by.User; !gone && asked.At.IsZero() {
			if gone, err = isUntouched(ctx, tx, by, id); err != nil {
				return err
			}
		}
		switch {
		case gone:
			return deleteSubmission(ctx, tx, id)
		case !asked.At.IsZero():
			return nil
		}
		var due time.Time
		if err := tx.GetContext(ctx, &due, `
			INSERT INTO submission_deletions (submission_id, asked_by, asked_at, due_at)
			SELECT $1, $2, $3::timestamptz, $3::timestamptz + 24 * deletion_days * interval '1 hour' FROM settings
			RETURNING due_at`, id, by.User, now); err != nil {
			return fmt.Errorf("ask for deletion: %w", err)
		}
		if err := notifyReaders(ctx, tx, upr.DeletionNotice, id, by.User, due); err != nil {
			return err
		}
		if err := record(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.DeletionAskedRecord}); err != nil {
			return err
		}
		return announce(ctx, tx, id, TopicDetails)
	})
	return gone, err
}

// isUntouched reports whether nobody has written in a submission, and nobody but the actor ever could read it.
func isUntouched(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID) (bool, error) {
	var untouched bool
	if err := tx.GetContext(ctx, &untouched, `
		SELECT (SELECT head FROM manuscripts WHERE submission_id = $1) = 0
			AND NOT EXISTS (SELECT FROM submission_people WHERE submission_id = $1 AND user_id <> $2)
			AND NOT EXISTS (SELECT FROM submission_organizations so
				JOIN organization_members m ON m.organization_id = so.organization_id
				WHERE so.submission_id = $1 AND m.user_id <> $2)
			AND NOT EXISTS (SELECT FROM reader_links WHERE submission_id = $1)
			AND NOT EXISTS (SELECT FROM record_entries WHERE submission_id = $1 AND by_user <> $2)`, id, by.User); err != nil {
		return false, fmt.Errorf("untouched submission: %w", err)
	}
	return untouched, nil
}

// CallOffDeletion lets a submission stay, for who coordinates it. Once more is fine.
func (s *Store) CallOffDeletion(ctx context.Context, by upr.Actor, id upr.SubmissionID) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := lockSubmission(ctx, tx, id); err != nil {
			return err
		}
		if err := requireSubmission(ctx, tx, by, id, upr.DeleteSubmission); err != nil {
			return err
		}
		var due []time.Time
		if err := tx.SelectContext(ctx, &due,
			`DELETE FROM submission_deletions WHERE submission_id = $1 RETURNING due_at`, id); err != nil || len(due) == 0 {
			return asked("call off deletion", err)
		}
		if err := notifyReaders(ctx, tx, upr.KeptNotice, id, by.User, due[0]); err != nil {
			return err
		}
		if err := record(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.DeletionCalledOffRecord}); err != nil {
			return err
		}
		return announce(ctx, tx, id, TopicDetails)
	})
}

// notifyReaders tells everybody who may read a submission that it goes, or does not go after all, at a moment.
func notifyReaders(ctx context.Context, tx *sqlx.Tx, kind upr.NoticeKind, id upr.SubmissionID, by upr.UserID, due time.Time) error {
	to, err := whoMay(ctx, tx, id, upr.ReadSubmission)
	if err != nil {
		return err
	}
	return notify(ctx, tx, Event{Kind: kind, Submission: id, To: to, By: by, Ref: number(due.Unix())})
}

// SweepDeletions deletes the submissions whose time is over. Several processes can do it at once, and it does not matter
// when; a deletion that is being called off at this moment is left for the next turn.
func (s *Store) SweepDeletions(ctx context.Context, now time.Time) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		var ids []upr.SubmissionID
		// The row that everybody locks who asks, confirms or calls off.
		if err := tx.SelectContext(ctx, &ids, `
			SELECT s.id FROM submissions s JOIN submission_deletions d ON d.submission_id = s.id
			WHERE d.due_at <= $1 ORDER BY s.id FOR UPDATE OF s, d SKIP LOCKED`, now); err != nil {
			return fmt.Errorf("submissions to delete: %w", err)
		}
		for _, id := range ids {
			if err := deleteSubmission(ctx, tx, id); err != nil {
				return err
			}
		}
		return nil
	})
}

// deleteSubmission removes a submission with all that belongs to it: every table that has a submission_id refers to it
// with ON DELETE CASCADE.
func deleteSubmission(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM submissions WHERE id = $1`, id); err != nil {
		return fmt.Errorf("delete submission: %w", err)
	}
	return announce(ctx, tx, id, TopicPeople) // nobody may read it any more
}
