package store_test

import (
	"strings"
	"sync"
	"testing"

	"upright/internal/store"
	"upright/internal/upr"
)

// record returns the whole record of the submission, in order, and makes sure that it is whole.
func (c *coalition) record() []store.ToldEntry {
	c.t.Helper()
	var list []store.ToldEntry
	state, err := c.EachRecordEntry(c.t.Context(), c.anna, c.id, func(e store.ToldEntry) error {
		list = append(list, e)
		return nil
	})
	if err != nil {
		c.t.Fatal(err)
	}
	if !state.Whole || state.Length != int64(len(list)) {
		c.t.Fatalf("%d entries, and the record is %+v", len(list), state)
	}
	return list
}

func TestRecordIsOneChainWithManyWriters(t *testing.T) {
	c := newCoalition(t)
	before := len(c.record())
	const writers, each = 6, 15
	var all sync.WaitGroup
	for range writers {
		all.Go(func() {
			for range each {
				if err := c.Record(t.Context(), c.anna, store.Entry{Submission: c.id, Kind: upr.DownloadedRecord, Value: "pdf"}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	list := c.record()
	if len(list) != before+writers*each {
		t.Fatalf("%d entries after %d and %d", len(list), before, writers*each)
	}
	for i, e := range list {
		if e.Number != int64(i+1) {
			t.Fatalf("entry %d has the number %d", i+1, e.Number)
		}
		if i > 0 && e.At.Before(list[i-1].At) {
			t.Errorf("entry %d is of %v, the one before of %v", e.Number, e.At, list[i-1].At)
		}
	}
}

func TestRecordOnlyGrows(t *testing.T) {
	c := newCoalition(t)
	for range 3 {
		if err := c.Record(t.Context(), c.anna, store.Entry{Submission: c.id, Kind: upr.DownloadedRecord, Value: "pdf"}); err != nil {
			t.Fatal(err)
		}
	}
	for _, statement := range []string{
		`UPDATE record_entries SET at = now()`,
		`DELETE FROM record_entries WHERE number = 1`,
		`UPDATE record_chains SET length = 1`,
		`DELETE FROM record_chains`,
		`TRUNCATE record_entries`,
		`TRUNCATE record_chains CASCADE`,
	} {
		if _, err := c.db.ExecContext(t.Context(), statement); err == nil || !strings.Contains(err.Error(), "only grows") {
			t.Errorf("%s: %v", statement, err)
		}
	}
	c.record()
}

// Whoever owns the database can switch triggers off. Then the sums tell.
func TestChangedRecordIsFound(t *testing.T) {
	for _, change := range []struct {
		name, statement string
		broken          int64
	}{
		{"a field", `UPDATE record_entries SET value = 'docx' WHERE number = 2`, 2},
		{"another person", `UPDATE record_entries SET by_user = NULL WHERE number = 1`, 1},
		{"a time", `UPDATE record_entries SET at = at - interval '1 microsecond' WHERE number = 3`, 3},
		{"one gone", `DELETE FROM record_entries WHERE number = 2`, 2},
		{"the last gone", `DELETE FROM record_entries WHERE number = (SELECT length FROM record_chains)`, -1},
		{"all gone", `DELETE FROM record_entries`, 1},
	} {
		t.Run(change.name, func(t *testing.T) {
			c := newCoalition(t)
			for range 3 {
				if err := c.Record(t.Context(), c.anna, store.Entry{Submission: c.id, Kind: upr.DownloadedRecord, Value: "pdf"}); err != nil {
					t.Fatal(err)
				}
			}
			whole := int64(len(c.record()))
			if _, err := c.db.ExecContext(t.Context(),
				`ALTER TABLE record_entries DISABLE TRIGGER record_entries_stay; `+change.statement); err != nil {
				t.Fatal(err)
			}
			summed := int64(0) // a copy ends to continue where the record does
			state, err := c.EachRecordEntry(t.Context(), c.anna, c.id, func(e store.ToldEntry) error {
				if e.Sum != [32]byte{} {
					summed++
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if change.broken < 0 {
				change.broken = whole
			}
			if state.Whole || state.Broken != change.broken {
				t.Errorf("%+v, want it broken at %d", state, change.broken)
			}
			if summed != change.broken-1 {
				t.Errorf("%d entries of the copy have a sum", summed)
			}
			var found int
			if err := c.CheckRecords(t.Context(), func(_ upr.SubmissionID, state store.RecordState) error {
				if !state.Whole {
					found++
				}
				return nil
			}); err != nil || found != 1 {
				t.Errorf("the check of all finds %d broken, %v", found, err)
			}
		})
	}
}
