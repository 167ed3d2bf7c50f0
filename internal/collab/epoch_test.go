package collab_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"upright/internal/collab"
	"upright/internal/store/dump"
	"upright/internal/store/storetest"
	"upright/internal/upr"
)

// A backup is restored while a client is ahead of it, and somebody else has written the same version number since: the
// client is told to begin anew, and its commits do not reach what they were not made on.
func TestEpochEndsWithARestore(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	epoch, err := h.Epoch(t.Context(), w.id)
	if err != nil || len(epoch) != 32 {
		t.Fatalf("epoch %q, %v", epoch, err)
	}
	w.commit(t, h, insert(0, start, "in the backup "))
	dir := filepath.Join(t.TempDir(), "backup")
	if _, err := dump.Write(t.Context(), w.url, dir, time.Now()); err != nil {
		t.Fatal(err)
	}
	w.commit(t, h, insert(1, start, "lost with the disk "))

	restored := storetest.Empty(t)
	if _, err := dump.Restore(t.Context(), restored, dir); err != nil {
		t.Fatal(err)
	}
	again := &world{url: restored, store: storetest.Connect(t, restored), anna: w.anna, org: w.org, id: w.id}
	now := again.hub(t, collab.Options{})
	again.commit(t, now, insert(1, start, "written since "))
	wantKind(t, now.RequireEpoch(t.Context(), w.id, epoch), upr.Stale)
	fresh, err := now.Epoch(t.Context(), w.id)
	if err != nil || fresh == epoch {
		t.Fatalf("the epoch after the restore is %q, %v", fresh, err)
	}
	if err := now.RequireEpoch(t.Context(), w.id, fresh); err != nil {
		t.Error(err)
	}
	doc, version, err := now.Manuscript(t.Context(), w.anna, w.id)
	if err != nil || version != 2 || strings.Contains(string(doc), "lost with") || !strings.Contains(string(doc), "written since in the backup") {
		t.Errorf("the restored text is %d: %s, %v", version, doc, err)
	}
}

// The digest of a named revision is that of the text, however it was stored.
func TestNameRevision(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	w.commit(t, h, insert(0, start, "x"))
	first, err := h.NameRevision(t.Context(), w.anna, w.id, 0, " Before  all ")
	if err != nil || first.Number != 1 || first.Name != "Before all" || first.Version != 0 || first.By != w.anna.User {
		t.Fatalf("%+v, %v", first, err)
	}
	want, err := collab.Digest([]byte(firstText))
	if err != nil || first.SHA256 != want {
		t.Errorf("digest %x, want %x, %v", first.SHA256, want, err)
	}
	second, err := h.NameRevision(t.Context(), w.anna, w.id, 1, "After")
	if err != nil || second.Number != 2 || second.SHA256 == want {
		t.Errorf("%+v, %v", second, err)
	}
	_, err = h.NameRevision(t.Context(), w.anna, w.id, 2, "Future")
	wantKind(t, err, upr.Stale)
	stranger := w.user(t, "stranger@example.org")
	_, err = h.NameRevision(t.Context(), stranger, w.id, 1, "Mine")
	wantKind(t, err, upr.NotFound)
	_, _, err = h.Restore(t.Context(), stranger, w.id, 1, 0, "")
	wantKind(t, err, upr.NotFound)
}
