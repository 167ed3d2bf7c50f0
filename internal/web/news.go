package web

import (
	"net/http"

	"upright/internal/store"
	"upright/internal/upr"
)

// newsPage is what a person was told, the latest first.
type newsPage struct {
	basePage
	List       []newsView
	About      []choice // submissions to choose from; the first choice is all
	Chosen     string   // the one that is chosen; "" for all
	SomeUnread bool
	Pager      pager
}

func (newsPage) template() string { return "news" }

// A newsView is one notice on a page.
type newsView struct {
	ID    string
	Path  string // opens it: notes that it was seen, and leads to its place
	Told  string // what happened, and who did it
	Title string // of the submission, or the organization's name
	Lang  string // of the title; "" for a name
	State string
	When  string
	Read  bool
}

// showNews answers GET /news; ?submission= shows what is about one.
func (s *Server) showNews(v *visit) error {
	ctx := v.Request().Context()
	about, err := s.Store.NoticedSubmissions(ctx, v.actor())
	if err != nil {
		return err
	}
	chosen := upr.SubmissionID("")
	for _, one := range about {
		if string(one.ID) == v.QueryParam("submission") {
			chosen = one.ID
		}
	}
	list, next, err := s.Store.Notices(ctx, v.actor(), chosen, pageOf(v, "after"))
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.newsPage(v, list, next, about, chosen))
}

func (s *Server) newsPage(
	v *visit, list []upr.Notice, next store.Next, about []upr.Submission, chosen upr.SubmissionID,
) newsPage {
	p := newsPage{
		basePage: s.base(v), Chosen: string(chosen), Pager: s.pager(v, v.words.T("news.title"), "after", next),
		About: []choice{{Label: v.words.T("news.all"), Chosen: chosen == ""}},
	}
	for _, one := range about {
		label := v.words.T("news.about", "title", one.Details.Title, "state", s.stateName(v, one.Details.State))
		p.About = append(p.About, choice{Value: string(one.ID), Label: label, Chosen: one.ID == chosen})
	}
	for _, n := range list {
		p.List = append(p.List, s.newsView(v, n))
		p.SomeUnread = p.SomeUnread || !n.Read
	}
	return p
}

func (s *Server) newsView(v *visit, n upr.Notice) newsView {
	view := newsView{
		ID: n.ID, Path: "/news/" + n.ID, Title: n.Title, Lang: n.Language, Read: n.Read,
		When: v.words.DateTime(n.At.In(v.zone())), Told: s.tell(v, n),
	}
	if n.State != "" {
		view.State = s.stateName(v, n.State)
	}
	return view
}

// tell says what happened; who did it only where that is known.
func (s *Server) tell(v *visit, n upr.Notice) string {
	name := n.By
	if name == "" {
		name = v.words.T("editor.comments.somebody")
	}
	return v.words.T("news.kind."+string(n.Kind), "name", name)
}

// openNews answers GET /news/:notice: it leads to the place. To open it is to see it.
func (s *Server) openNews(v *visit) error {
	n, err := s.Store.OpenNotice(v.Request().Context(), v.actor(), v.Param("notice"))
	if err != nil {
		return err
	}
	return v.Redirect(http.StatusSeeOther, placeOfNews(n))
}

// placeOfNews is the address at which one sees what a notice is about.
func placeOfNews(n upr.Notice) string {
	if n.Submission == "" {
		return "/organizations/" + string(n.Organization) + "/members"
	}
	home := "/submissions/" + string(n.Submission)
	switch n.Kind {
	case upr.MentionNotice, upr.ReplyNotice, upr.ReaderNotice:
		return home + "/read?thread=" + n.Ref + "#thread-" + n.Ref
	case upr.AssignmentNotice, upr.DueNotice:
		return home + "/write#" + n.Ref
	case upr.JoinedNotice:
		return home + "/people"
	case upr.RetentionNotice:
		return home + "/retention"
	case upr.SignoffNotice, upr.ChangedNotice, upr.FinalNotice, upr.ReopenedNotice:
		return home + "/signoff"
	}
	return home
}

// readForm says what was seen: one notice, all about one submission, or all.
type readForm struct {
	Notice     string `form:"notice" validate:"max=20"`
	Submission string `form:"submission" validate:"max=20"`
}

// readNews answers POST /news/read.
func (s *Server) readNews(v *visit) error {
	var f readForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid"}
	}
	if err := s.Store.ReadNotices(v.Request().Context(), v.actor(), f.Notice, upr.SubmissionID(f.Submission)); err != nil {
		return err
	}
	back := "/news"
	if f.Submission != "" {
		back += "?submission=" + f.Submission
	}
	return s.done(v, back, "notice.news-read")
}

// newsCount is what the editor asks for when there may be something new.
type newsCount struct {
	Unread int    `json:"unread"`
	Label  string `json:"label"` // the count as it stands in the menu; "" for none
	Said   string `json:"said"`  // the same for who hears the page
}

// countNews answers GET /news/count.
func (s *Server) countNews(v *visit) error {
	n, err := s.Store.UnreadNotices(v.Request().Context(), v.actor())
	if err != nil {
		return err
	}
	b := basePage{words: v.words, Unread: n}
	return v.JSON(http.StatusOK, newsCount{Unread: n, Label: b.UnreadLabel(), Said: b.UnreadSaid()})
}

// unread counts what the visitor has not seen, for the menu. A page is not lost over it.
func (s *Server) unread(v *visit) int {
	if v.user == nil {
		return 0
	}
	n, err := s.Store.UnreadNotices(v.Request().Context(), v.actor())
	if err != nil {
		s.Log.WarnContext(v.Request().Context(), "count news", "error", err)
	}
	return n
}

// UnreadLabel is the number of unread notices in the menu; "" for none.
func (b basePage) UnreadLabel() string {
	switch {
	case b.Unread == 0:
		return ""
	case b.Unread >= store.MostUnread:
		return b.words.Number(store.MostUnread-1) + "+"
	}
	return b.words.Number(b.Unread)
}

// UnreadSaid says the number of unread notices in words; "" for none.
func (b basePage) UnreadSaid() string {
	if b.Unread == 0 {
		return ""
	}
	return b.words.T("news.unread", "n", b.Unread)
}
