package collab

import (
	"context"
	"time"

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
