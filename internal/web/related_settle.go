package web

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"upright/internal/takeover"
	"upright/internal/upr"
)

// settleForm says that the newer words of a source are left, or were taken: which were seen, and compared with which.
type settleForm struct {
	Seen string `form:"seen" input:"hidden" json:"seen" validate:"required,number,max=19"`
	Sum  string `form:"sum" input:"hidden" json:"sum" validate:"required,len=64"`
	// Taken says that an edit of the text took them over: only the editor says so.
	Taken bool `form:"-" json:"taken"`
}

// leavePassage answers POST /submissions/:submission/related/passages/:passage/leave.
func (s *Server) leavePassage(v *visit) error {
	var f settleForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid"}
	}
	if err := s.settle(v, f); err != nil {
		return err
	}
	return s.done(v, relatedPath(v)+"#into", "notice.passage-left")
}

// settlePassage answers POST /submissions/:submission/related/passages/:passage from the editor.
func (s *Server) settlePassage(v *visit) error {
	if err := samePerson(v); err != nil {
		return err
	}
	var f settleForm
	if err := json.NewDecoder(v.Request().Body).Decode(&f); err != nil {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: errors.New("a passage that is no JSON")}
	}
	if wrong, err := checkShape(&f); err != nil || len(wrong) > 0 {
		return errors.Join(err, &upr.Error{Kind: upr.Invalid, Key: "error.invalid"})
	}
	if err := s.settle(v, f); err != nil {
		return err
	}
	return v.JSON(http.StatusOK, struct{}{})
}

// settle notes what was decided about newer words, when they are still those that were seen.
func (s *Server) settle(v *visit, f settleForm) error {
	ctx, by, id := v.Request().Context(), v.actor(), submissionOf(v)
	seen, err := strconv.ParseInt(f.Seen, 10, 64)
	if err != nil {
		return &upr.Error{Kind: upr.Invalid, Key: "error.invalid", Err: err}
	}
	into, _, err := s.Store.Passages(ctx, by, id)
	if err != nil {
		return err
	}
	for _, p := range into {
		if p.ID != v.Param("passage") {
			continue
		}
		now, err := s.sourceNow(v, p.Source.Submission, p.Kind, p.Source.Block)
		if err != nil {
			return err
		}
		if takeover.Sum(now.Words) != f.Sum {
			return &upr.Error{Kind: upr.Conflict, Key: "related.changed-again"}
		}
		return s.Store.SettlePassage(ctx, by, id, p.ID, seen, now, f.Taken)
	}
	return &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
}

// sourceNow reads a passage in a submission as it stands now, for who may read that. One that is not there is NotFound.
func (s *Server) sourceNow(v *visit, id upr.SubmissionID, kind upr.PassageKind, block string) (upr.PassageSource, error) {
	var now upr.PassageSource
	source, err := s.textFor(v.Request().Context(), v.actor(), id)
	if err != nil {
		return now, err
	}
	found, there := takeover.Find(source.Manuscript, kind, block)
	if !there {
		return now, &upr.Error{Kind: upr.NotFound, Key: "related.passage.gone"}
	}
	words, err := takeover.Words(found.Text)
	return upr.PassageSource{Submission: id, Block: block, Label: found.Label, Version: source.Head, Words: words}, err
}
