package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"

	"github.com/jmoiron/sqlx"

	"upright/migrations"
)

// migrationLock is the key of the advisory lock under which one process at a time migrates: "upright" in ASCII.
const migrationLock = 0x75707269676874

// ErrNewerDatabase says that the database was migrated by a newer version of the program than this one.
var ErrNewerDatabase = errors.New("the database was made by a newer version of Upright; run that version, or restore a backup made by this one")

// ErrOldDatabase says that the database lacks migrations that this program needs.
var ErrOldDatabase = errors.New("the database was made by an older version of Upright; run \"upright migrate\" first")

// A migration is one numbered file.
type migration struct {
	number int
	name   string // "0001_accounts.sql"
	sql    string
}

// Migrate brings the database to the schema of this program and returns the names of the files it applied. Each file is
// one transaction, recorded in the same one, so a failing file leaves the ones before it applied and nothing of itself.
// Several processes may call it at once. It returns ErrNewerDatabase, unchanged, for a database it does not know.
func (s *Store) Migrate(ctx context.Context) ([]string, error) {
	return s.migrateFrom(ctx, migrations.Files)
}

func (s *Store) migrateFrom(ctx context.Context, files fs.FS) ([]string, error) {
	wanted, err := readMigrations(files)
	if err != nil {
		return nil, err
	}
	var applied []string
	for {
		name, err := s.migrateOnce(ctx, wanted)
		if err != nil || name == "" {
			return applied, err
		}
		applied = append(applied, name)
	}
}

// migrateOnce applies the next missing migration and returns its name, or "" when none is missing. The lock is the
// transaction's, so it is gone with it whatever happens, and each turn looks again at what another process has done.
func (s *Store) migrateOnce(ctx context.Context, wanted []migration) (string, error) {
	var applied string
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock($1)`, migrationLock); err != nil {
			return fmt.Errorf("lock for migration: %w", err)
		}
		if _, err := tx.ExecContext(ctx, `
			CREATE TABLE IF NOT EXISTS schema_migrations (
				number     integer PRIMARY KEY,
				name       text NOT NULL,
				applied_at timestamptz NOT NULL DEFAULT now()
			)`); err != nil {
			return fmt.Errorf("create table of migrations: %w", err)
		}
		done, err := migrationsDone(ctx, tx)
		if err != nil {
			return err
		}
		if err := compareMigrations(done, wanted); err != nil {
			return err
		}
		if len(done) == len(wanted) {
			return nil
		}
		next := wanted[len(done)]
		// Without arguments the driver sends the whole file as one simple query, with all its statements.
		if _, err := tx.ExecContext(ctx, next.sql); err != nil {
			return fmt.Errorf("migration %s: %w", next.name, err)
		}
		if _, err := tx.ExecContext(ctx,
			`INSERT INTO schema_migrations (number, name) VALUES ($1, $2)`, next.number, next.name); err != nil {
			return fmt.Errorf("record migration %s: %w", next.name, err)
		}
		applied = next.name
		return nil
	})
	return applied, err
}

// CheckSchema reports whether the database has exactly the schema of this program: nil, ErrOldDatabase or
// ErrNewerDatabase.
func (s *Store) CheckSchema(ctx context.Context) error {
	wanted, err := readMigrations(migrations.Files)
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		var table sql.NullString
		if err := tx.GetContext(ctx, &table, `SELECT to_regclass('schema_migrations')::text`); err != nil {
			return fmt.Errorf("look for table of migrations: %w", err)
		}
		if !table.Valid {
			return ErrOldDatabase
		}
		done, err := migrationsDone(ctx, tx)
		if err != nil {
			return err
		}
		if err := compareMigrations(done, wanted); err != nil {
			return err
		}
		if len(done) < len(wanted) {
			return ErrOldDatabase
		}
		return nil
	})
}

func migrationsDone(ctx context.Context, tx *sqlx.Tx) ([]string, error) {
	var names []string
	if err := tx.SelectContext(ctx, &names, `SELECT name FROM schema_migrations ORDER BY number`); err != nil {
		return nil, fmt.Errorf("read migrations done: %w", err)
	}
	return names, nil
}

// compareMigrations refuses a database whose migrations are not the first ones of this program.
func compareMigrations(done []string, wanted []migration) error {
	if len(done) > len(wanted) {
		return fmt.Errorf("%w (it has %s)", ErrNewerDatabase, done[len(done)-1])
	}
	for i, name := range done {
		if name != wanted[i].name {
			return fmt.Errorf("the database was migrated with %s where this program has %s", name, wanted[i].name)
		}
	}
	return nil
}

// readMigrations reads the numbered files in order. A gap, a doubled number or a name without one is an error.
func readMigrations(files fs.FS) ([]migration, error) {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return nil, fmt.Errorf("list migrations: %w", err)
	}
	slices.Sort(names)
	list := make([]migration, 0, len(names))
	for i, name := range names {
		if len(name) < len("0001_x.sql") || name[4] != '_' {
			return nil, fmt.Errorf("migration %s: the name must be 0001_name.sql", name)
		}
		number, err := strconv.Atoi(name[:4])
		if err != nil || number != i+1 {
			return nil, fmt.Errorf("migration %s: number %04d was expected", name, i+1)
		}
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("read migration: %w", err)
		}
		list = append(list, migration{number: number, name: name, sql: string(text)})
	}
	return list, nil
}
