package collab

import (
	"context"
	"encoding/json"
	"log/slog"
	"sync"
	"time"

	"upright/internal/upr"
)

// Other processes are told who is where in messages that gather for a moment: with one for each move, the database would
// have more of them than of commits.
const (
	tellPause = 120 * time.Millisecond
	tellTime  = 5 * time.Second
	maxTold   = 50 // tabs in one message, which stays below store.MaxPresence bytes by that
)

// A word is what one process tells the others about one tab.
type word struct {
	Place
	Gone bool `json:"gone,omitempty"`
}

// A letter is what processes tell one another about a text.
type letter struct {
	From  string           `json:"from"` // the process
	Text  upr.SubmissionID `json:"text"`
	Words []word           `json:"words,omitempty"`
	Ask   bool             `json:"ask,omitempty"` // others are to say who is there
}

// An outbox gathers what this process has to tell the others. The last word about each tab counts.
type outbox struct {
	mu      sync.Mutex
	words   map[upr.SubmissionID]map[string]word // by client
	asks    map[upr.SubmissionID]bool
	waiting bool // a timer will send what is here
}

// tell passes words on to other processes.
func (h *Hub) tell(id upr.SubmissionID, words ...word) {
	o := &h.outbox
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.words == nil {
		o.words = make(map[upr.SubmissionID]map[string]word)
	}
	if o.words[id] == nil {
		o.words[id] = make(map[string]word)
	}
	for _, w := range words {
		o.words[id][w.Client] = w
	}
	h.sendSoon()
}

// askAround asks other processes who is in a text that has just been opened here.
func (h *Hub) askAround(id upr.SubmissionID) {
	o := &h.outbox
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.asks == nil {
		o.asks = make(map[upr.SubmissionID]bool)
	}
	o.asks[id] = true
	h.sendSoon()
}

// sendSoon sends what is in the outbox a little later. The caller holds its mu.
func (h *Hub) sendSoon() {
	if h.outbox.waiting {
		return
	}
	h.outbox.waiting = true
	time.AfterFunc(tellPause, func() {
		ctx, cancel := context.WithTimeout(h.ctx, tellTime)
		defer cancel()
		letters := h.takeLetters()
		if err := h.store.TellPresence(ctx, letters); err != nil && h.ctx.Err() == nil {
			// Who moves is told again, who stays says so again before long.
			h.log.Info("cannot tell who is where", slog.Any("error", err))
		}
	})
}

// takeLetters empties the outbox.
func (h *Hub) takeLetters() []string {
	o := &h.outbox
	o.mu.Lock()
	words, asks := o.words, o.asks
	o.words, o.asks, o.waiting = nil, nil, false
	o.mu.Unlock()
	var letters []string
	write := func(l letter) {
		l.From = h.life
		encoded, err := json.Marshal(l)
		if err != nil {
			panic(err) // strings and numbers
		}
		letters = append(letters, string(encoded))
	}
	for id := range asks {
		write(letter{Text: id, Ask: true})
	}
	for id, tabs := range words {
		l := letter{Text: id}
		for _, w := range tabs {
			if l.Words = append(l.Words, w); len(l.Words) == maxTold {
				write(l)
				l.Words = nil
			}
		}
		if len(l.Words) > 0 {
			write(l)
		}
	}
	return letters
}

// heardPresence takes what another process tells. h.mu is held.
func (h *Hub) heardPresence(message string) {
	var l letter
	if err := json.Unmarshal([]byte(message), &l); err != nil || l.From == h.life {
		return
	}
	t := h.texts[l.Text]
	if t == nil {
		return // nobody reads it here
	}
	now := h.options.Now()
	if l.Ask {
		if words := t.own(); len(words) > 0 {
			h.tell(l.Text, words...)
		}
		return
	}
	for _, w := range l.Words {
		if w.Gone {
			t.leave(w.Client, w.User, now)
		} else {
			t.move(w.Place, false, now)
		}
	}
}
