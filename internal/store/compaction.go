package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// ErrMovedOn says that a text was not compacted, because something came to need what was to go: a version was given a
// name, or a snapshot was removed. Plan again.
var ErrMovedOn = errors.New("the text has changed while it was being compacted")

// A CompactionPlan is what compacting a text takes away and leaves.
type CompactionPlan struct {
	Head    int64     `db:"head"`    // version of the text
	Floor   int64     `db:"floor"`   // the commits up to it are gone already
	Cut     int64     `db:"cut"`     // the commits up to it are to go; the floor when there is nothing to do
	At      time.Time `db:"at"`      // when the text reached the cut
	Commits int64     `db:"commits"` // that are to go
	Bytes   int64     `db:"bytes"`   // of their steps
	Kept    int       `db:"kept"`    // versions up to the cut that can be read afterwards, besides the text as it began
	Missing []int64   `db:"-"`       // those of them that have no snapshot yet, in order
}

// sittingsOf is a query of the sittings of the commits of $1, without a WITH in front. See sittingPause.
const sittingsOf = `
	commits AS (
		SELECT version, user_id, created_at, lag(created_at) OVER (ORDER BY version) AS previous
		FROM manuscript_commits WHERE submission_id = $1
	), numbered AS (
		SELECT *, count(*) FILTER (WHERE previous IS NULL OR created_at - previous > interval '` + sittingPause + `'
			OR date_trunc('hour', created_at) <> date_trunc('hour', previous)) OVER (ORDER BY version) AS sitting
		FROM commits
	), sittings AS (
		SELECT min(version) AS first, max(version) AS last, min(created_at) AS began, max(created_at) AS ended, count(*) AS commits,
			coalesce(array_agg(DISTINCT user_id::text) FILTER (WHERE user_id IS NOT NULL), '{}') AS writers
		FROM numbered GROUP BY sitting
	)`

// neededVersions is a query of the versions of $1 up to $2 that have to be readable when their commits are gone.
const neededVersions = `
	SELECT $2::bigint AS version
	UNION SELECT version FROM manuscript_revisions WHERE submission_id = $1 AND version <= $2`

// PlanCompaction says what compacting a text would do: the commits go that were made before a time and are more than so
// many behind the head. Sittings are not cut in two, so that what stays begins with one. For whoever runs the server: it
// asks for no right.
func (s *Store) PlanCompaction(ctx context.Context, id upr.SubmissionID, before time.Time, behind int64) (CompactionPlan, error) {
	var plan CompactionPlan
	err := s.inView(ctx, func(tx *sqlx.Tx) error {
		if err := tx.GetContext(ctx, &plan, `
			WITH `+sittingsOf+`, text AS (
				SELECT head, floor, coalesce((SELECT max(last) FROM sittings
					WHERE ended < $2 AND last <= head - $3), floor) AS cut
				FROM manuscripts WHERE submission_id = $1
			), gone AS (
				SELECT count(*) AS commits, coalesce(sum(octet_length(steps::text)), 0) AS bytes
				FROM manuscript_commits, text WHERE submission_id = $1 AND version <= cut
			)
			SELECT head, floor, cut, commits, bytes,
				coalesce((SELECT created_at FROM manuscript_commits WHERE submission_id = $1 AND version = cut), now()) AS at
			FROM text, gone`, id, before, behind); err != nil {
			return fmt.Errorf("plan compaction: %w", err)
		}
		if err := tx.SelectContext(ctx, &plan.Missing, missingVersions, id, plan.Cut); err != nil {
			return fmt.Errorf("versions to keep: %w", err)
		}
		if err := tx.GetContext(ctx, &plan.Kept, `
			SELECT count(*) FROM manuscript_snapshots WHERE submission_id = $1 AND version BETWEEN 1 AND $2`, id, plan.Cut); err != nil {
			return fmt.Errorf("kept versions: %w", err)
		}
		plan.Kept += len(plan.Missing)
		return nil
	})
	return plan, err
}

// missingVersions is a query of what neededVersions finds and nobody has made a snapshot of.
const missingVersions = `
	SELECT version FROM (` + neededVersions + `) AS needed
	WHERE NOT EXISTS (SELECT FROM manuscript_snapshots s WHERE s.submission_id = $1 AND s.version = needed.version)
	ORDER BY version`

// KeepSnapshot keeps a version with its authors for when its commit is gone: no later snapshot takes its place.
func (s *Store) KeepSnapshot(ctx context.Context, id upr.SubmissionID, version int64, doc, authors json.RawMessage) error {
	result, err := s.db.ExecContext(ctx, `
		INSERT INTO manuscript_snapshots (submission_id, version, doc, authors, reached_at, reached_by)
		SELECT submission_id, version, $3, $4, created_at, user_id FROM manuscript_commits WHERE submission_id = $1 AND version = $2
		ON CONFLICT (submission_id, version) DO UPDATE SET reached_at = excluded.reached_at, reached_by = excluded.reached_by`,
		id, version, string(doc), string(authors))
	if err != nil {
		return mapped(fmt.Errorf("keep snapshot: %w", err))
	}
	return affected(result, compacted())
}

// Compact takes away the commits up to a version, and keeps in short when who made them. Every version that has to stay
// readable must have its snapshot, and no comment may stand in a version before; else nothing is done, and the error is
// ErrMovedOn. Writers at any process wait for it. Doing it again does nothing.
func (s *Store) Compact(ctx context.Context, id upr.SubmissionID, cut int64) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		var text struct {
			Head  int64 `db:"head"`
			Floor int64 `db:"floor"`
		}
		// Whoever adds commits, revisions or snapshots waits: these refer to the row, or change it.
		if err := tx.GetContext(ctx, &text,
			`SELECT head, floor FROM manuscripts WHERE submission_id = $1 FOR UPDATE`, id); err != nil {
			return fmt.Errorf("lock text: %w", err)
		}
		if cut <= text.Floor {
			return nil
		}
		if cut > text.Head {
			return fmt.Errorf("compact up to version %d of %d", cut, text.Head)
		}
		for _, step := range []struct{ what, statement string }{
			// First the mark that keeps snapshots from being thinned out: whoever is at it has ended by then.
			{"keep snapshots", `UPDATE manuscript_snapshots s SET reached_at = c.created_at, reached_by = c.user_id
				FROM manuscript_commits c WHERE s.submission_id = $1 AND s.version <= $2
					AND c.submission_id = s.submission_id AND c.version = s.version`},
			{"keep sittings", `WITH ` + sittingsOf + `
				INSERT INTO manuscript_sittings (submission_id, first, last, began, ended, commits)
				SELECT $1, first, last, began, ended, commits FROM sittings WHERE last <= $2`},
			{"keep writers", `INSERT INTO manuscript_sitting_writers (submission_id, first, user_id)
				SELECT DISTINCT s.submission_id, s.first, c.user_id FROM manuscript_sittings s JOIN manuscript_commits c
					ON c.submission_id = s.submission_id AND c.version BETWEEN s.first AND s.last
				WHERE s.submission_id = $1 AND s.last <= $2 AND c.user_id IS NOT NULL`},
			{"remove commits", `DELETE FROM manuscript_commits WHERE submission_id = $1 AND version <= $2`},
			{"raise floor", `UPDATE manuscripts SET floor = $2, compacted_at = now() WHERE submission_id = $1`},
		} {
			if _, err := tx.ExecContext(ctx, step.statement, id, cut); err != nil {
				return fmt.Errorf("compact: %s: %w", step.what, err)
			}
		}
		return requireCompact(ctx, tx, id, cut)
	})
}

// requireCompact makes sure that nothing needs what is gone.
func requireCompact(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, cut int64) error {
	var needed bool
	if err := tx.GetContext(ctx, &needed, `SELECT EXISTS (`+missingVersions+`)
		OR EXISTS (SELECT FROM comment_threads WHERE submission_id = $1 AND version < $2)
		OR coalesce((SELECT sum(commits) FROM manuscript_sittings WHERE submission_id = $1), 0) <> $2`, id, cut); err != nil {
		return fmt.Errorf("compact: what is needed: %w", err)
	}
	if needed {
		return ErrMovedOn
	}
	return nil
}
