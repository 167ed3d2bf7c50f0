package dump

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/lib/pq"
)

// migrationsTable records which migrations were applied. It is not copied: restoring applies the migrations themselves.
const migrationsTable = "schema_migrations"

// accessTables hold what opens the site to whoever has it. They are emptied after a restore.
var accessTables = [...]string{
	"sessions", "password_resets", "setup_tokens", "people_invitation_tokens", "calendar_feeds", "reader_link_tokens", "reader_visits",
}

// mailTables hold mails on their way. They are emptied after a restore: most were sent since the backup.
var mailTables = [...]string{"mails"}

// warningTables hold what people were told will happen at a time that may have passed since the backup. They are emptied
// after a restore, so that everybody is told anew.
var warningTables = [...]string{"submission_retentions"}

// epochColumn tells a text of this database apart from one of another, in every table that has it: see beginEpoch.
const epochColumn = "epoch"

// tables lists the tables to copy, each after those that it refers to.
func tables(ctx context.Context, tx *sql.Tx) ([]string, error) {
	var names []string
	if err := tx.QueryRowContext(ctx, `
		SELECT coalesce(array_agg(relname::text ORDER BY relname), '{}') FROM pg_class
		WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
		AND relname <> $1`, migrationsTable).Scan(pq.Array(&names)); err != nil {
		return nil, fmt.Errorf("list tables: %w", err)
	}
	refers, err := references(ctx, tx)
	if err != nil {
		return nil, err
	}
	return inOrder(names, refers)
}

// references lists for each table those that it refers to, itself left out: rows of one table are checked together.
func references(ctx context.Context, tx *sql.Tx) (map[string][]string, error) {
	rows, err := tx.QueryContext(ctx, `
		SELECT f.relname, t.relname FROM pg_constraint c
		JOIN pg_class f ON f.oid = c.conrelid JOIN pg_class t ON t.oid = c.confrelid
		WHERE c.contype = 'f' AND f.oid <> t.oid`)
	if err != nil {
		return nil, fmt.Errorf("list references: %w", err)
	}
	defer rows.Close()
	refers := map[string][]string{}
	for rows.Next() {
		var from, to string
		if err := rows.Scan(&from, &to); err != nil {
			return nil, fmt.Errorf("list references: %w", err)
		}
		refers[from] = append(refers[from], to)
	}
	return refers, rows.Err()
}

// inOrder puts each name after those that it refers to.
func inOrder(names []string, refers map[string][]string) ([]string, error) {
	var done []string
	for len(done) < len(names) {
		before := len(done)
		for _, name := range names {
			waits := func(to string) bool { return slices.Contains(names, to) && !slices.Contains(done, to) }
			if !slices.Contains(done, name) && !slices.ContainsFunc(refers[name], waits) {
				done = append(done, name)
			}
		}
		if len(done) == before {
			return nil, errors.New("tables refer to each other in a circle; a backup cannot put them in order")
		}
	}
	return done, nil
}

// columns lists the columns of a table that hold data; generated ones follow from the others.
func columns(ctx context.Context, tx *sql.Tx, table string) ([]string, error) {
	var names []string
	err := tx.QueryRowContext(ctx, `
		SELECT coalesce(array_agg(attname::text ORDER BY attnum), '{}') FROM pg_attribute
		WHERE attrelid = to_regclass($1) AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
		pq.QuoteIdentifier(table)).Scan(pq.Array(&names))
	if err != nil {
		return nil, fmt.Errorf("columns of %s: %w", table, err)
	}
	return names, nil
}

// refuseSequences fails for a schema with sequences, whose position this package does not copy. Upright makes its ids
// itself; a migration that changes that must teach this package first.
func refuseSequences(ctx context.Context, tx *sql.Tx) error {
	var n int
	err := tx.QueryRowContext(ctx, `
		SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'S'`).Scan(&n)
	if err != nil {
		return fmt.Errorf("look for sequences: %w", err)
	}
	if n > 0 {
		return fmt.Errorf("the schema has %d sequences, which a backup would lose", n)
	}
	return nil
}
