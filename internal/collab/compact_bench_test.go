package collab_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"upright/internal/collab"
	"upright/internal/collab/engine"
	"upright/internal/store"
)

// BenchmarkCompact compacts a text of some 30,000 characters with 50,000 changes, of which the last thousand stay, and
// prints what the tables take before and after.
func BenchmarkCompact(b *testing.B) {
	const changes = 50_000
	w := durableWorld(b)
	for b.Loop() {
		b.StopTimer()
		w.id = w.submission(b)
		w.revised(b, changes)
		w.exec(b, `UPDATE manuscript_commits SET created_at = now() - interval '900 days' + version * interval '10 minutes'`)
		before, commits := w.tableSizes(b)
		b.StartTimer()
		plan, err := collab.Compact(b.Context(), w.store, compiled(b), w.id, time.Now().Add(-collab.CompactAge), collab.CompactBehind, false)
		b.StopTimer()
		if err != nil || plan.Commits < changes-collab.CompactBehind-10 {
			b.Fatalf("%+v, %v", plan, err)
		}
		after, left := w.tableSizes(b)
		b.Logf("%d changes of %d went, %d versions stay: commits %s to %s, all of the text %s to %s", plan.Commits, changes, plan.Kept, commits, left, before, after)
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms")
}

// tableSizes are what the tables of texts take on the disk, without the room that removed rows leave.
func (w *world) tableSizes(b *testing.B) (all, commits string) {
	b.Helper()
	tables := []string{"manuscripts", "manuscript_commits", "manuscript_snapshots", "manuscript_sittings", "manuscript_sitting_writers"}
	sum := "0"
	for _, table := range tables {
		w.exec(b, "VACUUM FULL "+table)
		sum += fmt.Sprintf(" + pg_total_relation_size('%s')", table)
	}
	return query(b, w, "SELECT pg_size_pretty("+sum+")"), query(b, w, "SELECT pg_size_pretty(pg_total_relation_size('manuscript_commits'))")
}

// revised writes the text with so many changes, two of three of which add words and one takes as many out once the text is
// long, and keeps snapshots as a hub does.
func (w *world) revised(b *testing.B, changes int) {
	b.Helper()
	first, err := w.store.Text(b.Context(), w.id, 0)
	if err != nil {
		b.Fatal(err)
	}
	mirror, err := compiled(b).Open(first.Snapshot, 0, nil)
	if err != nil {
		b.Fatal(err)
	}
	const every, long = 200, 30_000
	random, length := rand.New(rand.NewPCG(1, 2)), 0
	for from := 0; from < changes; from += every {
		commits := make([]store.Commit, every)
		for i := range commits {
			at := start + random.IntN(length+1)
			p := insert(int64(from+i), at, "some words ")
			if length += 11; length > long {
				p = proposal(int64(from+i), "["+deleteBetween(start+length-50, start+length-17)+"]")
				length -= 44
			}
			commits[i] = store.Commit{
				Version: int64(from + i + 1), Ref: p.Ref, Client: p.Client, User: w.anna.User, Base: p.Base, Steps: p.Steps,
			}
			if err := mirror.Replay(p.Steps, engine.Sender{User: w.anna.User}); err != nil {
				b.Fatal(err)
			}
		}
		if _, err := w.store.AddCommits(b.Context(), w.id, int64(from), commits); err != nil {
			b.Fatal(err)
		}
		w.keep(b, mirror, int64(from+every))
	}
}

// keep saves a snapshot of the mirror.
func (w *world) keep(b *testing.B, mirror *engine.Text, version int64) {
	b.Helper()
	doc, err := mirror.Snapshot()
	if err != nil {
		b.Fatal(err)
	}
	authors, err := mirror.Authors()
	if err != nil {
		b.Fatal(err)
	}
	if err := w.store.SaveSnapshot(b.Context(), w.id, version, doc, authors); err != nil {
		b.Fatal(err)
	}
}
