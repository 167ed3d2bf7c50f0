package web

import (
	"context"
	"errors"
	"slices"
	"sync"

	"upright/internal/upr"
)

// maxLines is how many lines one person holds open to this process at a time, streams and requests that wait together, of
// all texts and on all devices. Each costs memory for as long as it lasts; a page that nobody looks at hangs up by itself, so
// who works never gets there. With several processes each counts its own. Readers with a link hold none: their page asks
// now and then.
const maxLines = 20

// errCrowded ends the oldest line of a person who opens one more than maxLines.
var errCrowded = errors.New("too many lines of one person")

// lines are the open lines of people. The zero value has none.
type lines struct {
	mu   sync.Mutex
	open map[upr.UserID][]*line // guarded by mu: the oldest first
}

// A line is one that somebody holds open.
type line struct{ end context.CancelCauseFunc }

// take gives a person a line until the function is called that it returns. For one more than maxLines the oldest is ended
// with errCrowded when there is no other way (force); otherwise it gives none, and returns nil. The context is done when
// the line is ended.
func (l *lines) take(ctx context.Context, user upr.UserID, force bool) (context.Context, func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	held := l.open[user]
	if len(held) >= maxLines {
		if !force {
			return ctx, nil
		}
		held[0].end(errCrowded)
		held = held[1:]
	}
	ctx, end := context.WithCancelCause(ctx)
	mine := &line{end}
	if l.open == nil {
		l.open = make(map[upr.UserID][]*line)
	}
	l.open[user] = append(slices.Clip(held), mine)
	return ctx, func() {
		end(nil)
		l.mu.Lock()
		defer l.mu.Unlock()
		rest := slices.DeleteFunc(l.open[user], func(one *line) bool { return one == mine })
		if l.open[user] = rest; len(rest) == 0 {
			delete(l.open, user)
		}
	}
}
