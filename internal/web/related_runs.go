package web

import (
	"upright/internal/document"
	"upright/internal/export"
	"upright/internal/prose"
	"upright/internal/redline"
	"upright/internal/takeover"
	"upright/internal/upr"
)

// A run is a piece of a redline in one line: kept, inserted or deleted words. Notes stand in brackets where they are called.
type run struct {
	Text   string `json:"text"`
	Change string `json:"change"` // "", "inserted", "deleted"
	Note   bool   `json:"note"`   // a note begins with it
}

// maxRedlines is how many redlines are made for one answer; for passages beyond it the source itself is to be looked at.
const maxRedlines = 20

// redlined shows two versions of a passage as one.
func (s *Server) redlined(language string, was, now *prose.Manuscript) ([]run, error) {
	paper := func(m *prose.Manuscript) *upr.Submission {
		return &upr.Submission{Details: upr.Details{Language: language}, Manuscript: takeover.Flat(m)}
	}
	d, err := s.Press.Redline(export.Comparison{Older: paper(was), Newer: paper(now)})
	if err != nil {
		return nil, err
	}
	w := runs{doc: d}
	for _, b := range redline.Excerpt(d).Body {
		if p, ok := b.(*document.Paragraph); ok {
			w.spans(p.Text)
		}
	}
	return w.list, nil
}

// runs collects the runs of a redline.
type runs struct {
	doc  *document.Document
	list []run
}

func (w *runs) spans(spans []document.Span) {
	for _, span := range spans {
		change := document.ChangeOf(span)
		switch span := span.(type) {
		case *document.Text:
			w.add(span.Text, change, false)
		case *document.Reference:
			w.add(span.Text, change, false)
		case *document.Break:
			w.add(" ", change, false)
		case *document.NoteMark:
			if n := span.Number; n >= 1 && n <= len(w.doc.Notes) {
				w.add(" [", change, true)
				w.spans(w.doc.Notes[n-1].Text)
				w.add("]", change, false)
			}
		}
	}
}

// add adds words to the run before where they changed in the same way.
func (w *runs) add(text string, change document.Change, note bool) {
	r := run{Text: text, Note: note}
	switch change {
	case document.Inserted:
		r.Change = "inserted"
	case document.Deleted:
		r.Change = "deleted"
	case document.Kept:
	}
	if n := len(w.list); n > 0 && w.list[n-1].Change == r.Change && !note {
		w.list[n-1].Text += text
		return
	}
	w.list = append(w.list, r)
}
