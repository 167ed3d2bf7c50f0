package pdfcheck

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"upright/internal/document"
	"upright/internal/render/pdf"
)

func good(t *testing.T) *File {
	t.Helper()
	para := func(s string) []document.Block {
		return []document.Block{&document.Paragraph{Text: []document.Span{&document.Text{Text: s}}}}
	}
	cell := func(s string) document.Cell { return document.Cell{Colspan: 1, Rowspan: 1, Blocks: para(s)} }
	d := &document.Document{Language: "en", Title: "A title", Author: "An author", Date: time.Date(2027, 1, 15, 0, 0, 0, 0, time.UTC),
		Labels: document.Labels{Contents: "Contents", Endnotes: "Endnotes", Page: "{page}", NoteMark: "Note {n}", NoteBack: "Back {n}"},
		Cover:  []document.Block{&document.Title{Text: "A title"}, &document.Contents{}},
		Body: []document.Block{
			&document.Heading{Level: 1, Anchor: "h", Text: []document.Span{&document.Text{Text: "Heading"}}},
			&document.Paragraph{Number: 1, Text: []document.Span{&document.Text{Text: "Text"}, &document.NoteMark{Number: 1},
				&document.Text{Text: "link", Link: "https://a.example/"}}},
			&document.List{Items: [][]document.Block{para("item")}},
			&document.Table{Columns: 2, Head: 1, Rows: [][]document.Cell{{cell("a"), cell("b")}, {cell("c"), cell("d")}}},
		},
		Notes: []*document.Note{{Number: 1, Text: []document.Span{&document.Text{Text: "note"}}}}}
	var b bytes.Buffer
	if _, err := pdf.Write(t.Context(), &b, d, pdf.Options{}); err != nil {
		t.Fatal(err)
	}
	f, err := Open(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// element returns the n-th structure element of a type, in file order.
func (f *File) element(tag Name) Dict {
	var refs []Ref
	for r, o := range f.objects {
		if d, ok := o.(Dict); ok && d["Type"] == Name("StructElem") && d["S"] == tag {
			refs = append(refs, r)
		}
	}
	return f.Dict(slices.Min(refs))
}

func (f *File) font() (top, cid Dict) {
	for _, o := range f.Dict(f.Dict(f.pages[0]["Resources"])["Font"]) {
		top = f.Dict(o)
		return top, f.Dict(f.Array(top["DescendantFonts"])[0])
	}
	return nil, nil
}

func (f *File) content(page int) *Stream { return f.Stream(f.pages[page]["Contents"]) }

func replace(s *Stream, old, replacement string) {
	s.Data = []byte(strings.Replace(string(s.Data), old, replacement, 1))
}

// TestBreaches breaks a good file in one place after the other: each check must see its own.
func TestBreaches(t *testing.T) {
	if problems := check(good(t)); len(problems) > 0 {
		t.Fatalf("the good file: %v", problems)
	}
	for _, c := range []struct {
		clause, what string
		spoil        func(f *File)
	}{
		{"A2 6.1.2", "no binary comment", func(f *File) { f.raw = bytes.Replace(f.raw, []byte("\xe2\xe3\xcf\xd3"), []byte("abcd"), 1) }},
		{"A2 6.1.3", "no identifier", func(f *File) { delete(f.trailer, "ID") }},
		{"UA 7.2", "no language", func(f *File) { delete(f.Catalog(), "Lang") }},
		{"UA 7.2", "no language tag", func(f *File) { f.element("P")["Lang"] = String("english") }},
		{"UA 7.1", "not marked", func(f *File) { delete(f.Catalog(), "MarkInfo") }},
		{"UA 7.1", "title not shown", func(f *File) { delete(f.Catalog(), "ViewerPreferences") }},
		{"UA 7.18.3", "tab order", func(f *File) { delete(f.pages[1], "Tabs") }},
		{"A2 6.1", "an open action", func(f *File) { f.Catalog()["OpenAction"] = Dict{} }},
		{"A2 6.6.2.1", "no metadata", func(f *File) { delete(f.Catalog(), "Metadata") }},
		{"A2 6.6.2.1", "metadata not well-formed", func(f *File) { replace(f.Stream(f.Catalog()["Metadata"]), "</rdf:RDF>", "") }},
		{"A2 6.6.4", "no PDF/A mark", func(f *File) { replace(f.Stream(f.Catalog()["Metadata"]), "pdfaid:part>2", "pdfaid:part>1") }},
		{"UA 5", "no PDF/UA mark", func(f *File) { replace(f.Stream(f.Catalog()["Metadata"]), "pdfuaid:part>1", "pdfuaid:part>2") }},
		{"A2 6.6.3", "another title", func(f *File) { f.Info()["Title"] = String("Other") }},
		{"A2 6.2.3", "no output intent", func(f *File) { delete(f.Catalog(), "OutputIntents") }},
		{"A2 6.2.3", "a broken profile", func(f *File) {
			s := f.Stream(f.Dict(f.Array(f.Catalog()["OutputIntents"])[0])["DestOutputProfile"])
			s.Data = s.Data[:200]
		}},
		{"UA 7.1", "untagged content", func(f *File) { f.content(1).Data = append(f.content(1).Data, "0 0 1 1 re f\n"...) }},
		{"UA 7.1", "MCID without element", func(f *File) {
			f.content(1).Data = append(f.content(1).Data, "/P <</MCID 99>> BDC 0 0 1 1 re f EMC\n"...)
		}},
		{"UA 7.1", "wrong type", func(f *File) { replace(f.content(1), "/H1 <<", "/P <<") }},
		{"UA 7.1", "artifact in content", func(f *File) { replace(f.content(1), "BT", "/Artifact BMC EMC BT") }},
		{"A2 6.2.2", "left open", func(f *File) { f.content(1).Data = append(f.content(1).Data, "q\n"...) }},
		{"A2 6.2.11.4", "unknown font", func(f *File) { replace(f.content(1), "BT /L", "BT /X") }},
		{"UA 7.21.8", ".notdef", func(f *File) { replace(f.content(1), "[<", "[<0000") }},
		{"UA 7.21.7", "no Unicode", func(f *File) { top, _ := f.font(); delete(top, "ToUnicode") }},
		{"UA 7.21.4.1", "not embedded", func(f *File) { _, cid := f.font(); delete(f.Dict(cid["FontDescriptor"]), "FontFile2") }},
		{"UA 7.21.5", "wrong widths", func(f *File) { _, cid := f.font(); delete(cid, "W") }},
		{"UA 7.21.3.1", "no CIDSystemInfo", func(f *File) { _, cid := f.font(); delete(cid, "CIDSystemInfo") }},
		{"UA 7.21.3.2", "no CIDToGIDMap", func(f *File) { _, cid := f.font(); delete(cid, "CIDToGIDMap") }},
		{"A2 6.2.11.4", "no subset tag", func(f *File) { top, _ := f.font(); top["BaseFont"] = Name("Times") }},
		{"UA 7.1", "no structure", func(f *File) { delete(f.Catalog(), "StructTreeRoot") }},
		{"UA 7.1", "unknown type", func(f *File) { f.element("P")["S"] = Name("Para") }},
		{"UA 7.4.2", "skipped level", func(f *File) { f.element("H1")["S"] = Name("H3") }},
		{"UA 7.5", "no scope", func(f *File) { delete(f.element("TH"), "A") }},
		{"UA 7.5", "irregular table", func(f *File) { tr := f.element("TR"); tr["K"] = f.Array(tr["K"])[:1] }},
		{"UA 7.6", "no numbering", func(f *File) { delete(f.element("L"), "A") }},
		{"UA 7.2", "misplaced LI", func(f *File) { f.element("L")["S"] = Name("P") }},
		{"UA 7.9", "note without ID", func(f *File) { delete(f.element("Note"), "ID") }},
		{"UA 7.9", "no ID tree", func(f *File) { delete(f.Dict(f.Catalog()["StructTreeRoot"]), "IDTree") }},
		{"UA 7.18.1", "annotation not in the structure", func(f *File) { delete(f.Dict(f.Array(f.pages[0]["Annots"])[0]), "StructParent") }},
		{"UA 7.18.5", "no description", func(f *File) { delete(f.Dict(f.Array(f.pages[0]["Annots"])[0]), "Contents") }},
		{"UA 7.18.5", "leads nowhere", func(f *File) { delete(f.Dict(f.Array(f.pages[0]["Annots"])[0]), "Dest") }},
		{"A2 6.3.2", "not printed", func(f *File) { delete(f.Dict(f.Array(f.pages[0]["Annots"])[0]), "F") }},
		{"A2 6.3.1", "another annotation", func(f *File) { f.Dict(f.Array(f.pages[0]["Annots"])[0])["Subtype"] = Name("Movie") }},
		{"A2 6.5.1", "starts a program", func(f *File) {
			a := f.Dict(f.Array(f.pages[0]["Annots"])[0])
			delete(a, "Dest")
			a["A"] = Dict{"S": Name("Launch")}
		}},
		{"A2 6.5.2", "a link that acts by itself", func(f *File) { f.Dict(f.Array(f.pages[0]["Annots"])[0])["AA"] = Dict{} }},
		{"A2 6.5.2", "a page that acts by itself", func(f *File) { f.pages[0]["AA"] = Dict{} }},
		{"A2 6.1.7.1", "data elsewhere", func(f *File) { f.content(0).Dict["F"] = String("/tmp/a") }},
		{"A2 6.1.7.2", "packed by LZW", func(f *File) { f.content(0).Dict["Filter"] = Name("LZWDecode") }},
		{"A2 6.1.13", "a long string", func(f *File) { f.Info()["Title"] = String(strings.Repeat("a", maxString+1)) }},
		{"A2 6.1.13", "a long name", func(f *File) { f.pages[0][Name(strings.Repeat("a", maxName+1))] = true }},
		{"A2 6.1.13", "a large number", func(f *File) { f.pages[0]["StructParents"] = 1e10 }},
		{"A2 6.1.13", "a page for ants", func(f *File) { f.pages[0]["MediaBox"] = Array{0.0, 0.0, 2.0, 842.0} }},
		{"A2 6.1.13", "saved too deep", func(f *File) {
			f.content(0).Data = append(f.content(0).Data, strings.Repeat("q\n", maxSaved+1)+strings.Repeat("Q\n", maxSaved+1)...)
		}},
		{"A2 6.2.2", "no operator", func(f *File) { f.content(0).Data = append(f.content(0).Data, "1 xx\n"...) }},
		{"A2 6.2.4.3", "a colour in CMYK", func(f *File) { f.content(0).Data = append(f.content(0).Data, "0 0 0 1 k\n"...) }},
		{"A2 6.2.6", "a rendering intent", func(f *File) { f.content(0).Data = append(f.content(0).Data, "/Saturation ri\n"...) }},
		{"A2 6.2.9.1", "a form of another file", func(f *File) { d := f.content(0).Dict; d["Subtype"], d["Ref"] = Name("Form"), Dict{} }},
		{"A2 6.2.9.2", "PostScript", func(f *File) { f.content(0).Dict["Subtype"] = Name("PS") }},
		{"UA 7.1", "suspect tags", func(f *File) { f.Dict(f.Catalog()["MarkInfo"])["Suspects"] = true }},
		{"UA 7.2", "a caption in the middle", func(f *File) {
			table := f.element("Table")
			rows := f.Array(table["K"])
			const caption = Ref(1 << 20)
			f.objects[caption] = Dict{"Type": Name("StructElem"), "S": Name("Caption"), "P": f.Dict(rows[0])["P"]}
			table["K"] = slices.Insert(slices.Clone(rows), 1, any(caption))
		}},
		{"UA 7.1", "no parent tree", func(f *File) { delete(f.Dict(f.Catalog()["StructTreeRoot"]), "ParentTree") }},
	} {
		f := good(t)
		c.spoil(f)
		problems := check(f)
		if !slices.ContainsFunc(problems, func(p Problem) bool { return p.Clause == c.clause }) {
			t.Errorf("%s (%s) was not seen; found: %v", c.what, c.clause, problems)
		}
	}
}

// TestOpen sees that broken files are errors, not panics.
func TestOpen(t *testing.T) {
	raw := good(t).raw
	for _, cut := range []int{0, 5, 20, len(raw) / 3, len(raw) / 2, len(raw) - 40} {
		if _, err := Open(raw[:cut]); err == nil {
			t.Errorf("a file cut at %d was read", cut)
		}
	}
}
