package docx

import (
	"strconv"

	"upright/internal/document"
)

// A story is a text with links of its own: the body, or the endnotes.
type story struct {
	*markup
	*file
	links *relations
	bold  bool // the paragraph's style is bold already: strong text needs no style, and a second one would undo the first
	err   error
}

// paragraph writes a paragraph in a style. List levels and numberings that the style does not say come in num.
func (s *story) paragraph(style string, num *listLevel, content func()) {
	s.open("w:p")
	s.open("w:pPr")
	s.value("w:pStyle", style)
	if num != nil {
		s.open("w:numPr")
		s.value("w:ilvl", strconv.Itoa(num.level))
		s.value("w:numId", strconv.Itoa(num.id))
		s.close("w:numPr")
	}
	s.close("w:pPr")
	content()
	s.close("w:p")
}

// spans writes inline content.
func (s *story) spans(spans []document.Span) {
	for i := 0; i < len(spans); i++ {
		switch span := spans[i].(type) {
		case *document.Text:
			if span.Link == "" {
				s.styled(span)
				continue
			}
			s.open("w:hyperlink", "r:id", s.links.add(office+"hyperlink", span.Link, true), "w:history", "1")
			last := linkEnd(spans, i)
			for ; i <= last; i++ {
				s.styled(spans[i].(*document.Text))
			}
			i--
			s.close("w:hyperlink")
		case *document.NoteMark:
			s.noteMark(span)
		case *document.Reference:
			s.reference(span)
		case *document.Break:
			s.lineBreak()
		default:
			panic("docx: unknown span")
		}
	}
}

// linkEnd returns the index of the last span of the link that begins at i: texts in several styles are one link.
func linkEnd(spans []document.Span, i int) int {
	link := spans[i].(*document.Text).Link
	for i+1 < len(spans) {
		next, ok := spans[i+1].(*document.Text)
		if !ok || next.Link != link {
			break
		}
		i++
	}
	return i
}

func (s *story) lineBreak() {
	s.open("w:r")
	s.empty("w:br")
	s.close("w:r")
}

// styled writes a text span in its character style.
func (s *story) styled(t *document.Text) {
	p := properties{}
	strong := t.Strong && !s.bold
	switch {
	case t.Link != "":
		p.style, p.bold, p.italic = "Hyperlink", strong, t.Em
	case strong:
		p.style, p.italic = "Strong", t.Em
	case t.Em:
		p.style = "Emphasis"
	}
	s.run(t.Text, p)
}

// noteMark writes the mark of an endnote, inside a bookmark when a reference points to it.
func (s *story) noteMark(mark *document.NoteMark) {
	if mark.Number < 1 || mark.Number > len(s.doc.Notes) {
		s.fail("note mark %d has no note", mark.Number)
		return
	}
	anchor := s.doc.Notes[mark.Number-1].Anchor
	end := s.bookmark(anchor)
	s.open("w:r")
	s.properties(properties{style: "EndnoteReference"}, s.doc.RightToLeft)
	s.empty("w:endnoteReference", "w:id", strconv.Itoa(mark.Number))
	s.close("w:r")
	end()
}
