package web

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"upright/internal/i18n"
	"upright/internal/upr"
)

// A threadView is a thread of comments on a page.
type threadView struct {
	words    *i18n.Printer
	Home     string // address of the submission
	ID       upr.ThreadID
	Place    string // "Paragraph 12", "Note 3"
	Quote    string
	Ranged   bool   // on the words that are quoted, and not on the whole block
	Lost     bool   // the words are not in the text any more
	Resolved string // who resolved it; "" while it is open
	Comments []commentView
	Earlier  int // comments before these
	Form     *commentForm
	MayWrite bool
}

// T returns a message, for the partial that gets a thread.
func (t threadView) T(key string, pairs ...any) string { return t.words.T(key, pairs...) }

// A commentView is a comment on a page.
type commentView struct {
	ID           upr.CommentID
	Name         string
	Organization string
	Reviewer     bool // a reader with a link, who has no account
	Former       bool
	Body         string
	When         string
	ISO          string
	Edited       bool
	Deleted      bool
	MayDelete    bool
}

// A commentForm is the form for a new comment or an answer, at its place.
type commentForm struct {
	Form  form
	On    string // block for a new thread
	Reply string // thread for an answer
	ID    string // of the comment, so that one that is sent twice is taken once
	// Places are to be chosen from when On is not in the text any more.
	Places []choice
	// Action is where it is sent to, Back where one goes who gives it up.
	Action, Back string
}

// commentFields are what the form has.
type commentFields struct {
	Body string `form:"body" input:"lines" validate:"required,max=5000"`
}

// queryOf reads what of the comments is to be shown.
func queryOf(v *visit) readQuery {
	from, _ := strconv.Atoi(v.QueryParam("from")) // anything else: from the first
	return readQuery{
		all: v.QueryParam("comments") == "all", from: max(0, from), thread: v.QueryParam("thread"),
		on: v.QueryParam("on"), reply: v.QueryParam("reply"),
	}
}

// openForm is the form that the address asks for, empty.
func openForm(v *visit, q readQuery) *commentForm {
	if q.on == "" && q.reply == "" {
		return nil
	}
	return newCommentForm(v, q.on, q.reply, upr.NewID(), &commentFields{}, nil)
}

func newCommentForm(v *visit, on, reply, id string, fields *commentFields, wrong problems) *commentForm {
	read := "/submissions/" + string(submissionOf(v)) + "/read"
	return &commentForm{
		Form: newForm(v.words, "comment", fields, wrong), On: on, Reply: reply, ID: id, Action: read + "/comments", Back: read,
	}
}

// threadViews makes the threads of a page, by the block at which they are shown, and counts them on the page.
func (s *Server) threadViews(v *visit, p *readPage, said discussion, places *places) map[string][]threadView {
	people := make(map[upr.UserID]upr.Author, len(said.authors))
	for _, a := range said.authors {
		people[a.User] = a
	}
	q := said.query
	var list []upr.Thread
	for _, t := range said.threads {
		if q.all || t.Resolved.IsZero() || string(t.ID) == q.thread || string(t.ID) == q.reply {
			list = append(list, t)
		}
	}
	p.Threads = len(list)
	from, to := min(q.from, len(list)), min(q.from+threadsAtOnce, len(list))
	// The one that a link leads to is on the page that opens.
	for i, t := range list {
		if named := string(t.ID); (named == q.thread || named == q.reply) && (i < from || i >= to) {
			from = i - i%threadsAtOnce
			to = min(from+threadsAtOnce, len(list))
		}
	}
	if to < len(list) {
		p.More = "?" + url.Values{"from": {strconv.Itoa(to)}}.Encode()
		if q.all {
			p.More += "&comments=all"
		}
	}
	p.Shown = to - from
	views := make(map[string][]threadView)
	for _, t := range list[from:to] {
		view := s.threadView(v, p, t, people, said)
		view.Place = places.name(v, t.Anchor.Shown)
		at := places.at(t.Anchor.Shown)
		views[at] = append(views[at], view)
	}
	return views
}

func (s *Server) threadView(v *visit, p *readPage, t upr.Thread, people map[upr.UserID]upr.Author, said discussion) threadView {
	name := func(user upr.UserID) string {
		if a, ok := people[user]; ok {
			return a.Name
		}
		return v.words.T("editor.comments.somebody")
	}
	view := threadView{
		words: v.words, Home: p.Home, ID: t.ID, Quote: t.Anchor.Quote, Ranged: t.Anchor.Ranged, Lost: t.Anchor.Lost,
		MayWrite: said.rights.Comment,
	}
	if !t.Resolved.IsZero() {
		view.Resolved = name(t.ResolvedBy)
	}
	if said.form != nil && said.form.Reply == string(t.ID) {
		view.Form = said.form
	} else if said.rights.Comment && said.form == nil && said.query.reply == string(t.ID) {
		view.Form = openForm(v, said.query)
	}
	comments := t.Comments
	if string(t.ID) != said.query.thread && len(comments) > commentsAtOnce {
		view.Earlier = len(comments) - commentsAtOnce
		comments = comments[view.Earlier:]
	}
	for _, c := range comments {
		one := commentView{
			ID: c.ID, Name: name(c.User), Body: c.Body, When: v.words.DateTime(c.Created.In(v.zone())),
			ISO: c.Created.UTC().Format(time.RFC3339), Edited: !c.Edited.IsZero(), Deleted: !c.Deleted.IsZero(),
		}
		if c.Reader != "" {
			one.Name, one.Reviewer = c.Reader, true
		}
		one.Organization, one.Former = people[c.User].OrganizationName, people[c.User].Former
		one.MayDelete = !one.Deleted && (said.rights.Coordinate || said.rights.Comment && c.User != "" && c.User == v.actor().User)
		view.Comments = append(view.Comments, one)
	}
	return view
}

// addComment answers POST /submissions/:submission/read/comments: a new comment on a block, or an answer.
func (s *Server) addComment(v *visit) error {
	var f commentFields
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	posted := v.Request().PostForm
	on, reply, id := posted.Get("on"), posted.Get("reply"), posted.Get("id")
	c := upr.NewComment{ID: upr.CommentID(id), Thread: upr.ThreadID(reply), Body: f.Body}
	if len(wrong) == 0 {
		ctx, by, submission := v.Request().Context(), v.actor(), submissionOf(v)
		if reply == "" {
			c.Thread = upr.ThreadID(id) // one thread for one form: sent twice, it is the same
			err = s.Texts.StartThread(ctx, by, submission, c, upr.Anchor{Block: on})
		} else {
			err = s.Store.Reply(ctx, by, submission, c)
		}
		if err := wrong.takeFor("body", atForm(reply, err)); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		form := newCommentForm(v, on, reply, id, &f, wrong)
		return s.renderRead(v, http.StatusUnprocessableEntity, readQuery{on: on, reply: reply}, form)
	}
	return s.done(v, "/submissions/"+string(submissionOf(v))+"/read?thread="+string(c.Thread)+"#thread-"+string(c.Thread), "notice.comment")
}

// markThread answers POST /submissions/:submission/read/comments/:thread: resolved, open again, or one comment deleted.
func (s *Server) markThread(v *visit) error {
	var f struct {
		Do      string `form:"do" validate:"oneof=resolve reopen delete"`
		Comment string `form:"comment" validate:"max=20"`
	}
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid"}
	}
	ctx, by, id, thread := v.Request().Context(), v.actor(), submissionOf(v), upr.ThreadID(v.Param("thread"))
	if f.Do == "delete" {
		err = s.Store.DeleteComment(ctx, by, id, thread, upr.CommentID(f.Comment))
	} else {
		err = s.Store.ResolveThread(ctx, by, id, thread, f.Do == "resolve")
	}
	if err != nil {
		return err
	}
	notice := map[string]string{
		"delete": "notice.comment-delete", "reopen": "notice.comment-reopen", "resolve": "notice.comment-resolve",
	}[f.Do]
	return s.done(v, "/submissions/"+string(id)+"/read?thread="+string(thread)+"#thread-"+string(thread), notice)
}

// atForm makes a limit, and a thread that somebody deleted meanwhile, something to be told at the form, so that what was
// typed stays on the page.
func atForm(reply string, err error) error {
	known, ok := asError(err)
	switch {
	case ok && known.Kind == upr.TooMany:
		return &upr.Error{Kind: upr.Invalid, Key: known.Key, Args: known.Args, Err: err}
	case ok && known.Kind == upr.NotFound && reply != "":
		return &upr.Error{Kind: upr.Invalid, Key: "comment.gone", Err: err}
	}
	return err
}
