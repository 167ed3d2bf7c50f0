package store

import (
	"context"
	"database/sql"
	"fmt"

	"github.com/jmoiron/sqlx"
)

// inTx runs f in one transaction at PostgreSQL's default isolation (read committed) and maps the driver's errors. A
// method that reads and then writes what it read locks the row with FOR UPDATE or compares a version in the UPDATE.
func (s *Store) inTx(ctx context.Context, f func(tx *sqlx.Tx) error) error {
	tx, err := s.db.BeginTxx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	// After a commit this does nothing; before, it also covers a panic in f.
	defer func() { _ = tx.Rollback() }()
	if err := f(tx); err != nil {
		return mapped(err)
	}
	if err := tx.Commit(); err != nil {
		return mapped(fmt.Errorf("commit: %w", err))
	}
	return nil
}

// inView is inTx for several reads that have to see the database as it was at one moment.
func (s *Store) inView(ctx context.Context, f func(tx *sqlx.Tx) error) error {
	tx, err := s.db.BeginTxx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return fmt.Errorf("begin transaction: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // nothing was changed
	return mapped(f(tx))
}

// affected turns the result of an UPDATE or DELETE that must touch one row into an error when it touched none.
func affected(result interface{ RowsAffected() (int64, error) }, none error) error {
	n, err := result.RowsAffected()
	if err != nil {
		return err
	}
	if n == 0 {
		return none
	}
	return nil
}
