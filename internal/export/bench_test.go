package export_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"testing"

	"upright/internal/example/exampletest"
	"upright/internal/export"
	"upright/internal/prose"
	"upright/internal/render/pdf"
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
	b.Run("preview/changed", func(b *testing.B) {
		b.ReportAllocs()
		sent := 0
		for i := range b.N {
			changed.Text = fmt.Sprintf("Change %d.", i)
			preview, err := warm.Preview(b.Context(), s)
			if err != nil {
				b.Fatal(err)
			}
			b.StopTimer()
			sent = onTheLine(b, preview)
			b.StartTimer()
		}
		b.ReportMetric(float64(sent)/1000, "kB-page")
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

// BenchmarkExcessive makes the PDF of texts that nobody should write, to see what one costs the server: go test
// ./internal/export -run ^$ -bench Excessive -benchmem.
func BenchmarkExcessive(b *testing.B) {
	for name, s := range excessive() {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if err := freshPress(b).Write(b.Context(), io.Discard, s, export.PDF); err != nil {
					b.Fatal(err)
				}
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

// onTheLine is how many bytes the middle page of a preview takes as it is sent.
func onTheLine(b *testing.B, preview *pdf.Preview) int {
	b.Helper()
	var sent bytes.Buffer
	z := gzip.NewWriter(&sent)
	if err := json.NewEncoder(z).Encode(preview.Pages[len(preview.Pages)/2]); err != nil {
		b.Fatal(err)
	}
	if err := z.Close(); err != nil {
		b.Fatal(err)
	}
	return sent.Len()
}
