package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// compactedKey is the message about what was compacted away.
const compactedKey = "text.compacted"

// compacted answers for versions and commits that were compacted away.
func compacted() error { return &upr.Error{Kind: upr.Stale, Key: compactedKey} }

// IsCompacted reports whether an error says that what was asked for was compacted away.
func IsCompacted(err error) bool {
	var known *upr.Error
	return errors.As(err, &known) && known.Key == compactedKey
}

// TextFloor returns the version of a text up to which its commits were compacted away; 0 when all are there. The caller
// has asked for the right.
func (s *Store) TextFloor(ctx context.Context, id upr.SubmissionID) (int64, error) {
	return floorOf(ctx, s.db, id)
}

func floorOf(ctx context.Context, db sqlx.QueryerContext, id upr.SubmissionID) (int64, error) {
	var floor int64
	if err := sqlx.GetContext(ctx, db, &floor, `SELECT floor FROM manuscripts WHERE submission_id = $1`, id); err != nil {
		return 0, mapped(fmt.Errorf("floor of text: %w", err))
	}
	return floor, nil
}

// requireFollowing makes sure that commits which were read as those after a version are, and none between was compacted
// away: whoever applied them to that version would have another text.
func requireFollowing(ctx context.Context, db sqlx.QueryerContext, id upr.SubmissionID, after int64, list []Commit) error {
	if len(list) > 0 {
		if list[0].Version != after+1 {
			return compacted()
		}
		return nil
	}
	floor, err := floorOf(ctx, db, id)
	if err == nil && after < floor {
		err = compacted()
	}
	return err
}

// Compaction says what became of the older part of the log, for who may read the text.
func (s *Store) Compaction(ctx context.Context, by upr.Actor, id upr.SubmissionID) (upr.Compaction, error) {
	var found upr.Compaction
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		var row struct {
			Floor int64      `db:"floor"`
			At    *time.Time `db:"compacted_at"`
		}
		if err := tx.GetContext(ctx, &row, `SELECT floor, compacted_at FROM manuscripts WHERE submission_id = $1`, id); err != nil {
			return fmt.Errorf("compaction: %w", err)
		}
		if row.At == nil {
			return nil
		}
		found.Floor, found.At = row.Floor, *row.At
		var kept []struct {
			Version int64      `db:"version"`
			At      time.Time  `db:"reached_at"`
			By      upr.UserID `db:"reached_by"`
		}
		if err := tx.SelectContext(ctx, &kept, `
			SELECT version, reached_at, coalesce(reached_by, '') AS reached_by FROM manuscript_snapshots
			WHERE submission_id = $1 AND version BETWEEN 1 AND $2 AND reached_at IS NOT NULL ORDER BY version`, id, row.Floor); err != nil {
			return fmt.Errorf("kept versions: %w", err)
		}
		for _, k := range kept {
			found.Kept = append(found.Kept, upr.KeptVersion{Version: k.Version, At: k.At, By: k.By})
			found.Until = k.At
		}
		return nil
	})
	return found, err
}

// TextIDs lists the submissions that have a text, for whoever runs the server: it asks for no right.
func (s *Store) TextIDs(ctx context.Context) ([]upr.SubmissionID, error) {
	var list []upr.SubmissionID
	if err := s.db.SelectContext(ctx, &list, `SELECT submission_id FROM manuscripts ORDER BY submission_id`); err != nil {
		return nil, fmt.Errorf("texts: %w", err)
	}
	return list, nil
}

// SnapshotAfter returns the version of the first snapshot after a version, and 0 when there is none. The caller has asked
// for the right.
func (s *Store) SnapshotAfter(ctx context.Context, id upr.SubmissionID, version int64) (int64, error) {
	var next int64
	if err := s.db.GetContext(ctx, &next, `
		SELECT coalesce(min(version), 0) FROM manuscript_snapshots WHERE submission_id = $1 AND version > $2`, id, version); err != nil {
		return 0, fmt.Errorf("next snapshot: %w", err)
	}
	return next, nil
}

// AnchorsBefore returns the threads that stand in a version of the text before another, without their comments. It asks
// for no right.
func (s *Store) AnchorsBefore(ctx context.Context, id upr.SubmissionID, version int64) ([]upr.Thread, error) {
	var rows []threadRow
	if err := s.db.SelectContext(ctx, &rows, `
		SELECT id, block, ranged, version, from_pos, to_pos, quote, lost, shown, part, resolved_at,
			coalesce(resolved_by, '') AS resolved_by, created_at
		FROM comment_threads WHERE submission_id = $1 AND version < $2 ORDER BY id`, id, version); err != nil {
		return nil, fmt.Errorf("anchors: %w", err)
	}
	list := make([]upr.Thread, len(rows))
	for i, row := range rows {
		list[i] = row.thread()
	}
	return list, nil
}

// requireReadable makes sure that a version of a text can be read, and that it stays so until the transaction ends.
func requireReadable(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, version int64) error {
	var text struct {
		Head  int64 `db:"head"`
		Floor int64 `db:"floor"`
	}
	if err := tx.GetContext(ctx, &text, `SELECT head, floor FROM manuscripts WHERE submission_id = $1 FOR UPDATE`, id); err != nil {
		return fmt.Errorf("lock text: %w", err)
	}
	if version < 0 || version > text.Head {
		return notFound(nil)
	}
	if version >= text.Floor {
		return nil
	}
	var kept bool
	err := tx.GetContext(ctx, &kept,
		`SELECT EXISTS (SELECT FROM manuscript_snapshots WHERE submission_id = $1 AND version = $2)`, id, version)
	if err == nil && !kept {
		err = compacted()
	}
	return err
}
