package word_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	. "upright/internal/importer/word/wordtest"
	"upright/internal/prose"
)

const (
	byAna = ` w:id="1" w:author="Ana" w:date="2026-05-02T10:00:00Z"`
	byBob = ` w:id="2" w:author="Bob" w:date="2026-05-03T10:00:00Z"`
)

func ins(by, runs string) string { return "<w:ins" + by + ">" + runs + "</w:ins>" }

func del(by, text string) string {
	return "<w:del" + by + `><w:r><w:delText xml:space="preserve">` + text + `</w:delText></w:r></w:del>`
}

// ended is a paragraph whose end is tracked by an element.
func ended(element, by, runs string) string {
	return `<w:p><w:pPr><w:rPr><` + element + by + `/></w:rPr></w:pPr>` + runs + `</w:p>`
}

// accepted is a manuscript as it is when every suggestion is accepted: what was put in and what is to go change places, and
// so do boundaries, and then all is refused.
func accepted(m *prose.Manuscript) *prose.Manuscript {
	turn := func(list []prose.Suggestion) {
		for i := range list {
			switch list[i].Kind {
			case prose.Insertion:
				list[i].Kind = prose.Deletion
			case prose.Deletion:
				list[i].Kind = prose.Insertion
			case prose.Split:
				list[i].Kind = prose.Join
			case prose.Join:
				list[i].Kind = prose.Split
			}
		}
	}
	for _, part := range m.Parts {
		for b := range part.All() {
			switch b := b.(type) {
			case *prose.Paragraph:
				turn(b.Suggested)
			case *prose.Heading:
				turn(b.Suggested)
			}
			for _, in := range prose.Content(b) {
				switch in := in.(type) {
				case *prose.Text:
					// A change of the look is accepted when nothing remembers the old one.
					kept := in.Suggested[:0]
					for _, s := range in.Suggested {
						if s.Kind != prose.Format {
							kept = append(kept, s)
						}
					}
					in.Suggested = kept
					turn(in.Suggested)
				case *prose.Endnote:
					turn(in.Suggested)
					for _, t := range in.Content {
						turn(t.Suggested)
					}
				case *prose.HardBreak:
					turn(in.Suggested)
				}
			}
		}
	}
	return m.Settled()
}

// Tracked changes become suggestions: refused, the text is the old one; accepted, the new one.
func TestTracked(t *testing.T) {
	tests := []struct {
		name     string
		body     string
		refused  string
		accepted string
		changes  int
		lost     int
	}{
		{"words put in and taken out", P("", R("The ")+del(byAna, "old")+ins(byAna, R("new"))+R(" law of ")+ins(byBob, R("the "))) + P("", R("End")),
			"The old law of\n\nEnd\n", "The new law of the\n\nEnd\n", 2, 0},
		{"put in by one, taken out by another", P("", R("a")+ins(byAna, `<w:r><w:t>b</w:t></w:r>`+del(byBob, "c"))+R("d")), "ad\n", "abd\n", 2, 0},
		{"a paragraph divided", ended("w:ins", byAna, R("First. ")) + P("", R("Second.")), "First. Second.\n", "First.\n\nSecond.\n", 1, 0},
		{"two paragraphs joined", ended("w:del", byAna, R("First. ")) + P("", R("Second.")), "First.\n\nSecond.\n", "First. Second.\n", 1, 0},
		{"a new paragraph", P("", R("Before.")) + ended("w:ins", byAna, ins(byAna, R("New."))) + P("", R("After.")),
			"Before.\n\nAfter.\n", "Before.\n\nNew.\n\nAfter.\n", 1, 0},
		{"a paragraph taken out", P("", R("Before.")) + ended("w:del", byAna, del(byAna, "Old.")) + P("", R("After.")),
			"Before.\n\nOld.\n\nAfter.\n", "Before.\n\nAfter.\n", 1, 0},
		{"a new paragraph before a subheading", P("", R("Before.")) + ended("w:ins", byAna, ins(byAna, R("New."))) + P("Heading2", R("Sub")) + P("", R("x")),
			"Before.\n\n## Sub\n\nx\n", "Before.\n\nNew.\n\n## Sub\n\nx\n", 1, 0},
		{"a new paragraph before a table", P("", R("Before.")) + ended("w:ins", byAna, ins(byAna, R("New."))) + `<w:tbl><w:tr><w:tc>` + P("", R("c")) + `</w:tc></w:tr></w:tbl>`,
			"Before.\n\n| c |\n", "Before.\n\nNew.\n\n| c |\n", 1, 0},
		{"an end before a table that nothing stands for", ended("w:ins", byAna, R("Old.")) + `<w:tbl><w:tr><w:tc>` + P("", R("c")) + `</w:tc></w:tr></w:tbl>`,
			"Old.\n\n| c |\n", "Old.\n\n| c |\n", 0, 1},
		{"a look", P("", `<w:r><w:rPr><w:b/><w:rPrChange`+byAna+`><w:rPr><w:i/></w:rPr></w:rPrChange></w:rPr><w:t>word</w:t></w:r>`), "*word*\n", "**word**\n", 1, 0},
		{"moved", P("", `<w:moveFromRangeStart w:id="3" w:name="move1"/><w:moveFrom`+byAna+`>`+R("There. ")+`</w:moveFrom><w:moveFromRangeEnd w:id="3"/>`+R("Stays.")) +
			P("", R("Here: ")+`<w:moveToRangeStart w:id="4" w:name="move1"/><w:moveTo`+byAna+`>`+R("There.")+`</w:moveTo><w:moveToRangeEnd w:id="4"/>`),
			"There. Stays.\n\nHere:\n", "Stays.\n\nHere: There.\n", 1, 0},
		{"a note put in, and words of a note", P("", R("a")+ins(byAna, `<w:r><w:endnoteReference w:id="1"/></w:r>`)+R("b")+`<w:r><w:endnoteReference w:id="2"/></w:r>`),
			"ab^[Law 5]\n", "a^[New]b^[Law 6]\n", 2, 0},
		{"paragraphs far apart are changes of their own", P("", ins(byAna, R("a "))+R("kept")+ins(byAna, R(" b"))), "kept\n", "a kept b\n", 2, 0},
	}
	notes := Part{Name: "endnotes", Content: `<w:endnote w:id="1">` + P("", ins(byAna, R("New"))) + `</w:endnote>` +
		`<w:endnote w:id="2">` + P("", R("Law ")+del(byBob, "5")+ins(byBob, R("6"))) + `</w:endnote>`}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			draft := read(t, File(t, head+tt.body, headings, notes))
			m := taken(t, draft)
			if n := m.Suggestions(); n != tt.changes {
				t.Errorf("%d changes, want %d", n, tt.changes)
			}
			if len(draft.Lost) != tt.lost {
				t.Errorf("lost %v", draft.Lost)
			}
			form := func(m *prose.Manuscript) string { return prose.WriteForm(m.Parts[0]) }
			if diff := cmp.Diff(tt.refused, trimmedLines(form(m.Settled()))); diff != "" {
				t.Errorf("refused (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.accepted, trimmedLines(form(accepted(m)))); diff != "" {
				t.Errorf("accepted (-want +got):\n%s", diff)
			}
		})
	}
}

// Suggestions are of the person who takes the file in, of the day that the file says, and of nobody in the file.
func TestTrackedBy(t *testing.T) {
	m := taken(t, read(t, File(t, head+P("", R("a")+ins(byAna, R("b"))), headings)))
	text := m.Parts[0].Blocks[0].(*prose.Paragraph).Content[1].(*prose.Text)
	want := prose.Suggestion{Kind: prose.Insertion, ID: text.Suggested[0].ID, User: "ana", At: 1777716000}
	if diff := cmp.Diff([]prose.Suggestion{want}, text.Suggested); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A heading that becomes the title of a part leaves nothing of its tracked boundary, but what is said of the paragraph before.
func TestTrackedBeforeATitle(t *testing.T) {
	m := taken(t, read(t, File(t, head+P("", R("Before."))+ended("w:ins", byAna, ins(byAna, R("New.")))+
		P("Heading1", del(byAna, "Old ")+ins(byAna, R("New "))+R("rights"))+P("", R("x")), headings)))
	if got := m.Parts[1].Title; got != "New rights" {
		t.Errorf("the title is %q", got)
	}
	if got := prose.WriteForm(m.Settled().Parts[0]); got != "Before.\n" {
		t.Errorf("refused: %q", got)
	}
}
