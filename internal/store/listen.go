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

// A TextChange says that a text has reached a version. The zero value says that the connection was lost for a while:
// any text may have moved on unheard.
type TextChange struct {
	ID   upr.SubmissionID
	Head int64
}

// Listen calls f for every change of a text by any process, this one included, from one goroutine and without pause: f
// must not block. It returns once it listens; listening ends with the context. A lost connection is made anew, and f is
// called with the zero value then.
func (s *Store) Listen(ctx context.Context, f func(TextChange)) error {
	const soonest, latest = 100 * time.Millisecond, 10 * time.Second // between attempts to reconnect
	listener := pq.NewListener(s.url, soonest, latest, nil)
	if err := listener.Listen(textChannel); err != nil {
		return errors.Join(fmt.Errorf("listen for changes of texts: %w", err), listener.Close())
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
				} else if change, ok := parseChange(n.Extra); ok {
					f(change)
				}
			}
		}
	}()
	return nil
}

func parseChange(payload string) (TextChange, bool) {
	id, number, found := strings.Cut(payload, ":")
	head, err := strconv.ParseInt(number, 10, 64)
	return TextChange{ID: upr.SubmissionID(id), Head: head}, found && err == nil && head > 0
}
