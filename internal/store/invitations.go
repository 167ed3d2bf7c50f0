package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// An Invitation lets one person make an account. Only the hash of its link is kept.
type Invitation struct {
	ID         string
	Email      string // whom it is for; "" for whoever holds the link
	Created    time.Time
	Expires    time.Time
	Accepted   time.Time // zero while it is not
	AcceptedBy string    // name of who accepted; "" when nobody did or the account is gone
}

type invitationRow struct {
	ID         string     `db:"id"`
	Email      string     `db:"email"`
	Created    time.Time  `db:"created_at"`
	Expires    time.Time  `db:"expires_at"`
	Accepted   *time.Time `db:"accepted_at"`
	AcceptedBy *string    `db:"accepted_name"`
}

func (r invitationRow) invitation() Invitation {
	i := Invitation{ID: r.ID, Email: r.Email, Created: r.Created.UTC(), Expires: r.Expires.UTC()}
	if r.Accepted != nil {
		i.Accepted = r.Accepted.UTC()
	}
	if r.AcceptedBy != nil {
		i.AcceptedBy = *r.AcceptedBy
	}
	return i
}

// A NewInvitation is what an invitation is made of.
type NewInvitation struct {
	TokenHash []byte
	Email     string // as upr.FoldEmail gives it; "" for whoever holds the link
	Created   time.Time
	Expires   time.Time
}

// CreateInvitation invites somebody, for an administrator of the installation, and returns the invitation's id.
func (s *Store) CreateInvitation(ctx context.Context, by upr.Actor, i NewInvitation) (string, error) {
	id := upr.NewID()
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireAdmin(ctx, tx, by); err != nil {
			return err
		}
		return insertInvitation(ctx, tx, id, "invitation", &by.User, i)
	})
	return id, err
}

// CreateRegistration keeps the link with which somebody who asked for an account proves the address and makes one. It
// is Forbidden unless registration is open.
func (s *Store) CreateRegistration(ctx context.Context, i NewInvitation) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		var registration Registration
		if err := tx.GetContext(ctx, &registration, `SELECT registration FROM settings`); err != nil {
			return fmt.Errorf("settings: %w", err)
		}
		if registration != OpenRegistration {
			return &upr.Error{Kind: upr.Forbidden, Key: "account.registration.closed"}
		}
		return insertInvitation(ctx, tx, upr.NewID(), "registration", nil, i)
	})
}

func insertInvitation(ctx context.Context, tx *sqlx.Tx, id, kind string, by *upr.UserID, i NewInvitation) error {
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO invitations (id, token_hash, kind, email, invited_by, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		id, i.TokenHash, kind, i.Email, by, i.Created, i.Expires); err != nil {
		return fmt.Errorf("add invitation: %w", err)
	}
	return nil
}

// Invitations lists the invitations that administrators made, youngest first, for an administrator. Those who asked for
// an account themselves are not among them.
func (s *Store) Invitations(ctx context.Context, by upr.Actor, page Page) ([]Invitation, Next, error) {
	var list []Invitation
	var next Next
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireAdmin(ctx, tx, by); err != nil {
			return err
		}
		after, err := page.position()
		if err != nil {
			return err
		}
		var rows []invitationRow
		if err := tx.SelectContext(ctx, &rows, `
			SELECT i.id, i.email, i.created_at, i.expires_at, i.accepted_at, u.name AS accepted_name
			FROM invitations i LEFT JOIN users u ON u.id = i.accepted_by
			WHERE i.kind = 'invitation' AND ($1::timestamptz IS NULL OR (i.created_at, i.id) < ($1, $2))
			ORDER BY i.created_at DESC, i.id DESC LIMIT $3`, after.at, after.id, page.size()+1); err != nil {
			return fmt.Errorf("invitations: %w", err)
		}
		if len(rows) > page.size() {
			rows = rows[:page.size()]
			last := rows[len(rows)-1]
			next = nextAfter(last.Created, last.ID)
		}
		for _, row := range rows {
			list = append(list, row.invitation())
		}
		return nil
	})
	return list, next, err
}

// RenewInvitation gives an open invitation a new link and a new end, for an administrator; the old link ends. It is not
// found once it was accepted.
func (s *Store) RenewInvitation(ctx context.Context, by upr.Actor, id string, tokenHash []byte, expires time.Time) (Invitation, error) {
	var row invitationRow
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireAdmin(ctx, tx, by); err != nil {
			return err
		}
		if err := tx.GetContext(ctx, &row, `
			UPDATE invitations SET token_hash = $2, expires_at = $3
			WHERE id = $1 AND kind = 'invitation' AND accepted_at IS NULL
			RETURNING id, email, created_at, expires_at, accepted_at`, id, tokenHash, expires); err != nil {
			return fmt.Errorf("renew invitation: %w", err)
		}
		return nil
	})
	return row.invitation(), err
}

// WithdrawInvitation ends an open invitation, for an administrator. It is not found once it was accepted.
func (s *Store) WithdrawInvitation(ctx context.Context, by upr.Actor, id string) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireAdmin(ctx, tx, by); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx,
			`DELETE FROM invitations WHERE id = $1 AND kind = 'invitation' AND accepted_at IS NULL`, id)
		if err != nil {
			return fmt.Errorf("withdraw invitation: %w", err)
		}
		return affected(result, notFound(nil))
	})
}

// Invitation returns the invitation or registration of a link. It is not found when it was accepted, withdrawn or has
// expired.
func (s *Store) Invitation(ctx context.Context, tokenHash []byte, now time.Time) (Invitation, error) {
	var row invitationRow
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := tx.GetContext(ctx, &row, `
			SELECT id, email, created_at, expires_at, accepted_at FROM invitations
			WHERE token_hash = $1 AND accepted_at IS NULL AND expires_at > $2`, tokenHash, now); err != nil {
			return fmt.Errorf("invitation: %w", err)
		}
		return nil
	})
	return row.invitation(), err
}

// AcceptInvitation makes an account by a link, once. An address in the invitation wins over the one in u: it is the one
// that was proved. Of two who accept at once one is told that it is not found; when the address has an account, it is a
// Conflict on the field email and the invitation stays open.
func (s *Store) AcceptInvitation(ctx context.Context, tokenHash []byte, now time.Time, u NewUser) (upr.User, error) {
	var made upr.User
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		var row struct {
			ID    string `db:"id"`
			Email string `db:"email"`
		}
		// The update locks the row: whoever comes second waits for the first and then sees accepted_at.
		if err := tx.GetContext(ctx, &row, `
			UPDATE invitations SET accepted_at = $2
			WHERE token_hash = $1 AND accepted_at IS NULL AND expires_at > $2
			RETURNING id, email`, tokenHash, now); err != nil {
			return fmt.Errorf("accept invitation: %w", err)
		}
		if row.Email != "" {
			u.Email = row.Email
		}
		u.Admin = false
		var err error
		if made, err = insertUser(ctx, tx, u); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx,
			`UPDATE invitations SET accepted_by = $2 WHERE id = $1`, row.ID, made.ID); err != nil {
			return fmt.Errorf("note who accepted: %w", err)
		}
		return nil
	})
	return made, err
}
