package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// The comments of readers with a link. They stand beside those of the team and are as anybody's there; the other way
// round, a link opens only the threads that its own readers began.

// StartReaderThread begins a thread by a reader with a link that allows comments. The anchor has been checked against the
// text; name is that of the reader, who keeps the one given first. Sent again, nothing happens. Errors are those of
// StartThread, and Invalid of the field "name".
func (s *Store) StartReaderThread(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, name string, c upr.NewComment, a upr.Anchor,
) error {
	if err := upr.CheckAnchor(a); err != nil {
		return err
	}
	return s.writeReaderComment(ctx, by, id, name, c, func(tx *sqlx.Tx) error { return addThread(ctx, tx, id, c.Thread, a) })
}

// ReplyAsReader adds a comment to a thread that the reader sees. Errors are those of StartReaderThread, and NotFound.
func (s *Store) ReplyAsReader(ctx context.Context, by upr.Actor, id upr.SubmissionID, name string, c upr.NewComment) error {
	return s.writeReaderComment(ctx, by, id, name, c, func(tx *sqlx.Tx) error {
		var seen bool
		if err := tx.GetContext(ctx, &seen, `SELECT EXISTS (SELECT FROM comments c JOIN reader_links l ON l.id = c.link_id
			WHERE c.thread_id = $1 AND l.id = $2 AND (l.others OR c.visit_id = $3))`, c.Thread, by.Link, by.Visit); err != nil {
			return fmt.Errorf("thread of link: %w", err)
		}
		if !seen {
			return notFound(errors.New("no thread of this reader"))
		}
		return nil
	})
}

// writeReaderComment adds a comment; begin has its thread made, or makes sure that the reader sees it.
func (s *Store) writeReaderComment(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, name string, c upr.NewComment, begin func(tx *sqlx.Tx) error,
) error {
	if err := c.Validate(); err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.CommentPaper); err != nil {
			return err
		}
		name, err := nameReader(ctx, tx, by, name)
		if err != nil {
			return err
		}
		if added, err := addComment(ctx, tx, by, id, name, c, begin); err != nil || !added {
			return err
		}
		if err := tellReaderComment(ctx, tx, id, c); err != nil {
			return err
		}
		if err := noteLink(ctx, tx, id, by.Link, upr.LinkCommented); err != nil {
			return err
		}
		return announce(ctx, tx, id, TopicComments)
	})
}

// nameReader keeps the name that a reader gives first, for all comments of the visit, and returns it.
func nameReader(ctx context.Context, tx *sqlx.Tx, by upr.Actor, name string) (string, error) {
	var kept string
	if err := tx.GetContext(ctx, &kept, `SELECT name FROM reader_visits WHERE id = $1 AND link_id = $2 FOR UPDATE`, by.Visit, by.Link); err != nil {
		return "", fmt.Errorf("name of reader: %w", err)
	}
	if kept != "" {
		return kept, nil
	}
	name, err := upr.CheckReaderName(name)
	if err != nil {
		return "", err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE reader_visits SET name = $2 WHERE id = $1`, by.Visit, name); err != nil {
		return "", fmt.Errorf("name reader: %w", err)
	}
	return name, nil
}

// tellReaderComment tells who coordinates, and who wrote in the thread before.
func tellReaderComment(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, c upr.NewComment) error {
	to, err := whoMay(ctx, tx, id, upr.Coordinate)
	if err != nil {
		return err
	}
	return notify(ctx, tx, Event{Kind: upr.ReaderNotice, Submission: id, To: to, Ref: string(c.Thread)})
}

// ReaderThreads lists what readers of the link that acts said, in the order in which it was last known to stand in the
// text: of a link whose readers see each other, the threads that they began, with all answers; of another one, what this
// visit wrote and nothing else.
func (s *Store) ReaderThreads(ctx context.Context, by upr.Actor, id upr.SubmissionID) ([]upr.Thread, error) {
	var list []upr.Thread
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.CommentPaper); err != nil {
			return err
		}
		var rows []struct {
			threadRow
			Comment upr.CommentID `db:"comment_id"`
			User    upr.UserID    `db:"user_id"`
			Reader  string        `db:"reader"`
			Visit   upr.VisitID   `db:"visit_id"`
			Body    string        `db:"body"`
			Written time.Time     `db:"written_at"`
			Edited  *time.Time    `db:"edited_at"`
			Deleted *time.Time    `db:"deleted_at"`
		}
		if err := tx.SelectContext(ctx, &rows, `
			SELECT t.id, t.block, t.ranged, t.version, t.from_pos, t.to_pos, t.quote, t.lost, t.shown, t.part, t.resolved_at,
				'' AS resolved_by, t.created_at, c.id AS comment_id, coalesce(c.user_id, '') AS user_id, c.reader,
				CASE WHEN c.link_id = l.id THEN coalesce(c.visit_id, '') ELSE '' END AS visit_id, c.body,
				c.created_at AS written_at, c.edited_at, c.deleted_at
			FROM reader_links l CROSS JOIN comment_threads t JOIN comments c ON c.thread_id = t.id
			WHERE l.id = $1 AND t.submission_id = $2
				AND (SELECT f.link_id FROM comments f WHERE f.thread_id = t.id ORDER BY f.created_at, f.id LIMIT 1) = l.id
				AND (l.others OR c.link_id = l.id AND c.visit_id = $3)
			ORDER BY t.from_pos, t.created_at, t.id, c.created_at, c.id`, by.Link, id, by.Visit); err != nil {
			return fmt.Errorf("threads of link: %w", err)
		}
		for _, row := range rows {
			if n := len(list); n == 0 || list[n-1].ID != row.ID {
				list = append(list, row.thread())
			}
			last := &list[len(list)-1]
			last.Comments = append(last.Comments, upr.Comment{
				ID: row.Comment, User: row.User, Reader: row.Reader, Visit: row.Visit, Body: row.Body,
				Created: row.Written, Edited: timeOf(row.Edited), Deleted: timeOf(row.Deleted),
			})
		}
		return nil
	})
	return list, err
}
