package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"upright/internal/upr"
)

// followsCalendar is true, in SQL, of a submission s that stands on the deadline of its session in the calendar, or that
// has none and would, and was not handed in.
const followsCalendar = `s.deadline_source IN ('calendar', '') AND NOT EXISTS (
	SELECT FROM signoff_finals f WHERE f.submission_id = s.id AND f.reopened_at IS NULL AND f.handed_in_at IS NOT NULL)`

// OnDeadlines counts the submissions that stand on the deadlines of sessions, by session, for an administrator, who learns
// no more of them.
func (s *Store) OnDeadlines(ctx context.Context, by upr.Actor, sessions []int) (map[int]int, error) {
	counts := make(map[int]int)
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireAdmin(ctx, tx, by); err != nil {
			return err
		}
		var rows []struct {
			Session int `db:"session"`
			Count   int `db:"count"`
		}
		if err := tx.SelectContext(ctx, &rows, `
			SELECT s.session, count(*) FROM submissions s WHERE s.session = ANY ($1) AND `+followsCalendar+`
			GROUP BY s.session`, pq.Array(sessions)); err != nil {
			return fmt.Errorf("submissions of sessions: %w", err)
		}
		for _, r := range rows {
			counts[r.Session] = r.Count
		}
		return nil
	})
	return counts, err
}

// FollowDeadlines gives submissions that stand on the calendar the deadlines that are published now, by session, and tells
// their people. It returns how many it changed. Asked again, and by several processes at once, nothing happens; a
// submission without a deadline takes only one that lies ahead.
func (s *Store) FollowDeadlines(ctx context.Context, published map[int]time.Time, now time.Time) (int, error) {
	var sessions []int64
	var at []*time.Time
	for session, deadline := range published {
		sessions, at = append(sessions, int64(session)), append(at, &deadline)
	}
	var behind []struct {
		ID upr.SubmissionID `db:"id"`
		At *time.Time       `db:"at"`
	}
	if err := s.db.SelectContext(ctx, &behind, `
		SELECT s.id, p.at FROM submissions s
			LEFT JOIN unnest($1::integer[], $2::timestamptz[]) AS p (session, at) ON p.session = s.session
		WHERE `+followsCalendar+` AND s.deadline IS DISTINCT FROM p.at AND (s.deadline_source = 'calendar' OR p.at > $3)
		ORDER BY s.id`, pq.Array(sessions), timeArray(at), now); err != nil {
		return 0, fmt.Errorf("submissions behind the calendar: %w", err)
	}
	changed := 0
	for _, one := range behind {
		done := false
		if err := s.inTx(ctx, func(tx *sqlx.Tx) error {
			var err error
			done, err = followDeadline(ctx, tx, one.ID, one.At, now)
			return err
		}); err != nil {
			return changed, err
		}
		if done {
			changed++
		}
	}
	return changed, nil
}

// followDeadline moves the deadline of one submission; nil is none. It reports false when somebody else did, or when its
// people set one of their own meanwhile.
func followDeadline(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, at *time.Time, now time.Time) (bool, error) {
	source := upr.CalendarDeadline
	if at == nil {
		source = upr.NoDeadline
	}
	var versions []int64
	if err := tx.SelectContext(ctx, &versions, `
		UPDATE submissions s SET deadline_before = s.deadline, deadline_moved_at = $4, deadline = $2, deadline_source = $3,
			version = version + 1, updated_at = $4
		WHERE id = $1 AND `+followsCalendar+` AND s.deadline IS DISTINCT FROM $2::timestamptz RETURNING version`,
		id, at, source, now); err != nil {
		return false, fmt.Errorf("move deadline: %w", err)
	}
	if len(versions) == 0 {
		return false, nil
	}
	to, err := whoMay(ctx, tx, id, upr.ReadSubmission)
	if err != nil {
		return false, err
	}
	if err := notify(ctx, tx, Event{Kind: upr.MovedNotice, Submission: id, To: to}); err != nil {
		return false, err
	}
	value := ""
	if at != nil {
		value = at.UTC().Format(time.RFC3339)
	}
	return true, record(ctx, tx, Entry{Submission: id, Kind: upr.DeadlineMovedRecord, Value: value})
}

// DeadlineMove returns whether, and from when, the deadline of a submission moved with OHCHR's.
func (s *Store) DeadlineMove(ctx context.Context, by upr.Actor, id upr.SubmissionID) (upr.DeadlineMove, error) {
	var moved upr.DeadlineMove
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		var row struct {
			At     *time.Time `db:"deadline_moved_at"`
			Before *time.Time `db:"deadline_before"`
		}
		if err := tx.GetContext(ctx, &row, `SELECT deadline_moved_at, deadline_before FROM submissions WHERE id = $1`, id); err != nil {
			return fmt.Errorf("move of deadline: %w", err)
		}
		moved = upr.DeadlineMove{At: timeOf(row.At), Before: timeOf(row.Before)}
		return nil
	})
	return moved, err
}
