package redline

import (
	"slices"
	"strings"

	"upright/internal/document"
)

// spans merges two versions of inline content.
func (m *merger) spans(older, newer []document.Span) []document.Span {
	w := &writer{m: m, older: m.tokens(m.older, older), newer: m.tokens(m.newer, newer)}
	w.write()
	w.flush()
	return w.text
}

// texts merges blocks of text that belong together: one that became one, one that was cut into several, several that were
// joined into one.
func (m *merger) texts(older, newer []document.Block) []document.Block {
	flow := func(d *document.Document, blocks []document.Block) []token {
		var all []token
		for _, b := range blocks {
			text, _ := textOf(b)
			all = append(append(all, m.tokens(d, text)...), token{id: m.id("end"), kind: end, block: b})
		}
		return all
	}
	w := &writer{m: m, older: flow(m.older, older), newer: flow(m.newer, newer)}
	w.write()
	return w.blocks
}

// A writer writes one comparison as spans and blocks.
type writer struct {
	m            *merger
	older, newer []token
	text         []document.Span // of the block that has not ended
	last         strings.Builder // more text of its last span
	blocks       []document.Block
}

func (w *writer) write() {
	ids := func(list []token) []int32 {
		out := make([]int32, len(list))
		for i := range list {
			out[i] = list[i].id
		}
		return out
	}
	for _, o := range w.tidy(compare(ids(w.older), ids(w.newer), &w.m.work)) {
		switch o.change {
		case document.Kept:
			w.keep(&w.older[o.older], &w.newer[o.newer])
		case document.Deleted:
			w.add(&w.older[o.older], document.Deleted)
		default:
			w.add(&w.newer[o.newer], document.Inserted)
		}
	}
}

// add writes a token of one version.
func (w *writer) add(t *token, c document.Change) {
	switch t.kind {
	case end:
		w.endBlock(t.block, c, nil)
	case other:
		w.addSpan(w.m.spanAs(t.span, c))
	default:
		for _, p := range t.pieces {
			w.addText(t.text, p, c, nil)
		}
	}
}

// keep writes a token that both versions have.
func (w *writer) keep(was, is *token) {
	switch is.kind {
	case end:
		w.endBlock(is.block, document.Kept, before(was.block, is.block))
	case other:
		w.keepOther(was.span, is.span)
	default:
		// The letters are the same; the looks may part them differently.
		rest := slices.Clone(was.pieces)
		for _, p := range is.pieces {
			for p.text != "" {
				n := min(len(p.text), len(rest[0].text))
				var look *document.Style
				if rest[0].style != p.style {
					style := rest[0].style
					look = &style
				}
				w.addText(is.text, piece{p.text[:n], p.style}, document.Kept, look)
				p.text = p.text[n:]
				if rest[0].text = rest[0].text[n:]; rest[0].text == "" {
					rest = rest[1:]
				}
			}
		}
	}
}

func (w *writer) keepOther(was, is document.Span) {
	switch is := is.(type) {
	case *document.NoteMark:
		w.addSpan(w.m.keptMark(was.(*document.NoteMark), is))
	case *document.Reference:
		out := &document.Reference{Anchor: is.Anchor, Text: is.Text}
		if old := was.(*document.Reference).Text; old != is.Text {
			out.Before = old
		}
		w.addSpan(out)
	default:
		w.addSpan(w.m.spanAs(is, document.Kept))
	}
}

// addText adds to the text, to the span before when it looks the same.
func (w *writer) addText(like *document.Text, p piece, c document.Change, was *document.Style) {
	if n := len(w.text); n > 0 {
		if last, ok := w.text[n-1].(*document.Text); ok && last.Change == c && last.Strong == p.style.Strong && last.Em == p.style.Em &&
			alike(last, like) && sameStyle(last.Before, was) {
			w.last.WriteString(p.text)
			return
		}
	}
	t := *like
	t.Text, t.Strong, t.Em, t.Change, t.Before = p.text, p.style.Strong, p.style.Em, c, was
	w.addSpan(&t)
}

// addSpan adds what is not more of the span before.
func (w *writer) addSpan(span document.Span) {
	w.flush()
	w.text = append(w.text, span)
}

// flush gives the last span the text that was collected for it: adding word by word would copy it for each.
func (w *writer) flush() {
	if w.last.Len() > 0 {
		w.text[len(w.text)-1].(*document.Text).Text += w.last.String()
		w.last.Reset()
	}
}

func sameStyle(a, b *document.Style) bool {
	return a == nil && b == nil || a != nil && b != nil && *a == *b
}

// endBlock makes the text so far a block like b.
func (w *writer) endBlock(b document.Block, c document.Change, was document.Block) {
	w.flush()
	out := w.m.withText(b, w.text, c)
	document.RevisedOf(out).Before = was
	w.blocks = append(w.blocks, out)
	w.text = nil
}

// withText copies a block of text with another text.
func (m *merger) withText(b document.Block, text []document.Span, c document.Change) document.Block {
	r := document.Revised{Change: c}
	switch b := b.(type) {
	case *document.Heading:
		return &document.Heading{Level: b.Level, Anchor: m.anchor(b.Anchor, c), Text: text, Revised: r}
	case *document.Paragraph:
		return &document.Paragraph{Anchor: m.anchor(b.Anchor, c), Number: b.Number, Text: text, Revised: r}
	case *document.Recommendation:
		return &document.Recommendation{
			Anchor: m.anchor(b.Anchor, c), Number: b.Number, Label: b.Label, Addressee: b.Addressee, Text: text, Revised: r,
		}
	}
	panic("redline: not a block of text")
}

// before returns a block without its text when its kind, level, number or addressee was another, else nil.
func before(was, is document.Block) document.Block {
	switch was := was.(type) {
	case *document.Heading:
		if is, ok := is.(*document.Heading); !ok || is.Level != was.Level {
			return &document.Heading{Level: was.Level}
		}
	case *document.Paragraph:
		if is, ok := is.(*document.Paragraph); !ok || is.Number != was.Number {
			return &document.Paragraph{Number: was.Number}
		}
	case *document.Recommendation:
		if is, ok := is.(*document.Recommendation); !ok || is.Label != was.Label || is.Addressee != was.Addressee {
			out := &document.Recommendation{Number: was.Number, Label: was.Label, Addressee: was.Addressee}
			if ok && is.Label == was.Label {
				out.Label = "" // it is the addressee that changed
			}
			return out
		}
	}
	return nil
}

// spansAs copies spans of one version, all with the same change.
func (m *merger) spansAs(spans []document.Span, c document.Change) []document.Span {
	var out []document.Span
	for _, span := range spans {
		out = append(out, m.spanAs(span, c))
	}
	return out
}

func (m *merger) spanAs(span document.Span, c document.Change) document.Span {
	switch span := span.(type) {
	case *document.Text:
		t := *span
		t.Change = c
		return &t
	case *document.NoteMark:
		return m.mark(span, c)
	case *document.Reference:
		return &document.Reference{Anchor: span.Anchor, Text: span.Text, Change: c}
	case *document.Break:
		return &document.Break{Change: c}
	}
	panic("redline: unknown span")
}
