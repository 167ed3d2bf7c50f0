package word

import (
	"strings"

	"upright/internal/prose"
)

// An openList is a list that may go on.
type openList struct {
	list  *prose.List
	level int
	num   numbering
}

// listItem puts a paragraph into the list that it belongs to, which may be new, or in an item of one that is open.
func (b *builder) listItem(list []*built, p *para) []*built {
	ordered, level := p.num.counts(), p.num.level
	for len(b.lists) > 0 && b.lists[len(b.lists)-1].level > level {
		b.lists = b.lists[:len(b.lists)-1]
	}
	if n := len(b.lists); n > 0 && b.lists[n-1].level == level && !b.lists[n-1].goesOn(p.num, ordered) {
		b.lists = b.lists[:n-1]
	}
	item := &prose.ListItem{Blocks: []prose.Block{&prose.Paragraph{ID: p.id, Numbered: true, Content: b.compose(p)}}}
	if p.end.id != "" {
		b.lostEnd(p)
	}
	if n := len(b.lists); n > 0 && b.lists[n-1].level == level {
		b.lists[n-1].list.Items = append(b.lists[n-1].list.Items, item)
		return list
	}
	made := &prose.List{ID: prose.NewID(), Ordered: ordered, Items: []*prose.ListItem{item}}
	if n := len(b.lists); n > 0 {
		items := b.lists[n-1].list.Items
		last := items[len(items)-1]
		last.Blocks = append(last.Blocks, made)
	} else {
		list = append(list, &built{block: made, under: p.under})
	}
	b.lists = append(b.lists, openList{made, level, p.num})
	return list
}

// goesOn reports whether an item of a numbering belongs to the list. Numbered lists each have a numbering of their own;
// of bullets programs make new ones without a reason.
func (l openList) goesOn(num numbering, ordered bool) bool {
	return l.list.Ordered == ordered && (!ordered || l.num.id == num.id)
}

// lostEnd lists the tracked end of an item of a list: in a manuscript items stay apart.
func (b *builder) lostEnd(p *para) { b.r.loseAt(LostBoundary, p.under, p.text()) }

// continued adds a paragraph to the last item of the list at the level that its style says, and reports whether there is
// one.
func (b *builder) continued(p *para) bool {
	level := 0
	if last := p.style[len(p.style)-1]; last >= '2' && last <= '9' {
		level = int(last - '1')
	}
	for len(b.lists) > 1 && b.lists[len(b.lists)-1].level > level {
		b.lists = b.lists[:len(b.lists)-1]
	}
	if len(b.lists) == 0 {
		return false
	}
	items := b.lists[len(b.lists)-1].list.Items
	last := items[len(items)-1]
	last.Blocks = append(last.Blocks, &prose.Paragraph{ID: p.id, Numbered: true, Content: b.compose(p)})
	return true
}

// close ends the lists that are open.
func (b *builder) close(list []*built) []*built {
	b.lists = nil
	return list
}

// compose makes the content of a paragraph, resolves references, and notes the places of comments.
func (b *builder) compose(p *para) []prose.Inline {
	c := composer{b: b, block: p.id, keepStart: p.joins}
	c.pieces(p.pieces)
	c.out = prose.Joined(c.out)
	if p.end.id != "" {
		return c.out // the blank may be all that parts it from the next one
	}
	return c.trimmed()
}

// A composer puts the pieces of one block together.
type composer struct {
	b     *builder
	block string
	out   []prose.Inline
	size  int

	keepStart bool // blanks at the beginning stay
}

func (c *composer) pieces(list []piece) {
	for _, p := range list {
		c.b.r.anchorPiece(p, c.block, c.size)
		switch {
		case p.ref != nil:
			c.reference(p.ref)
		case p.inline != nil:
			c.add(p.inline)
		}
	}
}

// reference points to what a bookmark stands at, when that has a number here; else it is the text that Word showed.
func (c *composer) reference(ref *reference) {
	to := c.b.targets[ref.bookmark]
	id := to.block
	if to.note != "" {
		id = to.note
	}
	if id == "" || !startsLikeNumber(ref.result) {
		c.pieces(ref.result)
		return
	}
	out := &prose.CrossReference{Target: id}
	for _, p := range ref.result {
		if p.inline != nil {
			out.Suggested = suggestionsOf(p.inline)
			break
		}
	}
	c.add(out)
}

// startsLikeNumber reports whether the text that a field shows has a number in it: "12", "R3". Fields can repeat the words
// of a paragraph as well.
func startsLikeNumber(result []piece) bool {
	st := story{pieces: result}
	text := strings.TrimSpace(st.text())
	return len(text) <= 12 && strings.ContainsAny(text, "0123456789٠١٢٣٤٥٦٧٨٩")
}

func (c *composer) add(in prose.Inline) {
	if t, ok := in.(*prose.Text); ok {
		if len(c.out) == 0 && !c.keepStart {
			t.Text = strings.TrimLeft(t.Text, " \u00a0")
		}
		if t.Text == "" {
			return
		}
		copied := *t
		in = &copied
	}
	c.out = append(c.out, in)
	c.size += size(in)
}

// trimmed is the content without blanks and breaks at its end.
func (c *composer) trimmed() []prose.Inline {
	for n := len(c.out); n > 0; n = len(c.out) {
		switch last := c.out[n-1].(type) {
		case *prose.Text:
			if last.Text = strings.TrimRight(last.Text, " \u00a0"); last.Text != "" {
				return c.out
			}
		case *prose.HardBreak:
		default:
			return c.out
		}
		c.out = c.out[:n-1]
	}
	return c.out
}
