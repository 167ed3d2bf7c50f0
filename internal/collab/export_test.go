package collab

import (
	"context"
	"time"

	"upright/internal/collab/engine"
	"upright/internal/upr"
)

// CheckSteps is checkSteps, for tests and fuzzing.
func CheckSteps(data []byte) error { return checkSteps(data) }

// PassIdleTime makes the hub believe that everything was idle for as long as is allowed.
func (h *Hub) PassIdleTime() {
	for range idleTicks + 1 {
		h.closeIdle()
	}
}

// Open returns the texts that the hub has, and whether each has an engine.
func (h *Hub) Open() map[upr.SubmissionID]bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	open := make(map[upr.SubmissionID]bool)
	for id, t := range h.texts {
		open[id] = t.isAwake()
	}
	return open
}

// LoseRaces makes the actor of an open text believe that it has just lost a race against another process.
func (h *Hub) LoseRaces(ctx context.Context, id upr.SubmissionID) error {
	t, err := h.acquire(ctx, id)
	if err != nil {
		return err
	}
	defer h.release(t)
	done := make(chan struct{})
	if err := h.post(ctx, t, job{do: func(_ context.Context, a *actor) {
		a.rivals = rivalBatches
		close(done)
	}}); err != nil {
		return err
	}
	<-done
	return nil
}

// TakeBehind gives the actor of an open text proposals of one person as one batch, after other processes did what meanwhile
// does, of which it hears nothing before. It returns what became of each.
func (h *Hub) TakeBehind(ctx context.Context, by upr.Actor, id upr.SubmissionID, meanwhile func(), list ...Proposal) ([]error, error) {
	t, err := h.acquire(ctx, id)
	if err != nil {
		return nil, err
	}
	defer h.release(t)
	batch := make([]*incoming, len(list))
	for i, p := range list {
		batch[i] = &incoming{proposal: p, sender: engine.Sender{User: by.User}, answer: make(chan answer, 1)}
	}
	if err := h.post(ctx, t, job{do: func(ctx context.Context, a *actor) {
		meanwhile()
		a.accept(ctx, batch)
	}}); err != nil {
		return nil, err
	}
	errs := make([]error, len(batch))
	for i, in := range batch {
		errs[i] = (<-in.answer).err
	}
	return errs, nil
}

// SinceSnapshot makes the actor of an open text believe that its last snapshot was made so many commits and so long ago.
func (h *Hub) SinceSnapshot(ctx context.Context, id upr.SubmissionID, commits int64, ago time.Duration) error {
	t, err := h.acquire(ctx, id)
	if err != nil {
		return err
	}
	defer h.release(t)
	done := make(chan struct{})
	if err := h.post(ctx, t, job{do: func(_ context.Context, a *actor) {
		a.snapshot, a.snapped = t.version()-commits, time.Now().Add(-ago)
		close(done)
	}}); err != nil {
		return err
	}
	<-done
	return nil
}

// When snapshots are made.
const (
	SnapshotEvery = snapshotEvery
	SnapshotMost  = snapshotMost
)

// MaxHereOfUser is how many tabs of one person are shown.
const MaxHereOfUser = maxHereOfUser

// AgePresence looks now for those who have not been heard of for long.
func (h *Hub) AgePresence(id upr.SubmissionID) {
	h.mu.Lock()
	t := h.texts[id]
	h.mu.Unlock()
	t.age()
}
