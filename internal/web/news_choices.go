package web

import (
	"net/http"
	"reflect"
	"time"

	"upright/internal/upr"
)

// newsChoicesPage is where a person chooses what they are mailed about, how soon, and whether their calendar has an
// address.
type newsChoicesPage struct {
	basePage
	Form  form
	Kinds []string // names of the fields
	Paces []choice
	Since time.Time // since when the calendar has an address; zero for none
}

func (newsChoicesPage) template() string { return "news-choices" }

// newsChoicesForm has a field for each kind of notice, by its name.
type newsChoicesForm struct {
	Mention    string `form:"mention" input:"select" validate:"required,oneof=once daily never"`
	Reply      string `form:"reply" input:"select" validate:"required,oneof=once daily never"`
	Reader     string `form:"reader" input:"select" validate:"required,oneof=once daily never"`
	Assignment string `form:"assignment" input:"select" validate:"required,oneof=once daily never"`
	Joined     string `form:"joined" input:"select" validate:"required,oneof=once daily never"`
	Signoff    string `form:"signoff" input:"select" validate:"required,oneof=once daily never"`
	Changed    string `form:"changed" input:"select" validate:"required,oneof=once daily never"`
	Final      string `form:"final" input:"select" validate:"required,oneof=once daily never"`
	Reopened   string `form:"reopened" input:"select" validate:"required,oneof=once daily never"`
	Deadline   string `form:"deadline" input:"select" validate:"required,oneof=once daily never"`
	Moved      string `form:"moved" input:"select" validate:"required,oneof=once daily never"`
	Due        string `form:"due" input:"select" validate:"required,oneof=once daily never"`
	Deletion   string `form:"deletion" input:"select" validate:"required,oneof=once daily never"`
	Retention  string `form:"retention" input:"select" validate:"required,oneof=once daily never"`
	Kept       string `form:"kept" input:"select" validate:"required,oneof=once daily never"`
}

// fields are the values of the form by kind.
func (f *newsChoicesForm) fields() map[upr.NoticeKind]reflect.Value {
	found := make(map[upr.NoticeKind]reflect.Value)
	value := reflect.ValueOf(f).Elem()
	for i := range value.NumField() {
		found[upr.NoticeKind(value.Type().Field(i).Tag.Get("form"))] = value.Field(i)
	}
	return found
}

// showNewsChoices answers GET /account/news.
func (s *Server) showNewsChoices(v *visit) error {
	paces, err := s.Store.Paces(v.Request().Context(), v.actor())
	if err != nil {
		return err
	}
	f := &newsChoicesForm{}
	for kind, field := range f.fields() {
		field.SetString(string(paces[kind]))
	}
	return s.answerNewsChoices(v, f, nil)
}

// updateNewsChoices answers POST /account/news.
func (s *Server) updateNewsChoices(v *visit) error {
	var f newsChoicesForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return s.answerNewsChoices(v, &f, wrong)
	}
	paces := make(map[upr.NoticeKind]upr.Pace)
	for kind, field := range f.fields() {
		paces[kind] = upr.Pace(field.String())
	}
	if err := s.Store.SetPaces(v.Request().Context(), v.actor(), paces); err != nil {
		return err
	}
	return s.done(v, "/account/news", "notice.news-choices")
}

func (s *Server) answerNewsChoices(v *visit, f *newsChoicesForm, wrong problems) error {
	since, err := s.Store.Feed(v.Request().Context(), v.actor())
	if err != nil {
		return err
	}
	status := http.StatusOK
	if len(wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return s.render(v, status, s.newsChoicesPage(v, f, wrong, since))
}

func (s *Server) newsChoicesPage(v *visit, f *newsChoicesForm, wrong problems, since time.Time) newsChoicesPage {
	p := newsChoicesPage{basePage: s.base(v), Form: newForm(v.words, "news-choice", f, wrong), Since: since}
	for _, kind := range upr.NoticeKinds() {
		p.Kinds = append(p.Kinds, string(kind))
	}
	for _, pace := range upr.Paces() {
		p.Paces = append(p.Paces, choice{Value: string(pace), Label: v.words.T("news.pace." + string(pace))})
	}
	p.Failed = len(wrong) > 0
	return p
}

// unsubscribePage ends mails by a link from one of them, for who is not signed in too.
type unsubscribePage struct {
	basePage
	What string // which mails, in words
	One  bool   // the link is about one kind of thing: all others can be ended too
	Done bool
}

func (unsubscribePage) template() string { return "unsubscribe" }

// showUnsubscribe answers GET /unsubscribe/:token. It only asks: programs that open the links of a mail to look at them
// must not end anything.
func (s *Server) showUnsubscribe(v *visit) error {
	stop, err := s.Notices.ReadStop(v.Request().Context(), v.Param("token"))
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.unsubscribePage(v, stop.Kind, false))
}

// unsubscribe answers POST /unsubscribe/:token: from the page, and from mail programs as RFC 8058 says, which need no
// cookie and follow no redirection.
func (s *Server) unsubscribe(v *visit) error {
	stop, err := s.Notices.ReadStop(v.Request().Context(), v.Param("token"))
	if err != nil {
		return err
	}
	var f struct {
		All bool `form:"all"`
	}
	if _, err := bind(v.Request(), &f); err != nil {
		return err
	}
	if f.All {
		stop.Kind = ""
	}
	if err := s.Store.StopMails(v.Request().Context(), stop.User, stop.Kinds()); err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.unsubscribePage(v, stop.Kind, true))
}

func (s *Server) unsubscribePage(v *visit, kind upr.NoticeKind, done bool) unsubscribePage {
	p := unsubscribePage{basePage: s.base(v), Done: done, One: kind != "", What: v.words.T("unsubscribe.all")}
	if p.One {
		p.What = v.words.T("news-choice." + string(kind))
	}
	return p
}
