package collab_test

import (
	"fmt"
	"sync"
	"testing"

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
