package pdf

import (
	"strconv"

	"upright/internal/document"
)

const (
	contentsStep   = 14.0 // indent by level
	contentsNumber = 34.0 // room for a page number: the same for all, so that numbers do not move lines
)

// A tocItem prints the page number of a heading, with leaders before it. It is filled when pages are known.
type tocItem struct {
	place  string
	x, y   float64 // of the room between the end of the entry and the end margin
	width  float64
	height float64
	link   *node
}

func (t tocItem) moved(dy float64) item { t.y += dy; return t }

// contents lists the headings of the body. It begins a page of its own unless it fits whole.
func (l *layout) contents(fr frame) []*box {
	var entries []*box
	toc := &node{tag: "TOC", parent: fr.parent}
	for _, h := range l.doc.Headings() {
		entries = append(entries, l.contentsEntry(h, fr, toc)...)
	}
	if len(entries) == 0 {
		return nil
	}
	st := headingStyles[1]
	head := l.lines(l.plain(l.doc.Labels.Contents, st.base), st, fr.indent, fr.width, fr.parent.child("P"))
	fr.parent.kids = append(fr.parent.kids, kid{node: toc})
	for _, b := range head {
		b.keep = true
	}
	out := append(head, entries...)
	if len(head) > 0 {
		head[0].need = stackHeight(out)
	}
	return out
}

func (l *layout) contentsEntry(h *document.Heading, fr frame, toc *node) []*box {
	level := min(max(h.Level, 1), 3)
	indent := fr.indent + contentsStep*float64(level-1)
	width := fr.width - (indent - fr.indent) - contentsNumber
	name := l.headingPlace(h)
	st := contentsStyle
	if level == 1 {
		st.before = 3
	}
	title := plainSpans(h.Text)
	link := toc.child("TOCI").child("Reference").child("Link")
	spoken := spokenOr(drawn(l.set.fonts.clean(title)), strconv.Itoa(len(toc.kids)))
	runs := l.plain(title+" ", 0)
	for i := range runs {
		runs[i].dest, runs[i].group, runs[i].spoken = name, 1, spoken
	}
	boxes := l.lines(runs, st, indent, width, link)
	for _, b := range boxes {
		t := b.items[0].(textItem)
		t.text.links[1] = link // the entry is the link, not something inside it
		b.keep = true
	}
	last := boxes[len(boxes)-1]
	last.keep = false
	line := last.items[0].(textItem).line
	from := indent + line.width + 4
	room := fr.indent + fr.width - from
	st = l.leaded(st)
	last.items = append(last.items, tocItem{place: name, x: l.x(from, room), y: st.baseline(), width: room,
		height: st.lead, link: link})
	return boxes
}

// headingPlace names the place of a heading, also of one that has no anchor.
func (l *layout) headingPlace(h *document.Heading) string {
	if h.Anchor != "" {
		return blockPlace(h.Anchor)
	}
	if l.unnamed[h] == "" {
		l.unnamed[h] = "h:" + strconv.Itoa(len(l.unnamed))
	}
	return l.unnamed[h]
}

// draw prints the page number at the end margin and leaders before it, as dots that stand below each other.
func (t tocItem) draw(p *painter, x, y float64, _ bool) {
	at, ok := p.where[t.place]
	if !ok {
		return
	}
	const step = 5.0
	st := p.layout.leaded(contentsStyle)
	number := p.set.lines([]run{{text: strconv.Itoa(at.page + 1)}}, st.size, t.width, alignEnd)[0]
	if room := t.width - contentsNumber*0.7; room > 2*step {
		end, start := x+t.x+room, x+t.x
		if p.doc.RightToLeft {
			end, start = x+t.x+t.width-room, x+t.x+t.width
		}
		p.artifact("")
		p.dots(end, start, y+t.y, step)
	}
	p.begin(t.link)
	p.line(&number, x+t.x, y+t.y)
	p.annotate(t.link, &annot{x: x + t.x + number.pieces[0].x, y: y + t.y - st.baseline(), width: number.width,
		height: t.height, place: t.place, spoken: strconv.Itoa(at.page + 1)})
}
