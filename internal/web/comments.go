package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"time"

	"upright/internal/upr"
)

// The endpoints of the comments beside the text, for the editor. Bodies are at most maxComment bytes; a comment has at most
// upr.MaxComment characters, and one person writes at most upr.MaxCommentsOften in upr.CommentWindow.

// maxComment bounds the request around a comment and its quote, every character escaped.
const maxComment = 64 << 10

// forComment is the kind of the routes that take comments from the editor.
func forComment() routeKind {
	return routeKind{body: maxComment, deadline: 20 * time.Second, json: true}
}

// threadsJSON is everything that is beside a text, as the editor reads it.
type threadsJSON struct {
	Version int64           `json:"version"` // of the text that the places are of
	Threads []threadJSON    `json:"threads"`
	People  []authorJSON    `json:"people"`
	Unseen  []upr.CommentID `json:"unseen"` // comments that name the reader, who has not looked yet
	Rights  commentRights   `json:"rights"`
}

// commentRights are what the reader may do with comments; the server asks again each time.
type commentRights struct {
	Comment    bool `json:"comment"`
	Coordinate bool `json:"coordinate"` // delete what others wrote
}

type authorJSON struct {
	User             upr.Alias          `json:"user"`
	Name             string             `json:"name"`
	Organization     upr.OrganizationID `json:"organization"`
	OrganizationName string             `json:"organizationName"`
	Former           bool               `json:"former,omitempty"`
}

type threadJSON struct {
	ID       upr.ThreadID  `json:"id"`
	Anchor   anchorJSON    `json:"anchor"`
	Resolved bool          `json:"resolved"`
	By       upr.Alias     `json:"resolvedBy,omitempty"`
	Comments []commentJSON `json:"comments"`
}

// anchorJSON is a place in the text: Anchor in assets/shared/anchor.ts.
type anchorJSON struct {
	Block  string `json:"block"`
	Ranged bool   `json:"ranged"`
	From   int    `json:"from"`
	To     int    `json:"to"`
	Quote  string `json:"quote"`
	Lost   bool   `json:"lost"`
	Shown  string `json:"shown"`
	Part   string `json:"part"`
}

type commentJSON struct {
	ID       upr.CommentID `json:"id"`
	User     upr.Alias     `json:"user"`
	Reader   string        `json:"reader,omitempty"`
	Body     string        `json:"body"`
	Mentions []upr.Alias   `json:"mentions"`
	Created  time.Time     `json:"created"`
	Edited   *time.Time    `json:"edited,omitempty"`
	Deleted  bool          `json:"deleted,omitempty"`
}

func threadOf(t upr.Thread, people upr.Aliases) threadJSON {
	a := t.Anchor
	made := threadJSON{
		ID: t.ID, Resolved: !t.Resolved.IsZero(), By: people.Of(t.ResolvedBy), Comments: make([]commentJSON, len(t.Comments)),
		Anchor: anchorJSON{a.Block, a.Ranged, a.From, a.To, a.Quote, a.Lost, a.Shown, a.Part},
	}
	for i, c := range t.Comments {
		one := commentJSON{
			ID: c.ID, User: people.Of(c.User), Reader: c.Reader, Body: c.Body, Mentions: make([]upr.Alias, len(c.Mentions)),
			Created: c.Created.UTC(), Deleted: !c.Deleted.IsZero(),
		}
		for i, user := range c.Mentions {
			one.Mentions[i] = people.Of(user)
		}
		if !c.Edited.IsZero() {
			edited := c.Edited.UTC()
			one.Edited = &edited
		}
		made.Comments[i] = one
	}
	return made
}

// listComments answers GET /submissions/:submission/comments.
func (s *Server) listComments(v *visit) error {
	if err := samePerson(v); err != nil {
		return err
	}
	ctx, by, id := v.Request().Context(), v.actor(), submissionOf(v)
	threads, version, err := s.Texts.Threads(ctx, by, id)
	if err != nil {
		return err
	}
	authors, err := s.Store.Authors(ctx, by, id)
	if err != nil {
		return err
	}
	mentions, err := s.Store.Mentions(ctx, by, id)
	if err != nil {
		return err
	}
	people, err := s.Store.Aliases(ctx, id)
	if err != nil {
		return err
	}
	answer := threadsJSON{Version: version, Threads: make([]threadJSON, len(threads)), Unseen: []upr.CommentID{}, People: []authorJSON{}}
	for i, t := range threads {
		answer.Threads[i] = threadOf(t, people)
	}
	for _, a := range authors {
		answer.People = append(answer.People, authorJSON{a.Alias, a.Name, a.Organization, a.OrganizationName, a.Former})
	}
	for _, m := range mentions {
		answer.Unseen = append(answer.Unseen, m.Comment)
	}
	if answer.Rights, err = s.commentRights(v); err != nil {
		return err
	}
	return v.JSON(http.StatusOK, answer)
}

// commentRights asks what the visitor may do with the comments of the submission.
func (s *Server) commentRights(v *visit) (commentRights, error) {
	may := func(right upr.Right) (bool, error) {
		err := s.Store.RequireSubmission(v.Request().Context(), v.actor(), submissionOf(v), right)
		var known *upr.Error
		if errors.As(err, &known) && (known.Kind == upr.Forbidden || known.Kind == upr.NotFound) {
			return false, nil
		}
		return err == nil, err
	}
	var rights commentRights
	var err error
	if rights.Comment, err = may(upr.CommentText); err != nil {
		return rights, err
	}
	rights.Coordinate, err = may(upr.Coordinate)
	return rights, err
}

// commentInput is what the editor sends: a comment, and for a new thread its place in a version of the text.
type commentInput struct {
	ID       upr.CommentID `json:"id"`
	Thread   upr.ThreadID  `json:"thread"`
	Body     string        `json:"body"`
	Mentions []upr.Alias   `json:"mentions"`
	Version  int64         `json:"version"`
	Anchor   anchorJSON    `json:"anchor"`
	Resolved bool          `json:"resolved"`

	mentions []upr.UserID // those of Mentions who are somebody here
}

func (in commentInput) comment() upr.NewComment {
	return upr.NewComment{ID: in.ID, Thread: in.Thread, Body: clean(in.Body, "lines"), Mentions: in.mentions}
}

// find finds out who is mentioned. The body bounds how many they are, upr.NewComment how many there may be.
func (in *commentInput) find(people upr.Aliases) {
	for _, alias := range in.Mentions {
		user, _ := people.User(alias) // "" is nobody, and counted
		in.mentions = append(in.mentions, user)
	}
}

// takeComment reads the body of a request and answers with what do did with it. The thread and the comment of the
// address win over those of the body.
func (s *Server) takeComment(v *visit, do func(in commentInput) error) error {
	if err := samePerson(v); err != nil {
		return err
	}
	var in commentInput
	if err := json.NewDecoder(v.Request().Body).Decode(&in); err != nil {
		if isTooLarge(err) {
			return &upr.Error{Kind: upr.TooLarge, Key: "comment.too-large"}
		}
		// Its message may quote what was written.
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: errors.New("a comment that is no JSON")}
	}
	if thread := v.Param("thread"); thread != "" {
		in.Thread = upr.ThreadID(thread)
	}
	if comment := v.Param("comment"); comment != "" {
		in.ID = upr.CommentID(comment)
	}
	if len(in.Mentions) > 0 {
		people, err := s.Store.Aliases(v.Request().Context(), submissionOf(v))
		if err != nil {
			return err
		}
		in.find(people)
	}
	if err := labelled(v, do(in)); err != nil {
		return err
	}
	return v.JSON(http.StatusOK, struct{}{})
}

// labelled names the field in what is wrong with a comment: outside of a form nothing else does.
func labelled(v *visit, err error) error {
	var known *upr.Error
	if errors.As(err, &known) && known.Kind == upr.Invalid {
		args := map[string]any{"label": v.words.T("comment.body")}
		for key, value := range known.Args {
			args[key] = value
		}
		return &upr.Error{Kind: upr.Invalid, Key: known.Key, Args: args, Field: known.Field, Err: known.Err}
	}
	return err
}

// startThread answers POST /submissions/:submission/comments.
func (s *Server) startThread(v *visit) error {
	return s.takeComment(v, func(in commentInput) error {
		a := in.Anchor
		return s.Texts.StartThread(v.Request().Context(), v.actor(), submissionOf(v), in.comment(), upr.Anchor{
			Block: a.Block, Ranged: a.Ranged, Version: in.Version, From: a.From, To: a.To, Quote: a.Quote,
		})
	})
}

// replyToThread answers POST /submissions/:submission/comments/:thread.
func (s *Server) replyToThread(v *visit) error {
	return s.takeComment(v, func(in commentInput) error {
		return s.Store.Reply(v.Request().Context(), v.actor(), submissionOf(v), in.comment())
	})
}

// resolveThread answers POST /submissions/:submission/comments/:thread/state.
func (s *Server) resolveThread(v *visit) error {
	return s.takeComment(v, func(in commentInput) error {
		return s.Store.ResolveThread(v.Request().Context(), v.actor(), submissionOf(v), in.Thread, in.Resolved)
	})
}

// seeThread answers POST /submissions/:submission/comments/:thread/seen.
func (s *Server) seeThread(v *visit) error {
	return s.takeComment(v, func(in commentInput) error {
		return s.Store.SeeMentions(v.Request().Context(), v.actor(), submissionOf(v), in.Thread)
	})
}

// editComment answers POST /submissions/:submission/comments/:thread/:comment.
func (s *Server) editComment(v *visit) error {
	return s.takeComment(v, func(in commentInput) error {
		return s.Store.EditComment(v.Request().Context(), v.actor(), submissionOf(v), in.comment())
	})
}

// deleteComment answers POST /submissions/:submission/comments/:thread/:comment/delete.
func (s *Server) deleteComment(v *visit) error {
	return s.takeComment(v, func(in commentInput) error {
		return s.Store.DeleteComment(v.Request().Context(), v.actor(), submissionOf(v), in.Thread, in.ID)
	})
}
