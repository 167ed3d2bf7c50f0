package web

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"upright/internal/upr"
)

func TestPaces(t *testing.T) {
	var p paces
	now := time.Now()
	for n := range commitsAtOnce {
		if !p.take("a", now) {
			t.Fatalf("commit %d at once is refused", n+1)
		}
	}
	for range 2 {
		if p.take("a", now) {
			t.Error("one more is taken")
		}
	}
	if !p.take("b", now) {
		t.Error("somebody else's is refused")
	}
	now = now.Add(time.Second)
	for n := range commitsPerSecond {
		if !p.take("a", now) {
			t.Fatalf("commit %d of the next second is refused", n+1)
		}
	}
	if p.take("a", now) {
		t.Error("more than a second's are taken in a second")
	}
	for n := range 2 * manyPaces {
		p.take(upr.UserID(strconv.Itoa(n)), now)
	}
	now = now.Add(time.Hour)
	for n := range 3 * manyPaces {
		p.take(upr.UserID("later"+strconv.Itoa(n)), now)
	}
	if _, known := p.until["a"]; known {
		t.Error("who has long been silent is remembered")
	}
}

// Who sends commits faster than any editor is told to send them again, in words, and they are taken then.
func TestCommitsArePaced(t *testing.T) {
	d := newDesk(t)
	for d.paces.take(d.actor.User, time.Now().Add(time.Hour)) {
	}
	one := insertion(0, "fast")
	refused := d.grace.commit(d.path, one)
	if refused.want(http.StatusTooManyRequests); !strings.Contains(refused.Body, `"busy"`) || !strings.Contains(refused.Body, "sent again") {
		t.Errorf("answered %s", refused.Body)
	}
	d.ahead.Add(int64(2 * time.Hour))
	d.grace.commit(d.path, one).want(http.StatusOK)
}
