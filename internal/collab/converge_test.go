package collab_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"upright/internal/collab"
	"upright/internal/store"
	"upright/internal/upr"
)

// Two processes, several people on each, some commits sent twice and to both processes: all end with the same text, which
// is what the log makes of the first one, and what the last snapshot and the log since make.
func TestProcessesConverge(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	const people, edits = 6, 40
	w := newWorld(t)
	hubs := []*collab.Hub{w.hub(t, collab.Options{}), w.hub(t, collab.Options{})}
	writers := make([]*writer, people)
	ended, copied := make(chan error, people), newReplica(t, w)
	for i := range writers {
		writers[i] = newWriter(fmt.Sprintf("w%d-", i), seed+uint64(i), copied)
		go func() { ended <- w.write(t, hubs, i, writers[i], edits) }()
	}
	for range writers {
		if err := <-ended; err != nil {
			t.Fatal(err)
		}
	}

	want, head := w.replayed(t)
	if head != people*edits {
		t.Errorf("%d commits became %d versions", people*edits, head)
	}
	for i, h := range hubs {
		if doc, version := w.manuscript(t, h); doc != want || version != head {
			t.Errorf("process %d has at version %d:\n%s\nthe log makes\n%s", i, version, doc, want)
		}
		closeHub(t, h)
	}
	for _, writer := range writers {
		commits, err := w.store.Commits(t.Context(), w.id, writer.version, head)
		if err != nil {
			t.Fatal(err)
		}
		if err := writer.follow(commits); err != nil {
			t.Error(err)
		}
	}
	if doc := copied.at(head); doc != want {
		t.Errorf("what the writers were told makes\n%s\nthe log makes\n%s", doc, want)
	}
	stored, err := w.store.Text(t.Context(), w.id, -1)
	if err != nil || stored.Version == 0 || stored.Head() != head {
		t.Fatalf("snapshot %d, head %d, %v", stored.Version, stored.Head(), err)
	}
	if doc, _ := w.manuscript(t, w.hub(t, collab.Options{})); doc != want {
		t.Errorf("a new process has\n%s\nthe log makes\n%s", doc, want)
	}
	late := 0
	commits, err := w.store.Commits(t.Context(), w.id, 0, head)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range commits {
		if string(c.Kept) != "null" {
			late++
		}
	}
	if late < len(commits)/10 {
		t.Errorf("only %d of %d commits were late: this proves nothing", late, len(commits))
	}
}

// write makes edits through one of the processes.
func (w *world) write(t *testing.T, hubs []*collab.Hub, i int, writer *writer, edits int) error {
	for n := range edits {
		p, err := writer.edit()
		if err != nil {
			return err
		}
		h := hubs[i%len(hubs)]
		if n%7 == 0 { // the line broke, the page was loaded from the other server, and the commit is sent again
			if _, err := hubs[(i+1)%len(hubs)].Commit(t.Context(), w.anna, w.id, p); err != nil && !isBusy(err) {
				return err
			}
		}
		var commits []store.Commit
		for {
			commits, err = h.Commit(t.Context(), w.anna, w.id, p)
			if !isBusy(err) {
				break
			}
		}
		if err != nil {
			return fmt.Errorf("%s: %s: %w", writer.name, p.Steps, err)
		}
		if err := writer.follow(commits); err != nil {
			return err
		}
	}
	return nil
}

func isBusy(err error) bool {
	var known *upr.Error
	return errors.As(err, &known) && known.Kind == upr.Busy
}
