package takeover_test

import (
	"testing"

	"upright/internal/prose"
	"upright/internal/takeover"
	"upright/internal/upr"
)

func text(s string) *prose.Text { return &prose.Text{Text: s} }

// source is a text with all that can be taken over, and what cannot.
func source() *prose.Manuscript {
	note := &prose.Endnote{ID: "note", Content: []*prose.Text{text("Report of Mexico, para. 4.")}}
	return &prose.Manuscript{Parts: []*prose.Part{
		{ID: "a", Kind: prose.Rights, Title: "Rights", Blocks: []prose.Block{
			&prose.Heading{ID: "head", Level: 1, Content: []prose.Inline{text("Law")}},
			&prose.Paragraph{ID: "one", Numbered: true, Content: []prose.Inline{text("The law changed."), note}},
			&prose.Paragraph{ID: "empty", Numbered: true},
			&prose.List{ID: "list", Items: []*prose.ListItem{{Blocks: []prose.Block{&prose.Paragraph{ID: "item", Content: []prose.Inline{text("x")}}}}}},
			&prose.Paragraph{ID: "two", Numbered: true, Content: []prose.Inline{text("See paragraph "), &prose.CrossReference{Target: "one"}}},
		}},
		{ID: "b", Kind: prose.Recommendations, Blocks: []prose.Block{
			&prose.Recommendation{ID: "rec", Addressee: "the Congress", Content: []prose.Inline{text("Repeal it.")}},
		}},
		{ID: "c", Kind: prose.Other, Hidden: true, Blocks: []prose.Block{
			&prose.Paragraph{ID: "hidden", Numbered: true, Content: []prose.Inline{text("Later.")}},
		}},
	}}
}

func TestList(t *testing.T) {
	list := takeover.List(source())
	want := []struct{ id, label, plain string }{
		{"one", "1", "The law changed."}, {"two", "3", "See paragraph 1"}, {"rec", "R1", "Repeal it."},
	}
	if len(list) != len(want) {
		t.Fatalf("%d passages, want %d", len(list), len(want))
	}
	for i, w := range want {
		if p := list[i]; p.ID != w.id || p.Label != w.label || p.Plain != w.plain {
			t.Errorf("passage %d is %q %q %q, want %q", i, p.ID, p.Label, p.Plain, w)
		}
	}
	if notes := list[0].Notes; len(notes) != 1 || notes[0].ID != "note" || notes[0].Kind != upr.NotePassage || notes[0].Label != "1" {
		t.Errorf("the notes are %+v", notes)
	}
}

func TestFind(t *testing.T) {
	for _, one := range []struct {
		kind  upr.PassageKind
		id    string
		there bool
	}{
		{upr.ParagraphPassage, "one", true}, {upr.RecommendationPassage, "rec", true}, {upr.NotePassage, "note", true},
		{upr.ParagraphPassage, "hidden", true}, {upr.RecommendationPassage, "one", true}, // made a paragraph since
		{upr.ParagraphPassage, "note", false}, {upr.NotePassage, "one", false}, {upr.ParagraphPassage, "list", false},
		{upr.ParagraphPassage, "item", false}, {upr.ParagraphPassage, "head", false}, {upr.ParagraphPassage, "", false},
	} {
		p, there := takeover.Find(source(), one.kind, one.id)
		if there != one.there {
			t.Errorf("%s %q: there %t", one.kind, one.id, there)
		}
		if !there {
			continue
		}
		words, err := takeover.Words(p.Text)
		if err != nil {
			t.Fatal(err)
		}
		again, err := takeover.Read(words)
		if err != nil || !takeover.Same(p.Text, again) {
			t.Errorf("%s %q comes back as something else: %v", one.kind, one.id, err)
		}
	}
	for _, words := range []string{"", "{}", `{"type":"doc","content":[]}`} {
		if _, err := takeover.Read(words); err == nil {
			t.Errorf("%q is a passage", words)
		}
	}
}

func TestSame(t *testing.T) {
	of := func(change func(*prose.Manuscript)) *prose.Manuscript {
		m := source()
		change(m)
		p, ok := takeover.Find(m, upr.ParagraphPassage, "one")
		if !ok {
			t.Fatal("the paragraph is gone")
		}
		return p.Text
	}
	paragraph := func(m *prose.Manuscript) *prose.Paragraph { return m.Parts[0].Blocks[1].(*prose.Paragraph) }
	was := of(func(*prose.Manuscript) {})
	for name, one := range map[string]struct {
		change func(*prose.Manuscript)
		same   bool
	}{
		"nothing":             {func(*prose.Manuscript) {}, true},
		"moved":               {func(m *prose.Manuscript) { m.Parts[0].Blocks = m.Parts[0].Blocks[1:] }, true},
		"emphasis":            {func(m *prose.Manuscript) { paragraph(m).Content[0].(*prose.Text).Strong = true }, true},
		"its number":          {func(m *prose.Manuscript) { paragraph(m).Numbered = false }, true},
		"a word":              {func(m *prose.Manuscript) { paragraph(m).Content[0].(*prose.Text).Text = "The law did not change." }, false},
		"a word in its note":  {func(m *prose.Manuscript) { paragraph(m).Content[1].(*prose.Endnote).Content[0].Text = "Other." }, false},
		"without its note":    {func(m *prose.Manuscript) { paragraph(m).Content = paragraph(m).Content[:1] }, false},
		"with a further word": {func(m *prose.Manuscript) { paragraph(m).Content = append(paragraph(m).Content, text(" Twice.")) }, false},
	} {
		if takeover.Same(was, of(one.change)) != one.same {
			t.Errorf("%s: same %t, want %t", name, !one.same, one.same)
		}
	}
}

func TestTranslated(t *testing.T) {
	p, _ := takeover.Find(source(), upr.ParagraphPassage, "two")
	target := func(became map[string]string) string {
		content := prose.Content(takeover.Translated(p.Text, became).Parts[0].Blocks[0])
		return content[1].(*prose.CrossReference).Target
	}
	if got := target(map[string]string{"one": "new"}); got != "new" {
		t.Errorf("the reference leads to %q", got)
	}
	if got := target(nil); got != "one" {
		t.Errorf("a reference to what was not taken leads to %q", got)
	}
	if p.Text.Parts[0].Blocks[0].(*prose.Paragraph).Content[1].(*prose.CrossReference).Target != "one" {
		t.Error("the passage itself was changed")
	}
}

func TestNames(t *testing.T) {
	of := func(s string) *prose.Manuscript {
		return &prose.Manuscript{Parts: []*prose.Part{{Kind: prose.Other, Blocks: []prose.Block{
			&prose.Recommendation{ID: "r", Addressee: "the Government of Chad", Content: []prose.Inline{
				text(s), &prose.Endnote{ID: "n", Content: []*prose.Text{text("Report, Malta.")}},
			}},
		}}}}
	}
	for _, one := range []struct {
		text, state string
		names       bool
	}{
		{"Mexico’s law.", "Mexico", true}, {"In New Mexicos.", "Mexico", false}, {"Nigeria", "Niger", false},
		{"Nigeria and Niger", "Niger", true}, {"In Bolivia.", "Bolivia (Plurinational State of)", true}, {"x", "Malta", true},
		{"x", "Chad", true}, {"墨西哥法律", "墨西哥", true}, {"في المكسيك", "المكسيك", true}, {"بالمكسيك", "المكسيك", true},
		{"anything", "", false},
	} {
		if takeover.Names(of(one.text), one.state) != one.names {
			t.Errorf("%q names %q: want %t", one.text, one.state, one.names)
		}
	}
}
