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

// SetFeed gives the actor's calendar a secret address, by its hash; the one before ends.
func (s *Store) SetFeed(ctx context.Context, by upr.Actor, tokenHash []byte, now time.Time) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO calendar_feeds (user_id, token_hash, created_at) VALUES ($1, $2, $3)
			ON CONFLICT (user_id) DO UPDATE SET token_hash = excluded.token_hash, created_at = excluded.created_at`,
			by.User, tokenHash, now); err != nil {
			return fmt.Errorf("set address of calendar: %w", err)
		}
		return nil
	})
}

// EndFeed ends the secret address of the actor's calendar.
func (s *Store) EndFeed(ctx context.Context, by upr.Actor) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM calendar_feeds WHERE user_id = $1`, by.User)
		return asked("end address of calendar", err)
	})
}

// Feed returns since when the actor's calendar has its secret address; the zero time when it has none.
func (s *Store) Feed(ctx context.Context, by upr.Actor) (time.Time, error) {
	var since time.Time
	err := s.db.GetContext(ctx, &since, `SELECT created_at FROM calendar_feeds WHERE user_id = $1`, by.User)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	return since.UTC(), asked("address of calendar", err)
}

// FeedOwner returns whose calendar a secret address is, by its hash; not found for one that has ended.
func (s *Store) FeedOwner(ctx context.Context, tokenHash []byte) (upr.User, error) {
	var row userRow
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		return asked("owner of calendar", tx.GetContext(ctx, &row, `
			SELECT `+userColumns+` FROM calendar_feeds f JOIN users u ON u.id = f.user_id WHERE f.token_hash = $1`, tokenHash))
	})
	return row.user(), err
}

// mostAppointments bounds a calendar, the next ones first.
const mostAppointments = 1000

// Appointments lists the deadlines of the submissions that the actor may read, and the last days of what is open and
// assigned to them, from a moment on, by time: of one submission, or of all when id is "".
func (s *Store) Appointments(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, since time.Time,
) ([]upr.Appointment, error) {
	var rows []struct {
		UID        string           `db:"uid"`
		Submission upr.SubmissionID `db:"submission_id"`
		State      string           `db:"state"`
		At         *time.Time       `db:"at"`
		Day        *time.Time       `db:"day"`
		Changed    time.Time        `db:"changed"`
		Sequence   int64            `db:"sequence"`
	}
	mine := mayBeTold("s.id", "NULL", "$1")
	if err := s.db.SelectContext(ctx, &rows, `
		SELECT 'deadline-' || s.id AS uid, s.id AS submission_id, s.state, s.deadline AS at, NULL::date AS day,
			s.updated_at AS changed, s.version - 1 AS sequence
		FROM submissions s WHERE s.deadline >= $3 AND ($2 = '' OR s.id = $2) AND `+mine+`
		UNION ALL
		SELECT 'due-' || a.id, s.id, s.state, NULL, a.due, a.made_at, 0
		FROM assignments a JOIN submissions s ON s.id = a.submission_id
		WHERE a.due >= $3::date AND a.done_at IS NULL AND ($2 = '' OR s.id = $2) AND `+mine+`
			AND (a.user_id = $1 OR a.organization_id IN (
				SELECT p.organization_id FROM submission_people p WHERE p.submission_id = s.id AND p.user_id = $1 AND `+roleLasts+`
				UNION SELECT m.organization_id FROM organization_members m WHERE m.user_id = $1))
		ORDER BY at NULLS LAST, day, uid LIMIT $4`, by.User, string(id), since, mostAppointments); err != nil {
		return nil, mapped(fmt.Errorf("appointments: %w", err))
	}
	var list []upr.Appointment
	for _, r := range rows {
		a := upr.Appointment{
			UID: r.UID, Kind: upr.DeadlineNotice, Submission: r.Submission, State: r.State, At: timeOf(r.At),
			Changed: r.Changed.UTC(), Sequence: r.Sequence,
		}
		if r.Day != nil {
			a.Kind, a.Day = upr.DueNotice, upr.DateOf(*r.Day)
		}
		list = append(list, a)
	}
	return list, nil
}
