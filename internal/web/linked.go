package web

import (
	"bytes"
	"net/http"
	"strings"

	"upright/internal/document"
	"upright/internal/export"
	"upright/internal/upr"
)

// linkedPage is all that a reviewer with a reader link sees: what this is, the text with comments at its paragraphs, and
// the PDF, as far as the link opens them.
type linkedPage struct {
	basePage
	heading
	Link          string // address of the link
	For           string // whom it was made for
	Mark          string // what each page of the PDF carries
	Organizations []string
	Text          string // which, in words
	Ends          string // last day, in words; "" when it lasts
	CanRead       bool
	CanComment    bool
	Others        bool
	Chunks        []linkedChunk
	Elsewhere     []readerThread // of passages that are not in this text
	Form          *readerForm    // the one that is open; nil for none
	Adrift        *readerForm    // the same, when its place is not in this text
	Threads       int
}

func (linkedPage) template() string { return "linked" }

// A linkedChunk is a passage with what readers said beside it.
type linkedChunk struct {
	passage
	Threads []readerThread
	Form    *readerForm
}

// showLinked answers GET /links/:token/text.
func (s *Server) showLinked(v *visit) error {
	if err := s.Store.NoteLink(v.Request().Context(), v.reader.actor(), v.reader.link.Submission, upr.LinkRead); err != nil {
		return err
	}
	asked := readQuery{on: v.QueryParam("on"), reply: v.QueryParam("reply"), edit: v.QueryParam("edit")}
	return s.answerLinked(v, http.StatusOK, asked, nil)
}

// A linkedPaper is the text that a link shows, and the press that prints it.
type linkedPaper struct {
	press    *export.Press
	paper    *upr.Submission
	revision int  // 0 while it is being written
	final    bool // it is or was the final text
}

// answerLinked shows the page; form is one that was refused.
func (s *Server) answerLinked(v *visit, status int, asked readQuery, refused *readerForm) error {
	one, shown, err := s.linkedText(v)
	if err != nil {
		return err
	}
	var threads []upr.Thread
	if upr.AllowedByLink(v.reader.link.Kind, upr.CommentPaper) {
		if threads, err = s.Texts.ReaderThreads(v.Request().Context(), v.reader.actor(), one.ID); err != nil {
			return err
		}
	}
	p, err := s.linkedPage(v, one, shown, threads, asked, refused)
	if err != nil {
		return err
	}
	return s.render(v, status, p)
}

// linkedText is the submission, and the text that the link shows: that of its revision, the final one, or the newest.
func (s *Server) linkedText(v *visit) (*upr.Submission, linkedPaper, error) {
	ctx, by, l := v.Request().Context(), v.reader.actor(), v.reader.link
	one, err := s.Store.Submission(ctx, by, l.Submission)
	if err != nil {
		return nil, linkedPaper{}, err
	}
	revision := l.Revision
	if revision == 0 {
		revision = one.Final
	}
	if revision == 0 {
		now, err := s.textFor(ctx, by, l.Submission)
		return now, linkedPaper{press: s.Press, paper: now}, err
	}
	press, kept, err := s.finalPaperFor(ctx, by, &one, revision)
	if err == nil {
		return &one, linkedPaper{press, kept, revision, true}, nil
	}
	if !isKind(err, upr.NotFound) {
		return nil, linkedPaper{}, err
	}
	doc, err := s.Texts.ManuscriptAt(ctx, by, l.Submission, l.Version)
	if err != nil {
		return nil, linkedPaper{}, notReached(err)
	}
	then, err := withDoc(&one, doc, l.Version)
	if err != nil {
		return nil, linkedPaper{}, err
	}
	switch sealed, err := s.Store.Sealed(ctx, by, l.Submission, revision); {
	case err == nil: // organizations were asked about it: it is what they are asked
		then = asFrozen(then, sealed)
	case !isKind(err, upr.NotFound):
		return nil, linkedPaper{}, err
	}
	return then, linkedPaper{s.Press.As(document.DraftRevision(revision)), then, revision, false}, nil
}

func (s *Server) linkedPage(
	v *visit, one *upr.Submission, shown linkedPaper, threads []upr.Thread, asked readQuery, refused *readerForm,
) (linkedPage, error) {
	l := v.reader.link
	p := linkedPage{
		basePage: s.base(v), heading: s.heading(v, one), Link: linkPath(v), For: l.Label, Mark: l.Mark(), Others: l.Others,
		CanRead: upr.AllowedByLink(l.Kind, upr.ReadPaper), CanComment: upr.AllowedByLink(l.Kind, upr.CommentPaper),
		Text: v.words.T("linked.newest"),
	}
	p.Path = p.Link + "/text" // to come back to, without an open form
	switch {
	case shown.final:
		p.Text = v.words.T("linked.final", "n", v.words.Number(shown.revision))
	case shown.revision > 0:
		p.Text = v.words.T("linked.revision", "n", v.words.Number(shown.revision))
	}
	if !l.Ends.IsZero() {
		p.Ends = v.words.Date(l.Ends.Add(-1).In(v.zone()))
	}
	for _, o := range shown.paper.Organizations { // those of the text: who did not sign a final one is nowhere named
		if named, ok := o.As(shown.paper.AppearanceOf(&o)); ok {
			p.Organizations = append(p.Organizations, named.Name)
		}
	}
	if !p.CanRead {
		return p, nil
	}
	passages, places, err := cutText(v, shown.press, shown.paper)
	if err != nil {
		return p, err
	}
	p.Form = refused
	if p.Form == nil && p.CanComment {
		p.Form = openReaderForm(v, threads, asked)
	}
	views := p.threads(v, threads, places)
	for _, at := range passages {
		chunk := linkedChunk{passage: at}
		if at.Block != "" {
			chunk.Threads = views[at.Block]
			delete(views, at.Block)
			if p.Form.on(at.Block) {
				chunk.Form = p.Form
			}
		}
		p.Chunks = append(p.Chunks, chunk)
	}
	for _, t := range threads { // what is left, in the order of the text
		p.Elsewhere = append(p.Elsewhere, views[readerPlace(&l, t.Anchor, places)]...)
		delete(views, readerPlace(&l, t.Anchor, places))
	}
	p.Failed = refused != nil
	p.placeForm()
	return p, nil
}

// downloadLinked answers GET /links/:token/pdf. Each page names the link.
func (s *Server) downloadLinked(v *visit) error {
	_, shown, err := s.linkedText(v)
	if err != nil {
		return err
	}
	l, press := v.reader.link, shown.press.For(v.reader.link.Mark())
	name, err := press.FileName(shown.paper, export.PDF)
	if err != nil {
		return err
	}
	// Into memory first: see sendFile.
	var data bytes.Buffer
	if err := press.Write(v.Request().Context(), &data, shown.paper, export.PDF); err != nil {
		return err
	}
	if err := s.Store.NoteLink(v.Request().Context(), v.reader.actor(), l.Submission, upr.LinkPDF); err != nil {
		return err
	}
	name = strings.TrimSuffix(name, ".pdf") + "-" + l.ShortID() + ".pdf"
	v.Response().Header().Set("Content-Disposition", attachment(name))
	return v.Blob(http.StatusOK, export.PDF.MediaType(), data.Bytes())
}
