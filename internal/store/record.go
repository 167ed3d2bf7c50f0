package store

import (
	"context"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// An Entry is an act for the record: see upr.RecordEntry, which it becomes.
type Entry struct {
	Submission   upr.SubmissionID
	By           upr.UserID // "" for the server itself
	Kind         upr.RecordKind
	Person       upr.UserID // to whom, where that is somebody
	Organization upr.OrganizationID
	Ref, Value   string // ids, numbers and codes; never words that somebody wrote
}

// record adds an act to the record of a submission, in the transaction of the act: both are kept or neither. It comes last
// in the transaction, but for announcements: from here on others who record something of this submission wait, and who
// took another lock after this one could wait for them in turn.
func record(ctx context.Context, tx *sqlx.Tx, e Entry) error {
	last, err := lockRecord(ctx, tx, e.Submission)
	if err != nil {
		return err
	}
	made := upr.RecordEntry{
		Submission: e.Submission, Number: last.Length + 1, At: last.At, Kind: e.Kind, By: e.By, Person: e.Person,
		Organization: e.Organization, Ref: e.Ref, Value: e.Value,
	}
	sum := made.Sum([32]byte(last.Sum))
	if _, err := tx.ExecContext(ctx, `
		WITH chain AS (UPDATE record_chains SET length = $2, sum = decode($10, 'hex') WHERE submission_id = $1)
		INSERT INTO record_entries (submission_id, number, at, kind, by_user, person, organization_id, ref, value, sum)
		VALUES ($1, $2, $3, $4, nullif($5, ''), nullif($6, ''), nullif($7, ''), $8, $9, decode($10, 'hex'))`,
		e.Submission, made.Number, made.At, e.Kind, string(e.By), string(e.Person), string(e.Organization), e.Ref, e.Value,
		hex.EncodeToString(sum[:])); err != nil {
		return fmt.Errorf("record: %w", err)
	}
	return nil
}

// recordAll records acts, one after the other.
func recordAll(ctx context.Context, tx *sqlx.Tx, acts []Entry) error {
	for _, e := range acts {
		if err := record(ctx, tx, e); err != nil {
			return err
		}
	}
	return nil
}

// recordEnd is the end of a record, with the time at which it was read.
type recordEnd struct {
	Length int64     `db:"length"`
	Sum    []byte    `db:"sum"`
	At     time.Time `db:"at"`
}

// lockRecord waits until nobody else writes the record of a submission, begins it where there is none, and returns its
// end. The time is of when the wait was over, so that times follow the numbers.
func lockRecord(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID) (recordEnd, error) {
	for {
		var rows []recordEnd
		if err := tx.SelectContext(ctx, &rows, `
			SELECT length, sum, clock_timestamp() AS at FROM record_chains WHERE submission_id = $1 FOR UPDATE`, id); err != nil {
			return recordEnd{}, fmt.Errorf("end of record: %w", err)
		}
		if len(rows) == 1 {
			return rows[0], nil
		}
		if _, err := tx.ExecContext(ctx, `
			INSERT INTO record_chains (submission_id, length, sum) VALUES ($1, 0, decode(repeat('00', 32), 'hex'))
			ON CONFLICT (submission_id) DO NOTHING`, id); err != nil {
			return recordEnd{}, fmt.Errorf("begin record: %w", err)
		}
	}
}

// Record adds an act that changed nothing in the database, such as taking a file, for who may read the submission.
func (s *Store) Record(ctx context.Context, by upr.Actor, e Entry) error {
	return s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, e.Submission, upr.ReadSubmission); err != nil {
			return err
		}
		e.By = by.User
		return record(ctx, tx, e)
	})
}

// number writes a version or the number of a revision for the record.
func number[N int | int64](n N) string { return strconv.FormatInt(int64(n), 10) }
