package collab_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"upright/internal/collab"
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

// Fifty people who type five times a second each in one text and read what the others type: how long an edit takes to be
// durable, and to reach each of the others in the same process.
func BenchmarkFiftyPeople(b *testing.B) {
	const people, pause = 50, 200 * time.Millisecond
	w := durableWorld(b)
	h := w.hub(b, collab.Options{})
	w.commit(b, h, insert(0, start, "x"))
	var (
		mu          sync.Mutex
		begun       = make(map[string]time.Time)
		acks, reads []time.Duration
	)
	reading, stop := context.WithCancel(b.Context())
	var readers, writers sync.WaitGroup
	for range people {
		readers.Go(func() {
			reader, err := h.Follow(reading, w.anna, w.id, 1)
			if err != nil {
				b.Error(err)
				return
			}
			defer reader.Close()
			for {
				commits, err := reader.Next(reading)
				if err != nil {
					return
				}
				mu.Lock()
				for _, c := range commits {
					reads = append(reads, time.Since(begun[c.Ref]))
				}
				mu.Unlock()
			}
		})
	}
	b.ResetTimer()
	for i := range people {
		writers.Go(func() {
			time.Sleep(pause * time.Duration(i) / people) // people do not type in step
			tick := time.NewTicker(pause)
			defer tick.Stop()
			version := int64(1)
			for n := i; n < b.N; n += people {
				p := insert(version, start, "x")
				begin := time.Now()
				mu.Lock()
				begun[p.Ref] = begin
				mu.Unlock()
				commits, err := h.Commit(b.Context(), w.anna, w.id, p)
				if err != nil {
					b.Error(err)
					return
				}
				version = commits[len(commits)-1].Version
				mu.Lock()
				acks = append(acks, time.Since(begin))
				mu.Unlock()
				<-tick.C
			}
		})
	}
	writers.Wait()
	b.StopTimer()
	stop()
	readers.Wait()
	report := func(name string, all []time.Duration) {
		if len(all) == 0 {
			return // a run of one edit, which nobody read in time
		}
		slices.Sort(all)
		for _, p := range []int{50, 99} {
			b.ReportMetric(float64(all[(len(all)-1)*p/100].Microseconds())/1000, fmt.Sprintf("ms-%s-p%d", name, p))
		}
	}
	report("durable", acks)
	report("others", reads)
}
