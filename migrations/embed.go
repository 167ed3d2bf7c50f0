// Package migrations holds the database's schema as numbered SQL files, applied in order and forward only.
//
// A file that was ever part of a release is never changed: a mistake in one is mended by the next. schema.sql shows what
// they make together; it is for reading, and a test of the store keeps it true.
package migrations

import "embed"

// Files holds the numbered files: 0001_name.sql and so on, without gaps.
//
//go:embed 0*.sql
var Files embed.FS
