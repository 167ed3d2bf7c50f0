package anchor

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode/utf16"
)

// A Document is a text with the positions of what is in it.
type Document struct {
	blocks []block
	byID   map[string]extent
	parts  []extent
}

// extent is the inside of a part, a block or an endnote, with the ids of itself and of its part.
type extent struct {
	start, end int
	id, part   string
}

// block is what holds characters: a paragraph, a heading, a recommendation, the title of a part, an endnote. Its id is
// that of the nearest node around that has one. An endnote follows the block that its mark stands in.
type block struct {
	extent
	note  bool
	title bool
	text  []piece
}

// piece is a run of characters at a position.
type piece struct {
	at   int
	text string
}

// Read reads a document as JSON.
func Read(doc json.RawMessage) (*Document, error) {
	var root node
	if err := json.Unmarshal(doc, &root); err != nil {
		return nil, fmt.Errorf("anchor: read document: %w", err)
	}
	d := &Document{byID: make(map[string]extent)}
	d.add(root.Content, 0, extent{})
	return d, nil
}

// add takes in nodes that stand from a position on, inside of one that has an id.
func (d *Document) add(nodes []node, at int, around extent) {
	for i := range nodes {
		n := &nodes[i]
		size := n.size()
		inside := extent{start: at + 1, end: at + size - 1, id: around.id, part: around.part}
		if n.Attrs.ID != "" {
			inside.id = n.Attrs.ID
		}
		if n.Type == "part" {
			inside.part = inside.id
			d.parts = append(d.parts, inside)
		}
		if _, twice := d.byID[n.Attrs.ID]; n.Attrs.ID != "" && !twice {
			d.byID[n.Attrs.ID] = inside
		}
		switch n.Type {
		case "text", "cross_reference", "hard_break":
		case "paragraph", "heading", "recommendation", "part_title", "endnote":
			b := block{extent: inside, note: n.Type == "endnote", title: n.Type == "part_title"}
			pos := inside.start
			for j := range n.Content {
				if child := &n.Content[j]; child.Type == "text" {
					b.text = append(b.text, piece{pos, child.Text})
				}
				pos += n.Content[j].size()
			}
			d.blocks = append(d.blocks, b)
			d.add(n.Content, inside.start, inside) // its notes
		default:
			d.add(n.Content, inside.start, inside)
		}
		at += size
	}
}

// innermost returns the block that a position stands in, before a character of it.
func (d *Document) innermost(pos int) (block, bool) {
	for i := len(d.blocks) - 1; i >= 0; i-- {
		if b := d.blocks[i]; b.start <= pos && pos < b.end {
			return b, true
		}
	}
	return block{}, false
}

// A run is the characters of a range as one text, blocks parted by line ends, and the position of each.
type run struct {
	units []uint16
	at    []int // -1 for a line end
}

// between reads the characters of a range. Notes are left out, unless the range is inside of one.
func (d *Document) between(from, to int) run {
	var out run
	inside, ok := d.innermost(from)
	inNote := ok && inside.note && to <= inside.end
	first := true
	for _, b := range d.blocks {
		if b.start > to || b.end < from || b.note != inNote || inNote && b.start != inside.start {
			continue
		}
		if !first {
			out.units, out.at = append(out.units, '\n'), append(out.at, -1)
		}
		first = false
		for _, p := range b.text {
			for i, unit := range utf16.Encode([]rune(p.text)) {
				if pos := p.at + i; from <= pos && pos < to {
					out.units, out.at = append(out.units, unit), append(out.at, pos)
				}
			}
		}
	}
	return out
}

// text is the text of a run without line ends at its edges.
func (r run) text() string { return strings.Trim(string(utf16.Decode(r.units)), "\n") }

// extent is the range from the first character of a run to the last. The run must have one.
func (r run) extent() (from, to int) {
	isCharacter := func(pos int) bool { return pos >= 0 }
	first := slices.IndexFunc(r.at, isCharacter)
	last := len(r.at) - 1
	for r.at[last] < 0 {
		last--
	}
	return r.at[first], r.at[last] + 1
}

// nearest returns the range of a quote in the run that is the closest to a position. Touching asks for more: it must
// meet the range from there to another position.
func (r run) nearest(quote string, from, to int, touching bool) (int, int, bool) {
	foundFrom, foundTo, best := 0, 0, -1
	size := utf16Len(quote)
	for _, i := range occurrences(r.units, utf16.Encode([]rune(quote))) {
		start, end := r.at[i], r.at[i+size-1]+1
		if start < 0 || end <= 0 || touching && (start > to || end < from) {
			continue
		}
		if away := max(start-from, from-start); best < 0 || away < best {
			foundFrom, foundTo, best = start, end, away
		}
	}
	return foundFrom, foundTo, best >= 0
}

// occurrences returns where one text begins in another, in order; they may overlap. It takes time with the sum of the two
// lengths (D. E. Knuth, J. H. Morris, V. R. Pratt, "Fast pattern matching in strings", 1977), not with their product: a
// quote and the text around it are what somebody typed, perhaps to be hard to find.
func occurrences(units, wanted []uint16) []int {
	if len(wanted) == 0 {
		return nil
	}
	// back[i] is how much of the beginning of wanted is also the end of its first i+1 units.
	back := make([]int, len(wanted))
	for i, n := 1, 0; i < len(wanted); i++ {
		for n > 0 && wanted[i] != wanted[n] {
			n = back[n-1]
		}
		if wanted[i] == wanted[n] {
			n++
		}
		back[i] = n
	}
	var found []int
	n := 0
	for i, unit := range units {
		for n > 0 && unit != wanted[n] {
			n = back[n-1]
		}
		if unit == wanted[n] {
			n++
		}
		if n == len(wanted) {
			found = append(found, i+1-n)
			n = back[n-1]
		}
	}
	return found
}
