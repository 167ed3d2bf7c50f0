package word_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"upright/internal/importer/word"
	. "upright/internal/importer/word/wordtest"
	"upright/internal/prose"
)

// sketch is a manuscript as text: the title of each part behind its kind, then its blocks in the light markup of forms.
func sketch(m *prose.Manuscript) string {
	var b strings.Builder
	for _, part := range named(m).Parts {
		b.WriteString("= " + string(part.Kind) + ": " + part.Title + "\n" + prose.WriteForm(part))
	}
	return b.String()
}

// numberings of the tests: 1 counts, 2 has bullets, 3 counts and begins anew, 4 is none.
const numberings = `<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>` +
	`<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>` +
	`<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>` +
	`<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:numFmt w:val="none"/></w:lvl></w:abstractNum>` +
	`<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>` +
	`<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="4"><w:abstractNumId w:val="3"/></w:num>`

// item is a paragraph at a level of a numbering.
func item(id, level, text string) string {
	return `<w:p><w:pPr><w:numPr><w:ilvl w:val="` + level + `"/><w:numId w:val="` + id + `"/></w:numPr></w:pPr>` + R(text) + `</w:p>`
}

var headings = Part{Name: "styles", Content: Heading("1") + Heading("2") + Heading("3")}

// bold is a line that is bold as a whole.
func bold(text string) string { return P("", `<w:r><w:rPr><w:b/></w:rPr><w:t>`+text+`</w:t></w:r>`) }

// large is a line in letters of a size, in half points.
func large(size, text string) string {
	return P("", `<w:r><w:rPr><w:sz w:val="`+size+`"/></w:rPr><w:t>`+text+`</w:t></w:r>`)
}

// head begins a part, so that a test has one.
var head = P("Heading1", R("Further matters"))

// What programs write, and what is in it.
func TestRead(t *testing.T) {
	tests := []struct {
		name  string
		body  string
		parts []Part
		want  string
	}{
		{
			"runs split by spelling and revisions", head + P("", `<w:r w:rsidR="00A1"><w:t xml:space="preserve">Some </w:t></w:r><w:proofErr w:type="spellStart"/>`+
				`<w:r w:rsidR="00B2"><w:rPr><w:lang w:val="en-GB"/></w:rPr><w:t>wor</w:t></w:r><w:proofErr w:type="spellEnd"/><w:r><w:lastRenderedPageBreak/><w:t>ds</w:t></w:r>`),
			nil, "= other: Further matters\nSome words\n",
		},
		{
			"looks", head + P("", `<w:r><w:rPr><w:b/></w:rPr><w:t>bold</w:t></w:r>`+R(" ")+`<w:r><w:rPr><w:i w:val="1"/></w:rPr><w:t>it</w:t></w:r>`+
				`<w:r><w:rPr><w:b w:val="0"/></w:rPr><w:t xml:space="preserve"> not</w:t></w:r><w:r><w:rPr><w:rStyle w:val="S"/></w:rPr><w:t xml:space="preserve"> by style</w:t></w:r>`),
			[]Part{{Name: "styles", Content: Heading("1") + `<w:style w:type="character" w:styleId="S"><w:name w:val="Loud"/><w:rPr><w:b/></w:rPr></w:style>`}},
			"= other: Further matters\n**bold** *it* not** by style**\n",
		},
		{
			"smart tags, content controls, bidirectional and custom wrappers", head + P("", `<w:smartTag w:element="place"><w:r><w:t xml:space="preserve">Rome </w:t></w:r></w:smartTag>`+
				`<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t xml:space="preserve">held </w:t></w:r></w:sdtContent></w:sdt><w:bdo w:val="rtl">`+R("x")+`</w:bdo><w:customXml>`+R("y")+`</w:customXml>`) +
				`<w:sdt><w:sdtContent>` + P("", R("In a control")) + `</w:sdtContent></w:sdt>`,
			nil, "= other: Further matters\nRome held xy\n\nIn a control\n",
		},
		{
			"numbers from a style, and a level tied to one", head + P("Num", R(strings.Repeat("long ", 30))) + P("Sub", R("below")),
			[]Part{
				{Name: "styles", Content: Heading("1") + `<w:style w:type="paragraph" w:styleId="Base"><w:name w:val="Base"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>` +
					`<w:style w:type="paragraph" w:styleId="Num"><w:name w:val="Para"/><w:basedOn w:val="Base"/></w:style>` +
					`<w:style w:type="paragraph" w:styleId="Sub"><w:name w:val="Sub"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>`},
				{Name: "numbering", Content: strings.Replace(numberings, `<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/>`, `<w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/><w:pStyle w:val="Sub"/>`, 1)},
			},
			"= other: Further matters\n" + strings.TrimSpace(strings.Repeat("long ", 30)) + "\n\n1. below\n",
		},
		{
			"one numbering through the text, lists beside it", head + item("1", "0", "First.") + item("2", "0", "a bullet") + item("2", "1", "below it") + item("2", "0", "another") +
				item("1", "0", "Second.") + item("3", "0", "a step") + item("3", "0", "a step more") + item("4", "0", "Plain."),
			[]Part{{Name: "numbering", Content: numberings}},
			"= other: Further matters\nFirst.\n\n- a bullet\n\n  - below it\n- another\n\nSecond.\n\n1. a step\n2. a step more\n\n(unnumbered) Plain.\n",
		},
		{
			"numberings that begin where another one ended, by their levels and by an override", head + item("1", "0", "First.") + P("", R("Between.")) + item("5", "0", "Second.") +
				item("5", "0", "Third.") + P("", R("Between.")) + item("6", "0", "Fourth.") + item("3", "0", "a step"),
			[]Part{{Name: "numbering", Content: numberings + `<w:abstractNum w:abstractNumId="5"><w:lvl w:ilvl="0"><w:start w:val="2"/><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum>` +
				`<w:num w:numId="5"><w:abstractNumId w:val="5"/></w:num>` +
				`<w:num w:numId="6"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>`}},
			"= other: Further matters\nFirst.\n\n(unnumbered) Between.\n\nSecond.\n\nThird.\n\n(unnumbered) Between.\n\nFourth.\n\n1. a step\n",
		},
		{
			"typed numbers", head + P("", R("1. One thing.")) + P("", R("2.")+R("\u00a0Two things.")) + P("", R("Between.")) + P("", R("3) Three things.")),
			nil, "= other: Further matters\nOne thing.\n\nTwo things.\n\n(unnumbered) Between.\n\nThree things.\n",
		},
		{
			"typed numbers with gaps, in Arabic digits, in Chinese", head + P("", R("1. One.")) + P("", R("٢- Two.")) + P("", R("3、三。")) + P("", R("6． Six.")) + P("", R("20. A list far off.")),
			nil, "= other: Further matters\nOne.\n\nTwo.\n\n三。\n\nSix.\n\n(unnumbered) 20\\. A list far off.\n",
		},
		{
			"lines in larger letters for headings, by the run and by a style; notes are no measure", large("28", "Submission on Ruritania") + large("28", "By the Example Association") + large("28", "Introduction") + P("", R(strings.Repeat("Words of the text. ", 9))+`<w:r><w:endnoteReference w:id="1"/></w:r>`) +
				P("Big", R("Recommendations")) + P("", R("Do it")) + large("26", "Ends in a full stop.") + large("24", "hardly larger"),
			[]Part{
				{Name: "styles", Content: `<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" w:styleId="Big"><w:name w:val="Big"/><w:rPr><w:sz w:val="28"/></w:rPr></w:style>`},
				{Name: "endnotes", Content: `<w:endnote w:id="1"><w:p><w:r><w:rPr><w:sz w:val="16"/></w:rPr><w:t>` + strings.Repeat("A long note. ", 20) + `</w:t></w:r></w:p></w:endnote>`},
			},
			"= summary: Introduction\n" + strings.Repeat("Words of the text. ", 9) + "^[" + strings.TrimSpace(strings.Repeat("A long note. ", 20)) + "]\n= recommendations: Recommendations\nDo it\n\nEnds in a full stop.\n\nhardly larger\n",
		},
		{
			"a title that looks like the headings", bold("Submission on Ruritania") + bold("Introduction") + P("", R("Words.")) + bold("Recommendations") + P("", R("Do it.")),
			nil, "= summary: Introduction\nWords.\n= recommendations: Recommendations\nDo it.\n",
		},
		{
			"text boxes, one in another, behind their paragraph; Word's own prompt", head + P("", R("Before")+`<w:r><w:pict><v:textbox><w:txbxContent>`+
				P("", `<w:r><w:rPr><w:b/></w:rPr><w:t>Case.</w:t></w:r>`+`<w:r><w:pict><v:textbox><w:txbxContent>`+P("", R("Inner"))+`</w:txbxContent></v:textbox></w:pict></w:r>`)+P("", R("More."))+
				`</w:txbxContent></v:textbox></w:pict></w:r>`+R(" and after.")+`<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>`+R("Click here.")+`</w:sdtContent></w:sdt>`) + P("", R("Next.")),
			nil, "= other: Further matters\nBefore and after.\n\n**Case.**\n\nInner\n\nMore.\n\nNext.\n",
		},
		{
			"bold lines for headings", bold("Methodology") + P("", R("We asked.")) + bold("Recommendations") + item("2", "0", "Do it."),
			[]Part{{Name: "numbering", Content: numberings}},
			"= methodology: Methodology\nWe asked.\n= recommendations: Recommendations\nR: Do it.\n",
		},
		{
			"a title in the style of headings above bold lines", P("Heading1", R("Submission on Ruritania")) + bold("Introduction") + P("", R("Words.")) + bold("Recommendations") + P("", R("Do it.")),
			nil, "= summary: Introduction\nWords.\n= recommendations: Recommendations\nDo it.\n",
		},
		{
			"a title above the parts", P("Heading1", R("Submission on Ruritania")) + P("Heading2", R("Introduction")) + P("", R("Words.")) + P("Heading2", R("Follow-up")) + P("Heading3", R("Steps")) + P("", R("More.")),
			nil, "= summary: Introduction\nWords.\n= followup: Follow-up\n## Steps\n\nMore.\n",
		},
		{
			"links: by relation, by field, a dangerous one, a place in the file", head + P("", `<w:hyperlink r:id="web">`+R("web")+`</w:hyperlink> `+
				`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://example.org/b" \o "x"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`+R(" field")+`<w:r><w:fldChar w:fldCharType="end"/></w:r>`+
				`<w:hyperlink r:id="bad">`+R(" file")+`</w:hyperlink><w:hyperlink w:anchor="there">`+R(" there")+`</w:hyperlink>`),
			[]Part{Link("web", "https://example.org/a"), Link("bad", "file:///etc/passwd")},
			"= other: Further matters\n[web](https://example.org/a)[ field](https://example.org/b) file there\n",
		},
		{
			"footnotes and endnotes in one row, in a paragraph and in a title", P("Heading1", R("Notes")+`<w:r><w:footnoteReference w:id="1"/></w:r>`) +
				P("", R("Text")+`<w:r><w:endnoteReference w:id="1"/></w:r>`+R(" goes on")+`<w:r><w:footnoteReference w:id="2"/></w:r>`),
			[]Part{
				{Name: "footnotes", Content: `<w:footnote w:type="separator" w:id="-1">` + P("", R("no")) + `</w:footnote><w:footnote w:id="1">` + P("", `<w:r><w:footnoteRef/></w:r>`+R(" On the title.")) + `</w:footnote>` +
					`<w:footnote w:id="2">` + P("", R("One.")) + P("", R("Two.")) + `</w:footnote>`},
				{Name: "endnotes", Content: `<w:endnote w:id="1">` + P("", R(" At the end.")) + `</w:endnote>`},
			},
			"= other: Notes\nText^[At the end.] goes on^[One. Two.]^[On the title.]\n",
		},
		{
			"references to a paragraph, a note, a table, and words", head + item("1", "0", "First") + P("", R("x")) +
				`<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:bookmarkStart w:id="1" w:name="_Ref1"/>` + R("Target") + `<w:bookmarkStart w:id="2" w:name="_RefN"/><w:r><w:endnoteReference w:id="1"/></w:r><w:bookmarkEnd w:id="2"/></w:p>` +
				P("", R("See ")+field(`REF _Ref1 \r \h`, "2")+R(", ")+field(`NOTEREF _RefN \h`, "1")+R(", ")+field(`REF _RefT \h`, "1")+R(", ")+field(`REF _Ref1 \h`, "Target and some more")+R(".")) +
				P("Caption", R("Table ")+`<w:bookmarkStart w:id="3" w:name="_RefT"/><w:fldSimple w:instr=" SEQ Table \* ARABIC ">`+R("1")+`</w:fldSimple><w:bookmarkEnd w:id="3"/>`+R(". Persons")) +
				`<w:tbl><w:tr><w:tc>` + P("", R("cell")) + `</w:tc></w:tr></w:tbl>`,
			[]Part{{Name: "numbering", Content: numberings}, {Name: "endnotes", Content: `<w:endnote w:id="1">` + P("", R("A note.")) + `</w:endnote>`},
				{Name: "styles", Content: Heading("1") + `<w:style w:type="paragraph" w:styleId="Caption"><w:name w:val="caption"/></w:style>`}},
			"= other: Further matters\nFirst\n\n(unnumbered) x\n\nTarget^[A note.]\n\n(unnumbered) See {ref:id3}, {ref:id4}, {ref:id6}, Target and some more.\n\n| cell |\nCaption: Persons\n",
		},
		{
			"tables: merged cells, a head, a nested table, a row in a control", head + `<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>` + P("", R("Head")) + `</w:tc></w:tr>` +
				`<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>` + P("", R("high")) + `</w:tc><w:tc>` + P("", R("a")) + `<w:tbl><w:tr><w:tc>` + P("", R("in")) + `</w:tc><w:tc>` + P("", R("side")) + `</w:tc></w:tr></w:tbl></w:tc></w:tr>` +
				`<w:sdt><w:sdtContent><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc>` + P("", R("b")) + `</w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>`,
			nil, "= other: Further matters\n(table)\n(row)\n(header 2x1)\n  Head\n(row)\n(cell 1x2)\n  high\n(cell)\n  a\n\n  in \\| side\n(row)\n(cell)\n  b\n",
		},
		{
			"alternatives: the newer one with text, the older one for a drawing", head + P("", `<mc:AlternateContent><mc:Choice Requires="w14"><w:r><w:t>new</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>old</w:t></w:r></mc:Fallback></mc:AlternateContent>`+
				`<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing/></mc:Choice><mc:Fallback><w:t xml:space="preserve"> shown</w:t></mc:Fallback></mc:AlternateContent></w:r>`),
			nil, "= other: Further matters\nnew shown\n",
		},
		{
			"characters", head + P("", `<w:r><w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t><w:softHyphen/><w:t>c</w:t><w:tab/><w:t>d</w:t><w:br/><w:t>e</w:t><w:br w:type="page"/><w:cr/><w:t>f</w:t><w:sym w:font="Symbol" w:char="F0B7"/></w:r>`),
			nil, "= other: Further matters\na\u2011b\u00adc d\\\ne\\\nf•\n",
		},
		{
			"contents and page numbers are left out", P("", field(`TOC \o "1-3"`, "Rights 1")) + `<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr><w:sdtContent>` + P("", R("Contents")) + `</w:sdtContent></w:sdt>` +
				head + P("", R("x")),
			nil, "= other: Further matters\nx\n",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			parts := tt.parts
			if !hasStyles(parts) {
				parts = append(parts, headings)
			}
			got := sketch(taken(t, read(t, File(t, tt.body, parts...))))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func hasStyles(parts []Part) bool {
	for _, p := range parts {
		if p.Name == "styles" {
			return true
		}
	}
	return false
}

// field is a field with its result.
func field(code, result string) string {
	return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ` + code + ` </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>` +
		R(result) + `<w:r><w:fldChar w:fldCharType="end"/></w:r>`
}

// The strict class of the standard has namespaces of its own.
func TestStrict(t *testing.T) {
	loose := File(t, head+P("", `<w:hyperlink r:id="web">`+R("web")+`</w:hyperlink>`), headings, Link("web", "https://example.org"))
	strict := remade(t, loose, func(_, content string) string {
		content = strings.ReplaceAll(content, "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
		return strings.ReplaceAll(content, "http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships")
	})
	if got, want := sketch(taken(t, read(t, strict))), sketch(taken(t, read(t, loose))); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// What a manuscript cannot hold is listed with its place.
func TestLost(t *testing.T) {
	draft := read(t, File(t, P("Heading1", R("Rights"))+P("", R("x")+
		`<w:r><w:drawing><wp:docPr id="1" name="p" descr="A map"/></w:drawing></w:r>`+
		`<w:r><w:pict><v:textbox><w:txbxContent>`+P("", R("In a box"))+`</w:txbxContent></v:textbox></w:pict></w:r>`+
		`<w:r><w:object><o:OLEObject/></w:object></w:r><m:oMath><m:r><m:t>e=mc</m:t></m:r></m:oMath>`+field("DATE", "today")+
		`<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:rPr><w:strike/></w:rPr><w:t>struck</w:t></w:r>`+
		`<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r><w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>`)+`<w:altChunk r:id="c"/>`,
		headings, Part{Name: "header", Content: P("", R("Draft 3"))}, Link("c", "https://example.org/evil.docx")))
	var got []string
	for _, l := range draft.Lost {
		got = append(got, string(l.Kind)+" "+l.Under+": "+l.Words)
	}
	want := []string{
		"furniture : Draft 3", "picture Rights: A map", "textbox Rights: In a box", "object Rights: ", "equation Rights: e=mc", "field Rights: DATE",
		"hidden Rights: secret", "strike Rights: struck", "raised Rights: 2", "symbol Rights: Wingdings", "object Rights: ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if text := sketch(taken(t, draft)); text != "= rights: Rights\nxe=mctodaystruck2\n\nIn a box\n" {
		t.Errorf("the text is %q", text)
	}
}

// A line that is a heading by its look only heads what is lost below it, too.
func TestLostBelowALine(t *testing.T) {
	lost := `<w:r><w:drawing><wp:docPr id="1" name="p" descr="A map"/></w:drawing></w:r>`
	draft := read(t, File(t, P("", R("Cover")+lost)+bold("Rights")+P("", R("x")+lost)+`<w:tbl><w:tr><w:tc>`+P("", R("y")+lost)+`</w:tc></w:tr></w:tbl>`,
		Part{Name: "header", Content: P("", R("Draft 3"))}))
	var got []string
	for _, l := range draft.Lost {
		got = append(got, string(l.Kind)+" "+l.Under)
	}
	if diff := cmp.Diff([]string{"furniture ", "picture ", "picture Rights", "picture Rights"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A draft is kept until somebody has said what becomes of it, and is the same then.
func TestKept(t *testing.T) {
	body := P("", R("Cover")) + P("Heading1", R("Rights")) + P("", R("x")) + P("Heading1", R("Empty")) + P("Heading2", R("Below"))
	draft := read(t, File(t, body, headings))
	data, err := draft.Encode()
	if err != nil {
		t.Fatal(err)
	}
	again, err := word.Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(draft, again); diff != "" {
		t.Errorf("(-kept +read):\n%s", diff)
	}
}
