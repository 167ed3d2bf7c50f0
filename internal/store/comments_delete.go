package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// DeleteComment takes a comment away: an own one of somebody who may comment, one that a reader wrote in this visit, any of
// somebody who coordinates. One that was answered leaves a stone without words, so that the answers still make sense; a thread that has only stones goes.
// What is gone already is no error.
func (s *Store) DeleteComment(ctx context.Context, by upr.Actor, id upr.SubmissionID, thread upr.ThreadID, comment upr.CommentID) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, commentRight(by)); err != nil {
			return err
		}
		if _, err := lockThread(ctx, tx, id, thread); err != nil {
			return err
		}
		var list []struct {
			ID    upr.CommentID `db:"id"`
			User  upr.UserID    `db:"user_id"`
			Own   bool          `db:"own"`
			Stone bool          `db:"stone"`
		}
		if err := tx.SelectContext(ctx, &list, `
			SELECT id, coalesce(user_id, '') AS user_id, `+isAuthor+` AS own, deleted_at IS NOT NULL AS stone
			FROM comments c WHERE thread_id = $3 ORDER BY created_at, id`, by.User, by.Visit, thread); err != nil {
			return fmt.Errorf("comments of thread: %w", err)
		}
		var ids []upr.CommentID
		last := -1 // the last one that still has words when this one is gone
		var author upr.UserID
		own, found := false, false
		for i, c := range list {
			ids = append(ids, c.ID)
			if c.ID == comment {
				own, found, author = c.Own, true, c.User
			} else if !c.Stone {
				last = i
			}
		}
		if !found {
			return notFound(errors.New("no comment"))
		}
		if !own {
			if err := requireSubmission(ctx, tx, by, id, upr.Coordinate); err != nil {
				return err
			}
		}
		if err := bury(ctx, tx, thread, comment, ids, last); err != nil {
			return err
		}
		if !own {
			if err := record(ctx, tx, Entry{
				Submission: id, By: by.User, Kind: upr.CommentDeletedRecord, Person: author, Ref: string(thread),
			}); err != nil {
				return err
			}
		}
		return announce(ctx, tx, id, TopicComments)
	})
}

// bury removes a comment: everything after the last one with words, and what is before becomes a stone.
func bury(ctx context.Context, tx *sqlx.Tx, thread upr.ThreadID, comment upr.CommentID, ids []upr.CommentID, last int) error {
	if last < 0 {
		if _, err := tx.ExecContext(ctx, `DELETE FROM comment_threads WHERE id = $1`, thread); err != nil {
			return fmt.Errorf("remove thread: %w", err)
		}
		return nil
	}
	if slices.Index(ids, comment) < last {
		if _, err := tx.ExecContext(ctx, `
			WITH unnamed AS (DELETE FROM comment_mentions WHERE comment_id = $1)
			UPDATE comments SET body = '', deleted_at = coalesce(deleted_at, now()) WHERE id = $1`, comment); err != nil {
			return fmt.Errorf("delete comment: %w", err)
		}
		return nil
	}
	for _, gone := range ids[last+1:] {
		if _, err := tx.ExecContext(ctx, `DELETE FROM comments WHERE id = $1`, gone); err != nil {
			return fmt.Errorf("remove comment: %w", err)
		}
	}
	return nil
}
