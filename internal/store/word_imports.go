package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// A WordImport is what was read of a Word file that somebody sent.
type WordImport struct {
	File  string `db:"file"`  // what its owner calls it
	Draft []byte `db:"draft"` // as package importer/word writes it
}

// KeepWordImport keeps what was read of a file until the actor, who may edit the text, has said what becomes of it, or a
// day has passed. A new file takes the place of the one before it.
func (s *Store) KeepWordImport(ctx context.Context, by upr.Actor, id upr.SubmissionID, found WordImport) (string, error) {
	given := upr.NewID()
	return given, s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.EditText); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			DELETE FROM word_imports
			WHERE submission_id = $1 AND user_id = $2 OR made_at < now() - interval '1 day'`, id, by.User); err != nil {
			return fmt.Errorf("remove word imports: %w", err)
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO word_imports (id, submission_id, user_id, file, draft) VALUES ($1, $2, $3, $4, $5)`,
			given, id, by.User, found.File, found.Draft); err != nil {
			return fmt.Errorf("keep word import: %w", err)
		}
		return nil
	})
}

// WordImport returns what was read of a file that the actor sent.
func (s *Store) WordImport(ctx context.Context, by upr.Actor, id upr.SubmissionID, kept string) (WordImport, error) {
	var found WordImport
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.EditText); err != nil {
			return err
		}
		if err := tx.GetContext(ctx, &found, `
			SELECT file, draft FROM word_imports WHERE id = $1 AND submission_id = $2 AND user_id = $3`, kept, id, by.User); err != nil {
			return fmt.Errorf("word import: %w", err)
		}
		return nil
	})
	return found, err
}

// TakeWordImport forgets what was read of a file that the actor sent, before it goes into the text: of several who ask at
// once one is to put it there, and it is NotFound for the others.
func (s *Store) TakeWordImport(ctx context.Context, by upr.Actor, id upr.SubmissionID, kept string) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.EditText); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `
			DELETE FROM word_imports WHERE id = $1 AND submission_id = $2 AND user_id = $3`, kept, id, by.User)
		if err != nil {
			return fmt.Errorf("take word import: %w", err)
		}
		return affected(result, notFound(nil))
	})
}

// ReturnWordImport keeps again what TakeWordImport forgot and what did not get into the text. It does nothing when the
// actor sent another file meanwhile. No right is asked for: it was there.
func (s *Store) ReturnWordImport(ctx context.Context, by upr.Actor, id upr.SubmissionID, kept string, found WordImport) error {
	if _, err := s.db.ExecContext(ctx, `
		INSERT INTO word_imports (id, submission_id, user_id, file, draft) SELECT $1, $2::identifier, $3::identifier, $4, $5
		WHERE NOT EXISTS (SELECT FROM word_imports WHERE submission_id = $2 AND user_id = $3)`,
		kept, id, by.User, found.File, found.Draft); err != nil {
		return fmt.Errorf("return word import: %w", err)
	}
	return nil
}

// A TakenThread is a thread of comments that was made elsewhere, at its place in the text. All of its comments become the
// actor's.
type TakenThread struct {
	Anchor   upr.Anchor
	Resolved bool
	Comments []string // in order, one at least
}

// TakeThreads adds threads that were made elsewhere, all or none, by somebody who may comment. Nobody is told: what they
// say is not new. It is TooMany when the submission would have more comments than it may.
func (s *Store) TakeThreads(ctx context.Context, by upr.Actor, id upr.SubmissionID, list []TakenThread) error {
	if len(list) == 0 {
		return nil
	}
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.CommentText); err != nil {
			return err
		}
		if err := lockCommenting(ctx, tx, by, id); err != nil {
			return err
		}
		for _, t := range list {
			if err := takeThread(ctx, tx, by, id, t); err != nil {
				return err
			}
		}
		var n int
		if err := tx.GetContext(ctx, &n, `
			SELECT count(*) FROM comments c JOIN comment_threads t ON t.id = c.thread_id WHERE t.submission_id = $1`, id); err != nil {
			return fmt.Errorf("count comments: %w", err)
		}
		if n > upr.MaxComments {
			return &upr.Error{Kind: upr.TooMany, Key: "comment.full"}
		}
		return announce(ctx, tx, id, TopicComments)
	})
}

func takeThread(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, t TakenThread) error {
	thread := upr.ThreadID(upr.NewID())
	if err := upr.CheckAnchor(t.Anchor); err != nil {
		return err
	}
	if err := addThread(ctx, tx, id, thread, t.Anchor); err != nil {
		return err
	}
	for _, body := range t.Comments {
		c := upr.NewComment{ID: upr.CommentID(upr.NewID()), Thread: thread, Body: body}
		if err := c.Validate(); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO comments (id, thread_id, user_id, body, created_at) VALUES ($1, $2, $3, $4, clock_timestamp())`,
			c.ID, c.Thread, by.User, c.Body); err != nil {
			return fmt.Errorf("take comment: %w", err)
		}
	}
	if !t.Resolved {
		return nil
	}
	if _, err := tx.ExecContext(ctx, `
		UPDATE comment_threads SET resolved_at = now(), resolved_by = $2 WHERE id = $1`, thread, by.User); err != nil {
		return fmt.Errorf("resolve taken thread: %w", err)
	}
	return nil
}
