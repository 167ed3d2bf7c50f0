package pdf

import (
	"strings"
	"testing"

	"upright/internal/document"
	"upright/internal/render/pdf/pdfcheck"
)

// TestLimits renders what nobody should send: the file is made, nothing is lost or stands outside of the page.
func TestLimits(t *testing.T) {
	para := func(s string) []document.Block {
		return []document.Block{&document.Paragraph{Text: []document.Span{&document.Text{Text: s}}}}
	}
	manyCells := &document.Table{Columns: 10, Head: 1}
	for range 300 {
		var row []document.Cell
		for range 10 {
			row = append(row, document.Cell{Colspan: 1, Rowspan: 1, Blocks: para("some words in a cell")})
		}
		manyCells.Rows = append(manyCells.Rows, row)
	}
	wide := &document.Table{Columns: 200}
	for range 5 {
		var row []document.Cell
		for range 200 {
			row = append(row, document.Cell{Colspan: 1, Rowspan: 1, Blocks: para("w")})
		}
		wide.Rows = append(wide.Rows, row)
	}
	tall := &document.Table{Columns: 1, Head: 1, Rows: [][]document.Cell{
		{{Header: true, Colspan: 1, Rowspan: 1, Blocks: para(strings.Repeat("head w ", 2000))}},
		{{Colspan: 1, Rowspan: 1, Blocks: para(strings.Repeat("cell w ", 6000))}}}}
	deep := para("bottom")
	for range 60 {
		deep = []document.Block{&document.List{Items: [][]document.Block{deep}}}
	}
	notes := &document.Document{Body: para("text")}
	for i := range 2000 {
		notes.Notes = append(notes.Notes, &document.Note{Number: i + 1, Text: spansOf("See A/HRC/47/9, paras. 12–14.")})
		p := notes.Body[0].(*document.Paragraph)
		p.Text = append(p.Text, &document.Text{Text: " word"}, &document.NoteMark{Number: i + 1})
	}
	for name, d := range map[string]*document.Document{
		"3,000 cells":     {Body: []document.Block{manyCells}},
		"200 columns":     {Body: []document.Block{wide}},
		"tall head":       {Body: []document.Block{tall}},
		"deep lists":      {Body: deep},
		"2,000 notes":     notes,
		"one long word":   {Body: para(strings.Repeat("w", 70_000))},
		"one long line":   {Body: para(strings.Repeat("w long text ", 8_000))},
		"nothing":         {},
		"empty paragraph": {Body: para("")},
	} {
		t.Run(name, func(t *testing.T) {
			d.Language, d.Labels, d.Title = "en", english, name
			b := render(t, d)
			checkClauses(t, b)
			if got, want := letters(t, b), count(d.Body); got != want {
				t.Errorf("%d letters w on the pages, %d in the document", got, want)
			}
		})
	}
}

// letters counts the letter w on the pages, and fails for text that begins outside of the margins.
func letters(t *testing.T, b []byte) int {
	t.Helper()
	shows, err := pdfcheck.Text(b)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, s := range shows {
		if s.X < margin-1 || s.X > pageWidth-margin+1 || s.Y < margin/3 || s.Y > pageHeight-margin/3 {
			t.Fatalf("outside of the page: %v", s)
		}
		if s.Tag == "P" {
			n += strings.Count(s.Text, "w")
		}
	}
	return n
}

func count(blocks []document.Block) int {
	n := 0
	for _, b := range blocks {
		switch b := b.(type) {
		case *document.Paragraph:
			n += strings.Count(plainSpans(b.Text), "w")
		case *document.List:
			for _, i := range b.Items {
				n += count(i)
			}
		case *document.Table:
			for _, r := range b.Rows {
				for _, c := range r {
					n += count(c.Blocks)
				}
			}
		}
	}
	return n
}
