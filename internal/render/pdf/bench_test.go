package pdf

import (
	"fmt"
	"io"
	"testing"

	"upright/internal/document"
)

// BenchmarkJointSubmission renders the largest text OHCHR takes: 5,630 words, 150 endnotes. "cold" shapes everything,
// "again" changes one paragraph.
func BenchmarkJointSubmission(b *testing.B) {
	d := bigDocument(5630, 150)
	b.Run("cold", func(b *testing.B) {
		r, err := NewRenderer(Options{CacheBytes: -1})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for b.Loop() {
			if _, err := r.Write(b.Context(), io.Discard, d); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("again", func(b *testing.B) {
		r, err := NewRenderer(Options{})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		changed := &document.Paragraph{Anchor: "new"}
		d.Body = append(d.Body, changed)
		for i := 0; b.Loop(); i++ {
			changed.Text = spansOf(fmt.Sprintf("Change %d.", i))
			if _, err := r.Write(b.Context(), io.Discard, d); err != nil {
				b.Fatal(err)
			}
		}
	})
}
