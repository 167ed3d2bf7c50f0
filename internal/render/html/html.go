// Package html writes a document as HTML: a page of its own to read and keep, or a fragment to stand in a page of the
// application as a preview.
//
// Every text is escaped, links lead to http, https and mailto only, and a fragment has neither style attributes nor
// styles nor scripts, so it lives under any content security policy that allows pictures from data: addresses. It refuses
// to decide what is printed: all numbers, labels and dates come from the document.
package html

import (
	_ "embed"
	"fmt"
	"io"

	"upright/internal/document"
)

//go:embed page.css
var pageStyles string

// Options say what to write.
type Options struct {
	// Fragment leaves out everything around the <article>: no <html>, no styles.
	Fragment bool
	// Prefix begins every id, for a fragment that stands beside another paper on one page. "" for none.
	Prefix string
	// Excerpt says that the fragment is cut out of a paper that stands on the same page: its notes and tables
	// are no landmarks, for there are some of those names.
	Excerpt bool
	// Symbols leads from the symbols of documents of the United Nations to the documents. The files do without: their
	// words are the same, and a link would be one more thing to keep agreed between the formats.
	Symbols bool
	// Passed is told, after each block of the body that has an anchor, how many bytes there are up to its end: between
	// two blocks something else can be put into a page.
	Passed func(anchor string, at int)
}

// Write writes d as HTML. It fails for a note mark without a note, for an image that is neither PNG nor JPEG, and when w
// fails.
func Write(w io.Writer, d *document.Document, opt Options) error {
	p := newPage(d, opt)
	if opt.Fragment {
		p.article()
	} else {
		p.whole()
	}
	if p.err != nil {
		return p.err
	}
	if _, err := w.Write(p.Bytes()); err != nil {
		return fmt.Errorf("html: %w", err)
	}
	return nil
}

// whole writes a page of its own.
func (p *page) whole() {
	p.WriteString("<!DOCTYPE html>\n")
	p.open("html", "lang", p.doc.Language, "dir", p.direction())
	p.newline()
	p.open("head")
	p.empty("meta", "charset", "utf-8")
	p.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
	p.open("title")
	p.text(p.doc.Title)
	p.close("title")
	p.meta("author", p.doc.Author)
	p.meta("description", p.doc.Subject)
	if !p.doc.Date.IsZero() {
		p.meta("dcterms.date", p.doc.Date.Format("2006-01-02"))
	}
	p.open("style")
	p.WriteString(pageStyles) // our own file, which holds nothing that would end the element
	p.close("style")
	p.close("head")
	p.newline()
	p.open("body")
	p.newline()
	p.open("main")
	p.newline()
	p.article()
	p.close("main")
	p.newline()
	p.close("body")
	p.newline()
	p.close("html")
	p.newline()
}

func (p *page) meta(name, content string) {
	if content != "" {
		p.empty("meta", "name", name, "content", content)
	}
}

func (p *page) direction() string {
	if p.doc.RightToLeft {
		return "rtl"
	}
	return "ltr"
}

// body writes the text.
func (p *page) body() {
	for _, b := range p.doc.Body {
		p.block(b)
		if anchor := document.AnchorOf(b); anchor != "" && p.opt.Passed != nil {
			p.opt.Passed(anchor, p.Len())
		}
	}
}

// article writes the document itself.
func (p *page) article() {
	p.open("article", "class", "paper", "lang", p.doc.Language, "dir", p.direction())
	p.newline()
	if p.doc.Mark != "" {
		p.line("p", "mark", p.doc.Mark)
	}
	p.legend()
	p.open("header", "class", "cover")
	p.newline()
	p.blocks(p.doc.Cover)
	p.close("header")
	p.newline()
	p.body()
	p.endnotes()
	p.annexes()
	if p.doc.Foot != "" {
		p.open("footer")
		p.line("p", "foot", p.doc.Foot)
		p.close("footer")
		p.newline()
	}
	p.close("article")
	p.newline()
}
