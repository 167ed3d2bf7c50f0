package word_test

import (
	"bytes"
	"testing"

	"upright/internal/example"
	"upright/internal/importer/word"
	. "upright/internal/importer/word/wordtest"
	"upright/internal/prose"
)

// FuzzRead changes the XML of the text, which a zip file would hide from the fuzzer: whatever it is, the reader neither
// falls nor makes a text that is no manuscript.
func FuzzRead(f *testing.F) {
	f.Add(head + P("", R("x")+ins(byAna, R("y"))))
	f.Add(head + item("1", "0", "First.") + item("2", "1", "below"))
	f.Add(ended("w:del", byAna, del(byBob, "x")) + `<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>`)
	f.Add(P("Caption", field("SEQ Table", "1")) + `<w:tbl><w:tr/></w:tbl>` + P("", field("REF x", "1")+`<w:bookmarkStart w:name="x"/><w:r><w:endnoteReference w:id="1"/></w:r>`))
	f.Add(P("Recommendation", `<w:r><w:rPr><w:rStyle w:val="Addressee"/></w:rPr><w:t>To: x</w:t><w:br/></w:r>`) + `<w:commentRangeStart w:id="0"/><w:commentRangeEnd w:id="0"/>`)
	f.Add(`<w:p><w:pPr><w:pStyle w:val="ListContinue"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p><w:sdt><w:sdtContent/></w:sdt><w:ins><w:p/></w:ins>`)
	parts := []Part{
		{Name: "styles", Content: Heading("1") + Heading("2") + `<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/></w:style>` +
			`<w:style w:type="paragraph" w:styleId="Recommendation"><w:name w:val="Recommendation"/></w:style>` +
			`<w:style w:type="paragraph" w:styleId="ListContinue"><w:name w:val="List Continue"/></w:style>` +
			`<w:style w:type="character" w:styleId="Addressee"><w:name w:val="Addressee"/></w:style>`},
		{Name: "numbering", Content: numberings},
		{Name: "endnotes", Content: `<w:endnote w:id="1">` + P("", R("note")) + `</w:endnote>`},
		{Name: "comments", Content: `<w:comment w:id="0">` + P("", R("c")) + `</w:comment>`},
	}
	f.Fuzz(func(t *testing.T, body string) {
		d, err := word.Read(t.Context(), bytes.NewReader(File(t, body, parts...)), word.Options{User: "ana", Comments: true})
		if err != nil {
			return
		}
		data, err := d.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if d, err = word.Decode(data); err != nil {
			t.Fatal(err)
		}
		uses := d.Suggested()
		if len(uses) > 0 {
			uses[0] = word.Part(prose.Recommendations)
		}
		m, err := d.Manuscript(uses, word.Wishes{Number: true, Recommend: true})
		if err != nil {
			return
		}
		text, err := prose.Encode(m)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := prose.Decode(text); err != nil {
			t.Fatal(err)
		}
		m.Settled()
	})
}

// FuzzFile changes the bytes of a whole file.
func FuzzFile(f *testing.F) {
	s, err := example.Submission("en")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(paper(f, s))
	f.Add(File(f, head+P("", R("x")), headings))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := word.Read(t.Context(), bytes.NewReader(data), word.Options{})
		if err == nil && len(d.Sections) > 0 {
			_, _ = d.Manuscript(d.Suggested(), d.Usual())
		}
	})
}
