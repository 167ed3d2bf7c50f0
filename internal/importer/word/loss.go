package word

import (
	"strings"

	"upright/internal/prose"
)

// A LossKind says what could not be taken over; it completes a message key.
type LossKind string

// The kinds of loss.
const (
	LostPicture   LossKind = "picture"
	LostTextBox   LossKind = "textbox"   // its text stands behind the paragraph that it floats beside
	LostChart     LossKind = "chart"     // or a diagram
	LostObject    LossKind = "object"    // of another program, or another file that Word shows here
	LostEquation  LossKind = "equation"  // its characters are kept
	LostField     LossKind = "field"     // what it showed is kept
	LostFurniture LossKind = "furniture" // headers and footers
	LostNested    LossKind = "nested"    // a table in a cell: its text is kept
	LostLink      LossKind = "link"      // that leads to a file or runs something: its text is kept
	LostRaised    LossKind = "raised"    // superscript and subscript: the text is kept
	LostStrike    LossKind = "strike"    // the text is kept
	LostHidden    LossKind = "hidden"
	LostSymbol    LossKind = "symbol"
	LostBoundary  LossKind = "boundary" // a tracked end of a paragraph: the paragraphs stay apart
	LostRow       LossKind = "row"      // a tracked row of a table: the row stays
)

const (
	maxLost  = 300 // that are listed
	lostSize = 80  // characters of the words of a loss
)

// lose lists something at the place that is being read.
func (r *reader) lose(kind LossKind, words string) {
	if r.seen.body && r.under == "" && len(r.lost) < maxLost {
		r.unplaced = append(r.unplaced, [2]int{len(r.lost), len(r.items)})
	}
	r.loseAt(kind, r.under, words)
}

// placeLosses names the headings of what was lost before it was known that they are headings.
func (r *reader) placeLosses() {
	for _, at := range r.unplaced {
		if at[1] < len(r.items) {
			r.lost[at[0]].Under = r.items[at[1]].under()
		}
	}
}

func (it item) under() string {
	if it.table != nil {
		return it.table.under
	}
	return it.para.under
}

func (r *reader) loseAt(kind LossKind, under, words string) {
	if len(r.lost) >= maxLost {
		r.moreLost++
		return
	}
	r.lost = append(r.lost, Loss{Kind: kind, Under: under, Words: excerpt(words, lostSize)})
}

// excerpt is the beginning of a text, on one line. It reads no further: the text may be a whole table.
func excerpt(text string, size int) string {
	var out []rune
	for word := range strings.FieldsSeq(text) {
		if len(out) > 0 {
			out = append(out, ' ')
		}
		for _, c := range word {
			if out = append(out, c); len(out) > size {
				return strings.TrimSpace(string(out[:size-1])) + "…"
			}
		}
	}
	return string(out)
}

// drawing lists a drawing by what is in it. Nothing of it is opened.
func (r *reader) drawing(n *node) {
	kind, words := LostPicture, ""
	n.all(func(c *node) {
		switch c.name {
		case "?docPr":
			words = c.attr("descr")
		case "?chart", "?relIds":
			kind = LostChart
		case "?OLEObject", "w:control":
			kind = LostObject
		}
	})
	if boxes := boxesIn(n, nil); len(boxes) > 0 {
		kind, words = LostTextBox, textOf(n)
		r.boxes = append(r.boxes, boxes...)
	}
	r.lose(kind, words)
}

// boxesIn are the text boxes in a drawing; those inside of others are theirs.
func boxesIn(n *node, to []*node) []*node {
	for _, c := range n.children {
		if c.name == "w:txbxContent" {
			to = append(to, c)
		} else {
			to = boxesIn(c, to)
		}
	}
	return to
}

// textOf is the text inside of an element, paragraphs parted by blanks.
func textOf(n *node) string {
	var b strings.Builder
	n.all(func(c *node) {
		switch c.name {
		case "w:p":
			b.WriteByte(' ')
		case "w:t":
			b.WriteString(c.content())
		}
	})
	return b.String()
}

// equation keeps the characters of an equation, in their order.
func (r *reader) equation(n *node, st *story) {
	var b strings.Builder
	n.all(func(c *node) {
		if c.name == "m:t" || c.name == "w:t" {
			b.WriteString(c.content())
		}
	})
	r.lose(LostEquation, b.String())
	r.text(b.String(), &node{}, st)
}

// readFurniture lists headers and footers with words in them; numbers of pages are none. Upright makes its own.
func (r *reader) readFurniture(links map[string]relation) error {
	var words strings.Builder
	for _, l := range links {
		if l.external || l.kind != "header" && l.kind != "footer" {
			continue
		}
		err := r.pack.elements(l.target, func(x *xmlReader, n *node) error {
			if n.name != "w:p" {
				return nil
			}
			if err := x.fill(n); err != nil {
				return err
			}
			if text := textOf(n); words.Len() < maxCode && strings.ContainsFunc(text, isLetter) {
				words.WriteString(text + " ")
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	if words.Len() > 0 {
		r.lose(LostFurniture, words.String())
	}
	return nil
}

// plainText is the text of inline content, without notes.
func plainText(content []prose.Inline) string {
	var b strings.Builder
	for _, in := range content {
		switch in := in.(type) {
		case *prose.Text:
			b.WriteString(in.Text)
		case *prose.HardBreak:
			b.WriteByte(' ')
		}
	}
	return b.String()
}

// shownText is the text of inline content with an ellipsis for each reference, whose number is not known yet.
func shownText(content []prose.Inline) string {
	var b strings.Builder
	for _, in := range content {
		if _, ok := in.(*prose.CrossReference); ok {
			b.WriteString("…")
			continue
		}
		b.WriteString(plainText([]prose.Inline{in}))
	}
	return b.String()
}

// LossKinds lists everything that can be lost.
func LossKinds() []LossKind {
	return []LossKind{
		LostPicture, LostTextBox, LostChart, LostObject, LostEquation, LostField, LostFurniture, LostNested, LostLink,
		LostRaised, LostStrike, LostHidden, LostSymbol, LostBoundary, LostRow,
	}
}
