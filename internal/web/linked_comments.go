package web

import (
	"net/http"
	"slices"
	"time"

	"upright/internal/i18n"
	"upright/internal/upr"
)

// A readerThread is a thread of comments as readers with a link see it.
type readerThread struct {
	words    *i18n.Printer
	Link     string // address of the link
	ID       upr.ThreadID
	Place    string
	Quote    string
	Comments []readerComment
	Form     *readerForm
}

// T returns a message, for the partial that gets a thread.
func (t readerThread) T(key string, pairs ...any) string { return t.words.T(key, pairs...) }

// A readerComment is one comment there.
type readerComment struct {
	ID      upr.CommentID
	Name    string // that a reader gave; the team has none here
	Own     bool
	Body    string
	When    string
	ISO     string
	Edited  bool
	Deleted bool
	Form    *readerForm // to change it; nil while that is not open
}

// A readerForm is the form for a comment or an answer by a reader, or to change one.
type readerForm struct {
	Form   form
	On     string // block for a new thread
	Reply  string // thread for an answer
	Edit   string // own comment that is changed; "" for a new one
	ID     string // of the comment, so that one that is sent twice is taken once
	Named  string // the name given before; "" when it is asked for
	Places []choice
	Action string
	Back   string
}

// readerFields are what the form has.
type readerFields struct {
	Name string `form:"name" input:"short" autocomplete:"name" validate:"max=200"`
	Body string `form:"body" input:"lines" validate:"required,max=5000"`
}

func newReaderForm(v *visit, on, reply, id string, fields *readerFields, wrong problems) *readerForm {
	f := &readerForm{
		Form: newForm(v.words, "linked", fields, wrong), On: on, Reply: reply, ID: id, Named: v.reader.visit.Name,
		Action: linkPath(v) + "/comments", Back: linkPath(v) + "/text",
	}
	f.Form.require("name")
	return f
}

// openReaderForm is the form that the address asks for, nil for none: empty, or with the words of an own comment.
func openReaderForm(v *visit, threads []upr.Thread, asked readQuery) *readerForm {
	for _, t := range threads {
		for _, c := range t.Comments {
			if asked.edit != "" && string(c.ID) == asked.edit && isReaders(v, c) && c.Deleted.IsZero() {
				return newReaderChange(v, t.ID, c.ID, &readerFields{Body: c.Body}, nil)
			}
		}
	}
	if asked.on == "" && asked.reply == "" {
		return nil
	}
	return newReaderForm(v, asked.on, asked.reply, upr.NewID(), &readerFields{}, nil)
}

// on reports whether a new thread on a block is begun in the form.
func (f *readerForm) on(block string) bool {
	return f != nil && f.Reply == "" && f.Edit == "" && f.On == block
}

// isReaders reports whether a comment was written in this visit.
func isReaders(v *visit, c upr.Comment) bool { return c.Visit != "" && c.Visit == v.reader.visit.ID }

// threads makes the threads of the page, by the block at which they are shown.
func (p *linkedPage) threads(v *visit, list []upr.Thread, places *places) map[string][]readerThread {
	views := make(map[string][]readerThread)
	for _, t := range list {
		at := readerPlace(&v.reader.link, t.Anchor, places)
		view := readerThread{words: v.words, Link: p.Link, ID: t.ID, Place: places.name(v, at), Quote: t.Anchor.Quote}
		for _, c := range t.Comments {
			comment := readerComment{
				ID: c.ID, Name: c.Reader, Own: isReaders(v, c), Body: c.Body, Edited: !c.Edited.IsZero(), Deleted: !c.Deleted.IsZero(),
				When: v.words.DateTime(c.Created.In(v.zone())), ISO: c.Created.UTC().Format(time.RFC3339),
			}
			if comment.Own && p.Form != nil && p.Form.Edit == string(c.ID) {
				comment.Form = p.Form
			}
			view.Comments = append(view.Comments, comment)
		}
		if p.Form != nil && p.Form.Reply == string(t.ID) {
			view.Form = p.Form
		}
		views[at] = append(views[at], view)
		p.Threads++
	}
	return views
}

// readerPlace is the printed block at which a thread stands: in an older text where it was put, in the newest where that
// went.
func readerPlace(l *upr.ReaderLink, a upr.Anchor, places *places) string {
	if l.Revision > 0 {
		return places.at(a.Block)
	}
	return places.at(a.Shown)
}

// placeForm gives a form whose place is not in the text a choice of others, so that what was typed finds one. One for a
// comment that was deleted meanwhile becomes one for a new comment.
func (p *linkedPage) placeForm() {
	held := func(t readerThread) bool {
		return t.Form != nil || slices.ContainsFunc(t.Comments, func(c readerComment) bool { return c.Form != nil })
	}
	if p.Form == nil || slices.ContainsFunc(p.Elsewhere, held) || slices.ContainsFunc(p.Chunks, func(c linkedChunk) bool {
		return c.Form != nil || slices.ContainsFunc(c.Threads, held)
	}) {
		return
	}
	p.Form.Reply, p.Form.Edit, p.Form.Action = "", "", p.Link+"/comments"
	for _, c := range p.Chunks {
		if c.Block != "" {
			p.Form.Places = append(p.Form.Places, choice{Value: c.Block, Label: c.Place})
		}
	}
	p.Adrift = p.Form
}

// addReaderComment answers POST /links/:token/comments: a new comment on a block, or an answer.
func (s *Server) addReaderComment(v *visit) error {
	var f readerFields
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	posted := v.Request().PostForm
	on, reply, id := posted.Get("on"), posted.Get("reply"), posted.Get("id")
	if _, said := wrong["name"]; f.Name == "" && v.reader.visit.Name == "" && !said {
		wrong["name"] = problem{key: "value.required"}
	}
	c := upr.NewComment{ID: upr.CommentID(id), Thread: upr.ThreadID(reply), Body: f.Body}
	if len(wrong) == 0 {
		if reply == "" {
			c.Thread = upr.ThreadID(id) // one thread for one form: sent twice, it is the same
		}
		if err := wrong.takeComment(s.writeReaderComment(v, f.Name, c, on, reply)); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.answerLinked(v, http.StatusUnprocessableEntity, readQuery{}, newReaderForm(v, on, reply, id, &f, wrong))
	}
	return s.done(v, linkPath(v)+"/text#thread-"+string(c.Thread), "notice.comment")
}

func (s *Server) writeReaderComment(v *visit, name string, c upr.NewComment, on, reply string) error {
	ctx, by, id := v.Request().Context(), v.reader.actor(), v.reader.link.Submission
	if reply != "" {
		return atForm(reply, s.Store.ReplyAsReader(ctx, by, id, name, c))
	}
	version := v.reader.link.Version
	if v.reader.link.Revision == 0 {
		var err error
		if version, err = s.Store.TextHead(ctx, id); err != nil {
			return err
		}
	}
	return atForm("", s.Texts.StartReaderThread(ctx, by, id, name, c, on, version))
}

// takeComment is take for what is wrong with a comment: with the name of its reader, or else with its words.
func (p problems) takeComment(err error) error {
	if field, _, ok := aboutForm(err); ok && field == "name" {
		return p.take(err)
	}
	return p.takeFor("body", err)
}
