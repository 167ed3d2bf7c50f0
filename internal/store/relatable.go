package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// maxRelatable is how many submissions Relatable lists, and how many it looks at of each organization: the latest.
const maxRelatable = 200

// relatableRow is one thing that somebody has from a submission: a role of their own, or one in an organization of it.
type relatableRow struct {
	submissionRow
	Given upr.SubmissionRole `db:"given"`
	Role  upr.Role           `db:"role"`
	Lead  bool               `db:"lead"`
}

// Relatable lists the submissions that Relate would link with one, without their organizations: those about other States
// that the actor edits, or edited before they were final, and that are not linked with it yet. It is for who coordinates
// the one, and looks at the latest two hundred of each organization and of those in which the actor was given a role.
func (s *Store) Relatable(ctx context.Context, by upr.Actor, id upr.SubmissionID) ([]upr.Submission, error) {
	var list []upr.Submission
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.Coordinate); err != nil {
			return err
		}
		var rows []relatableRow
		// As in Submissions, each organization gives its latest from one index. The rows of one submission come one after the
		// other.
		if err := tx.SelectContext(ctx, &rows, `
			WITH mine AS (
				(SELECT p.submission_id AS id, p.role AS given, '' AS role, false AS lead
				FROM submission_people p WHERE p.user_id = $1 AND `+roleLasts+`
				ORDER BY p.began_at DESC, p.submission_id DESC LIMIT $3)
				UNION ALL
				SELECT own.submission_id, '', m.role, own.lead
				FROM organization_members m CROSS JOIN LATERAL (
					SELECT so.submission_id, so.position = 0 AS lead FROM submission_organizations so
					WHERE so.organization_id = m.organization_id AND `+membershipCounts+`
					ORDER BY so.created_at DESC, so.submission_id DESC LIMIT $3
				) own
				WHERE m.user_id = $1
			)
			SELECT `+submissionColumns+`, mine.given, mine.role, mine.lead FROM mine JOIN submissions s ON s.id = mine.id
			WHERE s.state <> (SELECT one.state FROM submissions one WHERE one.id = $2)
				AND NOT EXISTS (SELECT FROM related_submissions r WHERE (r.one_id, r.other_id) IN ((s.id, $2), ($2, s.id)))
			ORDER BY s.created_at DESC, s.id`, by.User, id, maxRelatable); err != nil {
			return fmt.Errorf("submissions to link: %w", err)
		}
		list = editable(by, rows)
		list = list[:min(len(list), maxRelatable)]
		return nil
	})
	return list, err
}

// editable are the submissions of rows that the actor may edit, or might before they were final: each once, in order.
func editable(by upr.Actor, rows []relatableRow) []upr.Submission {
	var list []upr.Submission
	var in upr.Standing
	for i, row := range rows {
		if row.Given != upr.NoSubmissionRole {
			in.Given = row.Given
		}
		if row.Lead {
			in.Lead = row.Role
		}
		if i+1 < len(rows) && rows[i+1].ID == row.ID {
			continue
		}
		if upr.AllowedIn(by, in, upr.EditText) {
			list = append(list, row.submission())
		}
		in = upr.Standing{}
	}
	return list
}
