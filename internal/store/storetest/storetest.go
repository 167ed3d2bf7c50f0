// Package storetest gives a test a real, empty database of its own.
//
// The server is the one of UPRIGHT_TEST_DATABASE_URL (its user must be allowed to create databases) or, when that is not
// set, a private one that the test process starts for itself. Databases are copies of a template that is migrated once.
// There is no in-memory substitute and no skipping: without PostgreSQL the tests fail.
package storetest

import (
	"context"
	"crypto/rand"
	"testing"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/store"
)

// Open returns a store on a fresh migrated database. The database is dropped when the test ends.
func Open(t testing.TB) *store.Store {
	t.Helper()
	return Connect(t, URL(t))
}

// Connect returns a further store on the database of a URL, as a second process would have; it is closed when the test
// ends.
func Connect(t testing.TB, url string) *store.Store {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	s, err := store.Open(ctx, url)
	if err != nil {
		t.Fatalf("storetest: %v", err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// URL returns the address of a fresh migrated database, for tests that open it themselves or more than once.
func URL(t testing.TB) string {
	t.Helper()
	base, err := server()
	if err != nil {
		t.Fatalf("storetest: %v", err)
	}
	template, err := migratedTemplate()
	if err != nil {
		t.Fatalf("storetest: %v", err)
	}
	return create(t, base, template)
}

// Empty returns the address of a fresh database without any table.
func Empty(t testing.TB) string {
	t.Helper()
	base, err := server()
	if err != nil {
		t.Fatalf("storetest: %v", err)
	}
	return create(t, base, "template0")
}

// create makes a database from a template and drops it when the test ends.
func create(t testing.TB, base, template string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	db, err := sqlx.ConnectContext(ctx, "postgres", base)
	if err != nil {
		t.Fatalf("storetest: connect: %v", err)
	}
	t.Cleanup(func() { _ = db.Close() })
	name := "upright_test_" + rand.Text()
	if _, err := db.ExecContext(ctx, `CREATE DATABASE "`+name+`" TEMPLATE "`+template+`"`); err != nil {
		t.Fatalf("storetest: create database: %v", err)
	}
	t.Cleanup(func() {
		if _, err := db.ExecContext(context.Background(), `DROP DATABASE IF EXISTS "`+name+`" WITH (FORCE)`); err != nil {
			t.Errorf("storetest: drop database: %v", err)
		}
	})
	address, err := withDatabase(base, name)
	if err != nil {
		t.Fatalf("storetest: %v", err)
	}
	return address
}
