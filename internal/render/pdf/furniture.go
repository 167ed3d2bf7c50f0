package pdf

import (
	"strconv"
	"strings"
)

const (
	headBase  = margin * 0.62           // baseline of the running head
	footBase  = pageHeight - margin*0.5 // baseline of the foot
	quiet     = 0.35                    // gray of what is not the text: 7.5 : 1 on white
	pageWords = 90.0                    // room for "Page 12 of 30"
)

// furniture draws head and foot: the short title (not on the first page), the mark of a draft, the foot of a final
// text, the page number. All of it is artifact.
func (p *painter) furniture() {
	const head, foot = "/Type /Pagination /Subtype /Header", "/Type /Pagination /Subtype /Footer"
	room := bodyWidth
	if p.doc.Mark != "" {
		_, width := p.set.measure(p.layout.plain(p.doc.Mark, 0), furnitureStyle.size)
		width = min(width+1, bodyWidth*0.6)
		p.words(head, p.doc.Mark, bodyWidth-width, width, headBase, alignEnd)
		room -= width + 16
	}
	if p.page > 0 {
		p.words(head, p.doc.ShortTitle, 0, room, headBase, alignStart)
		fill{width: bodyWidth, height: 0.5, gray: 0.6}.draw(p, margin, headBase+6, false)
	}
	label := strings.NewReplacer("{page}", strconv.Itoa(p.page+1), "{pages}", strconv.Itoa(len(p.sheets))).Replace(p.doc.Labels.Page)
	p.words(foot, p.doc.Foot, 0, bodyWidth-pageWords, footBase, alignStart)
	p.words(foot, label, bodyWidth-pageWords, pageWords, footBase, alignEnd)
}

// words draws one line of furniture in the room at an indent; what does not fit is left out at a word.
func (p *painter) words(kind, text string, indent, width, y float64, a align) {
	if text == "" {
		return
	}
	lines := p.set.lines(p.layout.plain(text, 0), furnitureStyle.size, width, a)
	p.artifact(kind)
	p.fillColor(grayOp(quiet))
	p.line(&lines[0], margin+p.layout.x(indent, width), y)
}
