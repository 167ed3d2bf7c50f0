package store

import (
	"context"
	"fmt"

	"upright/internal/upr"
)

// CommitsWithin is Commits bounded by the size of their steps, too: it returns as many as have at most so many bytes
// together, but one at least. Whoever needs the rest asks again from the last version. The caller has asked for the right.
func (s *Store) CommitsWithin(ctx context.Context, id upr.SubmissionID, after, upTo int64, bytes int) ([]Commit, error) {
	var list []Commit
	if err := s.db.SelectContext(ctx, &list, `
		SELECT `+commitColumns+` FROM manuscript_commits
		WHERE submission_id = $1 AND version > $2 AND version <= (
			SELECT coalesce(max(version) FILTER (WHERE size <= $4), min(version)) FROM (
				SELECT version, sum(octet_length(steps::text)) OVER (ORDER BY version) AS size
				FROM manuscript_commits WHERE submission_id = $1 AND version > $2 AND version <= $3
			) AS sizes
		) ORDER BY version`, id, after, upTo, bytes); err != nil {
		return nil, fmt.Errorf("commits: %w", err)
	}
	return list, requireFollowing(ctx, s.db, id, after, list)
}

// MissedBytes returns the size of the steps of the commits after a version. The caller has asked for the right.
func (s *Store) MissedBytes(ctx context.Context, id upr.SubmissionID, after int64) (int64, error) {
	var bytes int64
	if err := s.db.GetContext(ctx, &bytes, `
		SELECT coalesce(sum(octet_length(steps::text)), 0) FROM manuscript_commits
		WHERE submission_id = $1 AND version > $2`, id, after); err != nil {
		return 0, fmt.Errorf("size of commits: %w", err)
	}
	return bytes, nil
}
