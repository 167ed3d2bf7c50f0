package docx

// header returns the running head: the short title, and nothing on the first page of the cover. What a draft is marked
// with stands in the PDF only: a Word file goes on living, and would carry the number of a text that it no longer holds.
func (f *file) header(first bool) []byte {
	s := &story{markup: newPart("w:hdr"), file: f}
	s.paragraph("Header", nil, func() {
		if !first && f.doc.ShortTitle != "" {
			s.words(f.doc.ShortTitle, properties{})
		}
	})
	return s.part()
}

// footer returns the foot with the page's number; Word keeps these fields up to date by itself.
func (f *file) footer() []byte {
	s := &story{markup: newPart("w:ftr"), file: f}
	s.paragraph("Footer", nil, func() {
		s.template(f.doc.Labels.Page, map[string]func(){
			"page":  func() { s.field("PAGE", "1", properties{}) },
			"pages": func() { s.field("NUMPAGES", "1", properties{}) },
		})
	})
	return s.part()
}
