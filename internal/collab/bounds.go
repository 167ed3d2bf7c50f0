package collab

import (
	"context"
	"fmt"
)

// Bounds of what one request takes from the database, beside those by number: a commit may have a megabyte of steps.
const (
	readBytes     = 4 << 20  // of the steps that a reader is given at once, or one commit more
	replaysAtOnce = 4        // of versions that people look at: each takes an engine of its own, and a processor for a while
	missedBytes   = 16 << 20 // of the steps after the base of a commit, all of which its answer holds
)

// turn waits for a turn to replay an older version, which ends when done is called.
func (h *Hub) turn(ctx context.Context) (done func(), err error) {
	select {
	case h.replays <- struct{}{}:
		return func() { <-h.replays }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// boundMissed refuses a commit whose answer would have to hold too much, before it is taken: the client begins anew. Who
// is near the head, as almost everybody is, costs no question to the database.
func (h *Hub) boundMissed(ctx context.Context, t *text, base int64) error {
	if _, here := t.since(base, 1); here || base > t.version() {
		return nil
	}
	bytes, err := h.store.MissedBytes(ctx, t.id, base)
	if err != nil {
		return err
	}
	if bytes > missedBytes {
		return gone(fmt.Errorf("%d bytes of steps were missed", bytes))
	}
	return nil
}
