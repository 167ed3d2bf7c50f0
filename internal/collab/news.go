package collab

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"upright/internal/store"
	"upright/internal/upr"
)

// News is what happened to a text since its reader last asked.
type News struct {
	Commits []store.Commit // after the last ones
	// What follows is for readers who watch (Reader.Watch).
	Topics   []store.Topic   // what changed beside the text
	Presence json.RawMessage // who is where: see Presence; nil when nobody moved
	Mark     string          // where a later reader goes on watching
}

// A ledger counts what happens beside a text, so that every reader is told once. It is guarded by text.mu.
type ledger struct {
	life   string // the counts of another process, or from before the text was let go, say nothing here
	count  int64
	topics map[store.Topic]int64 // the count at the last change of each
}

func newLedger() ledger {
	return ledger{life: upr.NewID()[:8], topics: make(map[store.Topic]int64)}
}

func (l *ledger) add(topics ...store.Topic) {
	l.count++
	for _, topic := range topics {
		l.topics[topic] = l.count
	}
}

// since returns the topics that changed after a count.
func (l *ledger) since(count int64) []store.Topic {
	if count == unknown {
		return store.Topics()
	}
	var list []store.Topic
	for topic, changed := range l.topics {
		if changed > count {
			list = append(list, topic)
		}
	}
	slices.Sort(list)
	return list
}

// mark writes down where a reader is.
func (l *ledger) mark(news, presence int64) string {
	return fmt.Sprintf("%s.%d.%d", l.life, news, presence)
}

// unknown is the count of a reader who is to be told everything.
const unknown = -1

// read reads a mark; it is not known when it is from another life, or none.
func (l *ledger) read(mark string) (news, presence int64, known bool) {
	life, counts, _ := strings.Cut(mark, ".")
	first, second, _ := strings.Cut(counts, ".")
	news, err := strconv.ParseInt(first, 10, 64)
	presence, wrong := strconv.ParseInt(second, 10, 64)
	return news, presence, life == l.life && err == nil && wrong == nil
}

// announce tells the readers of a text that topics beside it have changed.
func (t *text) announce(topics ...store.Topic) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ledger.add(topics...)
	t.wakeReaders()
}
