package collab_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"upright/internal/collab"
	"upright/internal/upr"
)

// heavyLog gives the text of a world a log of n commits of so many bytes of steps each.
func (w *world) heavyLog(t *testing.T, n, bytes int) {
	t.Helper()
	if got := query(t, w, fmt.Sprintf(`
		WITH added AS (
			INSERT INTO manuscript_commits (submission_id, version, ref, client, user_id, base, steps)
			SELECT '%s', v, translate(lpad(v::text, 20, 'a'), '0189', 'bcde'), '%s', '%s', v - 1, jsonb_build_array(repeat('x', %d))
			FROM generate_series(1, %d) AS v RETURNING 1
		), moved AS (UPDATE manuscripts SET head = %d WHERE submission_id = '%s' RETURNING 1)
		SELECT count(*)::text FROM added, moved`, w.id, w.anna.User, w.anna.User, bytes, n, n, w.id)); got != fmt.Sprint(n) {
		t.Fatalf("%s commits were added", got)
	}
}

// What opening a text has to replay is bounded by bytes, too: large commits bring the next snapshot forward.
func TestSnapshotsComeByBytes(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{SnapshotBytes: 1000})
	for i := range int64(10) {
		w.commit(t, h, insert(i, start, strings.Repeat("x", 200)))
	}
	if err := h.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	text, err := w.store.Text(t.Context(), w.id, -1)
	if err != nil || text.Version < 6 || text.Head() != 10 {
		t.Errorf("ten commits are replayed from version %d, %v", text.Version, err)
	}
}

// A snapshot is made when enough was written since the last and that was a while ago; but what opening a text has to replay
// is bounded all the same, where people write faster than that.
func TestSnapshotsRest(t *testing.T) {
	w := newWorld(t)
	const lately, longAgo = -time.Hour, time.Hour // far enough that the clock makes no difference
	for name, c := range map[string]struct {
		commits int64 // with the one that is made here
		ago     time.Duration
		want    bool
	}{
		"too few":               {collab.SnapshotEvery - 1, longAgo, false},
		"enough":                {collab.SnapshotEvery, longAgo, true},
		"enough, but just made": {collab.SnapshotEvery, lately, false},
		"nearly the most":       {collab.SnapshotMost - 1, lately, false},
		"the most, just made":   {collab.SnapshotMost, lately, true},
	} {
		t.Run(name, func(t *testing.T) {
			h := w.hub(t, collab.Options{})
			_, head := w.manuscript(t, h)
			if err := h.SinceSnapshot(t.Context(), w.id, c.commits-1, c.ago); err != nil {
				t.Fatal(err)
			}
			w.commit(t, h, insert(head, start, "x"))
			if err := h.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
			text, err := w.store.Text(t.Context(), w.id, -1)
			if err != nil {
				t.Fatal(err)
			}
			if made := text.Version == head+1; made != c.want {
				t.Errorf("version %d: the last snapshot is of version %d", head+1, text.Version)
			}
		})
	}
}

// Commits may have a megabyte each: a reader far behind is given few of them at once, and a commit whose answer would
// have to hold all of them is refused before it is taken.
func TestReadsAreBoundedByBytes(t *testing.T) {
	w := newWorld(t)
	const commits, each = 300, 100_000
	w.heavyLog(t, commits, each)
	h := w.hub(t, collab.Options{})
	reader, err := h.Follow(t.Context(), w.anna, w.id, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	seen := int64(0)
	for seen < commits {
		news, err := reader.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		bytes := 0
		for _, c := range news.Commits {
			if seen++; c.Version != seen {
				t.Fatalf("version %d after %d", c.Version, seen-1)
			}
			bytes += len(c.Steps)
		}
		if bytes > 4<<20 || len(news.Commits) == 0 {
			t.Fatalf("%d commits of %d bytes at once", len(news.Commits), bytes)
		}
	}
	_, err = h.Commit(t.Context(), w.anna, w.id, insert(0, start, "late"))
	wantKind(t, err, upr.Stale)
	if head, err := w.store.TextHead(t.Context(), w.id); err != nil || head != commits {
		t.Errorf("the refused commit was taken: head %d, %v", head, err)
	}
}
