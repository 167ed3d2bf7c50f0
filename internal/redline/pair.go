package redline

import (
	"slices"
	"strconv"
	"strings"

	"upright/internal/document"
)

// An item is what can be found again: a block, an item of a list, a row of a table.
type item struct {
	kind   string // only items of one kind can be the same
	anchor string // "" for none
	text   bool   // a block of text, which may be cut and joined
	whole  string // all of its text
	words  map[int32]int
	count  int // of words
}

const (
	// enough is the share of words that two items have in common which are taken for the same though their ids differ.
	enough = 0.5
	// cutShare is the share of an item's words that must come out of its neighbour for that neighbour to have been cut.
	cutShare = 0.6
	// maxAlike bounds how many items are compared with how many by their words.
	maxAlike = 2500
	// leastMoved is how many words an item without a known id needs to be taken for one that was moved.
	leastMoved = 5
)

// items describes blocks.
func (m *merger) items(d *document.Document, blocks []document.Block) []item {
	var out []item
	for _, b := range blocks {
		one := m.group(d, []document.Block{b}, "text")
		switch b := b.(type) {
		case *document.List:
			one.kind = "list " + strconv.FormatBool(b.Ordered)
		case *document.Table:
			one.kind = "table"
		default:
			one.text = true
		}
		out = append(out, one)
	}
	return out
}

// rows describes the rows of a table; only those with the same cells can be the same.
func (m *merger) rows(d *document.Document, t *document.Table) []item {
	var out []item
	for _, row := range t.Rows {
		shape := make([]string, len(row))
		var all []document.Block
		for i, c := range row {
			shape[i] = strconv.FormatBool(c.Header) + " " + strconv.Itoa(c.Colspan) + " " + strconv.Itoa(c.Rowspan)
			all = append(all, c.Blocks...)
		}
		out = append(out, m.group(d, all, strings.Join(shape, "|")))
	}
	return out
}

// group describes blocks as one item. Its anchor is the first that there is.
func (m *merger) group(d *document.Document, blocks []document.Block, kind string) item {
	out := item{kind: kind, words: map[int32]int{}}
	var whole strings.Builder
	var add func([]document.Block)
	add = func(blocks []document.Block) {
		for _, b := range blocks {
			if out.anchor == "" {
				out.anchor = document.AnchorOf(b)
			}
			text, _ := textOf(b)
			for _, t := range m.tokens(d, text) {
				for _, p := range t.pieces {
					whole.WriteString(p.text)
				}
				if t.kind == word {
					out.words[t.id]++
					out.count++
				}
			}
			eachInside(b, add)
		}
	}
	add(blocks)
	out.whole = whole.String()
	return out
}

// What a pairing says of an item that has no partner.
const (
	single = -1
	moved  = -2 // its partner stands elsewhere
)

// A pairing says for each item of both versions which one of the other it is. Pairs do not cross.
type pairing struct{ older, newer []int }

func newPairing(a, b int) pairing {
	return pairing{slices.Repeat([]int{single}, a), slices.Repeat([]int{single}, b)}
}

func (p pairing) join(pairs [][2]int) {
	for _, one := range pairs {
		p.older[one[0]], p.newer[one[1]] = one[1], one[0]
	}
}

// sideBySide pairs the first with the first, and so on.
func sideBySide(n int) pairing {
	p := newPairing(n, n)
	for i := range n {
		p.older[i], p.newer[i] = i, i
	}
	return p
}

// pair finds the same items: by their ids first, then, in the gaps, by their words. What has the same id or text but
// another place was moved.
func (m *merger) pair(a, b []item) pairing {
	p := newPairing(len(a), len(b))
	same := byKey(a, b, func(i item) string { return i.anchor })
	inOrder := rising(same)
	p.join(inOrder)
	for _, one := range same {
		if p.older[one[0]] == single && p.newer[one[1]] == single {
			p.older[one[0]], p.newer[one[1]] = moved, moved
		}
	}
	m.inGaps(a, b, p)
	for _, one := range byKey(a, b, func(i item) string {
		if i.count < leastMoved {
			return ""
		}
		return i.whole
	}) {
		if p.older[one[0]] == single && p.newer[one[1]] == single {
			p.older[one[0]], p.newer[one[1]] = moved, moved
		}
	}
	return p
}

// byKey pairs items of one kind that have the same key, in the order of the older version. A key that stands twice pairs
// its first.
func byKey(a, b []item, key func(item) string) [][2]int {
	places := map[string]int{}
	for j := range b {
		if k := key(b[j]); k != "" {
			if _, taken := places[k]; !taken {
				places[k] = j
			}
		}
	}
	var pairs [][2]int
	for i := range a {
		k := key(a[i])
		if j, ok := places[k]; ok && k != "" && a[i].kind == b[j].kind {
			pairs = append(pairs, [2]int{i, j})
			delete(places, k)
		}
	}
	return pairs
}

// inGaps pairs what stands between two pairs by its words.
func (m *merger) inGaps(a, b []item, p pairing) {
	i, j := 0, 0
	for i <= len(a) {
		end, to := i, len(b)
		for end < len(a) && p.older[end] < 0 {
			end++
		}
		if end < len(a) {
			to = p.older[end]
		}
		p.join(m.alikes(a, b, unpaired(p.older, i, end), unpaired(p.newer, j, to)))
		i, j = end+1, to+1
	}
}

func unpaired(partners []int, from, to int) []int {
	var out []int
	for k := from; k < to; k++ {
		if partners[k] == single {
			out = append(out, k)
		}
	}
	return out
}

// alikes pairs the items of a gap so that the pairs do not cross and have most in common.
func (m *merger) alikes(a, b []item, older, newer []int) [][2]int {
	if len(older) == 0 || len(newer) == 0 {
		return nil
	}
	if len(older)*len(newer) > maxAlike || m.work < 0 {
		return m.equals(a, b, older, newer)
	}
	best := make([][]float64, len(older)+1)
	for x := range best {
		best[x] = make([]float64, len(newer)+1)
	}
	for x := len(older) - 1; x >= 0; x-- {
		for y := len(newer) - 1; y >= 0; y-- {
			best[x][y] = max(best[x+1][y], best[x][y+1])
			if s := m.likeness(&a[older[x]], &b[newer[y]]); s >= enough {
				best[x][y] = max(best[x][y], best[x+1][y+1]+s)
			}
		}
	}
	var pairs [][2]int
	for x, y := 0, 0; x < len(older) && y < len(newer); {
		switch {
		case best[x][y] == best[x+1][y]:
			x++
		case best[x][y] == best[x][y+1]:
			y++
		default:
			pairs = append(pairs, [2]int{older[x], newer[y]})
			x, y = x+1, y+1
		}
	}
	return pairs
}

// equals pairs items of a large gap that say the same.
func (m *merger) equals(a, b []item, older, newer []int) [][2]int {
	ids := func(all []item, chosen []int) []int32 {
		out := make([]int32, len(chosen))
		for k, at := range chosen {
			out[k] = m.id("whole " + all[at].kind + "\x00" + all[at].whole)
		}
		return out
	}
	var pairs [][2]int
	for _, o := range compare(ids(a, older), ids(b, newer), &m.work) {
		if o.change == document.Kept {
			pairs = append(pairs, [2]int{older[o.older], newer[o.newer]})
		}
	}
	return pairs
}

// likeness is how much two items have in common: 0 nothing, 1 all words.
func (m *merger) likeness(a, b *item) float64 {
	if a.kind != b.kind || a.count+b.count == 0 {
		return 0
	}
	m.work -= min(len(a.words), len(b.words))
	return 2 * float64(common(a.words, b.words)) / float64(a.count+b.count)
}

// common counts the words that stand in both.
func common(a, b map[int32]int) int {
	if len(b) < len(a) {
		a, b = b, a
	}
	n := 0
	for id, count := range a {
		n += min(count, b[id])
	}
	return n
}
