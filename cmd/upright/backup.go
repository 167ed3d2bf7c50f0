package main

import (
	"context"
	"fmt"
	"time"

	"upright/internal/store/dump"
)

// backup is the command of that name.
func (p program) backup(ctx context.Context, args []string) error {
	return p.withDatabase(ctx, noFlags(), args, 1, func(o opened, args []string) error {
		m, err := dump.Write(ctx, o.db.url, args[0], time.Now())
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "%d rows of %d tables are in %s; keep it as safe as the database itself\n",
			m.Rows(), len(m.Tables), args[0])
		return nil
	})
}

// restore is the command of that name.
func (p program) restore(ctx context.Context, args []string) error {
	return p.withDatabase(ctx, noFlags(), args, 1, func(o opened, args []string) error {
		m, err := dump.Restore(ctx, o.db.url, args[0])
		if err != nil {
			return err
		}
		fmt.Fprintf(p.stdout, "%d rows of %d tables restored, as they were on %s\n",
			m.Rows(), len(m.Tables), m.Made.Format(time.RFC1123))
		return nil
	})
}
