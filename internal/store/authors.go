package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// authorRow is a person of a submission.
type authorRow struct {
	User             upr.UserID         `db:"user_id"`
	Name             string             `db:"name"`
	Organization     upr.OrganizationID `db:"organization_id"`
	OrganizationName string             `db:"organization_name"`
	Former           bool               `db:"former"`
}

// Authors lists everybody who has a role in a submission or ever wrote in it, by name, for who may read it. Who has left
// is Former and keeps name and organization.
func (s *Store) Authors(ctx context.Context, by upr.Actor, id upr.SubmissionID) ([]upr.Author, error) {
	var list []upr.Author
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		var rows []authorRow
		if err := tx.SelectContext(ctx, &rows, `
			WITH belongs AS (
				SELECT DISTINCT ON (m.user_id) m.user_id, so.organization_id
				FROM submission_organizations so JOIN organization_members m USING (organization_id)
				WHERE so.submission_id = $1
				ORDER BY m.user_id, so.position
			), wrote AS (
				SELECT DISTINCT user_id FROM manuscript_commits WHERE submission_id = $1 AND user_id IS NOT NULL
			)
			SELECT u.id AS user_id, u.name, coalesce(o.id, '') AS organization_id,
				coalesce(nullif(o.acronym, ''), o.name, '') AS organization_name, b.user_id IS NULL AS former
			FROM belongs b FULL JOIN wrote w USING (user_id)
			JOIN users u ON u.id = coalesce(b.user_id, w.user_id)
			LEFT JOIN organizations o ON o.id = b.organization_id
			ORDER BY u.name, u.id LIMIT 1000`, id); err != nil {
			return fmt.Errorf("authors: %w", err)
		}
		for _, r := range rows {
			list = append(list, upr.Author(r))
		}
		return nil
	})
	return list, err
}
