package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"upright/internal/upr"
)

// A Tick says that a person confirmed a rule that no program can check.
type Tick struct {
	Rule string
	By   upr.UserID // whose name upr.Author has; "" once the account is gone
	At   time.Time
	Text [32]byte // SHA-256 of the text that they had before them
}

// Ticks returns what was confirmed of a submission, for who may read it, by the ids of the rules.
func (s *Store) Ticks(ctx context.Context, by upr.Actor, id upr.SubmissionID) (map[string]Tick, error) {
	ticks := make(map[string]Tick)
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		var rows []struct {
			Rule string     `db:"rule"`
			By   upr.UserID `db:"by_user"`
			At   time.Time  `db:"at"`
			Text []byte     `db:"text_sum"`
		}
		if err := tx.SelectContext(ctx, &rows, `
			SELECT rule, coalesce(by_user, '') AS by_user, at, text_sum FROM checklist_ticks WHERE submission_id = $1`, id); err != nil {
			return fmt.Errorf("ticks: %w", err)
		}
		for _, row := range rows {
			ticks[row.Rule] = Tick{Rule: row.Rule, By: row.By, At: row.At.UTC(), Text: [32]byte(row.Text)}
		}
		return nil
	})
	return ticks, err
}

// TickRule keeps that the actor confirms a rule now, for who may edit the details, in place of who confirmed it before. The
// caller knows that the rule is one of the submission's checklist. A text that is final is confirmed no more: Forbidden.
func (s *Store) TickRule(ctx context.Context, by upr.Actor, id upr.SubmissionID, rule string, text [32]byte) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := lockSubmission(ctx, tx, id); err != nil {
			return err
		}
		if err := requireSubmission(ctx, tx, by, id, upr.EditDetails); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO checklist_ticks (submission_id, rule, by_user, text_sum) VALUES ($1, $2, $3, $4)
			ON CONFLICT (submission_id, rule) DO UPDATE SET by_user = $3, at = now(), text_sum = $4`,
			id, rule, by.User, text[:]); err != nil {
			return fmt.Errorf("tick: %w", err)
		}
		return record(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.TickedRecord, Ref: rule})
	})
}

// UntickRule takes back what was confirmed, whoever did; nothing happens when nobody had.
func (s *Store) UntickRule(ctx context.Context, by upr.Actor, id upr.SubmissionID, rule string) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := lockSubmission(ctx, tx, id); err != nil {
			return err
		}
		if err := requireSubmission(ctx, tx, by, id, upr.EditDetails); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `DELETE FROM checklist_ticks WHERE submission_id = $1 AND rule = $2`, id, rule)
		if err != nil {
			return fmt.Errorf("untick: %w", err)
		}
		if n, err := result.RowsAffected(); err != nil || n == 0 {
			return err
		}
		return record(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.UntickedRecord, Ref: rule})
	})
}

// TakeRules gives a submission another version of the rules, for its coordinators. Changed are the ids of the rules that
// say something else in it: what was confirmed of them has to be confirmed anew. Had is the version that the submission
// had when they looked; if it is another one meanwhile, this is a Conflict.
func (s *Store) TakeRules(ctx context.Context, by upr.Actor, id upr.SubmissionID, had, next upr.RulesRef, changed []string) error {
	return s.answerRules(ctx, by, id, upr.RulesTakenRecord, next, func(tx *sqlx.Tx) error {
		result, err := tx.ExecContext(ctx, `
			UPDATE submissions SET rule_set = $4, rule_version = $5, left_set = NULL, left_version = NULL
			WHERE id = $1 AND rule_set = $2 AND rule_version = $3
				AND EXISTS (SELECT FROM rule_set_versions v WHERE v.set_id = $4 AND v.version = $5)`,
			id, had.Set, had.Version, next.Set, next.Version)
		if err != nil {
			return fmt.Errorf("take rules: %w", err)
		}
		if err := affected(result, conflict()); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			DELETE FROM checklist_ticks WHERE submission_id = $1 AND rule = ANY ($2)`, id, pq.Array(changed)); err != nil {
			return fmt.Errorf("ticks of changed rules: %w", err)
		}
		return announce(ctx, tx, id, TopicDetails) // open editors show how long the text may be
	})
}

// LeaveRules keeps that the coordinators of a submission looked at another version of the rules and leave it. They can
// take it later.
func (s *Store) LeaveRules(ctx context.Context, by upr.Actor, id upr.SubmissionID, next upr.RulesRef) error {
	return s.answerRules(ctx, by, id, upr.RulesLeftRecord, next, func(tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx, `
			UPDATE submissions SET left_set = $2, left_version = $3 WHERE id = $1`, id, next.Set, next.Version); err != nil {
			return fmt.Errorf("leave rules: %w", err)
		}
		return nil
	})
}

// answerRules does what coordinators decided about a version of the rules, and records it. The rules of a final text stay.
func (s *Store) answerRules(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, kind upr.RecordKind, next upr.RulesRef, act func(*sqlx.Tx) error,
) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := lockSubmission(ctx, tx, id); err != nil {
			return err
		}
		if err := requireSubmission(ctx, tx, by, id, upr.Coordinate); err != nil {
			return err
		}
		var final bool
		if err := tx.GetContext(ctx, &final, `
			SELECT EXISTS (SELECT FROM manuscripts WHERE submission_id = $1 AND final > 0)`, id); err != nil {
			return fmt.Errorf("final text: %w", err)
		}
		if final {
			return &upr.Error{Kind: upr.Conflict, Key: "rules.final"}
		}
		if err := act(tx); err != nil {
			return err
		}
		return record(ctx, tx, Entry{Submission: id, By: by.User, Kind: kind, Ref: next.Set, Value: number(next.Version)})
	})
}
