package store

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// How many days before a last day people are reminded of it.
func deadlineSteps() []int { return []int{14, 7, 3, 1} }
func dueSteps() []int      { return []int{3, 1, 0} }

// Remind tells people that a last day is near: who may write in a submission, of the day on which OHCHR stops taking it;
// unless it was handed in; who has something assigned, of its own last day; who may read a submission, of the day on which
// it is deleted. Each is told in the morning where they are, once for each step; asked again, and by several processes at
// once, nothing happens.
func (s *Store) Remind(ctx context.Context, now time.Time) error {
	var near []struct {
		ID upr.SubmissionID `db:"id"`
		At time.Time        `db:"deadline"`
	}
	first := now.AddDate(0, 0, deadlineSteps()[0]+2)
	if err := s.db.SelectContext(ctx, &near, `
		SELECT id, deadline FROM submissions s WHERE deadline > $1 AND deadline < $2 AND NOT EXISTS (
			SELECT FROM signoff_finals f WHERE f.submission_id = s.id AND f.reopened_at IS NULL AND f.handed_in_at IS NOT NULL)
		ORDER BY id`, now, first); err != nil {
		return fmt.Errorf("deadlines: %w", err)
	}
	for _, n := range near {
		if err := s.inTx(ctx, func(tx *sqlx.Tx) error {
			to, err := whoMay(ctx, tx, n.ID, upr.EditText)
			if err != nil {
				return err
			}
			e := Event{Kind: upr.DeadlineNotice, Submission: n.ID, To: to}
			last := func(zone *time.Location) upr.Date { return upr.DateOf(n.At.In(zone)) }
			return remind(ctx, tx, now, e, strconv.FormatInt(n.At.Unix(), 10), last, deadlineSteps())
		}); err != nil {
			return err
		}
	}
	if err := s.remindOfAssignments(ctx, now); err != nil {
		return err
	}
	return s.remindOfLeaving(ctx, now)
}

// remindOfAssignments is Remind for what is assigned.
func (s *Store) remindOfAssignments(ctx context.Context, now time.Time) error {
	var near []struct {
		ID           upr.AssignmentID   `db:"id"`
		Submission   upr.SubmissionID   `db:"submission_id"`
		Block        string             `db:"block"`
		User         upr.UserID         `db:"user_id"`
		Organization upr.OrganizationID `db:"organization_id"`
		Due          time.Time          `db:"due"`
	}
	if err := s.db.SelectContext(ctx, &near, `
		SELECT id, submission_id, block, coalesce(user_id, '') AS user_id, coalesce(organization_id, '') AS organization_id, due
		FROM assignments WHERE done_at IS NULL AND due BETWEEN $1::date AND $2::date ORDER BY id`,
		now.AddDate(0, 0, -1), now.AddDate(0, 0, dueSteps()[0]+1)); err != nil {
		return fmt.Errorf("due assignments: %w", err)
	}
	for _, n := range near {
		if err := s.inTx(ctx, func(tx *sqlx.Tx) error {
			to, err := assignees(ctx, tx, n.Submission, upr.Assignment{User: n.User, Organization: n.Organization})
			if err != nil {
				return err
			}
			e := Event{Kind: upr.DueNotice, Submission: n.Submission, To: to, Ref: n.Block}
			last := func(*time.Location) upr.Date { return upr.DateOf(n.Due) } // a day, wherever one is
			return remind(ctx, tx, now, e, string(n.ID)+":"+n.Due.Format(time.DateOnly), last, dueSteps())
		}); err != nil {
			return err
		}
	}
	return nil
}

// remind tells those of an event for whom a step of its last day has come. what names the last day: moved, it is another.
func remind(
	ctx context.Context, tx *sqlx.Tx, now time.Time, e Event, what string, last func(*time.Location) upr.Date, steps []int,
) error {
	rows, err := recipients(ctx, tx, e)
	if err != nil {
		return err
	}
	at := make(map[int][]recipientRow)
	for _, r := range rows {
		zone := zoneOf(r.Timezone)
		if step, is := upr.Reminder(now, last(zone), zone, steps); is {
			r.Now = now
			at[step] = append(at[step], r)
		}
	}
	for step, to := range at {
		once := string(e.Kind) + ":" + string(e.Submission) + ":" + what + ":" + strconv.Itoa(step)
		if err := keepNotices(ctx, tx, e, once, to); err != nil {
			return err
		}
	}
	return nil
}
