package web

import (
	"upright/internal/upr"
)

// next says in words what is waited for before the text can be final; "" where nobody is asked, where it is final, and
// where the last word can be spoken.
func (d signing) next(v *visit, today upr.Date) string {
	if d.now.Request == nil || d.now.Final != nil || d.wasFinal() || len(d.members) < 2 || !d.changes().None() || d.canFinish(today) {
		return ""
	}
	silent := 0
	for _, m := range d.members {
		if !d.state(m.Organization.ID).Answered() {
			silent++
		}
	}
	if silent == 0 || d.now.Request.Until.Before(today) { // and the lead has not signed
		return v.words.T("final.lead")
	}
	return v.words.T("signoff.next", "n", silent, "when", dayOf(v, d.now.Request.Until))
}

// An askedView is an organization for which the visitor signs, and which has not answered what it is asked.
type askedView struct {
	Name     string
	Revision int
	Until    string // the last day, in words
	Passed   bool
	Path     string // where one answers
}

// addAsked adds to the task list what the visitor is asked to sign.
func (s *Server) addAsked(v *visit, p *tasksPage, one *upr.Submission) error {
	ctx := v.Request().Context()
	in, err := s.Store.Standing(ctx, v.actor(), one.ID)
	if err != nil || len(in.Administers) == 0 {
		return err
	}
	d := signing{one: one, in: in}
	if d.now, err = s.Store.Signing(ctx, v.actor(), one.ID); err != nil || d.now.Request == nil || !d.now.Request.Open {
		return err
	}
	if d.members, err = s.Store.Coalition(ctx, v.actor(), one.ID); err != nil {
		return err
	}
	p.Asked = s.askedViews(v, d)
	return nil
}

// askedViews lists those organizations in the order of the coalition.
func (s *Server) askedViews(v *visit, d signing) []askedView {
	q := d.now.Request
	if q == nil || !q.Open || d.now.Final != nil {
		return nil
	}
	var list []askedView
	for _, m := range d.members {
		if id := m.Organization.ID; d.in.SignsFor(id) && !d.now.State(id).Answered() {
			list = append(list, askedView{
				Name: m.Organization.Name, Revision: q.Revision.Number, Until: dayOf(v, q.Until), Passed: q.Until.Before(s.today(v)),
				Path: "/submissions/" + string(d.one.ID) + "/signoff/" + string(id),
			})
		}
	}
	return list
}
