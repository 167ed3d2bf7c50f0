package pdf

import (
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"upright/internal/document"
)

// previewOf makes the drawings of a document with a renderer that has all fonts.
func previewOf(t *testing.T, d *document.Document) (*Renderer, *Preview) {
	t.Helper()
	r, err := NewRenderer(Options{Families: families(t)})
	if err != nil {
		t.Fatal(err)
	}
	p, err := r.Preview(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	return r, p
}

// TestPreviewIsTheFile compares the preview with what poppler finds in the file: as many pages, the same lines on each.
func TestPreviewIsTheFile(t *testing.T) {
	files := map[string]*document.Document{"big": bigDocument(3000, 60)}
	for _, name := range []string{"tables", "notes", "russian", "cover", "missing", "arabic", "chinese"} {
		files[name] = readCase(t, name)
	}
	for name, d := range files {
		t.Run(name, func(t *testing.T) {
			_, preview := previewOf(t, d)
			file := filepath.Join(t.TempDir(), "file.pdf")
			if err := os.WriteFile(file, render(t, d), 0o600); err != nil {
				t.Fatal(err)
			}
			// without head and foot, which belong to no area
			text := tool(t, "pdftotext", "-x", "60", "-y", "72", "-W", "475", "-H", "698", "-raw", file, "-")
			pages := strings.Split(strings.TrimSuffix(text, "\f"), "\f")
			if len(pages) != len(preview.Pages) {
				t.Fatalf("the preview has %d pages, the file %d", len(preview.Pages), len(pages))
			}
			for i, page := range preview.Pages {
				want, got := lettersOf(pages[i]), lettersOf(pageText(page))
				if name == "arabic" || name == "chinese" || name == "missing" { // poppler orders Arabic words its own way
					slices.Sort(want)
					slices.Sort(got)
				}
				// The head of a table that goes on over the page is printed again, and belongs to no area.
				head := len(want) - len(got)
				if head < 0 || head > 0 && i == 0 || head > 60 || string(got) != string(want[head:]) {
					t.Errorf("page %d differs:\npreview %q\nfile    %q", i+1, string(got), string(want))
				}
			}
			if name == "notes" || name == "russian" {
				sameLines(t, pages, preview)
			}
			samePlaces(t, tool(t, "pdftotext", "-bbox", file, "-"), preview)
		})
	}
}

// sameLines compares the ends of lines: each of the preview's is one of poppler's, or several, which it ends after a raised
// mark of a note, too.
func sameLines(t *testing.T, pages []string, preview *Preview) {
	t.Helper()
	for i, page := range preview.Pages {
		file := strings.Split(strings.TrimSpace(pages[i]), "\n")
		for _, line := range strings.Split(strings.TrimSpace(pageText(page)), "\n") {
			found, rest := "", file
			for len(rest) > 0 && len(found) < len(squeeze(line)) {
				found, rest = found+squeeze(rest[0]), rest[1:]
			}
			if found != squeeze(line) {
				t.Errorf("page %d has the line %q, the file %q", i+1, line, found)
				break
			}
			file = rest
		}
	}
}

var wordBox = regexp.MustCompile(`<word xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="[0-9.]+" yMax="([0-9.]+)">([^<]*)</word>`)

// samePlaces compares where words begin: at each that poppler finds in the file, with head and foot, a stretch of letters
// of the preview begins. Words from right to left end there.
func samePlaces(t *testing.T, boxes string, preview *Preview) {
	t.Helper()
	for i, page := range strings.Split(boxes, "<page ")[1:] {
		if i >= len(preview.Pages) {
			t.Fatal("the file has more pages")
		}
		found := 0
		for _, m := range wordBox.FindAllStringSubmatch(page, -1) {
			if strings.ContainsFunc(m[4], func(r rune) bool { return r >= 0x590 }) {
				continue
			}
			var x, top, bottom float64
			fmt.Sscan(m[1]+" "+m[2]+" "+m[3], &x, &top, &bottom)
			if !beginsAt(preview.Pages[i], x, top, bottom) {
				t.Fatalf("page %d: %q stands at %s, %s in the file, and nothing does in the preview", i+1, m[4], m[1], m[2])
			}
			found++
		}
		if found == 0 && strings.Contains(page, "<word") && preview.Pages[i].Letters == nil {
			t.Errorf("page %d is empty", i+1)
		}
	}
}

func beginsAt(page *Drawing, x, top, bottom float64) bool {
	for _, l := range page.Letters {
		if y := float64(l.Y) / 100; y < top || y > bottom {
			continue
		}
		for _, word := range l.Words {
			if math.Abs(float64(word[0])/100-x) < 0.1 {
				return true
			}
		}
	}
	return false
}

func pageText(d *Drawing) string {
	var b strings.Builder
	for _, a := range d.Areas {
		b.WriteString(strings.Join(a.Lines, "\n") + "\n")
	}
	return b.String()
}

// lettersOf drops blanks and what shows nothing.
func lettersOf(s string) []rune {
	return []rune(strings.Map(func(r rune) rune {
		if ignorable(r) || r == '\u00AD' || r == '-' {
			return -1
		}
		return r
	}, squeeze(s)))
}

// A change of one paragraph changes its page and no page before it.
func TestPreviewHashes(t *testing.T) {
	d := bigDocument(3000, 10)
	r, before := previewOf(t, d)
	var last *document.Paragraph
	for _, b := range d.Body {
		if p, ok := b.(*document.Paragraph); ok {
			last = p
		}
	}
	last.Text = append(last.Text, &document.Text{Text: " Changed."})
	after, err := r.Preview(t.Context(), d)
	if err != nil {
		t.Fatal(err)
	}
	changed := 0
	for i := range before.Pages {
		if before.Pages[i].Hash() != after.Pages[i].Hash() {
			changed++
		}
	}
	if changed == 0 || changed > 2 {
		t.Errorf("%d of %d pages changed with one word on one of the last", changed, len(before.Pages))
	}
	at := slices.ContainsFunc(after.Pages, func(page *Drawing) bool {
		return slices.ContainsFunc(page.Areas, func(a Area) bool {
			return a.Block == last.Anchor && strings.Contains(strings.Join(a.Lines, " "), "Changed.") && a.Height > 0
		})
	})
	if last.Anchor == "" || !at {
		t.Errorf("no page says where the paragraph %q stands", last.Anchor)
	}
}

// Every glyph of every font has an outline that can be read, and numbers of none are refused.
func TestOutlines(t *testing.T) {
	r, err := NewRenderer(Options{Families: families(t)})
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range r.fonts.files {
		step := 1 + f.tables.glyphs/2000
		shown := 0
		for g := 0; g < f.tables.glyphs; g += step {
			o, err := r.Outline(i, g)
			if err != nil {
				t.Fatalf("%s: %v", f.name, err)
			}
			if o.Path != "" {
				shown++
				if o.Path[0] != 'M' || !strings.HasSuffix(o.Path, "Z") {
					t.Fatalf("%s, glyph %d: %q", f.name, g, o.Path)
				}
			}
		}
		if shown*step < f.tables.glyphs/2 {
			t.Errorf("%s: only %d of %d glyphs have an outline", f.name, shown*step, f.tables.glyphs)
		}
	}
	for _, at := range [][2]int{{-1, 0}, {len(r.fonts.files), 0}, {0, -1}, {0, 1 << 16}} {
		if _, err := r.Outline(at[0], at[1]); !errors.Is(err, ErrNoGlyph) {
			t.Errorf("glyph %v: %v", at, err)
		}
	}
}

// A letter with an accent is made of two glyphs: the outline holds both, and the box of the letters is the font's.
func TestOutlineOfComposite(t *testing.T) {
	r, err := NewRenderer(Options{})
	if err != nil {
		t.Fatal(err)
	}
	id, _ := r.fonts.files[0].parsed().NominalGlyph('é')
	o, err := r.Outline(0, int(id))
	if err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(o.Path, "M"); n != 3 { // the letter, its eye, the accent
		t.Errorf("é has %d contours: %s", n, o.Path)
	}
	top := 0
	for part := range strings.FieldsFuncSeq(o.Path, func(r rune) bool { return strings.ContainsRune("MLQZ", r) }) {
		var nums []int
		for _, f := range strings.Fields(part) {
			var v int
			fmt.Sscan(f, &v)
			nums = append(nums, v)
		}
		for i := 1; i < len(nums); i += 2 {
			top = max(top, nums[i])
		}
	}
	if top < 1300 || top > 1500 { // Liberation Serif has 2,048 units; x-height is about 940
		t.Errorf("é reaches up to %d units", top)
	}
}

// A row of a table leads to its cells, the caption above to the table.
func TestPreviewOfTables(t *testing.T) {
	cell := func(id string) document.Cell {
		return document.Cell{Colspan: 1, Rowspan: 1, Blocks: []document.Block{&document.Paragraph{Anchor: id, Text: spansOf("Words of " + id)}}}
	}
	d := &document.Document{Language: "en", Title: "Tables", Body: []document.Block{
		&document.Table{Anchor: "table", Number: 1, Columns: 2, Rows: [][]document.Cell{{cell("a1"), cell("a2")}, {cell("b1"), cell("b2")}}},
		&document.Paragraph{Anchor: "after", Text: spansOf("After the table.")},
	}}
	_, preview := previewOf(t, d)
	at := map[string]int{}
	for i, a := range preview.Pages[0].Areas {
		for _, id := range []string{"table", "a1", "a2", "b1", "b2", "after"} {
			if a.Holds(id) {
				at[id] = i
			}
		}
		if a.Holds("") {
			t.Error("an area holds what has no id")
		}
	}
	if at["table"] != 0 || at["a1"] != 1 || at["a2"] != 1 || at["b1"] != 2 || at["b2"] != 2 || at["after"] != 3 {
		t.Errorf("blocks stand in the areas %v of %+v", at, preview.Pages[0].Areas)
	}
}

// Vowel signs stand above and below their letters, and marks of notes above the line.
func TestPreviewHeights(t *testing.T) {
	d := &document.Document{Language: "ar", RightToLeft: true, Title: "م", Body: []document.Block{&document.Paragraph{Anchor: "p", Text: spansOf("مُحَمَّدٍ")}}}
	_, preview := previewOf(t, d)
	heights := map[int]bool{}
	for _, l := range preview.Pages[0].Letters {
		if l.Size == bodyStyle.size {
			heights[l.Y] = true
		}
	}
	if len(heights) < 2 {
		t.Errorf("letters and signs stand at the heights %v", heights)
	}
	note := &document.Document{Language: "en", Title: "N", Body: []document.Block{
		&document.Paragraph{Anchor: "p", Text: append(spansOf("Word"), &document.NoteMark{Number: 1})},
	}, Notes: []*document.Note{{Number: 1, Anchor: "n", Text: spansOf("Source.")}}}
	_, preview = previewOf(t, note)
	word, mark := preview.Pages[0].Letters[0], preview.Pages[0].Letters[1]
	if mark.Size >= word.Size || mark.Y >= word.Y {
		t.Errorf("the mark %+v is not smaller and higher than the word %+v", mark, word)
	}
}

// Pages that lie on their side are drawn as the file has them, with the bars of charts.
func TestPreviewOfAnnexes(t *testing.T) {
	for _, name := range []string{"annexes-en", "annexes-ar"} {
		d := readShared(t, name)
		_, preview := previewOf(t, d)
		file := filepath.Join(t.TempDir(), "file.pdf")
		if err := os.WriteFile(file, render(t, d), 0o600); err != nil {
			t.Fatal(err)
		}
		samePlaces(t, tool(t, "pdftotext", "-bbox", file, "-"), preview)
		lying, bars := 0, 0
		for _, page := range preview.Pages {
			if page.Landscape {
				lying++
			}
			bars += len(page.Tints)
		}
		if lying == 0 || bars == 0 {
			t.Errorf("%s: %d pages lie on their side, %d bars", name, lying, bars)
		}
	}
}
