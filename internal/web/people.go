package web

import (
	"errors"
	"net/http"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// peoplePage is who makes a submission: its organizations and people, and who is invited. Everybody who may read it sees
// it; the forms are for who may use them.
type peoplePage struct {
	basePage
	heading
	Kind        string // joint or individual, in words, and what follows from it
	Members     []memberRow
	People      []personView
	Former      []personView
	Coordinates bool
	Manages     bool // invites somebody, at least for one organization
	Join        form // an organization of one's own
	Own         []choice
	Invitations []joinRow
	Pseudonym   form
	CanLeave    bool
	Me          upr.Alias
}

func (peoplePage) template() string { return "people" }

// Step is none: the people stand beside the steps.
func (peoplePage) Step() string { return "" }

// A memberRow is one organization of a submission.
type memberRow struct {
	ID                  upr.OrganizationID
	Name, Acronym       string
	Lead                bool
	Appears             string // how the files name it, in words; "" for in full
	First, Last, Manage bool
	Mine                bool // the visitor administers it, and leaves rather than removes
}

// A personView is one person of a submission.
type personView struct {
	ID           upr.Alias
	Name         string
	Pseudonym    bool
	Organization string
	Role         string    // in words
	Why          string    // an organization brings the role, in words
	Ends         time.Time // zero: it lasts
	Ended        bool
	Note         string
	Me, Manage   bool
}

// pseudonymForm is the name under which somebody appears.
type pseudonymForm struct {
	Pseudonym string `form:"pseudonym" input:"short" autocomplete:"off" validate:"max=200"`
}

// joinOwnForm adds an organization of one's own.
type joinOwnForm struct {
	Organization string `form:"organization" input:"select" validate:"required,max=20"`
}

// showPeople answers GET /submissions/:submission/people.
func (s *Server) showPeople(v *visit) error { return s.answerPeople(v, nil, nil, nil) }

// updatePseudonym answers POST /submissions/:submission/pseudonym.
func (s *Server) updatePseudonym(v *visit) error {
	var f pseudonymForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		err = upr.CheckPseudonym(f.Pseudonym)
		if err == nil {
			err = s.Store.SetPseudonym(v.Request().Context(), v.actor(), submissionOf(v), f.Pseudonym)
		}
		if err := wrong.take(err); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.answerPeople(v, &f, wrong, nil)
	}
	return s.done(v, peoplePath(v), "notice.pseudonym")
}

// peoplePath is the page of the people of the submission that the address names.
func peoplePath(v *visit) string { return "/submissions/" + v.Param("submission") + "/people" }

// peopleData is what the page shows of the store.
type peopleData struct {
	one         upr.Submission
	in          upr.Standing
	members     []store.CoalitionMember
	people      []store.Person
	invitations []store.PeopleInvitation
	own         []upr.Organization // of the visitor
}

// peopleOf reads what the page shows.
func (s *Server) peopleOf(v *visit) (peopleData, error) {
	var d peopleData
	ctx, by, id := v.Request().Context(), v.actor(), submissionOf(v)
	var err error
	if d.one, err = s.Store.Submission(ctx, by, id); err != nil {
		return d, err
	}
	if d.in, err = s.Store.Standing(ctx, by, id); err != nil {
		return d, err
	}
	if d.members, err = s.Store.Coalition(ctx, by, id); err != nil {
		return d, err
	}
	if d.people, err = s.Store.People(ctx, by, id); err != nil {
		return d, err
	}
	if !upr.AllowedIn(by, d.in, upr.ManagePeople) {
		return d, nil
	}
	if d.own, err = s.Store.Organizations(ctx, by); err != nil {
		return d, err
	}
	d.invitations, err = s.Store.PeopleInvitations(ctx, by, id, s.Now())
	return d, err
}

// answerPeople shows the page, with a refused form as it was typed.
func (s *Server) answerPeople(v *visit, pseudonym *pseudonymForm, wrongPseudonym, wrongJoin problems) error {
	d, err := s.peopleOf(v)
	if err != nil {
		return err
	}
	p, err := s.peoplePage(v, d, pseudonym, wrongPseudonym, wrongJoin)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if p.Failed {
		status = http.StatusUnprocessableEntity
	}
	return s.render(v, status, p)
}

func (s *Server) peoplePage(v *visit, d peopleData, pseudonym *pseudonymForm, wrongPseudonym, wrongJoin problems) (peoplePage, error) {
	by := v.actor()
	p := peoplePage{
		basePage: s.base(v), heading: s.heading(v, &d.one),
		Coordinates: upr.AllowedIn(by, d.in, upr.Coordinate),
		Manages:     upr.AllowedIn(by, d.in, upr.ManagePeople),
		Join:        newForm(v.words, "coalition-join", &joinOwnForm{}, wrongJoin),
	}
	var err error
	if p.Kind, err = s.kindWords(v, &d.one); err != nil {
		return p, err
	}
	p.Members = memberRows(v, d)
	for _, person := range d.people {
		row := s.personView(v, person)
		if person.User == by.User {
			p.Me = person.Alias
			p.CanLeave = d.in.Given != upr.NoSubmissionRole
			if pseudonym == nil && person.Pseudonym {
				pseudonym = &pseudonymForm{Pseudonym: person.Name}
			}
		}
		if person.Former {
			p.Former = append(p.Former, row)
		} else {
			p.People = append(p.People, row)
		}
	}
	if pseudonym == nil {
		pseudonym = &pseudonymForm{}
	}
	p.Pseudonym = newForm(v.words, "pseudonym", pseudonym, wrongPseudonym)
	if p.Coordinates {
		p.Own = outside(d)
	}
	for _, i := range d.invitations {
		p.Invitations = append(p.Invitations, joinRowOf(v, i, p.Home))
	}
	p.Failed = len(wrongPseudonym)+len(wrongJoin) > 0
	return p, nil
}

// kindWords says whether a submission is a joint one, and which limit follows.
func (s *Server) kindWords(v *visit, one *upr.Submission) (string, error) {
	set, err := s.ruleSet(v.Request().Context(), one)
	if err != nil {
		return "", err
	}
	words, _ := set.Limit(one)
	key := "coalition.individual"
	if one.Details.Kind == upr.Joint {
		key = "coalition.joint"
	}
	told := v.words.T(key, "n", len(one.Organizations))
	if words > 0 {
		told += " " + v.words.T("coalition.limit", "n", words)
	}
	return told, nil
}

// memberRows are the organizations in order.
func memberRows(v *visit, d peopleData) []memberRow {
	names := make(map[upr.OrganizationID]string)
	for _, m := range d.members {
		names[m.Organization.ID] = m.Organization.Name
	}
	mine := upr.Standing{Administers: d.in.Administers}
	var rows []memberRow
	for i, m := range d.members {
		row := memberRow{
			ID: m.Organization.ID, Name: m.Organization.Name, Acronym: m.Organization.Acronym, Lead: m.Lead,
			First: i == 1, Last: i == len(d.members)-1, Manage: m.Manageable, Mine: mine.Manages(m.Organization.ID),
		}
		switch m.Appearance {
		case upr.AcronymAppearance:
			row.Appears = v.words.T("coalition.appears.acronym")
		case upr.RepresentedAppearance:
			row.Appears = v.words.T("coalition.appears.represented", "name", names[m.RepresentedBy])
		}
		rows = append(rows, row)
	}
	return rows
}

// outside are the visitor's organizations that are not among those of the submission.
func outside(d peopleData) []choice {
	inside := make(map[upr.OrganizationID]bool)
	for _, m := range d.members {
		inside[m.Organization.ID] = true
	}
	var list []choice
	for _, o := range d.own {
		if !inside[o.ID] {
			list = append(list, choice{Value: string(o.ID), Label: o.Name})
		}
	}
	return list
}

// personView tells one person.
func (s *Server) personView(v *visit, p store.Person) personView {
	row := personView{
		ID: p.Alias, Name: p.Name, Pseudonym: p.Pseudonym, Organization: p.OrganizationName, Note: p.Note,
		Ends: p.Ends, Ended: p.Former && p.Left.IsZero() && !p.Ends.IsZero(), Me: p.User == v.actor().User, Manage: p.Manageable,
	}
	switch {
	case p.Role != upr.NoSubmissionRole:
		row.Role = v.words.T("role." + string(p.Role))
	case p.Given != upr.NoSubmissionRole:
		row.Role = v.words.T("role." + string(p.Given))
	}
	if p.ByOrganization {
		row.Why = v.words.T("people.by-organization.short")
	}
	return row
}

// takeConflict is take that also tells a conflict above the form: what was typed is not lost to an error page.
func (p problems) takeConflict(err error) error {
	var known *upr.Error
	if err := p.take(err); err == nil || !errors.As(err, &known) || known.Kind != upr.Conflict {
		return err
	}
	p[""] = problem{key: known.Key, args: known.Args}
	return nil
}
