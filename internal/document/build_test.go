package document_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"upright/internal/document"
	"upright/internal/prose"
	"upright/internal/upr"
)

func options(t *testing.T, lang string) document.Options {
	return document.Options{
		Words:       words(t, lang),
		Country:     func(code string) string { return map[string]string{"MEX": "Mexico"}[code] },
		SessionDate: upr.Date{Year: 2029, Month: time.January},
	}
}

func submission(parts ...*prose.Part) *upr.Submission {
	return &upr.Submission{
		Details: upr.Details{
			State: "MEX", Session: 59, Cycle: 5, Kind: upr.Individual, Language: "en",
			Title: "Return in dignity", Keywords: []string{"return", " ", "identity"},
			Date: upr.Date{Year: 2028, Month: time.June, Day: 3},
		},
		Organizations: []upr.Organization{{Name: "Example House", Acronym: "EH", City: "Puebla", Country: "MEX"}},
		Manuscript:    &prose.Manuscript{Parts: parts},
	}
}

func say(s string) []prose.Inline { return []prose.Inline{&prose.Text{Text: s}} }

func numbered(id string, content ...prose.Inline) *prose.Paragraph {
	return &prose.Paragraph{ID: id, Numbered: true, Content: content}
}

func ref(target string) prose.Inline { return &prose.CrossReference{Target: target} }

func note(id, text string) prose.Inline {
	return &prose.Endnote{ID: id, Content: []*prose.Text{{Text: text}}}
}

// sketch writes a body in few words, one line for each block.
func sketch(blocks []document.Block) string {
	var lines []string
	for _, b := range blocks {
		switch b := b.(type) {
		case *document.Heading:
			lines = append(lines, strings.Repeat("#", b.Level)+"{"+b.Anchor+"} "+line(b.Text))
		case *document.Paragraph:
			lines = append(lines, document.Labels{Table: "{n}."}.TableLabel(b.Number)+"{"+b.Anchor+"} "+line(b.Text))
		case *document.Recommendation:
			lines = append(lines, b.Label+"{"+b.Anchor+"}["+b.Addressee+"] "+line(b.Text))
		case *document.List:
			for _, item := range b.Items {
				lines = append(lines, "- "+strings.ReplaceAll(sketch(item), "\n", " / "))
			}
		case *document.Bar:
			bar := fmt.Sprintf("▮%d:%d/%d", b.Parts[0].Tone, b.Parts[0].Count, b.Whole)
			lines = append(lines, strings.TrimSpace(bar+" "+b.Alt))
		case *document.Table:
			lines = append(lines, document.Labels{Table: "Table {n}", Caption: "{table}: {caption}"}.TableCaption(b))
			for _, row := range b.Rows {
				var cells []string
				for _, c := range row {
					cells = append(cells, strings.ReplaceAll(sketch(c.Blocks), "\n", " / "))
				}
				lines = append(lines, "| "+strings.Join(cells, " | "))
			}
		}
	}
	return strings.Join(lines, "\n")
}

func line(spans []document.Span) string {
	var s strings.Builder
	for _, span := range spans {
		switch span := span.(type) {
		case *document.Text:
			s.WriteString(span.Text)
		case *document.NoteMark:
			s.WriteString(document.Labels{NoteMark: "^{n}"}.NoteMarkName(span.Number))
		case *document.Reference:
			s.WriteString("<" + span.Anchor + ":" + span.Text + ">")
		case *document.Break:
			s.WriteString("⏎")
		}
	}
	return s.String()
}

func TestBody(t *testing.T) {
	for _, test := range []struct {
		name  string
		parts []*prose.Part
		want  string
		notes string
	}{
		{
			name: "numbers run through the parts",
			parts: []*prose.Part{
				{ID: "p1", Title: "One", Blocks: []prose.Block{numbered("a", say("A")...), &prose.Paragraph{ID: "u", Content: say("U")}}},
				{ID: "p2", Title: "Two", Blocks: []prose.Block{
					&prose.Heading{ID: "h", Level: 2, Content: say("Deep")},
					numbered("b", say("B")...),
					&prose.Recommendation{ID: "r", Addressee: " Senate ", Content: say("Do")},
					&prose.Recommendation{ID: "s", Content: say("Act")},
				}},
			},
			want: "#{p1} One\n1.{a} A\n0.{u} U\n#{p2} Two\n###{h} Deep\n2.{b} B\nR1{r}[Addressed to: Senate] Do\nR2{s}[] Act",
		},
		{
			name: "hidden parts leave nothing, neither numbers nor notes",
			parts: []*prose.Part{
				{ID: "p1", Hidden: true, Title: "Away", Blocks: []prose.Block{numbered("a", say("A")[0], note("n1", "gone"))}},
				{ID: "p2", Title: "Here", Blocks: []prose.Block{numbered("b", say("B")[0], note("n2", "kept"), ref("a"))}},
			},
			want:  "#{p2} Here\n1.{b} B^1<:[?]>",
			notes: "1{n2} kept",
		},
		{
			name: "references follow the numbering",
			parts: []*prose.Part{{ID: "p", Title: "P", Blocks: []prose.Block{
				numbered("a", ref("b"), ref("r"), ref("t"), ref("n"), ref("lost"), ref("")),
				numbered("b", note("n", "N")),
				&prose.Recommendation{ID: "r", Content: say("Do")},
				&prose.Table{ID: "t", Rows: []*prose.Row{{Cells: []*prose.Cell{{Colspan: 1, Rowspan: 1, Blocks: []prose.Block{&prose.Paragraph{}}}}}}},
			}}},
			want:  "#{p} P\n1.{a} <b:2><r:R1><t:1><n:1><:[?]><:[?]>\n2.{b} ^1\nR1{r}[] Do\nTable 1\n| 0.{} ",
			notes: "1{n} N",
		},
		{
			name: "an id that stands twice is one anchor; both blocks are numbered",
			parts: []*prose.Part{{ID: "p", Title: "P", Blocks: []prose.Block{
				numbered("a", say("A")...), numbered("a", say("again")...), numbered("", say("none")...), numbered("b", ref("a")),
			}}},
			want: "#{p} P\n1.{a} A\n2.{} again\n3.{} none\n4.{b} <a:1>",
		},
		{
			name: "empty headings and empty paragraphs without a number are left out, numbered ones stay",
			parts: []*prose.Part{{ID: "p", Kind: prose.Solidarity, Blocks: []prose.Block{
				&prose.Heading{ID: "h", Level: 1}, &prose.Paragraph{ID: "u", Content: say(" ")}, numbered("a"),
			}}},
			want: "#{p} International solidarity\n1.{a} ",
		},
		{
			name: "notes are numbered where their marks stand, in headings, lists and cells too",
			parts: []*prose.Part{{ID: "p", Title: "P", Blocks: []prose.Block{
				&prose.Heading{ID: "h", Level: 1, Content: []prose.Inline{&prose.Text{Text: "H"}, note("x", "first")}},
				&prose.List{ID: "l", Items: []*prose.ListItem{{Blocks: []prose.Block{
					&prose.Paragraph{ID: "i", Numbered: true, Content: []prose.Inline{note("y", "second"), &prose.HardBreak{}}},
					&prose.List{Items: []*prose.ListItem{{Blocks: []prose.Block{&prose.Paragraph{Content: say("deep")}}}}},
				}}}},
				&prose.Table{ID: "t", Caption: "C", Rows: []*prose.Row{{Cells: []*prose.Cell{
					{Colspan: 1, Rowspan: 1, Blocks: []prose.Block{&prose.Paragraph{Content: []prose.Inline{note("z", "third")}}}},
				}}}},
				numbered("a", note("x", "same id")),
			}}},
			want:  "#{p} P\n##{h} H^1\n- 0.{i} ^2⏎ / - 0.{} deep\nTable 1: C\n| 0.{} ^3\n1.{a} ^4",
			notes: "1{x} first\n2{y} second\n3{z} third\n4{} same id",
		},
		{
			name: "what no format can hold is replaced",
			parts: []*prose.Part{{ID: "p", Title: "P\x00", Blocks: []prose.Block{
				numbered("a", say("a\u2029b\x1bc\xffd\te")...),
			}}},
			want: "#{p} P\n1.{a} a b c\uFFFDd e",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := submission(test.parts...)
			d := document.Build(s, options(t, "en"))
			if diff := cmp.Diff(test.want, sketch(d.Body)); diff != "" {
				t.Errorf("body (-want +got):\n%s", diff)
			}
			var notes []string
			for _, n := range d.Notes {
				notes = append(notes, document.Labels{NoteMark: "{n}"}.NoteMarkName(n.Number)+"{"+n.Anchor+"} "+line(n.Text))
			}
			if diff := cmp.Diff(test.notes, strings.Join(notes, "\n")); diff != "" {
				t.Errorf("notes (-want +got):\n%s", diff)
			}
			agree(t, s, d)
		})
	}
}

// agree holds the numbers of the paper to those of prose.Number, by anchor.
func agree(t *testing.T, s *upr.Submission, d *document.Document) {
	t.Helper()
	numbers := prose.Number(s.Manuscript)
	for _, b := range d.Body {
		switch b := b.(type) {
		case *document.Paragraph:
			if b.Anchor != "" && numbers.Paragraphs[b.Anchor] != b.Number {
				t.Errorf("paragraph %s has number %d, the manuscript says %d", b.Anchor, b.Number, numbers.Paragraphs[b.Anchor])
			}
		case *document.Recommendation:
			if label, _ := numbers.Label(b.Anchor); b.Anchor != "" && label != b.Label {
				t.Errorf("recommendation %s is %s, the manuscript says %s", b.Anchor, b.Label, label)
			}
		case *document.Table:
			if b.Anchor != "" && numbers.Tables[b.Anchor] != b.Number {
				t.Errorf("table %s has number %d, the manuscript says %d", b.Anchor, b.Number, numbers.Tables[b.Anchor])
			}
		}
	}
	for _, n := range d.Notes {
		if n.Anchor != "" && numbers.Notes[n.Anchor] != n.Number {
			t.Errorf("note %s has number %d, the manuscript says %d", n.Anchor, n.Number, numbers.Notes[n.Anchor])
		}
	}
}

func TestLinksAreAllowListed(t *testing.T) {
	for address, want := range map[string]string{
		"https://example.org/a?b=c#d": "https://example.org/a?b=c#d",
		"HTTP://Example.org":          "http://Example.org",
		"mailto:a@example.org":        "mailto:a@example.org",
		"https://example.org/a b":     "https://example.org/a%20b",
		"javascript:alert(1)":         "",
		"java\nscript:alert(1)":       "",
		"data:text/html,x":            "",
		"file:///etc/passwd":          "",
		"//example.org":               "",
		"https:":                      "",
		"mailto:":                     "",
		"example.org":                 "",
		"":                            "",
	} {
		s := submission(&prose.Part{ID: "p", Blocks: []prose.Block{numbered("a", &prose.Text{Text: "x", Link: address})}})
		got := document.Build(s, options(t, "en")).Body[1].(*document.Paragraph).Text[0].(*document.Text).Link
		if got != want {
			t.Errorf("%q became %q, want %q", address, got, want)
		}
	}
}

// The full stop of an English note in an Arabic text stood before its first word.
func TestTextThatRunsTheOtherWay(t *testing.T) {
	note := func(texts ...string) *prose.Endnote {
		n := &prose.Endnote{}
		for _, s := range texts {
			n.Content = append(n.Content, &prose.Text{Text: s})
		}
		return n
	}
	s := &upr.Submission{Details: upr.Details{Language: "ar"}, Manuscript: &prose.Manuscript{Parts: []*prose.Part{{Blocks: []prose.Block{
		&prose.Paragraph{Content: []prose.Inline{
			&prose.Text{Text: "نص"}, note("A report, 2021."), note("تقرير A report."), note("تقرير"), note("2021."),
		}},
	}}}}}
	d := document.Build(s, document.Options{Words: document.NewWords(func(string) string { return "" }, nil, nil), Country: func(string) string { return "" }})
	for i, want := range []string{"und-Latn", "", "", ""} {
		if got := d.Notes[i].Text[0].(*document.Text).Language; got != want {
			t.Errorf("note %d is in %q, want %q", i+1, got, want)
		}
	}
}
