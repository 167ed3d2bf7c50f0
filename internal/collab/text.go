package collab

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// Bounds of what a text keeps of its latest commits for those who read along; the rest is in the database.
const (
	recentCommits = 500
	recentBytes   = 2 << 20 // of their steps, and of what is told of them
)

// A text is what the process knows of one text: the mailbox of its actor, and the latest commits for readers.
type text struct {
	id      upr.SubmissionID
	epoch   string // of the database's copy of the text: see RequireEpoch
	now     func() time.Time
	mailbox chan job
	wake    chan struct{} // the actor is to look at the database, or to rest
	quit    chan struct{} // closed when nobody uses the text any more
	gone    chan struct{} // closed when the actor has ended

	readers  atomic.Int32 // who read along
	admitted admitted     // who wrote lately

	users int // guarded by Hub.mu: calls that use the text now
	used  int // guarded by Hub.mu: tick of the last use

	mu      sync.Mutex
	head    int64          // guarded by mu; written by the actor only
	recent  []store.Commit // guarded by mu: the last commits up to head
	bytes   int            // guarded by mu: of what recentBytes bounds
	changed chan struct{}  // guarded by mu: closed when head moves, and when readers are to look for another reason
	ledger  ledger         // guarded by mu: what happened beside the text
	board   board          // guarded by mu: who is where
	rest    bool           // guarded by mu: the engine is to be closed
	awake   bool           // guarded by mu: the engine is open
}

func newText(id upr.SubmissionID, head int64, now func() time.Time) *text {
	return &text{
		id: id, now: now, head: head, changed: make(chan struct{}), ledger: newLedger(),
		mailbox: make(chan job, 2*maxBatch), wake: make(chan struct{}, 1),
		quit: make(chan struct{}), gone: make(chan struct{}),
	}
}

// version returns the head as this process knows it.
func (t *text) version() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.head
}

// publish tells readers of new commits, which follow on the head.
func (t *text) publish(commits []store.Commit) {
	if len(commits) == 0 {
		return
	}
	for i, c := range commits {
		if told, err := TellJSON(t.board.aliases, c); err == nil { // else each reader finds out
			commits[i].Told = told
		}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.head = commits[len(commits)-1].Version
	t.recent = append(t.recent, commits...)
	for _, c := range commits {
		t.bytes += len(c.Steps) + len(c.Told)
	}
	drop := 0
	for ; len(t.recent)-drop > recentCommits || t.bytes > recentBytes && drop < len(t.recent); drop++ {
		t.bytes -= len(t.recent[drop].Steps) + len(t.recent[drop].Told)
	}
	if drop > 0 {
		// A new array, so that what readers were given stays, and what was dropped can be freed.
		t.recent = append([]store.Commit(nil), t.recent[drop:]...)
	}
	t.wakeReaders()
}

// skip goes on from a version because what came before it is not there any more: this process has not heard of the text
// for longer than its log reaches back. Its readers begin anew.
func (t *text) skip(version int64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.head, t.recent, t.bytes = version, nil, 0
	t.wakeReaders()
}

// wakeReaders makes those who wait look again. The caller holds mu.
func (t *text) wakeReaders() {
	close(t.changed)
	t.changed = make(chan struct{})
}

// since returns at most limit commits after a version, and whether they are all in memory. The slice must not be changed.
func (t *text) since(after int64, limit int) ([]store.Commit, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	first := t.head - int64(len(t.recent)) // the version before the oldest commit here
	if after < first || after > t.head {
		return nil, false
	}
	list := t.recent[after-first:]
	return list[:min(limit, len(list)):min(limit, len(list))], true
}

// wait waits until a condition holds, which is asked for with mu held each time that something has happened.
func (t *text) wait(ctx context.Context, until func() bool) error {
	for {
		t.mu.Lock()
		here, changed := until(), t.changed
		t.mu.Unlock()
		if here {
			return nil
		}
		select {
		case <-changed:
		case <-t.gone:
			return busy(errClosing)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// ring wakes the actor for something that is not in the mailbox.
func (t *text) ring() {
	select {
	case t.wake <- struct{}{}:
	default: // it is about to look anyway
	}
}

// takeRest reports whether the engine is to be closed, once.
func (t *text) takeRest() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	rest := t.rest
	t.rest = false
	return rest
}

func (t *text) setAwake(awake bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.awake = awake
}

// sendToRest asks the actor to close the engine, if it is open.
func (t *text) sendToRest() {
	t.mu.Lock()
	t.rest = t.awake
	t.mu.Unlock()
	t.ring()
}

func (t *text) isAwake() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.awake
}
