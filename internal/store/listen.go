package store

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/lib/pq"

	"upright/internal/upr"
)

// textChannel is where processes tell each other that a text has new commits: "id:head".
const textChannel = "upright_texts"

// A TextChange says that a text has reached a version, or that something beside it has changed. The zero value says that
// the connection was lost for a while: any text may have moved on unheard, and everything beside it may have changed.
type TextChange struct {
	ID       upr.SubmissionID
	Head     int64  // 0 when the text itself did not change
	Topic    Topic  // "" when nothing beside it did
	Presence string // what another process tells of who is where, see TellPresence; then all other fields are empty
}

// Listen calls f for every change of a text by any process, this one included, from one goroutine and without pause: f
// must not block. It returns once it listens; listening ends with the context. A lost connection is made anew, and f is
// called with the zero value then.
func (s *Store) Listen(ctx context.Context, f func(TextChange)) error {
	const soonest, latest = 100 * time.Millisecond, 10 * time.Second // between attempts to reconnect
	listener := pq.NewListener(s.url, soonest, latest, nil)
	for _, channel := range []string{textChannel, newsChannel, presenceChannel} {
		if err := listener.Listen(channel); err != nil {
			return errors.Join(fmt.Errorf("listen to %s: %w", channel, err), listener.Close())
		}
	}
	go func() {
		defer func() { _ = listener.Close() }()
		// A connection that is gone without a word is only noticed by using it.
		alive := time.NewTicker(30 * time.Second)
		defer alive.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-alive.C:
				go func() { _ = listener.Ping() }()
			case n := <-listener.Notify:
				if n == nil {
					f(TextChange{})
				} else if change, ok := parseChange(n.Channel, n.Extra); ok {
					f(change)
				}
			}
		}
	}()
	return nil
}

func parseChange(channel, payload string) (TextChange, bool) {
	if channel == presenceChannel {
		return TextChange{Presence: payload}, payload != ""
	}
	id, rest, found := strings.Cut(payload, ":")
	change := TextChange{ID: upr.SubmissionID(id)}
	if channel == newsChannel {
		change.Topic = Topic(rest)
		return change, found && id != "" && rest != ""
	}
	head, err := strconv.ParseInt(rest, 10, 64)
	change.Head = head
	return change, found && err == nil && head > 0
}
