package main

import (
	"fmt"
	"strings"

	"upright/internal/document"
)

// typstSource writes a paper for Typst, to be measured beside our own: the same words, typeface, sizes, numbers, links,
// endnotes, contents, running head and foot. Numbers are written out, as they are for our renderers, which is less work
// for Typst than to count; texts are strings, so nothing in them is markup.
func typstSource(d *document.Document) string {
	w := &typst{}
	w.printf("#set document(title: %s, author: %s, date: none)\n", quoted(d.Title), quoted(d.Author))
	w.printf("#set text(font: \"Liberation Serif\", size: 12pt, lang: %s, hyphenate: false)\n", quoted(d.Language))
	w.printf("#set page(paper: \"a4\", margin: 72pt, header: text(9pt, %s), footer: context text(9pt, %s))\n", quoted(d.ShortTitle), pageOf(d.Labels.Page))
	w.WriteString("#set par(justify: true, leading: 7pt, spacing: 15pt)\n" +
		"#show heading.where(level: 1): set text(15pt)\n#show heading.where(level: 2): set text(12.5pt)\n#show heading.where(level: 3): set text(12pt, style: \"italic\")\n" +
		"#show heading: set block(above: 18pt, below: 10pt)\n#show figure: set block(breakable: true)\n#set table(stroke: 0.5pt)\n")
	w.blocks(d.Cover, d)
	w.WriteString("#pagebreak()\n")
	w.blocks(d.Body, d)
	w.printf("#heading(level: 1, %s)\n#set text(10pt)\n#set par(leading: 5.9pt, spacing: 9pt, hanging-indent: 24pt)\n", quoted(d.Labels.Endnotes))
	for _, n := range d.Notes {
		w.printf("#[#par({box(width: 24pt, link(<mark-%d>, \"%d\")); %s}) <note-%d>]\n", n.Number, n.Number, spans(n.Text), n.Number)
	}
	return w.String()
}

type typst struct{ strings.Builder }

func (w *typst) printf(format string, args ...any) { fmt.Fprintf(w, format, args...) }

func (w *typst) blocks(blocks []document.Block, d *document.Document) {
	for _, b := range blocks {
		w.block(b, d)
	}
}

func (w *typst) block(b document.Block, d *document.Document) {
	switch b := b.(type) {
	case *document.Title:
		w.printf("#text(21pt, weight: \"bold\", %s)\n\n", quoted(b.Text))
	case *document.Subtitle:
		w.printf("#text(13pt, %s)\n\n", quoted(b.Text))
	case *document.Fields:
		for _, f := range b.Items {
			w.printf("#par({strong(%s); h(12pt); %s})\n", quoted(f.Label), spans(f.Value))
		}
	case *document.Contents:
		w.printf("#outline(title: %s)\n", quoted(d.Labels.Contents))
	case *document.Heading:
		w.printf("#heading(level: %d, %s)\n", b.Level, spans(b.Text))
	case *document.Paragraph:
		if b.Number > 0 {
			w.printf("#par(hanging-indent: 30pt, {box(width: 30pt, \"%d.\"); %s})\n", b.Number, spans(b.Text))
		} else {
			w.printf("#par(%s)\n", spans(b.Text))
		}
	case *document.Recommendation:
		w.printf("#pad(left: 12pt, par({strong(%s); h(12pt); emph(%s); linebreak(); %s}))\n", quoted(b.Label), quoted(b.Addressee), spans(b.Text))
	case *document.List:
		w.printf("#%s\n", list(b))
	case *document.Table:
		w.table(b, d)
	}
}

func (w *typst) table(t *document.Table, d *document.Document) {
	w.printf("#figure(caption: [#%s], supplement: none, numbering: none, table(columns: %d, align: left,\n", quoted(d.Labels.TableCaption(t)), t.Columns)
	for y, row := range t.Rows {
		if y == 0 && t.Head > 0 {
			w.WriteString("table.header(")
		}
		for _, c := range row {
			w.printf("table.cell(colspan: %d, rowspan: %d, {set text(10pt); %s}), ", c.Colspan, c.Rowspan, nested(c.Blocks))
		}
		if y == t.Head-1 {
			w.WriteString("),\n")
		}
	}
	w.WriteString("))\n")
}

func list(l *document.List) string {
	var items []string
	for _, item := range l.Items {
		items = append(items, nested(item))
	}
	name := "list"
	if l.Ordered {
		name = "enum"
	}
	return name + "(" + strings.Join(items, ", ") + ")"
}

// nested is what stands in an item or a cell, as an expression.
func nested(blocks []document.Block) string {
	parts := []string{"[]"}
	for _, b := range blocks {
		switch b := b.(type) {
		case *document.Paragraph:
			parts = append(parts, "par("+spans(b.Text)+")")
		case *document.List:
			parts = append(parts, list(b))
		}
	}
	return "{" + strings.Join(parts, "; ") + "}"
}

// spans are inline content, as an expression.
func spans(content []document.Span) string {
	parts := []string{"[]"}
	for _, s := range content {
		switch s := s.(type) {
		case *document.Text:
			part := quoted(s.Text)
			if s.Strong {
				part = "strong(" + part + ")"
			}
			if s.Em {
				part = "emph(" + part + ")"
			}
			if s.Link != "" {
				part = "link(" + quoted(s.Link) + ", " + part + ")"
			}
			parts = append(parts, part)
		case *document.NoteMark:
			parts = append(parts, fmt.Sprintf("[#super(link(<note-%d>, \"%d\")) <mark-%d>]", s.Number, s.Number, s.Number))
		case *document.Reference:
			parts = append(parts, quoted(s.Text))
		case *document.Break:
			parts = append(parts, "linebreak()")
		}
	}
	return "{" + strings.Join(parts, "; ") + "}"
}

// pageOf makes the label "Page {page} of {pages}" an expression.
func pageOf(label string) string {
	label = strings.ReplaceAll(quoted(label), "{page}", `" + counter(page).display() + "`)
	return strings.ReplaceAll(label, "{pages}", `" + str(counter(page).final().first()) + "`)
}

// quoted is a string in Typst, which escapes as Go does where ours need it.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", " ").Replace(s) + `"`
}
