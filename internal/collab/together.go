package collab

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"

	"upright/internal/collab/engine"
	"upright/internal/store"
	"upright/internal/upr"
)

// What is more than one commit holds, such as a whole older version, is written as several in one statement, and its entry
// for the record with them: all of it is in the text, or nothing. A right that is taken away or a part that is locked
// meanwhile comes before it or after it.

// errApart is the cause when a commit of several is neither taken nor refused: it missed more than the engine remembers,
// and another process wrote when that was being read. Sent again it is taken.
var errApart = errors.New("one of several commits was not taken")

// together is what became of several commits.
type together struct {
	taken []accepted
	err   error
}

// commitTogether makes changes that the server worked out on version base commits, all of them or none, with an entry for
// the record or nil. It returns the new version (base where there is no change) and how many steps could not be merged.
// Each change has passed checkSteps. Errors are those of Commit.
func (h *Hub) commitTogether(
	ctx context.Context, by upr.Actor, id upr.SubmissionID, base int64, changes []json.RawMessage, entry *store.Entry,
) (now int64, lost int, err error) {
	if len(changes) == 0 {
		return base, 0, nil
	}
	t, err := h.acquire(ctx, id)
	if err != nil {
		return 0, 0, err
	}
	defer h.release(t)
	if err := h.boundMissed(ctx, t, base); err != nil {
		return 0, 0, err
	}
	list := h.together(by, base, changes, entry)
	done := make(chan together, 1)
	if err := h.post(ctx, t, job{do: func(ctx context.Context, a *actor) {
		taken, err := a.acceptTogether(ctx, list)
		done <- together{taken, err}
	}}); err != nil {
		return 0, 0, err
	}
	select {
	case r := <-done:
		return outcome(r, list)
	case <-ctx.Done():
		return 0, 0, ctx.Err()
	case <-t.gone:
		// The actor may have answered with its last breath.
		select {
		case r := <-done:
			return outcome(r, list)
		default:
			return 0, 0, busy(errClosing)
		}
	}
}

// together makes changes commits of one client; the entry goes with the first.
func (h *Hub) together(by upr.Actor, base int64, changes []json.RawMessage, entry *store.Entry) []*incoming {
	sender, client := engine.Sender{User: by.User, At: h.options.Now().Unix(), MadeHere: true}, upr.NewID()
	list := make([]*incoming, len(changes))
	for i, steps := range changes {
		p := Proposal{Client: client, Ref: upr.NewID(), Base: base, Steps: steps, entry: entry}
		list[i] = &incoming{proposal: p, sender: sender, answer: make(chan answer, 1)}
		entry = nil
	}
	return list
}

// outcome counts what was taken.
func outcome(r together, list []*incoming) (now int64, lost int, err error) {
	if r.err != nil {
		return 0, 0, r.err
	}
	for i, one := range r.taken {
		var sent, left []json.RawMessage
		if err := errors.Join(json.Unmarshal(list[i].proposal.Steps, &sent), json.Unmarshal(one.commit.Steps, &left)); err != nil {
			return 0, 0, fmt.Errorf("count changes: %w", err)
		}
		now, lost = one.commit.Version, lost+len(sent)-len(left)
	}
	return now, lost, nil
}

// acceptTogether is accept for commits of which all are written or none. The error is one that a person can act on.
func (a *actor) acceptTogether(ctx context.Context, list []*incoming) ([]accepted, error) {
	err := a.prepare(ctx, list)
	if err == nil {
		err = refusalOf(list)
	}
	var taken []accepted
	if err == nil {
		taken, err = a.attemptTogether(ctx, list)
	}
	if errors.Is(err, store.ErrHeadMoved) && a.engine != nil {
		taken, err = a.attemptTogetherLocked(ctx, list)
	}
	var known *upr.Error
	if err != nil && !errors.As(err, &known) {
		a.behind = true // whether they were written is not known
		a.hub.log.Log(ctx, levelOf(err), "cannot take commits together", a.about(), slog.Int("commits", len(list)), slog.Any("error", err))
	}
	a.keepSnapshot()
	if err != nil {
		return nil, orBusy(err)
	}
	return taken, nil
}

// attemptTogether is attempt for commits of which all are written or none.
func (a *actor) attemptTogether(ctx context.Context, list []*incoming) (taken []accepted, err error) {
	err = a.speculate(func() error {
		head := a.text.version()
		if taken, err = a.receiveTogether(ctx, head, list, true); err != nil {
			return err
		}
		at, err := a.hub.store.AddCommits(ctx, a.text.id, head, commitsOf(taken))
		if err != nil {
			return err
		}
		a.taken(taken, at)
		return nil
	})
	return taken, err
}

// attemptTogetherLocked is attemptLocked for commits of which all are written or none.
func (a *actor) attemptTogetherLocked(ctx context.Context, list []*incoming) (taken []accepted, err error) {
	err = a.speculate(func() error {
		at, err := a.hub.store.LockText(ctx, a.text.id, a.text.version(), func(missed []store.Commit) ([]store.Commit, error) {
			if err := a.replay(missed); err != nil {
				return nil, err
			}
			var err error
			taken, err = a.receiveTogether(ctx, a.text.version(), list, false)
			return commitsOf(taken), err
		})
		if err != nil {
			return err
		}
		a.taken(taken, at)
		return nil
	})
	return taken, err
}

// receiveTogether is receive with an error when not all are taken.
func (a *actor) receiveTogether(ctx context.Context, head int64, list []*incoming, mayRead bool) ([]accepted, error) {
	taken, err := a.receive(ctx, head, list, mayRead)
	if err == nil {
		err = refusalOf(list)
	}
	if err == nil && len(taken) < len(list) {
		err = busy(errApart)
	}
	if err != nil {
		return nil, err
	}
	return taken, nil
}

// refusalOf returns why one of several commits was refused, nil where none was. An answer waits where it was put.
func refusalOf(list []*incoming) error {
	for _, in := range list {
		if in.answered {
			return (<-in.answer).err
		}
		if in.refusal != nil {
			return in.refusal
		}
	}
	return nil
}
