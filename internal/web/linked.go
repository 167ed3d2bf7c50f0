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
	asked := readQuery{on: v.QueryParam("on"), reply: v.QueryParam("reply")}
	return s.answerLinked(v, http.StatusOK, asked, nil)
}

// answerLinked shows the page; form is one that was refused.
func (s *Server) answerLinked(v *visit, status int, asked readQuery, refused *readerForm) error {
	one, err := s.linkedText(v)
	if err != nil {
		return err
	}
	var threads []upr.Thread
	if upr.AllowedByLink(v.reader.link.Kind, upr.CommentPaper) {
		if threads, err = s.Texts.ReaderThreads(v.Request().Context(), v.reader.actor(), one.ID); err != nil {
			return err
		}
	}
	p, err := s.linkedPage(v, one, threads, asked, refused)
	if err != nil {
		return err
	}
	return s.render(v, status, p)
}

// linkedText is the submission with the text that the link shows: that of its revision, or the newest.
func (s *Server) linkedText(v *visit) (*upr.Submission, error) {
	ctx, by, l := v.Request().Context(), v.reader.actor(), v.reader.link
	if l.Revision == 0 {
		return s.textFor(ctx, by, l.Submission)
	}
	one, err := s.Store.Submission(ctx, by, l.Submission)
	if err != nil {
		return nil, err
	}
	doc, err := s.Texts.ManuscriptAt(ctx, by, l.Submission, l.Version)
	if err != nil {
		return nil, notReached(err)
	}
	return withDoc(&one, doc, l.Version)
}

func (s *Server) linkedPage(
	v *visit, one *upr.Submission, threads []upr.Thread, asked readQuery, refused *readerForm,
) (linkedPage, error) {
	l := v.reader.link
	p := linkedPage{
		basePage: s.base(v), heading: s.heading(v, one), Link: linkPath(v), For: l.Label, Mark: l.Mark(), Others: l.Others,
		CanRead: upr.AllowedByLink(l.Kind, upr.ReadPaper), CanComment: upr.AllowedByLink(l.Kind, upr.CommentPaper),
		Text: v.words.T("linked.newest"),
	}
	p.Path = p.Link + "/text" // to come back to, without an open form
	if l.Revision > 0 {
		p.Text = v.words.T("linked.revision", "n", v.words.Number(l.Revision))
	}
	if !l.Ends.IsZero() {
		p.Ends = v.words.Date(l.Ends.Add(-1).In(v.zone()))
	}
	for _, o := range one.Organizations {
		if shown, ok := o.As(one.Appears(o.ID)); ok {
			p.Organizations = append(p.Organizations, shown.Name)
		}
	}
	if !p.CanRead {
		return p, nil
	}
	passages, places, err := s.cutText(v, one)
	if err != nil {
		return p, err
	}
	p.Form = refused
	if p.Form == nil && p.CanComment && (asked.on != "" || asked.reply != "") {
		p.Form = newReaderForm(v, asked.on, asked.reply, upr.NewID(), &readerFields{}, nil)
	}
	views := p.threads(v, threads, places)
	for _, at := range passages {
		chunk := linkedChunk{passage: at}
		if at.Block != "" {
			chunk.Threads = views[at.Block]
			delete(views, at.Block)
			if p.Form != nil && p.Form.Reply == "" && p.Form.On == at.Block {
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
	one, err := s.linkedText(v)
	if err != nil {
		return err
	}
	l := v.reader.link
	press := s.Press.For(l.Mark())
	if l.Revision > 0 {
		press = press.As(document.DraftRevision(l.Revision))
	}
	name, err := press.FileName(one, export.PDF)
	if err != nil {
		return err
	}
	// Into memory first: see downloadFile.
	var data bytes.Buffer
	if err := press.Write(v.Request().Context(), &data, one, export.PDF); err != nil {
		return err
	}
	if err := s.Store.NoteLink(v.Request().Context(), v.reader.actor(), l.Submission, upr.LinkPDF); err != nil {
		return err
	}
	name = strings.TrimSuffix(name, ".pdf") + "-" + l.ShortID() + ".pdf"
	v.Response().Header().Set("Content-Disposition", attachment(name))
	return v.Blob(http.StatusOK, export.PDF.MediaType(), data.Bytes())
}
