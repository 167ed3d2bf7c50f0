package collab

import (
	"context"
	"fmt"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

const (
	readAtOnce = 500         // commits; a reader who is further back asks again
	askAgain   = time.Second // after which the right to read is asked for again
)

// A Reader follows a text. It pulls: one that is slow costs nobody anything, and catches up from the database. Close it.
// It must not be used by two goroutines at once.
type Reader struct {
	hub     *Hub
	text    *text
	by      upr.Actor
	version int64
	asked   time.Time
}

// Follow begins to read a text after a version, for somebody who may read it. It is Stale when the text never was at that
// version, as after a database was restored from a copy.
func (h *Hub) Follow(ctx context.Context, by upr.Actor, id upr.SubmissionID, version int64) (*Reader, error) {
	r := &Reader{hub: h, by: by, version: version}
	if err := r.ask(ctx, id); err != nil {
		return nil, err
	}
	t, err := h.acquire(ctx, id)
	if err != nil {
		return nil, err
	}
	r.text = t
	if version <= t.version() && version >= 0 {
		return r, nil
	}
	// Another process may be ahead of this one.
	head, err := h.store.TextHead(ctx, id)
	if err == nil && (version < 0 || version > head) {
		err = gone(fmt.Errorf("version %d of %d", version, head))
	}
	if err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

// Next waits for commits after the last ones and returns them, 500 at most. Before it gives them out it asks again whether
// the reader may read, unless it did so within the last second: fifty people who write would otherwise ask the database
// ten thousand times a second. The context's error is returned when it is done first; nothing is lost then.
func (r *Reader) Next(ctx context.Context) ([]store.Commit, error) {
	if err := r.text.wait(ctx, r.version); err != nil {
		return nil, err
	}
	if err := r.ask(ctx, r.text.id); err != nil {
		return nil, err
	}
	list, here := r.text.since(r.version, readAtOnce)
	if !here {
		var err error
		if list, err = r.hub.store.Commits(ctx, r.text.id, r.version, r.version+readAtOnce); err != nil {
			return nil, err
		}
	}
	if len(list) > 0 {
		r.version = list[len(list)-1].Version
	}
	return list, nil
}

// Check asks now whether the reader may still read. For readers who wait long while nothing is written.
func (r *Reader) Check(ctx context.Context) error {
	r.asked = time.Time{}
	return r.ask(ctx, r.text.id)
}

// ask asks for the right to read, unless it was there a moment ago.
func (r *Reader) ask(ctx context.Context, id upr.SubmissionID) error {
	now := r.hub.options.Now()
	if !r.asked.IsZero() && now.Sub(r.asked) < askAgain {
		return nil
	}
	if err := r.hub.store.RequireSubmission(ctx, r.by, id, upr.ReadSubmission); err != nil {
		return err
	}
	r.asked = now
	return nil
}

// Close gives the text up.
func (r *Reader) Close() {
	r.hub.release(r.text)
}
