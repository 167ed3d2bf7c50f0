package storetest

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"
)

// A database is a copy of the template that one test after the other uses. Holding a connection to it tells other test
// processes on the same server that it is not left over.
type database struct {
	name, url string
	hold      *sqlx.DB
	schema    string // its fingerprint when it was new
}

// pool are the databases of this process that no test uses now.
var pool struct {
	sync.Mutex
	free []*database
}

// take returns an empty migrated database.
func take(ctx context.Context, base string) (*database, error) {
	pool.Lock()
	if last := len(pool.free) - 1; last >= 0 {
		d := pool.free[last]
		pool.free = pool.free[:last]
		pool.Unlock()
		return d, nil
	}
	pool.Unlock()
	template, err := migratedTemplate()
	if err != nil {
		return nil, err
	}
	return newDatabase(ctx, base, template)
}

// newDatabase copies the template.
func newDatabase(ctx context.Context, base, template string) (d *database, err error) {
	d = &database{name: "upright_test_" + rand.Text()}
	if d.url, err = withDatabase(base, d.name); err != nil {
		return nil, err
	}
	err = alone(ctx, base, func(conn *sqlx.Conn) error {
		if _, err := conn.ExecContext(ctx, `CREATE DATABASE "`+d.name+`" TEMPLATE "`+template+`"`); err != nil {
			return fmt.Errorf("create database: %w", err)
		}
		if d.hold, err = sqlx.ConnectContext(ctx, "postgres", d.url); err != nil {
			return fmt.Errorf("connect: %w", err)
		}
		d.hold.SetMaxOpenConns(1)
		return nil
	})
	if err == nil {
		d.schema, err = d.fingerprint(ctx)
	}
	return d, err
}

// giveBack empties the database for the next test. One that a test has altered is dropped, and so is any where the user of
// the server may not turn triggers off.
func (d *database) giveBack(ctx context.Context, base string) error {
	if err := d.disconnectOthers(ctx); err != nil {
		return err
	}
	schema, err := d.fingerprint(ctx)
	if err != nil {
		return err
	}
	if schema != d.schema {
		return d.drop(ctx, base)
	}
	if err := d.empty(ctx); err != nil {
		const mayNot = "42501" // insufficient_privilege
		if refused := new(pq.Error); errors.As(err, &refused) && refused.Code == mayNot {
			return d.drop(ctx, base)
		}
		return fmt.Errorf("empty database: %w", err)
	}
	pool.Lock()
	defer pool.Unlock()
	pool.free = append(pool.free, d)
	return nil
}

// drop removes the database.
func (d *database) drop(ctx context.Context, base string) error {
	if err := d.hold.Close(); err != nil {
		return err
	}
	return alone(ctx, base, func(conn *sqlx.Conn) error {
		_, err := conn.ExecContext(ctx, `DROP DATABASE IF EXISTS "`+d.name+`" WITH (FORCE)`)
		return err
	})
}

// disconnectOthers ends every other connection and waits until they are gone: a test that was broken off may still have
// one, and what it does must not reach the next test.
func (d *database) disconnectOthers(ctx context.Context) error {
	for {
		var left int
		if err := d.hold.GetContext(ctx, &left, `
			SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
			WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`); err != nil {
			return fmt.Errorf("disconnect: %w", err)
		}
		if left == 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("disconnect: %d connections stay: %w", left, ctx.Err())
		case <-time.After(5 * time.Millisecond):
		}
	}
}

// fingerprint is a hash of what a test could alter besides rows.
func (d *database) fingerprint(ctx context.Context) (string, error) {
	var sum string
	err := d.hold.GetContext(ctx, &sum, `SELECT md5(concat(
		(SELECT string_agg(concat(attrelid, attname, atttypid, attnotnull, attisdropped), ',' ORDER BY attrelid, attnum)
		 FROM pg_attribute JOIN pg_class c ON c.oid = attrelid WHERE relnamespace = 'public'::regnamespace),
		(SELECT string_agg(concat(oid, conname, pg_get_constraintdef(oid)), ',' ORDER BY oid) FROM pg_constraint
		 WHERE connamespace = 'public'::regnamespace),
		(SELECT string_agg(concat(oid, tgname, tgenabled), ',' ORDER BY oid) FROM pg_trigger),
		(SELECT string_agg(concat(oid, prosrc), ',' ORDER BY oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace),
		(SELECT string_agg(setconfig::text, ',') FROM pg_db_role_setting s JOIN pg_database b ON b.oid = s.setdatabase
		 WHERE datname = current_database())))`)
	if err != nil {
		return "", fmt.Errorf("fingerprint: %w", err)
	}
	return sum, nil
}

// empty brings every table back to the rows that migrations left, and every sequence to its beginning.
func (d *database) empty(ctx context.Context) (err error) {
	rows, err := migratedRows()
	if err != nil {
		return err
	}
	tx, err := d.hold.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, `SET LOCAL session_replication_role = replica`); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `DO $$
		DECLARE one record; filled boolean;
		BEGIN
			FOR one IN SELECT oid::regclass AS name, relkind FROM pg_class
				WHERE relkind IN ('r', 'S') AND relnamespace = 'public'::regnamespace LOOP
				IF one.relkind = 'S' THEN
					PERFORM setval(one.name, (SELECT seqstart FROM pg_sequence WHERE seqrelid = one.name), false);
				ELSE
					EXECUTE format('SELECT EXISTS (SELECT FROM %s)', one.name) INTO filled;
					IF filled THEN
						EXECUTE format('DELETE FROM %s', one.name);
					END IF;
				END IF;
			END LOOP;
		END $$`); err != nil {
		return err
	}
	for _, table := range rows {
		if _, err := tx.ExecContext(ctx, `INSERT INTO `+table.name+` SELECT * FROM json_populate_recordset(NULL::`+table.name+`, $1)`,
			table.rows); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// tableRows are the rows of a table, as JSON.
type tableRows struct{ name, rows string }

// migratedRows are the rows that migrations leave, read from the template once.
var migratedRows = sync.OnceValues(func() ([]tableRows, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	base, err := server()
	if err != nil {
		return nil, err
	}
	template, err := migratedTemplate()
	if err != nil {
		return nil, err
	}
	d, err := newDatabase(ctx, base, template)
	if err != nil {
		return nil, err
	}
	var names []string
	if err := d.hold.SelectContext(ctx, &names, `
		SELECT quote_ident(relname) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace`); err != nil {
		return nil, err
	}
	var list []tableRows
	for _, name := range names {
		one := tableRows{name: name}
		if err := d.hold.GetContext(ctx, &one.rows, `SELECT coalesce(json_agg(t), '[]') FROM `+name+` t`); err != nil {
			return nil, err
		}
		if one.rows != "[]" {
			list = append(list, one)
		}
	}
	pool.Lock()
	defer pool.Unlock()
	pool.free = append(pool.free, d)
	return slices.Clip(list), nil
})

// sweep drops what test processes left behind that are gone: nothing in Go runs at the end of every one of them.
func sweep(ctx context.Context, base string) error {
	return alone(ctx, base, func(conn *sqlx.Conn) error {
		var names []string
		if err := conn.SelectContext(ctx, &names, `
			SELECT datname FROM pg_database d WHERE datname LIKE 'upright\_test\_%'
			AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = d.datname)`); err != nil {
			return fmt.Errorf("look for left databases: %w", err)
		}
		for _, name := range names {
			if _, err := conn.ExecContext(ctx, `DROP DATABASE IF EXISTS "`+name+`"`); err != nil {
				return fmt.Errorf("drop left database: %w", err)
			}
		}
		return nil
	})
}

// alone does something under a lock of the server, for test processes that run side by side.
func alone(ctx context.Context, base string, do func(*sqlx.Conn) error) error {
	db, err := sqlx.ConnectContext(ctx, "postgres", base)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = db.Close() }()
	conn, err := db.Connx(ctx)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer func() { _ = conn.Close() }()
	const lock = 0x7570725f746573 // any number that only these tests use
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, lock); err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	defer func() { _, _ = conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, lock) }()
	return do(conn)
}
