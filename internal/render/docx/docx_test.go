package docx

import (
	"bytes"
	"errors"
	"flag"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"upright/internal/document"
	"upright/internal/document/documenttest"
)

const cases = "../testdata"

var update = flag.Bool("update", false, "write the sections of the cases anew")

func write(t testing.TB, d *document.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// readCase returns the document of one case.
func readCase(t testing.TB, name string) *document.Document {
	t.Helper()
	archive, err := txtar.ParseFile(filepath.Join(cases, name+".txtar"))
	if err != nil {
		t.Fatal(err)
	}
	d, err := documenttest.Parse(string(archive.Files[0].Data))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestCases(t *testing.T) {
	documenttest.Cases(t, cases, "word", *update, func(t *testing.T, d *document.Document) string {
		p := open(t, write(t, d))
		check(t, p)
		return sketch(t, p)
	})
}

func TestBytesDependOnTheDocumentAlone(t *testing.T) {
	d := readCase(t, "combined")
	first := write(t, d)
	for range 5 {
		if !bytes.Equal(first, write(t, d)) {
			t.Fatal("two writes of one document differ")
		}
	}
}

func TestWriteFails(t *testing.T) {
	mark := func(n int) *document.Paragraph {
		return &document.Paragraph{Text: []document.Span{&document.NoteMark{Number: n}}}
	}
	notes := []*document.Note{{Number: 1}}
	short := &document.Table{Number: 3, Columns: 2, Rows: [][]document.Cell{{{Colspan: 1, Rowspan: 1}}}}
	for want, d := range map[string]*document.Document{
		"note mark 0 has no note":               {Body: []document.Block{mark(0)}, Notes: notes},
		"note mark 2 has no note":               {Body: []document.Block{mark(2)}, Notes: notes},
		"note 1 has two marks":                  {Body: []document.Block{mark(1), mark(1)}, Notes: notes},
		`image format "gif"`:                    {Cover: []document.Block{&document.Logos{Images: []document.Image{{Format: "gif"}}}}},
		"row 1 of table 3 is shorter than the ": {Body: []document.Block{short}},
	} {
		if err := Write(&bytes.Buffer{}, d); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error is %v, want %q", err, want)
		}
	}
	if err := Write(full{}, &document.Document{}); !errors.Is(err, errFull) {
		t.Errorf("error is %v", err)
	}
}

var errFull = errors.New("disk full")

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestDirections(t *testing.T) {
	for _, test := range []struct {
		text        string
		rightToLeft bool
		want        string // pieces; those from right to left in brackets
	}{
		{"plain text, 12.", false, "plain text, 12."},
		{"as سلام said", false, "as |[سلام]| said"},
		{"سلام", false, "[سلام]"},
		{"a سلام عليكم 12 b", false, "a |[سلام عليكم]| 12 b"},
		{"سلام 12", true, "[سلام 12]"},
		{"قرار A/HRC/53/32 في", true, "[قرار ]|A/HRC/53/32|[ في]"},
		{"(UPR)", true, "[(]|UPR|[)]"},
		{"UPR 2026, Geneva", true, "UPR 2026, Geneva"},
		{"", true, ""},
		{"12", true, "[12]"},
		{"a\xff", true, "a|[\xff]"},
	} {
		var got []string
		for _, p := range directions(test.text, test.rightToLeft) {
			if p.rightToLeft {
				p.text = "[" + p.text + "]"
			}
			got = append(got, p.text)
		}
		if joined := strings.Join(got, "|"); joined != test.want {
			t.Errorf("%q: %s, want %s", test.text, joined, test.want)
		}
	}
}

func TestColumnWidths(t *testing.T) {
	cell := func(s string, columns int) document.Cell {
		return document.Cell{Colspan: columns, Rowspan: 1, Blocks: []document.Block{&document.Paragraph{Text: []document.Span{&document.Text{Text: s}}}}}
	}
	table := &document.Table{Columns: 3, Rows: [][]document.Cell{
		{cell("No", 1), cell("Recommendation", 1), cell("a", 1)},
		{cell("1", 1), cell(strings.Repeat("long words here ", 30), 1), cell("b", 1)},
		{cell(strings.Repeat("spans everything ", 40), 3)},
	}}
	widths := columnWidths(table, textWidth)
	if sum := widths[0] + widths[1] + widths[2]; sum != textWidth {
		t.Errorf("widths %v are %d together, want %d", widths, sum, textWidth)
	}
	if widths[1] < 2*widths[0] || widths[2] < 300 {
		t.Errorf("widths are %v", widths)
	}
	many := &document.Table{Columns: 63, Rows: [][]document.Cell{nil}}
	for range 63 {
		many.Rows[0] = append(many.Rows[0], cell("incomprehensibilities", 1))
	}
	sum := 0
	for _, w := range columnWidths(many, textWidth) {
		if w < 100 {
			t.Errorf("a column of %d twips", w)
		}
		sum += w
	}
	if sum != textWidth {
		t.Errorf("63 columns are %d wide together, want %d", sum, textWidth)
	}
}

func TestLogosKeepTheirProportions(t *testing.T) {
	const room = textWidth * twip / 4
	for _, test := range []struct{ w, h int }{{500, 200}, {1000, 100}, {100, 1000}, {0, 0}, {100000, 1}} {
		for rows := 1; rows <= 4; rows++ {
			w, h := fit(test.w, test.h, room, rows)
			if w > room || h > 1_100_000 || w < 1 || h < 1 {
				t.Errorf("%d × %d pixels became %d × %d", test.w, test.h, w, h)
			}
			if got, want := float64(w)/float64(h), float64(max(test.w, 1))/float64(max(test.h, 1)); h > 100 && math.Abs(got/want-1) > 0.01 {
				t.Errorf("%d × %d pixels became %d × %d, another shape", test.w, test.h, w, h)
			}
		}
	}
	square, squareHeight := fit(100, 100, room, 1)
	wide, wideHeight := fit(200, 100, room, 1)
	if a, b := square*squareHeight, wide*wideHeight; math.Abs(float64(a)/float64(b)-1) > 0.5 {
		t.Errorf("a square logo takes %d, a wide one %d", a, b)
	}
}

func TestLogosStandInEvenRows(t *testing.T) {
	for n, want := range map[int]string{1: "1", 3: "3", 4: "4", 5: "3 2", 7: "4 3", 12: "4 4 4", 13: "5 4 4", 20: "5 5 5 5"} {
		logos := &document.Logos{}
		for range n {
			logos.Images = append(logos.Images, document.Image{Format: "png", Width: 1, Height: 1})
		}
		p := open(t, write(t, &document.Document{Language: "en", Cover: []document.Block{logos}}))
		var rows []string
		for _, paragraph := range p.tree(t, "word/document.xml").all("w:p") {
			if count := len(paragraph.all("w:drawing")); count > 0 {
				rows = append(rows, string(rune('0'+count)))
			}
		}
		if got := strings.Join(rows, " "); got != want {
			t.Errorf("%d logos in rows of %s, want %s", n, got, want)
		}
	}
}
