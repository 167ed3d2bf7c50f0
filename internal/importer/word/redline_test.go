package word_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upright/internal/example"
	"upright/internal/export"
	"upright/internal/prose"
)

// TestRedline reads Upright's own comparison of two versions, whose changes are tracked: refused, it is the older version;
// accepted, the newer one.
func TestRedline(t *testing.T) {
	older, err := example.Submission("en")
	if err != nil {
		t.Fatal(err)
	}
	newer, err := example.Submission("en")
	if err != nil {
		t.Fatal(err)
	}
	part := newer.Manuscript.Parts[2]
	for i, b := range part.Blocks {
		p, ok := b.(*prose.Paragraph)
		if !ok {
			continue
		}
		switch i {
		case 1: // words
			text := p.Content[0].(*prose.Text)
			text.Text = strings.Replace(text.Text, "The review rests", "This review is built", 1)
		case 2: // a paragraph goes, another one comes
			p.ID, p.Content = "brandnew", []prose.Inline{&prose.Text{Text: "An entirely different thing stands here now, which shares no word with any other."}}
		}
	}
	p, err := press()
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := p.WriteRedline(t.Context(), &file, export.Comparison{Older: older, Newer: newer, OlderName: "a", NewerName: "b"}, export.Word); err != nil {
		t.Fatal(err)
	}
	m := taken(t, read(t, file.Bytes()))
	if n := m.Suggestions(); n < 3 {
		t.Errorf("only %d changes", n)
	}
	form := func(m *prose.Manuscript) string { return trimmedLines(prose.WriteForm(m.Parts[2])) }
	if diff := cmp.Diff(form(named(older.Manuscript)), form(named(m.Settled()))); diff != "" {
		t.Errorf("refused (-older +read):\n%s", diff)
	}
	if diff := cmp.Diff(form(named(newer.Manuscript)), form(named(accepted(m)))); diff != "" {
		t.Errorf("accepted (-newer +read):\n%s", diff)
	}
}
