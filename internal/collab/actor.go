package collab

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math"
	"time"

	"upright/internal/collab/engine"
	"upright/internal/store"
)

const (
	maxBatch      = 256              // commits written together
	maxBatchBytes = 4 << 20          // of their steps, or one commit more
	snapshotEvery = 200              // commits, and
	snapshotRest  = 2 * time.Second  // between two snapshots; but
	snapshotMost  = 1000             // commits come between two at most: each is applied again when the text is opened
	batchTime     = 15 * time.Second // for the database, whatever becomes of who sent the commits

	// From one batch to the next pass 16 ns times the readers to the third, 35 ms at most, where there are enough to make a
	// difference: 2 ms with 50 readers, 16 ms with 100. Up to some fifty the machine keeps up without a pause; beyond, what
	// it has to do grows with the square of the people, and what is left of it to do that in shrinks.
	manyReaders = 10
	gatherStep  = 16 * time.Nanosecond
	mostGather  = 35 * time.Millisecond
)

// A job is what the mailbox of an actor takes: a commit, or something to do between two batches.
type job struct {
	commit *incoming
	do     func(ctx context.Context, a *actor)
}

// An actor is the only one that writes a text in this process. All its fields belong to its goroutine.
type actor struct {
	hub  *Hub
	text *text

	engine   *engine.Text // nil while the text rests
	snapshot int64        // version of the last snapshot
	grown    int          // bytes of the steps since then
	refs     *refs        // nil while the text rests
	overdue  overdue      // outlives the engine
	rivals   int          // batches to come that take the lock at once: other processes write this text too
	worked   time.Time    // when the last batch began
	snapped  time.Time    // when the last snapshot was made
	behind   bool         // the database may have commits that are not here: one whose answer was lost

	doc        json.RawMessage // cached document, of docVersion
	docVersion int64
}

// run does the jobs until the text is given up or the hub closes; what is in the mailbox then is still done.
func (a *actor) run() {
	defer close(a.text.gone)
	defer a.close()
	for {
		select {
		case first := <-a.text.mailbox:
			a.gather()
			a.work(first)
		case <-a.text.wake:
			a.look()
		case <-a.text.quit:
			return
		case <-a.hub.ctx.Done():
			for {
				select {
				case first := <-a.text.mailbox:
					a.work(first)
				default:
					return
				}
			}
		}
	}
}

// gather waits a little between batches where many read along. Each batch is a flush to the disk, a message to the other
// processes and one write to every reader: for fifty people who type, taking their letters together costs a third of it.
// Where nothing came for a while, or few read, nobody waits.
func (a *actor) gather() {
	readers := int(a.text.readers.Load())
	if readers < manyReaders {
		return
	}
	// The real clock: this is about the machine.
	wait := min(time.Duration(readers*readers*readers)*gatherStep, mostGather) - time.Since(a.worked)
	if wait <= 0 {
		return
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-a.hub.ctx.Done():
	}
}

// work does a job and what has come into the mailbox meanwhile, commits in one batch.
func (a *actor) work(next job) {
	a.worked = time.Now()
	// Not the hub's own context: a batch that has begun is finished when the server shuts down.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(a.hub.ctx), batchTime)
	defer cancel()
	var batch []*incoming
	size := 0
	for {
		if next.do != nil {
			a.accept(ctx, batch)
			next.do(ctx, a)
			return
		}
		batch = append(batch, next.commit)
		size += len(next.commit.proposal.Steps)
		if len(batch) == maxBatch || size >= maxBatchBytes {
			a.accept(ctx, batch)
			return
		}
		select {
		case next = <-a.text.mailbox:
		default:
			a.accept(ctx, batch)
			return
		}
	}
}

// look reads what other processes wrote, and lets the engine go when it was asked to.
func (a *actor) look() {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(a.hub.ctx), batchTime)
	defer cancel()
	if a.text.takeRest() {
		a.close()
	}
	if err := a.catchUp(ctx); err != nil {
		a.behind = true
		a.hub.log.Warn("cannot follow a text", a.about(), slog.Any("error", err))
	}
}

// close lets the engine go. Nothing is lost by it.
func (a *actor) close() {
	a.engine, a.refs, a.doc = nil, nil, nil
	a.text.setAwake(false)
}

// ready opens the engine, or brings it up to date when the last batch left a doubt.
func (a *actor) ready(ctx context.Context) error {
	if a.engine != nil && !a.behind {
		return nil
	}
	if a.engine != nil {
		return a.catchUp(ctx)
	}
	a.hub.makeRoom()
	stored, err := a.hub.store.Text(ctx, a.text.id, -1)
	if err != nil {
		return err
	}
	opened, err := openText(a.hub.program, stored)
	if err != nil {
		return err
	}
	a.engine, a.snapshot, a.refs, a.behind = opened, stored.Version, newRefs(stored.Version), false
	a.grown = 0
	a.grow(stored.Commits)
	a.refs.add(stored.Commits)
	a.text.setAwake(true)
	if known := a.text.version(); stored.Head() > known {
		missed := stored.Commits
		if n := stored.Head() - known; n < int64(len(missed)) {
			missed = missed[int64(len(missed))-n:]
		} else if n > int64(len(missed)) {
			return a.follow(ctx, known, stored.Version, missed)
		}
		a.text.publish(missed)
	}
	return nil
}

// follow publishes commits of which the first are before the snapshot that was opened.
func (a *actor) follow(ctx context.Context, known, upTo int64, rest []store.Commit) error {
	first, err := a.hub.store.Commits(ctx, a.text.id, known, upTo)
	if store.IsCompacted(err) {
		a.text.skip(upTo)
		first, err = nil, nil
	}
	if err != nil {
		a.close()
		return err
	}
	a.text.publish(append(first, rest...))
	return nil
}

// catchUp reads the commits after the head known here, applies them and tells readers.
func (a *actor) catchUp(ctx context.Context) error {
	missed, err := a.hub.store.Commits(ctx, a.text.id, a.text.version(), math.MaxInt64)
	if store.IsCompacted(err) {
		a.close()
		return a.ready(ctx)
	}
	if err != nil {
		return err
	}
	a.behind = false
	return a.replay(missed)
}

// replay applies commits that other processes wrote.
func (a *actor) replay(missed []store.Commit) error {
	if a.engine != nil && len(missed) > 0 {
		for _, c := range missed {
			if err := a.engine.Replay(c.Steps, senderOf(c)); err != nil {
				a.close()
				return fmt.Errorf("replay version %d: %w", c.Version, err)
			}
		}
		a.refs.add(missed)
		// These are not taken back, whatever becomes of the next batch.
		if err := a.engine.Mark(); err != nil {
			a.close()
			return err
		}
	}
	a.grow(missed)
	a.text.publish(missed)
	return nil
}

// grow counts what opening the text would have to replay.
func (a *actor) grow(commits []store.Commit) {
	for _, c := range commits {
		a.grown += len(c.Steps)
	}
}

// document returns the text as JSON, with what every other process has written so far.
func (a *actor) document(ctx context.Context) (json.RawMessage, int64, error) {
	if err := a.ready(ctx); err != nil {
		return nil, 0, err
	}
	if err := a.catchUp(ctx); err != nil {
		return nil, 0, err
	}
	version := a.text.version()
	if a.doc == nil || a.docVersion != version {
		doc, err := a.engine.Snapshot()
		if err != nil {
			a.close()
			return nil, 0, err
		}
		a.doc, a.docVersion = doc, version
	}
	return a.doc, version, nil
}

// keepSnapshot writes a snapshot when enough was written since the last, beside the work.
func (a *actor) keepSnapshot() {
	version := a.text.version()
	since := version - a.snapshot
	due := since >= snapshotMost || since >= snapshotEvery && time.Since(a.snapped) >= snapshotRest
	if !due && a.grown < a.hub.options.SnapshotBytes || a.engine == nil {
		return
	}
	doc, err := a.engine.Snapshot()
	var authors []byte
	if err == nil {
		authors, err = a.engine.Authors()
	}
	if err != nil {
		a.hub.log.Error("cannot make a snapshot", a.about(), slog.Any("error", err))
		a.close()
		return
	}
	a.snapshot, a.grown, a.snapped = version, 0, time.Now()
	a.hub.running.Go(func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(a.hub.ctx), batchTime)
		defer cancel()
		if err := a.hub.store.SaveSnapshot(ctx, a.text.id, version, doc, authors); err != nil {
			// The next one will do; the text is in its commits.
			a.hub.log.Warn("cannot save a snapshot", a.about(), slog.Any("error", err))
		}
	})
}

func (a *actor) about() slog.Attr { return slog.String("submission", string(a.text.id)) }

// senderOf is who made a commit that was accepted before.
func senderOf(c store.Commit) engine.Sender { return engine.Sender{User: c.User, At: c.At.Unix()} }

// openText opens a stored text and replays its commits.
func openText(program *engine.Program, stored *store.StoredText) (*engine.Text, error) {
	opened, err := program.Open(stored.Snapshot, stored.Version, stored.Authors)
	if err != nil {
		return nil, fmt.Errorf("open snapshot %d: %w", stored.Version, err)
	}
	for _, c := range stored.Commits {
		if err := opened.Replay(c.Steps, senderOf(c)); err != nil {
			return nil, fmt.Errorf("replay version %d: %w", c.Version, err)
		}
	}
	return opened, nil
}
