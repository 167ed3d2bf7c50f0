package docx

import (
	"strconv"

	"upright/internal/document"
)

// The numberings that styles.xml ties to styles. Each ordered list has one more, so that it begins at 1 again.
const (
	paragraphNumbering      = 1
	recommendationNumbering = 2
	bulletNumbering         = 3
	listNumbering           = 4
	tableBulletNumbering    = 5
	tableListNumbering      = 6
	firstOwnNumbering       = 7
)

// maxLevel is the deepest level of a list that Word has.
const maxLevel = 8

// A listLook says which styles and numberings the lists of a place have. Only the first levels have a style each.
type listLook struct {
	bullet, number, resume         string // styles; resume is for the further paragraphs of an item
	levels                         int    // with a style of their own
	indent, step                   int    // of the first level, and from level to level, in twips
	bulletNumbering, listNumbering int
}

// textLists are the lists in the text, cellLists those in the cells of tables, which have less room.
var (
	textLists = listLook{"ListBullet", "ListNumber", "ListContinue", 3, 1134, 454, bulletNumbering, listNumbering}
	cellLists = listLook{"TableBullet", "TableNumber", "TableContinue", 1, 340, 340, tableBulletNumbering, tableListNumbering}
)

// A listLevel is where in which numbering a paragraph stands.
type listLevel struct{ id, level int }

// An orderedList is one numbered list of the text; it counts on its own level of an abstract numbering.
type orderedList struct{ numbering, level int }

// list writes a list; depth 0 is a list that stands in no other.
func (s *story) list(l *document.List, look listLook, depth int) {
	level := min(depth, maxLevel)
	style := look.style(look.bullet, depth)
	var at *listLevel
	if depth >= look.levels {
		at = &listLevel{look.bulletNumbering, level}
	}
	if l.Ordered {
		s.lists = append(s.lists, orderedList{look.listNumbering, level})
		style, at = look.style(look.number, depth), &listLevel{firstOwnNumbering + len(s.lists) - 1, level}
	}
	for _, item := range l.Items {
		for i, b := range item {
			switch b := b.(type) {
			case *document.Paragraph:
				s.track("", b.Revised)
				if i == 0 {
					s.paragraph(style, at, func() { s.spans(b.Text) })
				} else {
					s.paragraph(look.style(look.resume, depth), nil, func() { s.spans(b.Text) })
				}
			case *document.List:
				s.list(b, look, depth+1)
			default:
				panic("docx: block that cannot stand in a list")
			}
		}
	}
}

// style returns the name of a style for a depth: ListBullet, ListBullet2, ListBullet3.
func (l listLook) style(name string, depth int) string {
	if depth = min(depth+1, l.levels); depth > 1 {
		name += strconv.Itoa(depth)
	}
	return name
}
