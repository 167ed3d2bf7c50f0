package pdf

import "fmt"

// A bookmark is an entry of the outline.
type bookmark struct {
	title string
	level int // from 1, never skipping
	place string
}

type outlineItem struct {
	bookmark
	object, parent         int
	previous, next         int
	firstKid, lastKid, all int // all: descendants
}

// writeOutline writes the outline, open at its first level, and returns its object number, 0 when there is none.
func (p *painter) writeOutline(o *objects) int {
	marks := p.layout.outline
	if len(marks) == 0 {
		return 0
	}
	items := make([]outlineItem, len(marks)+1) // 0 is the root
	items[0].object = o.reserve()
	last := make([]int, 4) // by level: the item that is open
	for i, m := range marks {
		it := &items[i+1]
		it.bookmark, it.object = m, o.reserve()
		parent := last[m.level-1]
		it.parent = parent
		if prev := items[parent].lastKid; prev != 0 {
			it.previous, items[prev].next = prev, i+1
		} else {
			items[parent].firstKid = i + 1
		}
		items[parent].lastKid = i + 1
		for up := parent; ; up = items[up].parent {
			items[up].all++
			if up == 0 {
				break
			}
		}
		last[m.level] = i + 1
	}
	top := 0
	for i := 1; i < len(items); i++ {
		if items[i].parent == 0 {
			top++
		}
		o.set(items[i].object, p.outlineBody(items, i))
	}
	o.set(items[0].object, fmt.Sprintf("<</Type /Outlines /First %d 0 R /Last %d 0 R /Count %d>>",
		items[items[0].firstKid].object, items[items[0].lastKid].object, top))
	return items[0].object
}

func (p *painter) outlineBody(items []outlineItem, i int) string {
	it := items[i]
	b := fmt.Sprintf("<</Title %s /Parent %d 0 R /Dest %s", textString(drawn(it.title)), items[it.parent].object, p.destination(it.place))
	for _, l := range []struct {
		key string
		to  int
	}{{"Prev", it.previous}, {"Next", it.next}, {"First", it.firstKid}, {"Last", it.lastKid}} {
		if l.to != 0 {
			b += fmt.Sprintf(" /%s %d 0 R", l.key, items[l.to].object)
		}
	}
	if it.all > 0 {
		b += fmt.Sprintf(" /Count -%d", it.direct(items, i)) // closed
	}
	return b + ">>"
}

// direct counts the entries that opening this one would show.
func (it *outlineItem) direct(items []outlineItem, i int) int {
	n := 0
	for k := it.firstKid; k != 0; k = items[k].next {
		n++
	}
	return n
}
