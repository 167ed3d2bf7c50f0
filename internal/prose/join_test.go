package prose_test

import (
	"runtime"
	"strings"
	"testing"

	"upright/internal/prose"
)

// taken is how many bytes of memory an act took in all, in MiB.
func taken(act func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	act()
	runtime.ReadMemStats(&after)
	return (after.TotalAlloc - before.TotalAlloc) >> 20
}

// A paragraph that was cut into many runs once took twenty gigabytes, and as long: each run was added to all before it.
func TestManyRuns(t *testing.T) {
	const runs = 20_000
	words := strings.Repeat("word ", 20)
	cut := `{"type":"doc","content":[{"type":"part","attrs":{"id":"p","kind":"other","hidden":false},"content":[{"type":"part_title"},` +
		`{"type":"paragraph","attrs":{"id":"x","numbered":false},"content":[` +
		strings.TrimSuffix(strings.Repeat(`{"type":"text","text":"`+words+`"},`, runs), ",") + `]}]}]}`
	var m *prose.Manuscript
	if mib := taken(func() { m, _ = prose.Decode([]byte(cut)) }); mib > 500 {
		t.Errorf("reading took %d MiB", mib)
	}
	if m == nil {
		t.Fatal("it was not read")
	}
	content := prose.Content(m.Parts[0].Blocks[0])
	if len(content) != 1 || len(content[0].(*prose.Text).Text) != runs*len(words) {
		t.Errorf("%d inlines, want one with all of the text", len(content))
	}
}

// Paragraphs that were all proposed to be parted are one without that, and it is put together once.
func TestManySplits(t *testing.T) {
	const splits = 10_000
	words := strings.Repeat("word ", 20)
	part := &prose.Part{ID: "p", Kind: prose.Other}
	for range splits {
		p := &prose.Paragraph{ID: prose.NewID(), Content: []prose.Inline{&prose.Text{Text: words}}}
		if len(part.Blocks) > 0 {
			p.Suggested = []prose.Suggestion{{Kind: prose.Split, ID: "s", User: "ana"}}
		}
		part.Blocks = append(part.Blocks, p)
	}
	var settled *prose.Part
	if mib := taken(func() { settled = part.Settled() }); mib > 100 {
		t.Errorf("settling took %d MiB", mib)
	}
	if len(settled.Blocks) != 1 {
		t.Fatalf("%d blocks, want one", len(settled.Blocks))
	}
	content := prose.Content(settled.Blocks[0])
	if len(content) != 1 || len(content[0].(*prose.Text).Text) != splits*len(words) {
		t.Errorf("%d inlines, want one with all of the text", len(content))
	}
	if first := part.Blocks[0].(*prose.Paragraph).Content[0].(*prose.Text).Text; first != words {
		t.Errorf("settling changed the text that it was given: %d bytes", len(first))
	}
}
