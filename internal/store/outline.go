package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// Outline returns the details and the organizations of a submission that the actor may read, without logos, annexes and
// text: for pages that show none of them, such as one page of ten thousand recommendations.
func (s *Store) Outline(ctx context.Context, by upr.Actor, id upr.SubmissionID) (upr.Submission, error) {
	var found upr.Submission
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		var row submissionRow
		if err := tx.GetContext(ctx, &row, `SELECT `+submissionColumns+` FROM submissions s WHERE s.id = $1`, id); err != nil {
			return fmt.Errorf("submission: %w", err)
		}
		found = row.submission()
		return addOrganizations(ctx, tx, []*upr.Submission{&found})
	})
	return found, err
}

// SubmissionsAbout lists the submissions about a State that the actor may read, the latest first, n at most.
func (s *Store) SubmissionsAbout(ctx context.Context, by upr.Actor, state string, n int) ([]upr.Submission, error) {
	var list []upr.Submission
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		var rows []submissionRow
		if err := tx.SelectContext(ctx, &rows, `
			WITH mine AS (
				SELECT so.submission_id AS id FROM organization_members m
					JOIN submission_organizations so ON so.organization_id = m.organization_id
				WHERE m.user_id = $1 AND `+membershipCounts+`
				UNION
				SELECT p.submission_id FROM submission_people p WHERE p.user_id = $1 AND `+roleLasts+`
			)
			SELECT `+submissionColumns+` FROM mine JOIN submissions s ON s.id = mine.id
			WHERE s.state = $2 ORDER BY s.created_at DESC, s.id LIMIT $3`, by.User, state, n); err != nil {
			return fmt.Errorf("submissions about a State: %w", err)
		}
		list = make([]upr.Submission, len(rows))
		pointers := make([]*upr.Submission, len(rows))
		for i, row := range rows {
			list[i] = row.submission()
			pointers[i] = &list[i]
		}
		return addOrganizations(ctx, tx, pointers)
	})
	return list, err
}
