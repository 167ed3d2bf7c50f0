package docx

import "time"

// core returns the properties that other programs show of the file: the title, the organization as its author, and the
// date of the submission. There is no person, no "last modified by" and no revision.
func (f *file) core() []byte {
	m := &markup{}
	m.WriteString(declaration)
	m.open("cp:coreProperties",
		"xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
		"xmlns:dc", "http://purl.org/dc/elements/1.1/",
		"xmlns:dcterms", "http://purl.org/dc/terms/",
		"xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
	for _, property := range [][2]string{{"dc:title", f.doc.Title}, {"dc:creator", f.doc.Author}} {
		m.open(property[0])
		m.text(property[1])
		m.close(property[0])
	}
	if !f.doc.Date.IsZero() {
		for _, name := range []string{"dcterms:created", "dcterms:modified"} {
			m.open(name, "xsi:type", "dcterms:W3CDTF")
			m.text(f.doc.Date.UTC().Format(time.RFC3339))
			m.close(name)
		}
	}
	return m.part()
}

// app names the program, and says nothing of times, words, company or template.
func app() []byte {
	m := &markup{}
	m.WriteString(declaration)
	m.open("Properties", "xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties")
	m.open("Application")
	m.text("Upright")
	m.close("Application")
	return m.part()
}
