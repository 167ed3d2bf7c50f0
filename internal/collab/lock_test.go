package collab_test

import (
	"errors"
	"testing"

	"upright/internal/collab"
	"upright/internal/upr"
)

// A locked part takes changes of coordinators only, wherever the rebase puts them; the rest of the text takes them all.
func TestLockedPart(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	ben := w.member(t, "ben@example.org")
	commit := func(by upr.Actor, p collab.Proposal) error {
		_, err := h.Commit(t.Context(), by, w.id, p)
		return err
	}
	const first, second = "partaaaaaaaa", "partbbbbbbbb"
	inSecond := 81
	if err := commit(ben, insert(0, start, "x")); err != nil {
		t.Fatal(err)
	}
	if err := w.store.LockPart(t.Context(), w.anna, w.id, second); err != nil {
		t.Fatal(err)
	}
	wantLocked := func(err error) {
		t.Helper()
		var known *upr.Error
		if !errors.As(err, &known) || known.Kind != upr.Invalid || known.Key != "text.locked" {
			t.Errorf("error is %v", err)
		}
	}
	if err := commit(ben, insert(1, start, "open ")); err != nil {
		t.Errorf("a part that is open: %v", err)
	}
	// Made before the lock, and late: it lands in the locked part after the rebase.
	wantLocked(commit(ben, insert(0, inSecond, "late")))
	wantLocked(commit(ben, proposal(2, `[{"stepType":"attr","pos":83,"attr":"hidden","value":true}]`)))
	if err := commit(w.anna, proposal(2, `[{"stepType":"attr","pos":83,"attr":"hidden","value":true}]`)); err != nil {
		t.Errorf("who coordinates: %v", err)
	}
	if err := w.store.UnlockPart(t.Context(), w.anna, w.id, second); err != nil {
		t.Fatal(err)
	}
	if err := commit(ben, insert(0, inSecond, "late")); err != nil {
		t.Errorf("unlocked: %v", err)
	}
	if err := w.store.LockPart(t.Context(), w.anna, w.id, first); err != nil {
		t.Fatal(err)
	}
	wantLocked(commit(ben, insert(0, start, "x")))
	doc, _ := w.manuscript(t, h)
	wantText(t, doc, "open ")
	wantText(t, doc, "late")
}

// Bringing a version back takes several commits. Where the last of its parts is locked, the first is not changed either: a
// text that is half of one version and half of another is nobody's.
func TestRestoreOfALockedPart(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	ben := w.member(t, "ben@example.org")
	const inSecond = 81
	for _, p := range []collab.Proposal{insert(0, inSecond, "in the second part"), insert(1, start, "in the first part ")} {
		if _, err := h.Commit(t.Context(), ben, w.id, p); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.store.LockPart(t.Context(), w.anna, w.id, "partbbbbbbbb"); err != nil {
		t.Fatal(err)
	}
	before, head := w.manuscript(t, h)
	_, _, err := h.Restore(t.Context(), ben, w.id, head, 0, "")
	var known *upr.Error
	if !errors.As(err, &known) || known.Key != "history.locked" {
		t.Errorf("error is %v", err)
	}
	if doc, now := w.manuscript(t, h); doc != before || now != head {
		t.Errorf("version %d, a part was brought back: %s", now, doc)
	}
	if _, lost, err := h.Restore(t.Context(), ben, w.id, head, 1, ""); err != nil || lost != 0 {
		t.Errorf("a version in which the locked part is the same: %d lost, %v", lost, err)
	}
}
