// Package storetest gives a test a real, empty database of its own.
//
// The server is the one of UPRIGHT_TEST_DATABASE_URL (its user must be allowed to create databases) or, when that is not
// set, a private one that the test process starts for itself. Databases are copies of a template that is migrated once, and
// one test after the other uses them.
// There is no in-memory substitute and no skipping: without PostgreSQL the tests fail.
package storetest

import (
	"context"
	"testing"
	"time"

	"upright/internal/store"
)

// Open returns a store on a fresh migrated database.
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

// URL returns the address of a fresh migrated database, for tests that open it themselves or more than once. A test that
// ended has left it to the next: it is emptied, which is quicker than a new one.
func URL(t testing.TB) string {
	t.Helper()
	base, err := server()
	if err != nil {
		t.Fatalf("storetest: %v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	d, err := take(ctx, base)
	if err != nil {
		t.Fatalf("storetest: %v", err)
	}
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := d.giveBack(ctx, base); err != nil {
			t.Errorf("storetest: %v", err)
		}
	})
	return d.url
}

// Empty returns the address of a fresh database without any table. It is dropped when the test ends.
func Empty(t testing.TB) string {
	t.Helper()
	base, err := server()
	if err != nil {
		t.Fatalf("storetest: %v", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	d, err := newDatabase(ctx, base, "template0")
	if err != nil {
		t.Fatalf("storetest: %v", err)
	}
	t.Cleanup(func() {
		if err := d.drop(context.Background(), base); err != nil {
			t.Errorf("storetest: %v", err)
		}
	})
	return d.url
}
