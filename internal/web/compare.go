package web

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"strings"

	"upright/internal/document"
	"upright/internal/export"
	"upright/internal/redline"
	"upright/internal/upr"
)

// comparePage shows what changed between two versions of a text.
type comparePage struct {
	basePage
	heading
	From, To moment
	IsNow    bool          // the newer one is the text as it is
	Text     template.HTML // made by render/html, which escapes everything
	Same     bool          // nothing changed
	Changed  []changedBlock
	Files    []file
	CanEdit  bool
}

func (comparePage) template() string { return "compare" }

// Step is none: the history stands beside the steps.
func (comparePage) Step() string { return "" }

// A changedBlock is a block that can be brought back as it was.
type changedBlock struct {
	Label string
	Text  string // how it begins
	Path  string // of the page that asks
}

// RestorePath is the address that asks whether to bring the older text back.
func (p comparePage) RestorePath() string { return p.From.Read + "/restore" }

// showComparison answers GET /submissions/:submission/compare.
func (s *Server) showComparison(v *visit) error {
	one, from, to, err := s.compared(v)
	if err != nil {
		return err
	}
	p, err := s.comparePage(v, one, from, to)
	if err != nil {
		return err
	}
	p.CanEdit = s.may(v, one.ID, upr.EditText)
	return s.render(v, http.StatusOK, p)
}

// downloadComparison answers GET /submissions/:submission/compare/:format.
func (s *Server) downloadComparison(v *visit) error {
	format := export.Format(v.Param("format"))
	if format != export.Word && format != export.PDF {
		return &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	one, from, to, err := s.compared(v)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := s.Press.WriteRedline(v.Request().Context(), &out, comparison(from, to), format); err != nil {
		return err
	}
	name, err := s.Press.FileName(one, format)
	if err != nil {
		return err
	}
	if err := s.recordDownload(v, format); err != nil {
		return err
	}
	ending := "." + string(format)
	name = strings.TrimSuffix(name, ending) + " - " + v.words.T("compare.file") + ending
	h := v.Response().Header()
	h.Set("Content-Disposition", attachment(name))
	h.Set("Cache-Control", "no-store")
	return v.Blob(http.StatusOK, format.MediaType(), out.Bytes())
}

// A version is the text at one moment, with what it is called.
type version struct {
	text *upr.Submission
	moment
}

// compared reads the two versions of the address: from, and to, which is the text as it is unless the address says
// otherwise. Given the wrong way round they are turned.
func (s *Server) compared(v *visit) (now *upr.Submission, from, to version, err error) {
	if now, err = s.withText(v); err != nil {
		return nil, from, to, err
	}
	older, err := readVersion(v.QueryParam("from"))
	if err != nil {
		return nil, from, to, err
	}
	newer := now.Head
	if text := v.QueryParam("to"); text != "" && text != "now" {
		if newer, err = readVersion(text); err != nil {
			return nil, from, to, err
		}
	}
	if older > newer {
		older, newer = newer, older
	}
	revisions, err := s.Store.Revisions(v.Request().Context(), v.actor(), now.ID)
	if err != nil {
		return nil, from, to, err
	}
	if from, err = s.versionOf(v, now, older, revisions); err != nil {
		return nil, from, to, err
	}
	to, err = s.versionOf(v, now, newer, revisions)
	return now, from, to, err
}

func (s *Server) versionOf(v *visit, now *upr.Submission, number int64, revisions []upr.Revision) (version, error) {
	one, err := s.at(v, now, number)
	if err != nil {
		return version{}, err
	}
	at, _, err := s.Store.VersionTime(v.Request().Context(), one.ID, number)
	if err != nil {
		return version{}, err
	}
	out := version{one, s.heading(v, one).moment(number, "", at)}
	for _, r := range revisions {
		if r.Version == number {
			out.Name, out.Number = r.Name, r.Number
			break
		}
	}
	return out, nil
}

// comparison is what the press makes a redline of. In files the versions are called by what everybody reads alike.
func comparison(from, to version) export.Comparison {
	name := func(one version) string {
		at := one.At.UTC().Format("2006-01-02 15:04 UTC")
		if one.Name != "" {
			return one.Name + ", " + at
		}
		return at
	}
	return export.Comparison{Older: from.text, Newer: to.text, OlderName: name(from), NewerName: name(to)}
}

func (s *Server) comparePage(v *visit, now *upr.Submission, from, to version) (comparePage, error) {
	p := comparePage{
		basePage: s.base(v), heading: s.heading(v, now), From: from.moment, To: to.moment, IsNow: to.Version == now.Head,
	}
	d, err := s.Press.Redline(comparison(from, to))
	if err != nil {
		return p, err
	}
	var text bytes.Buffer
	if err := s.Press.WriteRedlineFragment(&text, d); err != nil {
		return p, err
	}
	p.Text = template.HTML(text.String()) // see comparePage.Text
	p.Changed = changedBlocks(v, d, from.Read)
	p.Same = len(redline.Excerpt(d).Body) == 0
	query := fmt.Sprintf("?from=%d&to=%d", from.Version, to.Version)
	for _, format := range []export.Format{export.Word, export.PDF} {
		p.Files = append(p.Files, file{Format: format, Path: p.Home + "/compare/" + string(format) + query})
	}
	return p, nil
}

// maxExcerpt is how many characters of a block are quoted where it is named.
const maxExcerpt = 80

// changedBlocks lists what can be brought back one by one: blocks that the older text had.
func changedBlocks(v *visit, d *document.Document, read string) []changedBlock {
	var list []changedBlock
	for _, b := range d.Body {
		anchor, label, text, changed := described(v, d, b)
		if !changed || anchor == "" {
			continue
		}
		excerpt := []rune(text)
		if len(excerpt) > maxExcerpt {
			excerpt = append(excerpt[:maxExcerpt], '…')
		}
		list = append(list, changedBlock{Label: label, Text: string(excerpt), Path: read + "/restore?block=" + anchor})
	}
	return list
}

// described says what a block of a redline is, and whether the older text had it otherwise.
func described(v *visit, d *document.Document, b document.Block) (anchor, label, text string, changed bool) {
	r := document.RevisedOf(b)
	if r == nil || r.Change == document.Inserted {
		return "", "", "", false
	}
	var spans []document.Span
	switch b := b.(type) {
	case *document.Heading:
		if b.Level == 1 { // the title of a part is no block
			return "", "", "", false
		}
		anchor, label, spans = b.Anchor, v.words.T("compare.heading"), b.Text
	case *document.Paragraph:
		anchor, label, spans = b.Anchor, v.words.T("compare.paragraph", "number", number(b.Number)), b.Text
	case *document.Recommendation:
		anchor, label, spans = b.Anchor, b.Label, b.Text
	case *document.Table:
		anchor, label = b.Anchor, v.words.T("compare.table", "number", number(b.Number))
		spans = []document.Span{&document.Text{Text: b.Caption}}
	}
	var plain strings.Builder
	for _, span := range spans {
		if t, ok := span.(*document.Text); ok && t.Change != document.Inserted {
			plain.WriteString(t.Text)
		}
	}
	return anchor, label, plain.String(), redline.Touched(d, b)
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
