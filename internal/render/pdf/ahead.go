package pdf

import (
	"context"
	"runtime"
	"slices"

	"upright/internal/document"
)

// metAfter is how many texts in a row have to be known before ahead takes it that the others are, too.
const metAfter = 4

// ahead shapes the texts of d from its end to its front, beside the layout, which goes the other way: through the cache
// each finds what the other has done, so that a first render takes two processors half the time. It ends where they meet,
// at once when most of the text is known from the last render, and by the function that it returns.
func (r *Renderer) ahead(ctx context.Context, d *document.Document) (stop func()) {
	if r.cache.limit <= 0 || runtime.GOMAXPROCS(0) == 1 {
		return func() {}
	}
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		// A text that cannot be shaped is nobody's loss here: the layout comes to it and says so.
		defer func() { _ = recover() }()
		set := r.setter(d)
		newLayout(ctx, d, set).backwards()
		r.idle.Put(set)
	}()
	return func() {
		cancel()
		<-ended
	}
}

// backwards sets endnotes and body from the last to the first, for the cache alone.
func (l *layout) backwards() {
	fr := frame{width: l.format.bodyWidth(), parent: l.root.child("Part"), style: bodyStyle}
	known := 0
	set := func(text func()) (more bool) {
		before := l.set.shaped
		text()
		if known++; l.set.shaped > before {
			known = 0
		}
		return known < metAfter && l.err == nil && l.ctx.Err() == nil
	}
	for i, n := range slices.Backward(l.doc.Notes) {
		if !set(func() { l.note(i, n, fr) }) {
			return
		}
	}
	for _, b := range slices.Backward(l.doc.Body) {
		if !set(func() { l.block(b, fr) }) {
			return
		}
	}
}
