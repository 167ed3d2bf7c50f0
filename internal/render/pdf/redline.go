package pdf

import (
	"fmt"
	"strconv"

	"upright/internal/document"
)

// How a redline looks: what is new is underlined and green, what is gone struck through and red; no colour
// says anything alone, and a legend on the first page names both. What only looks different stands between words that say so. In the structure each is a Span
// that says its line (ISO 32000-1, 14.8.5.4.4, TextDecorationType).
const (
	insertedColor = "0.04 0.36 0.18 rg" // 7.6 : 1 on white
	deletedColor  = "0.6 0.1 0.1 rg"    // 8.2 : 1
)

// look is the colour and the structure's attribute of a change.
func lookOf(c document.Change) (color, attr string) {
	switch c {
	case document.Inserted:
		return insertedColor, "/O /Layout /TextDecorationType /Underline"
	case document.Deleted:
		return deletedColor, "/O /Layout /TextDecorationType /LineThrough"
	}
	return "", ""
}

// decorate draws the line of a change along pieces whose baseline is at x, y.
func (p *painter) decorate(c document.Change, pieces []piece, x, y float64) {
	if c == document.Kept || p.sketch != nil {
		return
	}
	p.artifact("/Type /Layout") // the element says it
	for i := range pieces {
		pc := &pieces[i]
		thick := pc.size * 0.05
		above := -pc.size * 0.14
		if c == document.Deleted {
			above = pc.size * 0.25
		}
		fmt.Fprintf(&p.buf, "%s %s %s %s re f\n", num(x+pc.x), num(p.format.height-y+pc.rise+above), num(pc.width), num(thick))
	}
}

// revised returns the text of a block with what a redline says of the block in words: the number it had, that it was
// moved, and where it was cut or joined.
func (l *layout) revised(r document.Revised, text []document.Span) []document.Span {
	words := l.doc.Labels.Tracked
	note := func(s string) document.Span { return &document.Text{Text: s, Em: true} }
	switch was := r.Before.(type) {
	case *document.Paragraph:
		if was.Number > 0 {
			text = append([]document.Span{note("(" + words.WasNumber(strconv.Itoa(was.Number)) + ") ")}, text...)
		}
	case *document.Recommendation:
		if was.Label == "" {
			break
		}
		text = append([]document.Span{note("(" + words.WasNumber(was.Label) + ") ")}, text...)
	}
	switch {
	case r.Moved && r.Change == document.Deleted:
		text = append(append([]document.Span{note(words.MovedTo + " ")}, text...), note(words.End))
	case r.Moved:
		text = append(append([]document.Span{note(words.MovedUp + " ")}, text...), note(words.End))
	case r.Change != document.Kept && len(text) > 0 && (document.ChangeOf(text[0]) != r.Change || document.SameChange(text) < len(text)):
		text = append(text[:len(text):len(text)], &document.Text{Text: "¶", Change: r.Change})
	}
	return text
}

// restyled returns a text whose look was changed between words that say so: the look itself is the newer one.
func (l *layout) restyled(text []document.Span) []document.Span {
	if !l.doc.Tracks() {
		return text
	}
	words := l.doc.Labels.Tracked
	var out []document.Span
	for _, span := range text {
		switch span := span.(type) {
		case *document.Text:
			if span.Before != nil {
				out = append(out, &document.Text{Text: words.Restyled + " ", Em: true}, span, &document.Text{Text: words.End, Em: true})
				continue
			}
		case *document.Reference:
			if span.Before != "" {
				out = append(out, span, &document.Text{Text: " (" + words.WasNumber(span.Before) + ")", Em: true})
				continue
			}
		}
		out = append(out, span)
	}
	return out
}

// addressee is whom a recommendation is addressed to, and was before.
func (l *layout) addressee(r *document.Recommendation) []run {
	was, ok := r.Before.(*document.Recommendation)
	if !ok || was.Addressee == r.Addressee {
		return l.inline([]document.Span{&document.Text{Text: r.Addressee + " ", Change: r.Change}}, italic)
	}
	return l.inline([]document.Span{
		&document.Text{Text: was.Addressee, Change: document.Deleted}, &document.Text{Text: " "},
		&document.Text{Text: r.Addressee, Change: document.Inserted}, &document.Text{Text: " "},
	}, italic)
}

// redlinedCaption is the line above a table whose caption changed.
func (l *layout) redlinedCaption(t *document.Table) []run {
	before, after := l.doc.Labels.AroundCaption(t)
	runs := append(l.plain(before, bold), l.inline(t.Redlined, 0)...)
	return append(runs, l.plain(after, 0)...)
}
