package pdf

import (
	"fmt"

	"upright/internal/document"
)

// A MissingGlyph is a character that no font has; the file shows □ in its place.
type MissingGlyph struct {
	Rune  rune
	Place string // anchor of the block or note; "" on the cover
	Quote string // the characters around it, as typed
}

const (
	maxMissing = 500 // entries of a report
	quoteReach = 20  // runes to either side of the character
)

// Missing lists the characters of d that the renderer's fonts lack, without rendering: at most 500, each character once
// for each place.
func (r *Renderer) Missing(d *document.Document) []MissingGlyph {
	f := finder{fonts: r.fonts, seen: map[MissingGlyph]bool{}}
	f.blocks(d.Cover, "")
	f.blocks(d.Main(), "")
	for _, n := range d.Notes {
		f.spans(n.Text, n.Anchor)
	}
	return f.found
}

type finder struct {
	fonts *fontSet
	found []MissingGlyph
	seen  map[MissingGlyph]bool // keyed without Quote
}

func (f *finder) blocks(bs []document.Block, place string) {
	for _, b := range bs {
		f.block(b, place)
	}
}

func (f *finder) block(b document.Block, place string) {
	switch b := b.(type) {
	case *document.Title:
		f.text(b.Text, place)
	case *document.Subtitle:
		f.text(b.Text, place)
	case *document.Fields:
		for _, i := range b.Items {
			f.text(i.Label, place)
			f.spans(i.Value, place)
		}
	case *document.Heading:
		f.spans(b.Text, b.Anchor)
	case *document.Paragraph:
		f.spans(b.Text, either(b.Anchor, place))
	case *document.Recommendation:
		f.text(b.Label, b.Anchor)
		f.text(b.Addressee, b.Anchor)
		f.spans(b.Text, b.Anchor)
	case *document.List:
		for _, i := range b.Items {
			f.blocks(i, place)
		}
	case *document.Table:
		f.text(b.Caption, b.Anchor)
		for _, row := range b.Rows {
			for _, c := range row {
				f.blocks(c.Blocks, b.Anchor)
			}
		}
	case *document.Logos, *document.Contents, *document.Bar:
	default:
		panic(fmt.Sprintf("unknown block %T", b))
	}
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

func (f *finder) spans(ss []document.Span, place string) {
	for _, s := range ss {
		switch s := s.(type) {
		case *document.Text:
			f.text(s.Text, place)
		case *document.Reference:
			f.text(s.Text, place)
		case *document.NoteMark, *document.Break:
		default:
			panic(fmt.Sprintf("unknown span %T", s))
		}
	}
}

func (f *finder) text(text, place string) {
	if plain(text) {
		return
	}
	var all []rune
	i := -1
	for _, r := range text {
		i++
		if r == replacement || f.fonts.printable(r) != replacement {
			continue
		}
		key := MissingGlyph{Rune: r, Place: place}
		if f.seen[key] || len(f.found) == maxMissing {
			continue
		}
		f.seen[key] = true
		if all == nil {
			all = []rune(text)
		}
		key.Quote = string(all[max(0, i-quoteReach):min(len(all), i+quoteReach+1)])
		f.found = append(f.found, key)
	}
}
