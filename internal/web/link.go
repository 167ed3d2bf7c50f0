package web

import (
	"errors"
	"net/http"
	"strings"

	"upright/internal/upr"
)

// A reader link opens in two steps: its page, which says nothing of what it is for, and a button on it. Programs that look
// at the addresses in mails, and browsers that fetch ahead, get no further than the page and use nothing up.

// linkPage is what somebody sees who follows a reader link: a button, or why it does not work.
type linkPage struct {
	basePage
	Form   form
	Phrase bool
	Gone   string // why it does not work, and what to do; "" when it does
}

func (linkPage) template() string { return "link" }

// openLinkForm opens a link.
type openLinkForm struct {
	Phrase string `form:"phrase" input:"password" autocomplete:"off" validate:"max=1000"`
}

// A readerVisit is a visit with a reader link. See requireLink.
type readerVisit struct {
	link  upr.ReaderLink
	visit upr.LinkVisit
}

// actor is who acts, for the store.
func (r *readerVisit) actor() upr.Actor { return upr.Actor{Link: r.link.ID, Visit: r.visit.ID} }

// A closedLink says that the page of the link tells what to do: why it does not work any more, or that it is to be opened.
type closedLink struct {
	path string
	err  *upr.Error
}

func (c *closedLink) Error() string { return "reader link: " + c.err.Error() }

// Unwrap returns what is told to programs.
func (c *closedLink) Unwrap() error { return c.err }

// linkPath is the address of the link of a request.
func linkPath(v *visit) string { return "/links/" + v.Param("token") }

// linkCookie is the name of the cookie that keeps an opened link: bound to that link by its name, its path, and what it
// stands for on the server.
func (s *Server) linkCookie(l *upr.ReaderLink) string {
	if s.secure() {
		return "__Secure-link-" + string(l.ID)
	}
	return "link-" + string(l.ID)
}

// setLinkCookie gives the browser the secret of a visit until it is closed, or takes it away where it is empty.
func (s *Server) setLinkCookie(v *visit, l *upr.ReaderLink, secret string) {
	c := &http.Cookie{
		Name: s.linkCookie(l), Value: secret, Path: linkPath(v), HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode,
	}
	if secret == "" {
		c.MaxAge = -1
	}
	v.SetCookie(c)
}

// findReader returns the link of the address and, where this browser has opened it, the visit; a nil visit where not.
// It is NotFound for an address that never was one of a link.
func (s *Server) findReader(v *visit) (upr.ReaderLink, *readerVisit, error) {
	ctx := v.Request().Context()
	l, err := s.Accounts.ReaderLink(ctx, v.Param("token"))
	if err != nil {
		return l, nil, err
	}
	c, err := v.Cookie(s.linkCookie(&l))
	if err != nil || !l.Readable(s.Now()) {
		return l, nil, nil
	}
	opened, err := s.Accounts.LinkVisit(ctx, l.ID, c.Value)
	var known *upr.Error
	if errors.As(err, &known) {
		return l, nil, nil
	}
	if err != nil {
		return l, nil, err
	}
	return l, &readerVisit{link: l, visit: opened}, nil
}

// requireLink answers whether the visitor has opened the link that the address names, and whether such a link has the
// right that a route needs. Whether somebody is signed in makes no difference.
func (s *Server) requireLink(v *visit, right upr.Right) error {
	l, opened, err := s.findReader(v)
	if err != nil {
		return err
	}
	if opened == nil {
		key := "link.unopened"
		if state := l.State(s.Now()); state != upr.LinkWorks {
			key = "link." + string(state)
		}
		return &closedLink{path: linkPath(v), err: &upr.Error{Kind: upr.Stale, Key: key}}
	}
	if err := s.Store.RequireSubmission(v.Request().Context(), opened.actor(), l.Submission, right); err != nil {
		return err
	}
	v.reader = opened
	return nil
}

// showLink answers GET /links/:token. It uses nothing up. Who has the link open goes on; a link that does not work says
// why, with the status Gone.
func (s *Server) showLink(v *visit) error {
	l, opened, err := s.findReader(v)
	if err != nil {
		return err
	}
	if opened != nil {
		return v.Redirect(http.StatusSeeOther, linkPath(v)+"/text")
	}
	return s.answerLink(v, http.StatusOK, l, nil)
}

// openLink answers POST /links/:token.
func (s *Server) openLink(v *visit) error {
	l, opened, err := s.findReader(v)
	if err != nil {
		return err
	}
	if opened != nil { // pressed twice: one use
		return v.Redirect(http.StatusSeeOther, linkPath(v)+"/text")
	}
	var f openLinkForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	var secret string
	if len(wrong) == 0 {
		// As it was kept: the field in which it was made has no blanks around it.
		secret, err = s.Accounts.OpenLink(v.Request().Context(), v.Param("token"), strings.TrimSpace(f.Phrase))
		if err := wrong.takeConflict(err); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		if l, err = s.Accounts.ReaderLink(v.Request().Context(), v.Param("token")); err != nil { // perhaps ended just now
			return err
		}
		return s.answerLink(v, http.StatusUnprocessableEntity, l, wrong)
	}
	s.setLinkCookie(v, &l, secret)
	return v.Redirect(http.StatusSeeOther, linkPath(v)+"/text")
}

// closeLink answers POST /links/:token/close: this browser is not to keep the link open.
func (s *Server) closeLink(v *visit) error {
	l := v.reader.link
	if c, err := v.Cookie(s.linkCookie(&l)); err == nil {
		if err := s.Accounts.EndLinkVisit(v.Request().Context(), l.ID, c.Value); err != nil {
			return err
		}
	}
	s.setLinkCookie(v, &l, "")
	return s.done(v, linkPath(v), "notice.link-closed")
}

// showLinkState answers GET /links/:token/state, which an open page asks every few seconds: when the link has ended, the
// answer is an error with the words for it (see requireLink).
func (s *Server) showLinkState(v *visit) error {
	return v.JSON(http.StatusOK, map[string]bool{"open": true})
}

// answerLink shows the page of a link. It tells a stranger nothing of what the link is for.
func (s *Server) answerLink(v *visit, status int, l upr.ReaderLink, wrong problems) error {
	p := s.linkPage(v, l, wrong)
	if p.Gone != "" {
		status = http.StatusGone
	}
	return s.render(v, status, p)
}

func (s *Server) linkPage(v *visit, l upr.ReaderLink, wrong problems) linkPage {
	p := linkPage{basePage: s.base(v), Phrase: l.Phrase, Form: newForm(v.words, "link", &openLinkForm{}, wrong)}
	p.Form.require("phrase")
	if state := l.State(s.Now()); state != upr.LinkWorks {
		p.Gone = v.words.T("link." + string(state))
	}
	p.Failed = len(wrong) > 0
	return p
}
