package pdf

import "context"

// A sheet is one page: the boxes on it from top to bottom.
type sheet []placed

type placed struct {
	y     float64
	box   *box
	again bool // a repeated table head: an artifact
}

// paginate distributes boxes over pages of the given height. It fills each page and, where a page would end after a box
// that must be followed, goes back to the last box that may end one.
func paginate(ctx context.Context, boxes []*box, height float64) ([]sheet, error) {
	pg := paginator{boxes: boxes, height: height}
	var out []sheet
	for pg.next < len(pg.boxes) {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if len(out) == maxPages {
			return nil, ErrTooLong
		}
		out = append(out, pg.page())
	}
	if len(out) == 0 {
		out = append(out, sheet{}) // a file needs a page
	}
	return out, nil
}

type paginator struct {
	boxes  []*box
	next   int // first box that has no page yet
	height float64
}

// room is the height of the page that the next box begins.
func (pg *paginator) room() float64 {
	if pg.boxes[pg.next].wide {
		return landscape.bodyHeight()
	}
	return pg.height
}

func (pg *paginator) page() sheet {
	var s sheet
	height := pg.room()
	y, gap := 0.0, 0.0
	for _, h := range pg.boxes[pg.next].head {
		s = append(s, placed{y: y, box: h, again: true})
		y += h.height
	}
	start, heads := pg.next, len(s)
	okNext, okLen := start, 0 // where the page may end
	for pg.next < len(pg.boxes) {
		b := pg.boxes[pg.next]
		if pg.next > start {
			if b.fresh || b.need > 0 && y+b.before+min(b.need, height) > height {
				return s
			}
			y += max(gap, b.before)
		}
		if y+b.height > height {
			if first := pg.cut(b, height-y, height); first != nil {
				return append(s, placed{y: y, box: first})
			}
			if okNext > start {
				pg.next = okNext
				return s[:okLen]
			}
			if pg.next > start {
				return s
			}
			// alone on its page and still too high: better cut off at the margin than lost
		}
		b.fill()
		s = append(s, placed{y: y, box: b})
		y += b.height
		gap = b.after
		pg.next++
		if !b.keep && len(s) > heads {
			okNext, okLen = pg.next, len(s)
		}
	}
	return s
}

// cut splits a box that no page can hold and puts back what does not fit.
func (pg *paginator) cut(b *box, room, height float64) *box {
	const worthwhile = 60
	if b.split == nil || room < worthwhile || b.height <= height-headHeight(b) {
		return nil
	}
	first, rest := b.split(room)
	if first == nil {
		return nil
	}
	first.block, first.wide = b.block, b.wide
	if rest == nil {
		pg.next++
		return first
	}
	rest.head, rest.keep, rest.after, rest.block, rest.wide = b.head, b.keep, b.after, b.block, b.wide
	first.places = append(first.places, b.places...)
	pg.boxes[pg.next] = rest
	return first
}

func headHeight(b *box) float64 {
	h := 0.0
	for _, head := range b.head {
		h += head.height
	}
	return h
}
