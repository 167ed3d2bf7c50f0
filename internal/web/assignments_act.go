package web

import (
	"net/http"
	"strings"
	"time"

	"upright/internal/upr"
)

// assign answers POST /submissions/:submission/assignments.
func (s *Server) assign(v *visit) error {
	one, d, err := s.withTeam(v)
	if err != nil {
		return err
	}
	var f assignmentForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	a, day := f.assignment(d), problem{key: "value.date"}
	if f.Due != "" {
		due, err := time.Parse(time.DateOnly, f.Due)
		if err != nil {
			wrong["due"] = day
		} else if a.Due = upr.DateOf(due); a.Due.Before(s.today(v)) {
			wrong["due"] = problem{key: "assignment.due.past"}
		}
	}
	if _, there := s.placeOf(v, one, f.Block); !there && f.Block != "" {
		wrong["block"] = problem{key: "assignment.unknown"}
	}
	if len(wrong) == 0 {
		err = a.Validate()
		if err == nil {
			_, err = s.Store.Assign(v.Request().Context(), v.actor(), one.ID, a)
		}
		if err := wrong.take(err); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, s.assignmentsPage(v, one, d, &f, wrong))
	}
	return s.done(v, "/submissions/"+string(one.ID)+"/assignments", "notice.assigned")
}

// assignment is the form as an assignment, without its last day.
func (f assignmentForm) assignment(d teamData) upr.Assignment {
	a := upr.Assignment{Block: f.Block, Note: f.Note}
	if id, is := strings.CutPrefix(f.Who, whoPerson); is {
		a.User = d.user(upr.Alias(id))
	} else if id, is := strings.CutPrefix(f.Who, whoOrganization); is {
		a.Organization = upr.OrganizationID(id)
	}
	return a
}

// finishAssignment answers POST /submissions/:submission/assignments/:assignment/done: it is done, or open again.
func (s *Server) finishAssignment(v *visit) error {
	var f struct {
		Done bool `form:"done"`
	}
	if _, err := bind(v.Request(), &f); err != nil {
		return err
	}
	id := submissionOf(v)
	if err := s.Store.FinishAssignment(v.Request().Context(), v.actor(), id, assignmentOf(v), f.Done); err != nil {
		return err
	}
	notice := "notice.assignment-open"
	if f.Done {
		notice = "notice.assignment-done"
	}
	return s.done(v, "/submissions/"+string(id)+"/assignments", notice)
}

// removeAssignment answers POST /submissions/:submission/assignments/:assignment/remove.
func (s *Server) removeAssignment(v *visit) error {
	id := submissionOf(v)
	if err := s.Store.RemoveAssignment(v.Request().Context(), v.actor(), id, assignmentOf(v)); err != nil {
		return err
	}
	return s.done(v, "/submissions/"+string(id)+"/assignments", "notice.assignment-removed")
}

// assignmentOf is the assignment that the address names.
func assignmentOf(v *visit) upr.AssignmentID { return upr.AssignmentID(v.Param("assignment")) }

// updateLock answers POST /submissions/:submission/parts/:part/lock: the part is locked as ready, or opened again.
func (s *Server) updateLock(v *visit) error {
	var f struct {
		Lock bool `form:"lock"`
	}
	if _, err := bind(v.Request(), &f); err != nil {
		return err
	}
	one, err := s.withText(v)
	if err != nil {
		return err
	}
	part := one.Manuscript.Part(v.Param("part"))
	if part == nil {
		return &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
	}
	change, notice := s.Store.UnlockPart, "notice.part-unlocked"
	if f.Lock {
		change, notice = s.Store.LockPart, "notice.part-locked"
	}
	if err := change(v.Request().Context(), v.actor(), one.ID, part.ID); err != nil {
		return err
	}
	return s.done(v, "/submissions/"+string(one.ID)+"/assignments", notice)
}
