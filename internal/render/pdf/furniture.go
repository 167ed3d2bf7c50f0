package pdf

import (
	"strconv"
	"strings"
)

const (
	headBase  = margin * 0.62 // baseline of the running head
	footBase  = margin * 0.5  // baseline of the foot, from the lower edge
	quiet     = 0.35          // gray of what is not the text: 7.5 : 1 on white
	pageWords = 90.0          // room for "Page 12 of 30"
)

// furniture draws head and foot: the short title (not on the first page), the mark of a draft, the foot of a final
// text, whose copy it is, the page number. All of it is artifact.
func (p *painter) furniture() {
	const head, foot = "/Type /Pagination /Subtype /Header", "/Type /Pagination /Subtype /Footer"
	wide, foots := p.format.bodyWidth(), p.format.height-footBase
	room := wide
	if p.doc.Mark != "" {
		_, width := p.set.measure(p.unspoken(p.doc.Mark), furnitureStyle.size)
		width = min(width+1, wide*0.6)
		p.words(head, p.doc.Mark, wide-width, width, headBase, alignEnd)
		room -= width + 16
	}
	if p.page > 0 {
		p.words(head, p.doc.ShortTitle, 0, room, headBase, alignStart)
		fill{width: wide, height: 0.5, gray: 0.6}.draw(p, margin, headBase+6, false)
	}
	label := strings.NewReplacer("{page}", strconv.Itoa(p.page+1), "{pages}", strconv.Itoa(len(p.sheets))).Replace(p.doc.Labels.Page)
	if p.doc.Copy != "" { // below the foot, so that neither cuts the other short
		p.words(foot, p.doc.Copy, 0, wide, foots+furnitureStyle.size*1.4, alignStart)
	}
	p.words(foot, p.doc.Foot, 0, wide-pageWords, foots, alignStart)
	p.words(foot, label, wide-pageWords, pageWords, foots, alignEnd)
}

// unspoken is a text that nobody reads out, so it needs no languages.
func (p *painter) unspoken(text string) []run { return []run{{text: p.set.fonts.clean(text)}} }

// words draws one line of furniture in the room at an indent; what does not fit is left out at a word.
func (p *painter) words(kind, text string, indent, width, y float64, a align) {
	if text == "" {
		return
	}
	lines := p.set.lines(p.unspoken(text), furnitureStyle.size, width, a)
	p.artifact(kind)
	p.fillColor(grayOp(quiet))
	p.line(&lines[0], margin+p.layout.x(indent, width), y)
}
