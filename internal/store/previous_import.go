package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// MaxKeptImport is how many bytes of a file are kept to read it again; of a larger one nothing is.
const MaxKeptImport = 8 << 20

// BeginPreviousImport keeps that a file is being read, for a day, and the file itself where it is small: nil keeps none. A
// new file takes the place of the one before it.
func (s *Store) BeginPreviousImport(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, name string, file []byte,
) (string, error) {
	given := upr.NewID()
	if len(file) > MaxKeptImport {
		file = nil
	}
	return given, s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.EditText); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `
			DELETE FROM previous_imports
			WHERE submission_id = $1 AND user_id = $2 OR made_at < now() - interval '1 day'`, id, by.User); err != nil {
			return fmt.Errorf("remove imports: %w", err)
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO previous_imports (id, submission_id, user_id, name, file) VALUES ($1, $2, $3, $4, $5)`,
			given, id, by.User, name, file); err != nil {
			return fmt.Errorf("begin import: %w", err)
		}
		return nil
	})
}

// AgainPreviousImport says that a file that was kept is read once more, and returns it. It is NotFound where none was kept,
// and a Conflict while it is being read.
func (s *Store) AgainPreviousImport(ctx context.Context, by upr.Actor, id upr.SubmissionID, kept string) ([]byte, error) {
	var file []byte
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.EditText); err != nil {
			return err
		}
		var done bool
		if err := tx.GetContext(ctx, &done, `
			SELECT found IS NOT NULL OR failure <> '' FROM previous_imports
			WHERE id = $1 AND submission_id = $2 AND user_id = $3 AND file IS NOT NULL FOR UPDATE`, kept, id, by.User); err != nil {
			return fmt.Errorf("import to read again: %w", err)
		}
		if !done {
			return conflict()
		}
		if err := tx.GetContext(ctx, &file, `
			UPDATE previous_imports SET found = NULL, read_rows = 0, seen_at = now(), failure = '' WHERE id = $1
			RETURNING file`, kept); err != nil {
			return fmt.Errorf("read import again: %w", err)
		}
		return nil
	})
	return file, err
}

// ProgressPreviousImport notes how many rows of a file were read. It is the server's own doing, so nobody's right is asked
// for. It is NotFound where nobody waits for the file: another one took its place, or its reading has ended.
func (s *Store) ProgressPreviousImport(ctx context.Context, kept string, rows int) error {
	result, err := s.db.ExecContext(ctx, `
		UPDATE previous_imports SET read_rows = $2, seen_at = now() WHERE id = $1 AND found IS NULL AND failure = ''`, kept, rows)
	if err != nil {
		return fmt.Errorf("progress of import: %w", err)
	}
	return affected(result, notFound(nil))
}

// FinishPreviousImport keeps what was found in a file until the person says that it is to be taken in, or why it could not
// be read: failure is the key of a message, "" for none. As ProgressPreviousImport it is the server's own doing;
// for a file that is gone nothing is kept.
func (s *Store) FinishPreviousImport(ctx context.Context, kept string, found *upr.PreviousImport, failure string) error {
	var data any
	if found != nil {
		text, err := json.Marshal(found)
		if err != nil {
			return fmt.Errorf("encode import: %w", err)
		}
		data = string(text)
	}
	if _, err := s.db.ExecContext(ctx, `
		UPDATE previous_imports SET found = $2, failure = $3, seen_at = now() WHERE id = $1`, kept, data, failure); err != nil {
		return fmt.Errorf("finish import: %w", err)
	}
	return nil
}

// PreviousReading returns how far the reading of a file is that the actor sent.
func (s *Store) PreviousReading(ctx context.Context, by upr.Actor, id upr.SubmissionID, kept string) (upr.PreviousReading, error) {
	var row struct {
		Name    string    `db:"name"`
		Rows    int       `db:"read_rows"`
		Seen    time.Time `db:"seen_at"`
		Done    bool      `db:"done"`
		Failure string    `db:"failure"`
		Kept    bool      `db:"kept"`
	}
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.EditText); err != nil {
			return err
		}
		if err := tx.GetContext(ctx, &row, `
			SELECT name, read_rows, seen_at, found IS NOT NULL OR failure <> '' AS done, failure, file IS NOT NULL AS kept
			FROM previous_imports WHERE id = $1 AND submission_id = $2 AND user_id = $3`, kept, id, by.User); err != nil {
			return fmt.Errorf("import: %w", err)
		}
		return nil
	})
	return upr.PreviousReading{
		File: row.Name, Rows: row.Rows, Seen: row.Seen.UTC(), Done: row.Done, Failure: row.Failure, Kept: row.Kept,
	}, err
}

// PreviousImport returns what was found in a file that the actor sent and how many of its recommendations the submission
// has already. While it is read, and where nothing was found, it is NotFound.
func (s *Store) PreviousImport(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, kept string,
) (found upr.PreviousImport, known int, err error) {
	err = s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.EditText); err != nil {
			return err
		}
		var err error
		if found, err = keptImport(ctx, tx, by, id, kept); err != nil {
			return err
		}
		known, err = knownPrevious(ctx, tx, id, found.Rows)
		return err
	})
	return found, known, err
}

func keptImport(ctx context.Context, tx *sqlx.Tx, by upr.Actor, id upr.SubmissionID, kept string) (upr.PreviousImport, error) {
	var found upr.PreviousImport
	var data []byte
	if err := tx.GetContext(ctx, &data, `
		SELECT found FROM previous_imports
		WHERE id = $1 AND submission_id = $2 AND user_id = $3 AND found IS NOT NULL`, kept, id, by.User); err != nil {
		return found, fmt.Errorf("import: %w", err)
	}
	if err := json.Unmarshal(data, &found); err != nil {
		return found, fmt.Errorf("decode import: %w", err)
	}
	return found, nil
}
