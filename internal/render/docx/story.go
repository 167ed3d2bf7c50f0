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
	tracking
	err error

	sideways    bool   // the pages of the present section lie on their side
	headings    int    // written so far
	family      string // of the styles of the present table
	beforeBreak bool   // the present block is followed by the paragraph that ends the section
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
	s.trackEnd()
	s.close("w:pPr")
	content()
	s.close("w:p")
}

// words writes a text without marks, each stretch of it in the language it is in.
func (s *story) words(text string, p properties) {
	for _, part := range (&document.Text{Text: text}).Spelled(s.doc.Language) {
		p.language = languageOf(part.Language, s.doc.Language)
		s.run(part.Text, p)
	}
}

// spans writes inline content.
func (s *story) spans(spans []document.Span) {
	for len(spans) > 0 {
		if n := document.SameLink(spans); n > 0 {
			s.link(spans[:n])
			spans = spans[n:]
			continue
		}
		s.change = document.ChangeOf(spans[0])
		switch span := spans[0].(type) {
		case *document.Text:
			s.spelled(span)
		case *document.NoteMark:
			s.noteMark(span)
		case *document.Reference:
			s.reference(span)
		case *document.Break:
			s.lineBreak()
		default:
			panic("docx: unknown span")
		}
		s.change = document.Kept
		spans = spans[1:]
	}
}

// link writes the texts of one link, or the texts alone when it may not be one.
func (s *story) link(spans []document.Span) {
	if address := document.SafeLink(spans[0].(*document.Text).Link); address != "" {
		s.open("w:hyperlink", "r:id", s.links.add(office+"hyperlink", address, true), "w:history", "1")
		defer s.close("w:hyperlink")
	}
	for _, span := range spans {
		s.change = document.ChangeOf(span)
		s.spelled(span.(*document.Text))
	}
	s.change = document.Kept
}

func (s *story) lineBreak() {
	s.openRun()
	s.empty("w:br")
	s.closeRun()
}

// styled writes a text span in its character style.
func (s *story) styled(t *document.Text) {
	p := s.look(t, document.Style{Strong: t.Strong, Em: t.Em})
	if t.Before != nil {
		was := s.look(t, *t.Before)
		p.before = &was
	}
	s.run(t.Text, p)
}

// look returns how a text looks in a style.
func (s *story) look(t *document.Text, style document.Style) properties {
	ownOrder := t.LeftToRight || t.Language != "" && !document.RightToLeft(t.Language)
	p := properties{leftToRight: ownOrder && s.doc.RightToLeft, language: languageOf(t.Language, s.doc.Language)}
	strong := style.Strong && !s.bold
	switch {
	case t.Link != "":
		p.style, p.bold, p.italic = "Hyperlink", strong, style.Em
	case strong:
		p.style, p.italic = "Strong", style.Em
	case style.Em:
		p.style = "Emphasis"
	}
	return p
}

// noteMark writes the mark of an endnote, inside a bookmark when a reference points to it.
func (s *story) noteMark(mark *document.NoteMark) {
	if mark.Number < 1 || mark.Number > len(s.doc.Notes) {
		s.fail("note mark %d has no note", mark.Number)
		return
	}
	if s.called[mark.Number] {
		s.fail("note %d has two marks", mark.Number)
		return
	}
	s.called[mark.Number] = true
	anchor := s.doc.Notes[mark.Number-1].Anchor
	end := s.bookmark(anchor)
	s.openRun()
	s.properties(properties{style: "EndnoteReference"}, s.doc.RightToLeft)
	s.empty("w:endnoteReference", "w:id", strconv.Itoa(mark.Number))
	s.closeRun()
	end()
}
