package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// Relate links two submissions about two States, for who coordinates the one and edits the other: a final text can be
// linked by who edited it before. Errors beside those of the rights: Invalid (the same submission, the same State),
// Conflict (linked already), TooMany (upr.MaxRelated).
func (s *Store) Relate(ctx context.Context, by upr.Actor, id, other upr.SubmissionID) error {
	if id == other {
		return &upr.Error{Kind: upr.Invalid, Key: "related.itself", Field: "other"}
	}
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		one, two := min(id, other), max(id, other)
		for _, each := range []upr.SubmissionID{one, two} {
			if err := lockSubmission(ctx, tx, each); err != nil {
				return err
			}
		}
		if err := requireBoth(ctx, tx, by, id, other); err != nil {
			return err
		}
		given := upr.NewID()
		if err := insertRelation(ctx, tx, given, one, two, by.User); err != nil {
			return err
		}
		return recordTwo(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.RelatedRecord, Ref: given}, other, upr.RelatedRecord)
	})
}

// requireBoth asks for the rights to link two submissions, and whether they are about two States.
func requireBoth(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id, other upr.SubmissionID) error {
	if err := requireSubmission(ctx, tx, by, id, upr.Coordinate); err != nil {
		return err
	}
	in, err := requireStanding(ctx, tx, by, other, upr.ReadSubmission)
	if err != nil {
		return err
	}
	if in.Final = false; !upr.AllowedIn(by, in, upr.EditText) {
		return forbidden(upr.EditText)
	}
	var states int
	if err := tx.GetContext(ctx, &states, `SELECT count(DISTINCT state) FROM submissions WHERE id IN ($1, $2)`, id, other); err != nil {
		return fmt.Errorf("linked submissions by State: %w", err)
	}
	if states < 2 {
		return &upr.Error{Kind: upr.Invalid, Key: "related.same-state", Field: "other"}
	}
	return nil
}

func insertRelation(ctx context.Context, tx *sqlx.Tx, given string, one, two upr.SubmissionID, by upr.UserID) error {
	var most int
	if err := tx.GetContext(ctx, &most, `
		SELECT greatest(count(*) FILTER (WHERE $1 IN (one_id, other_id)), count(*) FILTER (WHERE $2 IN (one_id, other_id)))
		FROM related_submissions WHERE one_id IN ($1, $2) OR other_id IN ($1, $2)`, one, two); err != nil {
		return fmt.Errorf("count linked submissions: %w", err)
	}
	if most >= upr.MaxRelated {
		return &upr.Error{Kind: upr.TooMany, Key: "related.many", Args: map[string]any{"n": upr.MaxRelated}}
	}
	result, err := tx.ExecContext(ctx, `
		INSERT INTO related_submissions (id, one_id, other_id, made_by) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
		given, one, two, by)
	if err != nil {
		return fmt.Errorf("link submissions: %w", err)
	}
	return affected(result, &upr.Error{Kind: upr.Conflict, Key: "related.already", Field: "other"})
}

// recordTwo records an act in the records of two submissions and tells everybody in both. The entry is of the first; the
// second gets the same with another kind, and neither names the other submission: not everybody reads both.
func recordTwo(ctx context.Context, tx *sqlx.Tx, first Entry, other upr.SubmissionID, kind upr.RecordKind) error {
	second := first
	second.Submission, second.Kind = other, kind
	entries := []Entry{first, second}
	if other < first.Submission { // always in one order: two who record in both must not wait for each other
		entries[0], entries[1] = second, first
	}
	for _, e := range entries {
		if err := record(ctx, tx, e); err != nil {
			return err
		}
	}
	for _, e := range entries {
		if err := announce(ctx, tx, e.Submission, TopicLinks); err != nil {
			return err
		}
	}
	return nil
}

// Unrelate ends that two submissions are linked, for who coordinates one of them. What was taken over stays in the texts,
// and where it came from stays known.
func (s *Store) Unrelate(ctx context.Context, by upr.Actor, id upr.SubmissionID, relation string) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.Coordinate); err != nil {
			return err
		}
		var other upr.SubmissionID
		if err := tx.GetContext(ctx, &other, `
			DELETE FROM related_submissions WHERE id = $2 AND $1 IN (one_id, other_id)
			RETURNING CASE WHEN one_id = $1 THEN other_id ELSE one_id END`, id, relation); err != nil {
			return fmt.Errorf("unlink submissions: %w", err)
		}
		return recordTwo(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.UnrelatedRecord, Ref: relation}, other, upr.UnrelatedRecord)
	})
}

// Relations lists the submissions linked with one, the first linked first, for who may read it. Of those that the actor may
// not read it says only that there is one.
func (s *Store) Relations(ctx context.Context, by upr.Actor, id upr.SubmissionID) ([]upr.Relation, error) {
	var list []upr.Relation
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		var rows []struct {
			ID    string           `db:"id"`
			Other upr.SubmissionID `db:"other"`
			By    upr.UserID       `db:"made_by"`
			At    time.Time        `db:"made_at"`
		}
		if err := tx.SelectContext(ctx, &rows, `
			SELECT id, CASE WHEN one_id = $1 THEN other_id ELSE one_id END AS other, coalesce(made_by, '') AS made_by, made_at
			FROM related_submissions WHERE $1 IN (one_id, other_id) ORDER BY made_at, id`, id); err != nil {
			return fmt.Errorf("linked submissions: %w", err)
		}
		for _, row := range rows {
			r := upr.Relation{ID: row.ID, Other: row.Other, By: row.By, At: row.At.UTC()}
			readable, err := mayRead(ctx, tx, by, row.Other)
			if err != nil {
				return err
			}
			if !readable {
				r.Other = ""
			}
			list = append(list, r)
		}
		return nil
	})
	return list, err
}

// mayRead reports whether the actor may read a submission.
func mayRead(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID) (bool, error) {
	in, err := standing(ctx, tx, by, id)
	return err == nil && upr.AllowedIn(by, in, upr.ReadSubmission), err
}
