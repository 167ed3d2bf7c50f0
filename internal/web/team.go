package web

import (
	"context"
	"net/http"
	"slices"

	"upright/internal/store"
	"upright/internal/upr"
)

// teamData is who writes a submission, what is assigned to whom, and which parts are locked, as one person sees it.
type teamData struct {
	me          upr.UserID
	people      []upr.Author
	members     []store.CoalitionMember
	assignments []upr.Assignment
	locks       []upr.PartLock
	coordinates bool
	edits       bool
}

// teamOf reads it.
func (s *Server) teamOf(ctx context.Context, by upr.Actor, id upr.SubmissionID) (teamData, error) {
	d := teamData{me: by.User}
	in, err := s.Store.Standing(ctx, by, id)
	if err != nil {
		return d, err
	}
	d.coordinates, d.edits = upr.AllowedIn(by, in, upr.Coordinate), upr.AllowedIn(by, in, upr.EditText)
	if d.people, err = s.Store.Authors(ctx, by, id); err != nil {
		return d, err
	}
	if d.members, err = s.Store.Coalition(ctx, by, id); err != nil {
		return d, err
	}
	if d.assignments, err = s.Store.Assignments(ctx, by, id); err != nil {
		return d, err
	}
	d.locks, err = s.Store.PartLocks(ctx, by, id)
	return d, err
}

// lock returns the lock of a part, nil when it is open.
func (d teamData) lock(part string) *upr.PartLock {
	for i := range d.locks {
		if d.locks[i].Part == part {
			return &d.locks[i]
		}
	}
	return nil
}

// mayLock says whether the person may lock a part and unlock it: see store.LockPart and store.UnlockPart.
func (d teamData) mayLock(part string) bool {
	if d.coordinates {
		return true
	}
	own := slices.ContainsFunc(d.assignments, func(a upr.Assignment) bool { return a.Mine && a.Block == part })
	lock := d.lock(part)
	return d.edits && own && (lock == nil || !lock.Coordinated)
}

// alias is what somebody in the submission is called in what browsers receive; "" for who is not known.
func (d teamData) alias(user upr.UserID) upr.Alias {
	for _, p := range d.people {
		if p.User == user {
			return p.Alias
		}
	}
	return ""
}

// user is whose alias it is; "" for nobody's here.
func (d teamData) user(alias upr.Alias) upr.UserID {
	for _, p := range d.people {
		if p.Alias == alias {
			return p.User
		}
	}
	return ""
}

// personName is the name of somebody in the submission; "" for who is not known.
func (d teamData) personName(user upr.UserID) string {
	for _, p := range d.people {
		if p.User == user {
			return p.Name
		}
	}
	return ""
}

// assignee is whom something is assigned to, by name.
func (d teamData) assignee(a upr.Assignment) string {
	for _, m := range d.members {
		if m.Organization.ID == a.Organization {
			return m.Organization.Name
		}
	}
	return d.personName(a.User)
}

// teamJSON is teamData as the editor reads it: see assets/editor/team.ts.
type teamJSON struct {
	People      []personJSON     `json:"people"`
	Assignments []assignmentJSON `json:"assignments"`
	Locks       []lockJSON       `json:"locks"`
	Ready       []string         `json:"ready"`       // parts
	Coordinates bool             `json:"coordinates"` // the person: no lock binds them
	Edits       bool             `json:"edits"`
}

type personJSON struct {
	ID               upr.Alias          `json:"id"`
	Name             string             `json:"name"`
	Organization     upr.OrganizationID `json:"organization"`
	OrganizationName string             `json:"organizationName"`
	Former           bool               `json:"former"`
}

type assignmentJSON struct {
	ID      upr.AssignmentID `json:"id"`
	Block   string           `json:"block"`
	Who     string           `json:"who"`
	Due     string           `json:"due"` // as a person reads it; "" without
	Note    string           `json:"note"`
	Mine    bool             `json:"mine"`
	Done    bool             `json:"done"`
	Overdue bool             `json:"overdue"`
}

type lockJSON struct {
	Part string `json:"part"`
	By   string `json:"by"`
	Mine bool   `json:"mine"` // the person may unlock it
}

// listTeam answers GET /submissions/:submission/text/team.
func (s *Server) listTeam(v *visit) error {
	if err := samePerson(v); err != nil {
		return err
	}
	ctx, id := v.Request().Context(), submissionOf(v)
	one, err := s.Store.Submission(ctx, v.actor(), id)
	if err != nil {
		return err
	}
	d, err := s.teamOf(ctx, v.actor(), id)
	if err != nil {
		return err
	}
	return v.JSON(http.StatusOK, s.teamJSON(v, d, one.Ready))
}

func (s *Server) teamJSON(v *visit, d teamData, ready []string) teamJSON {
	t := teamJSON{
		People: []personJSON{}, Assignments: []assignmentJSON{}, Locks: []lockJSON{}, Ready: append([]string{}, ready...),
		Coordinates: d.coordinates, Edits: d.edits,
	}
	for _, p := range d.people {
		t.People = append(t.People, personJSON{p.Alias, p.Name, p.Organization, p.OrganizationName, p.Former})
	}
	today := s.today(v)
	for _, a := range d.assignments {
		t.Assignments = append(t.Assignments, assignmentJSON{
			ID: a.ID, Block: a.Block, Who: d.assignee(a), Due: dayOf(v, a.Due), Note: a.Note,
			Mine: a.Mine, Done: !a.Done.IsZero(), Overdue: a.Overdue(today),
		})
	}
	for _, l := range d.locks {
		t.Locks = append(t.Locks, lockJSON{Part: l.Part, By: d.personName(l.By), Mine: d.mayLock(l.Part)})
	}
	return t
}

// today is the day it is where the visitor is.
func (s *Server) today(v *visit) upr.Date { return upr.DateOf(s.Now().In(v.zone())) }
