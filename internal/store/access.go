package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// requireSubmission makes sure that the actor has a right to a submission. Who may not even read it is told that it is
// not there; who may read it but lacks the right is told so.
func requireSubmission(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, right upr.Right) error {
	var roles []upr.Role
	if err := tx.SelectContext(ctx, &roles, `
		SELECT m.role
		FROM submission_organizations so
		JOIN organization_members m ON m.organization_id = so.organization_id
		WHERE so.submission_id = $1 AND m.user_id = $2`, id, by.User); err != nil {
		return fmt.Errorf("roles in submission: %w", err)
	}
	readable := false
	for _, role := range roles {
		if upr.Allowed(by, role, right) {
			return nil
		}
		readable = readable || upr.Allowed(by, role, upr.ReadSubmission)
	}
	if !readable {
		return notFound(nil)
	}
	return forbidden(right)
}

// requireOrganization makes sure that the actor has a right in an organization. For others it is not there.
func requireOrganization(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.OrganizationID, right upr.Right) error {
	var role upr.Role
	err := tx.GetContext(ctx, &role,
		`SELECT role FROM organization_members WHERE organization_id = $1 AND user_id = $2`, id, by.User)
	if errors.Is(err, sql.ErrNoRows) {
		return notFound(err)
	}
	if err != nil {
		return fmt.Errorf("role in organization: %w", err)
	}
	if !upr.Allowed(by, role, right) {
		return forbidden(right)
	}
	return nil
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
