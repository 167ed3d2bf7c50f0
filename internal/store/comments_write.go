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
		if again, err := isSentAgain(ctx, tx, by, id, c); err != nil || again {
			return err
		}
		if err := notTooOften(ctx, tx, by, id); err != nil {
			return err
		}
		if err := begin(tx); err != nil {
			return err
		}
		n, err := lockThread(ctx, tx, id, c.Thread)
		if err != nil {
			return err
		}
		if n >= upr.MaxThreadComments {
			return &upr.Error{Kind: upr.TooMany, Key: "comment.thread-full"}
		}
		// Not now(), which is when the transaction began: an answer must not come before what it answers.
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO comments (id, thread_id, user_id, body, created_at) VALUES ($1, $2, $3, $4, clock_timestamp())`,
			c.ID, c.Thread, by.User, c.Body); err != nil {
			return fmt.Errorf("add comment: %w", err)
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

// isSentAgain reports whether the comment is there already.
func isSentAgain(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, c upr.NewComment) (bool, error) {
	var own []bool
	if err := tx.SelectContext(ctx, &own, `
		SELECT coalesce(c.user_id, '') = $2 AND t.id = $3 AND t.submission_id = $4
		FROM comments c JOIN comment_threads t ON t.id = c.thread_id WHERE c.id = $1`, c.ID, by.User, c.Thread, id); err != nil {
		return false, fmt.Errorf("comment by id: %w", err)
	}
	if len(own) > 0 && !own[0] {
		return false, conflict()
	}
	return len(own) > 0, nil
}

// notTooOften holds a person to the rate of comments, and a submission to their number.
func notTooOften(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID) error {
	var n struct {
		Lately int `db:"lately"`
		All    int `db:"all"`
	}
	if err := tx.GetContext(ctx, &n, `
		SELECT (SELECT count(*) FROM comments WHERE user_id = $1 AND created_at > now() - make_interval(secs => $3)) AS lately,
			(SELECT count(*) FROM comments c JOIN comment_threads t ON t.id = c.thread_id WHERE t.submission_id = $2) AS "all"`,
		by.User, id, upr.CommentWindow.Seconds()); err != nil {
		return fmt.Errorf("count comments: %w", err)
	}
	if n.Lately >= upr.MaxCommentsOften {
		return &upr.Error{Kind: upr.TooMany, Key: "comment.often"}
	}
	if n.All >= upr.MaxComments {
		return &upr.Error{Kind: upr.TooMany, Key: "comment.full"}
	}
	return nil
}

// lockThread holds a thread of a submission and returns how many comments it has.
func lockThread(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, thread upr.ThreadID) (int, error) {
	var found upr.ThreadID
	if err := tx.GetContext(ctx, &found,
		`SELECT id FROM comment_threads WHERE id = $1 AND submission_id = $2 FOR UPDATE`, thread, id); err != nil {
		return 0, fmt.Errorf("thread: %w", err)
	}
	var n int
	if err := tx.GetContext(ctx, &n, `SELECT count(*) FROM comments WHERE thread_id = $1`, thread); err != nil {
		return 0, fmt.Errorf("count comments: %w", err)
	}
	return n, nil
}

// EditComment changes the text of an own comment. Who is named in it anew is told; who is not any more is not.
func (s *Store) EditComment(ctx context.Context, by upr.Actor, id upr.SubmissionID, c upr.NewComment) error {
	if err := c.Validate(); err != nil {
		return err
	}
	authors, err := s.Authors(ctx, by, id)
	if err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.CommentText); err != nil {
			return err
		}
		if _, err := lockThread(ctx, tx, id, c.Thread); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `
			UPDATE comments SET body = $4, edited_at = now()
			WHERE id = $1 AND thread_id = $2 AND user_id = $3 AND deleted_at IS NULL`, c.ID, c.Thread, by.User, c.Body)
		if err != nil {
			return fmt.Errorf("edit comment: %w", err)
		}
		if err := affected(result, notFound(errors.New("no own comment"))); err != nil {
			return err
		}
		if err := mention(ctx, tx, by, id, c, upr.Mentioned(c.Body, authors, c.Mentions)); err != nil {
			return err
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
