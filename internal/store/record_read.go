package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jmoiron/sqlx"

	"upright/internal/upr"
)

// A KeptEntry is an entry of a record as it is kept: people are in it by their accounts.
type KeptEntry struct {
	upr.RecordEntry
	Sum [32]byte
}

// A ToldEntry is an entry of a record as those are told of it who may take a copy: people are in it by their aliases in the
// submission, as in all that leaves the server. These entries are a chain of their own.
type ToldEntry struct {
	upr.RecordEntry
	Account struct{ By, Person upr.UserID } // for their names
	Sum     [32]byte                        // zero where the kept entry, or one before it, does not continue the record
}

// A RecordFilter says which entries of a record are wanted: all that are true of every field that is set.
type RecordFilter struct {
	Person upr.UserID // did it, or it was done to them
	Kind   upr.RecordKind
	From   time.Time // of this moment or later
	Until  time.Time // before
	Before int64     // with a lower number
	AtMost int
}

// A RecordState says whether a record is whole: each entry continues the one before, and the last is the last.
type RecordState struct {
	Length int64
	Sum    [32]byte // of the last ToldEntry
	Whole  bool
	Broken int64 // number of the first entry that does not continue the record; 0 when it is whole
}

// recordRow is a row of record_entries.
type recordRow struct {
	Submission   upr.SubmissionID   `db:"submission_id"`
	Number       int64              `db:"number"`
	At           time.Time          `db:"at"`
	Kind         upr.RecordKind     `db:"kind"`
	By           upr.UserID         `db:"by_user"`
	Person       upr.UserID         `db:"person"`
	Organization upr.OrganizationID `db:"organization_id"`
	Ref          string             `db:"ref"`
	Value        string             `db:"value"`
	Sum          []byte             `db:"sum"`
}

const recordColumns = `submission_id, number, at, kind, coalesce(by_user, '') AS by_user, coalesce(person, '') AS person,
	coalesce(organization_id, '') AS organization_id, ref, value, sum`

func (r recordRow) entry() KeptEntry {
	return KeptEntry{
		RecordEntry: upr.RecordEntry{
			Submission: r.Submission, Number: r.Number, At: r.At.UTC(), Kind: r.Kind, By: r.By, Person: r.Person,
			Organization: r.Organization, Ref: r.Ref, Value: r.Value,
		},
		Sum: [32]byte(r.Sum),
	}
}

// told is an entry with the aliases of people, without a sum.
func (e KeptEntry) told(aliases upr.Aliases) ToldEntry {
	t := ToldEntry{RecordEntry: e.RecordEntry}
	t.Account.By, t.Account.Person = e.By, e.Person
	t.By, t.Person = upr.UserID(aliases.Of(e.By)), upr.UserID(aliases.Of(e.Person))
	return t
}

// RecordEntries lists entries of the record of a submission, the last first, for who coordinates it.
func (s *Store) RecordEntries(ctx context.Context, by upr.Actor, id upr.SubmissionID, f RecordFilter) ([]KeptEntry, error) {
	var list []KeptEntry
	err := s.inTx(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.Coordinate); err != nil {
			return err
		}
		var rows []recordRow
		if err := tx.SelectContext(ctx, &rows, `
			SELECT `+recordColumns+` FROM record_entries
			WHERE submission_id = $1 AND ($2 = '' OR by_user = $2 OR person = $2) AND ($3 = '' OR kind = $3)
				AND ($4::timestamptz IS NULL OR at >= $4) AND ($5::timestamptz IS NULL OR at < $5)
				AND ($6 = 0 OR number < $6)
			ORDER BY number DESC LIMIT $7`,
			id, string(f.Person), string(f.Kind), moment(f.From), moment(f.Until), f.Before, f.AtMost); err != nil {
			return fmt.Errorf("record: %w", err)
		}
		for _, row := range rows {
			list = append(list, row.entry())
		}
		return nil
	})
	return list, err
}

// EachRecordEntry gives all entries of a record to f in their order, for who coordinates the submission, and returns
// whether the record is whole. f may be nil.
func (s *Store) EachRecordEntry(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, f func(ToldEntry) error,
) (RecordState, error) {
	var state RecordState
	err := s.inView(ctx, func(tx *sqlx.Tx) error {
		if err := requireSubmission(ctx, tx, by, id, upr.Coordinate); err != nil {
			return err
		}
		var err error
		state, err = checkRecord(ctx, tx, id, f)
		return err
	})
	return state, err
}

// CheckRecords checks the records of all submissions and gives what it finds of each to f: for the command line.
func (s *Store) CheckRecords(ctx context.Context, f func(upr.SubmissionID, RecordState) error) error {
	return s.inView(ctx, func(tx *sqlx.Tx) error {
		var ids []upr.SubmissionID
		if err := tx.SelectContext(ctx, &ids, `SELECT id FROM submissions ORDER BY id`); err != nil {
			return fmt.Errorf("submissions: %w", err)
		}
		for _, id := range ids {
			state, err := checkRecord(ctx, tx, id, nil)
			if err == nil {
				err = f(id, state)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// checkRecord reads a record from its beginning, entry by entry, so that a long one needs no room.
func checkRecord(ctx context.Context, tx *sqlx.Tx, id upr.SubmissionID, f func(ToldEntry) error) (_ RecordState, err error) {
	aliases, err := aliasesOf(ctx, tx, id)
	if err != nil {
		return RecordState{}, err
	}
	var ends []recordEnd
	if err := tx.SelectContext(ctx, &ends,
		`SELECT length, sum, now() AS at FROM record_chains WHERE submission_id = $1`, id); err != nil {
		return RecordState{}, fmt.Errorf("end of record: %w", err)
	}
	rows, err := tx.QueryxContext(ctx,
		`SELECT `+recordColumns+` FROM record_entries WHERE submission_id = $1 ORDER BY number`, id)
	if err != nil {
		return RecordState{}, fmt.Errorf("record: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	var chain upr.RecordChain
	var state RecordState
	for rows.Next() {
		var row recordRow
		if err := rows.StructScan(&row); err != nil {
			return RecordState{}, fmt.Errorf("record: %w", err)
		}
		e := row.entry()
		state.Length = e.Number
		if state.Broken == 0 && !chain.Add(e.RecordEntry, e.Sum) {
			state.Broken = chain.Length + 1
		}
		told := e.told(aliases)
		if state.Broken == 0 {
			told.Sum = told.RecordEntry.Sum(state.Sum)
			state.Sum = told.Sum
		}
		if f != nil {
			if err := f(told); err != nil {
				return RecordState{}, err
			}
		}
	}
	var end upr.RecordChain
	if len(ends) == 1 {
		end = upr.RecordChain{Length: ends[0].Length, Sum: [32]byte(ends[0].Sum)}
	}
	if state.Broken == 0 && chain != end {
		state.Broken = chain.Length + 1 // entries were taken off the end
	}
	state.Whole = state.Broken == 0
	return state, rows.Err()
}
