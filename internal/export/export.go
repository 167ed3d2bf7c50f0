// Package export makes the files of a submission: it gives the paper its words, its names and its dates, and hands it to
// a renderer. Pages and the command line make their files here, so both make the same ones.
//
// It refuses to decide who may have a file, and to know HTTP.
package export

import (
	"context"
	"fmt"
	"io"
	"time"

	"upright/internal/calendar"
	"upright/internal/document"
	"upright/internal/fonts"
	"upright/internal/i18n"
	"upright/internal/importer"
	"upright/internal/render/docx"
	"upright/internal/render/html"
	"upright/internal/render/pdf"
	"upright/internal/upr"
)

// A Format is a kind of file. Its value is the extension of the file's name.
type Format string

// The formats.
const (
	Word     Format = "docx"         // what OHCHR takes
	PDF      Format = "pdf"          // the reading and archive copy
	HTML     Format = "html"         // to read on a screen
	Portable Format = "upright.json" // the whole submission, for another installation
	Package  Format = "zip"          // what is handed in: Word and PDF, annexes apart, texts to paste, sums
)

// MediaType returns the format's media type, for HTTP and mail.
func (f Format) MediaType() string {
	switch f {
	case Word:
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case PDF:
		return "application/pdf"
	case HTML:
		return "text/html; charset=utf-8"
	case Portable:
		return "application/json"
	case Package:
		return "application/zip"
	}
	return "application/octet-stream"
}

// renderTime bounds the making of one file. A submission takes a fraction of a second; what takes longer is no text.
const renderTime = 30 * time.Second

// A Press makes files. It is safe for concurrent use; one for the whole program keeps the fonts and the paragraphs shaped
// lately.
type Press struct {
	words    *i18n.Catalogue
	calendar *calendar.Calendar
	pdf      *pdf.Renderer
	dates    func() *calendar.Calendar // of sessions, as they are known now; nil for those of calendar
	state    *document.State           // of all files; nil for drafts
	copyOf   string                    // whose copy each PDF is; "" for nobody's
	// turns bounds how many files are made at once: each takes memory, and a burst of downloads must not take it all.
	turns chan struct{}
	// previews bounds how many previews are made at once: everybody who writes may have one open.
	previews chan struct{}
}

// AtOnce is how many files are made at the same time; others wait.
const AtOnce = 4

// New returns a Press. It fails when a font is missing (fonts.ErrNotBuilt) or cannot be embedded.
func New(words *i18n.Catalogue, cal *calendar.Calendar) (*Press, error) {
	families, err := fonts.All()
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	renderer, err := pdf.NewRenderer(pdf.Options{Families: families})
	if err != nil {
		return nil, fmt.Errorf("export: %w", err)
	}
	return &Press{words: words, calendar: cal, pdf: renderer, turns: make(chan struct{}, AtOnce),
		previews: make(chan struct{}, previewsAtOnce)}, nil
}

// CheckFonts fails for a font that cannot be used. A server calls it at its start; a Press that makes one file finds out
// when it needs the font.
func (p *Press) CheckFonts() error { return p.pdf.CheckFonts() }

// Write makes one file of a submission whose Manuscript is filled. Nothing is written to w when it fails before the file
// is whole, except for HTML and Portable when w itself fails. A panic below is returned as an error.
func (p *Press) Write(ctx context.Context, w io.Writer, s *upr.Submission, format Format) (err error) {
	defer caught(&err)
	ctx, cancel := context.WithTimeout(ctx, renderTime)
	defer cancel()
	done, err := p.turn(ctx)
	if err != nil {
		return err
	}
	defer done()
	switch format {
	case Portable:
		return importer.Write(w, s)
	case Package:
		return p.writePackage(ctx, w, s)
	}
	d, err := p.Document(s)
	if err != nil {
		return err
	}
	return p.writePaper(ctx, w, d, format)
}

// writePaper hands a paper to the renderer of a format.
func (p *Press) writePaper(ctx context.Context, w io.Writer, d *document.Document, format Format) (err error) {
	switch format {
	case PDF:
		_, err = p.pdf.Write(ctx, w, d)
	case Word:
		err = docx.Write(w, d)
	case HTML:
		err = html.Write(w, d, html.Options{})
	default:
		err = fmt.Errorf("export: no paper as %q", format)
	}
	return err
}

// turn waits for a turn to make a file, which ends when done is called.
func (p *Press) turn(ctx context.Context) (done func(), err error) { return oneOf(ctx, p.turns) }

// oneOf waits for one of turns.
func oneOf(ctx context.Context, turns chan struct{}) (done func(), err error) {
	select {
	case turns <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("export: wait for a turn: %w", ctx.Err())
	}
	// A turn may have come at the same moment; only the PDF looks at the time again.
	if err := ctx.Err(); err != nil {
		<-turns
		return nil, fmt.Errorf("export: %w", err)
	}
	return func() { <-turns }, nil
}

// WriteFragment writes the text as HTML to stand inside a page.
func (p *Press) WriteFragment(w io.Writer, s *upr.Submission) (err error) {
	defer caught(&err)
	d, err := p.Document(s)
	if err != nil {
		return err
	}
	return html.Write(w, d, html.Options{Fragment: true})
}

// WriteReading writes the text as HTML to stand inside a page, and tells passed where each of its blocks ends: see
// html.Options.
func (p *Press) WriteReading(w io.Writer, s *upr.Submission, passed func(anchor string, at int)) (err error) {
	defer caught(&err)
	d, err := p.Document(s)
	if err != nil {
		return err
	}
	return html.Write(w, d, html.Options{Fragment: true, Symbols: true, Passed: passed})
}

// WriteBody writes the text with its notes, without cover and annexes, as HTML to stand inside a page.
func (p *Press) WriteBody(w io.Writer, s *upr.Submission) (err error) {
	defer caught(&err)
	d, err := p.Document(s)
	if err != nil {
		return err
	}
	d.Cover, d.Annexes = nil, nil
	return html.Write(w, d, html.Options{Fragment: true})
}

// FileName returns the name of a file by the pattern of UPR-SUB-03.
func (p *Press) FileName(s *upr.Submission, format Format) (string, error) {
	opt, err := p.options(s)
	if err != nil {
		return "", err
	}
	return document.FileName(s, opt, string(format)), nil
}

// Unprintable lists the characters of a submission that no font has: the PDF shows □ in their place. The Word file keeps
// them, and shows what the reader's fonts have.
func (p *Press) Unprintable(s *upr.Submission) (missing []pdf.MissingGlyph, err error) {
	defer caught(&err)
	d, err := p.Document(s)
	if err != nil {
		return nil, err
	}
	return p.pdf.Missing(d), nil
}

// Document builds the paper of a submission in the language of its text.
func (p *Press) Document(s *upr.Submission) (d *document.Document, err error) {
	defer caught(&err)
	opt, err := p.options(s)
	if err != nil {
		return nil, err
	}
	return document.Build(s, opt), nil
}

// options are the words and dates of a paper. It is dated by its authors, else by the day it was last changed: never by
// the day it was downloaded, so the same text makes the same bytes.
func (p *Press) options(s *upr.Submission) (document.Options, error) {
	lang := s.Details.Language
	words, ok := p.words.Paper(lang)
	if !ok {
		return document.Options{}, &upr.Error{Kind: upr.Invalid, Key: "export.language", Field: "language"}
	}
	changed := s.Updated.UTC()
	opt := document.Options{
		Words:   document.NewWords(func(key string) string { return words.T(key) }, words.Date, words.Month),
		Country: func(code string) string { return p.calendar.StateName(code, lang) },
		State:   p.stateOf(s),
		Copy:    p.copyOf,
	}
	if !changed.IsZero() {
		opt.Date = upr.Date{Year: changed.Year(), Month: changed.Month(), Day: changed.Day()}
	}
	dates := p.calendar
	if p.dates != nil {
		dates = p.dates()
	}
	if session, ok := dates.Session(s.Details.Session); ok {
		opt.SessionDate = session.Begins()
	}
	return opt, nil
}
