package collab_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"upright/internal/collab"
	"upright/internal/store"
	"upright/internal/store/dump"
	"upright/internal/store/storetest"
	"upright/internal/upr"
)

// spreadOut makes the commits a hundred days old and seven minutes apart, so that they are of many sittings.
func (w *world) spreadOut(t testing.TB) {
	t.Helper()
	w.exec(t, `UPDATE manuscript_commits SET created_at = now() - interval '100 days' + version * interval '7 minutes'`)
}

func (w *world) compact(t testing.TB, behind int64) store.CompactionPlan {
	t.Helper()
	plan, err := collab.Compact(t.Context(), w.store, compiled(t), w.id, time.Now().Add(-collab.CompactAge), behind, false)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

// whoWrote is who wrote every position, whatever the order in which people are listed.
func whoWrote(t testing.TB, w *world, h *collab.Hub, version int64) []upr.UserID {
	t.Helper()
	got, err := h.Authorship(t.Context(), w.anna, w.id, version)
	if err != nil {
		t.Fatal(err)
	}
	var by []upr.UserID
	for i := 0; i+1 < len(got.Runs); i += 2 {
		for range got.Runs[i] {
			by = append(by, got.Users[got.Runs[i+1]])
		}
	}
	return by
}

// versions are texts by their version.
func (w *world) versions(t testing.TB, h *collab.Hub, list ...int64) map[int64]string {
	t.Helper()
	texts := make(map[int64]string)
	for _, v := range list {
		doc, err := h.ManuscriptAt(t.Context(), w.anna, w.id, v)
		if err != nil {
			t.Fatalf("version %d: %v", v, err)
		}
		texts[v] = string(doc)
	}
	return texts
}

// Several people write at random in two processes. After the log is compacted everything that stays is what it was: the
// text, whose each character is, named versions and whose their characters are, where comments stand, when who wrote.
func TestCompact(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	ctx, w := t.Context(), newWorld(t)
	hubs := []*collab.Hub{w.hub(t, collab.Options{}), w.hub(t, collab.Options{})}
	if err := hubs[0].StartThread(ctx, w.anna, w.id, newComment(), upr.Anchor{Block: "x", Ranged: true, From: start + 4, To: start + 9}); err != nil {
		t.Fatal(err)
	}
	owners := writeLetters(t, w, hubs, seed, 60)
	w.spreadOut(t)
	named := []int64{33, 34, 120}
	for _, v := range named {
		if _, err := hubs[0].NameRevision(ctx, w.anna, w.id, v, fmt.Sprint(v)); err != nil {
			t.Fatal(err)
		}
	}
	head, err := w.store.TextHead(ctx, w.id)
	if err != nil {
		t.Fatal(err)
	}
	texts, authors := w.versions(t, hubs[0], append(named, 0, head)...), map[int64][]upr.UserID{}
	for v := range texts {
		authors[v] = whoWrote(t, w, hubs[0], v)
	}
	sat, err := w.store.Sittings(ctx, w.anna, w.id, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	people, err := w.store.Authors(ctx, w.anna, w.id)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := w.store.Text(ctx, w.id, head)
	if err != nil {
		t.Fatal(err)
	}
	placed := w.placedByWholeLog(t, head)

	plan := w.compact(t, 60)
	if plan.Cut > head-60 || plan.Cut < head-70 || plan.Commits != plan.Cut || plan.Bytes == 0 {
		t.Fatalf("compacted %+v of %d", plan, head)
	}
	if n := query(t, w, "SELECT count(*) FROM manuscript_commits"); n != fmt.Sprint(head-plan.Cut) {
		t.Errorf("%s commits are left", n)
	}

	fresh := w.hub(t, collab.Options{})
	for _, h := range append(hubs, fresh) {
		if diff := reflect.DeepEqual(w.versions(t, h, append(named, 0, head)...), texts); !diff {
			t.Error("a version that was kept is another")
		}
		for v, want := range authors {
			if !slices.Equal(whoWrote(t, w, h, v), want) {
				t.Errorf("the characters of version %d are somebody else's", v)
			}
		}
		doc, _ := w.manuscript(t, h)
		now, err := h.Authorship(ctx, w.anna, w.id, -1)
		if err != nil {
			t.Fatal(err)
		}
		wantOwn(t, doc, now, owners)
		for _, v := range []int64{1, 35, plan.Cut - 1} {
			_, err := h.ManuscriptAt(ctx, w.anna, w.id, v)
			if wantKind(t, err, upr.Stale); !store.IsCompacted(err) {
				t.Errorf("version %d: %v", v, err)
			}
		}
	}

	if got := onlyThread(t, w, fresh); got != placed {
		t.Errorf("the comment stands at %+v, it stood at %+v", got, placed)
	}
	again, err := w.store.Sittings(ctx, w.anna, w.id, 0, 1000)
	if err != nil {
		t.Fatal(err)
	}
	for i := range again {
		if again[i].Compacted != (again[i].Last <= plan.Cut) {
			t.Errorf("sitting up to version %d: compacted %t", again[i].Last, again[i].Compacted)
		}
		again[i].Compacted = false
	}
	if !reflect.DeepEqual(again, sat) {
		t.Errorf("sittings are %+v, were %+v", again, sat)
	}
	if now, err := w.store.Authors(ctx, w.anna, w.id); err != nil || !reflect.DeepEqual(now, people) {
		t.Errorf("who took part is %+v, %v", now, err)
	}
	if at, by, err := w.store.VersionTime(ctx, w.id, 33); err != nil || by == "" || time.Since(at) < 99*24*time.Hour {
		t.Errorf("version 33 is of %v by %q, %v", at, by, err)
	}
	if now, err := w.store.Text(ctx, w.id, head); err != nil || now.Version != whole.Version {
		t.Errorf("the text is read from version %d, %v", now.Version, err)
	}
	w.replayedFromFloor(t, plan.Cut, texts[head])
}

// placedByWholeLog is where a comment stands in the text as the whole log says, in a copy of the database.
func (w *world) placedByWholeLog(t *testing.T, head int64) upr.Anchor {
	t.Helper()
	copied := w.copied(t)
	got := onlyThread(t, copied, copied.hub(t, collab.Options{}))
	if got.Version != head {
		t.Fatalf("the comment stands in version %d of %d", got.Version, head)
	}
	return got
}

// copied is the world as a backup of it is restored.
func (w *world) copied(t *testing.T) *world {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "backup")
	if _, err := dump.Write(t.Context(), w.url, dir, time.Now()); err != nil {
		t.Fatal(err)
	}
	url := storetest.Empty(t)
	if _, err := dump.Restore(t.Context(), url, dir); err != nil {
		t.Fatal(err)
	}
	return &world{url: url, store: storetest.Connect(t, url), anna: w.anna, org: w.org, id: w.id}
}

// replayedFromFloor holds the text to the first snapshot that leads to it and every commit that is left.
func (w *world) replayedFromFloor(t *testing.T, floor int64, want string) {
	t.Helper()
	w.exec(t, "DELETE FROM manuscript_snapshots WHERE version > $1", floor)
	doc, _ := w.manuscript(t, w.hub(t, collab.Options{}))
	if doc != want {
		t.Errorf("from the floor on the text becomes %s, want %s", doc, want)
	}
}

// Who comes back with a version from before the floor begins anew, and a commit of that time is never taken twice; from
// the floor on all goes on as ever.
func TestComingBackFromBeforeTheFloor(t *testing.T) {
	ctx, w := t.Context(), newWorld(t)
	h := w.hub(t, collab.Options{})
	first := insert(0, start, "a")
	w.commit(t, h, first)
	for v := int64(1); v < 60; v++ {
		w.commit(t, h, insert(v, start, "b"))
	}
	w.spreadOut(t)
	floor := w.compact(t, 20).Cut
	if again := w.compact(t, 20); again.Cut != floor || again.Commits != 0 {
		t.Errorf("the second time: %+v", again)
	}
	other := w.hub(t, collab.Options{}) // the first process has the commits in memory, and can still merge
	before, version := w.manuscript(t, h)
	_, err := other.Follow(ctx, w.anna, w.id, floor-1)
	wantKind(t, err, upr.Stale)
	for _, late := range []collab.Proposal{first, insert(floor-1, start, "late")} {
		_, err = other.Commit(ctx, w.anna, w.id, late)
		wantKind(t, err, upr.Stale)
	}
	w.commit(t, h, first) // taken already
	if now, at := w.manuscript(t, other); now != before || at != version {
		t.Errorf("version %d became %d", version, at)
	}
	commits := w.commit(t, other, insert(floor, start, "from the floor on "))
	if len(commits) != int(commits[len(commits)-1].Version-floor) {
		t.Errorf("%d commits up to version %d, from %d", len(commits), commits[len(commits)-1].Version, floor)
	}
	reader, err := other.Follow(ctx, w.anna, w.id, floor)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if news, err := reader.Next(ctx); err != nil || news.Commits[0].Version != floor+1 {
		t.Errorf("news are %+v, %v", news, err)
	}
	if _, err := other.NameRevision(ctx, w.anna, w.id, floor, "Floor"); err != nil {
		t.Error(err)
	}
	_, err = w.store.AddRevision(ctx, w.anna, w.id, floor-1, "Gone", [32]byte{})
	wantKind(t, err, upr.Stale)
	head, err := w.store.TextHead(ctx, w.id)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := other.Restore(ctx, w.anna, w.id, head, floor, ""); err != nil {
		t.Error(err)
	}
	doc, _ := w.manuscript(t, other)
	if strings.Contains(doc, "from the floor on") {
		t.Errorf("restored: %s", doc)
	}

	// The same from a backup: the second compaction goes on where the first ended.
	copied := w.copied(t)
	copied.exec(t, `UPDATE manuscript_commits SET created_at = created_at - interval '90 days' WHERE created_at > now() - interval '1 hour'`)
	further := copied.compact(t, 0)
	if further.Floor != floor || further.Cut != head+1 || further.Commits != head+1-floor {
		t.Errorf("further: %+v", further)
	}
	if restored, version := copied.manuscript(t, copied.hub(t, collab.Options{})); restored != doc || version != head+1 {
		t.Errorf("version %d: %s", version, restored)
	}
}

// People write at two processes while the log is compacted again and again: every commit is taken once, and none is lost.
func TestCompactWhilePeopleWrite(t *testing.T) {
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	w := newWorld(t)
	hubs := []*collab.Hub{w.hub(t, collab.Options{}), w.hub(t, collab.Options{})}
	// Every commit is a sitting of its own, so that any can be the last to go.
	w.exec(t, `ALTER TABLE manuscript_commits ALTER created_at SET DEFAULT now() + random() * interval '1 year'`)
	const edits = 80
	done := make(chan error, 1)
	stop := make(chan struct{})
	mine := storetest.Connect(t, w.url)
	go func() {
		for {
			select {
			case <-stop:
				done <- nil
				return
			default:
			}
			// A writer has missed what the three others wrote, at most: closer to the head they would have to begin anew.
			if _, err := collab.Compact(t.Context(), mine, compiled(t), w.id, time.Now().AddDate(2, 0, 0), 3*edits, false); err != nil {
				done <- err
				return
			}
		}
	}()
	owners := writeLetters(t, w, hubs, seed, edits)
	close(stop)
	if err := <-done; err != nil {
		t.Fatal(err)
	}
	t.Logf("compacted %s", query(t, w, "SELECT floor FROM manuscripts"))
	for _, h := range append(hubs, w.hub(t, collab.Options{})) {
		doc, version := w.manuscript(t, h)
		if version != int64(edits*(len(owners)-1)) {
			t.Errorf("version %d", version)
		}
		got, err := h.Authorship(t.Context(), w.anna, w.id, -1)
		if err != nil {
			t.Fatal(err)
		}
		wantOwn(t, doc, got, owners)
	}
}

// A compaction that was broken off after it had made its snapshots is run again, and nothing was taken away before.
func TestCompactAfterACrash(t *testing.T) {
	w := newWorld(t)
	h := w.hub(t, collab.Options{})
	for v := range int64(40) {
		w.commit(t, h, insert(v, start, "b"))
	}
	w.spreadOut(t)
	plan, err := w.store.PlanCompaction(t.Context(), w.id, time.Now().Add(-collab.CompactAge), 10)
	if err != nil || len(plan.Missing) != 1 || plan.Missing[0] != plan.Cut {
		t.Fatalf("%+v, %v", plan, err)
	}
	if err := w.store.Compact(t.Context(), w.id, plan.Cut); err != store.ErrMovedOn {
		t.Errorf("without the snapshot it needs: %v", err)
	}
	if n := query(t, w, "SELECT count(*) FROM manuscript_commits"); n != "40" {
		t.Fatalf("%s commits are left", n)
	}
	text, err := w.store.Text(t.Context(), w.id, plan.Cut)
	if err != nil {
		t.Fatal(err)
	}
	// What stands there is not what the commits make of it, as after a fault of the program: nothing is taken away.
	if err := w.store.KeepSnapshot(t.Context(), w.id, plan.Cut, text.Snapshot, json.RawMessage(`"`+string(w.anna.User)+`"`)); err != nil {
		t.Fatal(err)
	}
	w.exec(t, `INSERT INTO manuscript_snapshots (submission_id, version, doc, authors) SELECT submission_id, 40, doc, authors
		FROM manuscript_snapshots WHERE version > 0`)
	if _, err := collab.Compact(t.Context(), w.store, compiled(t), w.id, time.Now().Add(-collab.CompactAge), 10, false); err == nil {
		t.Error("a snapshot that does not lead to the next one was taken for the text")
	}
	w.exec(t, `DELETE FROM manuscript_snapshots WHERE version > 0`)
	if got := w.compact(t, 10); got.Cut != plan.Cut {
		t.Errorf("compacted %+v", got)
	}
}
