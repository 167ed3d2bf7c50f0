package web

import (
	"net/http"
	"time"

	"upright/internal/prose"
	"upright/internal/upr"
)

// assignmentsPage is who is to see to what until when, which parts are locked, and the form to assign one more.
type assignmentsPage struct {
	basePage
	heading
	List   []assignmentView
	Parts  []lockView
	Form   form
	Blocks []choice
	Who    []choice
	CanAdd bool
}

func (assignmentsPage) template() string { return "assignments" }

// Step is none: the page stands beside the steps.
func (assignmentsPage) Step() string { return "" }

// assignmentView is an assignment on a page.
type assignmentView struct {
	ID        upr.AssignmentID
	Place     string // what it is about, in words
	Path      string // there, in the editor; "" when it is gone from the text
	Who       string
	By        string // who made it; "" where that is not known
	Due       string // "" without a last day
	Note      string
	Mine      bool
	Done      time.Time // zero while it is open
	Overdue   bool
	CanFinish bool
	CanRemove bool
}

// A lockView is a part with its lock.
type lockView struct {
	ID     string
	Title  string
	Locked bool
	By     string // who locked it; "" where that is not known
	At     time.Time
	CanSet bool
}

// assignmentForm is one thing to assign.
type assignmentForm struct {
	Block string `form:"block" input:"select" validate:"required,max=100"`
	Who   string `form:"who" input:"select" validate:"required,max=60"`
	Due   string `form:"due" input:"date" validate:"max=10"`
	Note  string `form:"note" input:"lines" validate:"max=500"`
}

// showAssignments answers GET /submissions/:submission/assignments; ?block= chooses what the form is about.
func (s *Server) showAssignments(v *visit) error {
	one, d, err := s.withTeam(v)
	if err != nil {
		return err
	}
	f := &assignmentForm{Block: v.QueryParam("block"), Who: whoPerson + string(d.alias(d.me))}
	return s.render(v, http.StatusOK, s.assignmentsPage(v, one, d, f, nil))
}

// withTeam loads the submission of the address with its text and its team.
func (s *Server) withTeam(v *visit) (*upr.Submission, teamData, error) {
	one, err := s.withText(v)
	if err != nil {
		return nil, teamData{}, err
	}
	d, err := s.teamOf(v.Request().Context(), v.actor(), one.ID)
	return one, d, err
}

func (s *Server) assignmentsPage(v *visit, one *upr.Submission, d teamData, f *assignmentForm, wrong problems) assignmentsPage {
	p := assignmentsPage{
		basePage: s.base(v), heading: s.heading(v, one), CanAdd: d.edits,
		List: s.assignmentViews(v, one, d), Form: newForm(v.words, "assignment", f, wrong), Who: whoChoices(d),
	}
	p.Failed = len(wrong) > 0
	chosen := false
	for _, part := range one.Manuscript.Parts {
		chosen = chosen || part.ID == f.Block
		p.Blocks = append(p.Blocks, choice{Value: part.ID, Label: s.partTitle(one, part)})
		l := lockView{ID: part.ID, Title: s.partTitle(one, part), CanSet: d.mayLock(part.ID)}
		if lock := d.lock(part.ID); lock != nil {
			l.Locked, l.By, l.At = true, d.personName(lock.By), lock.At
		}
		p.Parts = append(p.Parts, l)
	}
	if place, there := s.placeOf(v, one, f.Block); there && !chosen {
		p.Blocks = append([]choice{{Value: f.Block, Label: place}}, p.Blocks...)
	}
	return p
}

// assignmentViews tells assignments, in their order.
func (s *Server) assignmentViews(v *visit, one *upr.Submission, d teamData) []assignmentView {
	var list []assignmentView
	today := s.today(v)
	for _, a := range d.assignments {
		place, there := s.placeOf(v, one, a.Block)
		view := assignmentView{
			ID: a.ID, Place: place, Who: d.assignee(a), By: d.personName(a.By), Due: dayOf(v, a.Due), Note: a.Note,
			Mine: a.Mine, Done: a.Done, Overdue: a.Overdue(today),
			CanFinish: a.Mine || d.coordinates, CanRemove: a.By == d.me || d.coordinates,
		}
		if there {
			view.Path = "/submissions/" + string(one.ID) + "/write#" + a.Block
		}
		list = append(list, view)
	}
	return list
}

// addTeam puts what is assigned and locked on the task list.
func (s *Server) addTeam(v *visit, p *tasksPage, one *upr.Submission, d teamData) {
	byBlock := make(map[string][]assignmentView)
	for i, view := range s.assignmentViews(v, one, d) {
		if !view.Done.IsZero() {
			continue
		}
		byBlock[d.assignments[i].Block] = append(byBlock[d.assignments[i].Block], view)
		if view.Mine {
			p.Mine = append(p.Mine, view)
		}
	}
	for i := range p.Parts {
		part := &p.Parts[i]
		part.Assigned, part.Locked = byBlock[part.ID], d.lock(part.ID) != nil
		part.CanReady = part.CanReady && !part.Locked
	}
}

// placeOf says in words where a part or a block is, and whether it is in the text at all.
func (s *Server) placeOf(v *visit, one *upr.Submission, id string) (string, bool) {
	numbers := prose.Number(one.Manuscript)
	for _, part := range one.Manuscript.Parts {
		if part.ID == id {
			return s.partTitle(one, part), true
		}
		for block := range part.All() {
			if prose.BlockID(block) != id || id == "" {
				continue
			}
			if label, numbered := numbers.Label(id); numbered {
				return v.words.T("assignment.place.numbered", "number", label, "part", s.partTitle(one, part)), true
			}
			return v.words.T("assignment.place.block", "part", s.partTitle(one, part)), true
		}
	}
	return v.words.T("assignment.place.gone"), false
}

// The values of the field "who" begin with what they name.
const (
	whoPerson       = "person-"
	whoOrganization = "organization-"
)

// whoChoices are whom the visitor can assign something to: without the right to coordinate, themselves.
func whoChoices(d teamData) []choice {
	var list []choice
	for _, p := range d.people {
		if p.Former || (!d.coordinates && p.User != d.me) {
			continue
		}
		label := p.Name
		if p.OrganizationName != "" {
			label += " · " + p.OrganizationName
		}
		list = append(list, choice{Value: whoPerson + string(p.Alias), Label: label})
	}
	if !d.coordinates {
		return list
	}
	for _, m := range d.members {
		list = append(list, choice{Value: whoOrganization + string(m.Organization.ID), Label: m.Organization.Name})
	}
	return list
}

// dayOf writes a day the way the visitor's language does; "" for none.
func dayOf(v *visit, d upr.Date) string {
	if d == (upr.Date{}) {
		return ""
	}
	return v.words.Date(time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC))
}
