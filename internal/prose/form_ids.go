package prose

import (
	"fmt"
	"strings"
)

// keepIDs gives the blocks and notes of part, which have none, the ids of what they were in old.
func keepIDs(old, part *Part) {
	was, is := formItems(old), formItems(part)
	for i, id := range matchIDs(was.blocks, is.blocks) {
		setBlockID(is.all[i], id)
	}
	for i, id := range matchIDs(was.notes, is.notes) {
		is.marks[i].ID = id
	}
}

// An item is a block or note to be matched: sort says what it is, text what it says.
type item struct{ id, sort, text string }

func (i item) same(j item) bool { return i.sort == j.sort && i.text == j.text }

type items struct {
	all    []Block
	blocks []item
	marks  []*Endnote
	notes  []item
}

func formItems(p *Part) items {
	var found items
	for b := range p.All() {
		found.all = append(found.all, b)
		found.blocks = append(found.blocks, item{BlockID(b), fmt.Sprintf("%T", b), writeBlock(b)})
	}
	for note := range p.Notes() {
		found.marks = append(found.marks, note)
		found.notes = append(found.notes, item{note.ID, "note", note.Plain()})
	}
	return found
}

func setBlockID(b Block, id string) {
	switch b := b.(type) {
	case *Paragraph:
		b.ID = id
	case *Heading:
		b.ID = id
	case *Recommendation:
		b.ID = id
	case *List:
		b.ID = id
	case *Table:
		b.ID = id
	}
}

// matchIDs returns an id for each of now: that of the old item it stands for, or a new one. Items that are the same
// are matched by their longest common subsequence; between those, items of the same sort by similarity, in order.
func matchIDs(was, now []item) []string {
	pairs := common(was, now)
	ids := make([]string, len(now))
	used := map[string]bool{"": true}
	w, n := 0, 0
	for _, pair := range append(pairs, [2]int{len(was), len(now)}) {
		similar(was[w:pair[0]], now[n:pair[1]], ids[n:pair[1]])
		if pair[1] < len(now) {
			ids[pair[1]] = was[pair[0]].id
		}
		w, n = pair[0]+1, pair[1]+1
	}
	for i, id := range ids {
		if used[id] {
			ids[i] = NewID()
		}
		used[ids[i]] = true
	}
	return ids
}

// similar gives items of now the ids of the items of was of which they can be an edited form: of the same sort, and
// sharing words. Of all ways to do that without crossing, it takes the one that shares most.
func similar(was, now []item, ids []string) {
	if len(was) == 0 || len(now) == 0 || len(was)*len(now) > maxCompared {
		return
	}
	width := len(now) + 1
	like := make([]float64, (len(was)+1)*width)
	best := make([]float64, (len(was)+1)*width)
	for i := len(was) - 1; i >= 0; i-- {
		for j := len(now) - 1; j >= 0; j-- {
			at := i*width + j
			if was[i].sort == now[j].sort {
				like[at] = likeness(was[i].text, now[j].text)
			}
			best[at] = max(best[at+width], best[at+1], like[at]+best[at+width+1])
		}
	}
	for i, j := 0, 0; i < len(was) && j < len(now); {
		at := i*width + j
		switch {
		case like[at] > 0 && best[at] == like[at]+best[at+width+1]:
			ids[j] = was[i].id
			i, j = i+1, j+1
		case best[at] == best[at+width]:
			i++
		default:
			j++
		}
	}
}

// likeness is the share of words that two texts have in common, and 0 when it is below two fifths.
func likeness(a, b string) float64 {
	words := map[string]int{}
	first, second := strings.Fields(a), strings.Fields(b)
	for _, word := range first {
		words[word]++
	}
	shared := 0
	for _, word := range second {
		if words[word] > 0 {
			words[word]--
			shared++
		}
	}
	share := 2 * float64(shared) / float64(len(first)+len(second))
	if shared == 0 || share < 0.4 {
		return 0
	}
	return share
}

// maxTable bounds the table of the longest common subsequence; beyond it only what is the same at both ends is matched.
// maxCompared bounds how many pairs of texts are compared word by word.
const (
	maxTable    = 4 << 20
	maxCompared = 1 << 14
)

// common returns pairs of indices of a longest common subsequence, in order.
func common(was, now []item) [][2]int {
	var head, tail [][2]int
	start, endWas, endNow := 0, len(was), len(now)
	for start < endWas && start < endNow && was[start].same(now[start]) {
		head = append(head, [2]int{start, start})
		start++
	}
	for endWas > start && endNow > start && was[endWas-1].same(now[endNow-1]) {
		endWas, endNow = endWas-1, endNow-1
		tail = append(tail, [2]int{endWas, endNow})
	}
	a, b := was[start:endWas], now[start:endNow]
	if (len(a)+1)*(len(b)+1) <= maxTable {
		for _, pair := range longest(a, b) {
			head = append(head, [2]int{start + pair[0], start + pair[1]})
		}
	}
	for i := len(tail) - 1; i >= 0; i-- {
		head = append(head, tail[i])
	}
	return head
}

func longest(a, b []item) [][2]int {
	width := len(b) + 1
	length := make([]int32, (len(a)+1)*width)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i].same(b[j]) {
				length[i*width+j] = length[(i+1)*width+j+1] + 1
			} else {
				length[i*width+j] = max(length[(i+1)*width+j], length[i*width+j+1])
			}
		}
	}
	var pairs [][2]int
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].same(b[j]):
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case length[(i+1)*width+j] >= length[i*width+j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}
