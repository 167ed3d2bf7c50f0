package docx

// header returns the running head: the short title, and what a draft is marked with. The first page of the cover has
// only the mark.
func (f *file) header(first bool) []byte {
	s := &story{markup: newPart("w:hdr"), file: f}
	s.paragraph("Header", nil, func() {
		if !first && f.doc.ShortTitle != "" {
			s.run(f.doc.ShortTitle, properties{})
		}
		if f.doc.Mark != "" {
			s.open("w:r")
			s.empty("w:tab")
			s.close("w:r")
			s.run(f.doc.Mark, properties{})
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
