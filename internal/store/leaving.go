package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// leaving are the submissions that will be deleted, whatever the reason, as a table expression.
const leaving = `(SELECT submission_id, due_at, true AS asked FROM submission_deletions
	UNION ALL SELECT submission_id, due_at, false FROM submission_retentions)`

// A Leaving is a submission that will be deleted. Of it only ID, State, Title and Language are filled.
type Leaving struct {
	upr.Submission
	Due   time.Time
	Asked bool // somebody asked for it; otherwise its time is over
}

// mostLeaving bounds Leaving.
const mostLeaving = 20

// Leaving lists the submissions that the actor may read and that will be deleted, the next first, 20 at most.
func (s *Store) Leaving(ctx context.Context, by upr.Actor) ([]Leaving, error) {
	var rows []struct {
		ID       upr.SubmissionID `db:"id"`
		Title    string           `db:"title"`
		Language string           `db:"language"`
		State    string           `db:"state"`
		Due      time.Time        `db:"due_at"`
		Asked    bool             `db:"asked"`
	}
	if err := s.db.SelectContext(ctx, &rows, `
		SELECT s.id, s.title, s.language, s.state, l.due_at, l.asked
		FROM `+leaving+` l
		JOIN submissions s ON s.id = l.submission_id
		WHERE `+mayBeTold("s.id", "NULL", "$1")+` ORDER BY l.due_at, s.id LIMIT $2`, by.User, mostLeaving); err != nil {
		return nil, fmt.Errorf("submissions that leave: %w", err)
	}
	var list []Leaving
	for _, r := range rows {
		list = append(list, Leaving{
			Submission: upr.Submission{ID: r.ID, Details: upr.Details{Title: r.Title, Language: r.Language, State: r.State}},
			Due:        r.Due.UTC(), Asked: r.Asked,
		})
	}
	return list, nil
}

// leavingSteps are how many days before a submission is deleted people are reminded of it.
func leavingSteps() []int { return []int{7, 1} }

// remindOfLeaving is Remind for submissions that will be deleted: everybody who may read one can still take a copy.
func (s *Store) remindOfLeaving(ctx context.Context, now time.Time) error {
	var near []struct {
		ID    upr.SubmissionID `db:"submission_id"`
		Due   time.Time        `db:"due_at"`
		Asked bool             `db:"asked"`
	}
	if err := s.db.SelectContext(ctx, &near, `
		SELECT submission_id, due_at, asked FROM `+leaving+` l WHERE due_at > $1 AND due_at < $2 ORDER BY submission_id, asked`,
		now, now.AddDate(0, 0, leavingSteps()[0]+2)); err != nil {
		return fmt.Errorf("submissions that leave soon: %w", err)
	}
	for _, n := range near {
		kind := upr.RetentionNotice
		if n.Asked {
			kind = upr.DeletionNotice
		}
		if err := s.inTx(ctx, func(tx *sqlx.Tx) error {
			to, err := whoMay(ctx, tx, n.ID, upr.ReadSubmission)
			if err != nil {
				return err
			}
			due := number(n.Due.Unix())
			last := func(zone *time.Location) upr.Date { return upr.DateOf(n.Due.In(zone)) }
			return remind(ctx, tx, now, Event{Kind: kind, Submission: n.ID, To: to, Ref: due}, due, last, leavingSteps())
		}); err != nil {
			return err
		}
	}
	return nil
}
