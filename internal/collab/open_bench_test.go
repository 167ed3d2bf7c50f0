package collab_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"upright/internal/collab"
	"upright/internal/store"
)

// BenchmarkOpen opens a text with 50,000 steps in its log as the first reader after a start of the server does, and reads
// it as it was at a version far back, five hundred commits after the nearest snapshot.
func BenchmarkOpen(b *testing.B) {
	const steps, every, last = 50_000, 500, 49_900
	w := durableWorld(b)
	w.id = w.submission(b)
	w.longLog(b, steps)
	for v := int64(every); v < last-2000; v += every {
		w.snapshot(b, v)
	}
	w.snapshot(b, last)
	b.Run("head", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			b.StopTimer()
			h := w.hub(b, collab.Options{})
			b.StartTimer()
			doc, version, err := h.Manuscript(b.Context(), w.anna, w.id)
			if err != nil || version != steps || !strings.Contains(string(doc), "xxx") {
				b.Fatalf("version %d: %v", version, err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms")
	})
	h := w.hub(b, collab.Options{})
	b.Run("far", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := h.ManuscriptAt(b.Context(), w.anna, w.id, 40*every+every-1); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms")
	})
}

// longLog gives the text a log of letters, each of which was typed in front of the others.
func (w *world) longLog(b *testing.B, steps int) {
	b.Helper()
	for from := 0; from < steps; from += 1000 {
		commits := make([]store.Commit, 1000)
		for i := range commits {
			p := insert(int64(from+i), start, "x")
			commits[i] = store.Commit{
				Version: int64(from + i + 1), Ref: p.Ref, Client: p.Client, User: w.anna.User, Base: p.Base, Steps: p.Steps,
			}
		}
		if _, err := w.store.AddCommits(b.Context(), w.id, int64(from), commits); err != nil {
			b.Fatal(err)
		}
	}
}

// snapshot keeps the text as it was after so many letters.
func (w *world) snapshot(b *testing.B, version int64) {
	b.Helper()
	doc := strings.Replace(firstText, "The first paragraph.", strings.Repeat("x", int(version))+"The first paragraph.", 1)
	authors := fmt.Sprintf("%q", w.anna.User)
	if err := w.store.SaveSnapshot(b.Context(), w.id, version, json.RawMessage(doc), json.RawMessage(authors)); err != nil {
		b.Fatal(err)
	}
}
