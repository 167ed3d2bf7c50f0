package web

import (
	"bytes"
	"fmt"
	"html/template"
	"net/http"
	"strconv"

	"upright/internal/collab"
	"upright/internal/prose"
	"upright/internal/redline"
	"upright/internal/upr"
)

// restorePage asks whether an older text, or one block of it, is to be brought back, and shows what that changes.
type restorePage struct {
	basePage
	heading
	From  moment
	Block string // id of the one block; "" for the whole text
	Text  template.HTML
	Same  bool // it would change nothing
	Form  form
}

func (restorePage) template() string { return "restore" }

// restoreForm says on which version the question was asked: what others write meanwhile is merged.
type restoreForm struct {
	Block string `form:"block" input:"hidden" validate:"max=100"`
	Base  string `form:"base" input:"hidden" validate:"required,number,max=19"`
}

// showRestore answers GET /submissions/:submission/history/:version/restore.
func (s *Server) showRestore(v *visit) error {
	one, err := s.withText(v)
	if err != nil {
		return err
	}
	version, err := versionParam(v)
	if err != nil {
		return err
	}
	f := &restoreForm{Block: v.QueryParam("block"), Base: strconv.FormatInt(one.Head, 10)}
	revisions, err := s.Store.Revisions(v.Request().Context(), v.actor(), one.ID)
	if err != nil {
		return err
	}
	from, err := s.versionOf(v, one, version, revisions)
	if err != nil {
		return err
	}
	after, err := s.restored(one, from.text, f.Block)
	if err != nil {
		return err
	}
	p, err := s.restorePage(v, one, after, from.moment, f)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, p)
}

// restored is the text as it would be.
func (s *Server) restored(one, old *upr.Submission, block string) (*upr.Submission, error) {
	now, err := prose.Encode(one.Manuscript)
	if err != nil {
		return nil, err
	}
	was, err := prose.Encode(old.Manuscript)
	if err != nil {
		return nil, err
	}
	doc, err := collab.Restored(now, was, block)
	if err != nil {
		return nil, err
	}
	return withDoc(one, doc, one.Head)
}

func (s *Server) restorePage(v *visit, now, after *upr.Submission, from moment, f *restoreForm) (restorePage, error) {
	p := restorePage{basePage: s.base(v), heading: s.heading(v, now), From: from, Block: f.Block, Form: newForm(v.words, "restore", f, nil)}
	words := v.words
	c := comparison(version{now, moment{}}, version{after, moment{}})
	c.OlderName, c.NewerName = words.T("restore.now"), words.T("restore.then")
	d, err := s.Press.Redline(c)
	if err != nil {
		return p, err
	}
	d = redline.Excerpt(d)
	d.Legend = nil // the page says it
	p.Same = len(d.Body) == 0
	var text bytes.Buffer
	if err := s.Press.WriteRedlineFragment(&text, d); err != nil {
		return p, err
	}
	p.Text = template.HTML(text.String()) // made by render/html, which escapes everything
	return p, nil
}

// restore answers POST /submissions/:submission/history/:version/restore.
func (s *Server) restore(v *visit) error {
	version, err := versionParam(v)
	if err != nil {
		return err
	}
	var f restoreForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	base, err := strconv.ParseInt(f.Base, 10, 64)
	if len(wrong) > 0 || err != nil {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: err}
	}
	id := submissionOf(v)
	_, lost, err := s.Texts.Restore(v.Request().Context(), v.actor(), id, base, version, f.Block)
	if err != nil {
		return notReached(err)
	}
	notice := "notice.restored"
	if lost > 0 {
		notice = "notice.restored-part"
	}
	return s.done(v, fmt.Sprintf("/submissions/%s/compare?from=%d", id, base), notice)
}
