package collab

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"upright/internal/collab/engine"
	"upright/internal/store"
	"upright/internal/upr"
)

// What the command keeps at least, whatever it is asked for. A browser that was closed in the middle of work comes back
// with changes made on the version it had, and these are merged over the commits since. One that comes from before the
// floor is told to begin anew and keeps its words to place by hand: nothing is lost, but somebody has work. After thirty
// days, and with a thousand versions since, the text around those words is another one anyway.
const (
	CompactAge    = 30 * 24 * time.Hour
	CompactBehind = 1000 // versions
)

// compactTries is how often compaction begins anew when the text changes meanwhile.
const compactTries = 3

// Compact takes away the commits of a text that were made before a time and are more than so many versions behind the
// head, for whoever runs the server: it asks for no right. Named revisions and snapshots of that time can still be read,
// comments stay at their places, and who wrote what stays known: a snapshot holds the author of every character. People
// can write meanwhile, at any process. One that was broken off can be run again. It returns what was done, or with dry
// what would be.
func Compact(
	ctx context.Context, s *store.Store, program *engine.Program, id upr.SubmissionID, before time.Time, behind int64, dry bool,
) (store.CompactionPlan, error) {
	for try := 1; ; try++ {
		plan, err := s.PlanCompaction(ctx, id, before, behind)
		if err != nil || dry || plan.Cut == plan.Floor {
			return plan, err
		}
		c := compaction{store: s, program: program, id: id, cut: plan.Cut}
		if err = c.run(ctx, plan.Missing); err == nil {
			return plan, nil
		}
		if !errors.Is(err, store.ErrMovedOn) || try == compactTries {
			return plan, fmt.Errorf("compact %s up to version %d: %w", id, plan.Cut, err)
		}
	}
}

// A compaction takes away the commits of a text up to the cut.
type compaction struct {
	store   *store.Store
	program *engine.Program
	id      upr.SubmissionID
	cut     int64
}

func (c compaction) run(ctx context.Context, missing []int64) error {
	for _, version := range missing {
		if err := c.keep(ctx, version); err != nil {
			return err
		}
	}
	if err := c.prove(ctx); err != nil {
		return err
	}
	if err := c.moveAnchors(ctx); err != nil {
		return err
	}
	return c.store.Compact(ctx, c.id, c.cut)
}

// keep makes a snapshot of a version.
func (c compaction) keep(ctx context.Context, version int64) error {
	stored, err := c.store.Text(ctx, c.id, version)
	if err != nil {
		return err
	}
	text, err := openText(c.program, stored)
	if err != nil {
		return err
	}
	doc, err := text.Snapshot()
	if err != nil {
		return err
	}
	authors, err := text.Authors()
	if err != nil {
		return err
	}
	return c.store.KeepSnapshot(ctx, c.id, version, doc, authors)
}

// prove makes sure, before anything is taken away, that the text goes on from the snapshot at the cut: with the commits
// since it becomes the next snapshot, character by character and author by author.
func (c compaction) prove(ctx context.Context) error {
	next, err := c.store.SnapshotAfter(ctx, c.id, c.cut)
	if err != nil || next == 0 {
		return err
	}
	from, err := c.store.Text(ctx, c.id, c.cut)
	if err != nil {
		return err
	}
	if from.Version != c.cut {
		return store.ErrMovedOn // the snapshot was thinned out before it was marked
	}
	if from.Commits, err = c.store.Commits(ctx, c.id, c.cut, next); err != nil {
		return err
	}
	there, err := c.store.Text(ctx, c.id, next)
	if err != nil {
		return err
	}
	if len(there.Commits) > 0 {
		return store.ErrMovedOn
	}
	made, err := c.state(from)
	if err != nil {
		return err
	}
	kept, err := c.state(there)
	if err != nil {
		return err
	}
	if !bytes.Equal(made.doc, kept.doc) || !slices.Equal(made.authors, kept.authors) {
		return fmt.Errorf("the snapshot of version %d does not lead to that of version %d: nothing was taken away", c.cut, next)
	}
	return nil
}

// A state is a text with the author of every position.
type state struct {
	doc     []byte
	authors []stretch
}

// A stretch is a number of positions by one author.
type stretch struct {
	length int
	by     upr.UserID
}

func (c compaction) state(stored *store.StoredText) (state, error) {
	text, err := openText(c.program, stored)
	if err != nil {
		return state{}, err
	}
	var is state
	if is.doc, err = text.Snapshot(); err != nil {
		return state{}, err
	}
	data, err := text.Authorship()
	if err != nil {
		return state{}, err
	}
	var found Authorship
	if err := json.Unmarshal(data, &found); err != nil {
		return state{}, fmt.Errorf("read authorship: %w", err)
	}
	is.authors = found.stretches()
	return is, nil
}

// stretches are the runs, each as long as it can be: how they are cut and in which order the users are listed says nothing.
func (a *Authorship) stretches() []stretch {
	var list []stretch
	for i := 0; i+1 < len(a.Runs); i += 2 {
		length, by := a.Runs[i], a.Users[a.Runs[i+1]]
		if last := len(list) - 1; last >= 0 && list[last].by == by {
			list[last].length += length
		} else if length > 0 {
			list = append(list, stretch{length, by})
		}
	}
	return list
}

// moveAnchors brings the comments that stand in older versions to the cut. They are settled when they are next read.
func (c compaction) moveAnchors(ctx context.Context) error {
	threads, err := c.store.AnchorsBefore(ctx, c.id, c.cut)
	if err != nil || len(threads) == 0 {
		return err
	}
	list := make([]*upr.Anchor, len(threads))
	for i := range threads {
		list[i] = &threads[i].Anchor
	}
	keep := func() error { return c.store.MoveThreads(ctx, c.id, threads) }
	if err := followCommits(ctx, c.store, c.id, list, c.cut, keep); err != nil {
		return err
	}
	return keep()
}
