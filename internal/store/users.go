package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// userRow is a row of users without its password.
type userRow struct {
	ID        upr.UserID `db:"id"`
	Name      string     `db:"name"`
	Email     string     `db:"email"`
	Language  string     `db:"language"`
	Timezone  string     `db:"timezone"`
	Admin     bool       `db:"admin"`
	CreatedAt time.Time  `db:"created_at"`
}

// userColumns are the columns of userRow, of a table called u.
const userColumns = `u.id, u.name, u.email, u.language, u.timezone, u.admin, u.created_at`

func (r userRow) user() upr.User {
	return upr.User{
		ID: r.ID, Name: r.Name, Email: r.Email, Language: r.Language, Timezone: r.Timezone, Admin: r.Admin,
		CreatedAt: r.CreatedAt.UTC(),
	}
}

// A NewUser is what an account is made of.
type NewUser struct {
	Name         string
	Email        string // as upr.FoldEmail gives it
	Language     string
	Timezone     string
	Admin        bool
	PasswordHash string
}

// CreateUser makes an account on the word of who runs the server: the command line. It is a Conflict on the field email
// when the address has one. With an administrator the installation is set up: who finds a set-up link in an old log must
// not become another one.
func (s *Store) CreateUser(ctx context.Context, u NewUser) (upr.User, error) {
	var made upr.User
	err := s.inTx(ctx, func(tx *sqlx.Tx) (err error) {
		if u.Admin {
			if _, err := tx.ExecContext(ctx, `UPDATE settings SET set_up = true WHERE NOT set_up`); err != nil {
				return fmt.Errorf("set up: %w", err)
			}
			if err := endSetupLinks(ctx, tx); err != nil {
				return err
			}
		}
		made, err = insertUser(ctx, tx, u)
		return err
	})
	return made, err
}

// insertUser adds an account. The address's constraint answers whether it is free.
func insertUser(ctx context.Context, tx *sqlx.Tx, u NewUser) (upr.User, error) {
	var row userRow
	if err := tx.GetContext(ctx, &row, `
		INSERT INTO users AS u (id, name, email, language, timezone, admin, password_hash)
		VALUES ($1, $2, $3, $4, $5, $6, $7)
		RETURNING `+userColumns,
		upr.NewID(), u.Name, u.Email, u.Language, u.Timezone, u.Admin, u.PasswordHash); err != nil {
		return upr.User{}, fmt.Errorf("add user: %w", err)
	}
	return row.user(), nil
}

// Credentials returns the account of an address and the hash of its password.
func (s *Store) Credentials(ctx context.Context, email string) (upr.User, string, error) {
	return s.credentials(ctx, `u.email = $1`, email)
}

// OwnCredentials returns the actor's account and the hash of its password.
func (s *Store) OwnCredentials(ctx context.Context, by upr.Actor) (upr.User, string, error) {
	return s.credentials(ctx, `u.id = $1`, string(by.User))
}

func (s *Store) credentials(ctx context.Context, where, arg string) (upr.User, string, error) {
	var row struct {
		userRow
		PasswordHash string `db:"password_hash"`
	}
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := tx.GetContext(ctx, &row,
			`SELECT `+userColumns+`, u.password_hash FROM users u WHERE `+where, arg); err != nil {
			return fmt.Errorf("credentials: %w", err)
		}
		return nil
	})
	return row.user(), row.PasswordHash, err
}

// User returns the actor's own account.
func (s *Store) User(ctx context.Context, by upr.Actor) (upr.User, error) {
	user, _, err := s.OwnCredentials(ctx, by)
	return user, err
}

// UpdateProfile changes the actor's own name, page language and time zone. The address stays: it is what a forgotten
// password is mailed to.
func (s *Store) UpdateProfile(ctx context.Context, by upr.Actor, name, language, timezone string) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		result, err := tx.ExecContext(ctx,
			`UPDATE users SET name = $2, language = $3, timezone = $4 WHERE id = $1`, by.User, name, language, timezone)
		if err != nil {
			return fmt.Errorf("update profile: %w", err)
		}
		return affected(result, notFound(nil))
	})
}

// SetLanguage changes the language of the pages for the actor.
func (s *Store) SetLanguage(ctx context.Context, by upr.Actor, language string) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE users SET language = $2 WHERE id = $1`, by.User, language)
		if err != nil {
			return fmt.Errorf("set language: %w", err)
		}
		return affected(result, notFound(nil))
	})
}

// SetPassword replaces the password of a user and ends all sessions except one, nil for none, and all pending resets: a
// password is often changed because somebody else knows it. With old, the hash that the change was allowed by, it is a
// Conflict when another change came first; old is empty when the server's operator asks.
func (s *Store) SetPassword(ctx context.Context, user upr.UserID, old, password string, except []byte) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		result, err := tx.ExecContext(ctx, `
			UPDATE users SET password_hash = $3 WHERE id = $1 AND ($2 = '' OR password_hash = $2)`, user, old, password)
		if err != nil {
			return fmt.Errorf("set password: %w", err)
		}
		if err := affected(result, conflict()); err != nil {
			return err
		}
		return endAccess(ctx, tx, user, except)
	})
}

// RenewHash replaces the hash of a password by one of the same password with today's cost. It does nothing when the
// password was changed meanwhile.
func (s *Store) RenewHash(ctx context.Context, user upr.UserID, old, renewed string) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx,
			`UPDATE users SET password_hash = $3 WHERE id = $1 AND password_hash = $2`, user, old, renewed); err != nil {
			return fmt.Errorf("renew hash: %w", err)
		}
		return nil
	})
}

// endAccess ends the sessions of a user except one, nil for none, and withdraws the links to reset the password.
func endAccess(ctx context.Context, tx *sqlx.Tx, user upr.UserID, except []byte) error {
	if _, err := tx.ExecContext(ctx,
		`DELETE FROM sessions WHERE user_id = $1 AND ($2::bytea IS NULL OR token_hash <> $2)`, user, except); err != nil {
		return fmt.Errorf("end sessions: %w", err)
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM password_resets WHERE user_id = $1`, user); err != nil {
		return fmt.Errorf("withdraw resets: %w", err)
	}
	return nil
}

// Users lists the people with an account, oldest first, for an administrator of the installation.
func (s *Store) Users(ctx context.Context, by upr.Actor, page Page) ([]upr.User, Next, error) {
	var users []upr.User
	var next Next
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireAdmin(ctx, tx, by); err != nil {
			return err
		}
		after, err := page.position()
		if err != nil {
			return err
		}
		var rows []userRow
		if err := tx.SelectContext(ctx, &rows, `
			SELECT `+userColumns+` FROM users u
			WHERE $1::timestamptz IS NULL OR (u.created_at, u.id) > ($1, $2)
			ORDER BY u.created_at, u.id LIMIT $3`, after.at, after.id, page.size()+1); err != nil {
			return fmt.Errorf("users: %w", err)
		}
		if len(rows) > page.size() {
			rows = rows[:page.size()]
			last := rows[len(rows)-1]
			next = nextAfter(last.CreatedAt, string(last.ID))
		}
		for _, row := range rows {
			users = append(users, row.user())
		}
		return nil
	})
	return users, next, err
}
