package pdf

import (
	"context"
	"fmt"
	"strings"

	"upright/internal/document"
)

// A layout turns the blocks of a document into boxes and structure elements, in reading order.
type layout struct {
	ctx      context.Context
	doc      *document.Document
	set      *setter
	root     *node
	boxes    []*box
	pictures []document.Image // by gofpdf name: index
	outline  []bookmark
	format   format                       // of the pages being laid out
	level    int                          // of the last heading
	unnamed  map[*document.Heading]string // places of headings without an anchor
	ruled    bool                         // the rule of the cover is drawn
	err      error
}

// A frame is where a block is set: its indent from the start margin, its width, its structure parent.
type frame struct {
	indent, width float64
	parent        *node
	style         textStyle
	cell          bool // of a table: lists begin at its edge
}

func newLayout(ctx context.Context, d *document.Document, s *setter) *layout {
	return &layout{ctx: ctx, doc: d, set: s, format: portrait, root: &node{tag: "Document"},
		unnamed: map[*document.Heading]string{}}
}

// build lays the whole document out: cover, body, endnotes, annexes.
func (l *layout) build() error {
	l.part(l.first())
	l.part(l.doc.Body)
	l.notes()
	for _, a := range l.doc.Annexes {
		l.annex(a)
	}
	if l.err == nil {
		l.err = l.ctx.Err()
	}
	return l.err
}

// first is what stands on the first page: the cover, above it the legend of a redline.
func (l *layout) first() []document.Block {
	if !l.doc.Tracks() {
		return l.doc.Cover
	}
	return append([]document.Block{&document.Paragraph{Text: l.doc.Legend}}, l.doc.Cover...)
}

// part adds one division that begins on a page of its own.
func (l *layout) part(blocks []document.Block) {
	if len(blocks) == 0 {
		return
	}
	fr := frame{width: l.format.bodyWidth(), parent: l.root.child("Part"), style: bodyStyle}
	boxes := l.flow(blocks, fr)
	if len(boxes) > 0 {
		boxes[0].fresh = true
	}
	l.boxes = append(l.boxes, boxes...)
}

// annex adds an annex, on pages that lie as it asks for.
func (l *layout) annex(a *document.Annex) {
	first := len(l.boxes)
	if a.Landscape {
		l.format = landscape
	}
	l.part(a.Blocks)
	for _, b := range l.boxes[first:] {
		b.wide = a.Landscape
	}
	l.format = portrait
}

// flow sets blocks one below the other. It stops early when the context ends; build reports that.
func (l *layout) flow(blocks []document.Block, fr frame) []*box {
	var out []*box
	for _, b := range blocks {
		if l.err != nil || l.ctx.Err() != nil {
			return out
		}
		out = append(out, l.block(b, fr)...)
	}
	return out
}

func (l *layout) block(b document.Block, fr frame) []*box {
	switch b := b.(type) {
	case *document.Title:
		return l.title(b.Text, titleStyle, fr)
	case *document.Subtitle:
		return l.title(b.Text, subtitleStyle, fr)
	case *document.Logos:
		return l.logos(b, fr)
	case *document.Fields:
		return l.fields(b, fr)
	case *document.Contents:
		return l.contents(fr)
	case *document.Heading:
		return l.heading(b, fr)
	case *document.Paragraph:
		return l.paragraph(b, fr)
	case *document.Recommendation:
		return l.recommendation(b, fr)
	case *document.List:
		return l.list(b, fr, 0)
	case *document.Table:
		return l.table(b, fr)
	case *document.Bar:
		return l.bar(b, fr)
	default:
		panic(fmt.Sprintf("unknown block %T", b))
	}
}

// x is the left edge of something that stands at an indent from the start margin.
func (l *layout) x(indent, width float64) float64 {
	return l.format.x(indent, width, l.doc.RightToLeft)
}

// leaded is a style with its lines as far apart as the letters of the text's language need.
func (l *layout) leaded(st textStyle) textStyle {
	if own := l.set.own; own != nil && own.Leading > 0 {
		st.lead *= own.Leading
	}
	return st
}

// lines is a block of text as one box for each line.
func (l *layout) lines(runs []run, st textStyle, indent, width float64, n *node) []*box {
	runs = chunked(runs)
	st = l.leaded(st)
	t := &text{runs: runs, node: n, links: map[int]*node{}, spans: map[int]*node{}}
	lines := l.set.lines(runs, st.size, width, st.align)
	out := make([]*box, len(lines))
	for i := range lines {
		b := &box{height: st.lead}
		b.items = []item{textItem{text: t, line: &lines[i], x: l.x(indent, width), y: st.baseline(), height: st.lead}}
		for _, p := range lines[i].pieces {
			if name := runs[p.run].place; name != "" {
				b.places = append(b.places, place{name: name})
			}
		}
		out[i] = b
	}
	if len(out) > 0 {
		out[0].before, out[len(out)-1].after = st.before, st.after
	}
	together(out)
	return out
}

// plain is a text without spans as runs.
func (l *layout) plain(text string, st style) []run {
	var runs []run
	for _, s := range document.Stretches(text, l.doc.Language) {
		runs = append(runs, run{text: l.set.fonts.clean(s.Text), style: st, lang: s.Language})
	}
	if runs == nil {
		return []run{{style: st}}
	}
	return runs
}

// label puts a line of its own (a number, a bullet) in front of the first line of boxes.
func (l *layout) label(boxes []*box, runs []run, st textStyle, indent, width float64, n *node) []*box {
	st.align = alignStart
	st.before, st.after = 0, 0
	lab := l.lines(runs, st, indent, width, n)
	if len(boxes) == 0 {
		return lab
	}
	first := boxes[0]
	first.items = append(append([]item(nil), lab[0].items...), first.items...)
	first.places = append(first.places, lab[0].places...)
	return boxes
}

// mark makes boxes the place that links to a block lead to.
func mark(boxes []*box, name string) []*box {
	if len(boxes) > 0 && name != blockPlace("") {
		boxes[0].places = append(boxes[0].places, place{name: name})
	}
	if block, ok := strings.CutPrefix(name, blockPlace("")); ok {
		for _, b := range boxes {
			b.block = block
		}
	}
	return boxes
}
