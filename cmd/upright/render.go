package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"runtime/debug"
	"strings"
	"sync"

	"upright/internal/config"
	"upright/internal/export"
	"upright/internal/i18n"
	"upright/internal/render/pdf"
	"upright/internal/upr"
)

// render is the command of that name.
func (p program) render(ctx context.Context, args []string) error {
	flags := noFlags()
	out := flags.String("o", "", "")
	rest, err := parse(flags, args, 1)
	if err != nil {
		return err
	}
	format := export.Format(strings.ToLower(strings.TrimPrefix(filepath.Ext(*out), ".")))
	switch format {
	case export.PDF, export.Word, export.HTML, export.Package:
	default:
		return usageError{"-o needs a name that ends in .pdf, .docx, .html or .zip"}
	}
	cfg, err := config.FromEnv(p.getenv, nil)
	if err != nil {
		return usageError{err.Error()}
	}
	spareCollection()
	press, s, err := p.prepare(cfg, rest[0])
	if err != nil {
		return err
	}
	if format != export.PDF && format != export.Package {
		return writeFile(ctx, *out, func(w io.Writer) error { return press.Write(ctx, w, s, format) })
	}
	// What cannot be shown is looked for while the pages are laid out.
	var looking sync.WaitGroup
	var missing []pdf.MissingGlyph
	var unseen error
	looking.Go(func() { missing, unseen = press.Unprintable(s) })
	err = writeFile(ctx, *out, func(w io.Writer) error { return press.Write(ctx, w, s, format) })
	looking.Wait()
	if err := errors.Join(err, unseen); err != nil {
		return err
	}
	for _, m := range missing {
		fmt.Fprintf(p.stderr, "upright: no font has %U: the PDF shows □ in %q\n", m.Rune, m.Quote)
	}
	return nil
}

// prepare reads a file and makes what makes files of it, both at once: each takes a few milliseconds.
func (p program) prepare(cfg *config.Config, name string) (press *export.Press, s *upr.Submission, err error) {
	var reading sync.WaitGroup
	var unread error
	reading.Go(func() { s, unread = p.readSubmission(name) })
	press, err = newPress(cfg)
	reading.Wait()
	if unread != nil {
		err = unread // the likelier, and the one that the person can mend
	}
	return press, s, err
}

// spareCollection has the garbage collector leave a process alone that makes one file and ends: it took a fifth of the time.
// A submission at its limit takes 25 MB in all, below the 28 at which the collector first looks; a text that takes more it
// clears away from there on, and beyond the limit as always.
func spareCollection() {
	debug.SetGCPercent(700) // of the 4 MB that the runtime begins with
	debug.SetMemoryLimit(128 << 20)
}

// newPress makes what makes files, with the dates of the configuration.
func newPress(cfg *config.Config) (*export.Press, error) {
	words, err := i18n.LoadPapers()
	if err != nil {
		return nil, err
	}
	dates, err := loadCalendar(cfg)
	if err != nil {
		return nil, err
	}
	return export.New(words, dates)
}
