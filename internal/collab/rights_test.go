package collab_test

import (
	"testing"

	"upright/internal/collab"
	"upright/internal/upr"
)

// Who wrote a moment ago is let in at the door without a question; in the batch the right is asked for again.
func TestARightIsAskedForWithEveryCommit(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	sam := w.suggester(t, "sam@example.org")
	suggestion := func(id string) string { return inserted(start, "x", mark("insertion", id, sam, "")) }
	if err := w.commitSteps(t, h, sam, suggestion("s-one")); err != nil {
		t.Fatal(err)
	}
	w.exec(t, `UPDATE submission_people SET ends_at = now() WHERE user_id = $1`, sam.User)
	before, version := w.manuscript(t, h)
	wantKind(t, w.commitSteps(t, h, sam, suggestion("s-two")), upr.NotFound)
	if after, now := w.manuscript(t, h); now != version || string(after) != string(before) {
		t.Errorf("the text has version %d, not %d", now, version)
	}
}
