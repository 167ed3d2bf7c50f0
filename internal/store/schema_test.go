package store_test

import (
	"fmt"
	"strings"
	"testing"

	"upright/internal/store"
)

// describeSchema writes the public schema as SQL, from the catalogue. pg_dump would need the client programs on the
// machine and writes differently from version to version.
func describeSchema(t *testing.T, s *store.Store) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("-- What the migrations make together. Written by a test of internal/store (-update); for reading, never run.\n")
	for _, domain := range lines(t, s, `
		SELECT format('CREATE DOMAIN %s AS %s %s;', t.typname, format_type(t.typbasetype, t.typtypmod), pg_get_constraintdef(c.oid))
		FROM pg_type t JOIN pg_constraint c ON c.contypid = t.oid
		WHERE t.typnamespace = 'public'::regnamespace ORDER BY t.typname COLLATE "C"`) {
		fmt.Fprintf(&b, "\n%s\n", domain)
	}
	for _, table := range lines(t, s, `
		SELECT relname FROM pg_class
		WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname COLLATE "C"`) {
		body := append(lines(t, s, columns, table), lines(t, s, constraints, table)...)
		fmt.Fprintf(&b, "\nCREATE TABLE %s (\n    %s\n);\n", table, strings.Join(body, ",\n    "))
		for _, index := range lines(t, s, indexes, table) {
			fmt.Fprintf(&b, "%s;\n", index)
		}
	}
	for _, function := range lines(t, s, `
		SELECT pg_get_functiondef(oid) FROM pg_proc
		WHERE pronamespace = 'public'::regnamespace ORDER BY proname COLLATE "C"`) {
		fmt.Fprintf(&b, "\n%s;\n", strings.TrimSpace(function))
	}
	for _, trigger := range lines(t, s, `
		SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY tgname COLLATE "C"`) {
		fmt.Fprintf(&b, "\n%s;\n", trigger)
	}
	return b.String()
}

const columns = `
	SELECT concat_ws(' ', a.attname, format_type(a.atttypid, a.atttypmod),
		CASE WHEN a.attnotnull THEN 'NOT NULL' END, 'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid))
	FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
	WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`

// From version 18 on PostgreSQL lists NOT NULL as constraints of type n; the columns have said it.
const constraints = `
	SELECT format('CONSTRAINT %s %s', conname, pg_get_constraintdef(oid))
	FROM pg_constraint WHERE conrelid = $1::regclass AND contype <> 'n' ORDER BY conname COLLATE "C"`

const indexes = `
	SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i
	WHERE i.indrelid = $1::regclass AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.indexrelid)
	ORDER BY i.indexrelid::regclass::text COLLATE "C"`

func lines(t *testing.T, s *store.Store, query string, args ...any) []string {
	t.Helper()
	var list []string
	if err := s.DB().SelectContext(t.Context(), &list, query, args...); err != nil {
		t.Fatal(err)
	}
	return list
}
