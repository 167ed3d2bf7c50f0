package collab_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"upright/internal/collab"
	"upright/internal/store"
	"upright/internal/upr"
)

func newComment() upr.NewComment {
	return upr.NewComment{ID: upr.CommentID(upr.NewID()), Thread: upr.ThreadID(upr.NewID()), Body: "A comment."}
}

// insertAt is a step that inserts a text.
func insertAt(pos int, text string) string {
	return fmt.Sprintf(`{"stepType":"replace","from":%d,"to":%d,"slice":{"content":[{"type":"text","text":%q}]}}`, pos, pos, text)
}

func deleteBetween(from, to int) string {
	return fmt.Sprintf(`{"stepType":"replace","from":%d,"to":%d}`, from, to)
}

func commit(t testing.TB, w *world, h *collab.Hub, base int64, steps ...string) {
	t.Helper()
	if _, err := h.Commit(t.Context(), w.anna, w.id, proposal(base, "["+strings.Join(steps, ",")+"]")); err != nil {
		t.Fatal(err)
	}
}

func onlyThread(t testing.TB, w *world, h *collab.Hub) upr.Anchor {
	t.Helper()
	list, _, err := h.Threads(t.Context(), w.anna, w.id)
	if err != nil || len(list) != 1 {
		t.Fatalf("threads: %+v, %v", list, err)
	}
	return list[0].Anchor
}

func TestThreadsFollow(t *testing.T) {
	ctx, w := t.Context(), newWorld(t)
	h, other := w.hub(t, collab.Options{}), w.hub(t, collab.Options{})
	// Made on version 0, when the text is at 1 by another process: "first" in "The first paragraph."
	commit(t, w, other, 0, insertAt(start, "Now: "))
	place := upr.Anchor{Block: "wrong", Ranged: true, From: start + 4, To: start + 9, Quote: "another quote"}
	if err := h.StartThread(ctx, w.anna, w.id, newComment(), place); err != nil {
		t.Fatal(err)
	}
	want := upr.Anchor{
		Block: "paraaaaaaaaa", Ranged: true, Version: 1, From: start + 9, To: start + 14, Quote: "first", Shown: "paraaaaaaaaa", Part: "partaaaaaaaa",
	}
	if got := onlyThread(t, w, h); got != want {
		t.Errorf("begun at %+v", got)
	}
	// Its words go, and come back within the block; then the whole block goes.
	commit(t, w, h, 1, deleteBetween(start+9, start+14))
	if got := onlyThread(t, w, other); !got.Lost || got.From != start+9 || got.Shown != want.Block {
		t.Errorf("after its words: %+v", got)
	}
	commit(t, w, h, 2, insertAt(start+2, "first"))
	if got := onlyThread(t, w, h); got.Lost || got.From != start+2 || got.To != start+7 {
		t.Errorf("found again: %+v", got)
	}
	commit(t, w, h, 3, deleteBetween(start-1, start+26))
	if got := onlyThread(t, w, h); !got.Lost || got.Block != want.Block || got.Shown != "partaaaaaaaa" || got.Version != 4 {
		t.Errorf("after its block: %+v", got)
	}
}

func TestStartThreadRefuses(t *testing.T) {
	ctx, w := t.Context(), newWorld(t)
	h := w.hub(t, collab.Options{})
	for name, test := range map[string]struct {
		place upr.Anchor
		want  upr.ErrorKind
	}{
		"ahead":     {upr.Anchor{Block: "paraaaaaaaaa", Version: 5}, upr.Stale},
		"no words":  {upr.Anchor{Block: "paraaaaaaaaa", Ranged: true, From: start, To: start}, upr.Invalid},
		"no block":  {upr.Anchor{Block: "nowhere"}, upr.Invalid},
		"backwards": {upr.Anchor{Block: "paraaaaaaaaa", Ranged: true, From: start + 1, To: start}, upr.Invalid},
		"too far":   {upr.Anchor{Block: "paraaaaaaaaa", Ranged: true, From: 1 << 29, To: 1 << 29}, upr.Invalid},
	} {
		t.Run(name, func(t *testing.T) { wantKind(t, h.StartThread(ctx, w.anna, w.id, newComment(), test.place), test.want) })
	}
	stranger := w.user(t, "stranger@example.org")
	wantKind(t, h.StartThread(ctx, stranger, w.id, newComment(), upr.Anchor{Block: "paraaaaaaaaa"}), upr.NotFound)
	_, _, err := h.Threads(ctx, stranger, w.id)
	wantKind(t, err, upr.NotFound)
	// A whole block quotes how it begins, so that one sees what it was about when it is gone.
	if err := h.StartThread(ctx, w.anna, w.id, newComment(), upr.Anchor{Block: "parabbbbbbbb"}); err != nil {
		t.Fatal(err)
	}
	if got := onlyThread(t, w, h); got.Quote != "The second paragraph." || got.Ranged || got.Shown != "parabbbbbbbb" {
		t.Errorf("a whole block: %+v", got)
	}
}

// alphabet hands out characters of the private use area, each once: what a range was on can be searched for.
type alphabet struct {
	mu   sync.Mutex
	next rune
}

func (l *alphabet) take(n int) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var b strings.Builder
	for range n {
		b.WriteRune(l.next)
		l.next++
	}
	return b.String()
}

// TestThreadsFollowAtRandom lets three people write at once through two processes, late commits included, while threads
// are begun and read. In the end each stands on all that is left of its words, and on nothing else but what was typed
// among them since.
func TestThreadsFollowAtRandom(t *testing.T) {
	for seed := range uint64(6) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { followAtRandom(t, seed) })
	}
}

func followAtRandom(t *testing.T, seed uint64) {
	ctx, w := t.Context(), newWorld(t)
	hubs := []*collab.Hub{w.hub(t, collab.Options{}), w.hub(t, collab.Options{})}
	source := &alphabet{next: 0xE000}
	commit(t, w, hubs[0], 0, insertAt(start, source.take(40)), insertAt(start+40+24, source.take(30)))
	marked := make(map[upr.ThreadID]marking)
	var mu sync.Mutex
	var group sync.WaitGroup
	for i := range 3 {
		h, r := hubs[i%2], rand.New(rand.NewPCG(seed, uint64(i)))
		group.Go(func() {
			for range 25 {
				// The version is a little old now and then.
				doc, version, err := h.Manuscript(ctx, w.anna, w.id)
				if err != nil {
					t.Error(err)
					return
				}
				if err := randomMove(t, w, h, r, source, doc, version, func(id upr.ThreadID, on marking) {
					mu.Lock()
					defer mu.Unlock()
					marked[id] = on
				}); err != nil && !isBusy(err) {
					t.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	if t.Failed() {
		return
	}
	checkMarked(t, w, hubs[0], marked)
}

// A marking is what a thread was begun on, and the rest of the text at that time.
type marking struct {
	on   string
	rest string
}

// randomMove types, deletes, splits, begins a thread or reads the threads.
func randomMove(
	t *testing.T, w *world, h *collab.Hub, r *rand.Rand, source *alphabet, doc json.RawMessage, version int64, began func(upr.ThreadID, marking),
) error {
	ctx := t.Context()
	texts := textsOf(t, doc)
	at := texts[r.IntN(len(texts))]
	runes := []rune(at.text)
	from := r.IntN(len(runes) + 1)
	to := min(len(runes), from+1+r.IntN(6))
	step := insertAt(at.start+from, source.take(1+r.IntN(3)))
	switch r.IntN(8) {
	case 0, 1:
		if from == to {
			return nil
		}
		step = deleteBetween(at.start+from, at.start+to)
	case 2:
		step = fmt.Sprintf(`{"stepType":"replace","from":%[1]d,"to":%[1]d,"slice":{"content":[{"type":"paragraph"},{"type":"paragraph","attrs":{"id":"%[2]s"}}],
			"openStart":1,"openEnd":1},"structure":true}`, at.start+from, upr.NewID()[:12])
	case 3, 4:
		if from == to {
			return nil
		}
		c := newComment()
		if err := h.StartThread(ctx, w.anna, w.id, c, upr.Anchor{
			Block: "x", Ranged: true, Version: version, From: at.start + from, To: at.start + to, Quote: string(runes[from:to]),
		}); err != nil {
			return err
		}
		on := string(runes[from:to])
		var all strings.Builder
		for _, one := range texts {
			all.WriteString(one.text)
		}
		began(c.Thread, marking{on: on, rest: strings.Replace(all.String(), on, "", 1)})
		return nil
	case 5:
		_, _, err := h.Threads(ctx, w.anna, w.id)
		return err
	}
	_, err := h.Commit(ctx, w.anna, w.id, proposal(version, "["+step+"]"))
	return err
}

type placedText struct {
	start int
	text  string
}

// textsOf lists the paragraphs of a document with their positions.
func textsOf(t *testing.T, doc json.RawMessage) []placedText {
	t.Helper()
	var root jsonNode
	if err := json.Unmarshal(doc, &root); err != nil {
		t.Fatal(err)
	}
	var list []placedText
	var walk func(n *jsonNode, pos int)
	walk = func(n *jsonNode, pos int) {
		if n.Type == "paragraph" {
			one := placedText{start: pos + 1}
			for _, c := range n.Content {
				one.text += c.Text
			}
			list = append(list, one)
			return
		}
		if n.Type != "doc" {
			pos++
		}
		for i := range n.Content {
			walk(&n.Content[i], pos)
			pos += n.Content[i].size()
		}
	}
	walk(&root, 0)
	return list
}

// checkMarked compares every thread with where its characters are.
func checkMarked(t *testing.T, w *world, h *collab.Hub, marked map[upr.ThreadID]marking) {
	t.Helper()
	threads, version, err := h.Threads(t.Context(), w.anna, w.id)
	if err != nil {
		t.Fatal(err)
	}
	doc, head, err := h.Manuscript(t.Context(), w.anna, w.id)
	if err != nil || head != version || len(threads) != len(marked) || len(marked) == 0 {
		t.Fatalf("%d threads of %d, version %d of %d, %v", len(threads), len(marked), version, head, err)
	}
	at := make(map[int]rune)
	for _, p := range textsOf(t, doc) {
		for i, r := range []rune(p.text) {
			at[p.start+i] = r
		}
	}
	checked := 0
	for _, thread := range threads {
		on := marked[thread.ID]
		if strings.ContainsFunc(on.on, func(r rune) bool { return r < 0xE000 }) {
			continue // ordinary letters stand in many places
		}
		checked++
		a := thread.Anchor
		for pos, r := range at {
			inside := !a.Lost && a.From <= pos && pos < a.To
			if strings.ContainsRune(on.on, r) {
				if !inside {
					t.Errorf("thread stands at %d to %d (lost: %t), one of its characters at %d", a.From, a.To, a.Lost, pos)
				}
			} else if inside && strings.ContainsRune(on.rest, r) {
				t.Errorf("thread stands at %d to %d, with a strange character at %d", a.From, a.To, pos)
			}
		}
		if !a.Lost && (at[a.From] == 0 || at[a.To-1] == 0) {
			t.Errorf("thread at %d to %d does not begin and end with a character", a.From, a.To)
		}
	}
	if checked == 0 {
		t.Fatalf("none of %d threads says anything", len(threads))
	}
}

// cutLog removes the commits before a version.
func cutLog(t *testing.T, w *world, before int64) {
	t.Helper()
	db, err := sql.Open("postgres", w.url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	for _, statement := range []string{
		`DELETE FROM manuscript_commits WHERE submission_id = $1 AND version < $2`,
		`UPDATE manuscripts SET floor = $2 - 1, compacted_at = now() WHERE submission_id = $1`,
	} {
		if _, err := db.ExecContext(t.Context(), statement, w.id, before); err != nil {
			t.Fatal(err)
		}
	}
}

// Thousands of commits that nobody looked at the comments during are gone through in one read.
func TestThreadsFollowALongLog(t *testing.T) {
	ctx, w := t.Context(), newWorld(t)
	h := w.hub(t, collab.Options{})
	if err := h.StartThread(ctx, w.anna, w.id, newComment(), upr.Anchor{Block: "x", Ranged: true, From: start + 4, To: start + 9}); err != nil {
		t.Fatal(err)
	}
	const commits = 3000
	list := make([]store.Commit, commits)
	for i := range list {
		list[i] = store.Commit{
			Version: int64(i) + 1, Ref: upr.NewID(), Client: upr.NewID(), User: w.anna.User, Base: int64(i),
			Steps: json.RawMessage("[" + insertAt(start, "a") + "]"), Kept: json.RawMessage("null"),
		}
	}
	if _, err := w.store.AddCommits(ctx, w.id, 0, list); err != nil {
		t.Fatal(err)
	}
	if got := onlyThread(t, w, h); got.From != start+4+commits || got.Version != commits || got.Quote != "first" || got.Lost {
		t.Errorf("after %d commits: %+v", commits, got)
	}
	// What was worked out is kept: the log before it is not asked for any more.
	cutLog(t, w, commits)
	commit(t, w, h, commits, insertAt(start, "b"))
	if got := onlyThread(t, w, h); got.From != start+5+commits {
		t.Errorf("one more: %+v", got)
	}
}

// A log that was cut off before what is known of a place: its words are looked for.
func TestThreadsWithoutALog(t *testing.T) {
	ctx, w := t.Context(), newWorld(t)
	h := w.hub(t, collab.Options{})
	if err := h.StartThread(ctx, w.anna, w.id, newComment(), upr.Anchor{Block: "x", Ranged: true, From: start + 4, To: start + 9}); err != nil {
		t.Fatal(err)
	}
	for i := range int64(3) {
		commit(t, w, h, i, insertAt(start, "abc"))
	}
	cutLog(t, w, 3)
	if got := onlyThread(t, w, h); got.From != start+13 || got.To != start+18 || got.Lost {
		t.Errorf("found: %+v", got)
	}
}
