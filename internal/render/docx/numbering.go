package docx

import (
	"strconv"
	"strings"

	"upright/internal/document"
)

// numbering returns the part that says how paragraphs, recommendations and lists are numbered: abstract numberings, and
// the numberings that use them. Word numbers by these alone, so a paragraph that somebody adds renumbers the rest.
func (f *file) numbering() []byte {
	m := newPart("w:numbering")
	single(m, paragraphNumbering, level{format: "decimal", style: "NumberedParagraph", text: "%1.", indent: 680, hanging: 680})
	single(m, recommendationNumbering, level{
		format: "decimal", style: "Recommendation", text: recommendationPattern(f.doc.Body) + ".", bold: true, indent: 680, hanging: 680,
	})
	for _, look := range []listLook{textLists, cellLists} {
		multilevel(m, look.bulletNumbering, look, look.bullet, func(i int) (format, text string) {
			return "bullet", [3]string{"•", "–", "▪"}[i%3]
		})
		multilevel(m, look.listNumbering, look, look.number, func(i int) (format, text string) {
			return [3]string{"decimal", "lowerLetter", "lowerRoman"}[i%3], "%" + strconv.Itoa(i+1) + "."
		})
	}
	for id := paragraphNumbering; id < firstOwnNumbering; id++ {
		m.open("w:num", "w:numId", strconv.Itoa(id))
		m.value("w:abstractNumId", strconv.Itoa(id))
		m.close("w:num")
	}
	for i, list := range f.lists {
		m.open("w:num", "w:numId", strconv.Itoa(firstOwnNumbering+i))
		m.value("w:abstractNumId", strconv.Itoa(list.numbering))
		m.open("w:lvlOverride", "w:ilvl", strconv.Itoa(list.level))
		m.value("w:startOverride", "1")
		m.close("w:lvlOverride")
		m.close("w:num")
	}
	return m.part()
}

// recommendationPattern returns the labels of recommendations as Word writes them: "R%1" for "R1".
func recommendationPattern(body []document.Block) string {
	for _, b := range body {
		if r, ok := b.(*document.Recommendation); ok {
			return strings.Replace(r.Label, strconv.Itoa(r.Number), "%1", 1)
		}
	}
	return "R%1"
}

// A level says how one level of a numbering looks. Lengths are in twips.
type level struct {
	format, style, text string
	bold                bool
	indent, hanging     int
}

func (l level) write(m *markup, i int) {
	m.open("w:lvl", "w:ilvl", strconv.Itoa(i))
	m.value("w:start", "1")
	m.value("w:numFmt", l.format)
	if l.style != "" {
		m.value("w:pStyle", l.style)
	}
	m.value("w:lvlText", l.text)
	m.value("w:lvlJc", "left")
	m.open("w:pPr")
	m.empty("w:ind", "w:left", strconv.Itoa(l.indent), "w:hanging", strconv.Itoa(l.hanging))
	m.close("w:pPr")
	if l.bold {
		m.open("w:rPr")
		m.empty("w:b")
		m.empty("w:bCs")
		m.close("w:rPr")
	}
	m.close("w:lvl")
}

func single(m *markup, id int, l level) {
	m.open("w:abstractNum", "w:abstractNumId", strconv.Itoa(id))
	m.value("w:multiLevelType", "singleLevel")
	l.write(m, 0)
	m.close("w:abstractNum")
}

// multilevel writes a numbering of lists; its first levels are tied to styles.
func multilevel(m *markup, id int, place listLook, style string, look func(i int) (format, text string)) {
	m.open("w:abstractNum", "w:abstractNumId", strconv.Itoa(id))
	m.value("w:multiLevelType", "multilevel")
	for i := range maxLevel + 1 {
		l := level{indent: place.indent + place.step*i, hanging: place.step}
		l.format, l.text = look(i)
		if i < place.levels {
			l.style = place.style(style, i)
		}
		l.write(m, i)
	}
	m.close("w:abstractNum")
}
