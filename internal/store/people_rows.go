package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"upright/internal/upr"
)

// givenRow is what somebody was given.
type givenRow struct {
	Organization upr.OrganizationID `db:"organization_id"`
	Role         upr.SubmissionRole `db:"role"`
}

// managed locks a submission and returns what somebody was given in it, and how the actor stands, who may take that away.
func managed(
	ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, user upr.UserID,
) (upr.Standing, givenRow, error) {
	var given givenRow
	// Asked under the lock: of two who change each other's role, the second sees what the first did.
	if err := lockSubmission(ctx, tx, id); err != nil {
		return upr.Standing{}, given, err
	}
	in, err := requireStanding(ctx, tx, by, id, upr.ManagePeople)
	if err != nil {
		return in, given, err
	}
	var found []givenRow
	if err := tx.SelectContext(ctx, &found, `
		SELECT coalesce(organization_id, '') AS organization_id, role FROM submission_people
		WHERE submission_id = $1 AND user_id = $2 AND role <> '' AND left_at IS NULL`, id, user); err != nil {
		return in, given, fmt.Errorf("person of submission: %w", err)
	}
	if len(found) == 0 {
		return in, given, &upr.Error{Kind: upr.Conflict, Key: "people.by-organization"}
	}
	if given = found[0]; !in.MayGive(given.Organization, given.Role) {
		return in, given, forbidden(upr.ManagePeople)
	}
	return in, given, nil
}

// requireCoordinator makes sure that somebody still coordinates, without an end: the last one is neither removed nor
// made less. The caller has locked the submission.
func requireCoordinator(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID) error {
	var any bool
	if err := tx.GetContext(ctx, &any, `
		SELECT EXISTS (
			SELECT FROM submission_people p
			WHERE p.submission_id = $1 AND p.role = 'coordinator' AND p.left_at IS NULL AND p.ends_at IS NULL
		) OR EXISTS (
			SELECT FROM submission_organizations so JOIN organization_members m ON m.organization_id = so.organization_id
			WHERE so.submission_id = $1 AND so.position = 0 AND m.role = 'administrator')`, id); err != nil {
		return fmt.Errorf("coordinators: %w", err)
	}
	if !any {
		return &upr.Error{Kind: upr.Conflict, Key: "people.last-coordinator"}
	}
	return nil
}

// endPeopleOf makes people of an organization in some submissions former ones: one user, or all when user is empty.
func endPeopleOf(ctx context.Context, tx *sqlx.Tx, ids []string, organization upr.OrganizationID, user upr.UserID) error {
	if err := noteFormer(ctx, tx, ids, organization, user, 0); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `
		UPDATE submission_people SET left_at = now()
		WHERE submission_id = ANY ($1) AND organization_id = $2 AND ($3 = '' OR user_id = $3) AND left_at IS NULL`,
		pq.Array(ids), organization, string(user)); err != nil {
		return fmt.Errorf("end roles: %w", err)
	}
	return nil
}

// noteFormer gives a row to those who have rights in some submissions as members of an organization and are about to lose
// them, so that what they wrote keeps their name and organization. least is the first position of the organization that
// counts: 0 for all, 1 where it does not lead.
func noteFormer(
	ctx context.Context, tx *sqlx.Tx, ids []string, organization upr.OrganizationID, user upr.UserID, least int,
) error {
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO submission_people (submission_id, user_id, organization_id, left_at, began_at)
		SELECT so.submission_id, m.user_id, m.organization_id, now(), so.created_at
		FROM submission_organizations so JOIN organization_members m ON m.organization_id = so.organization_id
		WHERE so.submission_id = ANY ($1) AND so.organization_id = $2 AND ($3 = '' OR m.user_id = $3)
			AND so.position >= $4 AND `+membershipCounts+`
		ON CONFLICT DO NOTHING`, pq.Array(ids), organization, string(user), least); err != nil {
		return fmt.Errorf("note former members: %w", err)
	}
	return nil
}
