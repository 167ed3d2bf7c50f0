package collab

import (
	"context"
	"fmt"
	"slices"
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

	watches  bool  // topics and presence too
	calm     bool  // presence alone is no reason to end a wait
	news     int64 // what was told of the text's ledger
	presence int64 // and of its board
}

// Follow begins to read a text after a version, for somebody who may read it. It is Stale when the text never was at that
// version, as after a database was restored from a copy, or when what came after it was compacted away.
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
	t.readers.Add(1)
	if err := h.requireVersion(ctx, t, version); err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

// requireVersion makes sure that a reader can go on from a version: the text was at it, and what came after it is there.
func (h *Hub) requireVersion(ctx context.Context, t *text, version int64) error {
	if _, here := t.since(version, 1); here {
		return nil
	}
	if version < 0 || version > t.version() { // another process may be ahead of this one
		head, err := h.store.TextHead(ctx, t.id)
		if err == nil && (version < 0 || version > head) {
			err = gone(fmt.Errorf("version %d of %d", version, head))
		}
		return err
	}
	floor, err := h.store.TextFloor(ctx, t.id)
	if err == nil && version < floor {
		err = gone(fmt.Errorf("version %d: compacted up to %d", version, floor))
	}
	return err
}

// Watch makes the reader hear of what changes beside the text too, and of who is where: from where an earlier reader was
// (News.Mark), or from the beginning, in which every topic may have changed and everybody has come.
func (r *Reader) Watch(mark string) {
	r.text.mu.Lock()
	defer r.text.mu.Unlock()
	r.watches = true
	news, presence, known := r.text.ledger.read(mark)
	if !known {
		news, presence = unknown, unknown
	}
	r.news, r.presence = news, presence
}

// Calm says whether Next is to wait on when nothing happened but that somebody moved.
func (r *Reader) Calm(calm bool) { r.calm = calm }

// Next waits for news after the last and returns them, with 500 commits at most. Before it gives them out it asks again
// whether the reader may read, unless it did so within the last second: fifty people who write would otherwise ask the
// database ten thousand times a second. The context's error is returned when it is done first; nothing is lost then.
func (r *Reader) Next(ctx context.Context) (News, error) {
	if err := r.text.wait(ctx, r.due); err != nil {
		return News{}, err
	}
	found := r.beside()
	if slices.Contains(found.Topics, store.TopicPeople) {
		r.asked = time.Time{} // the right itself may be what has changed
	}
	if err := r.ask(ctx, r.text.id); err != nil {
		return News{}, err
	}
	list, here := r.text.since(r.version, readAtOnce)
	if !here {
		var err error
		if list, err = r.hub.store.CommitsWithin(ctx, r.text.id, r.version, r.version+readAtOnce, readBytes); err != nil {
			return News{}, err
		}
	}
	if len(list) > 0 {
		r.version = list[len(list)-1].Version
	}
	found.Commits = list
	return found, nil
}

// due reports whether there is something to tell. text.mu is held.
func (r *Reader) due() bool {
	t := r.text
	return t.head > r.version ||
		r.watches && (t.ledger.count > r.news || !r.calm && t.board.shown > r.presence)
}

// beside takes the news that are no commits.
func (r *Reader) beside() News {
	if !r.watches {
		return News{}
	}
	t := r.text
	t.mu.Lock()
	defer t.mu.Unlock()
	found := News{Topics: t.ledger.since(r.news), Presence: t.board.since(r.presence)}
	r.news, r.presence = t.ledger.count, t.board.shown
	found.Mark = t.ledger.mark(r.news, r.presence)
	return found
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
	r.text.readers.Add(-1)
	r.hub.release(r.text)
}
