package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// StartThread begins a thread with its first comment, by somebody who may comment. The anchor has been checked against
// the text. Sent again, nothing happens. Errors: Invalid, TooMany (of this person lately, or in this submission), Conflict
// (the ids are another's), and those of the right.
func (s *Store) StartThread(ctx context.Context, by upr.Actor, id upr.SubmissionID, c upr.NewComment, a upr.Anchor) error {
	if err := upr.CheckAnchor(a); err != nil {
		return err
	}
	return s.writeComment(ctx, by, id, c, func(tx *sqlx.Tx) error { return addThread(ctx, tx, id, c.Thread, a) })
}

// addThread adds a thread without a comment. One that is there already stays as it is.
func addThread(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, thread upr.ThreadID, a upr.Anchor) error {
	var n int
	if err := tx.GetContext(ctx, &n, `SELECT count(*) FROM comment_threads WHERE submission_id = $1`, id); err != nil {
		return fmt.Errorf("count threads: %w", err)
	}
	if n >= upr.MaxThreads {
		return &upr.Error{Kind: upr.TooMany, Key: "comment.full"}
	}
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO comment_threads (id, submission_id, block, ranged, version, from_pos, to_pos, quote, lost, shown, part)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO NOTHING`,
		thread, id, a.Block, a.Ranged, a.Version, a.From, a.To, a.Quote, a.Lost, a.Shown, a.Part); err != nil {
		return fmt.Errorf("add thread: %w", err)
	}
	return nil
}

// Reply adds a comment to a thread, by somebody who may comment. Errors are those of StartThread, and NotFound.
func (s *Store) Reply(ctx context.Context, by upr.Actor, id upr.SubmissionID, c upr.NewComment) error {
	return s.writeComment(ctx, by, id, c, func(*sqlx.Tx) error { return nil })
}

// writeComment adds a comment; begin has the thread made where it is a new one.
func (s *Store) writeComment(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, c upr.NewComment, begin func(tx *sqlx.Tx) error,
) error {
	if err := c.Validate(); err != nil {
		return err
	}
	// Of another moment than the rest: somebody who leaves just now is named for the last time.
	authors, err := s.Authors(ctx, by, id)
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.CommentText); err != nil {
			return err
		}
		if added, err := addComment(ctx, tx, by, id, "", c, begin); err != nil || !added {
			return err
		}
		if err := mention(ctx, tx, by, id, c, upr.Mentioned(c.Body, authors, c.Mentions)); err != nil {
			return err
		}
		if err := tellThread(ctx, tx, by, id, c); err != nil {
			return err
		}
		return announce(ctx, tx, id, TopicComments)
	})
}

// EditComment changes the text of an own comment, by somebody who may comment, or by a reader in the visit in which it was
// written. Whom a person names in it anew is told; who is not named any more is not.
func (s *Store) EditComment(ctx context.Context, by upr.Actor, id upr.SubmissionID, c upr.NewComment) error {
	if err := c.Validate(); err != nil {
		return err
	}
	var authors []upr.Author
	if by.Link == "" {
		var err error
		if authors, err = s.Authors(ctx, by, id); err != nil {
			return err
		}
	}
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, commentRight(by)); err != nil {
			return err
		}
		if _, err := lockThread(ctx, tx, id, c.Thread); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `
			UPDATE comments c SET body = $5, edited_at = now()
			WHERE id = $3 AND thread_id = $4 AND deleted_at IS NULL AND `+isAuthor, by.User, by.Visit, c.ID, c.Thread, c.Body)
		if err != nil {
			return fmt.Errorf("edit comment: %w", err)
		}
		if err := affected(result, notFound(errors.New("no own comment"))); err != nil {
			return err
		}
		if by.Link == "" { // readers are told nothing of who is there, and name nobody
			if err := mention(ctx, tx, by, id, c, upr.Mentioned(c.Body, authors, c.Mentions)); err != nil {
				return err
			}
		}
		return announce(ctx, tx, id, TopicComments)
	})
}

// ResolveThread closes a thread, or opens it again, by somebody who may comment.
func (s *Store) ResolveThread(ctx context.Context, by upr.Actor, id upr.SubmissionID, thread upr.ThreadID, resolved bool) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.CommentText); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `
			UPDATE comment_threads SET
				resolved_at = CASE WHEN NOT $4 THEN NULL ELSE coalesce(resolved_at, now()) END,
				resolved_by = CASE WHEN NOT $4 THEN NULL WHEN resolved_at IS NULL THEN $3 ELSE resolved_by END
			WHERE id = $1 AND submission_id = $2`, thread, id, by.User, resolved)
		if err != nil {
			return fmt.Errorf("resolve thread: %w", err)
		}
		if err := affected(result, notFound(errors.New("no thread"))); err != nil {
			return err
		}
		return announce(ctx, tx, id, TopicComments)
	})
}
