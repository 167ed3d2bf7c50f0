package collab_test

import (
	"strings"
	"testing"

	"upright/internal/collab"
)

// A process that has lost a race takes the lock at once, under which it reads nothing old. A commit that missed more than
// the engine remembers must get in all the same.
func TestLateCommitUnderTheLock(t *testing.T) {
	w := newWorld(t)
	first := w.hub(t, collab.Options{})
	const versions = 250 // beyond a snapshot, at which the engine of the second process begins
	for version := range int64(versions) {
		w.commit(t, first, insert(version, start, "x"))
	}
	closeHub(t, first)
	second := w.hub(t, collab.Options{})
	if err := second.LoseRaces(t.Context(), w.id); err != nil {
		t.Fatal(err)
	}
	commits := w.commit(t, second, insert(0, start+4, "late"))
	if n := len(commits); n != versions+1 {
		t.Errorf("%d commits came back, want %d", n, versions+1)
	}
	if doc, _ := w.manuscript(t, second); !strings.Contains(doc, "Thelate") && !strings.Contains(doc, "The late") {
		t.Errorf("the late commit is not where it was made: %.300s", doc)
	}
}
