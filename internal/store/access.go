package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"upright/internal/upr"
)

// Who stands how to a submission is asked in these words everywhere: for the rights to one submission and for the list of
// those that somebody may read. Whoever has a row of either kind may read at least; what else, upr.AllowedIn decides. A
// test holds the two together.
const (
	// roleLasts is true of a row p of submission_people that gives its role now.
	roleLasts = `(p.role <> '' AND p.left_at IS NULL AND (p.ends_at IS NULL OR p.ends_at > now()))`
	// membershipCounts is true of a member m of an organization so of a submission who has something from that.
	membershipCounts = `(so.position = 0 OR m.role = 'administrator')`
)

// standing returns how the actor stands to a submission: the zero value for a stranger, and for one that is not there.
func standing(ctx context.Context, db sqlx.QueryerContext, by upr.Actor, id upr.SubmissionID) (upr.Standing, error) {
	if by.Link != "" {
		kind, err := linkKind(ctx, db, by, id)
		return upr.Standing{Link: kind}, err
	}
	all, err := standings(ctx, db, id, []upr.UserID{by.User})
	return all[by.User], err
}

// standings returns how each of some people stands to a submission. Strangers are not in it.
func standings(
	ctx context.Context, db sqlx.QueryerContext, id upr.SubmissionID, people []upr.UserID,
) (map[upr.UserID]upr.Standing, error) {
	var rows []struct {
		User         upr.UserID         `db:"user_id"`
		Given        upr.SubmissionRole `db:"given"`
		Organization upr.OrganizationID `db:"organization_id"`
		Role         upr.Role           `db:"role"`
		Lead         bool               `db:"lead"`
		Final        bool               `db:"final"`
	}
	const final = `EXISTS (SELECT FROM manuscripts text WHERE text.submission_id = $1 AND text.final IS NOT NULL)`
	if err := sqlx.SelectContext(ctx, db, &rows, `
		SELECT p.user_id, p.role AS given, '' AS organization_id, '' AS role, false AS lead, `+final+` AS final
		FROM submission_people p WHERE p.submission_id = $1 AND p.user_id = ANY ($2) AND `+roleLasts+`
		UNION ALL
		SELECT m.user_id, '', m.organization_id, m.role, so.position = 0, `+final+`
		FROM submission_organizations so JOIN organization_members m ON m.organization_id = so.organization_id
		WHERE so.submission_id = $1 AND m.user_id = ANY ($2) AND `+membershipCounts, id, pq.Array(people)); err != nil {
		return nil, fmt.Errorf("standing in submission: %w", err)
	}
	all := make(map[upr.UserID]upr.Standing, len(people))
	for _, row := range rows {
		in := all[row.User]
		in.Final = row.Final
		if row.Given != upr.NoSubmissionRole {
			in.Given = row.Given
		}
		if row.Lead {
			in.Lead = row.Role
		}
		if row.Role == upr.OrganizationAdmin {
			in.Administers = append(in.Administers, row.Organization)
		}
		all[row.User] = in
	}
	return all, nil
}

// requireSubmission makes sure that the actor has a right to a submission. Who may not even read it is told that it is
// not there; who may read it but lacks the right is told so.
func requireSubmission(ctx context.Context, db sqlx.QueryerContext, by upr.Actor, id upr.SubmissionID, right upr.Right) error {
	_, err := requireStanding(ctx, db, by, id, right)
	return err
}

// requireStanding is requireSubmission for who needs to know more than that.
func requireStanding(
	ctx context.Context, db sqlx.QueryerContext, by upr.Actor, id upr.SubmissionID, right upr.Right,
) (upr.Standing, error) {
	in, err := standing(ctx, db, by, id)
	if err != nil {
		return in, err
	}
	return in, allow(by, in, right)
}

// allow is nil for an actor who stands so and has the right, else what the actor is told.
func allow(by upr.Actor, in upr.Standing, right upr.Right) error {
	switch {
	case upr.AllowedIn(by, in, right):
		return nil
	case by.Link != "", !upr.AllowedIn(by, in, upr.ReadSubmission):
		return notFound(nil)
	case in.Final:
		if in.Final = false; upr.AllowedIn(by, in, right) {
			return isFinal(upr.Forbidden)
		}
	}
	return forbidden(right)
}

// requireOrganization makes sure that the actor has a right in an organization. For others it is not there.
func requireOrganization(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.OrganizationID, right upr.Right) error {
	role, err := roleIn(ctx, tx, by, id)
	if err != nil {
		return err
	}
	if !upr.Allowed(by, role, right) {
		return forbidden(right)
	}
	return nil
}

// roleIn returns the actor's role in an organization. To who has none it is not there.
func roleIn(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.OrganizationID) (upr.Role, error) {
	var role upr.Role
	err := tx.GetContext(ctx, &role,
		`SELECT role FROM organization_members WHERE organization_id = $1 AND user_id = $2`, id, by.User)
	if errors.Is(err, sql.ErrNoRows) {
		return role, notFound(err)
	}
	if err != nil {
		return role, fmt.Errorf("role in organization: %w", err)
	}
	return role, nil
}

// requireAdmin makes sure that the actor administers the installation. It asks the database: the actor's own word is
// from the time of signing in.
func requireAdmin(ctx context.Context, tx *sqlx.Tx, by upr.Actor) error {
	var admin bool
	err := tx.GetContext(ctx, &admin, `SELECT admin FROM users WHERE id = $1`, by.User)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("rights of user: %w", err)
	}
	if !upr.Allowed(upr.Actor{User: by.User, Admin: admin && by.Admin}, upr.NoRole, upr.AdministerInstallation) {
		return forbidden(upr.AdministerInstallation)
	}
	return nil
}
