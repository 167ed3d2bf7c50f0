package document

import (
	"net/url"

	"upright/internal/prose"
)

// lostReference is printed where a cross-reference has lost its target; the rules report it.
const lostReference = "[?]"

func (b *builder) spans(content []prose.Inline) []Span {
	var spans []Span
	for _, inline := range content {
		switch inline := inline.(type) {
		case *prose.Text:
			spans = append(spans, text(inline))
		case *prose.Endnote:
			spans = append(spans, b.note(inline))
		case *prose.CrossReference:
			spans = append(spans, b.reference(inline.Target))
		case *prose.HardBreak:
			spans = append(spans, &Break{})
		default:
			panic("document: unknown inline content in the manuscript")
		}
	}
	return b.alone(spans)
}

// alone keeps the order of words of a text that is all of its block and runs the other way, as an English title in an
// Arabic note: its full stop stays behind its last word.
func (b *builder) alone(spans []Span) []Span {
	if len(spans) == 1 {
		if t, ok := spans[0].(*Text); ok {
			t.Language = wholly(t.Text, b.language)
		}
	}
	return spans
}

func text(t *prose.Text) *Text {
	return &Text{Text: printable(t.Text), Strong: t.Strong, Em: t.Em, Link: SafeLink(t.Link)}
}

// AllStrong reports whether spans are strong text alone, as the name of an organization on the cover is. Nothing is not.
func AllStrong(spans []Span) bool {
	for _, s := range spans {
		if t, ok := s.(*Text); !ok || !t.Strong {
			return false
		}
	}
	return len(spans) > 0
}

// note takes the next number, as the marks stand in the order of the text.
func (b *builder) note(e *prose.Endnote) *NoteMark {
	n := &Note{Number: len(b.notes) + 1, Anchor: b.anchor(e.ID)}
	for _, t := range e.Content {
		n.Text = append(n.Text, text(t))
	}
	n.Text = b.alone(n.Text)
	b.notes = append(b.notes, n)
	return &NoteMark{Number: n.Number}
}

func (b *builder) reference(target string) *Reference {
	label, ok := b.numbers.Label(target)
	if !ok {
		return &Reference{Text: lostReference}
	}
	return &Reference{Anchor: target, Text: label}
}

// SafeLink returns the address in its normal form when a file may carry it as a link, and "" for every scheme but http,
// https and mailto. Build lets no other through; renderers ask again, so that no file depends on that.
func SafeLink(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	switch u.Scheme {
	case "http", "https":
		if u.Host != "" {
			return u.String()
		}
	case "mailto":
		if u.Opaque != "" {
			return u.String()
		}
	}
	return ""
}
