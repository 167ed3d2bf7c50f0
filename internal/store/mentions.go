package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"upright/internal/upr"
)

// mention keeps who is named in a comment of a thread, and tells who was not named in it before. Nobody is told of naming
// themselves.
func mention(
	ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, c upr.NewComment, users []upr.UserID,
) error {
	ids := make(pq.StringArray, len(users))
	for i, u := range users {
		ids[i] = string(u)
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM comment_mentions WHERE comment_id = $1 AND NOT user_id = ANY ($2::text[])`, c.ID, ids); err != nil {
		return fmt.Errorf("forget mentions: %w", err)
	}
	var named []upr.UserID
	if err := tx.SelectContext(ctx, &named, `
		INSERT INTO comment_mentions (comment_id, user_id, read_at)
		SELECT $1, u, CASE WHEN u = $3 THEN now() END FROM unnest($2::text[]) AS u
		ON CONFLICT DO NOTHING RETURNING user_id`, c.ID, ids, by.User); err != nil {
		return fmt.Errorf("keep mentions: %w", err)
	}
	return notify(ctx, tx, Event{Kind: upr.MentionNotice, Submission: id, To: named, By: by.User, Ref: string(c.Thread)})
}

// tellThread tells who wrote in a thread before that there is an answer; who is named in it was told that.
func tellThread(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, c upr.NewComment) error {
	var others []upr.UserID
	if err := tx.SelectContext(ctx, &others, `
		SELECT DISTINCT user_id FROM comments WHERE thread_id = $1 AND user_id IS NOT NULL
		EXCEPT SELECT user_id FROM comment_mentions WHERE comment_id = $2`, c.Thread, c.ID); err != nil {
		return fmt.Errorf("people of thread: %w", err)
	}
	return notify(ctx, tx, Event{Kind: upr.ReplyNotice, Submission: id, To: others, By: by.User, Ref: string(c.Thread)})
}

// MostMentions is how many mentions are listed at most.
const MostMentions = 10

// Mentions lists where a person was named and has not looked yet, the latest first, MostMentions at most: in one
// submission, or everywhere when id is "". What they may not read any more is left out.
func (s *Store) Mentions(ctx context.Context, by upr.Actor, id upr.SubmissionID) ([]upr.Mention, error) {
	var rows []struct {
		Submission upr.SubmissionID `db:"submission_id"`
		Title      string           `db:"title"`
		Language   string           `db:"language"`
		Thread     upr.ThreadID     `db:"thread_id"`
		Comment    upr.CommentID    `db:"comment_id"`
		User       upr.UserID       `db:"user_id"`
		Reader     string           `db:"reader"`
		At         time.Time        `db:"created_at"`
	}
	// Some more than are shown: access can have been withdrawn.
	if err := s.db.SelectContext(ctx, &rows, `
		SELECT t.submission_id, s.title, s.language, t.id AS thread_id, c.id AS comment_id, coalesce(c.user_id, '') AS user_id,
			c.reader, c.created_at
		FROM comment_mentions m
		JOIN comments c ON c.id = m.comment_id
		JOIN comment_threads t ON t.id = c.thread_id
		JOIN submissions s ON s.id = t.submission_id
		WHERE m.user_id = $1 AND m.read_at IS NULL AND ($2 = '' OR t.submission_id = $2)
		ORDER BY c.created_at DESC, c.id LIMIT 100`, by.User, string(id)); err != nil {
		return nil, fmt.Errorf("mentions: %w", err)
	}
	people := make(map[upr.SubmissionID]map[upr.UserID]upr.Author)
	var list []upr.Mention
	for _, row := range rows {
		if len(list) == MostMentions {
			break
		}
		if _, known := people[row.Submission]; !known {
			people[row.Submission] = nil
			authors, err := s.Authors(ctx, by, row.Submission)
			var known *upr.Error
			if errors.As(err, &known) && known.Kind == upr.NotFound {
				continue
			}
			if err != nil {
				return nil, err
			}
			named := make(map[upr.UserID]upr.Author)
			for _, a := range authors {
				named[a.User] = a
			}
			people[row.Submission] = named
		}
		if people[row.Submission] == nil {
			continue
		}
		one := upr.Mention{
			Submission: row.Submission, Title: row.Title, Language: row.Language,
			Thread: row.Thread, Comment: row.Comment, At: row.At, By: people[row.Submission][row.User],
		}
		if row.Reader != "" {
			one.By = upr.Author{Name: row.Reader}
		}
		list = append(list, one)
	}
	return list, nil
}

// SeeMentions notes that a person has seen where they were named in a submission: in one thread, or in all when thread is
// "".
func (s *Store) SeeMentions(ctx context.Context, by upr.Actor, id upr.SubmissionID, thread upr.ThreadID) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE comment_mentions m SET read_at = now()
			FROM comments c JOIN comment_threads t ON t.id = c.thread_id
			WHERE c.id = m.comment_id AND m.user_id = $1 AND m.read_at IS NULL AND t.submission_id = $2 AND ($3 = '' OR t.id = $3)`,
			by.User, id, string(thread)); err != nil {
			return fmt.Errorf("see mentions: %w", err)
		}
		return readAbout(ctx, tx, by, id, string(thread))
	})
}
