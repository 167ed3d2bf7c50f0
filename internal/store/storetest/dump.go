package storetest

import (
	"strings"
	"testing"

	"github.com/jmoiron/sqlx"
)

// Dump returns every row of every table of a database as text, for tests of what must never be kept.
func Dump(t testing.TB, url string) string {
	t.Helper()
	db, err := sqlx.ConnectContext(t.Context(), "postgres", url)
	if err != nil {
		t.Fatalf("storetest: %v", err)
	}
	defer func() { _ = db.Close() }()
	var tables []string
	if err := db.SelectContext(t.Context(), &tables, `
		SELECT quote_ident(relname) FROM pg_class
		WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname`); err != nil {
		t.Fatalf("storetest: %v", err)
	}
	var b strings.Builder
	for _, table := range tables {
		var rows []string
		if err := db.SelectContext(t.Context(), &rows, `SELECT t::text FROM `+table+` t`); err != nil {
			t.Fatalf("storetest: %v", err)
		}
		b.WriteString(table + "\n" + strings.Join(rows, "\n") + "\n")
	}
	return b.String()
}
