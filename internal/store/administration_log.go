package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// logAct writes an act of an administrator of the installation into the log, in the transaction of the act: both are kept
// or neither. before and after are what stood there, as JSON can hold it; nil for nothing.
func logAct(ctx context.Context, tx *sqlx.Tx, by upr.Actor, kind upr.AdministrationAct, now time.Time, before, after any) error {
	var values [2]any
	for i, value := range []any{before, after} {
		if value == nil {
			continue
		}
		data, err := json.Marshal(value)
		if err != nil {
			return fmt.Errorf("encode act: %w", err)
		}
		values[i] = string(data)
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO administration_log (id, at, by_user, kind, before, after) VALUES ($1, $2, $3, $4, $5, $6)`,
		upr.NewID(), now, by.User, kind, values[0], values[1]); err != nil {
		return fmt.Errorf("log act: %w", err)
	}
	return nil
}

// AdministrationLog lists what administrators of the installation did, the latest first, for an administrator.
func (s *Store) AdministrationLog(ctx context.Context, by upr.Actor, page Page) ([]upr.AdministrationEntry, Next, error) {
	after, err := page.position()
	if err != nil {
		return nil, "", err
	}
	var rows []struct {
		ID     string                `db:"id"`
		At     time.Time             `db:"at"`
		By     upr.UserID            `db:"by_user"`
		Name   string                `db:"name"`
		Kind   upr.AdministrationAct `db:"kind"`
		Before []byte                `db:"before"`
		After  []byte                `db:"after"`
	}
	err = s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireAdmin(ctx, tx, by); err != nil {
			return err
		}
		if err := tx.SelectContext(ctx, &rows, `
			SELECT l.id, l.at, coalesce(l.by_user, '') AS by_user, coalesce(u.name, '') AS name, l.kind, l.before, l.after
			FROM administration_log l LEFT JOIN users u ON u.id = l.by_user
			WHERE $1::timestamptz IS NULL OR (l.at, l.id) < ($1, $2)
			ORDER BY l.at DESC, l.id DESC LIMIT $3`, after.at, after.id, page.size()+1); err != nil {
			return fmt.Errorf("log of the administration: %w", err)
		}
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	var next Next
	if len(rows) > page.size() {
		rows = rows[:page.size()]
		next = nextAfter(rows[len(rows)-1].At, rows[len(rows)-1].ID)
	}
	var list []upr.AdministrationEntry
	for _, r := range rows {
		list = append(list, upr.AdministrationEntry{
			At: r.At.UTC(), By: r.By, Name: r.Name, Kind: r.Kind, Before: r.Before, After: r.After,
		})
	}
	return list, next, nil
}
