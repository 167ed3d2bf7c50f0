package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// PartLocks lists the locked parts of a submission, for who may read it.
func (s *Store) PartLocks(ctx context.Context, by upr.Actor, id upr.SubmissionID) ([]upr.PartLock, error) {
	var list []upr.PartLock
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		var rows []struct {
			Part        string     `db:"part"`
			By          upr.UserID `db:"locked_by"`
			At          time.Time  `db:"locked_at"`
			Coordinated bool       `db:"coordinated"`
		}
		if err := tx.SelectContext(ctx, &rows, `
			SELECT part, coalesce(locked_by, '') AS locked_by, locked_at, coordinated
			FROM part_locks WHERE submission_id = $1 ORDER BY locked_at, part`, id); err != nil {
			return fmt.Errorf("locks: %w", err)
		}
		for _, row := range rows {
			list = append(list, upr.PartLock{Part: row.Part, By: row.By, At: row.At.UTC(), Coordinated: row.Coordinated})
		}
		return nil
	})
	return list, err
}

// LockedFor returns the parts that the actor may not change now: none for who coordinates the submission. The caller has
// asked for the right to change anything at all.
func (s *Store) LockedFor(ctx context.Context, by upr.Actor, id upr.SubmissionID) ([]string, error) {
	parts, err := lockedParts(ctx, s.hot, id)
	if err != nil || len(parts) == 0 {
		return nil, err
	}
	in, err := standing(ctx, s.hot, by, id)
	if err == nil && upr.AllowedIn(by, in, upr.Coordinate) {
		parts = nil
	}
	return parts, mapped(err)
}

// lockedParts returns the parts that are marked as ready.
func lockedParts(ctx context.Context, db sqlx.QueryerContext, id upr.SubmissionID) ([]string, error) {
	var parts []string
	if err := sqlx.SelectContext(ctx, db, &parts, `SELECT part FROM part_locks WHERE submission_id = $1 ORDER BY part`, id); err != nil {
		return nil, fmt.Errorf("locked parts: %w", err)
	}
	return parts, nil
}

// LockPart makes a part ready and keeps everybody but coordinators from changing it, for who coordinates the submission
// and for whom the part is assigned to. A commit that is on its way at this moment may still be taken. The caller knows
// that the part is there.
func (s *Store) LockPart(ctx context.Context, by upr.Actor, id upr.SubmissionID, part string) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		coordinates, err := requireLocker(ctx, tx, by, id, part)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO part_locks (submission_id, part, locked_by, coordinated) VALUES ($1, $2, $3, $4)
			ON CONFLICT (submission_id, part) DO UPDATE SET coordinated = part_locks.coordinated OR excluded.coordinated`,
			id, part, by.User, coordinates); err != nil {
			return fmt.Errorf("lock part: %w", err)
		}
		if err := setReady(ctx, tx, id, part, true); err != nil {
			return err
		}
		if err := record(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.LockedRecord, Ref: part}); err != nil {
			return err
		}
		return announce(ctx, tx, id, TopicAssignments)
	})
}

// UnlockPart lets a part be changed again, for who coordinates the submission; where nobody who coordinates it locked it,
// also for whom it is assigned to. It stays marked as ready.
func (s *Store) UnlockPart(ctx context.Context, by upr.Actor, id upr.SubmissionID, part string) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		coordinates, err := requireLocker(ctx, tx, by, id, part)
		if err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `
			DELETE FROM part_locks WHERE submission_id = $1 AND part = $2 AND ($3 OR NOT coordinated)`, id, part, coordinates)
		if err != nil {
			return fmt.Errorf("unlock part: %w", err)
		}
		if err := affected(result, forbidden(upr.Coordinate)); err != nil && !coordinates {
			return err
		}
		if err := record(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.UnlockedRecord, Ref: part}); err != nil {
			return err
		}
		return announce(ctx, tx, id, TopicAssignments)
	})
}

// requireLocker makes sure that the actor may lock a part and unlock it, and says whether they coordinate.
func requireLocker(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, part string) (bool, error) {
	in, err := requireStanding(ctx, tx, by, id, upr.EditText)
	if err != nil || upr.AllowedIn(by, in, upr.Coordinate) {
		return err == nil, err
	}
	var assigned bool
	if err := tx.GetContext(ctx, &assigned, `
		SELECT EXISTS (SELECT FROM (`+selectAssignments+`) AS a WHERE a.mine AND a.block = $3)`, id, by.User, part); err != nil {
		return false, fmt.Errorf("assigned part: %w", err)
	}
	if !assigned {
		return false, forbidden(upr.Coordinate)
	}
	return false, nil
}

// requireOpen makes sure that a part is not locked.
func requireOpen(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, part string) error {
	var locked bool
	if err := tx.GetContext(ctx, &locked,
		`SELECT EXISTS (SELECT FROM part_locks WHERE submission_id = $1 AND part = $2)`, id, part); err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	if locked {
		return &upr.Error{Kind: upr.Conflict, Key: "part.locked"}
	}
	return nil
}
