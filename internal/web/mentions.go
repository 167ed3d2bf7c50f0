package web

import (
	"errors"

	"upright/internal/upr"
)

// A mentionView says on a page that the reader was named in a comment.
type mentionView struct {
	Told  string // "Ada Example (EXA) mentioned you on 3 May"
	Title string // of the submission
	Lang  string // of the title
	Path  string // where the comment stands
	Seen  string // where a form goes that says: I have seen it
	ID    upr.ThreadID
}

// mentions lists where the visitor was named and has not looked, in one submission or, with "", everywhere.
func (s *Server) mentions(v *visit, id upr.SubmissionID) ([]mentionView, error) {
	list, err := s.Store.Mentions(v.Request().Context(), v.actor(), id)
	if err != nil {
		return nil, err
	}
	return s.mentionViews(v, list), nil
}

func (s *Server) mentionViews(v *visit, list []upr.Mention) []mentionView {
	var views []mentionView
	for _, m := range list {
		name := m.By.Name
		if name == "" {
			name = v.words.T("editor.comments.somebody")
		}
		home := "/submissions/" + string(m.Submission)
		views = append(views, mentionView{
			Told:  v.words.T("mention.told", "name", name, "when", v.words.DateTime(m.At.In(v.zone()))),
			Title: m.Title, Lang: m.Language, ID: m.Thread,
			Path: home + "/read?thread=" + string(m.Thread) + "#thread-" + string(m.Thread), Seen: home + "/mentions",
		})
	}
	return views
}

// seeMentions answers POST /submissions/:submission/mentions: the visitor has seen where they were named.
func (s *Server) seeMentions(v *visit) error {
	var f struct {
		Thread string `form:"thread" validate:"max=20"`
	}
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid"}
	}
	if err := s.Store.SeeMentions(v.Request().Context(), v.actor(), submissionOf(v), upr.ThreadID(f.Thread)); err != nil {
		return err
	}
	return s.done(v, "/", "notice.mention-seen")
}

// asError returns an error that a person can act on.
func asError(err error) (*upr.Error, bool) {
	var known *upr.Error
	ok := errors.As(err, &known)
	return known, ok
}
