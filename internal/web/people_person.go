package web

import (
	"net/http"

	"upright/internal/store"
	"upright/internal/upr"
)

// personPage changes what one person was given in a submission.
type personPage struct {
	basePage
	heading
	Person personView
	Form   form
	Roles  []choice
}

func (personPage) template() string { return "person" }

// personForm is what a person was given.
type personForm struct {
	Role string `form:"role" input:"radios" validate:"required,oneof=reader commenter suggester editor coordinator"`
	Ends string `form:"ends" input:"date" validate:"max=10"`
	Note string `form:"note" input:"lines" validate:"max=500"`
}

// personOf finds the person of the address.
func (s *Server) personOf(v *visit) (peopleData, store.Person, error) {
	d, err := s.peopleOf(v)
	if err != nil {
		return d, store.Person{}, err
	}
	for _, p := range d.people {
		if string(p.Alias) == v.Param("person") {
			return d, p, nil
		}
	}
	return d, store.Person{}, &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
}

// showPerson answers GET /submissions/:submission/people/:person.
func (s *Server) showPerson(v *visit) error {
	d, person, err := s.personOf(v)
	if err != nil {
		return err
	}
	if !person.Manageable {
		return &upr.Error{Kind: upr.Forbidden, Key: "error.forbidden"}
	}
	f := &personForm{Role: string(person.Given), Ends: dayBefore(v, person.Ends), Note: person.Note}
	return s.render(v, http.StatusOK, s.personPage(v, d, person, f, nil))
}

// updatePerson answers POST /submissions/:submission/people/:person. What changes holds at once, in open editors too.
func (s *Server) updatePerson(v *visit) error {
	d, person, err := s.personOf(v)
	if err != nil {
		return err
	}
	var f personForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	ends := s.lastDay(v, f.Ends, wrong)
	if len(wrong) == 0 {
		if err := wrong.takeConflict(s.Store.SetPerson(v.Request().Context(), v.actor(), d.one.ID, person.User, store.PersonChange{
			Role: upr.SubmissionRole(f.Role), Ends: ends, Note: f.Note,
		})); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, s.personPage(v, d, person, &f, wrong))
	}
	return s.done(v, peoplePath(v), "notice.person")
}

func (s *Server) personPage(v *visit, d peopleData, person store.Person, f *personForm, wrong problems) personPage {
	p := personPage{
		basePage: s.base(v), heading: s.heading(v, &d.one), Person: s.personView(v, person),
		Form: newForm(v.words, "person", f, wrong), Roles: roleChoices(v, d.in),
	}
	p.Failed = len(wrong) > 0
	return p
}

// showPersonRemoval answers GET /submissions/:submission/people/:person/remove: somebody else's end, or one's own.
func (s *Server) showPersonRemoval(v *visit) error {
	d, person, err := s.personOf(v)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.personRemovalPage(v, d, person, nil))
}

// removePerson answers POST /submissions/:submission/people/:person/remove.
func (s *Server) removePerson(v *visit) error {
	d, person, err := s.personOf(v)
	if err != nil {
		return err
	}
	wrong := make(problems)
	if err := wrong.takeConflict(s.Store.EndPerson(v.Request().Context(), v.actor(), d.one.ID, person.User)); err != nil {
		return err
	}
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, s.personRemovalPage(v, d, person, wrong))
	}
	if err := s.Store.RequireSubmission(v.Request().Context(), v.actor(), d.one.ID, upr.ReadSubmission); err != nil {
		return s.done(v, "/", "notice.left")
	}
	return s.done(v, peoplePath(v), "notice.person-removed")
}

func (s *Server) personRemovalPage(v *visit, d peopleData, person store.Person, wrong problems) confirmPage {
	key := "person"
	if person.User == v.actor().User {
		key = "leave"
	}
	h := s.heading(v, &d.one)
	return s.confirmPage(v, key, person.Name, &h, h.Home+"/people", wrong)
}
