package docx

import (
	"unicode/utf8"

	"upright/internal/document"
)

// coverRoom is how many lines the first page has. When cover and contents are longer, the contents begin a page of their
// own: keeping their heading with the first entry is not enough for LibreOffice, which leaves it behind.
const coverRoom = 44

// coverLines estimates the lines of the cover before the contents.
func coverLines(cover []document.Block) int {
	lines := 0.0
	for _, b := range cover {
		switch b := b.(type) {
		case *document.Title:
			lines += 3 + float64(utf8.RuneCountInString(b.Text))/40*2
		case *document.Subtitle:
			lines += 2
		case *document.Logos:
			lines += 5 * float64(len(document.LogoRows(len(b.Images))))
		case *document.Paragraph:
			lines += 1.5 + float64(utf8.RuneCountInString(document.PlainText(b.Text)))/85
		case *document.Fields:
			for _, f := range b.Items {
				lines += 1.2 + float64(utf8.RuneCountInString(document.PlainText(f.Value)))/55
			}
		}
	}
	return int(lines)
}
