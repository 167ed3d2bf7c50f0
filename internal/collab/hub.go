// Package collab is the editing authority: it takes commits of steps, puts them in one order, and tells those who read
// along. Each open text has one actor, a goroutine with a virtual machine of its own (package engine), which rebases and
// checks commits and writes them in batches. Nothing is acknowledged before it is durable.
//
// It refuses to trust a commit: bounds are checked before the engine sees it, schema and size inside it, and the right to
// edit is asked for each one. It knows no HTTP, and keeps no state that a crash could lose: whatever it holds can be read
// again from the database, and any number of processes can serve the same text.
package collab

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"upright/internal/collab/engine"
	"upright/internal/store"
	"upright/internal/upr"
)

// Options bound what a Hub holds. Zero values mean the defaults.
type Options struct {
	// MaxOpen is how many texts have an engine at the same time, about 2.5 MB each. Default 256.
	MaxOpen int
	// Idle is for how long a text stays open that nobody writes in. Default 5 minutes.
	Idle time.Duration
	// SnapshotBytes is how many bytes of steps bring the next snapshot forward, and with one batch more what opening a text
	// has to replay. Default 8 MB.
	SnapshotBytes int
	// Now is the clock. Default time.Now.
	Now func() time.Time
}

// idleTicks is how often the hub looks for idle texts, as parts of Options.Idle.
const idleTicks = 4

// A Hub holds the open texts of one process. It is safe for concurrent use.
type Hub struct {
	store   *store.Store
	program *engine.Program
	log     *slog.Logger
	options Options

	ctx     context.Context // done when the hub closes
	cancel  context.CancelFunc
	running sync.WaitGroup // actors, snapshots and the sweeper

	replays chan struct{} // holds one value for each version that is being replayed

	mu    sync.Mutex
	texts map[upr.SubmissionID]*text
	tick  int

	life   string // tells this process from others
	outbox outbox
}

// New makes a hub and begins to listen for the commits of other processes. Close ends it.
func New(s *store.Store, program *engine.Program, log *slog.Logger, options Options) (*Hub, error) {
	if program.SchemaVersion() != store.ManuscriptSchema {
		return nil, fmt.Errorf("collab: the authority writes schema %d, the store keeps %d",
			program.SchemaVersion(), store.ManuscriptSchema)
	}
	if options.MaxOpen == 0 {
		options.MaxOpen = 256
	}
	if options.Idle == 0 {
		options.Idle = 5 * time.Minute
	}
	if options.SnapshotBytes == 0 {
		options.SnapshotBytes = 8 << 20
	}
	if options.Now == nil {
		options.Now = time.Now
	}
	h := &Hub{store: s, program: program, log: log, options: options, texts: make(map[upr.SubmissionID]*text), life: upr.NewID()}
	h.replays = make(chan struct{}, replaysAtOnce)
	h.ctx, h.cancel = context.WithCancel(context.Background())
	if err := s.Listen(h.ctx, h.heard); err != nil {
		h.cancel()
		return nil, err
	}
	h.running.Go(h.sweep)
	return h, nil
}

// Close lets running batches finish, refuses new ones as busy, and ends when all is written or the context is done.
func (h *Hub) Close(ctx context.Context) error {
	h.mu.Lock() // whoever starts an actor has started it, or sees that it is too late
	h.cancel()
	h.mu.Unlock()
	ended := make(chan struct{})
	go func() {
		h.running.Wait()
		close(ended)
	}()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("collab: texts still being written: %w", ctx.Err())
	}
}

// acquire returns a text, with its actor running; release has to be called. The text is NotFound when there is none.
func (h *Hub) acquire(ctx context.Context, id upr.SubmissionID) (*text, error) {
	if t := h.lookup(id); t != nil {
		return t, nil
	}
	head, err := h.store.TextHead(ctx, id)
	if err != nil {
		return nil, err
	}
	epoch, err := h.store.TextEpoch(ctx, id)
	if err != nil {
		return nil, err
	}
	aliases, err := h.store.Aliases(ctx, id)
	if err != nil {
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.ctx.Err() != nil {
		return nil, busy(errClosing)
	}
	t := h.texts[id]
	if t == nil {
		t = newText(id, head, h.options.Now)
		t.epoch, t.board.aliases = epoch, aliases
		h.texts[id] = t
		h.running.Go((&actor{hub: h, text: t, overdue: make(overdue)}).run)
		t.ring() // what came between reading the head and being in the list was not heard
		h.askAround(id)
	}
	t.users++
	t.used = h.tick
	return t, nil
}

func (h *Hub) lookup(id upr.SubmissionID) *text {
	h.mu.Lock()
	defer h.mu.Unlock()
	t := h.texts[id]
	if t != nil {
		t.users++
		t.used = h.tick
	}
	return t
}

func (h *Hub) release(t *text) {
	h.mu.Lock()
	defer h.mu.Unlock()
	t.users--
}

// heard is called for every change of a text, and of what is beside it, by any process.
func (h *Hub) heard(change store.TextChange) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch t := h.texts[change.ID]; {
	case change == (store.TextChange{}): // anything may have been missed
		for _, t := range h.texts {
			t.ring()
			t.announce(store.Topics()...)
		}
	case change.Presence != "":
		h.heardPresence(change.Presence)
	case t == nil:
	case change.Topic != "":
		t.announce(change.Topic)
	case t.version() < change.Head:
		t.ring()
	}
}

// sweep closes engines that nobody writes with and forgets texts that nobody uses.
func (h *Hub) sweep() {
	ticker := time.NewTicker(h.options.Idle / idleTicks)
	defer ticker.Stop()
	for {
		select {
		case <-h.ctx.Done():
			return
		case <-ticker.C:
			h.closeIdle()
		}
	}
}

func (h *Hub) closeIdle() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.tick++
	for id, t := range h.texts {
		if h.tick-t.used <= idleTicks {
			continue
		}
		if t.users == 0 {
			delete(h.texts, id)
			close(t.quit)
		} else {
			t.sendToRest() // somebody reads along, which needs no engine
		}
	}
}

// makeRoom sends the text to rest that was used the longest time ago, when more engines are open than may be. It does not
// wait for it: one more for a moment does no harm.
func (h *Hub) makeRoom() {
	h.mu.Lock()
	defer h.mu.Unlock()
	open := 0
	var oldest *text
	for _, t := range h.texts {
		if !t.isAwake() {
			continue
		}
		open++
		if oldest == nil || t.used < oldest.used {
			oldest = t
		}
	}
	if open >= h.options.MaxOpen {
		oldest.sendToRest()
	}
}
