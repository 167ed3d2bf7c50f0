package word_test

import (
	"bytes"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"upright/internal/importer/word"
	. "upright/internal/importer/word/wordtest"
)

// What a small file repeats takes no more than a large one: each of these once took gigabytes, or minutes.
func TestAmplified(t *testing.T) {
	words := strings.Repeat("word ", 20)
	bold := `<w:r><w:rPr><w:b/></w:rPr><w:t>x</w:t></w:r>`
	called := `<w:r><w:footnoteReference w:id="1"/></w:r>`
	note := func(runs string) Part {
		return Part{Name: "footnotes", Content: `<w:footnote w:id="1">` + P("", runs) + `</w:footnote>`}
	}
	marks := func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(`<w:bookmarkStart w:name="x` + strconv.Itoa(i) + `"/>`)
		}
		return b.String()
	}
	tests := []struct {
		name    string
		data    []byte
		refused bool
		mib     uint64 // of memory at most, in all
	}{
		{"a paragraph of many runs", File(t, P("", strings.Repeat(R(words), 6_000))), false, 300},
		{"a note of many runs", File(t, P("", called), note(strings.Repeat(R(words), 6_000))), false, 300},
		{"one note called often", File(t, P("", strings.Repeat(called, 500)), note(strings.Repeat(R("ab")+bold, 5_000))), true, 300},
		{"a note of bookmarks called often", File(t, P("", strings.Repeat(called, 2_000)), note(marks(10_000))), true, 300},
		{"bookmarks behind each other", File(t, P("", marks(20_000)+R("x"))), false, 500},
		{"text in text", File(t, P("", R("x")), Part{Name: "comments", Content: `<w:comment w:id="1">` +
			strings.Repeat("<w:t>", 200) + strings.Repeat(words, 10_000) + strings.Repeat("</w:t>", 200) + `</w:comment>`}), false, 100},
		{"many links to a long address", File(t, P("", strings.Repeat(`<w:hyperlink r:id="far" w:anchor="x">`+R("x")+`</w:hyperlink>`, 5_000)),
			Link("far", "https://upright.example/"+strings.Repeat("x", 1<<20))), false, 300},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data := zipped(t, entries(t, tt.data)) // packed it would be refused for its tightness
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			_, err := word.Read(t.Context(), bytes.NewReader(data), word.Options{User: "ana", Comments: true})
			runtime.ReadMemStats(&after)
			if (err != nil) != tt.refused {
				t.Errorf("got %v", err)
			}
			if mib := (after.TotalAlloc - before.TotalAlloc) >> 20; mib > tt.mib {
				t.Errorf("%d bytes took %d MiB", len(data), mib)
			}
		})
	}
}
