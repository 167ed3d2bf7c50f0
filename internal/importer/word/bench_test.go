package word_test

import (
	"bytes"
	"runtime"
	"strconv"
	"testing"

	"upright/internal/example"
	"upright/internal/importer/word"
	"upright/internal/prose"
	"upright/internal/upr"
)

// joint is a joint submission at its limit, as a Word file: about 5,630 words and 150 endnotes.
func joint(b *testing.B) []byte {
	b.Helper()
	s, err := example.Submission("en")
	if err != nil {
		b.Fatal(err)
	}
	all := *s.Manuscript
	for i := 0; ; i++ {
		body, notes := all.Count()
		n := 0
		for _, part := range all.Parts {
			for range part.Notes() {
				n++
			}
		}
		if body.Words >= 5630 {
			b.Logf("%d words, %d in %d notes", body.Words, notes.Words, n)
			break
		}
		more, err := example.Submission("en")
		if err != nil {
			b.Fatal(err)
		}
		for _, part := range more.Manuscript.Parts {
			part.ID += strconv.Itoa(i)
			all.Parts = append(all.Parts, part)
		}
	}
	for i := 0; ; i++ { // notes that make up the number
		p, ok := all.Parts[0].Blocks[0].(*prose.Paragraph)
		if !ok || i == 75 {
			break
		}
		p.Content = append(p.Content, &prose.Endnote{ID: prose.NewID(), Content: []*prose.Text{{Text: "A source of some words, with the year 2026."}}})
	}
	s.SetText(&all)
	s.Details.Kind = upr.Joint
	return paper(b, s)
}

// BenchmarkRead reads it, and makes the manuscript. The heap in use at the end of a reading is reported, too.
func BenchmarkRead(b *testing.B) {
	data := joint(b)
	b.ReportAllocs()
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		d, err := word.Read(b.Context(), bytes.NewReader(data), word.Options{User: "ana", Comments: true})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := d.Manuscript(d.Suggested(), d.Usual()); err != nil {
			b.Fatal(err)
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapSys>>20), "heap-MiB")
}
