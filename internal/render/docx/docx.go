// Package docx writes a document as the Word file that OHCHR asks for: real styles, automatic numbering, real endnotes,
// fields for references, contents and pages, so that whoever opens it in Word can go on working.
//
// Nothing is in the file but what its pages show, the name of the organization and the date of the submission: no
// person, no editing time, no revision ids, no comments, no thumbnail. Word is told to keep it so when it saves. The
// bytes depend on the document alone.
//
// The contents have no page numbers until Word updates them (F9, or "Update table" above them). Word would show whatever
// number the file brings, and only Word knows where its pages end: fonts, spacing and endnotes fall otherwise than in our
// PDF. Of texts that fill 39, 29 and 9 pages there, LibreOffice made 43, 25 and 6. A number that is one off would be
// published as received (UPR-PUB-01); a line without one is a link all the same, and reviewers cite paragraphs.
//
// It refuses to decide what is printed: all numbers, labels and dates come from the document. It never prints
// Document.Mark and Document.Foot.
package docx

import (
	"fmt"
	"io"

	"upright/internal/document"
)

// Write writes d as a Word file (Office Open XML, transitional). It fails for a note mark without a note
// and a note with two marks, for an image
// that is neither PNG nor JPEG, and when w fails.
func Write(w io.Writer, d *document.Document) error {
	f := &file{doc: d, marks: bookmarks(d), called: map[int]bool{}}
	parts, err := f.parts()
	if err != nil {
		return err
	}
	return writeZip(w, parts)
}

// A file is a Word file in the making.
type file struct {
	doc    *document.Document
	marks  map[string]*bookmark // by anchor
	lists  []orderedList        // in the order of the text; each has a numbering of its own
	images []*document.Image
	called map[int]bool // notes whose mark stands in the text already
	ids    int          // of bookmarks and drawings, given so far
}

func (f *file) nextID() int {
	f.ids++
	return f.ids
}

// parts makes all parts. The main one comes first, because it decides which lists, images and links there are.
func (f *file) parts() ([]part, error) {
	main, notes := &relations{}, &relations{}
	body, err := f.body(main)
	if err != nil {
		return nil, err
	}
	endnotes, err := f.endnotes(notes)
	if err != nil {
		return nil, err
	}
	styles, err := f.static("styles.xml")
	if err != nil {
		return nil, err
	}
	settings, err := f.static("settings.xml")
	if err != nil {
		return nil, err
	}
	root := &relations{}
	root.add(office+"officeDocument", "word/document.xml", false)
	root.add(corePart, "docProps/core.xml", false)
	root.add(office+"extended-properties", "docProps/app.xml", false)
	parts := []part{
		root.part("_rels/.rels"),
		{"word/document.xml", wordType + "document.main+xml", body},
		main.part("word/_rels/document.xml.rels"),
		{"word/styles.xml", wordType + "styles+xml", styles},
		{"word/numbering.xml", wordType + "numbering+xml", f.numbering()},
		{"word/settings.xml", wordType + "settings+xml", settings},
		{"word/endnotes.xml", wordType + "endnotes+xml", endnotes},
		notes.part("word/_rels/endnotes.xml.rels"),
		{"word/header1.xml", wordType + "header+xml", f.header(false)},
		{"word/header2.xml", wordType + "header+xml", f.header(true)},
		{"word/footer1.xml", wordType + "footer+xml", f.footer()},
		{"docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml", f.core()},
		{"docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml", app()},
	}
	for i, image := range f.images {
		parts = append(parts, part{name: "word/" + imageName(i, image), data: image.Data})
	}
	return parts, nil
}

func imageName(i int, image *document.Image) string {
	return fmt.Sprintf("media/image%d.%s", i+1, image.Format)
}
