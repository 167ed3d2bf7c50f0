package web

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"testing"
	"time"
)

// TestLines: whoever opens one more than the bound loses the oldest, and only theirs; what does not wait is given none.
func TestLines(t *testing.T) {
	var l lines
	var ends []func()
	first, end := l.take(t.Context(), "a", false)
	ends = append(ends, end)
	other, free := l.take(t.Context(), "b", true)
	for range maxLines - 1 {
		_, end := l.take(t.Context(), "a", true)
		ends = append(ends, end)
	}
	if _, none := l.take(t.Context(), "a", false); none != nil || first.Err() != nil {
		t.Fatal("a line for who is not to wait, or the first one has ended")
	}
	_, end = l.take(t.Context(), "a", true)
	if !errors.Is(context.Cause(first), errCrowded) || other.Err() != nil {
		t.Errorf("the oldest ended with %v, somebody else's with %v", context.Cause(first), other.Err())
	}
	ends = append(ends, end, free)
	var all sync.WaitGroup
	for _, end := range ends {
		all.Go(end)
	}
	all.Wait()
	if len(l.open) != 0 {
		t.Errorf("lines are left: %v", l.open)
	}
}

// TestTooManyStreams: one more than the bound ends the oldest stream with a reason; what waits is answered at once, with
// what is new, until there is room.
func TestTooManyStreams(t *testing.T) {
	d := newDesk(t)
	d.waits.poll = 30 * time.Millisecond
	oldest := d.grace.stream(t, d.path, 0)
	oldest.want(": here")
	var open []*stream
	for range maxLines {
		s := d.grace.stream(t, d.path, 0)
		s.want(": here")
		open = append(open, s)
	}
	if said := oldest.until("event: crowded"); said == "" {
		t.Error("the oldest is not told")
	}
	poll := func() (got eventsJSON) {
		t.Helper()
		d.grace.get(d.path + "/events?version=0").want(http.StatusOK).decode(&got)
		return got
	}
	if got := poll(); !got.Crowded || got.Commits == nil {
		t.Errorf("a request that waits is answered with %+v", got)
	}
	_ = open[0].body.Close()
	for deadline := time.Now().Add(20 * time.Second); poll().Crowded; {
		if time.Now().After(deadline) {
			t.Fatal("there is no room when one has gone")
		}
	}
}
