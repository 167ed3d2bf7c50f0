package web

import (
	"net/http"

	"upright/internal/upr"
)

// Readers with a link change and delete what they wrote in this visit: the cookie of the link is the proof.

// newReaderChange is a form with the words of an own comment.
func newReaderChange(
	v *visit, thread upr.ThreadID, comment upr.CommentID, fields *readerFields, wrong problems,
) *readerForm {
	f := newReaderForm(v, "", "", upr.NewID(), fields, wrong)
	f.Edit = string(comment)
	f.Action = linkPath(v) + "/comments/" + string(thread) + "/" + string(comment)
	f.Back += "#thread-" + string(thread)
	return f
}

// editReaderComment answers POST /links/:token/comments/:thread/:comment.
func (s *Server) editReaderComment(v *visit) error {
	var f readerFields
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	thread, comment := upr.ThreadID(v.Param("thread")), upr.CommentID(v.Param("comment"))
	if len(wrong) == 0 {
		c := upr.NewComment{ID: comment, Thread: thread, Body: f.Body}
		err := s.Store.EditComment(v.Request().Context(), v.reader.actor(), v.reader.link.Submission, c)
		if err := wrong.takeComment(atForm(string(thread), err)); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.answerLinked(v, http.StatusUnprocessableEntity, readQuery{}, newReaderChange(v, thread, comment, &f, wrong))
	}
	return s.done(v, linkPath(v)+"/text#thread-"+string(thread), "notice.comment-changed")
}

// deleteReaderComment answers POST /links/:token/comments/:thread/:comment/delete.
func (s *Server) deleteReaderComment(v *visit) error {
	ctx, by, id := v.Request().Context(), v.reader.actor(), v.reader.link.Submission
	if err := s.Store.DeleteComment(ctx, by, id, upr.ThreadID(v.Param("thread")), upr.CommentID(v.Param("comment"))); err != nil {
		return err
	}
	return s.done(v, linkPath(v)+"/text", "notice.comment-delete")
}
