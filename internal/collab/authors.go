package collab

import (
	"context"
	"encoding/json"
	"fmt"

	"upright/internal/upr"
)

// An Authorship says who wrote what in a text at a version: see assets/authority/authors.ts for what that means where text
// is moved, or taken out and put back.
type Authorship struct {
	Version int64        `json:"version"`
	Users   []upr.UserID `json:"users"` // "" is somebody whose account is gone
	// Runs are lengths and indexes of users by turns, over the positions of the document from 0 to its size.
	Runs []int `json:"runs"`
	// Touched says by the id of a block who changed it last: an index of users, and seconds since 1970. Blocks that
	// nobody touched since the text began are not in it.
	Touched map[string][2]int64 `json:"touched"`
	// Shares are indexes of users and characters by turns, by the id of the block; a title has its part's id.
	Shares map[string][]int `json:"shares"`
}

// Authorship returns who wrote what in a text, for somebody who may read it: at a version, or at the head when the version
// is negative. A version that the text has not reached is Stale.
func (h *Hub) Authorship(ctx context.Context, by upr.Actor, id upr.SubmissionID, version int64) (*Authorship, error) {
	if version >= 0 {
		return h.authorshipAt(ctx, by, id, version)
	}
	type result struct {
		found *Authorship
		err   error
	}
	var told result
	err := h.withText(ctx, by, id, func(t *text) {
		done := make(chan result, 1)
		if err := h.post(ctx, t, job{do: func(ctx context.Context, a *actor) {
			found, err := a.authorship(ctx)
			done <- result{found, err}
		}}); err != nil {
			told.err = err
			return
		}
		select {
		case told = <-done:
		case <-ctx.Done():
			told.err = ctx.Err()
		case <-t.gone:
			told.err = busy(errClosing)
		}
	})
	if err != nil {
		return nil, err
	}
	return told.found, told.err
}

func (h *Hub) authorshipAt(ctx context.Context, by upr.Actor, id upr.SubmissionID, version int64) (*Authorship, error) {
	if err := h.store.RequireSubmission(ctx, by, id, upr.ReadSubmission); err != nil {
		return nil, err
	}
	opened, err := h.openAt(ctx, id, version)
	if err != nil {
		return nil, ofEngine(err)
	}
	data, err := opened.Authorship()
	if err != nil {
		return nil, ofEngine(err)
	}
	return readAuthorship(data, version)
}

// authorship is that of the text with what every other process has written so far.
func (a *actor) authorship(ctx context.Context) (*Authorship, error) {
	if err := a.ready(ctx); err != nil {
		return nil, err
	}
	if err := a.catchUp(ctx); err != nil {
		return nil, err
	}
	data, err := a.engine.Authorship()
	if err != nil {
		a.close()
		return nil, ofEngine(err)
	}
	return readAuthorship(data, a.text.version())
}

func readAuthorship(data []byte, version int64) (*Authorship, error) {
	found := &Authorship{Version: version}
	if err := json.Unmarshal(data, found); err != nil {
		return nil, fmt.Errorf("read authorship: %w", err)
	}
	return found, nil
}
