package anchor

import (
	"strings"
	"unicode/utf8"

	"upright/internal/upr"
)

// Settle says where an anchor stands in the document that its positions are of: words that are gone leave it at its
// block, and words that came back are found there again; a block that is gone leaves it at the nearest one before.
func (d *Document) Settle(a upr.Anchor) upr.Anchor {
	if a.Ranged {
		a = d.settleRange(a)
	}
	if home, ok := d.byID[a.Block]; ok {
		a.Shown, a.Part = a.Block, home.part
		if !a.Ranged {
			a.From, a.To = home.start, home.start
		}
		return a
	}
	if !a.Ranged {
		a.To = a.From
	}
	a.Shown, a.Part = d.before(a.From)
	return a
}

func (d *Document) settleRange(a upr.Anchor) upr.Anchor {
	if a.From < a.To {
		if covered := d.between(a.From, a.To); covered.text() != "" {
			text := covered.text()
			// A split at its edge leaves it reaching into a block that has none of its words.
			a.From, a.To = covered.extent()
			// Something of it was deleted and has come back at its edge, where it fell out of the range.
			if !isQuoted(text, a.Quote) {
				if from, to, ok := d.find(a, true); ok {
					a.From, a.To = from, to
				}
			}
			a.Lost = false
			if b, ok := d.innermost(a.From); ok {
				a.Block = b.id
			}
			return a
		}
	}
	from, to, ok := d.find(a, false)
	if !ok {
		a.Lost, a.From = true, a.To
		return a
	}
	a.From, a.To, a.Lost = from, to, false
	if b, ok := d.innermost(from); ok {
		a.Block = b.id
	}
	return a
}

// isQuoted reports whether a text is what was quoted, which may have been cut off.
func isQuoted(text, quote string) bool {
	return text == quote || utf8.RuneCountInString(quote) == upr.MaxQuote && strings.HasPrefix(text, quote)
}

// find looks for the quote of an anchor in its block; one of several blocks in their part.
func (d *Document) find(a upr.Anchor, touching bool) (int, int, bool) {
	scope, ok := d.byID[a.Block]
	if ok && strings.Contains(a.Quote, "\n") {
		scope, ok = d.byID[scope.part]
	}
	if !ok {
		return 0, 0, false
	}
	return d.between(scope.start, scope.end).nearest(a.Quote, a.From, a.To, touching)
}

// before returns the block at a position, or the nearest one before it in the same part, and the part.
func (d *Document) before(pos int) (shown, part string) {
	if len(d.parts) == 0 {
		return "", ""
	}
	at := d.parts[0]
	for _, p := range d.parts {
		if p.start <= pos {
			at = p
		}
	}
	shown = at.id
	for _, b := range d.blocks {
		if b.part == at.id && !b.note && b.start <= pos {
			shown = b.id
		}
	}
	return shown, at.id
}

// Quote returns the words of a range as a thread quotes them, and the id of the block they begin in. There are none when
// the range is not one of words.
func (d *Document) Quote(from, to int) (quote, block string) {
	b, ok := d.innermost(from)
	if !ok {
		return "", ""
	}
	text := []rune(d.between(from, to).text())
	return string(text[:min(len(text), upr.MaxQuote)]), b.id
}

// Beginning returns the first characters of a part, a block or an endnote, on one line; "" when it is not there.
func (d *Document) Beginning(id string, characters int) string {
	e, ok := d.byID[id]
	if !ok {
		return ""
	}
	text := []rune(strings.Join(strings.Fields(d.between(e.start, e.end).text()), " "))
	return string(text[:min(len(text), characters)])
}

// Has reports whether the document has a part, block or endnote with an id.
func (d *Document) Has(id string) bool {
	_, ok := d.byID[id]
	return ok
}

// Place is the first position inside of a part, a block or an endnote; 0 when it is not there.
func (d *Document) Place(id string) int { return d.byID[id].start }

// Position returns the position at an offset inside of a block, which is as long as the block at most; false for a block
// that is not there.
func (d *Document) Position(id string, offset int) (int, bool) {
	at, ok := d.byID[id]
	return min(at.start+max(offset, 0), at.end), ok
}
