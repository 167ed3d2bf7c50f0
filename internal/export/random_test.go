package export_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	"upright/internal/example"
	"upright/internal/picture"
	"upright/internal/prose"
	"upright/internal/upr"
)

// randomSubmission makes a submission from bytes, the same from the same: within the schema, with every odd choice that
// it leaves. The first bytes are choices one by one, so that a fuzzer can find its way; what they lead to beyond their
// end is drawn by chance, with the bytes as its seed. A text, if given, stands somewhere in between.
func randomSubmission(t testing.TB, data []byte, given string) *upr.Submission {
	t.Helper()
	h := fnv.New64a()
	h.Write(data)
	g := &generator{data: data, random: rand.New(rand.NewPCG(h.Sum64(), 54)), given: given}
	languages := upr.Languages()
	lang := languages[g.n(len(languages))]
	g.words = vocabulary(t)[lang]
	g.logos = logos(t)
	s := &upr.Submission{
		Details: upr.Details{
			State: g.one("MEX", "CHN", "", "XXX", "\u202e"), Session: g.n(80), Cycle: g.n(9), Language: lang,
			Kind: upr.Kind(g.one("individual", "joint", "")), Title: g.text(), Keywords: g.list(5, g.text),
			Date: upr.Date{Year: g.n(3000), Month: time.Month(g.n(14)), Day: g.n(33)},
		},
		Manuscript: &prose.Manuscript{},
	}
	for range g.few(20) {
		s.Organizations = append(s.Organizations, g.organization())
	}
	for range 1 + g.few(6) {
		part := &prose.Part{ID: g.id(), Kind: prose.PartKind(g.one("summary", "rights", "solidarity", "other", "?")), Title: g.text(), Hidden: g.n(12) == 1}
		for range 1 + g.few(9) {
			part.Blocks = append(part.Blocks, g.block())
		}
		s.Manuscript.Parts = append(s.Manuscript.Parts, part)
	}
	s.Annexes = g.annexes()
	return s
}

// A generator takes choices from bytes and, when they are used up, from chance.
type generator struct {
	data   []byte
	random *rand.Rand
	given  string
	words  []string // of the language
	logos  []*upr.Image
	depth  int
	ids    int
}

// n returns a number below max.
func (g *generator) n(max int) int {
	if len(g.data) == 0 {
		return g.random.IntN(max)
	}
	b := g.data[0]
	g.data = g.data[1:]
	return int(b) % max
}

// few returns a number up to most, small ones more often.
func (g *generator) few(most int) int { return g.n(1 + g.n(1+most)) }

func (g *generator) one(of ...string) string { return of[g.n(len(of))] }

func (g *generator) list(most int, make func() string) []string {
	var list []string
	for range g.few(most) {
		list = append(list, make())
	}
	return list
}

// id returns a new id, or one that may stand somewhere already.
func (g *generator) id() string {
	if g.n(8) == 0 {
		return g.one("", "1", "2", "3", "\x00", "a b\"<", "_Toc1", "العربية")
	}
	g.ids++
	return fmt.Sprint(g.ids)
}

// hostile are pieces of text that break layouts and encoders: see what each kind is for.
func hostile() []string {
	return []string{
		"😀", "👨‍👩‍👧", "🇲🇽", "👍🏽", "\U000E0041", // emoji, in sequences and with tags
		"𠀀", "𰻝", "〇", "㐀", "\uF900", "豈", "漢\uFE00", "葛\U000E0100", // rare Han, variants
		"\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2066", "\u2067", "\u2068", "\u2069", "\u200E", "\u200F", "\u061C", // direction
		"\u0301", "\u0301\u0302\u0303\u0304\u0305", "\u064B", "\u20DD", "\uFE0F", "A\u030A", "e\u0301\u0323", // marks without a base, and with one
		"\u2028", "\u2029", "\u0085", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\r\n", "\n", "\t", // separators
		"\xff", "\xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\uFFFD", "\uFFFE", "\uFFFF", "\U0010FFFF", "\x00", "\x01", // no text
		"\u00AD", "con\u00ADsti\u00ADtu\u00ADtion", "\u200B", "\u2060", "\uFEFF", "\u200C", "\u200D", "\u2011", "\u00A0", "\u202F", "\u2003", "\u3000", // width
		"]]>", "<w:p/>", "&amp;", "&#0;", "<script>", "\"'", "--", "(((", ")))", "\\(", "%%EOF", "{page}", "{n}", "endstream endobj", // markup
		"https://www.ohchr.org/en/hr-bodies/upr/mx-index?a=b&c=%20#d", "www.a.example/b-c-d", "A/HRC/57/12", "+41 22 917 90 00", "a@example.org",
		"سلام", "الكَرَامَةُ", "لإ", "ـــــ", "٤٢", "؟", "،", "שלום", "क्षि", "ก็", "한국", "\u1100\u1161\u11A8", "ﬁ", "ǆ", "ẞ", "₽", "№", "□",
		"。", "《》", "，“", "……", "——", "」", "、", "(第12段)", "«\u00A0oui\u00A0»", " ", "  ", "-", "/", ".", "12/2020", "$1,000.00", "50 %",
	}
}

// text returns words of the language with hostile pieces between them; often it is empty or blank.
func (g *generator) text() string {
	odd := hostile()
	var b strings.Builder
	for range g.few(30) {
		if g.n(3) == 0 {
			b.WriteString(odd[g.n(len(odd))])
		} else {
			b.WriteString(g.words[g.n(len(g.words))])
		}
		if g.n(5) > 0 {
			b.WriteByte(' ')
		}
	}
	switch g.n(160) {
	case 0:
		b.WriteString(strings.Repeat(g.one("w", "é", "汉", "س", "😀", "\u0301", "-", "\u202e", "/"), 5000))
	case 1:
		b.WriteString(strings.Repeat(odd[g.n(len(odd))]+" ", 300))
	case 2, 3, 4, 5, 6, 7, 8:
		b.WriteString(g.given)
	}
	return b.String()
}

func (g *generator) run() *prose.Text {
	text := g.text()
	if text == "" {
		text = "x" // the schema has no empty texts
	}
	link := ""
	if g.n(5) == 0 {
		link = g.one("https://example.org/", "mailto:", "javascript:", "http://[", "") + g.text()
	}
	return &prose.Text{Text: text, Strong: g.n(4) == 1, Em: g.n(4) == 1, Link: link}
}

func (g *generator) inline() []prose.Inline {
	var content []prose.Inline
	for range g.few(7) {
		switch g.n(8) {
		case 0:
			note := &prose.Endnote{ID: g.id()}
			for range g.few(3) {
				note.Content = append(note.Content, g.run())
			}
			content = append(content, note)
		case 1:
			content = append(content, &prose.CrossReference{Target: g.target()})
		case 2:
			content = append(content, &prose.HardBreak{})
		default:
			content = append(content, g.run())
		}
	}
	return content
}

// target returns an id that stands before, stands nowhere, or will stand later.
func (g *generator) target() string { return fmt.Sprint(g.n(g.ids + 5)) }

func (g *generator) block() prose.Block {
	switch g.n(9) {
	case 0:
		return &prose.Heading{ID: g.id(), Level: 1 + g.n(2), Content: g.inline()}
	case 1, 2:
		return &prose.Recommendation{ID: g.id(), Addressee: g.one("", "", g.text()), Content: g.inline()}
	case 3:
		return g.bullets()
	case 4:
		return g.table()
	}
	return &prose.Paragraph{ID: g.id(), Numbered: g.n(4) > 0, Content: g.inline()}
}

func (g *generator) bullets() *prose.List {
	l := &prose.List{ID: g.id(), Ordered: g.n(2) == 1}
	for range 1 + g.few(5) {
		l.Items = append(l.Items, &prose.ListItem{Blocks: g.nested()})
	}
	return l
}

// nested returns what may stand in an item or a cell: a paragraph, then more of them and lists.
func (g *generator) nested() []prose.Block {
	blocks := []prose.Block{&prose.Paragraph{ID: g.id(), Numbered: g.n(9) == 0, Content: g.inline()}}
	if g.depth < 10 {
		g.depth++
		for range g.few(2) {
			if g.n(2) == 0 {
				blocks = append(blocks, g.bullets())
			} else {
				blocks = append(blocks, &prose.Paragraph{ID: g.id(), Content: g.inline()})
			}
		}
		g.depth--
	}
	return blocks
}

func (g *generator) table() *prose.Table {
	t := &prose.Table{ID: g.id(), Caption: g.text()}
	rows, columns := 1+g.few(7), 1+g.few(7)
	switch g.n(60) {
	case 0:
		rows = 150
	case 1:
		columns = 70 // more than Word opens
	}
	g.depth += 7 // little in each
	for range rows {
		row := &prose.Row{}
		for range 1 + g.n(columns) {
			row.Cells = append(row.Cells, &prose.Cell{
				Header: g.n(3) == 0, Colspan: 1 + g.few(4), Rowspan: 1 + g.few(4), Blocks: g.nested(),
			})
		}
		t.Rows = append(t.Rows, row)
	}
	g.depth -= 7
	return t
}

func (g *generator) organization() upr.Organization {
	o := upr.Organization{
		ID: upr.OrganizationID(g.id()), Name: g.text(), Acronym: g.one("", g.text()), City: g.text(), Country: g.one("MEX", "", "ZZZ", g.text()),
		Founded: g.n(2100), Description: g.text(), ConsultativeStatus: upr.ConsultativeStatus(g.one("", "special", "?")),
		Website: g.one("", "https://example.org", g.text()), Email: g.one("", "a@example.org", g.text()), Phone: g.one("", "+52 55 1234", g.text()), Address: g.text(),
	}
	if g.n(2) == 0 {
		o.Logo = g.logos[g.n(len(g.logos))]
	}
	return o
}

func (g *generator) annexes() upr.Annexes {
	var a upr.Annexes
	for range g.few(12) {
		a.Previous = append(a.Previous, upr.PreviousRecommendation{
			ID: g.id(), Symbol: g.one("A/HRC/40/8", g.text()), Number: g.text(), Cycle: g.n(5), Text: g.text(), States: g.list(9, func() string { return g.one("NOR", "FRA", "", g.text()) }),
			Position: upr.StatePosition(g.one("", "supported", "noted", "partly", "pending", "?")), Themes: g.list(3, g.text), Groups: g.list(3, g.text), SDGs: []int{g.n(20)},
			Language: g.one("en", "ar", ""), Assessed: upr.Assessment(g.one("", "implemented", "in-part", "not-implemented", "reversed", "no-information", "?")),
			Evidence: g.text(), Comment: g.text(), Paragraphs: g.list(4, g.target),
		})
	}
	for range g.few(8) {
		a.Solidarity = append(a.Solidarity, upr.SolidarityEntry{
			ID: g.id(), Form: upr.SolidarityForm(g.one("", "preventive", "reactive", "cooperation", "?")), Holders: g.text(),
			Bearer: upr.DutyBearer(g.one("state", "international-organization", "non-state-actor", "?")), BearerName: g.text(), Duty: upr.Duty(g.one("respect", "protect", "fulfil", "?")),
			Right: g.text(), Basis: g.text(), Measure: g.text(), Indicator: g.text(), Paragraphs: g.list(4, g.target),
		})
	}
	for range g.few(20) {
		a.Signatories = append(a.Signatories, upr.Signatory{
			Organization: g.organization(), Appearance: upr.Appearance(g.one("full", "acronym", "represented", "?")), Represented: g.text(),
			Signed: upr.Date{Year: g.n(3000), Month: time.Month(g.n(14)), Day: g.n(33)}, Position: g.text(), Paragraphs: g.list(4, g.target),
		})
	}
	return a
}

// vocabulary is the words of the example by language.
func vocabulary(t testing.TB) map[string][]string {
	t.Helper()
	all, err := exampleWords()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var exampleWords = sync.OnceValues(func() (map[string][]string, error) {
	all := map[string][]string{}
	for _, lang := range upr.Languages() {
		s, err := example.Submission(lang)
		if err != nil {
			return nil, err
		}
		for part := range s.Manuscript.Visible() {
			for b := range part.All() {
				all[lang] = append(all[lang], strings.Fields(prose.Plain(prose.Content(b)))...)
			}
		}
	}
	return all, nil
})

// logos are pictures of several shapes, as they are kept.
func logos(t testing.TB) []*upr.Image {
	t.Helper()
	all, err := drawnLogos()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

var drawnLogos = sync.OnceValues(func() ([]*upr.Image, error) {
	var all []*upr.Image
	for i, size := range [][2]int{{1, 1}, {90, 60}, {200, 3}, {3, 200}, {64, 64}, {300, 100}} {
		m := image.NewNRGBA(image.Rect(0, 0, size[0], size[1]))
		for at := range m.Pix {
			m.Pix[at] = byte(at * (i + 3))
		}
		m.SetNRGBA(0, 0, color.NRGBA{R: 255, A: byte(i * 50)})
		var b bytes.Buffer
		var err error
		if i%3 == 2 {
			err = jpeg.Encode(&b, m, nil)
		} else {
			err = png.Encode(&b, m)
		}
		if err != nil {
			return nil, err
		}
		logo, err := picture.Decode(&b)
		if err != nil {
			return nil, err
		}
		all = append(all, logo)
	}
	return all, nil
})

// seeded returns the bytes of the submission with a number. The languages take turns.
func seeded(n int) []byte {
	return binary.BigEndian.AppendUint64([]byte{byte(n % len(upr.Languages()))}, uint64(n)*0x9e3779b97f4a7c15)
}
