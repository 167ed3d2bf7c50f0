package prose_test

import (
	"regexp"
	"testing"

	"upright/internal/prose"
)

func TestEmpty(t *testing.T) {
	cell := func(content []prose.Inline) prose.Block {
		return &prose.Table{Rows: []*prose.Row{{Cells: []*prose.Cell{{Blocks: []prose.Block{&prose.Paragraph{Content: content}}}}}}}
	}
	for _, c := range []struct {
		name  string
		block prose.Block
		empty bool
	}{
		{"nothing", &prose.Paragraph{}, true},
		{"white space and a line break", &prose.Paragraph{Content: []prose.Inline{&prose.Text{Text: " \u00a0"}, &prose.HardBreak{}}}, true},
		{"text", &prose.Recommendation{Content: text("x")}, false},
		{"a note", &prose.Heading{Content: []prose.Inline{&prose.Endnote{}}}, false},
		{"a reference", &prose.Paragraph{Content: []prose.Inline{&prose.CrossReference{}}}, false},
		{"empty cells", cell(nil), true},
		{"a caption alone", &prose.Table{Caption: "Cases"}, false},
		{"text in a cell", cell(text("x")), false},
	} {
		if got := prose.Empty(c.block); got != c.empty {
			t.Errorf("%s: empty is %v", c.name, got)
		}
	}
}

func TestPlainBlock(t *testing.T) {
	list := &prose.List{Items: []*prose.ListItem{
		{Blocks: []prose.Block{&prose.Paragraph{Content: text("one")}}},
		{Blocks: []prose.Block{&prose.Paragraph{}, &prose.Paragraph{Content: text("two")}}},
	}}
	if got, want := (prose.Numbers{}).PlainBlock(list), "one\ntwo"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestNewPart(t *testing.T) {
	for _, kind := range prose.PartKinds() {
		part := prose.NewPart(kind, "Title")
		if _, err := prose.Encode(&prose.Manuscript{Parts: []*prose.Part{part}}); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
		if !part.Empty() {
			t.Errorf("%s is not empty", kind)
		}
		for _, id := range []string{part.ID, prose.BlockID(part.Blocks[0])} {
			if !regexp.MustCompile(`^[a-z2-7]{12}$`).MatchString(id) {
				t.Errorf("%s: id %q", kind, id)
			}
		}
	}
}
