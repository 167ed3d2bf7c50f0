package export

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
	"time"

	"upright/internal/document"
	"upright/internal/render/docx"
	"upright/internal/upr"
)

// Names of what stands in a package beside the papers: the same in all languages, in letters that every system shows.
const (
	sumsName   = "SHA256SUMS"
	fieldsName = "fields.txt"
)

// writePackage writes everything that is needed to hand a submission in, as one archive: the text as Word file and PDF,
// the annexes apart where there are any, what the registration system may ask for as plain text, and sums that
// "sha256sum -c" checks. The same submission gives the same bytes.
func (p *Press) writePackage(ctx context.Context, w io.Writer, s *upr.Submission) error {
	opt, err := p.options(s)
	if err != nil {
		return err
	}
	var files []packed
	opt.Annexes = document.WithoutAnnexes
	text := document.Build(s, opt)
	if files, err = p.papers(ctx, files, s, opt); err != nil {
		return err
	}
	opt.Annexes = document.OnlyAnnexes
	if len(document.Build(s, opt).Annexes) > 0 {
		if files, err = p.papers(ctx, files, s, opt); err != nil {
			return err
		}
	}
	files = append(files, packed{name: fieldsName, data: []byte(fields(opt.Words.FieldsIntro, text))})
	files = append(files, packed{name: sumsName, data: sums(files)})
	return pack(w, files, dated(text))
}

// A packed is one file of a package.
type packed struct {
	name string
	data []byte
	// dense says that compressing it again gains nothing.
	dense bool
}

// papers adds a paper as Word file and PDF.
func (p *Press) papers(ctx context.Context, files []packed, s *upr.Submission, opt document.Options) ([]packed, error) {
	d := document.Build(s, opt)
	var word, portable bytes.Buffer
	if err := docx.Write(&word, d); err != nil {
		return nil, err
	}
	if _, err := p.pdf.Write(ctx, &portable, d); err != nil {
		return nil, err
	}
	return append(files,
		packed{document.FileName(s, opt, string(Word)), word.Bytes(), true},
		packed{document.FileName(s, opt, string(PDF)), portable.Bytes(), true},
	), nil
}

// fields is what stands on the cover as plain text, one thing below the other, to be pasted where the registration
// system asks for it (UPR-SUB-02). Which fields that system has was seen in no text; the first lines say so.
func fields(intro string, d *document.Document) string {
	var b strings.Builder
	b.WriteString(intro + "\n")
	say := func(text string) {
		if text != "" {
			b.WriteString("\n" + text + "\n")
		}
	}
	for _, block := range d.Cover {
		switch block := block.(type) {
		case *document.Title:
			say(block.Text)
		case *document.Subtitle:
			say(block.Text)
		case *document.Paragraph:
			say(lines(block.Text))
		case *document.Fields:
			for _, f := range block.Items {
				say(f.Label + "\n" + lines(f.Value))
			}
		}
	}
	return b.String()
}

// lines is the text of spans with their line breaks.
func lines(spans []document.Span) string {
	var b strings.Builder
	for _, span := range spans {
		if _, ok := span.(*document.Break); ok {
			b.WriteByte('\n')
			continue
		}
		b.WriteString(document.PlainText([]document.Span{span}))
	}
	return b.String()
}

// sums lists files as sha256sum prints them.
func sums(files []packed) []byte {
	var b bytes.Buffer
	for _, f := range files {
		fmt.Fprintf(&b, "%x  %s\n", sha256.Sum256(f.data), f.name)
	}
	return b.Bytes()
}

// dated is the moment that the files of a package carry: the paper's date, since the clock would make other bytes each
// time. An archive knows no year before 1980.
func dated(d *document.Document) time.Time {
	first := time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)
	if d.Date.Before(first) {
		return first
	}
	return d.Date
}

// pack writes files as an archive without anything about who made it where. Names that are not ASCII are marked as UTF-8.
func pack(w io.Writer, files []packed, at time.Time) error {
	z := zip.NewWriter(w)
	for _, f := range files {
		header := &zip.FileHeader{Name: f.name, Method: zip.Deflate, Modified: at}
		if f.dense {
			header.Method = zip.Store
		}
		out, err := z.CreateHeader(header)
		if err != nil {
			return fmt.Errorf("export: pack: %w", err)
		}
		if _, err := out.Write(f.data); err != nil {
			return fmt.Errorf("export: pack: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("export: pack: %w", err)
	}
	return nil
}
