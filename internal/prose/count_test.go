package prose_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"upright/internal/prose"
)

// The editor counts the same texts: assets/shared/count.ts.
func TestCountWordsAgreesWithTheEditor(t *testing.T) {
	data, err := os.ReadFile("../../assets/shared/testdata/counts.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors []struct {
		Name, Text string
		Words, Han int
	}
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) == 0 {
		t.Fatal("no vectors")
	}
	for _, v := range vectors {
		if got, want := prose.CountWords(v.Text), (prose.Count{Words: v.Words, Han: v.Han}); got != want {
			t.Errorf("%s: %q counts %+v, want %+v", v.Name, v.Text, got, want)
		}
	}
}

func text(s string) []prose.Inline { return []prose.Inline{&prose.Text{Text: s}} }

func TestCountOfAPart(t *testing.T) {
	note := &prose.Endnote{ID: "n", Content: []*prose.Text{{Text: "Three "}, {Text: "note words", Em: true}}}
	part := &prose.Part{Title: "Two words", Blocks: []prose.Block{
		&prose.Heading{Level: 1, Content: text("One")},
		// "law" and "s" stay one word around the note mark; the reference counts like the number it prints.
		&prose.Paragraph{Content: []prose.Inline{&prose.Text{Text: "The law"}, note, &prose.Text{Text: "s of "},
			&prose.CrossReference{Target: "x"}, &prose.HardBreak{}, &prose.Text{Text: "end"}}},
		&prose.Recommendation{Addressee: "not counted", Content: text("Ratify it")},
		&prose.Table{Caption: "A caption", Rows: []*prose.Row{{Cells: []*prose.Cell{
			{Blocks: []prose.Block{&prose.Paragraph{Content: text("cell")},
				&prose.List{Items: []*prose.ListItem{{Blocks: []prose.Block{&prose.Paragraph{Content: text("list item")}}}}}}},
		}}}},
	}}
	body, notes := part.Count()
	if want := 2 + 1 + 5 + 2 + 2 + 1 + 2; body.Words != want {
		t.Errorf("body %d, want %d", body.Words, want)
	}
	if notes.Words != 3 {
		t.Errorf("notes %d, want 3", notes.Words)
	}
	hidden := &prose.Manuscript{Parts: []*prose.Part{part, {Hidden: true, Blocks: part.Blocks}}}
	if all, _ := hidden.Count(); all != body {
		t.Errorf("with a hidden part %+v, without %+v", all, body)
	}
}

func BenchmarkCountWords(b *testing.B) {
	text := strings.Repeat("The State party’s duty under A/HRC/53/32 (art. 8) has not been met. ", 400)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		prose.CountWords(text)
	}
}
