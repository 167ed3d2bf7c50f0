package docx

import "strconv"

// endnotes returns the part with the notes. Word prints it after the text; the separator that it prints before the first
// note holds the heading, because a heading at the end of the text could be left behind on the page before.
func (f *file) endnotes(links *relations) ([]byte, error) {
	s := &story{markup: newPart("w:endnotes"), file: f, links: links}
	s.open("w:endnote", "w:type", "separator", "w:id", "-1")
	s.plain("EndnoteHeading", f.doc.Labels.Endnotes)
	s.close("w:endnote")
	s.open("w:endnote", "w:type", "continuationSeparator", "w:id", "0")
	s.paragraph("EndnoteText", nil, func() {
		s.open("w:r")
		s.empty("w:continuationSeparator")
		s.close("w:r")
	})
	s.close("w:endnote")
	for _, n := range f.doc.Notes {
		s.open("w:endnote", "w:id", strconv.Itoa(n.Number))
		s.paragraph("EndnoteText", nil, func() {
			s.open("w:r")
			s.properties(properties{style: "EndnoteReference"}, f.doc.RightToLeft)
			s.empty("w:endnoteRef")
			s.close("w:r")
			s.run(" ", properties{})
			s.spans(n.Text)
		})
		s.close("w:endnote")
	}
	return s.part(), s.err
}
