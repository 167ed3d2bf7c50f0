package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"upright/internal/upr"
)

// SweepRetention does what is due about submissions whose review is over: warns their people, and deletes what they were
// warned of; see upr.Retention. over says when a session of the Working Group is over, zero where that is not known.
// Several processes can do it at once, and it does not matter when. What fails for one submission does not keep others.
func (s *Store) SweepRetention(ctx context.Context, now time.Time, over func(session int) time.Time) error {
	settings, err := s.Settings(ctx)
	if err != nil {
		return err
	}
	var sessions []int
	if err := s.db.SelectContext(ctx, &sessions, `SELECT DISTINCT session FROM submissions`); err != nil {
		return fmt.Errorf("sessions of submissions: %w", err)
	}
	near := []int{}
	ends := make(map[int]time.Time)
	for _, session := range sessions {
		last := over(session)
		if settings.RetentionMonths == 0 || last.IsZero() {
			continue
		}
		ends[session] = last.AddDate(0, settings.RetentionMonths, 0)
		if !ends[session].After(now.Add(upr.RetentionWarning)) {
			near = append(near, session)
		}
	}
	var ids []upr.SubmissionID
	if err := s.db.SelectContext(ctx, &ids, `
		SELECT s.id FROM submissions s
		WHERE s.session = ANY ($1::int[]) OR EXISTS (SELECT FROM submission_retentions r WHERE r.submission_id = s.id)
		ORDER BY s.id`, pq.Array(near)); err != nil {
		return fmt.Errorf("submissions whose time may be over: %w", err)
	}
	var failed []error
	for _, id := range ids {
		failed = append(failed, s.inTx(ctx, func(tx *sqlx.Tx) error { return retain(ctx, tx, id, now, ends) }))
	}
	return errors.Join(failed...)
}

// retain does what is due about one submission, by when each session ends. One that somebody else changes at this moment
// waits for the next turn.
func retain(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, now time.Time, ends map[int]time.Time) error {
	var sessions []int
	if err := tx.SelectContext(ctx, &sessions, `
		SELECT session FROM submissions WHERE id = $1 FOR UPDATE SKIP LOCKED`, id); err != nil || len(sessions) == 0 {
		return asked("lock submission", err)
	}
	is, err := retentionOf(ctx, tx, id)
	if err != nil {
		return err
	}
	step, due := is.Next(now, ends[sessions[0]])
	var kind upr.RecordKind
	switch step {
	case upr.RetentionStays:
		return stand(ctx, tx, id, now)
	case upr.RetentionEnds:
		return deleteSubmission(ctx, tx, id)
	case upr.RetentionWarns:
		kind, err = upr.RetentionWarnedRecord, warn(ctx, tx, id, now, due)
	case upr.RetentionMoves:
		kind, err = upr.RetentionMovedRecord, errors.Join(moveRetention(ctx, tx, id, due), stand(ctx, tx, id, now))
	case upr.RetentionTaken:
		kind, err = upr.RetentionTakenRecord, endWarning(ctx, tx, id, "", is.Due)
	}
	if err != nil {
		return err
	}
	if err := record(ctx, tx, Entry{Submission: id, Kind: kind, Value: day(due)}); err != nil {
		return err
	}
	return announce(ctx, tx, id, TopicDetails)
}

// warn keeps when a submission goes, and tells everybody who may read it. Each gets a notice of its own for each time:
// one that was not read for long must not swallow the next.
func warn(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, now, due time.Time) error {
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO submission_retentions (submission_id, warned_at, due_at) VALUES ($1, $2, $3)`, id, now, due); err != nil {
		return fmt.Errorf("warn: %w", err)
	}
	return notifyReaders(ctx, tx, upr.RetentionNotice, id, "", due)
}

// stand keeps that a server looked at a submission of which people are warned.
func stand(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, now time.Time) error {
	_, err := tx.ExecContext(ctx, `
		UPDATE submission_retentions SET warned_at = greatest(warned_at, $2) WHERE submission_id = $1`, id, now)
	return asked("look at warning", err)
}

func moveRetention(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, due time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE submission_retentions SET due_at = $2 WHERE submission_id = $1`, id, due)
	return asked("move end of submission", err)
}

// endWarning lets a submission stay, and tells everybody who may read it.
func endWarning(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, by upr.UserID, due time.Time) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM submission_retentions WHERE submission_id = $1`, id); err != nil {
		return fmt.Errorf("take warning back: %w", err)
	}
	return notifyReaders(ctx, tx, upr.KeptNotice, id, by, due)
}

// retentionOf is how far the end of a submission is.
func retentionOf(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID) (upr.Retention, error) {
	var row struct {
		Stood *time.Time `db:"warned_at"`
		Due   *time.Time `db:"due_at"`
		Kept  *time.Time `db:"kept"`
	}
	if err := tx.GetContext(ctx, &row, `
		SELECT r.warned_at, r.due_at, (SELECT max(until) FROM submission_extensions e WHERE e.submission_id = s.id) AS kept
		FROM submissions s LEFT JOIN submission_retentions r ON r.submission_id = s.id WHERE s.id = $1`, id); err != nil {
		return upr.Retention{}, fmt.Errorf("retention: %w", err)
	}
	return upr.Retention{Stood: timeOf(row.Stood), Due: timeOf(row.Due), Kept: timeOf(row.Kept)}, nil
}

// Retention returns how far the end of a submission is, for who may read it, and what coordinators answered to warnings,
// the latest first.
func (s *Store) Retention(ctx context.Context, by upr.Actor, id upr.SubmissionID) (upr.Retention, []upr.Extension, error) {
	var is upr.Retention
	var list []upr.Extension
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		var err error
		if is, err = retentionOf(ctx, tx, id); err != nil {
			return err
		}
		var rows []struct {
			By     upr.UserID `db:"by_user"`
			At     time.Time  `db:"at"`
			Until  time.Time  `db:"until"`
			Reason string     `db:"reason"`
		}
		if err := tx.SelectContext(ctx, &rows, `
			SELECT coalesce(by_user, '') AS by_user, at, until, reason FROM submission_extensions
			WHERE submission_id = $1 ORDER BY until DESC LIMIT 100`, id); err != nil {
			return fmt.Errorf("extensions: %w", err)
		}
		for _, r := range rows {
			list = append(list, upr.Extension{By: r.By, At: r.At.UTC(), Until: r.Until.UTC(), Reason: r.Reason})
		}
		return nil
	})
	return is, list, err
}

// Extend lets a submission whose people were warned stay for some months more than they were told, for who could delete
// it. It is a Conflict when there is no warning (any more): somebody else was first. The caller has checked months and
// reason.
func (s *Store) Extend(ctx context.Context, by upr.Actor, id upr.SubmissionID, months int, reason string, now time.Time) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := lockSubmission(ctx, tx, id); err != nil {
			return err
		}
		if err := requireSubmission(ctx, tx, by, id, upr.DeleteSubmission); err != nil {
			return err
		}
		is, err := retentionOf(ctx, tx, id)
		if err != nil {
			return err
		}
		if !is.Warned() {
			return &upr.Error{Kind: upr.Conflict, Key: "retention.stays"}
		}
		from := is.Due
		if now.After(from) {
			from = now // no server has looked since
		}
		made, until := upr.NewID(), from.AddDate(0, months, 0)
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO submission_extensions (id, submission_id, by_user, at, until, reason) VALUES ($1, $2, $3, $4, $5, $6)`,
			made, id, by.User, now, until, reason); err != nil {
			return fmt.Errorf("extend: %w", err)
		}
		if err := endWarning(ctx, tx, id, by.User, is.Due); err != nil {
			return err
		}
		if err := record(ctx, tx, Entry{
			Submission: id, By: by.User, Kind: upr.ExtendedRecord, Ref: made, Value: day(until),
		}); err != nil {
			return err
		}
		return announce(ctx, tx, id, TopicDetails)
	})
}

// day writes the day of a moment for the record; "" for none.
func day(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.DateOnly)
}
