package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// ManuscriptSchema is the version of the manuscript's schema that this build writes: schemaVersion of
// assets/shared/schema.ts.
const ManuscriptSchema = 1

// A StoredText is a text as the database holds it: a snapshot and the commits since.
type StoredText struct {
	Snapshot json.RawMessage
	Version  int64           // of the snapshot
	Authors  json.RawMessage // of the snapshot, as package collab wrote it; a JSON string where one person wrote all
	Commits  []Commit
}

// Head is the version of the text.
func (t *StoredText) Head() int64 { return t.Version + int64(len(t.Commits)) }

// createManuscript gives a new submission its first text, changed when the submission was.
func createManuscript(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, doc json.RawMessage) error {
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO manuscripts (submission_id, schema, changed_at)
		SELECT id, $2, updated_at FROM submissions WHERE id = $1`, id, ManuscriptSchema); err != nil {
		return fmt.Errorf("add manuscript: %w", err)
	}
	if _, err := tx.ExecContext(ctx,
		`INSERT INTO manuscript_snapshots (submission_id, version, doc) VALUES ($1, 0, $2)`, id, string(doc)); err != nil {
		return fmt.Errorf("add first snapshot: %w", err)
	}
	return nil
}

// Text returns a text at a version, or at its head when the version is negative. A version that the text has not reached
// is NotFound, one that was compacted away Stale (IsCompacted), and so is one of a newer schema than ManuscriptSchema. The
// caller has asked for the right (RequireSubmission): the editing authority reads once for everybody.
func (s *Store) Text(ctx context.Context, id upr.SubmissionID, version int64) (*StoredText, error) {
	text := new(StoredText)
	// Head, snapshot and commits are of one moment: between two the first of the commits could be compacted away.
	err := s.inView(ctx, func(tx *sqlx.Tx) error {
		var row struct {
			Head    int64           `db:"head"`
			Schema  int             `db:"schema"`
			Version int64           `db:"version"`
			Doc     json.RawMessage `db:"doc"`
			Authors json.RawMessage `db:"authors"`
		}
		if err := tx.GetContext(ctx, &row, `
			SELECT m.head, m.schema, s.version, s.doc,
				coalesce(s.authors, to_jsonb(coalesce((SELECT created_by FROM submissions WHERE id = $1), ''))) AS authors
			FROM manuscripts m JOIN manuscript_snapshots s USING (submission_id)
			WHERE m.submission_id = $1 AND ($2 < 0 OR (s.version <= $2 AND m.head >= $2))
			ORDER BY s.version DESC LIMIT 1`, id, version); err != nil {
			return fmt.Errorf("text: %w", err)
		}
		if row.Schema > ManuscriptSchema {
			return &upr.Error{Kind: upr.Stale, Key: "text.newer"}
		}
		if version < 0 {
			version = row.Head
		}
		text.Snapshot, text.Version, text.Authors = row.Doc, row.Version, row.Authors
		if row.Version == version {
			return nil
		}
		var err error
		text.Commits, err = commitsBetween(ctx, tx, id, row.Version, version)
		return err
	})
	return text, err
}

// TextHead returns the version of a text.
func (s *Store) TextHead(ctx context.Context, id upr.SubmissionID) (int64, error) {
	var head int64
	err := s.db.GetContext(ctx, &head, `SELECT head FROM manuscripts WHERE submission_id = $1`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, notFound(err)
	}
	if err != nil {
		return 0, fmt.Errorf("head of text: %w", err)
	}
	return head, nil
}

// TextEpoch returns the epoch of a text: another one after each restore of a backup.
func (s *Store) TextEpoch(ctx context.Context, id upr.SubmissionID) (string, error) {
	var epoch string
	err := s.db.GetContext(ctx, &epoch, `SELECT epoch FROM manuscripts WHERE submission_id = $1`, id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", notFound(err)
	}
	if err != nil {
		return "", fmt.Errorf("epoch of text: %w", err)
	}
	return epoch, nil
}

// SaveSnapshot keeps the document of a version with its authors, so that a text opens without replaying what came before.
// A second snapshot of the same version changes nothing. Older ones are thinned: what is far behind keeps one snapshot in
// every five hundred versions, from which any version can still be read in well under a second, and those that a named
// revision stands on. Where commits were compacted away all stay.
func (s *Store) SaveSnapshot(ctx context.Context, id upr.SubmissionID, version int64, doc, authors json.RawMessage) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO manuscript_snapshots (submission_id, version, doc, authors)
			SELECT submission_id, $2, $3, $4 FROM manuscripts WHERE submission_id = $1 AND head >= $2
			ON CONFLICT DO NOTHING`, id, version, string(doc), string(authors)); err != nil {
			return fmt.Errorf("save snapshot: %w", err)
		}
		return thinSnapshots(ctx, tx, id, version)
	})
}

// thinSnapshots removes snapshots far behind a version but the first of every five hundred; the very first text stays.
func thinSnapshots(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, version int64) error {
	const far, step = 2000, 500 // versions
	if version <= far {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `
		DELETE FROM manuscript_snapshots s WHERE submission_id = $1 AND version < $2 AND reached_at IS NULL
			AND EXISTS (SELECT FROM manuscript_snapshots e
				WHERE e.submission_id = $1 AND e.version / $3 = s.version / $3 AND e.version < s.version)
			AND NOT EXISTS (SELECT FROM manuscript_revisions r WHERE r.submission_id = $1 AND r.version = s.version)`,
		id, version-far, step); err != nil {
		return fmt.Errorf("thin snapshots: %w", err)
	}
	return nil
}
