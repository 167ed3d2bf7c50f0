package store

import (
	"context"
	"io/fs"

	"github.com/jmoiron/sqlx"
)

// MigrateFrom migrates with files of a test.
func (s *Store) MigrateFrom(ctx context.Context, files fs.FS) ([]string, error) {
	return s.migrateFrom(ctx, files)
}

// DB is the pool, for tests that look behind the methods.
func (s *Store) DB() *sqlx.DB { return s.db }
