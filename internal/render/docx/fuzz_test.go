package docx

import (
	"testing"
	"time"

	"upright/internal/document"
	"upright/internal/prose"
	"upright/internal/upr"
)

// FuzzWrite builds a manuscript from bytes, within the schema but with every odd choice it leaves: ids that stand twice,
// references to anything, empty texts, broken UTF-8, spans of any size. The paper must be made and be a Word file.
func FuzzWrite(f *testing.F) {
	for _, seed := range []string{
		"", "\x00\x01\x02\x03\x04\x05", "hello\x00world\x07\x03\x02\x01\x05\x06\x04",
		"\x02\x05\x04\xff\xfe\x03\x01\x00\x06\x06\x06\x02\x02\x02\x01\x01", "\u2029\u202e😀\x00\x04\x04\x04\x04\x04\x04\x04\x04\x04\x04",
		"\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05\x05",
		"\x04\x04\x04\x03\x04\x04\x04\x03\x04\x04\x04\x03\x04\x04\x04\x03سلام abc 12", "\x03\x01\x02\x03\x01\x02\x03\x01\x02\x01\x02\x03",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		g := &generator{data: data}
		languages := upr.Languages()
		s := &upr.Submission{
			Details: upr.Details{
				State: g.text(), Session: g.number(80), Cycle: g.number(9), Language: languages[g.number(len(languages))],
				Title: g.text(), Keywords: []string{g.text()}, Date: upr.Date{Year: g.number(3000), Month: time.Month(g.number(20)), Day: g.number(40)},
			},
			Organizations: []upr.Organization{{Name: g.text(), Acronym: g.text(), Country: g.text(), Website: g.text(), Phone: g.text()}},
			Manuscript:    &prose.Manuscript{},
		}
		for range 1 + g.number(3) {
			part := &prose.Part{ID: g.id(), Title: g.text(), Hidden: g.number(4) == 3}
			for range 1 + g.number(6) {
				part.Blocks = append(part.Blocks, g.block())
			}
			s.Manuscript.Parts = append(s.Manuscript.Parts, part)
		}
		d := document.Build(s, document.Options{Words: echo(), Country: func(code string) string { return code }})
		check(t, open(t, write(t, d)))
		numbers := prose.Number(s.Manuscript)
		for _, b := range d.Body {
			if p, ok := b.(*document.Paragraph); ok && p.Number > 0 && p.Anchor != "" && p.Number != numbers.Paragraphs[p.Anchor] {
				t.Errorf("paragraph %s has number %d, the manuscript says %d", p.Anchor, p.Number, numbers.Paragraphs[p.Anchor])
			}
		}
	})
}

// A generator takes choices and texts from bytes, and zeros when they are used up.
type generator struct {
	data  []byte
	depth int
}

func (g *generator) number(n int) int {
	if len(g.data) == 0 {
		return 0
	}
	b := g.data[0]
	g.data = g.data[1:]
	return int(b) % n
}

// id returns one of few ids, so that some stand twice.
func (g *generator) id() string { return [...]string{"", "a", "b", "c", "d"}[g.number(5)] }

func (g *generator) text() string {
	n := min(g.number(24), len(g.data))
	s := string(g.data[:n])
	g.data = g.data[n:]
	return s
}

func (g *generator) inline() []prose.Inline {
	var content []prose.Inline
	for range g.number(5) {
		switch g.number(5) {
		case 0, 1:
			content = append(content, g.run())
		case 2:
			content = append(content, &prose.Endnote{ID: g.id(), Content: []*prose.Text{g.run()}})
		case 3:
			content = append(content, &prose.CrossReference{Target: g.id()})
		case 4:
			content = append(content, &prose.HardBreak{})
		}
	}
	return content
}

func (g *generator) run() *prose.Text {
	link := [...]string{"", "https://example.org/" + g.text(), g.text()}[g.number(3)]
	return &prose.Text{Text: g.text() + "x", Strong: g.number(2) == 1, Em: g.number(2) == 1, Link: link}
}

func (g *generator) block() prose.Block {
	switch g.number(5) {
	case 0:
		return g.paragraph()
	case 1:
		return &prose.Heading{ID: g.id(), Level: 1 + g.number(2), Content: g.inline()}
	case 2:
		return &prose.Recommendation{ID: g.id(), Addressee: g.text(), Content: g.inline()}
	case 3:
		return g.list()
	}
	t := &prose.Table{ID: g.id(), Caption: g.text()}
	for range 1 + g.number(4) {
		r := &prose.Row{}
		for range 1 + g.number(70) {
			r.Cells = append(r.Cells, &prose.Cell{
				Header: g.number(2) == 1, Colspan: 1 + g.number(100), Rowspan: 1 + g.number(5), Blocks: g.nested(),
			})
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

func (g *generator) paragraph() *prose.Paragraph {
	return &prose.Paragraph{ID: g.id(), Numbered: g.number(2) == 0, Content: g.inline()}
}

func (g *generator) list() *prose.List {
	l := &prose.List{ID: g.id(), Ordered: g.number(2) == 1}
	for range 1 + g.number(3) {
		l.Items = append(l.Items, &prose.ListItem{Blocks: g.nested()})
	}
	return l
}

// nested returns a paragraph and what may follow it in an item or a cell.
func (g *generator) nested() []prose.Block {
	blocks := []prose.Block{g.paragraph()}
	if g.depth < 12 {
		g.depth++
		for range g.number(3) {
			if g.number(2) == 1 {
				blocks = append(blocks, g.list())
			} else {
				blocks = append(blocks, g.paragraph())
			}
		}
		g.depth--
	}
	return blocks
}
