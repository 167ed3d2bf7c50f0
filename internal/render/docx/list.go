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
	firstOwnNumbering       = 5
)

// maxLevel is the deepest level of a list that Word has; styledLevels have a style of their own.
const (
	maxLevel     = 8
	styledLevels = 3
)

// A listLevel is where in which numbering a paragraph stands.
type listLevel struct{ id, level int }

// An orderedList is one numbered list of the text; it counts on its own level.
type orderedList struct{ level int }

// list writes a list; depth 0 is a list that stands in no other.
func (s *story) list(l *document.List, depth int) {
	at := listLevel{bulletNumbering, min(depth, maxLevel)}
	style := levelStyle("ListBullet", depth)
	if l.Ordered {
		s.lists = append(s.lists, orderedList{at.level})
		at.id = firstOwnNumbering + len(s.lists) - 1
		style = levelStyle("ListNumber", depth)
	}
	for _, item := range l.Items {
		first := true
		for _, b := range item {
			switch b := b.(type) {
			case *document.Paragraph:
				if first {
					s.paragraph(style, at.unlessStyled(l.Ordered), func() { s.spans(b.Text) })
				} else {
					s.paragraph(levelStyle("ListContinue", depth), nil, func() { s.spans(b.Text) })
				}
			case *document.List:
				s.list(b, depth+1)
			default:
				s.block(b)
			}
			first = false
		}
	}
}

// unlessStyled returns nil where the style already says numbering and level.
func (l listLevel) unlessStyled(ordered bool) *listLevel {
	if !ordered && l.level < styledLevels {
		return nil
	}
	return &l
}

func levelStyle(name string, depth int) string {
	if depth == 0 {
		return name
	}
	return name + strconv.Itoa(min(depth+1, styledLevels))
}
