package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// An OrganizationMember is a person of an organization.
type OrganizationMember struct {
	User  upr.UserID `db:"id"`
	Name  string     `db:"name"`
	Email string     `db:"email"` // "" for who does not manage the organization
	Role  upr.Role   `db:"role"`
}

// Members lists the members of an organization by name, for its members.
func (s *Store) Members(ctx context.Context, by upr.Actor, id upr.OrganizationID) ([]OrganizationMember, error) {
	var list []OrganizationMember
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		role, err := roleIn(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if err := tx.SelectContext(ctx, &list, `
			SELECT u.id, u.name, CASE WHEN $2 THEN u.email ELSE '' END AS email, m.role
			FROM organization_members m JOIN users u ON u.id = m.user_id
			WHERE m.organization_id = $1 ORDER BY lower(u.name), u.id LIMIT 1000`,
			id, upr.Allowed(by, role, upr.ManageOrganization)); err != nil {
			return fmt.Errorf("members: %w", err)
		}
		return nil
	})
	return list, err
}

// AddMember makes a person a member of an organization, for who manages it, without asking the person: pages invite.
func (s *Store) AddMember(ctx context.Context, by upr.Actor, id upr.OrganizationID, user upr.UserID, role upr.Role) error {
	return s.changeMembers(ctx, by, id, upr.ManageOrganization, func(tx *sqlx.Tx, _ []string) error {
		acts, err := memberEntries(ctx, tx, by, id, user, role)
		if err != nil {
			return err
		}
		if err := insertMember(ctx, tx, id, user, role); err != nil {
			return err
		}
		return recordAll(ctx, tx, acts)
	})
}

// SetMember changes the role of a member of an organization, for who manages it. It is a Conflict when the last
// administrator would become less.
func (s *Store) SetMember(ctx context.Context, by upr.Actor, id upr.OrganizationID, user upr.UserID, role upr.Role) error {
	return s.changeMembers(ctx, by, id, upr.ManageOrganization, func(tx *sqlx.Tx, submissions []string) error {
		acts, err := memberEntries(ctx, tx, by, id, user, role)
		if err != nil {
			return err
		}
		if role != upr.OrganizationAdmin {
			// An administrator may read what the organization takes part in; a member only what it leads.
			if err := noteFormer(ctx, tx, submissions, id, user, 1); err != nil {
				return err
			}
		}
		result, err := tx.ExecContext(ctx,
			`UPDATE organization_members SET role = $3 WHERE organization_id = $1 AND user_id = $2`, id, user, role)
		if err != nil {
			return fmt.Errorf("change member: %w", err)
		}
		if err := affected(result, notFound(nil)); err != nil {
			return err
		}
		return recordAll(ctx, tx, acts)
	})
}

// memberEntries are what the records of an organization's submissions will tell when somebody gets a role in it, asked
// before that happens: in what it leads each member may write, in what it takes part in its administrators have a word. They
// are in one order, so that nobody waits in a circle.
func memberEntries(
	ctx context.Context, tx *sqlx.Tx, by upr.Actor, organization upr.OrganizationID, user upr.UserID, role upr.Role,
) ([]Entry, error) {
	var ids []upr.SubmissionID
	if err := tx.SelectContext(ctx, &ids, `
		WITH before AS (SELECT coalesce(
			(SELECT role FROM organization_members WHERE organization_id = $1 AND user_id = $2), '') AS role)
		SELECT so.submission_id FROM submission_organizations so, before
		WHERE so.organization_id = $1 AND before.role <> $3 AND (so.position = 0 OR 'administrator' IN (before.role, $3))
		ORDER BY so.submission_id`, organization, user, string(role)); err != nil {
		return nil, fmt.Errorf("submissions of member: %w", err)
	}
	var acts []Entry
	for _, id := range ids {
		acts = append(acts, Entry{
			Submission: id, By: by.User, Kind: upr.MemberRecord, Person: user, Organization: organization, Value: string(role),
		})
	}
	return acts, nil
}

// RemoveMember removes a person from an organization, for who manages it, and for themselves. In its submissions they
// become a former member. It is a Conflict for the last administrator.
func (s *Store) RemoveMember(ctx context.Context, by upr.Actor, id upr.OrganizationID, user upr.UserID) error {
	right := upr.ManageOrganization
	if user == by.User {
		right = upr.SeeOrganization
	}
	return s.changeMembers(ctx, by, id, right, func(tx *sqlx.Tx, submissions []string) error {
		if err := endPeopleOf(ctx, tx, submissions, id, user); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx,
			`DELETE FROM organization_members WHERE organization_id = $1 AND user_id = $2`, id, user)
		if err != nil {
			return fmt.Errorf("remove member: %w", err)
		}
		if err := affected(result, notFound(nil)); err != nil {
			return err
		}
		return recordLeft(ctx, tx, by, id, user)
	})
}

// recordLeft records that somebody was removed from an organization, in the submissions in which that took them something
// in this transaction. They are taken in one order, so that nobody waits in a circle.
func recordLeft(ctx context.Context, tx *sqlx.Tx, by upr.Actor, organization upr.OrganizationID, user upr.UserID) error {
	var ids []upr.SubmissionID
	if err := tx.SelectContext(ctx, &ids, `
		SELECT submission_id FROM submission_people WHERE user_id = $1 AND left_at = now() ORDER BY submission_id`, user); err != nil {
		return fmt.Errorf("submissions that somebody left: %w", err)
	}
	for _, id := range ids {
		if err := record(ctx, tx, Entry{
			Submission: id, By: by.User, Kind: upr.LeftRecord, Person: user, Organization: organization,
		}); err != nil {
			return err
		}
	}
	return nil
}

// changeMembers lets changes of the members of an organization happen one after the other, makes sure that somebody
// still administers it, and tells who has one of its submissions open.
func (s *Store) changeMembers(
	ctx context.Context, by upr.Actor, id upr.OrganizationID, right upr.Right,
	change func(tx *sqlx.Tx, submissions []string) error,
) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := lockOrganization(ctx, tx, id); err != nil {
			return err
		}
		if err := requireOrganization(ctx, tx, by, id, right); err != nil {
			return err
		}
		var submissions []string
		if err := tx.SelectContext(ctx, &submissions,
			`SELECT submission_id FROM submission_organizations WHERE organization_id = $1`, id); err != nil {
			return fmt.Errorf("submissions of organization: %w", err)
		}
		if err := change(tx, submissions); err != nil {
			return err
		}
		var administered bool
		if err := tx.GetContext(ctx, &administered, `
			SELECT EXISTS (SELECT FROM organization_members WHERE organization_id = $1 AND role = 'administrator')`, id); err != nil {
			return fmt.Errorf("administrators: %w", err)
		}
		if !administered {
			return &upr.Error{Kind: upr.Conflict, Key: "members.last"}
		}
		for _, submission := range submissions {
			if err := announce(ctx, tx, upr.SubmissionID(submission), TopicPeople); err != nil {
				return err
			}
		}
		return nil
	})
}

// lockOrganization lets changes of the members of an organization happen one after the other.
func lockOrganization(ctx context.Context, tx *sqlx.Tx, id upr.OrganizationID) error {
	var found string
	if err := tx.GetContext(ctx, &found, `SELECT id FROM organizations WHERE id = $1 FOR NO KEY UPDATE`, id); err != nil {
		return fmt.Errorf("lock organization: %w", err)
	}
	return nil
}

// OrganizationInvitations lists the invitations to an organization, youngest first, for who manages it.
func (s *Store) OrganizationInvitations(
	ctx context.Context, by upr.Actor, id upr.OrganizationID, now time.Time,
) ([]PeopleInvitation, error) {
	var list []PeopleInvitation
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireOrganization(ctx, tx, by, id, upr.ManageOrganization); err != nil {
			return err
		}
		rows, err := invitationRows(ctx, tx, `i.submission_id IS NULL AND i.organization_id = $1`, string(id))
		for _, row := range rows {
			list = append(list, row.invitation(now, true))
		}
		return err
	})
	return list, err
}
