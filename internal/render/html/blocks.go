package html

import (
	"strconv"

	"upright/internal/document"
)

func (p *page) blocks(blocks []document.Block) {
	for _, b := range blocks {
		p.block(b)
	}
}

func (p *page) block(b document.Block) {
	switch b := b.(type) {
	case *document.Title:
		p.worded("h1", "", b.Text)
	case *document.Subtitle:
		p.worded("p", "subtitle", b.Text)
	case *document.Logos:
		p.logos(b)
	case *document.Fields:
		p.fields(b)
	case *document.Contents:
		p.contents()
	case *document.Heading:
		// The title is h1, so the parts are h2.
		name := "h" + strconv.Itoa(min(max(b.Level, 1), 3)+1)
		p.open(name, "id", p.blockID(b.Anchor), "class", changed(b.Revised))
		p.revised(b.Revised, b.Text)
		p.close(name)
		p.newline()
	case *document.Paragraph:
		p.paragraph(b)
	case *document.Recommendation:
		p.recommendation(b)
	case *document.List:
		p.list(b)
	case *document.Table:
		p.table(b)
	case *document.Bar:
		p.bar(b)
	default:
		panic("html: unknown block")
	}
}

// paragraph writes a paragraph; its number is a link to itself, to be copied.
func (p *page) paragraph(b *document.Paragraph) {
	class := ""
	if b.Number > 0 {
		class = "numbered"
	}
	p.open("p", "class", both(class, changed(b.Revised)), "id", p.blockID(b.Anchor))
	if b.Number > 0 {
		p.number(b.Anchor, strconv.Itoa(b.Number))
	}
	p.revised(b.Revised, b.Text)
	p.close("p")
	p.newline()
}

func (p *page) number(anchor, label string) {
	name, href := "a", "#"+p.blockID(anchor)
	if anchor == "" {
		name, href = "span", ""
	}
	p.open(name, "class", "number", "href", href)
	p.text(label + ".")
	p.close(name)
	p.text(" ")
}

func (p *page) recommendation(r *document.Recommendation) {
	p.open("p", "class", both("recommendation", changed(r.Revised)), "id", p.blockID(r.Anchor))
	p.number(r.Anchor, r.Label)
	p.addressee(r)
	p.revised(r.Revised, r.Text)
	p.close("p")
	p.newline()
}

func (p *page) list(l *document.List) {
	name := "ul"
	if l.Ordered {
		name = "ol"
	}
	p.open(name)
	p.newline()
	for _, item := range l.Items {
		p.open("li")
		p.inside(item)
		p.close("li")
		p.newline()
	}
	p.close(name)
	p.newline()
}

// inside writes what stands in an item or a cell; a single paragraph needs no element of its own.
func (p *page) inside(blocks []document.Block) {
	if len(blocks) == 1 {
		if only, ok := blocks[0].(*document.Paragraph); ok {
			p.revised(only.Revised, only.Text)
			return
		}
	}
	p.newline()
	for _, b := range blocks {
		if inner, ok := b.(*document.Paragraph); ok {
			// Only the blocks of the body are targets; what stands in them has no id.
			b = &document.Paragraph{Text: inner.Text, Revised: inner.Revised}
		}
		p.block(b)
	}
}

func (p *page) table(t *document.Table) {
	// A table that is too wide scrolls; the keyboard must be able to get there. One without a number has no caption, and
	// its name is heard only.
	caption, name := p.opt.Prefix+"caption-"+strconv.Itoa(t.Number), ""
	if t.Number == 0 {
		caption, name = "", t.Caption
	}
	role := "region"
	if p.opt.Excerpt {
		role = "group" // the paper beside it may have a landmark of this name
	}
	p.open("div", "class", "table", "role", role, "tabindex", "0", "aria-labelledby", caption, "aria-label", name)
	p.open("table", "id", p.blockID(t.Anchor), "aria-label", name)
	p.newline()
	if t.Number > 0 {
		p.open("caption", "id", caption)
		p.caption(t)
		p.close("caption")
		p.newline()
	}
	if t.Head > 0 {
		p.open("thead")
		p.newline()
		p.rows(t, 0, t.Head, "col")
		p.close("thead")
		p.newline()
	}
	p.open("tbody")
	p.newline()
	p.rows(t, t.Head, len(t.Rows), "row")
	p.close("tbody")
	p.newline()
	p.close("table")
	p.close("div")
	p.newline()
}

// rows writes rows whose header cells head a column or a row.
func (p *page) rows(t *document.Table, from, to int, scope string) {
	for y := from; y < to; y++ {
		row := t.Rows[y]
		p.open("tr", "class", rowChange(t, y))
		p.newline()
		for _, c := range row {
			name, of := "td", ""
			if c.Header {
				name, of = "th", scope
				if span := c.Colspan; scope == "col" && span > 1 {
					of = "colgroup"
				}
			}
			p.open(name, "scope", of, "colspan", many(c.Colspan), "rowspan", many(c.Rowspan))
			p.inside(c.Blocks)
			p.close(name)
			p.newline()
		}
		p.close("tr")
		p.newline()
	}
}

// many returns a span as an attribute; one is not worth saying.
func many(span int) string {
	if span <= 1 {
		return ""
	}
	return strconv.Itoa(span)
}

func (p *page) fields(f *document.Fields) {
	p.open("dl")
	p.newline()
	for _, item := range f.Items {
		p.worded("dt", "", item.Label)
		for _, line := range document.BrokenLines(item.Value) {
			p.open("dd")
			p.spans(line)
			p.close("dd")
			p.newline()
		}
	}
	p.close("dl")
	p.newline()
}

// contents writes a link to each heading; the level is said by the class, because parts may begin at any level.
func (p *page) contents() {
	headings := p.doc.Headings()
	if len(headings) == 0 {
		return
	}
	p.open("nav", "class", "contents", "aria-labelledby", p.opt.Prefix+"paper-contents")
	p.newline()
	p.open("h2", "id", p.opt.Prefix+"paper-contents")
	p.text(p.doc.Labels.Contents)
	p.close("h2")
	p.newline()
	p.open("ul")
	p.newline()
	for _, h := range headings {
		p.open("li", "class", "level-"+strconv.Itoa(min(max(h.Level, 1), 3)))
		if href, ok := p.targets[h.Anchor]; ok {
			p.open("a", "href", href)
			p.words(document.PlainText(h.Text))
			p.close("a")
		} else {
			p.words(document.PlainText(h.Text))
		}
		p.close("li")
		p.newline()
	}
	p.close("ul")
	p.newline()
	p.close("nav")
	p.newline()
}
