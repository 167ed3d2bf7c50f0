package collab_test

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"upright/internal/collab"
	"upright/internal/upr"
)

// Steps accepted on one document, each durable before its answer, with fsync on: one person who waits for each answer,
// and several at once, whose commits are written together.
func BenchmarkCommit(b *testing.B) {
	w := durableWorld(b)
	for _, people := range []int{1, 10, 50} {
		b.Run(fmt.Sprintf("people=%d", people), func(b *testing.B) {
			w.id = w.submission(b)
			h := w.hub(b, collab.Options{})
			w.commit(b, h, insert(0, start, "x"))
			var writing sync.WaitGroup
			b.ResetTimer()
			for i := range people {
				writing.Go(func() {
					version := int64(1)
					for n := i; n < b.N; n += people {
						commits, err := h.Commit(b.Context(), w.anna, w.id, insert(version, start, "x"))
						if err != nil {
							b.Error(err)
							return
						}
						version = commits[len(commits)-1].Version
					}
				})
			}
			writing.Wait()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "steps/s")
		})
	}
}

// People who type five times a second each in one text and read what the others type: how long an edit takes to be
// durable, and to reach each of the others in the same process.
func BenchmarkPeople(b *testing.B) {
	w := durableWorld(b)
	for _, people := range []int{50, 200} {
		b.Run(strconv.Itoa(people), func(b *testing.B) {
			w.id = w.submission(b)
			t := &typing{begun: make(map[string]time.Time)}
			t.run(b, w, people)
			report(b, "durable", t.acks)
			report(b, "others", t.reads)
		})
	}
}

// BenchmarkPresence is BenchmarkPeople with as many more who move their cursors four times a second without a pause, which
// is as often as the editor tells it: what that does to those who type.
func BenchmarkPresence(b *testing.B) {
	w := durableWorld(b)
	for _, people := range []int{25, 50} {
		b.Run(strconv.Itoa(people), func(b *testing.B) {
			w.id = w.submission(b)
			t := &typing{begun: make(map[string]time.Time), moving: true}
			t.run(b, w, people)
			report(b, "durable", t.acks)
			report(b, "others", t.reads)
		})
	}
}

// move moves a cursor, and reads where everybody is, until the context is done.
func (t *typing) move(ctx context.Context, b *testing.B, w *world, h *collab.Hub, who upr.Actor) {
	reader, err := h.Follow(ctx, who, w.id, 1)
	if err != nil {
		if ctx.Err() == nil { // a run of one edit can be over by now
			b.Error(err)
		}
		return
	}
	defer reader.Close()
	reader.Watch("")
	go func() {
		place := collab.Place{Client: upr.NewID(), Version: 1, Anchor: start, Head: start}
		tick := time.NewTicker(250 * time.Millisecond)
		defer tick.Stop()
		for ctx.Err() == nil {
			place.Head++
			if err := h.Move(ctx, who, w.id, place); err != nil && ctx.Err() == nil {
				b.Error(err)
				return
			}
			<-tick.C
		}
	}()
	for ctx.Err() == nil {
		if _, err := reader.Next(ctx); err != nil {
			return
		}
	}
}

// typing is what was measured while people typed.
type typing struct {
	moving      bool // as many others move their cursors
	mu          sync.Mutex
	begun       map[string]time.Time // guarded by mu: when an edit was sent, by its ref
	acks, reads []time.Duration      // guarded by mu
}

// run lets people type b.N edits together.
func (t *typing) run(b *testing.B, w *world, people int) {
	const pause = 200 * time.Millisecond
	h := w.hub(b, collab.Options{})
	w.commit(b, h, insert(0, start, "x"))
	reading, stop := context.WithCancel(b.Context())
	var readers, writers sync.WaitGroup
	seen := make([]atomic.Int64, people) // the version that each has read, on which they type
	for i := range people {
		seen[i].Store(1)
		readers.Go(func() { t.read(reading, b, w, h, &seen[i]) })
		if t.moving {
			who := w.member(b, upr.NewID()+"@example.org")
			readers.Go(func() { t.move(reading, b, w, h, who) })
		}
	}
	b.ResetTimer()
	for i := range people {
		writers.Go(func() {
			time.Sleep(pause * time.Duration(i) / time.Duration(people)) // people do not type in step
			tick := time.NewTicker(pause)
			defer tick.Stop()
			for n := i; n < b.N; n += people {
				p := insert(seen[i].Load(), start, "x")
				begin := time.Now()
				t.mu.Lock()
				t.begun[p.Ref] = begin
				t.mu.Unlock()
				if _, err := h.Commit(b.Context(), w.anna, w.id, p); err != nil {
					b.Error(err)
					return
				}
				t.mu.Lock()
				t.acks = append(t.acks, time.Since(begin))
				t.mu.Unlock()
				<-tick.C
			}
		})
	}
	writers.Wait()
	b.StopTimer()
	stop()
	readers.Wait()
}

// read reads along until the context is done.
func (t *typing) read(ctx context.Context, b *testing.B, w *world, h *collab.Hub, seen *atomic.Int64) {
	reader, err := h.Follow(ctx, w.anna, w.id, 1)
	if err != nil {
		if ctx.Err() == nil { // a run of one edit can be over by now
			b.Error(err)
		}
		return
	}
	defer reader.Close()
	for {
		news, err := reader.Next(ctx)
		if err != nil {
			return
		}
		commits := news.Commits
		seen.Store(commits[len(commits)-1].Version)
		t.mu.Lock()
		for _, c := range commits {
			t.reads = append(t.reads, time.Since(t.begun[c.Ref]))
		}
		t.mu.Unlock()
	}
}

func report(b *testing.B, name string, all []time.Duration) {
	if len(all) == 0 {
		return // a run of one edit, which nobody read in time
	}
	slices.Sort(all)
	for _, p := range []int{50, 95, 99} {
		b.ReportMetric(float64(all[(len(all)-1)*p/100].Microseconds())/1000, fmt.Sprintf("ms-%s-p%d", name, p))
	}
}
