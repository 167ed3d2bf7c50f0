package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// SuggestTitles keeps the titles that are suggested for each kind of submission, for who may edit the details: while the
// submission has one of them, it gets the other when its kind changes. A title of people's own is theirs.
func (s *Store) SuggestTitles(ctx context.Context, by upr.Actor, id upr.SubmissionID, titles map[upr.Kind]string) error {
	data, err := json.Marshal(titles)
	if err != nil {
		return fmt.Errorf("write suggested titles: %w", err)
	}
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := lockSubmission(ctx, tx, id); err != nil {
			return err
		}
		if err := requireSubmission(ctx, tx, by, id, upr.EditDetails); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE submissions SET suggested_titles = $2 WHERE id = $1`, id, string(data)); err != nil {
			return fmt.Errorf("suggest titles: %w", err)
		}
		return nil
	})
}

// coalitionChanged makes a submission joint or individual, as its organizations say, and tells who has it open. It counts
// the ones that appear: a submission in which the files name one organization is an individual one to OHCHR. A title that
// was suggested follows; details that somebody is about to save with the other one are refused then.
// The organizations of a final submission stay as they are: Conflict.
func coalitionChanged(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID) error {
	if err := requireNotFinal(ctx, tx, id); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `
		UPDATE submissions s SET updated_at = now(), kind = is_now.kind, title = coalesce(is_now.title, s.title),
			version = version + CASE WHEN is_now.title <> s.title THEN 1 ELSE 0 END
		FROM (
			SELECT k.kind, CASE WHEN t.title = t.suggested_titles ->> t.kind THEN t.suggested_titles ->> k.kind END AS title
			FROM submissions t, (
				SELECT CASE WHEN count(*) > 1 THEN 'joint' ELSE 'individual' END AS kind FROM submission_organizations
				WHERE submission_id = $1 AND appearance <> 'represented'
			) k WHERE t.id = $1
		) is_now
		WHERE s.id = $1`, id); err != nil {
		return fmt.Errorf("kind of submission: %w", err)
	}
	if err := announce(ctx, tx, id, TopicPeople); err != nil {
		return err
	}
	return announce(ctx, tx, id, TopicDetails)
}
