package store

import (
	"context"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// TakePassage notes that a passage is taken over from a linked submission, for who edits the text that it goes into and may
// read the one that it comes from, and returns its id. The caller has read the words; the edit of the text is made by the
// editor. Errors beside those of the rights: NotFound (the submissions are not linked), Conflict (the block was taken
// over before), TooMany (upr.MaxPassages).
func (s *Store) TakePassage(ctx context.Context, by upr.Actor, p upr.Passage) (string, error) {
	if err := p.Validate(); err != nil {
		return "", err
	}
	given := upr.NewID()
	return given, s.inTx(ctx, func(tx *sqlx.Tx) error {
		// What is counted stays true until the passage is there.
		if err := lockSubmission(ctx, tx, p.Into); err != nil {
			return err
		}
		if err := requireRelated(ctx, tx, by, p.Into, p.Source.Submission); err != nil {
			return err
		}
		var count int
		if err := tx.GetContext(ctx, &count, `SELECT count(*) FROM taken_passages WHERE submission_id = $1`, p.Into); err != nil {
			return fmt.Errorf("count passages: %w", err)
		}
		if count >= upr.MaxPassages {
			return &upr.Error{Kind: upr.TooMany, Key: "related.passages.many", Args: map[string]any{"n": upr.MaxPassages}}
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO taken_passages (id, submission_id, kind, block, taken_by) VALUES ($1, $2, $3, $4, $5)`,
			given, p.Into, p.Kind, p.Block, by.User); err != nil {
			return fmt.Errorf("add passage: %w", err)
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO taken_sources (passage_id, source_id, block, label, version, words) VALUES ($1, $2, $3, $4, $5, $6)`,
			given, p.Source.Submission, p.Source.Block, p.Source.Label, p.Source.Version, p.Source.Words); err != nil {
			return fmt.Errorf("add source of passage: %w", err)
		}
		return recordTwo(ctx, tx, Entry{Submission: p.Into, By: by.User, Kind: upr.TakenOverRecord, Ref: given},
			p.Source.Submission, upr.GivenRecord)
	})
}

// requireRelated asks for the rights to bring words from one submission into another, and whether the two are linked; they
// stay so until the transaction ends.
func requireRelated(ctx context.Context, tx *sqlx.Tx, by upr.Actor, into, source upr.SubmissionID) error {
	if err := requireSubmission(ctx, tx, by, into, upr.EditText); err != nil {
		return err
	}
	if err := requireSubmission(ctx, tx, by, source, upr.ReadSubmission); err != nil {
		return err
	}
	var id string
	if err := tx.GetContext(ctx, &id, `
		SELECT id FROM related_submissions WHERE one_id = $1 AND other_id = $2 FOR KEY SHARE`,
		min(into, source), max(into, source)); err != nil {
		return fmt.Errorf("linked submissions: %w", err)
	}
	return nil
}

// SettlePassage notes that newer words of the source of a passage were taken over, or left, for who could take it over.
// seen is the version whose words the passage was compared with before: it is a Conflict when somebody else settled it
// since.
func (s *Store) SettlePassage(
	ctx context.Context, by upr.Actor, into upr.SubmissionID, passage string, seen int64, now upr.PassageSource, taken bool,
) error {
	if err := now.ValidateNewer(); err != nil {
		return err
	}
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, into, upr.EditText); err != nil {
			return err
		}
		var source upr.SubmissionID
		if err := tx.GetContext(ctx, &source, `
			SELECT s.source_id FROM taken_passages p JOIN taken_sources s ON s.passage_id = p.id
			WHERE p.id = $2 AND p.submission_id = $1`, into, passage); err != nil {
			return fmt.Errorf("source of passage: %w", err)
		}
		if err := requireRelated(ctx, tx, by, into, source); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `
			UPDATE taken_sources SET version = $3, label = $4, words = $5, seen_by = $6, seen_at = now()
			WHERE passage_id = $1 AND version = $2`, passage, seen, now.Version, now.Label, now.Words, by.User)
		if err != nil {
			return fmt.Errorf("settle passage: %w", err)
		}
		if err := affected(result, conflict()); err != nil {
			return err
		}
		if taken {
			return recordTwo(ctx, tx, Entry{Submission: into, By: by.User, Kind: upr.TakenAgainRecord, Ref: passage}, source, upr.GivenRecord)
		}
		if err := record(ctx, tx, Entry{Submission: into, By: by.User, Kind: upr.LeftAsItIsRecord, Ref: passage}); err != nil {
			return err
		}
		return announce(ctx, tx, into, TopicLinks)
	})
}

// passageRow is a passage with its source.
type passageRow struct {
	ID      string           `db:"id"`
	Kind    upr.PassageKind  `db:"kind"`
	Into    upr.SubmissionID `db:"submission_id"`
	Block   string           `db:"block"`
	By      upr.UserID       `db:"taken_by"`
	At      time.Time        `db:"taken_at"`
	Source  upr.SubmissionID `db:"source_id"`
	From    string           `db:"source_block"`
	Label   string           `db:"label"`
	Version int64            `db:"version"`
	Words   string           `db:"words"`
	SeenBy  upr.UserID       `db:"seen_by"`
	SeenAt  *time.Time       `db:"seen_at"`
	Linked  bool             `db:"linked"`
}

func (r *passageRow) passage() upr.Passage {
	return upr.Passage{
		ID: r.ID, Kind: r.Kind, Into: r.Into, Block: r.Block, By: r.By, At: r.At.UTC(), Gone: r.Source == "", Linked: r.Linked,
		Source: upr.PassageSource{Submission: r.Source, Block: r.From, Label: r.Label, Version: r.Version, Words: r.Words},
		SeenBy: r.SeenBy, SeenAt: timeOf(r.SeenAt),
	}
}

// selectPassages reads passages; a condition on taken_passages p and taken_sources s follows.
const selectPassages = `
	SELECT p.id, p.kind, p.submission_id, p.block, coalesce(p.taken_by, '') AS taken_by, p.taken_at,
		coalesce(s.source_id, '') AS source_id, coalesce(s.block, '') AS source_block, coalesce(s.label, '') AS label,
		coalesce(s.version, 0) AS version, coalesce(s.words, '') AS words, coalesce(s.seen_by, '') AS seen_by, s.seen_at,
		EXISTS (SELECT FROM related_submissions r
			WHERE (r.one_id, r.other_id) IN ((p.submission_id, s.source_id), (s.source_id, p.submission_id))) AS linked
	FROM taken_passages p LEFT JOIN taken_sources s ON s.passage_id = p.id `

// Passages lists what was taken over into a submission and what was taken from it, the oldest first, for who may read it.
// Of a source that the actor may not read nothing is told, and nothing at all of what others took into a submission that
// the actor may not read.
func (s *Store) Passages(ctx context.Context, by upr.Actor, id upr.SubmissionID) (into, from []upr.Passage, err error) {
	err = s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		readable := map[upr.SubmissionID]bool{"": false}
		read := func(condition string, add func(upr.Passage, upr.SubmissionID)) error {
			var rows []passageRow
			if err := tx.SelectContext(ctx, &rows, selectPassages+condition+` ORDER BY p.taken_at, p.id`, id); err != nil {
				return fmt.Errorf("passages: %w", err)
			}
			for i := range rows {
				other := rows[i].Source
				if other == id {
					other = rows[i].Into
				}
				if _, known := readable[other]; !known {
					may, err := mayRead(ctx, tx, by, other)
					if err != nil {
						return err
					}
					readable[other] = may
				}
				add(rows[i].passage(), other)
			}
			return nil
		}
		if err := read(`WHERE p.submission_id = $1`, func(p upr.Passage, other upr.SubmissionID) {
			if !readable[other] {
				p.Source = upr.PassageSource{}
			}
			into = append(into, p)
		}); err != nil {
			return err
		}
		return read(`WHERE s.source_id = $1`, func(p upr.Passage, other upr.SubmissionID) {
			if readable[other] {
				from = append(from, p)
			}
		})
	})
	return into, from, err
}
