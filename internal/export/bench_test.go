package export_test

import (
	"fmt"
	"io"
	"testing"

	"upright/internal/example/exampletest"
	"upright/internal/export"
	"upright/internal/prose"
)

// BenchmarkJoint makes each file of a joint submission at its limit, from the submission to the last byte. The PDF is
// made twice over: by a press
// that has just started, and again after one paragraph changed, as in use.
func BenchmarkJoint(b *testing.B) {
	s, err := exampletest.Joint()
	if err != nil {
		b.Fatal(err)
	}
	write := func(b *testing.B, p *export.Press, format export.Format) {
		if err := p.Write(b.Context(), io.Discard, s, format); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("pdf/first", func(b *testing.B) {
		b.ReportAllocs()
		for range b.N {
			b.StopTimer()
			fresh := freshPress(b)
			b.StartTimer()
			write(b, fresh, export.PDF)
		}
	})
	warm := freshPress(b)
	write(b, warm, export.PDF)
	part := s.Manuscript.Parts[0]
	changed := &prose.Text{}
	part.Blocks = append(part.Blocks, &prose.Paragraph{ID: "changed", Numbered: true, Content: []prose.Inline{changed}})
	b.Run("pdf/changed", func(b *testing.B) {
		b.ReportAllocs()
		for i := range b.N {
			changed.Text = fmt.Sprintf("Change %d.", i)
			write(b, warm, export.PDF)
		}
	})
	for _, format := range []export.Format{export.Word, export.HTML, export.Portable} {
		b.Run(string(format), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				write(b, warm, format)
			}
		})
	}
}

func freshPress(b *testing.B) *export.Press {
	b.Helper()
	p, err := startPress()
	if err != nil {
		b.Fatal(err)
	}
	return p
}
