package docx

import (
	"io"
	"strconv"
	"strings"
	"testing"

	"upright/internal/document"
)

// BenchmarkWrite writes the text of a joint submission at its limit: 5,640 words in 120 paragraphs with 150 endnotes.
func BenchmarkWrite(b *testing.B) {
	d := readCase(b, "combined")
	words := strings.Repeat("solidarity in practice among people ", 9) + "in Mexico"
	for i := range 120 {
		id := "bench" + strconv.Itoa(i)
		text := []document.Span{&document.Text{Text: words}}
		for range 1 + (3-i%4)/3 {
			n := len(d.Notes) + 1
			d.Notes = append(d.Notes, &document.Note{Number: n, Text: text[:1]})
			text = append(text, &document.NoteMark{Number: n}, &document.Reference{Anchor: "a", Text: "1"})
		}
		d.Body = append(d.Body, &document.Paragraph{Anchor: id, Number: 5 + i, Text: text})
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := Write(io.Discard, d); err != nil {
			b.Fatal(err)
		}
	}
}
