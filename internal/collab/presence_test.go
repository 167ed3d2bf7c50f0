package collab_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"upright/internal/collab"
	"upright/internal/store"
	"upright/internal/upr"
)

// watch begins to read along with everything.
func watch(t testing.TB, w *world, h *collab.Hub, by upr.Actor, mark string) *collab.Reader {
	t.Helper()
	head, err := w.store.TextHead(t.Context(), w.id)
	if err != nil {
		t.Fatal(err)
	}
	r, err := h.Follow(t.Context(), by, w.id, head)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	r.Watch(mark)
	return r
}

// until reads on until something was told, and returns what is known of who is where then.
func until(t testing.TB, r *collab.Reader, here map[string]collab.Place, told func(collab.News) bool) collab.News {
	t.Helper()
	for {
		news, err := r.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if news.Presence != nil {
			var p collab.Presence
			if err := json.Unmarshal(news.Presence, &p); err != nil {
				t.Fatal(err)
			}
			if p.All {
				clear(here)
			}
			for _, place := range p.Here {
				here[place.Client] = place
			}
		}
		if told(news) {
			return news
		}
	}
}

func TestNewsBesideTheText(t *testing.T) {
	w := newWorld(t)
	one, other := w.hub(t, collab.Options{}), w.hub(t, collab.Options{})
	here := make(map[string]collab.Place)
	r := watch(t, w, one, w.anna, "")
	first := until(t, r, here, func(n collab.News) bool { return len(n.Topics) > 0 })
	if !slices.Equal(first.Topics, store.Topics()) {
		t.Errorf("a new reader is told %v", first.Topics)
	}
	// In another process, where nobody reads along yet.
	far := watch(t, w, other, w.anna, "")
	until(t, far, here, func(n collab.News) bool { return len(n.Topics) > 0 })
	if err := w.store.SetReady(t.Context(), w.anna, w.id, "partaaaaaaaa", true); err != nil {
		t.Fatal(err)
	}
	var last collab.News
	for _, r := range []*collab.Reader{r, far} {
		last = until(t, r, here, func(n collab.News) bool { return len(n.Topics) > 0 })
		if !slices.Equal(last.Topics, []store.Topic{store.TopicAssignments}) || len(last.Commits) > 0 {
			t.Errorf("told %+v", last)
		}
	}
	// Who comes back with the mark is told what happened meanwhile, and with a mark that means nothing here, everything.
	if err := w.store.SetReady(t.Context(), w.anna, w.id, "partaaaaaaaa", false); err != nil {
		t.Fatal(err)
	}
	until(t, far, here, func(n collab.News) bool { return len(n.Topics) > 0 })
	back := watch(t, w, other, w.anna, last.Mark)
	if news := until(t, back, here, func(n collab.News) bool { return len(n.Topics) > 0 }); !slices.Equal(news.Topics, []store.Topic{store.TopicAssignments}) {
		t.Errorf("who comes back is told %v", news.Topics)
	}
	for _, mark := range []string{first.Mark, "x", "a.b.c", "...", last.Mark + "0x"} {
		lost := watch(t, w, other, w.anna, mark)
		if news := until(t, lost, here, func(n collab.News) bool { return len(n.Topics) > 0 }); len(news.Topics) != len(store.Topics()) {
			t.Errorf("with the mark %q: told %v", mark, news.Topics)
		}
	}
	// Nothing that was taken back is told.
	if err := w.store.SetReady(t.Context(), w.user(t, "eve@example.org"), w.id, "partaaaaaaaa", false); err == nil {
		t.Fatal("a stranger marks a part")
	}
	w.commit(t, other, insert(0, start, "x"))
	if news := until(t, far, here, func(n collab.News) bool { return len(n.Commits) > 0 }); len(news.Topics) > 0 {
		t.Errorf("told %v", news.Topics)
	}
}

// A reader that was cut off from the news of other processes is told that everything may have changed.
func TestNewsAfterTheListenerWasCut(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	here := make(map[string]collab.Place)
	r := watch(t, w, h, w.anna, "")
	until(t, r, here, func(n collab.News) bool { return len(n.Topics) > 0 })
	w.exec(t, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' AND datname = current_database()`)
	if news := until(t, r, here, func(n collab.News) bool { return len(n.Topics) > 0 }); len(news.Topics) != len(store.Topics()) {
		t.Errorf("told %v", news.Topics)
	}
}

func TestPresence(t *testing.T) {
	w := newWorld(t)
	var ahead atomic.Int64
	options := collab.Options{Now: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }}
	one, other := w.hub(t, options), w.hub(t, options)
	ben, tab := w.member(t, "ben@example.org"), upr.NewID()
	place := collab.Place{Client: tab, Version: 0, Anchor: 10, Head: 12}
	want := place
	people, err := w.store.Aliases(t.Context(), w.id)
	if err != nil {
		t.Fatal(err)
	}
	want.User = upr.UserID(people.Of(ben.User))
	isAt := func(here map[string]collab.Place, want collab.Place) func(collab.News) bool {
		return func(collab.News) bool { return here[want.Client] == want }
	}

	near, far := make(map[string]collab.Place), make(map[string]collab.Place)
	r := watch(t, w, one, w.anna, "")
	if err := one.Move(t.Context(), ben, w.id, place); err != nil {
		t.Fatal(err)
	}
	until(t, r, near, isAt(near, want))
	// A process that opens the text later asks who is there.
	s := watch(t, w, other, w.anna, "")
	until(t, s, far, isAt(far, want))

	for i := range int64(100) {
		place.Anchor = 20 + i
		if err := one.Move(t.Context(), ben, w.id, place); err != nil {
			t.Fatal(err)
		}
	}
	want.Anchor = place.Anchor
	until(t, r, near, isAt(near, want))
	until(t, s, far, isAt(far, want))

	// Somebody else cannot move the tab, nor close it.
	stolen := place
	stolen.Anchor = 3
	if err := errors.Join(one.Move(t.Context(), w.anna, w.id, stolen), one.Leave(t.Context(), w.anna, w.id, tab)); err != nil {
		t.Fatal(err)
	}
	mine := collab.Place{Client: upr.NewID(), User: w.anna.User}
	if err := other.Move(t.Context(), w.anna, w.id, mine); err != nil {
		t.Fatal(err)
	}
	mine.User = upr.UserID(people.Of(mine.User))
	until(t, r, near, isAt(near, mine))
	if near[tab] != want {
		t.Errorf("the tab is at %+v, want %+v", near[tab], want)
	}

	if err := one.Leave(t.Context(), ben, w.id, tab); err != nil {
		t.Fatal(err)
	}
	gone := func(here map[string]collab.Place, client string) func(collab.News) bool {
		return func(collab.News) bool { _, there := here[client]; return !there && here != nil }
	}
	until(t, r, near, gone(near, tab))
	until(t, s, far, gone(far, tab))

	// Nothing of it is on the disk, and strangers neither see nor are seen.
	if n := query(t, w, "SELECT count(*) FROM manuscript_commits"); n != "0" {
		t.Errorf("%s commits", n)
	}
	wantKind(t, one.Move(t.Context(), w.user(t, "eve@example.org"), w.id, place), upr.NotFound)
	for _, wrong := range []collab.Place{{Client: "x"}, {Client: tab, Anchor: -1}, {Client: tab, Head: 1 << 40}, {Client: tab, Version: -1}} {
		wantKind(t, one.Move(t.Context(), ben, w.id, wrong), upr.Invalid)
	}
}

// One person with many tabs does not fill the text, and who is not heard of any more goes.
func TestPresenceIsBounded(t *testing.T) {
	w := newWorld(t)
	var ahead atomic.Int64
	h := w.hub(t, collab.Options{Now: func() time.Time { return time.Now().Add(time.Duration(ahead.Load())) }})
	here := make(map[string]collab.Place)
	r := watch(t, w, h, w.anna, "")
	var last string
	for range 50 {
		last = upr.NewID()
		if err := h.Move(t.Context(), w.anna, w.id, collab.Place{Client: last}); err != nil {
			t.Fatal(err)
		}
	}
	until(t, r, here, func(collab.News) bool { _, there := here[last]; return there })
	if len(here) != collab.MaxHereOfUser {
		t.Errorf("%d tabs of one person are shown", len(here))
	}
	ahead.Store(int64(time.Hour))
	h.AgePresence(w.id)
	until(t, r, here, func(collab.News) bool { return len(here) == 0 })
}

// What somebody does who only reads is given out with the next commits, and alone when there are none; a reader that is
// calm waits for something else.
func TestCalmReader(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	here := make(map[string]collab.Place)
	r, eager := watch(t, w, h, w.anna, ""), watch(t, w, h, w.anna, "")
	until(t, r, here, func(n collab.News) bool { return len(n.Topics) > 0 })
	r.Calm(true)
	tab := upr.NewID()
	if err := h.Move(t.Context(), w.anna, w.id, collab.Place{Client: tab, Anchor: 5, Head: 5}); err != nil {
		t.Fatal(err)
	}
	until(t, eager, here, func(collab.News) bool { _, there := here[tab]; return there })
	brief, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if news, err := r.Next(brief); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("told %+v, %v", news, err)
	}
	clear(here)
	w.commit(t, h, insert(0, start, "x"))
	until(t, r, here, func(n collab.News) bool { return len(n.Commits) > 0 })
	if len(here) != 1 {
		t.Errorf("with the commit came %v", here)
	}
}
