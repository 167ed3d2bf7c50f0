package html

import (
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"

	"upright/internal/document"
)

// A page is the HTML of one document in the making.
type page struct {
	markup
	doc     *document.Document
	targets map[string]string // addresses inside the page by anchor
	called  map[int]bool      // notes whose mark stands in the text already
	opt     Options
	err     error
}

func newPage(d *document.Document, opt Options) *page {
	p := &page{doc: d, opt: opt, targets: map[string]string{}, called: map[int]bool{}}
	for _, n := range d.Notes {
		p.target(n.Anchor, p.noteID(n.Number))
	}
	for _, b := range d.Main() {
		if anchor := document.AnchorOf(b); anchor != "" {
			p.target(anchor, p.blockID(anchor))
		}
	}
	return p
}

func (p *page) target(anchor, id string) {
	if anchor != "" {
		p.targets[anchor] = "#" + id
	}
}

// The ids of elements begin with what they are, so that they never meet an id of the page around a fragment.
func (p *page) blockID(anchor string) string {
	if anchor == "" {
		return ""
	}
	return p.opt.Prefix + "block-" + anchor
}

func (p *page) noteID(number int) string { return p.opt.Prefix + "note-" + strconv.Itoa(number) }
func (p *page) markID(number int) string { return p.opt.Prefix + "mark-" + strconv.Itoa(number) }

// fail keeps the first error; what is written after it is thrown away.
func (p *page) fail(format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf("html: "+format, args...)
	}
}

// spans writes inline content, what changed inside an element that says so.
func (p *page) spans(spans []document.Span) {
	for len(spans) > 0 {
		n := document.SameChange(spans)
		end := p.change(document.ChangeOf(spans[0]))
		p.plainSpans(spans[:n])
		end()
		spans = spans[n:]
	}
}

// plainSpans writes inline content that changed as one.
func (p *page) plainSpans(spans []document.Span) {
	for len(spans) > 0 {
		if n := document.SameLink(spans); n > 0 {
			p.link(spans[:n])
			spans = spans[n:]
			continue
		}
		switch span := spans[0].(type) {
		case *document.Text:
			p.spelled(span)
		case *document.NoteMark:
			p.noteMark(span)
		case *document.Reference:
			if href, ok := p.targets[span.Anchor]; ok {
				p.open("a", "class", "reference", "href", href)
				p.text(span.Text)
				p.close("a")
			} else {
				p.text(span.Text)
			}
			p.was(span.Before)
		case *document.Break:
			p.empty("br")
		default:
			panic("html: unknown span")
		}
		spans = spans[1:]
	}
}

// link writes the texts of one link, or the texts alone when it may not be one.
func (p *page) link(spans []document.Span) {
	first := spans[0].(*document.Text)
	address, direction := document.SafeLink(first.Link), ""
	if first.LeftToRight && p.doc.RightToLeft {
		direction = "ltr"
	}
	if address != "" {
		p.open("a", "href", address, "rel", "noopener noreferrer", "dir", direction)
		defer p.close("a")
	}
	for _, span := range spans {
		p.spelled(span.(*document.Text))
	}
}

// spelled writes a text, each stretch of it in the language it is in.
func (p *page) spelled(t *document.Text) {
	for _, part := range t.Spelled(p.doc.Language) {
		p.styled(part)
	}
}

func (p *page) styled(t *document.Text) {
	var around []string
	begin := func(name string, attrs ...string) {
		p.open(name, attrs...)
		around = append(around, name)
	}
	switch {
	case t.Language != "":
		begin("span", "lang", t.Language, "dir", p.turned(t.Language))
	case t.LeftToRight && p.doc.RightToLeft && t.Link == "":
		begin("span", "dir", "ltr")
	}
	if t.Before != nil {
		begin("span", "class", "restyled")
		p.aside(p.doc.Labels.Tracked.Restyled)
		defer p.aside(p.doc.Labels.Tracked.End)
	}
	if t.Strong {
		begin("strong")
	}
	if t.Em {
		begin("em")
	}
	if t.Link == "" {
		p.linked(t.Text)
	} else {
		p.text(t.Text)
	}
	for _, name := range slices.Backward(around) {
		p.close(name)
	}
}

// turned is the direction of a language where it is not that of the document.
func (p *page) turned(language string) string {
	switch {
	case document.RightToLeft(language) == p.doc.RightToLeft:
		return ""
	case p.doc.RightToLeft:
		return "ltr"
	}
	return "rtl"
}

// words writes a text without marks, each stretch of it in the language it is in.
func (p *page) words(text string) {
	p.spelled(&document.Text{Text: text})
}

// worded writes an element with words only on a line of its own.
func (p *page) worded(name, class, text string) {
	p.open(name, "class", class)
	p.words(text)
	p.close(name)
	p.newline()
}

// noteMark writes the mark of a note with the way to it.
func (p *page) noteMark(mark *document.NoteMark) {
	number := mark.Number
	switch {
	case number < 1 || number > len(p.doc.Notes):
		p.fail("note mark %d has no note", number)
		return
	case p.called[number]:
		p.fail("note %d has two marks", number)
		return
	}
	p.called[number] = true
	p.open("sup")
	p.open("a", "class", "note-mark", "id", p.markID(number), "href", "#"+p.noteID(number), "role", "doc-noteref",
		"aria-label", p.doc.Labels.NoteMarkNamed(mark.Name()))
	p.text(mark.Name())
	p.close("a")
	p.close("sup")
}

// endnotes writes the notes, each with the way back to its mark.
func (p *page) endnotes() {
	if len(p.doc.Notes) == 0 {
		return
	}
	role, name := "doc-endnotes", p.opt.Prefix+"paper-endnotes"
	if p.opt.Excerpt {
		role, name = "", ""
	}
	p.open("section", "class", "endnotes", "role", role, "aria-labelledby", name)
	p.newline()
	p.open("h2", "id", name)
	p.text(p.doc.Labels.Endnotes)
	p.close("h2")
	p.newline()
	p.open("ol")
	p.newline()
	for _, n := range p.doc.Notes {
		p.open("li", "id", p.noteID(n.Number), "value", n.Name())
		p.spans(n.Text)
		p.text(" ")
		p.open("a", "class", "note-back", "href", "#"+p.markID(n.Number), "role", "doc-backlink",
			"aria-label", p.doc.Labels.NoteBackName(n.Number))
		p.text("↩")
		p.close("a")
		p.close("li")
		p.newline()
	}
	p.close("ol")
	p.newline()
	p.close("section")
	p.newline()
}

// logos writes the pictures into the page itself: nothing is fetched.
func (p *page) logos(l *document.Logos) {
	p.open("p", "class", "logos")
	for _, image := range l.Images {
		if image.Format != "png" && image.Format != "jpeg" {
			p.fail("image format %q", image.Format)
			continue
		}
		p.empty("img", "alt", image.Alt, "width", strconv.Itoa(image.Width), "height", strconv.Itoa(image.Height),
			"src", "data:image/"+image.Format+";base64,"+base64.StdEncoding.EncodeToString(image.Data))
	}
	p.close("p")
	p.newline()
}
