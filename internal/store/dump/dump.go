// Package dump copies the whole database into a folder and back, without PostgreSQL's own tools, whose version would have
// to fit the server's.
//
// The folder holds one file per table (rows as JSON arrays of PostgreSQL's own text values, one per line, compressed),
// manifest.json, which names them, and SHA256SUMS over all of these, written last. "sha256sum -c SHA256SUMS" checks a
// backup without this program.
//
// It refuses a folder that is not empty, a database that is not empty, and a backup that is incomplete, damaged or made
// by a newer version; it never changes the database it copies. It knows no table by name except the one that records
// migrations and those of sessions and links, which a restore leaves empty; and it knows the column "epoch", which a
// restore begins anew.
package dump

import (
	"bufio"
	"compress/gzip"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/lib/pq"
)

// rowsSuffix ends the names of the files of rows.
const rowsSuffix = ".jsonl.gz"

// Write copies the database of the URL as it is at one moment into dir, which is made, or must be empty. People can go
// on writing meanwhile. now is recorded as the time of the backup.
//
// The folder holds password hashes and drafts: only the account that made it may open it.
func Write(ctx context.Context, url, dir string, now time.Time) (Manifest, error) {
	if err := makeEmpty(dir); err != nil {
		return Manifest{}, err
	}
	db, err := sql.Open("postgres", url)
	if err != nil {
		return Manifest{}, fmt.Errorf("backup: %w", err)
	}
	defer db.Close()
	// All reads of one such transaction see the database as it was at the first.
	tx, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return Manifest{}, fmt.Errorf("backup: %w", err)
	}
	defer func() { _ = tx.Rollback() }() // nothing was changed
	m, err := write(ctx, tx, dir)
	if err != nil {
		return Manifest{}, fmt.Errorf("backup: %w", err)
	}
	m.Format, m.Made = format, now.UTC().Truncate(time.Second)
	if err := m.write(dir); err != nil {
		return Manifest{}, fmt.Errorf("backup: %w", err)
	}
	return m, nil
}

func makeEmpty(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if len(entries) > 0 {
		return fmt.Errorf("the folder %s is not empty; a backup needs a new one", dir)
	}
	return os.Chmod(dir, 0o700)
}

// write copies all tables and returns what they are.
func write(ctx context.Context, tx *sql.Tx, dir string) (Manifest, error) {
	var m Manifest
	if err := fixFormats(ctx, tx); err != nil {
		return m, err
	}
	if err := refuseSequences(ctx, tx); err != nil {
		return m, err
	}
	err := tx.QueryRowContext(ctx, `SELECT name FROM `+migrationsTable+` ORDER BY number DESC LIMIT 1`).Scan(&m.Schema)
	if err != nil {
		return m, fmt.Errorf("the database has no schema of Upright: %w", err)
	}
	names, err := tables(ctx, tx)
	if err != nil {
		return m, err
	}
	for _, name := range names {
		t := Table{Name: name}
		if t.Columns, err = columns(ctx, tx, name); err != nil {
			return m, err
		}
		if t.Rows, err = writeTable(ctx, tx, t, filepath.Join(dir, t.file())); err != nil {
			return m, fmt.Errorf("table %s: %w", name, err)
		}
		m.Tables = append(m.Tables, t)
	}
	return m, nil
}

// fixFormats makes the text of times, numbers and bytes independent of how the server is set up.
func fixFormats(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `SET LOCAL TimeZone = 'UTC'; SET LOCAL DateStyle = 'ISO, YMD';
		SET LOCAL IntervalStyle = 'postgres'; SET LOCAL bytea_output = 'hex'; SET LOCAL extra_float_digits = 1`)
	return err
}

// writeTable writes the rows of a table into a file and returns their number.
func writeTable(ctx context.Context, tx *sql.Tx, t Table, path string) (rows int, err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	buffer := bufio.NewWriter(file)
	zip := gzip.NewWriter(buffer)
	if rows, err = writeRows(ctx, tx, t, json.NewEncoder(zip)); err != nil {
		return 0, err
	}
	if err := zip.Close(); err != nil {
		return 0, err
	}
	if err := buffer.Flush(); err != nil {
		return 0, err
	}
	return rows, file.Sync()
}

func writeRows(ctx context.Context, tx *sql.Tx, t Table, out *json.Encoder) (n int, err error) {
	var list []string
	for _, c := range t.Columns {
		list = append(list, pq.QuoteIdentifier(c)+"::text")
	}
	result, err := tx.QueryContext(ctx, "SELECT "+strings.Join(list, ", ")+" FROM "+pq.QuoteIdentifier(t.Name))
	if err != nil {
		return 0, err
	}
	defer result.Close()
	row := make([]*string, len(t.Columns)) // nil stands for NULL
	into := make([]any, len(row))
	for i := range row {
		into[i] = &row[i]
	}
	for result.Next() {
		if err := result.Scan(into...); err != nil {
			return 0, err
		}
		if err := out.Encode(row); err != nil {
			return 0, err
		}
		n++
	}
	return n, result.Err()
}
