package collab

import (
	"context"
	"errors"
	"time"

	"upright/internal/upr"
)

// A Place is where somebody is in a text: the selection of one browser tab, in the text as it was at a version.
type Place struct {
	Client  string     `json:"client"` // one browser tab; an identifier
	User    upr.UserID `json:"user"`
	Version int64      `json:"v"`
	Anchor  int64      `json:"a"`
	Head    int64      `json:"h"`
}

// Presence is who is where, as readers are told it.
type Presence struct {
	All  bool    `json:"all"`  // Here is everybody: whoever is not in it is gone. Otherwise it is those who moved
	Here []Place `json:"here"` // by client
}

// Move tells others where somebody who may read the text is. It is kept in memory only, and passed on when there is time:
// only the last of many moves may be. Errors are *upr.Error: Invalid for what is no place, NotFound.
func (h *Hub) Move(ctx context.Context, by upr.Actor, id upr.SubmissionID, p Place) error {
	outside := func(n int64) bool { return n < 0 || n > maxPosition }
	if !identifier.MatchString(p.Client) || p.Version < 0 || outside(p.Anchor) || outside(p.Head) {
		return refused(errors.New("no client, version or position"))
	}
	p.User = by.User
	return h.withText(ctx, by, id, func(t *text) {
		if t.move(p, true, h.options.Now()) {
			h.tell(id, word{Place: p})
		}
	})
}

// Leave tells others that somebody has closed the text in one tab. Errors are those of Move.
func (h *Hub) Leave(ctx context.Context, by upr.Actor, id upr.SubmissionID, client string) error {
	if !identifier.MatchString(client) {
		return refused(errors.New("no client"))
	}
	return h.withText(ctx, by, id, func(t *text) {
		if t.leave(client, by.User, h.options.Now()) {
			h.tell(id, word{Place: Place{Client: client, User: by.User}, Gone: true})
		}
	})
}

// withText does something with a text for somebody who may read it.
func (h *Hub) withText(ctx context.Context, by upr.Actor, id upr.SubmissionID, f func(*text)) error {
	if err := h.store.RequireSubmission(ctx, by, id, upr.ReadSubmission); err != nil {
		return err
	}
	t, err := h.acquire(ctx, id)
	if err != nil {
		return err
	}
	defer h.release(t)
	f(t)
	return nil
}

// move puts a tab somewhere, and reports whether it did.
func (t *text) move(p Place, own bool, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.board.move(p, own, now) {
		return false
	}
	t.showSoon(now)
	return true
}

// leave takes a tab away, and reports whether it was there and the person's.
func (t *text) leave(client string, user upr.UserID, now time.Time) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.board.leave(client, user) {
		return false
	}
	t.showSoon(now)
	return true
}

// own returns where those are who told this process.
func (t *text) own() []word {
	t.mu.Lock()
	defer t.mu.Unlock()
	var list []word
	for _, one := range t.board.here {
		if one.own {
			list = append(list, word{Place: one.Place})
		}
	}
	return list
}

// showSoon wakes the readers, at once or when the pause since the last time is over, and sees to it that somebody looks
// for those who are gone without a word. The caller holds mu.
func (t *text) showSoon(now time.Time) {
	b := &t.board
	if !b.aging && len(b.here) > 0 {
		b.aging = true
		time.AfterFunc(presenceLife/4, t.age)
	}
	if b.soon || b.shown == b.moved {
		return
	}
	b.soon = true
	time.AfterFunc(max(0, b.pause()-now.Sub(b.told)), t.show)
}

// show wakes the readers for what moved.
func (t *text) show() {
	t.mu.Lock()
	defer t.mu.Unlock()
	b := &t.board
	b.soon, b.told, b.shown = false, t.now(), b.moved
	t.wakeReaders()
}

// age takes away those who have not been heard of for long.
func (t *text) age() {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	t.board.aging = false
	t.board.age(now)
	t.showSoon(now)
}
