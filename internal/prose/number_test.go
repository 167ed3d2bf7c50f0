package prose_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"upright/internal/prose"
)

func TestNumber(t *testing.T) {
	note := func(id string) prose.Inline { return &prose.Endnote{ID: id} }
	item := func(blocks ...prose.Block) *prose.ListItem { return &prose.ListItem{Blocks: blocks} }
	m := &prose.Manuscript{Parts: []*prose.Part{
		{Blocks: []prose.Block{
			&prose.Heading{ID: "h", Content: []prose.Inline{note("n1")}},
			&prose.Paragraph{ID: "a", Numbered: true},
			&prose.Paragraph{ID: "unnumbered"},
			&prose.List{ID: "l", Items: []*prose.ListItem{item(&prose.Paragraph{ID: "in list", Numbered: true, Content: []prose.Inline{note("n2")}})}},
			&prose.Paragraph{Numbered: true}, // no id: takes a number, is not in the map
		}},
		{Hidden: true, Blocks: []prose.Block{&prose.Paragraph{ID: "hidden", Numbered: true, Content: []prose.Inline{note("n0")}}}},
		{Blocks: []prose.Block{
			&prose.Table{ID: "t", Rows: []*prose.Row{{Cells: []*prose.Cell{{Blocks: []prose.Block{
				&prose.Paragraph{ID: "in cell", Numbered: true, Content: []prose.Inline{note("n3")}}}}}}}},
			&prose.Recommendation{ID: "r", Content: []prose.Inline{note("n4")}},
			&prose.Paragraph{ID: "b", Numbered: true},
			&prose.Paragraph{ID: "a", Numbered: true}, // twice: the first place counts
			&prose.Paragraph{ID: "c", Numbered: true},
		}},
	}}
	want := prose.Numbers{
		Paragraphs:      map[string]int{"a": 1, "b": 3, "c": 5},
		Recommendations: map[string]int{"r": 1},
		Tables:          map[string]int{"t": 1},
		Notes:           map[string]int{"n1": 1, "n2": 2, "n3": 3, "n4": 4},
	}
	got := prose.Number(m)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	content := []prose.Inline{&prose.Text{Text: "see "}, &prose.CrossReference{Target: "c"}, &prose.HardBreak{},
		&prose.CrossReference{Target: "r"}, note("n1"), &prose.Text{Text: " and "}, &prose.CrossReference{Target: "gone"}}
	if got, want := got.Plain(content), "see 5\nR1 and ?"; got != want {
		t.Errorf("plain text %q, want %q", got, want)
	}
	if got, want := prose.Plain(content), "see \n and "; got != want {
		t.Errorf("plain text without numbers %q, want %q", got, want)
	}
}
