package docx

import (
	"strconv"
	"strings"

	"upright/internal/document"
)

// Sizes in twips (1/20 pt): A4 with margins of 2.54 cm.
const (
	pageWidth  = 11906
	pageHeight = 16838
	margin     = 1440
	furniture  = 708 // from the edge of the page to header and footer
	textWidth  = pageWidth - 2*margin
	sideWidth  = pageHeight - 2*margin // of the text on a page that lies on its side
)

// body returns the main part: the cover in a section of its own, then the text.
func (f *file) body(links *relations) ([]byte, error) {
	s := &story{markup: newPart("w:document"), file: f, links: links}
	for _, kind := range []string{"styles", "numbering", "settings", "endnotes"} {
		links.add(office+kind, kind+".xml", false)
	}
	s.open("w:body")
	for _, b := range f.doc.Cover {
		s.coverBlock(b)
	}
	s.open("w:p")
	s.open("w:pPr")
	s.value("w:pStyle", "Separator")
	s.section(true)
	s.close("w:pPr")
	s.close("w:p")
	for _, b := range f.doc.Body {
		s.bodyBlock(b)
	}
	if len(f.doc.Body) > 0 && len(f.doc.Annexes) > 0 {
		s.sectionBreak()
	}
	s.annexes()
	s.section(false)
	s.close("w:body")
	return s.part(), s.err
}

// coverBlock writes a block of the cover. The name of an organization is a paragraph of strong text: it has a style of its
// own, which keeps it with what is said of the organization.
func (s *story) coverBlock(b document.Block) {
	p, ok := b.(*document.Paragraph)
	switch {
	case !ok:
		s.block(b)
	case document.AllStrong(p.Text):
		s.bold = true
		s.anchored("OrganizationName", p)
		s.bold = false
	default:
		s.anchored("CoverText", p)
	}
}

// bodyBlock writes a block of the body or of an annex. Headings are counted: the contents point to them by number.
func (s *story) bodyBlock(b document.Block) {
	h, ok := b.(*document.Heading)
	if !ok {
		s.block(b)
		return
	}
	s.headings++
	s.heading(h, s.headings)
}

// section ends a section. The first page of the cover has no running head; all pages have their number in the foot
// (UPR-FMT-06).
func (s *story) section(cover bool) {
	s.open("w:sectPr")
	s.empty("w:headerReference", "w:type", "default", "r:id", s.links.add(office+"header", "header1.xml", false))
	if cover {
		s.empty("w:headerReference", "w:type", "first", "r:id", s.links.add(office+"header", "header2.xml", false))
	}
	s.empty("w:footerReference", "w:type", "default", "r:id", s.links.add(office+"footer", "footer1.xml", false))
	if cover {
		s.empty("w:footerReference", "w:type", "first", "r:id", s.links.add(office+"footer", "footer1.xml", false))
	}
	s.open("w:endnotePr")
	s.value("w:numFmt", "decimal")
	s.close("w:endnotePr")
	s.value("w:type", "nextPage")
	if s.sideways {
		s.empty("w:pgSz", "w:w", strconv.Itoa(pageHeight), "w:h", strconv.Itoa(pageWidth), "w:orient", "landscape")
	} else {
		s.empty("w:pgSz", "w:w", strconv.Itoa(pageWidth), "w:h", strconv.Itoa(pageHeight))
	}
	m, edge := strconv.Itoa(margin), strconv.Itoa(furniture)
	s.empty("w:pgMar", "w:top", m, "w:right", m, "w:bottom", m, "w:left", m, "w:header", edge, "w:footer", edge, "w:gutter", "0")
	if cover {
		s.empty("w:titlePg")
	}
	if s.doc.RightToLeft {
		s.empty("w:bidi")
	}
	s.close("w:sectPr")
}

func (s *story) block(b document.Block) {
	switch b := b.(type) {
	case *document.Title:
		s.plain("Title", b.Text)
	case *document.Subtitle:
		s.plain("Subtitle", b.Text)
	case *document.Logos:
		s.logos(b)
	case *document.Fields:
		s.fields(b)
	case *document.Contents:
		s.contents()
	case *document.Paragraph:
		s.anchored(styleOf(b), b)
	case *document.Recommendation:
		s.recommendation(b)
	case *document.List:
		s.list(b, textLists, 0)
	case *document.Table:
		s.table(b)
	default:
		panic("docx: unknown block")
	}
}

// room is the width of the text of the present section.
func (s *story) room() int {
	if s.sideways {
		return sideWidth
	}
	return textWidth
}

func (s *story) plain(style, text string) {
	s.paragraph(style, nil, func() { s.words(text, properties{}) })
}

// anchored writes a paragraph in a style, inside its bookmark.
func (s *story) anchored(style string, p *document.Paragraph) {
	s.track(style, p.Revised)
	s.paragraph(style, nil, func() {
		end := s.bookmark(p.Anchor)
		s.spans(p.Text)
		end()
	})
}

// heading writes the n-th heading of the body, inside the bookmark that its entry of the contents points to.
func (s *story) heading(h *document.Heading, n int) {
	s.bold = true
	s.track(headingStyle(h), h.Revised)
	s.paragraph(headingStyle(h), nil, func() {
		end := func() {}
		if h.Change != document.Deleted {
			end = s.namedBookmark(contentsMark(n))
		}
		s.spans(h.Text)
		end()
	})
	s.bold = false
}

func (s *story) addressee(r *document.Recommendation) {
	write := func(name string, c document.Change) {
		if name == "" {
			return
		}
		s.change = c
		s.run(name, properties{style: "Addressee"})
		s.lineBreak()
		s.change = document.Kept
	}
	if was, ok := r.Before.(*document.Recommendation); ok && was.Addressee != r.Addressee {
		write(was.Addressee, document.Deleted)
		write(r.Addressee, document.Inserted)
		return
	}
	write(r.Addressee, r.Change)
}

func contentsMark(n int) string { return "_Toc" + strconv.Itoa(n) }

// recommendation writes a recommendation; Word numbers it. Whom it is addressed to stands on a line of its own.
func (s *story) recommendation(r *document.Recommendation) {
	s.track("Recommendation", r.Revised)
	s.paragraph("Recommendation", nil, func() {
		end := s.bookmark(r.Anchor)
		s.addressee(r)
		s.spans(r.Text)
		end()
	})
}

// contents writes the table of contents: a field whose result is one line with a link for each heading. The line has no
// page number until Word updates the field (see the package comment). The field is not marked as stale, and settings.xml does not ask for an
// update, because Word then greets whoever opens the file with a question about "fields that may refer to other files".
func (s *story) contents() {
	headings := s.doc.Headings()
	if len(headings) == 0 {
		return
	}
	s.open("w:sdt")
	s.open("w:sdtPr")
	s.open("w:docPartObj")
	s.value("w:docPartGallery", "Table of Contents")
	s.empty("w:docPartUnique")
	s.close("w:docPartObj")
	s.close("w:sdtPr")
	s.open("w:sdtContent")
	heading := "TOCHeading"
	if coverLines(s.doc.Cover)+len(headings) > coverRoom {
		heading = "TOCHeadingNewPage"
	}
	s.plain(heading, s.doc.Labels.Contents)
	for i, h := range headings {
		s.paragraph("TOC"+strconv.Itoa(min(max(h.Level, 1), 3)), nil, func() {
			if i == 0 {
				s.fieldBegin(`TOC \o "1-3" \h \z \u`)
			}
			s.open("w:hyperlink", "w:anchor", contentsMark(i+1), "w:history", "1")
			s.words(document.PlainText(h.Text), properties{})
			s.close("w:hyperlink")
			if i == len(headings)-1 {
				s.fieldEnd()
			}
		})
	}
	s.close("w:sdtContent")
	s.close("w:sdt")
}

// fields writes label and value pairs on lines of their own.
func (s *story) fields(f *document.Fields) {
	for _, item := range f.Items {
		for i, line := range document.BrokenLines(item.Value) {
			s.paragraph("CoverField", nil, func() {
				if i == 0 {
					s.words(strings.TrimSpace(item.Label), properties{style: "FieldLabel"})
				}
				s.open("w:r")
				s.empty("w:tab")
				s.close("w:r")
				s.spans(line)
			})
		}
	}
}
