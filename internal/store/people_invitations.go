package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// maxOpenInvitations bounds the invitations that wait, of one submission or one organization.
const maxOpenInvitations = 200

// A PeopleInvitation asks one person into a submission, or into an organization.
type PeopleInvitation struct {
	ID               string
	Submission       upr.SubmissionID   // "" for one into an organization
	Organization     upr.OrganizationID // "" where the person brings one
	OrganizationName string             // of that; where the person brings one, how it is probably called
	Role             string             // an upr.SubmissionRole, or an upr.Role for one into an organization
	Email            string             // whom it is for; "" for whoever holds the link
	Note             string             // for who manages people; "" for who is invited
	Ends             time.Time          // of the role; zero: it lasts
	Created          time.Time
	Expires          time.Time
	InvitedBy        string // name as it stands in the submission; "" when the account is gone
	AcceptedBy       string
	// Hidden says that who accepted appears under a pseudonym, and the actor is not to learn whose it is: then Email, Note
	// and AcceptedBy are empty.
	Hidden     bool
	Review     upr.Details // State and session of the submission
	State      InvitationState
	Manageable bool // the actor may renew and withdraw it
}

// An InvitationState says whether the link of an invitation works, and why not.
type InvitationState string

// The states of an invitation.
const (
	WaitingInvitation   InvitationState = "waiting"
	AcceptedInvitation  InvitationState = "accepted"
	WithdrawnInvitation InvitationState = "withdrawn"
	ExpiredInvitation   InvitationState = "expired"
	ReplacedInvitation  InvitationState = "replaced" // of a link: a newer one was made
)

type peopleInvitationRow struct {
	ID               string             `db:"id"`
	Submission       upr.SubmissionID   `db:"submission_id"`
	Organization     upr.OrganizationID `db:"organization_id"`
	OrganizationName string             `db:"organization_name"`
	Role             string             `db:"role"`
	Email            string             `db:"email"`
	Note             string             `db:"note"`
	Ends             *time.Time         `db:"ends_at"`
	Created          time.Time          `db:"created_at"`
	Expires          time.Time          `db:"expires_at"`
	Accepted         *time.Time         `db:"accepted_at"`
	Withdrawn        *time.Time         `db:"withdrawn_at"`
	InvitedBy        string             `db:"invited_name"`
	AcceptedBy       string             `db:"accepted_name"`
	Acceptor         upr.UserID         `db:"accepted_by"`
	Pseudonym        bool               `db:"pseudonym"` // of who accepted
	ReviewState      string             `db:"state"`
	ReviewSession    int                `db:"session"`
	Linked           bool               `db:"linked"`   // it has a link: none has one after a restore
	Replaced         bool               `db:"replaced"` // the link asked about is not the newest
	Inviter          upr.UserID         `db:"invited_by"`
	Void             bool               `db:"-"` // who made it may not invite any more
}

func (r peopleInvitationRow) invitation(now time.Time, manageable bool) PeopleInvitation {
	i := PeopleInvitation{
		ID: r.ID, Submission: r.Submission, Organization: r.Organization, OrganizationName: r.OrganizationName,
		Role: r.Role, Email: r.Email, Ends: timeOf(r.Ends), Created: r.Created.UTC(), Expires: r.Expires.UTC(),
		InvitedBy: r.InvitedBy, AcceptedBy: r.AcceptedBy, State: WaitingInvitation, Manageable: manageable,
		Review: upr.Details{State: r.ReviewState, Session: r.ReviewSession},
	}
	if manageable {
		i.Note = r.Note
	}
	switch {
	case r.Accepted != nil:
		i.State = AcceptedInvitation
	case r.Withdrawn != nil, r.Void:
		i.State = WithdrawnInvitation
	case r.Replaced:
		i.State = ReplacedInvitation
	case !r.Linked, !now.Before(r.Expires), r.Ends != nil && !now.Before(*r.Ends):
		i.State = ExpiredInvitation
	}
	return i
}

// invitationRows reads invitations, youngest first, where a condition on people_invitations i and its one argument is
// true.
func invitationRows(ctx context.Context, tx *sqlx.Tx, where, arg string) ([]peopleInvitationRow, error) {
	var rows []peopleInvitationRow
	if err := tx.SelectContext(ctx, &rows, `
		SELECT i.id, coalesce(i.submission_id, '') AS submission_id, coalesce(i.organization_id, '') AS organization_id,
			coalesce(o.name, i.organization_name) AS organization_name, i.role, i.email, i.note, i.ends_at, i.created_at,
			coalesce(i.invited_by, '') AS invited_by, coalesce(i.accepted_by, '') AS accepted_by,
			coalesce(accepted.pseudonym, '') <> '' AS pseudonym,
			i.expires_at, i.accepted_at, i.withdrawn_at, false AS replaced,
			coalesce(s.state, '') AS state, coalesce(s.session, 0) AS session,
			coalesce(nullif(by.pseudonym, ''), u.name, '') AS invited_name,
			coalesce(nullif(accepted.pseudonym, ''), a.name, '') AS accepted_name,
			EXISTS (SELECT FROM people_invitation_tokens t WHERE t.invitation_id = i.id AND NOT t.replaced) AS linked
		FROM people_invitations i LEFT JOIN organizations o ON o.id = i.organization_id
			LEFT JOIN submissions s ON s.id = i.submission_id
			LEFT JOIN users u ON u.id = i.invited_by LEFT JOIN users a ON a.id = i.accepted_by
			LEFT JOIN submission_people by ON by.submission_id = i.submission_id AND by.user_id = i.invited_by
			LEFT JOIN submission_people accepted ON accepted.submission_id = i.submission_id AND accepted.user_id = i.accepted_by
		WHERE `+where+` ORDER BY i.created_at DESC, i.id LIMIT 500`, arg); err != nil {
		return nil, fmt.Errorf("invitations: %w", err)
	}
	return rows, nil
}

// PeopleInvitations lists the invitations to a submission, youngest first, that the actor manages: who coordinates all of
// them, an organization's administrator those of their own. An address and a pseudonym are never together, but for who
// knows whose it is: see upr.Standing.KnowsBehindPseudonyms.
func (s *Store) PeopleInvitations(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, now time.Time,
) ([]PeopleInvitation, error) {
	var list []PeopleInvitation
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		in, err := requireStanding(ctx, tx, by, id, upr.ManagePeople)
		if err != nil {
			return err
		}
		rows, err := invitationRows(ctx, tx, `i.submission_id = $1`, string(id))
		for _, row := range rows {
			if !in.Manages(row.Organization) {
				continue
			}
			i := row.invitation(now, in.MayGive(row.Organization, upr.SubmissionRole(row.Role)))
			if row.Pseudonym && row.Acceptor != by.User && !in.KnowsBehindPseudonyms(row.Organization) {
				i.Hidden, i.Email, i.Note, i.AcceptedBy = true, "", "", ""
			}
			list = append(list, i)
		}
		return err
	})
	return list, err
}

// A NewPeopleInvitation is what an invitation is made of. See PeopleInvitation.
type NewPeopleInvitation struct {
	TokenHash        []byte
	Submission       upr.SubmissionID
	Organization     upr.OrganizationID
	OrganizationName string
	Role             string
	Email            string // as upr.FoldEmail gives it
	Note             string
	Ends             time.Time
	Created, Expires time.Time
}

// InvitePerson invites somebody into a submission or an organization, for who manages people there, and returns the
// invitation's id. It is TooMany when too many wait.
func (s *Store) InvitePerson(ctx context.Context, by upr.Actor, i NewPeopleInvitation) (string, error) {
	id := upr.NewID()
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := mayInvite(ctx, tx, by, i.Submission, i.Organization, i.Role); err != nil {
			return err
		}
		var open int
		if err := tx.GetContext(ctx, &open, `
			SELECT count(*) FROM people_invitations
			WHERE accepted_at IS NULL AND withdrawn_at IS NULL AND expires_at > $3
				AND CASE WHEN $1 = '' THEN submission_id IS NULL AND organization_id = $2 ELSE submission_id = $1 END`,
			string(i.Submission), string(i.Organization), i.Created); err != nil {
			return fmt.Errorf("open invitations: %w", err)
		}
		if open >= maxOpenInvitations {
			return &upr.Error{Kind: upr.TooMany, Key: "people.invite.many", Args: map[string]any{"n": maxOpenInvitations}}
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO people_invitations (id, submission_id, organization_id, organization_name, role, email, ends_at, note,
				invited_by, created_at, expires_at)
			VALUES ($1, nullif($2, ''), nullif($3, ''), $4, $5, $6, $7, $8, $9, $10, $11)`,
			id, string(i.Submission), string(i.Organization), i.OrganizationName, i.Role, i.Email, moment(i.Ends), i.Note,
			by.User, i.Created, i.Expires); err != nil {
			return fmt.Errorf("add invitation: %w", err)
		}
		if err := addInvitationToken(ctx, tx, id, i.TokenHash); err != nil || i.Submission == "" {
			return err
		}
		return record(ctx, tx, Entry{
			Submission: i.Submission, By: by.User, Kind: upr.InvitedRecord, Organization: i.Organization, Ref: id, Value: i.Role,
		})
	})
	return id, err
}

func addInvitationToken(ctx context.Context, tx *sqlx.Tx, id string, tokenHash []byte) error {
	if _, err := tx.ExecContext(ctx,
		`INSERT INTO people_invitation_tokens (token_hash, invitation_id) VALUES ($1, $2)`, tokenHash, id); err != nil {
		return fmt.Errorf("add link of invitation: %w", err)
	}
	return nil
}

// mayInvite makes sure that the actor may invite with a role: into an organization where submission is empty; else into
// the submission, for an organization of it or for one to come.
func mayInvite(
	ctx context.Context, tx *sqlx.Tx, by upr.Actor, submission upr.SubmissionID, organization upr.OrganizationID, role string,
) error {
	if submission == "" {
		return requireOrganization(ctx, tx, by, organization, upr.ManageOrganization)
	}
	in, err := requireStanding(ctx, tx, by, submission, upr.ManagePeople)
	if err != nil {
		return err
	}
	if !in.MayGive(organization, upr.SubmissionRole(role)) {
		return forbidden(upr.Coordinate)
	}
	if organization == "" {
		return nil
	}
	_, err = positionOf(ctx, tx, submission, organization)
	return err
}

// RenewPeopleInvitation gives an open invitation a new link and a new end, for who manages it, and returns it; the links
// before end. It is not found once it was accepted or withdrawn.
func (s *Store) RenewPeopleInvitation(
	ctx context.Context, by upr.Actor, id string, tokenHash []byte, now, expires time.Time,
) (PeopleInvitation, error) {
	var renewed PeopleInvitation
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		row, err := openInvitation(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if row.Ends != nil && !now.Before(*row.Ends) {
			return &upr.Error{Kind: upr.Conflict, Key: "people.invite.ended"}
		}
		if _, err := tx.ExecContext(ctx,
			`UPDATE people_invitation_tokens SET replaced = true WHERE invitation_id = $1`, id); err != nil {
			return fmt.Errorf("end links of invitation: %w", err)
		}
		if err := addInvitationToken(ctx, tx, id, tokenHash); err != nil {
			return err
		}
		// From now on it is the word of who renews it.
		if _, err := tx.ExecContext(ctx, `
			UPDATE people_invitations SET expires_at = $2, invited_by = $3 WHERE id = $1`, id, expires, by.User); err != nil {
			return fmt.Errorf("renew invitation: %w", err)
		}
		row.Expires, row.Linked = expires, true
		renewed = row.invitation(now, true)
		return recordInvitation(ctx, tx, by, upr.InvitationRenewedRecord, renewed)
	})
	return renewed, err
}

// WithdrawPeopleInvitation ends an open invitation, for who manages it. It is not found once it was accepted or withdrawn.
func (s *Store) WithdrawPeopleInvitation(ctx context.Context, by upr.Actor, id string, now time.Time) (PeopleInvitation, error) {
	var withdrawn PeopleInvitation
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		row, err := openInvitation(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE people_invitations SET withdrawn_at = $2 WHERE id = $1`, id, now); err != nil {
			return fmt.Errorf("withdraw invitation: %w", err)
		}
		row.Withdrawn = &now
		withdrawn = row.invitation(now, true)
		return recordInvitation(ctx, tx, by, upr.InvitationWithdrawnRecord, withdrawn)
	})
	return withdrawn, err
}

// recordInvitation records what became of an invitation; one into an organization is in no record.
func recordInvitation(ctx context.Context, tx *sqlx.Tx, by upr.Actor, kind upr.RecordKind, i PeopleInvitation) error {
	if i.Submission == "" {
		return nil
	}
	return record(ctx, tx, Entry{
		Submission: i.Submission, By: by.User, Kind: kind, Organization: i.Organization, Ref: i.ID, Value: i.Role,
	})
}

// openInvitation locks an invitation that was neither accepted nor withdrawn and that the actor manages.
func openInvitation(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id string) (peopleInvitationRow, error) {
	rows, err := invitationRows(ctx, tx, `i.id = $1`, id)
	if err != nil {
		return peopleInvitationRow{}, err
	}
	if len(rows) == 0 {
		return peopleInvitationRow{}, notFound(nil)
	}
	row := rows[0]
	if err := mayInvite(ctx, tx, by, row.Submission, row.Organization, row.Role); err != nil {
		return row, err
	}
	var open bool
	if err := tx.GetContext(ctx, &open, `
		SELECT accepted_at IS NULL AND withdrawn_at IS NULL FROM people_invitations WHERE id = $1 FOR UPDATE`, id); err != nil {
		return row, fmt.Errorf("lock invitation: %w", err)
	}
	if !open {
		return row, notFound(nil)
	}
	return row, nil
}

// withdrawFor ends the open invitations to a submission for an organization that leaves it.
func withdrawFor(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, organization upr.OrganizationID) error {
	if _, err := tx.ExecContext(ctx, `
		UPDATE people_invitations SET withdrawn_at = now()
		WHERE submission_id = $1 AND organization_id = $2 AND accepted_at IS NULL AND withdrawn_at IS NULL`,
		id, organization); err != nil {
		return fmt.Errorf("withdraw invitations of organization: %w", err)
	}
	return nil
}
