package pdf

// A box is the least that pagination moves: a line, a group of table rows, a row of pictures.
type box struct {
	height        float64
	before, after float64 // space above and below, dropped at the head and foot of a page
	keep          bool    // no page ends after this box
	fresh         bool    // a page begins with this box
	wide          bool    // its page lies on its side; all boxes of a page say the same
	need          float64 // a page begins with this box unless so much room is left
	block         string  // id in the manuscript of what it shows; "" for none
	items         []item
	places        []place
	head          []*box // repeated when a page begins with this box
	split         splitter
	pending       *rowGroup // to be drawn; see fill
}

// A splitter cuts a box that is higher than a page: what fits into room, and the rest. It returns nil, nil when nothing
// fits.
type splitter func(room float64) (first, rest *box)

// A place is what links inside the document lead to.
type place struct {
	name string
	y    float64 // from the top of its box
}

// An item is something drawn, with its position from the start edge of the page's body and the top of its box.
type item interface {
	draw(p *painter, x, y float64, artifact bool)
	moved(dy float64) item
}

// A text is what the lines of one block share.
type text struct {
	runs  []run
	node  *node
	links map[int]*node // structure element of each link by its group, made when first drawn
	spans map[int]*node // and of each run in another language, by its index
}

// A textItem is one line.
type textItem struct {
	text   *text
	line   *line
	x, y   float64 // of the baseline
	height float64 // of a link's rectangle
}

// A fill is a rectangle, always an artifact.
type fill struct {
	x, y, width, height float64
	gray                float64
}

// A picture is an image, drawn as a Figure, or as an artifact without a node.
type picture struct {
	x, y, width, height float64
	name                string // gofpdf's
	node                *node
}

func (t textItem) moved(dy float64) item { t.y += dy; return t }
func (f fill) moved(dy float64) item     { f.y += dy; return f }
func (p picture) moved(dy float64) item  { p.y += dy; return p }

// add puts what stands in other into b, dy below b's top.
func (b *box) add(other *box, dy float64) {
	for _, i := range other.items {
		b.items = append(b.items, i.moved(dy))
	}
	for _, p := range other.places {
		b.places = append(b.places, place{p.name, p.y + dy})
	}
}

// stack puts boxes below each other into one; space above the first and below the last is dropped.
func stack(boxes []*box) *box {
	out := &box{}
	gap := 0.0
	for i, b := range boxes {
		if i > 0 {
			out.height += max(gap, b.before)
		}
		out.add(b, out.height)
		out.height += b.height
		gap = b.after
	}
	return out
}

// stackHeight is the height of a stack.
func stackHeight(boxes []*box) float64 {
	height, gap := 0.0, 0.0
	for i, b := range boxes {
		if i > 0 {
			height += max(gap, b.before)
		}
		height += b.height
		gap = b.after
	}
	return height
}

// linesWithin counts the boxes of a stack that fit into room.
func linesWithin(boxes []*box, room float64) int {
	height, gap := 0.0, 0.0
	for i, b := range boxes {
		if i > 0 {
			height += max(gap, b.before)
		}
		height += b.height
		if height > room {
			return i
		}
		gap = b.after
	}
	return len(boxes)
}

// together forbids a page to end with the first line of a block or to begin with its last (widows and orphans).
func together(lines []*box) {
	n := len(lines)
	for i, b := range lines[:max(0, n-1)] {
		b.keep = n < 4 || i == 0 || i == n-2
	}
}
