package collab_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"upright/internal/collab"
	"upright/internal/upr"
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

// A process that has not heard of another's commit gets one that was made on it, behind one of its own: what it holds for
// that version is a guess, on which the commit does not even apply.
func TestCommitOnAVersionNotHeardOf(t *testing.T) {
	w := newWorld(t)
	first, second := w.hub(t, collab.Options{}), w.hub(t, collab.Options{})
	w.manuscript(t, second)
	long := insert(0, start, strings.Repeat("long ", 100))
	errs, err := second.TakeBehind(t.Context(), w.anna, w.id, func() { w.commit(t, first, long) },
		insert(0, start, "guess "), insert(1, start+450, "on it "))
	if err := errors.Join(append(errs, err)...); err != nil {
		t.Fatal(err)
	}
	for i, h := range []*collab.Hub{first, second} {
		if doc, version := w.manuscript(t, h); version != 3 || !strings.Contains(doc, "long on it long") || !strings.Contains(doc, "guess ") {
			t.Errorf("process %d has at version %d: %.800s", i, version, doc)
		}
	}
}

// A commit on a version that is yet to come is refused, also behind others that would make one of that number.
func TestCommitOnAVersionToCome(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	w.manuscript(t, h)
	errs, err := h.TakeBehind(t.Context(), w.anna, w.id, func() {}, insert(0, start, "one "), insert(1, start, "two "))
	var known *upr.Error
	if err != nil || errs[0] != nil || !errors.As(errs[1], &known) || known.Kind != upr.Stale {
		t.Errorf("%v, %v; want nothing and that the text is gone", errs, err)
	}
}

// What is refused behind commits that come to nothing, since another process wrote meanwhile, was refused for nothing: here
// three large ones fill the text, until it turns out that their paragraph is gone.
func TestRefusalBehindAGuess(t *testing.T) {
	w := newWorld(t)
	first, second := w.hub(t, collab.Options{}), w.hub(t, collab.Options{})
	w.manuscript(t, second)
	var batch []collab.Proposal
	for i := range 4 {
		batch = append(batch, insert(0, start, fmt.Sprint(i)+strings.Repeat("x", 1_000_000)))
	}
	const inSecond = start + 24
	batch = append(batch, insert(0, inSecond, strings.Repeat("y", 300_000)))
	gone := proposal(0, fmt.Sprintf(`[{"stepType":"replace","from":%d,"to":%d}]`, start-1, start+21))
	errs, err := second.TakeBehind(t.Context(), w.anna, w.id, func() { w.commit(t, first, gone) }, batch...)
	if err := errors.Join(append(errs, err)...); err != nil {
		t.Fatal(err)
	}
	if doc, _ := w.manuscript(t, first); strings.Contains(doc, "xxx") || !strings.Contains(doc, "yyy") {
		t.Errorf("the text has %d bytes and begins with %.400s", len(doc), doc)
	}
}
