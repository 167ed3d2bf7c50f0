package store

import (
	"context"
	"fmt"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// What holds for comments whoever writes them: a person with an account, or a reader in a visit with a link.

// commentRight is what an actor needs to write comments.
func commentRight(by upr.Actor) upr.Right {
	if by.Link != "" {
		return upr.CommentPaper
	}
	return upr.CommentText
}

// isAuthor is true, in SQL, of a comment c by the person $1, or in the visit $2; one of the two is empty.
const isAuthor = `coalesce(c.user_id, '') = $1 AND coalesce(c.visit_id, '') = $2`

// addComment adds a comment within the bounds of its author and of the submission, and reports whether it did: sent again
// it is there already. begin has its thread made, or makes sure that the author sees it; name is that of a reader. The
// caller has asked for the right.
func addComment(
	ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, name string, c upr.NewComment,
	begin func(tx *sqlx.Tx) error,
) (bool, error) {
	if err := lockCommenting(ctx, tx, by, id); err != nil {
		return false, err
	}
	if again, err := isSentAgain(ctx, tx, by, id, c); err != nil || again {
		return false, err
	}
	if err := notTooOften(ctx, tx, by, id); err != nil {
		return false, err
	}
	if err := begin(tx); err != nil {
		return false, err
	}
	n, err := lockThread(ctx, tx, id, c.Thread)
	if err != nil {
		return false, err
	}
	if n >= upr.MaxThreadComments {
		return false, &upr.Error{Kind: upr.TooMany, Key: "comment.thread-full"}
	}
	// Not now(), which is when the transaction began: an answer must not come before what it answers.
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO comments (id, thread_id, user_id, reader, link_id, visit_id, body, created_at)
		VALUES ($1, $2, nullif($3, ''), $4, nullif($5, ''), nullif($6, ''), $7, clock_timestamp())`,
		c.ID, c.Thread, string(by.User), name, string(by.Link), string(by.Visit), c.Body); err != nil {
		return false, fmt.Errorf("add comment: %w", err)
	}
	return true, nil
}

// lockCommenting lets comments of one author, and those in one submission, come one after the other until the end of the
// transaction: what is counted then stays true. All who come take the two locks in this order, and before any row but that
// of their own visit.
func lockCommenting(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID) error {
	for _, what := range []string{"comments by " + counted(by), "comments in " + string(id)} {
		if _, err := tx.ExecContext(ctx, `SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, what); err != nil {
			return fmt.Errorf("lock comments: %w", err)
		}
	}
	return nil
}

// counted names whose comments are counted together: a person's, and those of all readers of a link, which can be passed
// on to anybody.
func counted(by upr.Actor) string { return string(by.User) + string(by.Link) }

// isSentAgain reports whether the comment is there already. It is a Conflict when another author has its id.
func isSentAgain(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, c upr.NewComment) (bool, error) {
	var own []bool
	if err := tx.SelectContext(ctx, &own, `
		SELECT `+isAuthor+` AND t.id = $4 AND t.submission_id = $5
		FROM comments c JOIN comment_threads t ON t.id = c.thread_id WHERE c.id = $3`,
		by.User, by.Visit, c.ID, c.Thread, id); err != nil {
		return false, fmt.Errorf("comment by id: %w", err)
	}
	if len(own) > 0 && !own[0] {
		return false, conflict()
	}
	return len(own) > 0, nil
}

// notTooOften holds an author to the rate of comments, and a submission to their number. The caller has locked both.
func notTooOften(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID) error {
	var n struct {
		Lately int `db:"lately"`
		All    int `db:"all"`
	}
	if err := tx.GetContext(ctx, &n, `
		SELECT (SELECT count(*) FROM comments WHERE (user_id = $1 OR link_id = $2)
				AND created_at > clock_timestamp() - make_interval(secs => $4)) AS lately,
			(SELECT count(*) FROM comments c JOIN comment_threads t ON t.id = c.thread_id WHERE t.submission_id = $3) AS "all"`,
		by.User, by.Link, id, upr.CommentWindow.Seconds()); err != nil {
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
