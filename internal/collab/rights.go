package collab

import (
	"context"
	"slices"
	"sync"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// Who may write is asked for every commit, in its batch: one question for all who sent one, right before they are taken.
// At the door it is asked only of who was not admitted to a batch of the text lately, so that a stranger cannot make the
// server open texts.

const (
	admittedFor = time.Minute
	mostAsKnown = 1000 // people of one text; beyond, all are asked at the door again
)

// askRights fills in what the senders of a batch may do, and answers those who may not write.
func (a *actor) askRights(ctx context.Context, batch []*incoming) error {
	var people []upr.UserID
	for _, in := range batch {
		if !slices.Contains(people, in.sender.User) {
			people = append(people, in.sender.User)
		}
	}
	writers, err := a.hub.store.Writers(ctx, a.text.id, people)
	if err != nil {
		return err
	}
	now := a.hub.options.Now()
	for _, in := range batch {
		w := writers[in.sender.User]
		a.text.admitted.note(in.sender.User, now, w)
		if w.Err != nil {
			in.reply(0, w.Err)
			continue
		}
		in.sender.Suggests, in.sender.Locked = w.Suggests, w.Locked
	}
	return nil
}

// Admit makes sure, before anything is made of what somebody sent, that they may at least suggest changes of a text, or
// might a minute ago: Commit asks again. The error is NotFound or Forbidden.
func (h *Hub) Admit(ctx context.Context, by upr.Actor, id upr.SubmissionID) error {
	if t := h.lookup(id); t != nil {
		defer h.release(t)
		if by.Link == "" && t.admitted.knows(by.User, h.options.Now()) {
			return nil
		}
	}
	return h.store.RequireSubmission(ctx, by, id, upr.SuggestText)
}

// admitted is who was lately found to have the right to write in a text. It is safe for concurrent use.
type admitted struct {
	mu   sync.Mutex
	last map[upr.UserID]time.Time // guarded by mu: when it was asked
}

func (a *admitted) note(user upr.UserID, now time.Time, w store.Writer) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if w.Err != nil {
		delete(a.last, user)
		return
	}
	if a.last == nil || len(a.last) >= mostAsKnown {
		a.last = make(map[upr.UserID]time.Time)
	}
	a.last[user] = now
}

func (a *admitted) knows(user upr.UserID, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	at, known := a.last[user]
	return known && now.Sub(at) < admittedFor
}
