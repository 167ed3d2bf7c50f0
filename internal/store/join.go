package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// A Joining is what somebody who accepts an invitation says about the organization they bring, where the invitation names
// none: one of their own, or the name of a new one, of which they become the administrator.
type Joining struct {
	Organization upr.OrganizationID
	Name         string
}

// InvitationByLink returns the invitation of a link in any state, to say why one does not work. It is not found when
// there never was such a link.
func (s *Store) InvitationByLink(ctx context.Context, tokenHash []byte, now time.Time) (PeopleInvitation, error) {
	var found PeopleInvitation
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		row, err := linkedInvitation(ctx, tx, tokenHash)
		found = row.invitation(now, false)
		return err
	})
	return found, err
}

// linkedInvitation reads the invitation of a link.
func linkedInvitation(ctx context.Context, tx *sqlx.Tx, tokenHash []byte) (peopleInvitationRow, error) {
	var link struct {
		Invitation string `db:"invitation_id"`
		Replaced   bool   `db:"replaced"`
	}
	if err := tx.GetContext(ctx, &link,
		`SELECT invitation_id, replaced FROM people_invitation_tokens WHERE token_hash = $1`, tokenHash); err != nil {
		return peopleInvitationRow{}, fmt.Errorf("link of invitation: %w", err)
	}
	rows, err := invitationRows(ctx, tx, `i.id = $1`, link.Invitation)
	if err != nil {
		return peopleInvitationRow{}, err
	}
	if len(rows) == 0 {
		return peopleInvitationRow{}, notFound(nil)
	}
	rows[0].Replaced = link.Replaced
	void, err := isVoid(ctx, tx, rows[0])
	rows[0].Void = void
	return rows[0], err
}

// isVoid reports whether who made an invitation may not make it any more: somebody who was removed would otherwise come
// back by a link of their own.
func isVoid(ctx context.Context, tx *sqlx.Tx, row peopleInvitationRow) (bool, error) {
	by := upr.Actor{User: row.Inviter}
	if row.Submission != "" {
		in, err := standing(ctx, tx, by, row.Submission)
		return !in.MayGive(row.Organization, upr.SubmissionRole(row.Role)), err
	}
	err := requireOrganization(ctx, tx, by, row.Organization, upr.ManageOrganization)
	var known *upr.Error
	if errors.As(err, &known) {
		return true, nil
	}
	return false, err
}

// Join accepts an invitation for the actor, once, and returns it. Of two who accept at once one is told that it was
// accepted. Errors are Conflict "join.<state>" for a link that does not work any more, Forbidden "join.other-address" for
// an account of another address, Conflict "join.already" for who has as much already, and those of the field
// organization.
func (s *Store) Join(
	ctx context.Context, by upr.Actor, tokenHash []byte, now time.Time, with Joining,
) (PeopleInvitation, error) {
	var joined PeopleInvitation
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		var email string
		if err := tx.GetContext(ctx, &email, `SELECT email FROM users WHERE id = $1`, by.User); err != nil {
			return fmt.Errorf("address of account: %w", err)
		}
		var err error
		joined, err = join(ctx, tx, by, email, tokenHash, now, with)
		return err
	})
	return joined, err
}

// JoinAsNewUser makes an account and accepts an invitation for it, both or neither. An address in the invitation wins
// over the one in u: it is the one that was proved. Errors are those of Join and AcceptInvitation.
func (s *Store) JoinAsNewUser(
	ctx context.Context, tokenHash []byte, now time.Time, u NewUser, with Joining,
) (upr.User, PeopleInvitation, error) {
	var made upr.User
	var joined PeopleInvitation
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		row, err := linkedInvitation(ctx, tx, tokenHash)
		if err != nil {
			return err
		}
		if row.Email != "" {
			u.Email = row.Email
		}
		u.Admin = false
		if made, err = insertUser(ctx, tx, u); err != nil {
			return err
		}
		joined, err = join(ctx, tx, upr.Actor{User: made.ID}, u.Email, tokenHash, now, with)
		return err
	})
	return made, joined, err
}

// join accepts an invitation. What it leads into is locked before the invitation, as everywhere.
func join(
	ctx context.Context, tx *sqlx.Tx, by upr.Actor, email string, tokenHash []byte, now time.Time, with Joining,
) (PeopleInvitation, error) {
	row, err := linkedInvitation(ctx, tx, tokenHash)
	if err != nil {
		return PeopleInvitation{}, err
	}
	lock := func() error { return lockOrganization(ctx, tx, row.Organization) }
	if row.Submission != "" {
		lock = func() error { return lockSubmission(ctx, tx, row.Submission) }
	}
	if err := lock(); err != nil {
		return PeopleInvitation{}, err
	}
	if row, err = linkedInvitation(ctx, tx, tokenHash); err != nil { // as it is now that nobody else changes it
		return PeopleInvitation{}, err
	}
	i := row.invitation(now, false)
	var acts []Entry
	switch {
	case i.State != WaitingInvitation:
		return i, &upr.Error{Kind: upr.Conflict, Key: "join." + string(i.State)}
	case i.Email != "" && i.Email != email:
		return i, &upr.Error{Kind: upr.Forbidden, Key: "join.other-address"}
	case i.Submission == "":
		acts, err = joinAsMember(ctx, tx, by, i)
	default:
		acts, err = joinSubmission(ctx, tx, by, &i, row, with)
	}
	if err != nil {
		return i, err
	}
	result, err := tx.ExecContext(ctx, `
		UPDATE people_invitations SET accepted_at = $2, accepted_by = $3
		WHERE id = $1 AND accepted_at IS NULL AND withdrawn_at IS NULL`, i.ID, now, by.User)
	if err != nil {
		return i, fmt.Errorf("accept invitation: %w", err)
	}
	if err := affected(result, conflict()); err != nil {
		return i, err
	}
	joined := Event{Kind: upr.JoinedNotice, Submission: i.Submission, To: []upr.UserID{row.Inviter}, By: by.User}
	if i.Submission == "" {
		joined.Organization = i.Organization
	}
	if err := notify(ctx, tx, joined); err != nil {
		return i, err
	}
	if err := recordAll(ctx, tx, acts); err != nil {
		return i, err
	}
	return i, recordInvitation(ctx, tx, by, upr.JoinedRecord, i)
}

// joinAsMember makes the actor a member of the organization of an invitation, and returns what is to be recorded of it.
func joinAsMember(ctx context.Context, tx *sqlx.Tx, by upr.Actor, i PeopleInvitation) ([]Entry, error) {
	var role []upr.Role
	if err := tx.SelectContext(ctx, &role,
		`SELECT role FROM organization_members WHERE organization_id = $1 AND user_id = $2`, i.Organization, by.User); err != nil {
		return nil, fmt.Errorf("role in organization: %w", err)
	}
	if len(role) > 0 && (role[0] == upr.OrganizationAdmin || role[0] == upr.Role(i.Role)) {
		return nil, &upr.Error{Kind: upr.Conflict, Key: "join.already"}
	}
	acts, err := memberEntries(ctx, tx, by, i.Organization, by.User, upr.Role(i.Role))
	if err != nil {
		return nil, err
	}
	return acts, insertMember(ctx, tx, i.Organization, by.User, upr.Role(i.Role))
}

// joinSubmission gives the actor the role of an invitation. Where it names no organization, the one that they bring joins
// too. It returns what is to be recorded beside the invitation.
func joinSubmission(
	ctx context.Context, tx *sqlx.Tx, by upr.Actor, i *PeopleInvitation, row peopleInvitationRow, with Joining,
) ([]Entry, error) {
	in, err := standing(ctx, tx, by, i.Submission)
	if err != nil {
		return nil, err
	}
	role := upr.SubmissionRole(i.Role)
	brings := i.Organization == ""
	if in.Role().Includes(role) && !brings {
		return nil, &upr.Error{Kind: upr.Conflict, Key: "join.already"}
	}
	var acts []Entry
	if brings {
		var joined bool
		if i.Organization, joined, err = bring(ctx, tx, by, i.Submission, with); err != nil {
			return nil, err
		}
		if joined {
			acts = append(acts, Entry{
				Submission: i.Submission, By: by.User, Kind: upr.OrganizationJoinedRecord, Organization: i.Organization,
			})
		}
	}
	if !in.Role().Includes(role) {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO submission_people (submission_id, user_id, organization_id, role, note, ends_at, added_by, began_at)
			SELECT s.id, $2, $3, $4, i.note, i.ends_at, i.invited_by, s.created_at
			FROM people_invitations i JOIN submissions s ON s.id = i.submission_id WHERE i.id = $1
			ON CONFLICT (submission_id, user_id) DO UPDATE SET organization_id = excluded.organization_id,
				role = excluded.role, note = excluded.note, ends_at = excluded.ends_at, added_by = excluded.added_by,
				created_at = now(), left_at = NULL`, row.ID, by.User, i.Organization, i.Role); err != nil {
			return nil, fmt.Errorf("add person to submission: %w", err)
		}
	}
	return acts, announce(ctx, tx, i.Submission, TopicPeople)
}

// bring adds the organization that somebody brings to a submission, and makes it first where they gave a name. It reports
// whether the organization was not there before.
func bring(
	ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, with Joining,
) (upr.OrganizationID, bool, error) {
	organization := with.Organization
	if organization == "" {
		var err error
		if organization, err = insertOrganization(ctx, tx, by, upr.Organization{Name: with.Name}); err != nil {
			return "", false, err
		}
	} else if err := requireOrganization(ctx, tx, by, organization, upr.BeginSubmission); err != nil {
		return "", false, &upr.Error{Kind: upr.Invalid, Key: "value.choice", Field: "organization", Err: err}
	}
	var there bool
	if err := tx.GetContext(ctx, &there, `
		SELECT EXISTS (SELECT FROM submission_organizations WHERE submission_id = $1 AND organization_id = $2)`,
		id, organization); err != nil {
		return "", false, fmt.Errorf("organization of submission: %w", err)
	}
	if there {
		return organization, false, nil
	}
	return organization, true, joinOrganization(ctx, tx, id, organization)
}
