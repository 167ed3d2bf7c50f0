package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"upright/assets"
	"upright/internal/collab"
	"upright/internal/collab/engine"
	"upright/internal/store"
	"upright/internal/upr"
)

// compactAfter is after how long commits go when the command line does not say.
const compactAfter = "180d"

// compact is the command of that name.
func (p program) compact(ctx context.Context, args []string) error {
	flags := noFlags()
	olderThan := flags.String("older-than", compactAfter, "")
	dry := flags.Bool("n", false, "")
	return p.withDatabase(ctx, flags, args, anyNumber, func(o opened, args []string) (err error) {
		age, err := readAge(*olderThan)
		if err != nil {
			return err
		}
		s, err := openStore(ctx, o.db, o.log)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		bundle, err := assets.Load(assets.Dist)
		if err != nil {
			return err
		}
		authority, err := authority(bundle)
		if err != nil {
			return err
		}
		c := compacting{store: s, authority: authority, before: time.Now().Add(-age), dry: *dry, out: p.stdout}
		return c.all(ctx, args)
	})
}

// readAge reads a number of days, as "180d".
func readAge(text string) (time.Duration, error) {
	const day, most = 24 * time.Hour, 36500
	days, err := strconv.Atoi(strings.TrimSuffix(text, "d"))
	if err != nil || !strings.HasSuffix(text, "d") || days > most {
		return 0, usageError{fmt.Sprintf("-older-than %q: write a number of days, such as %s", text, compactAfter)}
	}
	if age := time.Duration(days) * day; age >= collab.CompactAge {
		return age, nil
	}
	return 0, usageError{fmt.Sprintf("-older-than %s: %d days have to stay, for those who come back with changes made on an older text",
		text, collab.CompactAge/day)}
}

// compacting is one run of the command.
type compacting struct {
	store     *store.Store
	authority *engine.Program
	before    time.Time
	dry       bool
	out       io.Writer
}

// all compacts the texts with the given ids, or every text; it says what became of each.
func (c compacting) all(ctx context.Context, args []string) error {
	ids := make([]upr.SubmissionID, len(args))
	for i, arg := range args {
		ids[i] = upr.SubmissionID(arg)
	}
	if len(ids) == 0 {
		var err error
		if ids, err = c.store.TextIDs(ctx); err != nil {
			return err
		}
	}
	var total store.CompactionPlan
	for _, id := range ids {
		plan, err := collab.Compact(ctx, c.store, c.authority, id, c.before, collab.CompactBehind, c.dry)
		if known := new(upr.Error); errors.As(err, &known) && known.Kind == upr.NotFound {
			return fmt.Errorf("there is no submission %s", id)
		}
		if err != nil {
			return err
		}
		total.Commits, total.Bytes = total.Commits+plan.Commits, total.Bytes+plan.Bytes
		c.tell(id, plan)
	}
	said := "removed"
	if c.dry {
		said = "would be removed; nothing was changed"
	}
	_, err := fmt.Fprintf(c.out, "%d texts: %d changes, %s of steps, %s\n", len(ids), total.Commits, megabytes(total.Bytes), said)
	return err
}

// tell prints one line about a text.
func (c compacting) tell(id upr.SubmissionID, plan store.CompactionPlan) {
	if plan.Commits == 0 {
		fmt.Fprintf(c.out, "%s: nothing to compact\n", id)
		return
	}
	fmt.Fprintf(c.out, "%s: %d of %d changes, up to %s, %s; %d versions of that time stay readable\n", id, plan.Commits,
		plan.Head-plan.Floor, plan.At.UTC().Format(time.DateOnly), megabytes(plan.Bytes), plan.Kept)
}

func megabytes(bytes int64) string {
	const mega = 1e6
	return fmt.Sprintf("%.1f MB", float64(bytes)/mega)
}
