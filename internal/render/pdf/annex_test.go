package pdf

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/google/go-cmp/cmp"

	"upright/internal/document"
	"upright/internal/document/documenttest"
	"upright/internal/render/pdf/pdfcheck"
)

// openShared renders a case that all renderers share.
func openShared(t *testing.T, name string) *pdfcheck.File {
	t.Helper()
	f, err := pdfcheck.Open(render(t, readShared(t, name)))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// readShared reads the document of a case that all renderers have.
func readShared(t *testing.T, name string) *document.Document {
	t.Helper()
	ar, err := txtar.ParseFile("../testdata/" + name + ".txtar")
	if err != nil {
		t.Fatal(err)
	}
	d, err := documenttest.Parse(string(ar.Files[0].Data))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// elements lists what a function finds worth telling of the structure elements, in reading order.
func elements(f *pdfcheck.File, tell func(pdfcheck.Dict) string) []string {
	var out []string
	var walk func(o any)
	walk = func(o any) {
		e := f.Dict(o)
		if e["S"] == nil {
			return
		}
		if s := tell(e); s != "" {
			out = append(out, s)
		}
		for _, k := range f.Array(e["K"]) {
			walk(k)
		}
	}
	walk(f.Dict(f.Catalog()["StructTreeRoot"])["K"])
	return out
}

// What is in another language says so in an element of its own (ISO 14289-1, 7.2).
func TestLanguagesOfRuns(t *testing.T) {
	for name, want := range map[string]string{
		"languages-en": "ar zh und-Cyrl el ja ko und-Arab ar",
		"languages-ar": "und-Latn zh und-Latn en und-Cyrl und-Latn",
		"languages-zh": "und-Latn und-Latn und-Cyrl ar und-Latn und-Latn",
	} {
		got := elements(openShared(t, name), func(e pdfcheck.Dict) string {
			lang, _ := e["Lang"].(pdfcheck.String)
			if lang.Text() != "" && e["S"] != pdfcheck.Name("Span") {
				t.Errorf("%s: %v has a language", name, e["S"])
			}
			return lang.Text()
		})
		if joined := strings.Join(got, " "); joined != want {
			t.Errorf("%s: %s, want %s", name, joined, want)
		}
	}
}

// Annexes: their pages lie as they ask for, their headings are bookmarks, bars have a text, and tables without a caption
// have a summary.
func TestAnnexPages(t *testing.T) {
	f := openShared(t, "annexes-fr")
	var sizes []string
	for _, page := range f.Array(f.Dict(f.Catalog()["Pages"])["Kids"]) {
		box := f.Array(f.Dict(page)["MediaBox"])
		sizes = append(sizes, fmt.Sprintf("%.0f×%.0f", box[2], box[3]))
	}
	if diff := cmp.Diff([]string{"595×842", "595×842", "842×595", "842×595", "595×842"}, sizes); diff != "" {
		t.Errorf("pages (-want +got)\n%s", diff)
	}
	var bars []string
	for _, alt := range elements(f, func(e pdfcheck.Dict) string {
		alt, _ := e["Alt"].(pdfcheck.String)
		return alt.Text()
	}) {
		bars = append(bars, strings.ReplaceAll(alt, "\u00a0", " "))
	}
	if diff := cmp.Diff([]string{"Barre : mises en œuvre en tout ou en partie 3 sur 3", "Barre : mises en œuvre en tout ou en partie 1 sur 1"}, bars); diff != "" {
		t.Errorf("figures (-want +got)\n%s", diff)
	}
	summaries := elements(f, func(e pdfcheck.Dict) string {
		s, _ := f.Dict(e["A"])["Summary"].(pdfcheck.String)
		return s.Text()
	})
	if len(summaries) != 3 || summaries[2] != "Annexe III. Signataires" {
		t.Errorf("summaries: %q", summaries)
	}
	var titles []string
	for item := f.Dict(f.Dict(f.Catalog()["Outlines"])["First"]); item != nil; item = f.Dict(item["Next"]) {
		title, _ := item["Title"].(pdfcheck.String)
		first, _, _ := strings.Cut(title.Text(), ".")
		titles = append(titles, first)
	}
	if got := strings.Join(titles, ", "); got != "Un retour digne, Notes, Annexe I, Annexe II, Annexe III" && got != "Un retour digne, Endnotes, Annexe I, Annexe II, Annexe III" {
		t.Errorf("bookmarks: %s", got)
	}
}

// A row that is longer than a page goes on over page ends with the head above it, on a page that lies on its side too, and
// no word is lost.
func TestLongRowOfAnAnnex(t *testing.T) {
	long := strings.Repeat("word ", 3000) + "end"
	cell := func(text string) document.Cell {
		return document.Cell{Colspan: 1, Rowspan: 1, Blocks: []document.Block{&document.Paragraph{Text: spansOf(text)}}}
	}
	head := []document.Cell{cell("Number"), cell("Comment")}
	for i := range head {
		head[i].Header = true
	}
	for _, lang := range []string{"en", "ar"} {
		d := &document.Document{Language: lang, RightToLeft: lang == "ar", Title: "x", Labels: english, Annexes: []*document.Annex{{Landscape: true,
			Blocks: []document.Block{&document.Table{Columns: 2, Head: 1, Widths: []int{1, 1}, Rows: [][]document.Cell{head, {cell("1"), cell(long)}, {cell("2"), cell("last")}}}}}}}
		b := render(t, d)
		checkClauses(t, b)
		shows, err := pdfcheck.Text(b)
		if err != nil {
			t.Fatal(err)
		}
		words, heads, pages := 0, 0, 0
		for _, s := range shows {
			words += strings.Count(s.Text, "word")
			if strings.Contains(s.Text, "Comment") {
				heads++
			}
			pages = max(pages, s.Page)
			if s.Y < 30 || s.Y > pageWidth-30 || s.X < margin-1 || s.X > pageHeight-margin+1 {
				t.Errorf("%s: %q at %.0f, %.0f stands off the page", lang, s.Text, s.X, s.Y)
			}
		}
		rulesOnPage(t, lang, b)
		if words != 3000 || pages < 4 || heads != pages {
			t.Errorf("%s: %d words and %d heads on %d pages", lang, words, heads, pages)
		}
	}
}

var rectangle = regexp.MustCompile(`(?m)^([\d.-]+) [\d.-]+ ([\d.-]+) [\d.-]+ re f$`)

// rulesOnPage fails for a rule or shade that leaves the margins of a page that lies on its side. Rows are cut when the
// layout has gone on to upright pages: in a text from right to left their rules once stood where those would have them.
func rulesOnPage(t *testing.T, lang string, file []byte) {
	t.Helper()
	f, err := pdfcheck.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	for i, page := range f.Array(f.Dict(f.Catalog()["Pages"])["Kids"]) {
		found := rectangle.FindAllStringSubmatch(string(f.Stream(f.Dict(page)["Contents"]).Data), -1)
		if len(found) < 3 {
			t.Errorf("%s: page %d has %d rules", lang, i+1, len(found))
		}
		for _, m := range found {
			x, _ := strconv.ParseFloat(m[1], 64)
			width, _ := strconv.ParseFloat(m[2], 64)
			if x < margin-0.1 || x+width > pageHeight-margin+0.1 {
				t.Errorf("%s: a rule of page %d reaches from %.0f to %.0f", lang, i+1, x, x+width)
			}
		}
	}
}
