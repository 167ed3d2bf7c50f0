package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"upright/internal/upr"
)

// ErrHeadMoved says that another process added commits first: catch up and try with LockText.
var ErrHeadMoved = errors.New("the text has moved on")

// A Commit is one accepted commit of a text.
type Commit struct {
	Version int64           `db:"version" json:"v"` // of the text after it
	Ref     string          `db:"ref" json:"ref"`   // chosen by the client, unique within the text
	Client  string          `db:"client" json:"client"`
	User    upr.UserID      `db:"user_id" json:"user"` // "" when the account is gone
	Base    int64           `db:"base" json:"base"`
	Steps   json.RawMessage `db:"steps" json:"steps"`
	Kept    json.RawMessage `db:"kept" json:"kept"` // null when it was accepted as sent, else which of the sent steps are left
	At      time.Time       `db:"created_at" json:"-"`

	Told  json.RawMessage `db:"-" json:"-"` // by who took the commit: as JSON for everybody who reads along; nil on one read back
	Entry *Entry          `db:"-" json:"-"` // goes into the record with a commit that is added; nil for none
}

const commitColumns = `version, ref, client, coalesce(user_id, '') AS user_id, base, steps, coalesce(kept, 'null') AS kept, created_at`

// Commits returns the commits of a text after one version up to another, in order. Where the first of them were compacted
// away it is Stale (IsCompacted). The caller has asked for the right.
func (s *Store) Commits(ctx context.Context, id upr.SubmissionID, after, upTo int64) ([]Commit, error) {
	return commitsBetween(ctx, s.db, id, after, upTo)
}

func commitsBetween(ctx context.Context, db sqlx.QueryerContext, id upr.SubmissionID, after, upTo int64) ([]Commit, error) {
	var list []Commit
	if err := sqlx.SelectContext(ctx, db, &list, `
		SELECT `+commitColumns+` FROM manuscript_commits
		WHERE submission_id = $1 AND version > $2 AND version <= $3 ORDER BY version`, id, after, upTo); err != nil {
		return nil, fmt.Errorf("commits: %w", err)
	}
	return list, requireFollowing(ctx, db, id, after, list)
}

// CommitVersion returns the version that the commit with a ref and a base made, and 0 when there is none. Where that is
// not known, because commits after the base were compacted away, it is Stale (IsCompacted): it may have been among them.
func (s *Store) CommitVersion(ctx context.Context, id upr.SubmissionID, ref string, base int64) (int64, error) {
	var versions []int64
	if err := s.db.SelectContext(ctx, &versions,
		`SELECT version FROM manuscript_commits WHERE submission_id = $1 AND ref = $2`, id, ref); err != nil {
		return 0, fmt.Errorf("commit by ref: %w", err)
	}
	if len(versions) > 0 {
		return versions[0], nil
	}
	floor, err := floorOf(ctx, s.db, id)
	if err == nil && base < floor {
		err = compacted()
	}
	return 0, err
}

// AddCommits adds commits after the given head, durably, and tells every process that listens: one statement, one
// round trip, one flush to the disk, however many they are. The versions follow on the head. It returns their time, or
// ErrHeadMoved when the head is another by now; nothing is written then. Commits with an entry for the record take a
// transaction instead.
func (s *Store) AddCommits(ctx context.Context, id upr.SubmissionID, head int64, commits []Commit) (at time.Time, err error) {
	if !slices.ContainsFunc(commits, func(c Commit) bool { return c.Entry != nil }) {
		at, err = addCommits(ctx, s.hot, id, head, commits)
		return at, mapped(err)
	}
	err = s.inTx(ctx, func(tx *sqlx.Tx) error {
		at, err = addRecorded(ctx, tx, id, head, commits)
		return err
	})
	return at, err
}

// addRecorded is addCommits with the entries of commits.
func addRecorded(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, head int64, commits []Commit) (time.Time, error) {
	at, err := addCommits(ctx, tx, id, head, commits)
	if err != nil {
		return at, err
	}
	for _, c := range commits {
		if c.Entry == nil {
			continue
		}
		if err := record(ctx, tx, *c.Entry); err != nil {
			return at, err
		}
	}
	return at, nil
}

// LockText runs f while no other process can add to the text. f is given the commits after `since` and returns those to
// add after them; returning none adds nothing. LockText returns the time of the commits once they are durable. Where
// AddCommits fails twice in a row a process could lose every race; waiting for the lock is fair.
func (s *Store) LockText(
	ctx context.Context, id upr.SubmissionID, since int64, f func(missed []Commit) ([]Commit, error),
) (time.Time, error) {
	var at time.Time
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		var head int64
		if err := tx.GetContext(ctx, &head,
			`SELECT head FROM manuscripts WHERE submission_id = $1 FOR UPDATE`, id); err != nil {
			return fmt.Errorf("lock text: %w", err)
		}
		missed, err := commitsBetween(ctx, tx, id, since, head)
		if err != nil {
			return err
		}
		commits, err := f(missed)
		if err != nil || len(commits) == 0 {
			return err
		}
		at, err = addRecorded(ctx, tx, id, head, commits)
		return err
	})
	return at, err
}

func addCommits(
	ctx context.Context, db sqlx.QueryerContext, id upr.SubmissionID, head int64, commits []Commit,
) (time.Time, error) {
	rows, err := json.Marshal(commits)
	if err != nil {
		return time.Time{}, fmt.Errorf("write commits: %w", err)
	}
	var added struct {
		At    time.Time `db:"at"`
		Count int       `db:"count"`
		Told  int       `db:"told"`
	}
	if err := sqlx.GetContext(ctx, db, &added, `
		WITH moved AS (
			UPDATE manuscripts SET head = $3, changed_at = now() WHERE submission_id = $1 AND head = $2 AND final IS NULL
			RETURNING submission_id
		), added AS (
			INSERT INTO manuscript_commits (submission_id, version, ref, client, user_id, base, steps, kept)
			SELECT moved.submission_id, c.v, c.ref, c.client, nullif(c."user", ''), c.base, c.steps, nullif(c.kept, 'null')
			FROM moved, jsonb_to_recordset($4::jsonb)
				AS c(v bigint, ref text, client text, "user" text, base bigint, steps jsonb, kept jsonb)
			RETURNING version
		), told AS (
			SELECT pg_notify('`+textChannel+`', $1::text || ':' || $3::text) FROM moved
		)
		SELECT now() AS at, (SELECT count(*) FROM added) AS count, (SELECT count(*) FROM told) AS told`,
		string(id), head, head+int64(len(commits)), string(rows)); err != nil {
		return time.Time{}, fmt.Errorf("add commits: %w", err)
	}
	if added.Count == 0 {
		return time.Time{}, whyNotAdded(ctx, db, id)
	}
	return added.At, nil
}

// whyNotAdded tells a text that has become final from one that has moved on. A text that is final takes no commit,
// whoever had the right when they sent it.
func whyNotAdded(ctx context.Context, db sqlx.QueryerContext, id upr.SubmissionID) error {
	var final []bool
	if err := sqlx.SelectContext(ctx, db, &final,
		`SELECT final IS NOT NULL FROM manuscripts WHERE submission_id = $1`, id); err != nil {
		return fmt.Errorf("final text: %w", err)
	}
	if len(final) == 1 && final[0] {
		return isFinal(upr.Forbidden)
	}
	return ErrHeadMoved
}

// IsKnownRef reports whether adding commits failed because one with the same ref is there already.
func IsKnownRef(err error) bool {
	var violation *pq.Error
	return errors.As(err, &violation) && violation.Constraint == "manuscript_commits_ref_key"
}
