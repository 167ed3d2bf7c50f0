package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// MaxCoalition bounds the organizations of one submission.
const MaxCoalition = 200

// A CoalitionMember is an organization of a submission as those who write it see it.
type CoalitionMember struct {
	Organization  upr.Organization // without its logo
	Lead          bool
	Appearance    upr.Appearance
	RepresentedBy upr.OrganizationID // "" unless represented
	Manageable    bool               // the actor decides on its people and its appearance
}

// Coalition lists the organizations of a submission, lead first, the ones that others represent too, for who may read it.
func (s *Store) Coalition(ctx context.Context, by upr.Actor, id upr.SubmissionID) ([]CoalitionMember, error) {
	var list []CoalitionMember
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		in, err := requireStanding(ctx, tx, by, id, upr.ReadSubmission)
		if err != nil {
			return err
		}
		var rows []struct {
			organizationRow
			Position      int                `db:"position"`
			Appearance    upr.Appearance     `db:"appearance"`
			RepresentedBy upr.OrganizationID `db:"represented_by"`
		}
		if err := tx.SelectContext(ctx, &rows, `
			SELECT `+organizationColumns+`, so.position, so.appearance, coalesce(so.represented_by, '') AS represented_by
			FROM submission_organizations so JOIN organizations o ON o.id = so.organization_id
			WHERE so.submission_id = $1 ORDER BY so.position`, id); err != nil {
			return fmt.Errorf("coalition: %w", err)
		}
		for _, row := range rows {
			list = append(list, CoalitionMember{
				Organization: row.organization(), Lead: row.Position == 0, Appearance: row.Appearance,
				RepresentedBy: row.RepresentedBy, Manageable: in.Manages(row.ID),
			})
		}
		return nil
	})
	return list, err
}

// JoinOrganization adds an organization in whose name the actor may begin submissions to one that they coordinate. It is
// a Conflict when it is there.
func (s *Store) JoinOrganization(ctx context.Context, by upr.Actor, id upr.SubmissionID, organization upr.OrganizationID) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := lockSubmission(ctx, tx, id); err != nil {
			return err
		}
		if err := requireSubmission(ctx, tx, by, id, upr.Coordinate); err != nil {
			return err
		}
		if err := requireOrganization(ctx, tx, by, organization, upr.BeginSubmission); err != nil {
			return err
		}
		if err := joinOrganization(ctx, tx, id, organization); err != nil {
			return err
		}
		return record(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.OrganizationJoinedRecord, Organization: organization})
	})
}

// joinOrganization puts an organization behind the others.
func joinOrganization(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, organization upr.OrganizationID) error {
	if err := lockSubmission(ctx, tx, id); err != nil {
		return err
	}
	result, err := tx.ExecContext(ctx, `
		INSERT INTO submission_organizations (submission_id, organization_id, position, created_at)
		SELECT s.id, $2, 1 + max(so.position), s.created_at
		FROM submissions s JOIN submission_organizations so ON so.submission_id = s.id
		WHERE s.id = $1 GROUP BY s.id HAVING count(*) < $3`, id, organization, MaxCoalition)
	if err != nil {
		return fmt.Errorf("add organization to submission: %w", err)
	}
	if err := affected(result, &upr.Error{Kind: upr.Conflict, Key: "coalition.full"}); err != nil {
		return err
	}
	return coalitionChanged(ctx, tx, id)
}

// MoveOrganization puts an organization before the one above it, or after the one below, for who coordinates. The lead
// stays first; at the end of the list nothing happens.
func (s *Store) MoveOrganization(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, organization upr.OrganizationID, up bool,
) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := lockSubmission(ctx, tx, id); err != nil {
			return err
		}
		if err := requireSubmission(ctx, tx, by, id, upr.Coordinate); err != nil {
			return err
		}
		at, err := positionOf(ctx, tx, id, organization)
		if err != nil {
			return err
		}
		other := at + 1
		if up {
			other = at - 1
		}
		if at == 0 || other == 0 {
			return nil
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE submission_organizations SET position = $2::int + $3::int - position
			WHERE submission_id = $1 AND position IN ($2, $3)
				AND EXISTS (SELECT FROM submission_organizations WHERE submission_id = $1 AND position = $3)`,
			id, at, other); err != nil {
			return fmt.Errorf("move organization: %w", err)
		}
		if err := coalitionChanged(ctx, tx, id); err != nil {
			return err
		}
		return record(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.OrganizationMovedRecord, Organization: organization})
	})
}

// HandOver makes another organization of a submission the lead, at once, for who coordinates. Members of the one that led
// keep what they could do, as roles of their own: nobody loses the text they are writing.
func (s *Store) HandOver(ctx context.Context, by upr.Actor, id upr.SubmissionID, organization upr.OrganizationID) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := lockSubmission(ctx, tx, id); err != nil {
			return err
		}
		if err := requireSubmission(ctx, tx, by, id, upr.Coordinate); err != nil {
			return err
		}
		at, err := positionOf(ctx, tx, id, organization)
		if err != nil || at == 0 {
			return err
		}
		if err := receivesLead(ctx, tx, id, organization); err != nil {
			return err
		}
		if err := keepRoles(ctx, tx, by, id); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE submission_organizations SET position = CASE
				WHEN position = $2 THEN 0 WHEN position < $2 THEN position + 1 ELSE position END
			WHERE submission_id = $1`, id, at); err != nil {
			return fmt.Errorf("hand over: %w", err)
		}
		if err := coalitionChanged(ctx, tx, id); err != nil {
			return err
		}
		return record(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.LeadRecord, Organization: organization})
	})
}

// receivesLead makes sure that an organization can lead: it appears in full and somebody administers it.
func receivesLead(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, organization upr.OrganizationID) error {
	var can struct {
		Named        bool `db:"named"`
		Administered bool `db:"administered"`
	}
	if err := tx.GetContext(ctx, &can, `
		SELECT so.appearance = 'full' AS named, EXISTS (
			SELECT FROM organization_members m WHERE m.organization_id = $2 AND m.role = 'administrator') AS administered
		FROM submission_organizations so WHERE so.submission_id = $1 AND so.organization_id = $2`,
		id, organization); err != nil {
		return fmt.Errorf("organization to lead: %w", err)
	}
	switch {
	case !can.Named:
		return &upr.Error{Kind: upr.Conflict, Key: "coalition.lead.unnamed"}
	case !can.Administered:
		return &upr.Error{Kind: upr.Conflict, Key: "coalition.lead.nobody"}
	}
	return nil
}

// keepRoles gives the members of the lead organization, as people, the roles that they have as its members.
func keepRoles(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID) error {
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO submission_people AS p (submission_id, user_id, organization_id, role, added_by, began_at)
		SELECT s.id, m.user_id, m.organization_id,
			CASE m.role WHEN 'administrator' THEN 'coordinator' ELSE 'editor' END, $2, s.created_at
		FROM submissions s JOIN submission_organizations so ON so.submission_id = s.id AND so.position = 0
			JOIN organization_members m ON m.organization_id = so.organization_id
		WHERE s.id = $1
		ON CONFLICT (submission_id, user_id) DO UPDATE SET
			role = CASE WHEN p.role = 'coordinator' AND p.left_at IS NULL AND p.ends_at IS NULL THEN p.role ELSE excluded.role END,
			organization_id = excluded.organization_id, ends_at = NULL, left_at = NULL`, id, by.User); err != nil {
		return fmt.Errorf("keep roles: %w", err)
	}
	return nil
}

// RemoveOrganization ends the part of an organization in a submission, for who coordinates or administers it. What it
// wrote stays attributed to it; its people become former ones. The lead is handed over first: Conflict.
func (s *Store) RemoveOrganization(ctx context.Context, by upr.Actor, id upr.SubmissionID, organization upr.OrganizationID) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := lockSubmission(ctx, tx, id); err != nil {
			return err
		}
		if err := requireManager(ctx, tx, by, id, organization); err != nil {
			return err
		}
		at, err := positionOf(ctx, tx, id, organization)
		if err != nil {
			return err
		}
		if at == 0 {
			return &upr.Error{Kind: upr.Conflict, Key: "coalition.lead.leaves"}
		}
		if err := endPeopleOf(ctx, tx, []string{string(id)}, organization, ""); err != nil {
			return err
		}
		if err := withdrawFor(ctx, tx, id, organization); err != nil {
			return err
		}
		for _, q := range []string{
			// Whom it represented, the lead does.
			`UPDATE submission_organizations SET represented_by = (
				SELECT lead.organization_id FROM submission_organizations lead WHERE lead.submission_id = $1 AND lead.position = 0)
			WHERE submission_id = $1 AND represented_by = $2`,
			`DELETE FROM submission_organizations WHERE submission_id = $1 AND organization_id = $2`,
		} {
			if _, err := tx.ExecContext(ctx, q, id, organization); err != nil {
				return fmt.Errorf("remove organization from submission: %w", err)
			}
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE submission_organizations SET position = position - 1 WHERE submission_id = $1 AND position > $2`,
			id, at); err != nil {
			return fmt.Errorf("close the gap: %w", err)
		}
		if err := requireCoordinator(ctx, tx, id); err != nil {
			return err
		}
		if err := coalitionChanged(ctx, tx, id); err != nil {
			return err
		}
		return record(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.OrganizationLeftRecord, Organization: organization})
	})
}

// SetAppearance says how an organization of a submission is named in the files, for who coordinates or administers it. A
// represented one is represented by one that appears. The lead appears in full: Conflict.
func (s *Store) SetAppearance(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, organization upr.OrganizationID,
	appearance upr.Appearance, representedBy upr.OrganizationID,
) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := lockSubmission(ctx, tx, id); err != nil {
			return err
		}
		if err := requireManager(ctx, tx, by, id, organization); err != nil {
			return err
		}
		at, err := positionOf(ctx, tx, id, organization)
		if err != nil {
			return err
		}
		if at == 0 && appearance != upr.FullAppearance {
			return &upr.Error{Kind: upr.Conflict, Key: "coalition.lead.appears", Field: "appearance"}
		}
		if err := mayAppear(ctx, tx, id, organization, appearance, representedBy); err != nil {
			return err
		}
		if appearance != upr.RepresentedAppearance {
			representedBy = ""
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE submission_organizations SET appearance = $3, represented_by = nullif($4, '')
			WHERE submission_id = $1 AND organization_id = $2`, id, organization, appearance, representedBy); err != nil {
			return fmt.Errorf("set appearance: %w", err)
		}
		if err := coalitionChanged(ctx, tx, id); err != nil {
			return err
		}
		return record(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.AppearanceRecord, Organization: organization, Value: string(appearance)})
	})
}

// mayAppear checks an appearance against the other organizations and the profile.
func mayAppear(
	ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, organization upr.OrganizationID,
	appearance upr.Appearance, representedBy upr.OrganizationID,
) error {
	var now struct {
		Acronym    string `db:"acronym"`
		Represents bool   `db:"represents"`
		Appears    bool   `db:"appears"`
	}
	if err := tx.GetContext(ctx, &now, `
		SELECT (SELECT acronym FROM organizations WHERE id = $2) AS acronym,
			EXISTS (SELECT FROM submission_organizations WHERE submission_id = $1 AND represented_by = $2) AS represents,
			EXISTS (SELECT FROM submission_organizations WHERE submission_id = $1 AND organization_id = $3
				AND organization_id <> $2 AND appearance <> 'represented') AS appears`,
		id, organization, representedBy); err != nil {
		return fmt.Errorf("how organizations appear: %w", err)
	}
	switch {
	case appearance == upr.AcronymAppearance && now.Acronym == "":
		return &upr.Error{Kind: upr.Invalid, Key: "coalition.acronym.missing", Field: "appearance"}
	case appearance == upr.RepresentedAppearance && now.Represents:
		return &upr.Error{Kind: upr.Conflict, Key: "coalition.represents", Field: "appearance"}
	case appearance == upr.RepresentedAppearance && !now.Appears:
		return &upr.Error{Kind: upr.Invalid, Key: "coalition.represented-by.missing", Field: "represented_by"}
	}
	return nil
}

// lockSubmission lets changes of the organizations and people of a submission happen one after the other.
func lockSubmission(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID) error {
	var found string
	if err := tx.GetContext(ctx, &found, `SELECT id FROM submissions WHERE id = $1 FOR NO KEY UPDATE`, id); err != nil {
		return fmt.Errorf("lock submission: %w", err)
	}
	return nil
}

// positionOf locks the submission and returns the place of one of its organizations.
func positionOf(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, organization upr.OrganizationID) (int, error) {
	if err := lockSubmission(ctx, tx, id); err != nil {
		return 0, err
	}
	var at int
	if err := tx.GetContext(ctx, &at, `
		SELECT position FROM submission_organizations WHERE submission_id = $1 AND organization_id = $2`,
		id, organization); err != nil {
		return 0, fmt.Errorf("place of organization: %w", err)
	}
	return at, nil
}

// requireManager makes sure that the actor decides on the people and the appearance of an organization of a submission.
func requireManager(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, organization upr.OrganizationID) error {
	in, err := requireStanding(ctx, tx, by, id, upr.ManagePeople)
	if err != nil {
		return err
	}
	if !in.Manages(organization) {
		return forbidden(upr.ManagePeople)
	}
	return nil
}
