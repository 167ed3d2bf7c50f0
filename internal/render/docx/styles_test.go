package docx

import (
	"slices"
	"strings"
	"testing"

	"upright/internal/document"
)

func style(t *testing.T, p pack, id string) *node {
	t.Helper()
	for _, n := range p.tree(t, "word/styles.xml").all("w:style") {
		if n.attrs["w:styleId"] == id {
			return n
		}
	}
	t.Fatalf("no style %s", id)
	return nil
}

// Times New Roman, 12 points, single spacing (UPR-FMT-03, UPR-FMT-04): the defaults say so, no style has another font or
// spacing, and of what is read as text only titles, notes, annexes and the furniture of the pages have
// another size.
func TestFontSizeAndSpacing(t *testing.T) {
	p := open(t, write(t, readCase(t, "combined")))
	root := p.tree(t, "word/styles.xml")
	run := root.child("w:docDefaults", "w:rPrDefault", "w:rPr")
	fonts := run.child("w:rFonts").attrs
	for _, script := range []string{"w:ascii", "w:hAnsi", "w:cs"} {
		if fonts[script] != "Times New Roman" {
			t.Errorf("%s is %q", script, fonts[script])
		}
	}
	if run.child("w:sz").attrs["w:val"] != "24" || run.child("w:szCs").attrs["w:val"] != "24" {
		t.Error("the text is not of 12 points")
	}
	if line := root.child("w:docDefaults", "w:pPrDefault", "w:pPr", "w:spacing").attrs["w:line"]; line != "240" {
		t.Errorf("lines are spaced by %s, not 240", line)
	}
	other := []string{"Title", "Subtitle", "Heading1", "TOCHeading", "EndnoteHeading", "EndnoteText", "Header", "Footer",
		"AnnexText", "AnnexHeading", "AnnexRowHeading"}
	for _, n := range root.all("w:style") {
		id := n.attrs["w:styleId"]
		if len(n.all("w:rFonts")) > 0 {
			t.Errorf("style %s has a font of its own", id)
		}
		if len(n.all("w:sz")) > 0 != slices.Contains(other, id) || len(n.all("w:sz")) != len(n.all("w:szCs")) {
			t.Errorf("style %s: sizes %d", id, len(n.all("w:sz")))
		}
		if line := n.child("w:pPr", "w:spacing").attrs["w:line"]; line != "" && id != "Separator" {
			t.Errorf("style %s spaces lines by %s", id, line)
		}
	}
}

// Headings stay with their text and tell their level; captions stay with their table.
func TestKeepWithNext(t *testing.T) {
	p := open(t, write(t, readCase(t, "combined")))
	for _, id := range []string{"Title", "Heading1", "Heading2", "Heading3", "Caption", "TOCHeading", "TableHeading", "OrganizationName"} {
		if style(t, p, id).child("w:pPr", "w:keepNext").name == "" {
			t.Errorf("%s may be left behind", id)
		}
	}
	if style(t, p, "TableRowHeading").child("w:pPr", "w:keepNext").name != "" {
		t.Error("a heading of each row would keep a whole table on one page")
	}
	for i, id := range []string{"Heading1", "Heading2", "Heading3"} {
		if level := style(t, p, id).child("w:pPr", "w:outlineLvl").attrs["w:val"]; level != string(rune('0'+i)) {
			t.Errorf("%s has level %q", id, level)
		}
	}
}

// Each script has its language, and an Arabic document runs from right to left from its first style on.
func TestLanguageAndDirection(t *testing.T) {
	for lang, want := range map[string]string{
		"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU", "ar": "en-GB", "zh": "en-GB", `x"y`: `x"y`,
	} {
		p := open(t, write(t, &document.Document{Language: lang, RightToLeft: lang == "ar"}))
		defaults := p.tree(t, "word/styles.xml").child("w:docDefaults", "w:rPrDefault", "w:rPr", "w:lang").attrs
		theme := p.tree(t, "word/settings.xml").child("w:themeFontLang").attrs
		for _, got := range []map[string]string{defaults, theme} {
			if got["w:val"] != want || got["w:eastAsia"] != "zh-CN" || got["w:bidi"] != "ar-SA" {
				t.Errorf("%s: %v", lang, got)
			}
		}
		normal := style(t, p, "Normal")
		if rtl := normal.child("w:pPr", "w:bidi").name != "" && normal.child("w:rPr", "w:rtl").name != ""; rtl != (lang == "ar") {
			t.Errorf("%s runs from right to left: %v", lang, rtl)
		}
	}
}

// Word must not write the name of whoever saves the file into it, and must number notes 1, 2, 3 at the end of the text.
func TestSettings(t *testing.T) {
	settings := open(t, write(t, readCase(t, "combined"))).tree(t, "word/settings.xml")
	for _, name := range []string{"w:removePersonalInformation", "w:removeDateAndTime"} {
		if settings.child(name).name == "" {
			t.Errorf("no %s", name)
		}
	}
	notes := settings.child("w:endnotePr")
	if notes.child("w:numFmt").attrs["w:val"] != "decimal" || notes.child("w:pos").attrs["w:val"] != "docEnd" {
		t.Error("notes are numbered or placed otherwise")
	}
}

// A document that Build did not make may have an anchor twice; Word refuses a bookmark that stands twice.
func TestAnchorTwice(t *testing.T) {
	paragraph := &document.Paragraph{Anchor: "a", Number: 1, Text: []document.Span{&document.Reference{Anchor: "a", Text: "1"}}}
	p := open(t, write(t, &document.Document{Body: []document.Block{paragraph, paragraph}}))
	check(t, p)
	if got := strings.Count(sketch(t, p), "«_Ref1:"); got != 1 {
		t.Errorf("the bookmark stands %d times", got)
	}
}

// Every mixture of properties stands in the order of the schema, in every language.
func TestEveryMixtureOfStyles(t *testing.T) {
	var text []document.Span
	for i := range 16 {
		span := &document.Text{Text: "abc سلام 中文", Strong: i&1 > 0, Em: i&2 > 0, LeftToRight: i&4 > 0}
		if i&8 > 0 {
			span.Link = "https://example.org"
		}
		text = append(text, span)
	}
	for _, lang := range []string{"en", "ar", "zh"} {
		p := open(t, write(t, &document.Document{Language: lang, RightToLeft: lang == "ar", Body: []document.Block{
			&document.Heading{Level: 1, Text: text}, &document.Paragraph{Text: text},
		}}))
		check(t, p)
		runs := p.tree(t, "word/document.xml").all("w:r")
		for _, want := range []string{"w:b", "w:i", "w:rStyle"} {
			if !slices.ContainsFunc(runs, func(r *node) bool { return r.child("w:rPr", want).name != "" }) {
				t.Errorf("%s: no run has %s", lang, want)
			}
		}
	}
}
