package export

import (
	"context"
	"io"

	"upright/internal/document"
	"upright/internal/redline"
	"upright/internal/render/html"
	"upright/internal/upr"
)

// A Comparison is what a redline is made of: a submission with the newer text, the same with the older one, and what the
// two versions are called.
type Comparison struct {
	Older, Newer         *upr.Submission
	OlderName, NewerName string
}

// Redline builds the paper that shows two versions of a text at once.
func (p *Press) Redline(c Comparison) (d *document.Document, err error) {
	defer caught(&err)
	older, err := p.Document(c.Older)
	if err != nil {
		return nil, err
	}
	newer, err := p.Document(c.Newer)
	if err != nil {
		return nil, err
	}
	return redline.Compare(older, newer, c.OlderName, c.NewerName), nil
}

// AnnexRedline builds what changed between two versions in the tables that people fill beside the text: the
// recommendations of earlier reviews and the solidarity matrix, of each the rows that changed. What is made of them (the
// chart) or of what organizations say (the signatories) is left out. A version without a table counts as one that has it
// empty.
func (p *Press) AnnexRedline(c Comparison) (d *document.Document, err error) {
	defer caught(&err)
	older, err := p.tables(c.Older)
	if err != nil {
		return nil, err
	}
	newer, err := p.tables(c.Newer)
	if err != nil {
		return nil, err
	}
	return redline.Rows(redline.Excerpt(redline.Compare(older, newer, c.OlderName, c.NewerName))), nil
}

// tables is a paper whose text are the tables of its annexes.
func (p *Press) tables(s *upr.Submission) (*document.Document, error) {
	d, err := p.Document(s)
	if err != nil {
		return nil, err
	}
	out := *d
	out.Body, out.Notes, out.Annexes = nil, nil, nil
	for _, a := range d.Annexes {
		of := document.AnchorOf(a.Blocks[0])
		if of != document.PreviousAnnex && of != document.SolidarityAnnex {
			continue
		}
		for _, b := range a.Blocks {
			if t, is := b.(*document.Table); is {
				found := *t
				found.Anchor = of + "-table" // found again in the other version, however much of it changed
				out.Body = append(out.Body, &found)
			}
		}
	}
	return &out, nil
}

// WriteRedline makes a file of a redline: Word with tracked changes, PDF, or HTML. It is bounded as Write is.
func (p *Press) WriteRedline(ctx context.Context, w io.Writer, c Comparison, format Format) (err error) {
	defer caught(&err)
	ctx, cancel := context.WithTimeout(ctx, renderTime)
	defer cancel()
	done, err := p.turn(ctx)
	if err != nil {
		return err
	}
	defer done()
	d, err := p.Redline(c)
	if err != nil {
		return err
	}
	return p.writePaper(ctx, w, d, format)
}

// WriteRedlineFragment writes a redline as HTML to stand inside a page. The cover is left out: a redline does not compare
// it.
func (p *Press) WriteRedlineFragment(w io.Writer, d *document.Document) error {
	return p.writeRedline(w, d, html.Options{Fragment: true})
}

// WriteRedlineExcerpt writes only what changed of a redline, as HTML to stand in one page with the text itself: its ids
// begin with the given prefix.
func (p *Press) WriteRedlineExcerpt(w io.Writer, d *document.Document, prefix string) error {
	return p.writeRedline(w, redline.Excerpt(d), html.Options{Fragment: true, Excerpt: true, Prefix: prefix})
}

func (p *Press) writeRedline(w io.Writer, d *document.Document, opt html.Options) (err error) {
	defer caught(&err)
	body := *d
	body.Cover = nil
	return html.Write(w, &body, opt)
}
