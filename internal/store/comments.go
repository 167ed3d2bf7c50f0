package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// threadRow is a row of comment_threads.
type threadRow struct {
	ID         upr.ThreadID `db:"id"`
	Block      string       `db:"block"`
	Ranged     bool         `db:"ranged"`
	Version    int64        `db:"version"`
	From       int          `db:"from_pos"`
	To         int          `db:"to_pos"`
	Quote      string       `db:"quote"`
	Lost       bool         `db:"lost"`
	Shown      string       `db:"shown"`
	Part       string       `db:"part"`
	Resolved   sql.NullTime `db:"resolved_at"`
	ResolvedBy upr.UserID   `db:"resolved_by"`
	Created    time.Time    `db:"created_at"`
}

func (r threadRow) thread() upr.Thread {
	return upr.Thread{
		ID: r.ID, Created: r.Created, Resolved: r.Resolved.Time, ResolvedBy: r.ResolvedBy,
		Anchor: upr.Anchor{
			Block: r.Block, Ranged: r.Ranged, Version: r.Version, From: r.From, To: r.To,
			Quote: r.Quote, Lost: r.Lost, Shown: r.Shown, Part: r.Part,
		},
	}
}

// commentRow is a row of comments with the people it names.
type commentRow struct {
	ID       upr.CommentID   `db:"id"`
	Thread   upr.ThreadID    `db:"thread_id"`
	User     upr.UserID      `db:"user_id"`
	Reader   string          `db:"reader"`
	Body     string          `db:"body"`
	Mentions json.RawMessage `db:"mentions"`
	Created  time.Time       `db:"created_at"`
	Edited   sql.NullTime    `db:"edited_at"`
	Deleted  sql.NullTime    `db:"deleted_at"`
}

// Threads lists the comments of a submission for who may read it, in the order in which they were last known to stand in
// the text. Their anchors may be of older versions of the text: collab.Threads brings them up to date.
func (s *Store) Threads(ctx context.Context, by upr.Actor, id upr.SubmissionID) ([]upr.Thread, error) {
	var list []upr.Thread
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		var threads []threadRow
		if err := tx.SelectContext(ctx, &threads, `
			SELECT id, block, ranged, version, from_pos, to_pos, quote, lost, shown, part, resolved_at,
				coalesce(resolved_by, '') AS resolved_by, created_at
			FROM comment_threads WHERE submission_id = $1 ORDER BY from_pos, created_at, id`, id); err != nil {
			return fmt.Errorf("threads: %w", err)
		}
		place := make(map[upr.ThreadID]int, len(threads))
		for i, row := range threads {
			place[row.ID] = i
			list = append(list, row.thread())
		}
		var comments []commentRow
		if err := tx.SelectContext(ctx, &comments, `
			SELECT c.id, c.thread_id, coalesce(c.user_id, '') AS user_id, c.reader, c.body, c.created_at, c.edited_at, c.deleted_at,
				(SELECT coalesce(jsonb_agg(m.user_id ORDER BY m.user_id), '[]') FROM comment_mentions m WHERE m.comment_id = c.id) AS mentions
			FROM comments c JOIN comment_threads t ON t.id = c.thread_id
			WHERE t.submission_id = $1 ORDER BY c.created_at, c.id`, id); err != nil {
			return fmt.Errorf("comments: %w", err)
		}
		for _, row := range comments {
			at, ok := place[row.Thread]
			if !ok {
				continue // of a thread that was begun between the two statements
			}
			made := upr.Comment{
				ID: row.ID, User: row.User, Reader: row.Reader, Body: row.Body,
				Created: row.Created, Edited: row.Edited.Time, Deleted: row.Deleted.Time,
			}
			if err := json.Unmarshal(row.Mentions, &made.Mentions); err != nil {
				return fmt.Errorf("mentions: %w", err)
			}
			list[at].Comments = append(list[at].Comments, made)
		}
		return nil
	})
	return list, err
}

// MoveThreads keeps where threads stand in newer versions of the text. It tells nobody: who has the text open moves them
// alike. What is stored for a newer version stays. The caller has asked for the right to read.
func (s *Store) MoveThreads(ctx context.Context, id upr.SubmissionID, threads []upr.Thread) error {
	type moved struct {
		ID      upr.ThreadID `json:"id"`
		Block   string       `json:"block"`
		Version int64        `json:"version"`
		From    int          `json:"from"`
		To      int          `json:"to"`
		Lost    bool         `json:"lost"`
		Shown   string       `json:"shown"`
		Part    string       `json:"part"`
	}
	rows := make([]moved, len(threads))
	for i, t := range threads {
		a := t.Anchor
		rows[i] = moved{t.ID, a.Block, a.Version, a.From, a.To, a.Lost, a.Shown, a.Part}
	}
	data, err := json.Marshal(rows)
	if err != nil {
		return fmt.Errorf("move threads: %w", err)
	}
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		// Locked in one order, so that two who read at once do not wait for each other.
		if _, err := tx.ExecContext(ctx, `
			WITH moved AS (
				SELECT * FROM jsonb_to_recordset($2::jsonb) AS m(
					id text, block text, version bigint, "from" int, "to" int, lost boolean, shown text, part text)
			), held AS (
				SELECT id FROM comment_threads WHERE submission_id = $1 AND id IN (SELECT id FROM moved) ORDER BY id FOR UPDATE
			)
			UPDATE comment_threads t
			SET block = m.block, version = m.version, from_pos = m."from", to_pos = m."to", lost = m.lost, shown = m.shown, part = m.part
			FROM moved m JOIN held USING (id) WHERE t.id = m.id AND t.version < m.version`, id, string(data)); err != nil {
			return fmt.Errorf("move threads: %w", err)
		}
		return nil
	})
}
