package main

import (
	"context"
	"errors"
	"fmt"

	"upright/internal/store"
	"upright/internal/upr"
)

// verifyRecord is the command "verify-record": it checks the records of all submissions and fails when one is not whole.
func (p program) verifyRecord(ctx context.Context, args []string) error {
	return p.withDatabase(ctx, noFlags(), args, 0, func(o opened, _ []string) (err error) {
		s, err := openStore(ctx, o.db, o.log)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		whole, broken := 0, 0
		if err := s.CheckRecords(ctx, func(id upr.SubmissionID, state store.RecordState) error {
			if state.Whole {
				whole++
				_, err := fmt.Fprintf(p.stdout, "%s: %d entries, whole, %x\n", id, state.Length, state.Sum)
				return err
			}
			broken++
			_, err := fmt.Fprintf(p.stdout, "%s: broken at entry %d\n", id, state.Broken)
			return err
		}); err != nil {
			return err
		}
		if broken > 0 {
			return fmt.Errorf("%d of %d records are not whole", broken, whole+broken)
		}
		return nil
	})
}
