package store

import (
	"context"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"upright/internal/upr"
)

// sittingPause is the pause after which writing is another sitting. A sitting ends with its hour, too, so that a day of
// writing without a pause has more than one moment to go back to.
const sittingPause = "15 minutes"

// Sittings lists when people wrote in a text, the latest first, at most limit of them, for who may read it. Only those are
// listed that began before the given version was reached; 0 means all.
func (s *Store) Sittings(ctx context.Context, by upr.Actor, id upr.SubmissionID, before int64, limit int) ([]upr.Sitting, error) {
	var rows []struct {
		First     int64          `db:"first"`
		Last      int64          `db:"last"`
		From      time.Time      `db:"began"`
		To        time.Time      `db:"ended"`
		Commits   int            `db:"commits"`
		Writers   pq.StringArray `db:"writers"`
		Compacted bool           `db:"compacted"`
	}
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		return tx.SelectContext(ctx, &rows, `
			WITH `+sittingsOf+`, listed AS (
				SELECT *, false AS compacted FROM sittings
				UNION ALL
				SELECT first, last, began, ended, commits, ARRAY(SELECT user_id::text FROM manuscript_sitting_writers w
					WHERE w.submission_id = s.submission_id AND w.first = s.first ORDER BY 1), true
				FROM manuscript_sittings s WHERE submission_id = $1
			)
			SELECT * FROM listed WHERE $2 = 0 OR first < $2 ORDER BY first DESC LIMIT $3`, id, before, limit)
	})
	if err != nil {
		return nil, fmt.Errorf("sittings: %w", err)
	}
	list := make([]upr.Sitting, len(rows))
	for i, r := range rows {
		list[i] = upr.Sitting{First: r.First, Last: r.Last, From: r.From, To: r.To, Commits: r.Commits, Compacted: r.Compacted}
		for _, w := range r.Writers {
			list[i].Writers = append(list[i].Writers, upr.UserID(w))
		}
	}
	return list, nil
}

// revisionRow is a row of manuscript_revisions.
type revisionRow struct {
	Number  int        `db:"number"`
	Version int64      `db:"version"`
	Name    string     `db:"name"`
	By      upr.UserID `db:"made_by"`
	At      time.Time  `db:"made_at"`
	SHA256  []byte     `db:"sha256"`
}

func (r revisionRow) revision() upr.Revision {
	out := upr.Revision{Number: r.Number, Version: r.Version, Name: r.Name, By: r.By, At: r.At}
	copy(out.SHA256[:], r.SHA256)
	return out
}

const revisionColumns = `number, version, name, coalesce(made_by, '') AS made_by, made_at, sha256`

// Revisions lists the named revisions of a text, the latest first, for who may read it.
func (s *Store) Revisions(ctx context.Context, by upr.Actor, id upr.SubmissionID) ([]upr.Revision, error) {
	var rows []revisionRow
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		return tx.SelectContext(ctx, &rows,
			`SELECT `+revisionColumns+` FROM manuscript_revisions WHERE submission_id = $1 ORDER BY number DESC`, id)
	})
	if err != nil {
		return nil, fmt.Errorf("revisions: %w", err)
	}
	list := make([]upr.Revision, len(rows))
	for i, r := range rows {
		list[i] = r.revision()
	}
	return list, nil
}

// AddRevision gives a version of a text a name, for who may edit it. The digest is of the canonical form of that version.
// Errors: Invalid (the name), NotFound (a version that the text has not reached), Stale (one that was compacted away),
// Conflict (too many), and those of the right.
func (s *Store) AddRevision(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, version int64, name string, digest [32]byte,
) (upr.Revision, error) {
	name, err := upr.CheckRevisionName(name)
	if err != nil {
		return upr.Revision{}, err
	}
	var revision upr.Revision
	err = s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.EditText); err != nil {
			return err
		}
		if err := requireReadable(ctx, tx, id, version); err != nil {
			return err
		}
		made, err := addRevision(ctx, tx, by, id, newRevision{version, name, digest})
		if err != nil {
			return err
		}
		revision = made
		if err := record(ctx, tx, Entry{Submission: id, By: by.User, Kind: upr.RevisionRecord, Ref: number(made.Number)}); err != nil {
			return err
		}
		return announce(ctx, tx, id, TopicRevisions)
	})
	return revision, err
}

// A newRevision is a version of a text that is given a name, with its digest.
type newRevision struct {
	version int64
	name    string
	digest  [32]byte
}

// addRevision gives a version of a text a name. The caller holds the row of the text.
func addRevision(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, r newRevision) (upr.Revision, error) {
	var last, count int
	if err := tx.QueryRowxContext(ctx, `
		SELECT coalesce(max(number), 0), count(*) FROM manuscript_revisions WHERE submission_id = $1`, id).Scan(&last, &count); err != nil {
		return upr.Revision{}, fmt.Errorf("count revisions: %w", err)
	}
	if count >= upr.MaxRevisions {
		return upr.Revision{}, &upr.Error{Kind: upr.Conflict, Key: "history.name.many", Field: "name"}
	}
	var row revisionRow
	if err := tx.GetContext(ctx, &row, `
		INSERT INTO manuscript_revisions (submission_id, number, version, name, made_by, sha256)
		VALUES ($1, $2, $3, $4, $5, decode($6, 'hex')) RETURNING `+revisionColumns,
		id, last+1, r.version, r.name, by.User, hex.EncodeToString(r.digest[:])); err != nil {
		return upr.Revision{}, fmt.Errorf("add revision: %w", err)
	}
	return row.revision(), nil
}

// VersionTime returns when a text reached a version, and who wrote it; for version 0, when it began. The caller has asked
// for the right. A version that is not kept is NotFound.
func (s *Store) VersionTime(ctx context.Context, id upr.SubmissionID, version int64) (time.Time, upr.UserID, error) {
	var row struct {
		At   time.Time  `db:"created_at"`
		User upr.UserID `db:"user_id"`
	}
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if version == 0 {
			return tx.GetContext(ctx, &row, `SELECT s.created_at, coalesce(s.created_by, '') AS user_id
				FROM submissions s JOIN manuscripts m ON m.submission_id = s.id WHERE s.id = $1`, id)
		}
		return tx.GetContext(ctx, &row, `SELECT created_at, coalesce(user_id, '') AS user_id
			FROM manuscript_commits WHERE submission_id = $1 AND version = $2
			UNION ALL SELECT reached_at, coalesce(reached_by, '') FROM manuscript_snapshots
			WHERE submission_id = $1 AND version = $2 AND reached_at IS NOT NULL LIMIT 1`, id, version)
	})
	if err != nil {
		return time.Time{}, "", fmt.Errorf("time of version: %w", err)
	}
	return row.At, row.User, nil
}
