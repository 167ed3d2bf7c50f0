// Package pdf draws a finished submission as an A4 PDF: tagged, with outline, contents, linked endnotes and embedded
// subset fonts. The files are built to PDF/UA-1 (ISO 14289-1) and PDF/A-2b (ISO 19005-2); no independent validator has
// confirmed that yet.
//
// Text is shaped by HarfBuzz (go-text) and broken into lines here, because gofpdf cannot shape Arabic, mix styles in a
// justified line or survive a character outside the basic plane. gofpdf makes the pages, their content streams and the
// pictures; fonts, structure, links, outline and metadata are added to its objects afterwards.
//
// The package refuses to decide what is printed: words, numbers, labels and dates all come in the document.
package pdf

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"upright/internal/document"
	"upright/internal/fonts"
)

// ErrTooLong says that a document needs more than the pages a file may have.
var ErrTooLong = errors.New("pdf: the document has too many pages")

const (
	maxPages     = 3000
	defaultCache = 24 << 20 // bytes of shaped text that a Renderer keeps
)

// Options choose how a Renderer is made. The zero value is good.
type Options struct {
	// Families are tried for characters that Liberation Serif lacks, and before it in texts of their languages.
	Families []fonts.Family
	// CacheBytes bounds the shaped paragraphs kept between renders; 0 means 24 MiB, less than 0 keeps none.
	CacheBytes int
}

// A Report says what was written.
type Report struct {
	Pages   int
	Missing []MissingGlyph // characters no font has, printed as □
}

// A Renderer holds parsed fonts and the paragraphs shaped lately, so that a text rendered again after a small change
// is shaped only where it changed. It is safe for concurrent use.
type Renderer struct {
	fonts *fontSet
	cache *lineCache
	idle  sync.Pool // of *setter; shapers are reusable but not safe for concurrent use
}

// NewRenderer reads the fonts. It fails when one cannot be embedded; see CheckFonts.
func NewRenderer(opt Options) (*Renderer, error) {
	set, err := newFontSet(opt.Families)
	if err != nil {
		return nil, err
	}
	size := opt.CacheBytes
	if size == 0 {
		size = defaultCache
	}
	return &Renderer{fonts: set, cache: newLineCache(size)}, nil
}

// Write renders d once, with a Renderer of its own.
func Write(ctx context.Context, w io.Writer, d *document.Document, opt Options) (*Report, error) {
	r, err := NewRenderer(opt)
	if err != nil {
		return nil, err
	}
	return r.Write(ctx, w, d)
}

// Write renders d to w. Nothing is written when it fails: when ctx ends (ctx.Err() is wrapped), when a picture cannot be
// decoded, when the document needs more than 3,000 pages (ErrTooLong). A panic below is returned as an error.
func (r *Renderer) Write(ctx context.Context, w io.Writer, d *document.Document) (*Report, error) {
	file, pages, err := r.render(ctx, d)
	if err != nil {
		return nil, fmt.Errorf("pdf: %w", err)
	}
	if _, err := w.Write(file); err != nil {
		return nil, fmt.Errorf("pdf: write: %w", err)
	}
	return &Report{Pages: pages, Missing: r.Missing(d)}, nil
}

func (r *Renderer) render(ctx context.Context, d *document.Document) (file []byte, pages int, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("render failed: %v", p)
		}
	}()
	set := r.setter(d)
	l := newLayout(ctx, d, set)
	stop := r.ahead(ctx, d)
	defer stop()
	if err := l.build(); err != nil {
		return nil, 0, err
	}
	stop()
	sheets, err := paginate(ctx, l.boxes, bodyHeight)
	if err != nil {
		return nil, 0, err
	}
	p := newPainter(d, set, l, sheets)
	if err := p.paint(ctx); err != nil {
		return nil, 0, err
	}
	file, err = p.assemble(ctx)
	if err != nil {
		return nil, 0, err
	}
	r.idle.Put(set) // only after a clean run: a shaper that panicked is not used again
	return file, len(sheets), nil
}
