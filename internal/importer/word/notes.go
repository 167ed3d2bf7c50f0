package word

import (
	"slices"
	"strings"
	"unicode"

	"upright/internal/prose"
)

// maxNotes bounds the notes of a file.
const maxNotes = 10_000

// A noteStory is what stands in a note, to be taken over where a mark calls it.
type noteStory struct {
	story
	amount amount
	called bool // by a mark before
}

// readNotes reads the footnotes or the endnotes of the file; separators are none.
func (r *reader) readNotes(kind, part string) error {
	if part == "" {
		return nil
	}
	var err error
	if r.links, err = r.pack.relations(part); err != nil {
		return err
	}
	return r.pack.elements(part, func(x *xmlReader, n *node) error {
		if n.name != "w:"+kind {
			return nil
		}
		if err := x.fill(n); err != nil {
			return err
		}
		if kind := n.attr("type"); kind != "" && kind != "normal" {
			return nil
		}
		if len(r.notes) >= maxNotes || r.full() {
			return tooMuch(errTooManyNotes)
		}
		st, before := &noteStory{}, r.amount
		for _, it := range r.blocks(n, nil) {
			p := it.para
			if p == nil {
				r.lose(LostNested, it.table.text())
				continue
			}
			if len(st.pieces) > 0 && !p.empty() {
				st.add(piece{inline: &prose.Text{Text: " "}})
			}
			st.pieces = append(st.pieces, p.pieces...)
		}
		r.tracking.kept = true
		st.amount = amount{r.pieces - before.pieces, r.bytes - before.bytes}
		r.notes[kind+n.attr("id")] = st
		return nil
	})
}

// noteText is the text of a note: texts with marks, nothing else. A note that was put in, or is to go, as a whole, says so
// at its mark.
func noteText(pieces []piece, whole bool) []*prose.Text {
	var runs []*prose.Text
	var walk func(pieces []piece)
	walk = func(pieces []piece) {
		for _, p := range pieces {
			switch in := p.inline.(type) {
			case *prose.Text:
				copied := *in
				if whole {
					copied.Suggested = nil
				}
				runs = append(runs, &copied)
			case *prose.HardBreak:
				runs = append(runs, &prose.Text{Text: " ", Suggested: in.Suggested})
			}
			if p.ref != nil {
				walk(p.ref.result)
			}
		}
	}
	walk(pieces)
	runs = prose.Joined(runs)
	edge := " \u00a0"
	if strong := lastLetter(runs); strong == 0 || rightToLeft(strong) || !mixed(runs) {
		edge += "\u200e" // a mark of direction behind which, or around what, everything has one anyway
	}
	return trimRuns(runs, edge)
}

// lastLetter is the last letter of a text; 0 for none.
func lastLetter(runs []*prose.Text) rune {
	last := rune(0)
	for _, t := range runs {
		for _, c := range t.Text {
			if unicode.IsLetter(c) {
				last = c
			}
		}
	}
	return last
}

// mixed reports whether some of a text runs from right to left.
func mixed(runs []*prose.Text) bool {
	return slices.ContainsFunc(runs, func(t *prose.Text) bool { return strings.ContainsFunc(t.Text, rightToLeft) })
}

// trimRuns takes characters off both ends of a text.
func trimRuns(runs []*prose.Text, edge string) []*prose.Text {
	for len(runs) > 0 {
		if runs[0].Text = strings.TrimLeft(runs[0].Text, edge); runs[0].Text != "" {
			break
		}
		runs = runs[1:]
	}
	for len(runs) > 0 {
		last := runs[len(runs)-1]
		if last.Text = strings.TrimRight(last.Text, edge); last.Text != "" {
			break
		}
		runs = runs[:len(runs)-1]
	}
	return runs
}

func rightToLeft(c rune) bool { return unicode.In(c, unicode.Arabic, unicode.Hebrew) }
