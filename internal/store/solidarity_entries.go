package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/jmoiron/sqlx"
	"github.com/lib/pq"

	"upright/internal/upr"
)

// A SolidarityRow is a row of the solidarity matrix with the version that changes of it are to name.
type SolidarityRow struct {
	upr.SolidarityEntry
	Version int64
}

type solidarityRow struct {
	ID         string             `db:"id"`
	Form       upr.SolidarityForm `db:"form"`
	Holders    string             `db:"holders"`
	Bearer     upr.DutyBearer     `db:"bearer"`
	BearerName string             `db:"bearer_name"`
	Duty       upr.Duty           `db:"duty"`
	Right      string             `db:"enables"`
	Basis      string             `db:"basis"`
	Measure    string             `db:"measure"`
	Indicator  string             `db:"indicator"`
	Paragraphs pq.StringArray     `db:"paragraphs"`
	Version    int64              `db:"version"`
}

func (r *solidarityRow) row() SolidarityRow {
	return SolidarityRow{upr.SolidarityEntry{
		ID: r.ID, Form: r.Form, Holders: r.Holders, Bearer: r.Bearer, BearerName: r.BearerName, Duty: r.Duty,
		Right: r.Right, Basis: r.Basis, Measure: r.Measure, Indicator: r.Indicator, Paragraphs: r.Paragraphs,
	}, r.Version}
}

// SolidarityRows returns the rows of the solidarity matrix in their order, for who may read the submission.
func (s *Store) SolidarityRows(ctx context.Context, by upr.Actor, id upr.SubmissionID) ([]SolidarityRow, error) {
	var list []SolidarityRow
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.ReadSubmission); err != nil {
			return err
		}
		var err error
		list, err = solidarityRows(ctx, tx, id)
		return err
	})
	return list, err
}

func solidarityRows(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID) ([]SolidarityRow, error) {
	var rows []solidarityRow
	if err := tx.SelectContext(ctx, &rows, `
		SELECT id, form, holders, bearer, bearer_name, duty, enables, basis, measure, indicator, paragraphs, version
		FROM solidarity_entries WHERE submission_id = $1 ORDER BY position, id`, id); err != nil {
		return nil, fmt.Errorf("solidarity rows: %w", err)
	}
	list := make([]SolidarityRow, len(rows))
	for i := range rows {
		list[i] = rows[i].row()
	}
	return list, nil
}

// addSolidarity puts the solidarity matrix among the annexes of a submission.
func addSolidarity(ctx context.Context, tx *sqlx.Tx, one *upr.Submission) error {
	list, err := solidarityRows(ctx, tx, one.ID)
	for _, row := range list {
		one.Annexes.Solidarity = append(one.Annexes.Solidarity, row.SolidarityEntry)
	}
	return err
}

// AddSolidarityRow adds a row at the end of the matrix and returns its id, for who may edit the text. It is TooMany beyond
// upr.MaxSolidarityEntries.
func (s *Store) AddSolidarityRow(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, e upr.SolidarityEntry,
) (string, error) {
	given := upr.NewID()
	e.ID = given
	err := s.changeSolidarity(ctx, by, id, &e, func(tx *sqlx.Tx) error {
		var at struct {
			Count int `db:"count"`
			Next  int `db:"next"`
		}
		if err := tx.GetContext(ctx, &at, `
			SELECT count(*) AS count, coalesce(max(position) + 1, 0) AS next
			FROM solidarity_entries WHERE submission_id = $1`, id); err != nil {
			return fmt.Errorf("count solidarity rows: %w", err)
		}
		if at.Count >= upr.MaxSolidarityEntries {
			return &upr.Error{Kind: upr.TooMany, Key: "solidarity.entry.many", Args: map[string]any{"n": upr.MaxSolidarityEntries}}
		}
		return insertSolidarity(ctx, tx, id, at.Next, &e)
	})
	return given, err
}

func insertSolidarity(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, position int, e *upr.SolidarityEntry) error {
	if _, err := tx.ExecContext(ctx, `
		INSERT INTO solidarity_entries (id, submission_id, form, holders, bearer, bearer_name, duty, enables, basis, measure,
			indicator, paragraphs, position)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`, append(solidarityArgs(id, e), position)...); err != nil {
		return fmt.Errorf("add solidarity row: %w", err)
	}
	return nil
}

// solidarityArgs are the values of a row, its own id and the submission's first.
func solidarityArgs(id upr.SubmissionID, e *upr.SolidarityEntry) []any {
	return []any{
		e.ID, id, e.Form, e.Holders, e.Bearer, e.BearerName, e.Duty, e.Right, e.Basis, e.Measure, e.Indicator,
		pq.Array(append([]string{}, e.Paragraphs...)),
	}
}

// UpdateSolidarityRow replaces the row with the entry's id, for who may edit the text, when it still has the version that
// it was read with; else it is a Conflict. A row that is gone is NotFound.
func (s *Store) UpdateSolidarityRow(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, version int64, e upr.SolidarityEntry,
) error {
	return s.changeSolidarity(ctx, by, id, &e, func(tx *sqlx.Tx) error {
		if _, err := solidarityRowNow(ctx, tx, id, e.ID); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `
			UPDATE solidarity_entries SET form = $3, holders = $4, bearer = $5, bearer_name = $6, duty = $7, enables = $8,
				basis = $9, measure = $10, indicator = $11, paragraphs = $12, version = version + 1
			WHERE id = $1 AND submission_id = $2 AND version = $13`, append(solidarityArgs(id, &e), version)...)
		if err != nil {
			return fmt.Errorf("update solidarity row: %w", err)
		}
		return affected(result, conflict())
	})
}

// RemoveSolidarityRow removes a row, for who may edit the text.
func (s *Store) RemoveSolidarityRow(ctx context.Context, by upr.Actor, id upr.SubmissionID, entry string) error {
	return s.changeSolidarity(ctx, by, id, nil, func(tx *sqlx.Tx) error {
		result, err := tx.ExecContext(ctx,
			`DELETE FROM solidarity_entries WHERE submission_id = $1 AND id = $2`, id, entry)
		if err != nil {
			return fmt.Errorf("remove solidarity row: %w", err)
		}
		return affected(result, notFound(nil))
	})
}

// MoveSolidarityRow moves a row one place up or down, for who may edit the text. At the end of the list nothing changes.
func (s *Store) MoveSolidarityRow(ctx context.Context, by upr.Actor, id upr.SubmissionID, entry string, down bool) error {
	return s.changeSolidarity(ctx, by, id, nil, func(tx *sqlx.Tx) error {
		list, err := solidarityRows(ctx, tx, id)
		if err != nil {
			return err
		}
		at := -1
		for i := range list {
			if list[i].ID == entry {
				at = i
			}
		}
		if at < 0 {
			return notFound(nil)
		}
		other := at - 1
		if down {
			other = at + 1
		}
		if other < 0 || other >= len(list) {
			return nil
		}
		list[at], list[other] = list[other], list[at]
		ids := make([]string, len(list))
		for i := range list {
			ids[i] = list[i].ID
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE solidarity_entries e SET position = o.n - 1
			FROM unnest($2::text[]) WITH ORDINALITY AS o (id, n) WHERE e.submission_id = $1 AND e.id = o.id`,
			id, pq.Array(ids)); err != nil {
			return fmt.Errorf("order solidarity rows: %w", err)
		}
		return nil
	})
}

// LinkSolidarity links blocks of the text to a row, or takes their links back, for who may edit the text. The caller knows
// that the blocks are there. What else the row says stays as it is, whoever changed it meanwhile.
func (s *Store) LinkSolidarity(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, entry string, linked bool, blocks ...string,
) error {
	return s.changeSolidarity(ctx, by, id, nil, func(tx *sqlx.Tx) error {
		row, err := solidarityRowNow(ctx, tx, id, entry)
		if err != nil {
			return err
		}
		e := row.linked(blocks, linked)
		if err := e.Validate(); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			UPDATE solidarity_entries SET paragraphs = $3, version = version + 1 WHERE submission_id = $1 AND id = $2`,
			id, entry, pq.Array(append([]string{}, e.Paragraphs...))); err != nil {
			return fmt.Errorf("link solidarity row: %w", err)
		}
		return nil
	})
}

// linked is a row with blocks linked or not.
func (r *solidarityRow) linked(blocks []string, linked bool) upr.SolidarityEntry {
	e := r.row().SolidarityEntry
	var kept []string
	for _, id := range e.Paragraphs {
		if !slices.Contains(blocks, id) {
			kept = append(kept, id)
		}
	}
	if linked {
		kept = append(kept, blocks...)
	}
	e.Paragraphs = kept
	return e
}

// solidarityRowNow returns a row, or NotFound.
func solidarityRowNow(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, entry string) (*solidarityRow, error) {
	row := new(solidarityRow)
	if err := tx.GetContext(ctx, row, `
		SELECT id, form, holders, bearer, bearer_name, duty, enables, basis, measure, indicator, paragraphs, version
		FROM solidarity_entries WHERE submission_id = $1 AND id = $2`, id, entry); err != nil {
		return nil, fmt.Errorf("solidarity row: %w", err)
	}
	return row, nil
}

// changeSolidarity changes the matrix of a submission, one change at a time, and tells everybody. The entry, where there is
// one, is validated. The matrix of a final submission stays as it was printed.
func (s *Store) changeSolidarity(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, e *upr.SolidarityEntry, f func(tx *sqlx.Tx) error,
) error {
	if e != nil {
		if err := e.Validate(); err != nil {
			return err
		}
	}
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := lockSubmission(ctx, tx, id); err != nil {
			return err
		}
		if err := requireSubmission(ctx, tx, by, id, upr.EditText); err != nil {
			return err
		}
		// The matrix is printed, so the paper has changed.
		if _, err := tx.ExecContext(ctx, `UPDATE submissions SET updated_at = now() WHERE id = $1`, id); err != nil {
			return fmt.Errorf("touch submission: %w", err)
		}
		if err := f(tx); err != nil {
			return err
		}
		return announce(ctx, tx, id, TopicSolidarity)
	})
}

// takeSolidarity gives a new submission the rows of its matrix, which the caller has validated. They get ids of their own.
func takeSolidarity(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, entries []upr.SolidarityEntry) error {
	for i, e := range entries {
		e.ID = upr.NewID()
		if err := insertSolidarity(ctx, tx, id, i, &e); err != nil {
			return err
		}
	}
	return nil
}
