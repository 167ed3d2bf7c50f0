package pdf

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"upright/internal/document"
	"upright/internal/render/pdf/pdfcheck"
)

// FuzzWrite renders random documents. Whatever they hold, a file comes out that breaks no clause, twice the same.
func FuzzWrite(f *testing.F) {
	for seed := range uint64(10) {
		f.Add(seed, "")
	}
	for _, s := range []string{"\u0301", "a\u2028b\u2029c\u0085", "\xff\xfe\xc3", "\u202Eabc\u202C\u2066", "👨‍👩‍👧", "𠀀漢字", "\u200D\u200C\u00AD", "אבג 123 abc (12)^1",
		strings.Repeat("x", 5000), strings.Repeat("é\u0301", 300), "https://a.example/" + strings.Repeat("b-", 200), "\x00\x1c\x1d\x1e\n\r\t", "\U000E0041\uFFFE\uFFFF",
		"وَالهُوِيَّةُ (٢٠٢٤) «Latin» 12/2025، لإ", "ـــــ\u200Dه\u200C\u064B", "《公约》，“他说：‘是’。”——……（第12段）", "漢\uFE00字\U000E0100々〇", strings.Repeat("، ", 200), strings.Repeat("。", 300)} {
		f.Add(uint64(len(s)), s)
	}
	r, err := NewRenderer(Options{Families: families(f), CacheBytes: 1 << 20})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, seed uint64, text string) {
		if len(text) > 20000 {
			return
		}
		g := &generator{rnd: rand.New(rand.NewPCG(seed, 1)), given: text}
		d := g.document()
		var one, two bytes.Buffer
		if _, err := r.Write(t.Context(), &one, d); err != nil {
			t.Fatal(err)
		}
		problems, err := pdfcheck.Check(one.Bytes())
		if err != nil || len(problems) > 0 {
			t.Fatalf("%v %v", problems, err)
		}
		if _, err := r.Write(t.Context(), &two, d); err != nil || !bytes.Equal(one.Bytes(), two.Bytes()) {
			t.Fatalf("a second time it is another file (%v)", err)
		}
	})
}

// A generator makes documents, the given text somewhere in them.
type generator struct {
	rnd   *rand.Rand
	given string
	notes int
}

var fragments = []string{"word", "The Government", " ", "  ", ". ", "«\u00A0oui\u00A0»", "Российская", "\u0301", "\u0301\u0302\u0303", "😀", "👨‍👩‍👧", "漢字", "𠀀", "سلام", "الكَرَامَةُ", "إلى", "،", "»", "٪", "《", "》，“", "……", "——", "。", "〇", "שלום", "\u202E", "\u2066", "\u2069", "\u200F", "\u2028", "\u2029", "\u0085",
	"\xff", "\xc3", "\x00", "\t", "\u00AD", "con\u00ADsti\u00ADtu\u00ADtion", "\u2011", "\u200B", "\u2060", "\uFEFF", "\uFFFE", "\U000E0041", "12/2020", "A/HRC/47/9", "https://www.ohchr.org/en/hr-bodies/upr?x=1&y=2", "(", ")", "—", "fi", "ﬁ", "Å", "A\u030A", "₽", "□", "\U0010FFFF", "ก็", "กำ", "한국", "\u1100\u1161\u11A8", "क्षि"}

func (g *generator) text() string {
	var b strings.Builder
	for range g.rnd.IntN(14) {
		b.WriteString(fragments[g.rnd.IntN(len(fragments))])
	}
	switch g.rnd.IntN(40) {
	case 0:
		b.WriteString(strings.Repeat("w", 5000))
	case 1:
		b.WriteString(strings.Repeat("long words and more ", 25))
	}
	if g.rnd.IntN(4) == 0 {
		b.WriteString(g.given)
	}
	return b.String()
}

func (g *generator) spans() []document.Span {
	var out []document.Span
	for range g.rnd.IntN(6) {
		switch g.rnd.IntN(9) {
		case 0:
			g.notes++
			out = append(out, &document.NoteMark{Number: 1 + g.rnd.IntN(g.notes+1)})
		case 1:
			out = append(out, &document.Reference{Anchor: g.anchor(), Text: g.text()})
		case 2:
			out = append(out, &document.Break{})
		case 3:
			out = append(out, &document.Text{Text: g.text(), Link: "https://a.example/" + g.text()})
		default:
			out = append(out, &document.Text{Text: g.text(), Strong: g.rnd.IntN(3) == 0, Em: g.rnd.IntN(3) == 0})
		}
	}
	return out
}

func (g *generator) anchor() string { return string(rune('a' + g.rnd.IntN(6))) }

func (g *generator) blocks(n, depth int) []document.Block {
	var out []document.Block
	for range n {
		out = append(out, g.block(depth))
	}
	return out
}

func (g *generator) block(depth int) document.Block {
	kind := g.rnd.IntN(10)
	if depth > 0 && kind < 4 {
		kind = 5 // no headings, recommendations or tables inside others
	}
	switch kind {
	case 0, 1:
		return &document.Heading{Level: g.rnd.IntN(5), Anchor: g.anchor(), Text: g.spans()}
	case 2:
		return &document.Recommendation{Anchor: g.anchor(), Number: g.rnd.IntN(3), Label: g.text(), Addressee: g.text(), Text: g.spans()}
	case 3:
		return g.table()
	case 4:
		if depth < 6 {
			l := &document.List{Ordered: g.rnd.IntN(2) == 0}
			for range g.rnd.IntN(4) {
				l.Items = append(l.Items, g.blocks(g.rnd.IntN(3), depth+1))
			}
			return l
		}
	}
	return &document.Paragraph{Anchor: g.anchor(), Number: g.rnd.IntN(200) - 1, Text: g.spans()}
}

func (g *generator) table() *document.Table {
	t := &document.Table{Anchor: g.anchor(), Number: g.rnd.IntN(3), Caption: g.text(), Columns: g.rnd.IntN(7), Head: g.rnd.IntN(4) - 1}
	rows := g.rnd.IntN(8)
	if g.rnd.IntN(12) == 0 {
		rows = 40
	}
	for range rows {
		var row []document.Cell
		for range g.rnd.IntN(7) {
			row = append(row, document.Cell{Header: g.rnd.IntN(5) == 0, Colspan: g.rnd.IntN(4), Rowspan: g.rnd.IntN(4), Blocks: g.blocks(g.rnd.IntN(3), 1)})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

func (g *generator) document() *document.Document {
	languages := []string{"en", "fr", "es", "ru", "ar", "zh", "he"}
	lang := languages[g.rnd.IntN(len(languages))]
	d := &document.Document{Language: lang, RightToLeft: lang == "ar" || lang == "he", Title: "T " + g.text(), ShortTitle: g.text(), Author: g.text(),
		Subject: g.text(), Keywords: []string{g.text(), g.text()}, Mark: g.text(), Foot: g.text(), Labels: english}
	d.Cover = append(d.Cover, &document.Title{Text: g.text()}, &document.Subtitle{Text: g.text()})
	if g.rnd.IntN(3) == 0 {
		d.Cover = append(d.Cover, &document.Fields{Items: []document.Field{{Label: g.text(), Value: g.spans()}, {Label: g.text(), Value: g.spans()}}})
	}
	d.Cover = append(d.Cover, &document.Contents{})
	d.Body = g.blocks(g.rnd.IntN(14), 0)
	for i := range g.rnd.IntN(6) {
		d.Notes = append(d.Notes, &document.Note{Number: i + 1, Anchor: g.anchor(), Text: g.spans()})
	}
	return d
}
