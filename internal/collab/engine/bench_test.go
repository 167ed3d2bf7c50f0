package engine

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"upright/internal/upr"
)

const benchParagraphs, benchWords = 133, 42

// manyParagraphs is a text of 5,586 words in one part.
func manyParagraphs() string {
	var text strings.Builder
	text.WriteString(`{"type":"doc","content":[{"type":"part","attrs":{"id":"aaaaaaaaaaaa","kind":"rights"},"content":[{"type":"part_title"}`)
	for p := range benchParagraphs {
		fmt.Fprintf(&text, `,{"type":"paragraph","attrs":{"id":"paragraph%c%ca"},"content":[{"type":"text","text":"%s."}]}`,
			'a'+p/26, 'a'+p%26, strings.TrimSpace(strings.Repeat("reported ", benchWords)))
	}
	text.WriteString(`]}]}`)
	return text.String()
}

// BenchmarkTyping is the engine's share of 200 people who type letters all over a text, each made without having heard of
// the last hundred, fifty to a batch: a letter, the mark between two batches, and a snapshot with its authors.
func BenchmarkTyping(b *testing.B) {
	const people, missed, batch, between = 200, 100, 50, 1000
	text, err := compile(b).Open([]byte(manyParagraphs()), 0, nil)
	if err != nil {
		b.Fatal(err)
	}
	took := map[string]time.Duration{}
	measure := func(what string, call func() error) {
		begun := time.Now()
		if err := call(); err != nil {
			b.Fatal(err)
		}
		took[what] += time.Since(begun)
	}
	b.ResetTimer()
	for n := range b.N {
		who := n % people
		place := 15 + who%benchParagraphs*(len("reported ")*benchWords+2)
		step := fmt.Sprintf(`[{"stepType":"replace","from":%d,"to":%d,"slice":{"content":[{"type":"text","text":"x"}]}}]`, place, place)
		measure("receive", func() error {
			_, err := text.Receive(int64(max(0, n-missed)), []byte(step), nil, Sender{User: upr.UserID(fmt.Sprint("user", who%12)), At: int64(n)})
			return err
		})
		if n%batch == batch-1 {
			measure("mark", text.Mark)
		}
		if n%between == between-1 {
			measure("snapshot", func() error { _, err := text.Snapshot(); return err })
			measure("authors", func() error { _, err := text.Authors(); return err })
		}
	}
	for what, d := range took {
		b.ReportMetric(float64(d.Microseconds())/float64(b.N), what+"-µs/op")
	}
}
