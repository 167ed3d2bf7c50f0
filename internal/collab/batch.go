package collab

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"upright/internal/collab/engine"
	"upright/internal/store"
	"upright/internal/upr"
)

// maxMissed is how many commits a late one may have missed. Further back, the client fetches the text again.
const maxMissed = 20_000

// incoming is a commit on its way through an actor.
type incoming struct {
	proposal Proposal
	sender   engine.Sender
	older    json.RawMessage // the steps it missed that are not in the engine's memory
	refusal  error           // why it was refused behind others of its batch, until these are durable
	answered bool
	answer   chan answer // takes one, never blocks
}

type answer struct {
	version int64
	err     error
}

func (in *incoming) reply(version int64, err error) {
	if !in.answered {
		in.answered = true
		in.answer <- answer{version, err}
	}
}

// rivalBatches is for how many batches a lost race is remembered. Work that is done for an attempt that fails is done
// again under the lock, and with two processes at work nearly every attempt would.
const rivalBatches = 50

// accept takes a batch: what can be taken is written in one statement, and everybody is answered. Most of the time nobody
// else writes the text meanwhile; when another process does, the second attempt holds the row, so that a busy process
// cannot keep a slow one from ever getting a word in.
func (a *actor) accept(ctx context.Context, batch []*incoming) {
	if len(batch) == 0 {
		return
	}
	err := a.prepare(ctx, batch)
	if err == nil && a.rivals > 0 {
		a.rivals--
		err = store.ErrHeadMoved // very likely
	} else if err == nil {
		if err = a.attempt(ctx, batch); errors.Is(err, store.ErrHeadMoved) {
			a.rivals = rivalBatches
		}
	}
	if store.IsKnownRef(err) {
		// A ref that is older than its commit says. It must not take the others along, again and again.
		if err = a.answerKnown(ctx, batch); err == nil {
			err = store.ErrHeadMoved
		}
	}
	// Without an engine (it could not be taken back) the commits are to be sent again.
	if errors.Is(err, store.ErrHeadMoved) && a.engine != nil {
		err = a.attemptLocked(ctx, batch)
	}
	// Under the lock nothing old is read: the rest missed more than the engine remembers.
	if late := unanswered(batch); err == nil && len(late) > 0 {
		if err = a.attempt(ctx, late); errors.Is(err, store.ErrHeadMoved) && a.engine != nil {
			err = a.attemptLocked(ctx, late)
		}
	}
	if err != nil {
		// Whether something was written is not known: the database is asked before the next batch, and a commit that
		// is sent again is found by its ref.
		a.behind = true
		a.hub.log.Log(ctx, levelOf(err), "cannot take commits", a.about(), slog.Int("commits", len(batch)), slog.Any("error", err))
	}
	for _, in := range batch {
		in.reply(0, orBusy(err))
	}
	a.keepSnapshot()
}

func unanswered(batch []*incoming) []*incoming {
	var list []*incoming
	for _, in := range batch {
		if !in.answered {
			list = append(list, in)
		}
	}
	return list
}

// levelOf tells faults of ours from what a person can act on, such as a text that is gone.
func levelOf(err error) slog.Level {
	var known *upr.Error
	if errors.As(err, &known) {
		return slog.LevelInfo
	}
	return slog.LevelError
}

// prepare brings the engine up to date and answers commits that may not be taken, and those that were long ago.
func (a *actor) prepare(ctx context.Context, batch []*incoming) error {
	if err := a.ready(ctx); err != nil {
		return err
	}
	if err := a.askRights(ctx, batch); err != nil {
		return err
	}
	var old []*incoming
	for _, in := range unanswered(batch) {
		if _, certain := a.refs.find(in.proposal.Ref, in.proposal.Base); !certain {
			old = append(old, in)
		}
	}
	return a.answerKnown(ctx, old)
}

// answerKnown answers the commits that the database has.
func (a *actor) answerKnown(ctx context.Context, batch []*incoming) error {
	for _, in := range batch {
		version, err := a.hub.store.CommitVersion(ctx, a.text.id, in.proposal.Ref, in.proposal.Base)
		if store.IsCompacted(err) {
			in.reply(0, gone(err)) // it could be taken twice
			continue
		}
		if err != nil {
			return err
		}
		if version > 0 {
			in.reply(version, nil)
		}
	}
	return nil
}

// attempt takes what it can of a batch and writes it, if the database is where this process believes it is.
func (a *actor) attempt(ctx context.Context, batch []*incoming) error {
	return a.speculate(func() error {
		head := a.text.version()
		taken, err := a.receive(ctx, head, batch, true)
		if err != nil || len(taken) == 0 {
			return err
		}
		at, err := a.hub.store.AddCommits(ctx, a.text.id, head, commitsOf(taken))
		if err != nil {
			return err
		}
		a.taken(taken, at)
		answerRefused(batch)
		return nil
	})
}

// attemptLocked is attempt with the row locked and everything read that others wrote.
func (a *actor) attemptLocked(ctx context.Context, batch []*incoming) error {
	return a.speculate(func() error {
		var taken []accepted
		at, err := a.hub.store.LockText(ctx, a.text.id, a.text.version(), func(missed []store.Commit) ([]store.Commit, error) {
			// These are durable, whatever becomes of the rest.
			if err := a.replay(missed); err != nil {
				return nil, err
			}
			var err error
			taken, err = a.receive(ctx, a.text.version(), batch, false)
			return commitsOf(taken), err
		})
		if err != nil {
			return err
		}
		a.taken(taken, at)
		answerRefused(batch)
		return nil
	})
}

// speculate runs f, and takes back what it did to the engine when it fails.
func (a *actor) speculate(f func() error) error {
	if err := a.engine.Mark(); err != nil {
		a.close()
		return err
	}
	err := f()
	if err == nil || a.engine == nil {
		return err
	}
	if code := engineCode(err); code == engine.Broken || code == engine.Deadline {
		a.close()
	} else if back := a.engine.Rollback(); back != nil {
		a.close()
		return errors.Join(err, back)
	}
	return err
}

// accepted is a commit that the engine took and the database has yet to.
type accepted struct {
	commit store.Commit
	from   []*incoming // more than one when it came twice in a batch
}

func commitsOf(taken []accepted) []store.Commit {
	list := make([]store.Commit, len(taken))
	for i, one := range taken {
		list[i] = one.commit
	}
	return list
}

// receive gives the commits of a batch to the engine, the first as version head+1, and answers those that are refused or
// known. Behind one that was taken, a refusal waits for answerRefused: the engine may stand where the text never will, when
// another process has written meanwhile. An error concerns all of them. The database is only read when it may be: not
// while this actor holds the row, since all connections could be held by actors that wait for one more.
func (a *actor) receive(ctx context.Context, head int64, batch []*incoming, mayRead bool) ([]accepted, error) {
	var taken []accepted
	byRef := make(map[string]int, len(batch))
	for _, in := range batch {
		p := in.proposal
		in.refusal = nil
		if a.settled(in) {
			continue
		}
		if i, twice := byRef[p.Ref]; twice {
			taken[i].from = append(taken[i].from, in)
			continue
		}
		if p.Base > head { // what the engine may have as that version is a guess of this batch
			if mayRead {
				return nil, store.ErrHeadMoved // another process made it, and it has not been heard of here
			}
			in.reply(0, gone(errAhead))
			continue
		}
		commit := store.Commit{
			Version: head + int64(len(taken)) + 1, Ref: p.Ref, Client: p.Client, User: in.sender.User, Base: p.Base, Steps: p.Steps,
			Entry: p.entry,
		}
		rebased, err := a.receiveOne(ctx, in, mayRead)
		switch code := engineCode(err); {
		case code == engine.Older && !mayRead && in.older == nil:
			continue // accept reads it, and comes again
		case code == engine.Older && !mayRead:
			in.reply(0, busy(err)) // sent again, it is given what it missed
			continue
		case code == engine.Broken:
			in.reply(0, refused(err)) // it would break the next engine too, and with it everybody's work on this text
			return nil, err
		case code == engine.Deadline:
			if a.overdue.add(p.Ref) {
				in.reply(0, refused(err))
			}
			return nil, err
		case err != nil && code == "":
			return nil, err
		case err != nil && len(taken) > 0:
			in.refusal = ofEngine(err)
			continue
		case err != nil:
			in.reply(0, ofEngine(err))
			continue
		}
		if rebased != nil {
			if commit.Kept, err = json.Marshal(rebased.Kept); err != nil {
				return nil, fmt.Errorf("write what was kept: %w", err)
			}
			commit.Steps = rebased.Steps
		}
		byRef[p.Ref] = len(taken)
		taken = append(taken, accepted{commit: commit, from: []*incoming{in}})
	}
	return taken, nil
}

// answerRefused answers the commits that were refused behind others, when these are durable.
func answerRefused(batch []*incoming) {
	for _, in := range batch {
		if in.refusal != nil {
			in.reply(0, in.refusal)
		}
	}
}

// settled answers a commit that need not be given to the engine, and reports whether it was answered, now or before.
func (a *actor) settled(in *incoming) bool {
	p := in.proposal
	if version, _ := a.refs.find(p.Ref, p.Base); version > 0 {
		in.reply(version, nil)
	} else if a.overdue.hopeless(p.Ref) {
		in.reply(0, refused(errOverdue))
	}
	return in.answered
}

// receiveOne gives one commit to the engine, with the commits it missed when the engine has forgotten them.
func (a *actor) receiveOne(ctx context.Context, in *incoming, mayRead bool) (*engine.Rebased, error) {
	p := in.proposal
	rebased, err := a.engine.Receive(p.Base, p.Steps, in.older, in.sender)
	var refusal *engine.Error
	if !errors.As(err, &refusal) || refusal.Code != engine.Older || !mayRead {
		return rebased, err
	}
	floor, parseErr := strconv.ParseInt(refusal.Message, 10, 64)
	if parseErr != nil {
		return nil, fmt.Errorf("oldest version of the engine: %w", parseErr)
	}
	if floor-p.Base > maxMissed {
		return nil, err
	}
	missed, readErr := a.hub.store.Commits(ctx, a.text.id, p.Base, floor)
	if store.IsCompacted(readErr) {
		return nil, err // too old to be merged, like one that missed too many
	}
	if readErr != nil {
		return nil, readErr
	}
	steps := make([]json.RawMessage, len(missed))
	for i, c := range missed {
		steps[i] = c.Steps
	}
	if in.older, err = json.Marshal(steps); err != nil {
		return nil, fmt.Errorf("write older steps: %w", err)
	}
	return a.engine.Receive(p.Base, p.Steps, in.older, in.sender)
}

// taken answers commits that are durable now, and tells those who read along.
func (a *actor) taken(list []accepted, at time.Time) {
	commits := commitsOf(list)
	for i := range commits {
		commits[i].At = at
	}
	a.refs.add(commits)
	a.grow(commits)
	a.text.publish(commits)
	for _, one := range list {
		for _, in := range one.from {
			in.reply(one.commit.Version, nil)
		}
	}
}
