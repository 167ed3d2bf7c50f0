package word_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upright/internal/importer/word"
	. "upright/internal/importer/word/wordtest"
	"upright/internal/prose"
	"upright/internal/upr"
)

// talk is a file with comments: on words over two paragraphs, with an answer and settled; at a point; on a title; in a note;
// one without words, and one without a place.
func talk(t testing.TB) []byte {
	comment := func(id, para, text string) string {
		return `<w:comment w:id="` + id + `" w:author="Ana Lee" w:date="2026-05-02T10:00:00Z"><w:p w14:paraId="` + para + `"><w:r><w:annotationRef/></w:r>` + R(text) + `</w:p></w:comment>`
	}
	return File(t, P("Heading1", `<w:commentRangeStart w:id="3"/>`+R("Rights")+`<w:commentRangeEnd w:id="3"/>`)+
		P("", R("One 𝄞 ")+`<w:commentRangeStart w:id="0"/>`+R("two")+`<w:r><w:endnoteReference w:id="1"/></w:r>`)+
		P("", R("three")+`<w:commentRangeEnd w:id="0"/><w:r><w:commentReference w:id="0"/></w:r>`+R(" four")+`<w:r><w:commentReference w:id="2"/></w:r>`),
		headings,
		Part{Name: "endnotes", Content: `<w:endnote w:id="1">` + P("", `<w:commentRangeStart w:id="4"/>`+R("Law 5")+`<w:commentRangeEnd w:id="4"/>`) + `</w:endnote>`},
		Part{Name: "comments", Content: comment("0", "AA", "Is this so?") + comment("1", "BB", "Yes.") + comment("2", "CC", "A point.") +
			comment("3", "DD", "A better title?") + comment("4", "EE", "Which law?") + comment("5", "FF", "") + comment("6", "GG", "Nowhere.")},
		Part{Name: "commentsExtended", Content: `<w15:commentEx w15:paraId="AA" w15:done="1"/><w15:commentEx w15:paraId="BB" w15:paraIdParent="AA"/>`},
	)
}

func TestComments(t *testing.T) {
	draft := read(t, talk(t))
	first := draft.Sections[0].Blocks[0].(*prose.Paragraph)
	second := draft.Sections[0].Blocks[1].(*prose.Paragraph)
	note := first.Content[1].(*prose.Endnote)
	day := upr.Date{Year: 2026, Month: 5, Day: 2}
	say := func(texts ...string) (list []word.Reply) {
		for _, text := range texts {
			list = append(list, word.Reply{Day: day, Text: text})
		}
		return list
	}
	want := []word.Comment{
		// A clef is two positions.
		{Block: first.ID, FromBlock: first.ID, From: 7, ToBlock: second.ID, To: 5, Resolved: true, Replies: say("Is this so?", "Yes.")},
		{Block: second.ID, Replies: say("A point.")},
		{Block: draft.Sections[0].Heading.ID, FromBlock: draft.Sections[0].Heading.ID, ToBlock: draft.Sections[0].Heading.ID, To: 6, Replies: say("A better title?")},
		{Block: note.ID, Replies: say("Which law?")},
	}
	if diff := cmp.Diff(want, draft.Comments); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// Names are taken out of a file only if they are asked for, and comments only if they are.
func TestNamesOfAuthors(t *testing.T) {
	for _, tt := range []struct {
		o      word.Options
		author string
		n      int
	}{{word.Options{Comments: true, Names: true}, "Ana Lee", 4}, {word.Options{Comments: true}, "", 4}, {word.Options{Names: true}, "", 0}} {
		d, err := word.Read(t.Context(), bytes.NewReader(talk(t)), tt.o)
		if err != nil {
			t.Fatal(err)
		}
		if len(d.Comments) != tt.n || tt.n > 0 && d.Comments[0].Replies[0].Author != tt.author {
			t.Errorf("%+v: %+v", tt.o, d.Comments)
		}
		data, err := d.Encode()
		if err != nil || bytes.Contains(data, []byte("Ana Lee")) != (tt.author != "") {
			t.Errorf("%+v: the kept draft: %v", tt.o, err)
		}
	}
}
