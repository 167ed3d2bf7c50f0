package prose

import "strconv"

// Numbers is the numbering of a manuscript: one truth for the editor, comments, findings, Word and PDF. Hidden parts
// are not numbered. Keys are ids of blocks and endnotes; where an id stands twice, the first place counts, and what has
// no id takes its number without being in the maps.
type Numbers struct {
	Paragraphs      map[string]int // from 1, through the whole manuscript
	Recommendations map[string]int // from 1: R1, R2 …
	Tables          map[string]int // from 1
	Notes           map[string]int // from 1, in the order of the marks
}

// Number numbers a manuscript. Empty paragraphs and recommendations take a number like all others, so that the numbers
// do not jump while somebody types.
func Number(m *Manuscript) Numbers {
	n := Numbers{
		Paragraphs:      map[string]int{},
		Recommendations: map[string]int{},
		Tables:          map[string]int{},
		Notes:           map[string]int{},
	}
	var paragraphs, recommendations, tables, notes int
	for part := range m.Visible() {
		for _, b := range part.Blocks {
			switch b := b.(type) {
			case *Paragraph:
				if b.Numbered {
					next(&paragraphs, n.Paragraphs, b.ID)
				}
			case *Recommendation:
				next(&recommendations, n.Recommendations, b.ID)
			case *Table:
				next(&tables, n.Tables, b.ID)
			}
		}
		for note := range part.Notes() {
			next(&notes, n.Notes, note.ID)
		}
	}
	return n
}

func next(count *int, numbers map[string]int, id string) {
	*count++
	if _, taken := numbers[id]; id != "" && !taken {
		numbers[id] = *count
	}
}

// Label returns what a reader sees for the block or endnote with the id: "12" for a paragraph, "R3" for a
// recommendation, "2" for a table or a note. It reports false for everything that has no number.
func (n Numbers) Label(id string) (string, bool) {
	if number, ok := n.Paragraphs[id]; ok {
		return strconv.Itoa(number), true
	}
	if number, ok := n.Recommendations[id]; ok {
		return "R" + strconv.Itoa(number), true
	}
	if number, ok := n.Tables[id]; ok {
		return strconv.Itoa(number), true
	}
	if number, ok := n.Notes[id]; ok {
		return strconv.Itoa(number), true
	}
	return "", false
}
