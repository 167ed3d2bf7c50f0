package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-fonts/liberation/liberationserifregular"
	"github.com/google/go-cmp/cmp"

	"upright/internal/document"
	"upright/internal/fonts"
	"upright/internal/render/pdf/pdfcheck"
)

func TestFonts(t *testing.T) {
	good, err := NewRenderer(Options{Families: families(t)})
	if err != nil {
		t.Fatal(err)
	}
	if err := good.CheckFonts(); err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{"empty": nil, "text": []byte("no font at all"), "collection": []byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x00")} {
		if _, err := NewRenderer(Options{Families: []fonts.Family{{Name: "Bad", Script: "Latn", Regular: bytes.NewReader(data)}}}); err == nil {
			t.Errorf("%s: accepted as a font", name)
		}
	}
}

// A font that only the shaper cannot read is named at the start; without the check, the text that needs it fails alone.
func TestFontsAtFirstUse(t *testing.T) {
	damaged := slices.Clone(liberationserifregular.TTF)
	tables, err := readTables(bytes.NewReader(damaged))
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(damaged, tables.table("cmap"))
	copy(damaged[at:], bytes.Repeat([]byte{0xff}, 64))
	r, err := NewRenderer(Options{Families: []fonts.Family{{Name: "Damaged", Script: "Arab", Languages: []string{"ar"}, Regular: bytes.NewReader(damaged)}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.CheckFonts(); err == nil || !strings.Contains(err.Error(), "Damaged") {
		t.Errorf("the check says %v", err)
	}
	for text, fails := range map[string]bool{"English": false, "سلام": true} {
		d := &document.Document{Language: "ar", Title: text, Labels: english, Body: []document.Block{&document.Paragraph{Text: spansOf(text)}}}
		if _, err := r.Write(t.Context(), io.Discard, d); (err != nil) != fails {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// TestStable renders the same documents often, at once and through one cache: the bytes are always the same, whatever other
// languages the renderer sets meanwhile.
func TestStable(t *testing.T) {
	r, err := NewRenderer(Options{Families: families(t)})
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for _, d := range []*document.Document{bigDocument(800, 30), readCase(t, "arabic"), readCase(t, "chinese")} {
		want := render(t, d)
		for range 2 {
			wg.Go(func() {
				for range 3 {
					var b bytes.Buffer
					if _, err := r.Write(t.Context(), &b, d); err != nil {
						t.Error(err)
					} else if !bytes.Equal(b.Bytes(), want) {
						t.Error("the bytes differ")
					}
				}
			})
		}
	}
	wg.Wait()
}

// TestChange sees that the cache never shows an old text: notes and links change, lines around them do not.
func TestChange(t *testing.T) {
	r, err := NewRenderer(Options{})
	if err != nil {
		t.Fatal(err)
	}
	text := &document.Text{Text: "See the report.", Link: "https://one.example/"}
	d := &document.Document{Language: "en", Labels: english, Body: []document.Block{&document.Paragraph{Number: 1, Text: []document.Span{text}}}}
	var one, two bytes.Buffer
	if _, err := r.Write(t.Context(), &one, d); err != nil {
		t.Fatal(err)
	}
	text.Link, text.Strong = "https://two.example/", true
	if _, err := r.Write(t.Context(), &two, d); err != nil {
		t.Fatal(err)
	}
	if got, want := drawList(t, two.Bytes()), drawList(t, render(t, d)); got != want {
		t.Errorf("from the cache:\n%s\nanew:\n%s", got, want)
	}
	if bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("the change is not in the file")
	}
}

// TestChangeShapesOneParagraph sees that a change costs what it changed: of fifty paragraphs, one is shaped again.
func TestChangeShapesOneParagraph(t *testing.T) {
	r, err := NewRenderer(Options{})
	if err != nil {
		t.Fatal(err)
	}
	d := &document.Document{Language: "en", Labels: english}
	for i := range 50 {
		d.Body = append(d.Body, &document.Paragraph{Number: i + 1, Text: spansOf(fmt.Sprintf("Paragraph %d says something else.", i))})
	}
	shaped := func() int {
		before := len(r.cache.byKey)
		if _, err := r.Preview(t.Context(), d); err != nil {
			t.Fatal(err)
		}
		return len(r.cache.byKey) - before
	}
	if n := shaped(); n < 50 {
		t.Errorf("%d texts are kept, of 50 paragraphs", n)
	}
	if n := shaped(); n != 0 {
		t.Errorf("%d texts are shaped anew when nothing changed", n)
	}
	d.Body[20].(*document.Paragraph).Text = spansOf("Another text.")
	if n := shaped(); n != 1 {
		t.Errorf("%d texts are shaped anew when one changed", n)
	}
}

func TestCacheBound(t *testing.T) {
	const limit = 200 << 10
	r, err := NewRenderer(Options{CacheBytes: limit})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Write(t.Context(), io.Discard, bigDocument(3000, 50)); err != nil {
		t.Fatal(err)
	}
	sum := 0
	for e := r.cache.order.Front(); e != nil; e = e.Next() {
		sum += e.Value.(*cached).size
	}
	if r.cache.size > limit || sum != r.cache.size || r.cache.order.Len() != len(r.cache.byKey) || sum == 0 {
		t.Errorf("cache holds %d bytes (counted %d) in %d and %d entries, limit %d", sum, r.cache.size, r.cache.order.Len(), len(r.cache.byKey), limit)
	}
}

func TestDeadline(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var b bytes.Buffer
	if _, err := Write(ctx, &b, bigDocument(300, 5), Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	ctx, cancel = context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if _, err := Write(ctx, &b, bigDocument(5630, 150), Options{}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("deadline: %v", err)
	}
	if b.Len() > 0 {
		t.Errorf("%d bytes written all the same", b.Len())
	}
}

type strange struct{ document.Block }

// TestPanic sees that what must never happen comes back as an error.
func TestPanic(t *testing.T) {
	d := &document.Document{Language: "en", Body: []document.Block{strange{}}}
	if _, err := Write(t.Context(), io.Discard, d, Options{}); err == nil || !strings.Contains(err.Error(), "unknown block pdf.strange") {
		t.Errorf("got %v", err)
	}
}

func TestPictures(t *testing.T) {
	good := testLogo(2)
	for name, im := range map[string]document.Image{
		"cut off":      {Data: good.Data[:20], Format: "png", Alt: "x"},
		"no picture":   {Data: []byte("GIF89a"), Format: "png", Alt: "x"},
		"wrong format": {Data: good.Data, Format: "jpeg", Alt: "x"},
		"empty":        {Format: "png", Alt: "x"},
	} {
		d := &document.Document{Language: "en", Cover: []document.Block{&document.Logos{Images: []document.Image{im}}}}
		if _, err := Write(t.Context(), io.Discard, d, Options{}); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	for _, n := range []int{0, 1, 3, 5, 6, 11, 20} {
		d := &document.Document{Title: "Logos", Language: "en", Cover: []document.Block{&document.Logos{}, &document.Title{Text: "Logos"}}}
		for i := range n {
			l := d.Cover[0].(*document.Logos)
			l.Images = append(l.Images, testLogo(i))
		}
		checkClauses(t, render(t, d))
	}
}

func TestMissing(t *testing.T) {
	d := &document.Document{Language: "en", Labels: english,
		Cover: []document.Block{&document.Title{Text: "Cover 😀"}},
		Body: []document.Block{
			&document.Paragraph{Anchor: "p1", Number: 1, Text: spansOf("A long beginning of the paragraph, then 漢 and 漢 again, and the end of it.")},
			&document.List{Items: [][]document.Block{{&document.Paragraph{Anchor: "p2", Text: spansOf("bad \xff UTF-8")}}}},
			&document.Table{Anchor: "t1", Columns: 1, Rows: [][]document.Cell{{{Colspan: 1, Rowspan: 1, Blocks: []document.Block{&document.Paragraph{Text: spansOf("₽")}}}}}},
		},
		Notes: []*document.Note{{Number: 1, Anchor: "n1", Text: spansOf("fine □ é\u00AD\u202F«ж»")}, {Number: 2, Anchor: "n2", Text: spansOf("سلام")}},
	}
	want := []MissingGlyph{
		{'😀', "", "Cover 😀"},
		{'漢', "p1", "the paragraph, then 漢 and 漢 again, and th"},
		{'\uFFFD', "p2", "bad \uFFFD UTF-8"},
		{'₽', "t1", "₽"},
		{'س', "n2", "سلام"}, {'ل', "n2", "سلام"}, {'ا', "n2", "سلام"}, {'م', "n2", "سلام"},
	}
	r, err := NewRenderer(Options{}) // Latin and Cyrillic only
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, r.Missing(d)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	var b bytes.Buffer
	report, err := r.Write(t.Context(), &b, d)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, report.Missing); diff != "" || report.Pages != 2 {
		t.Errorf("%d pages, report (-want +got)\n%s", report.Pages, diff)
	}
	if n := strings.Count(drawList(t, b.Bytes()), "□"); n < 9 {
		t.Errorf("%d boxes drawn", n)
	}
}

// TestClean sees that nothing but the producer's name and the document's own date is in a file.
func TestClean(t *testing.T) {
	d := bigDocument(200, 3)
	b := string(render(t, d))
	year := time.Now().Format("D:2006")
	for _, bad := range []string{"FPDF", "gofpdf", "go-text", "HarfBuzz", year, "/Creator", "CreatorTool", "/root", "/home"} {
		if strings.Contains(b, bad) {
			t.Errorf("the file holds %q", bad)
		}
	}
	if !strings.Contains(b, "<xmp:CreateDate>2027-01-15T09:30:00Z</xmp:CreateDate>") {
		t.Error("the document's date is not there")
	}
}

// TestFamilies says which font sets what: in a text of its language a family sets its script and the marks beside it;
// everywhere it sets what no font before it has.
func TestFamilies(t *testing.T) {
	r, err := NewRenderer(Options{Families: families(t)})
	if err != nil {
		t.Fatal(err)
	}
	const latin, arabic, chinese = "LiberationSerif", "Amiri", "NotoSerifSC"
	for _, c := range []struct{ lang, text, show, want string }{
		{"en", "He said “yes” to 习近平 (习近平) and محمد (محمد).", "“yes”", latin},
		{"en", "He said “yes” to 习近平 (习近平) and محمد (محمد).", "习近平", chinese},
		{"en", "He said “yes” to 习近平 (习近平) and محمد (محمد).", ")", latin},
		{"en", "He said yes to محمد now.", "دمحم", arabic},
		{"ru", "Слово 漢 и سلام", "Слово", latin},
		{"zh", "他说“是”，State’s “Report” 12年……", "他说“是”，", chinese},
		{"zh", "他说“是”，State’s “Report” 12年……", "State’s “Report”", latin},
		{"zh", "他说“是”，State’s “Report” 12年……", "年……", chinese},
		{"ar", "القرار (53/32) لعام 2024.", "2024", latin},
		{"ar", "القرار (الأول) «نعم»", "»معن« )لوألا( رارقلا", arabic},
		{"en", "**习近平**", "习近平", chinese + "-Bold"},
		{"ar", "//نعم//", "معن", arabic + "-Italic"},
	} {
		d := &document.Document{Language: c.lang, RightToLeft: c.lang == "ar", Title: "x", Labels: english, Body: []document.Block{&document.Paragraph{Text: spansOf(c.text)}}}
		var b bytes.Buffer
		if _, err := r.Write(t.Context(), &b, d); err != nil {
			t.Fatal(err)
		}
		checkClauses(t, b.Bytes())
		shows, err := pdfcheck.Text(b.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(shows, func(s pdfcheck.Show) bool { return s.Font == c.want && strings.Contains(s.Text, c.show) }) {
			t.Errorf("%s: %q is not set in %s: %v", c.lang, c.show, c.want, shows)
		}
	}
}

// TestOutline nests the headings, never skips a level and leaves the marks out.
func TestOutline(t *testing.T) {
	d := &document.Document{Language: "en", Title: "x", Labels: english, Body: []document.Block{
		&document.Heading{Level: 2, Text: spansOf("One^1")}, &document.Heading{Level: 3, Text: spansOf("One //A//")},
		&document.Heading{Level: 1, Text: spansOf("Two")}, &document.Heading{Level: 3, Text: spansOf("Two 😀")}}}
	f, err := pdfcheck.Open(render(t, d))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	var walk func(o any, depth int)
	walk = func(o any, depth int) {
		for item := f.Dict(o); item != nil; item = f.Dict(item["Next"]) {
			title, _ := item["Title"].(pdfcheck.String)
			lines = append(lines, strings.Repeat("-", depth)+title.Text())
			walk(item["First"], depth+1)
		}
	}
	walk(f.Dict(f.Catalog()["Outlines"])["First"], 0)
	want := []string{"One", "-One A", "Two", "-Two 😀"}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// gofpdf wrote a picture that stood twice on the cover under one name, twice into one dictionary.
func TestSameLogoTwice(t *testing.T) {
	logo := testLogo(1)
	d := &document.Document{Language: "en", Title: "Two offices of one organization", Labels: english, Cover: []document.Block{
		&document.Logos{Images: []document.Image{logo, testLogo(2), logo}}, &document.Title{Text: "Two"},
	}}
	b := render(t, d)
	checkClauses(t, b)
	if n := bytes.Count(b, []byte("/Subtype /Image")); n > 3 { // one with a mask, one without
		t.Errorf("%d pictures are in the file", n)
	}
}

// TestNameIsNotStretched sees that the name of an organization that needs two lines is set as a heading is, with blanks of
// their own width: what follows the first words stands where it does in a name of one line.
func TestNameIsNotStretched(t *testing.T) {
	at := func(more string) float64 {
		t.Helper()
		shows, err := pdfcheck.Text(render(t, &document.Document{Language: "en", Labels: english, Cover: []document.Block{
			&document.Paragraph{Text: []document.Span{
				&document.Text{Text: "National Network of Community Radio Stations ", Strong: true},
				&document.Text{Text: "here", Strong: true, Link: "https://example.org/"},
				&document.Text{Text: more, Strong: true},
			}},
		}}))
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range shows {
			if s.Text == "here" {
				return s.X
			}
		}
		t.Fatal("the name is not on the page")
		return 0
	}
	if short, long := at(""), at(" and of Local Newspapers of the Highlands and of the Coast"); short != long {
		t.Errorf("the words stand at %.1f in one line and at %.1f in two", short, long)
	}
}
