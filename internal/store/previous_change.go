package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"upright/internal/upr"
)

// An AssessmentChange is what is said of recommendations, of several at once. What is nil stays as it is.
type AssessmentChange struct {
	Assessed          *upr.Assessment
	Evidence, Comment *string
}

// AssessPrevious changes what is said of recommendations, for who may edit the text. It is NotFound when one of them is not
// there, and then changes none.
func (s *Store) AssessPrevious(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, ids []string, change AssessmentChange,
) error {
	probe := upr.PreviousRecommendation{Text: "x"}
	if change.Assessed != nil {
		probe.Assessed = *change.Assessed
	}
	for text, to := range map[*string]*string{change.Evidence: &probe.Evidence, change.Comment: &probe.Comment} {
		if text != nil {
			*to = *text
		}
	}
	if err := probe.Validate(); err != nil {
		return err
	}
	return s.changePrevious(ctx, by, id, func(tx *sqlx.Tx) error {
		result, err := tx.ExecContext(ctx, `
			UPDATE previous_recommendations SET assessed = coalesce($3, assessed), evidence = coalesce($4, evidence),
				comment = coalesce($5, comment)
			WHERE submission_id = $1 AND id = ANY ($2)`, id, pq.Array(ids), (*string)(change.Assessed), change.Evidence, change.Comment)
		if err != nil {
			return fmt.Errorf("assess previous recommendations: %w", err)
		}
		return all(result, len(ids))
	})
}

// all turns a change that did not touch each of n rows into NotFound.
func all(result interface{ RowsAffected() (int64, error) }, n int) error {
	changed, err := result.RowsAffected()
	if err != nil {
		return err
	}
	if changed != int64(n) {
		return notFound(nil)
	}
	return nil
}

// RemovePrevious removes recommendations, with what was said of them, for who may edit the text.
func (s *Store) RemovePrevious(ctx context.Context, by upr.Actor, id upr.SubmissionID, ids []string) error {
	return s.changePrevious(ctx, by, id, func(tx *sqlx.Tx) error {
		result, err := tx.ExecContext(ctx,
			`DELETE FROM previous_recommendations WHERE submission_id = $1 AND id = ANY ($2)`, id, pq.Array(ids))
		if err != nil {
			return fmt.Errorf("remove previous recommendations: %w", err)
		}
		return all(result, len(ids))
	})
}

// LinkPrevious links a block of the text to a recommendation, or takes the link back, for who may edit the text. The caller
// knows that the block is there. Doing it twice does nothing; beyond upr.MaxPreviousList blocks it is TooMany.
func (s *Store) LinkPrevious(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, recommendation, block string, linked bool,
) error {
	return s.changePrevious(ctx, by, id, func(tx *sqlx.Tx) error {
		var now struct {
			Paragraphs pq.StringArray `db:"paragraphs"`
		}
		if err := tx.GetContext(ctx, &now, `
			UPDATE previous_recommendations SET paragraphs = array_remove(paragraphs, $3)
			WHERE submission_id = $1 AND id = $2 RETURNING paragraphs`, id, recommendation, block); err != nil {
			return fmt.Errorf("link previous recommendation: %w", err)
		}
		if !linked {
			return nil
		}
		if len(now.Paragraphs) >= upr.MaxPreviousList {
			return &upr.Error{Kind: upr.TooMany, Key: "previous.links.many", Args: map[string]any{"n": upr.MaxPreviousList}}
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE previous_recommendations SET paragraphs = array_append(paragraphs, $3)
			WHERE submission_id = $1 AND id = $2`, id, recommendation, block); err != nil {
			return fmt.Errorf("link previous recommendation: %w", err)
		}
		return nil
	})
}

// changePrevious changes the recommendations of a submission, one change at a time, and tells everybody.
func (s *Store) changePrevious(ctx context.Context, by upr.Actor, id upr.SubmissionID, f func(tx *sqlx.Tx) error) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := lockSubmission(ctx, tx, id); err != nil {
			return err
		}
		if err := requireSubmission(ctx, tx, by, id, upr.EditText); err != nil {
			return err
		}
		// The matrix is printed, so the paper has changed.
		if _, err := tx.ExecContext(ctx, `UPDATE submissions SET updated_at = now() WHERE id = $1`, id); err != nil {
			return fmt.Errorf("touch submission: %w", err)
		}
		if err := f(tx); err != nil {
			return err
		}
		return announce(ctx, tx, id, TopicPrevious)
	})
}

// knownPrevious counts the recommendations that a submission has already.
func knownPrevious(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, list []upr.PreviousRecommendation) (int, error) {
	identities := make([]string, len(list))
	for i := range list {
		identities[i] = list[i].Identity()
	}
	var n int
	if err := tx.GetContext(ctx, &n, `
		SELECT count(*) FROM previous_recommendations WHERE submission_id = $1 AND identity = ANY ($2)`,
		id, pq.Array(identities)); err != nil {
		return 0, fmt.Errorf("known previous recommendations: %w", err)
	}
	return n, nil
}

// TakePreviousImport takes a file that the actor sent into the submission. It is TooMany when there would be more than
// upr.MaxPrevious recommendations.
func (s *Store) TakePreviousImport(ctx context.Context, by upr.Actor, id upr.SubmissionID, kept string) (int, error) {
	taken := 0
	err := s.changePrevious(ctx, by, id, func(tx *sqlx.Tx) error {
		found, err := keptImport(ctx, tx, by, id, kept)
		if err != nil {
			return err
		}
		if len(found.Rows) == 0 {
			return notFound(nil)
		}
		if err := insertPrevious(ctx, tx, id, found.Rows); err != nil {
			return err
		}
		taken = len(found.Rows)
		var count int
		if err := tx.GetContext(ctx, &count, `SELECT count(*) FROM previous_recommendations WHERE submission_id = $1`, id); err != nil {
			return fmt.Errorf("count previous recommendations: %w", err)
		}
		if count > upr.MaxPrevious {
			return &upr.Error{Kind: upr.TooMany, Key: "previous.many", Args: map[string]any{"n": upr.MaxPrevious}}
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM previous_imports WHERE id = $1`, kept); err != nil {
			return fmt.Errorf("remove import: %w", err)
		}
		return nil
	})
	return taken, err
}
