package dump

import (
	"bufio"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/lib/pq"

	"upright/internal/store"
)

// ErrNotEmpty says that the database to restore into holds something already.
var ErrNotEmpty = errors.New("the database is not empty; a backup is only restored into a new one")

// Restore fills the empty database of the URL from the backup in dir, and brings it up to date if the backup is of an
// older version. All files are checked before the database is touched. Should the filling itself fail, for example for
// want of space, the database is left with empty tables and has to be made anew.
//
// What opens the door without a password does not come back: nobody is signed in after a restore, and links to set a new
// password or to make the first account are void, since they may have been used or withdrawn after the backup was made.
// Invitations that were open are there to be seen and renewed; their links do not work any more.
func Restore(ctx context.Context, url, dir string) (Manifest, error) {
	m, err := readManifest(dir)
	if err != nil {
		return Manifest{}, fmt.Errorf("restore: %w", err)
	}
	if err := restore(ctx, url, dir, m); err != nil {
		return Manifest{}, fmt.Errorf("restore: %w", err)
	}
	return m, nil
}

func restore(ctx context.Context, url, dir string, m Manifest) error {
	db, err := sql.Open("postgres", url)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := refuseContent(ctx, db); err != nil {
		return err
	}
	s, err := store.Open(ctx, url)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }()
	if err := s.MigrateTo(ctx, m.Schema); err != nil {
		return err
	}
	if err := fill(ctx, db, dir, m); err != nil {
		return err
	}
	_, err = s.Migrate(ctx)
	return err
}

// refuseContent returns ErrNotEmpty if there is any table.
func refuseContent(ctx context.Context, db *sql.DB) error {
	var some bool
	err := db.QueryRowContext(ctx, `
		SELECT EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p'))`).Scan(&some)
	if err != nil {
		return err
	}
	if some {
		return ErrNotEmpty
	}
	return nil
}

// fill copies all rows in, in one transaction.
func fill(ctx context.Context, db *sql.DB, dir string, m Manifest) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }() // after Commit it does nothing
	if err := fixFormats(ctx, tx); err != nil {
		return err
	}
	names, err := tables(ctx, tx)
	if err != nil {
		return err
	}
	// Rows that a migration has put in are in the backup too, as they have become since.
	for i := range names {
		names[i] = pq.QuoteIdentifier(names[i])
	}
	if _, err := tx.ExecContext(ctx, "TRUNCATE "+strings.Join(names, ", ")); err != nil {
		return err
	}
	for _, t := range m.Tables {
		n, err := fillTable(ctx, tx, t, filepath.Join(dir, t.file()))
		if err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
		if n != t.Rows {
			return fmt.Errorf("table %s: %d rows in the file, %d in the manifest", t.Name, n, t.Rows)
		}
	}
	if err := endAccess(ctx, tx); err != nil {
		return err
	}
	if err := beginEpoch(ctx, tx, m); err != nil {
		return err
	}
	return tx.Commit()
}

// endAccess removes the sessions and links of the backup. Whoever signed out since then, or was shut out, stays out.
// Mails that waited are not sent again; what they tell stays in the news. Nothing is deleted that people had not been
// warned of in this database.
func endAccess(ctx context.Context, tx *sql.Tx) error {
	for _, name := range slices.Concat(accessTables[:], mailTables[:], warningTables[:]) {
		if _, err := tx.ExecContext(ctx, "DELETE FROM "+pq.QuoteIdentifier(name)); err != nil {
			return fmt.Errorf("end access by %s: %w", name, err)
		}
	}
	if _, err := tx.ExecContext(ctx, `UPDATE notices SET mail_due = NULL`); err != nil {
		return fmt.Errorf("end mails of notices: %w", err)
	}
	// An invitation to the installation has its link in its own row, which people want to see and renew.
	if _, err := tx.ExecContext(ctx, `UPDATE invitations SET expires_at = created_at WHERE accepted_at IS NULL`); err != nil {
		return fmt.Errorf("end invitations: %w", err)
	}
	return nil
}

// beginEpoch tells the texts apart from what browsers remember of them: those may be ahead of the backup.
func beginEpoch(ctx context.Context, tx *sql.Tx, m Manifest) error {
	for _, t := range m.Tables {
		if !slices.Contains(t.Columns, epochColumn) {
			continue
		}
		if _, err := tx.ExecContext(ctx, "UPDATE "+pq.QuoteIdentifier(t.Name)+" SET "+epochColumn+" = DEFAULT"); err != nil {
			return fmt.Errorf("begin a new epoch of %s: %w", t.Name, err)
		}
	}
	return nil
}

// fillTable copies the rows of a file into a table and returns their number.
func fillTable(ctx context.Context, tx *sql.Tx, t Table, path string) (rows int, err error) {
	file, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer file.Close()
	zip, err := gzip.NewReader(bufio.NewReader(file))
	if err != nil {
		return 0, err
	}
	var list []string
	for _, c := range t.Columns {
		list = append(list, pq.QuoteIdentifier(c))
	}
	in, err := tx.PrepareContext(ctx, "COPY "+pq.QuoteIdentifier(t.Name)+" ("+strings.Join(list, ", ")+") FROM STDIN")
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	if rows, err = copyRows(ctx, in, json.NewDecoder(zip), len(t.Columns)); err != nil {
		return 0, err
	}
	_, err = in.ExecContext(ctx) // the end of the copy; now constraints are checked
	return rows, err
}

func copyRows(ctx context.Context, in *sql.Stmt, rows *json.Decoder, width int) (n int, err error) {
	values := make([]any, width)
	for {
		var row []*string
		err := rows.Decode(&row)
		if errors.Is(err, io.EOF) {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		if len(row) != width {
			return n, fmt.Errorf("row %d has %d values, not %d", n+1, len(row), width)
		}
		for i, v := range row {
			values[i] = nil
			if v != nil {
				values[i] = *v
			}
		}
		if _, err := in.ExecContext(ctx, values...); err != nil {
			return n, err
		}
		n++
	}
}
