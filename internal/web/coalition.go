package web

import (
	"context"
	"net/http"

	"upright/internal/store"
	"upright/internal/upr"
)

// addOrganization answers POST /submissions/:submission/organizations: one of the visitor's own joins.
func (s *Server) addOrganization(v *visit) error {
	var f joinOwnForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		err := s.Store.JoinOrganization(v.Request().Context(), v.actor(), submissionOf(v), upr.OrganizationID(f.Organization))
		if err := wrong.takeConflict(err); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.answerPeople(v, nil, nil, wrong)
	}
	return s.done(v, peoplePath(v), "notice.coalition")
}

// moveForm says in which direction an organization moves.
type moveForm struct {
	Direction string `form:"direction" input:"radios" validate:"required,oneof=up down"`
}

// moveOrganization answers POST /submissions/:submission/organizations/:organization/move.
func (s *Server) moveOrganization(v *visit) error {
	var f moveForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return s.answerPeople(v, nil, nil, problems{"": {key: "error.invalid"}})
	}
	id := upr.OrganizationID(v.Param("organization"))
	if err := s.Store.MoveOrganization(v.Request().Context(), v.actor(), submissionOf(v), id, f.Direction == "up"); err != nil {
		return err
	}
	return s.done(v, peoplePath(v)+"#organization-"+string(id), "notice.coalition")
}

// memberOf finds the organization of the address among those of the submission.
func (s *Server) memberOf(v *visit) (peopleData, store.CoalitionMember, error) {
	d, err := s.peopleOf(v)
	if err != nil {
		return d, store.CoalitionMember{}, err
	}
	for _, m := range d.members {
		if string(m.Organization.ID) == v.Param("organization") {
			return d, m, nil
		}
	}
	return d, store.CoalitionMember{}, &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
}

// showHandOver answers GET /submissions/:submission/organizations/:organization/lead.
func (s *Server) showHandOver(v *visit) error { return s.confirmMember(v, "lead", nil) }

// handOver answers POST /submissions/:submission/organizations/:organization/lead.
func (s *Server) handOver(v *visit) error {
	return s.changeMember(v, "lead", s.Store.HandOver)
}

// showOrganizationRemoval answers GET /submissions/:submission/organizations/:organization/remove.
func (s *Server) showOrganizationRemoval(v *visit) error {
	return s.confirmMember(v, "organization", nil)
}

// removeOrganization answers POST /submissions/:submission/organizations/:organization/remove.
func (s *Server) removeOrganization(v *visit) error {
	return s.changeMember(v, "organization", s.Store.RemoveOrganization)
}

// confirmMember asks before something is done to an organization of a submission.
func (s *Server) confirmMember(v *visit, key string, wrong problems) error {
	d, m, err := s.memberOf(v)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if len(wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	h := s.heading(v, &d.one)
	return s.render(v, status, s.confirmPage(v, key, m.Organization.Name, &h, h.Home+"/people", wrong))
}

// changeMember does it. Whoever may no longer read the submission then is led home.
func (s *Server) changeMember(
	v *visit, key string, change func(context.Context, upr.Actor, upr.SubmissionID, upr.OrganizationID) error,
) error {
	ctx, by, id := v.Request().Context(), v.actor(), submissionOf(v)
	wrong := make(problems)
	if err := wrong.takeConflict(change(ctx, by, id, upr.OrganizationID(v.Param("organization")))); err != nil {
		return err
	}
	if len(wrong) > 0 {
		return s.confirmMember(v, key, wrong)
	}
	if err := s.Store.RequireSubmission(ctx, by, id, upr.ReadSubmission); err != nil {
		return s.done(v, "/", "notice.left")
	}
	return s.done(v, peoplePath(v), "notice.coalition")
}

// appearancePage chooses how an organization is named in the files of a submission.
type appearancePage struct {
	basePage
	heading
	Name    string
	Lead    bool
	Form    form
	Ways    []choice
	Members []choice // that may represent it
}

func (appearancePage) template() string { return "appearance" }

// appearanceForm is how an organization appears.
type appearanceForm struct {
	Appearance    string `form:"appearance" input:"radios" validate:"required,oneof=full acronym represented"`
	RepresentedBy string `form:"represented_by" input:"select" validate:"max=20"`
}

// showAppearance answers GET /submissions/:submission/organizations/:organization/appearance.
func (s *Server) showAppearance(v *visit) error {
	d, m, err := s.memberOf(v)
	if err != nil {
		return err
	}
	if !m.Manageable {
		return &upr.Error{Kind: upr.Forbidden, Key: "error.forbidden"}
	}
	f := &appearanceForm{Appearance: string(m.Appearance), RepresentedBy: string(m.RepresentedBy)}
	return s.render(v, http.StatusOK, s.appearancePage(v, d, m, f, nil))
}

// updateAppearance answers POST /submissions/:submission/organizations/:organization/appearance.
func (s *Server) updateAppearance(v *visit) error {
	d, m, err := s.memberOf(v)
	if err != nil {
		return err
	}
	var f appearanceForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		err := s.Store.SetAppearance(v.Request().Context(), v.actor(), d.one.ID, m.Organization.ID,
			upr.Appearance(f.Appearance), upr.OrganizationID(f.RepresentedBy))
		if err := wrong.takeConflict(err); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, s.appearancePage(v, d, m, &f, wrong))
	}
	return s.done(v, peoplePath(v), "notice.coalition")
}

func (s *Server) appearancePage(
	v *visit, d peopleData, m store.CoalitionMember, f *appearanceForm, wrong problems,
) appearancePage {
	p := appearancePage{
		basePage: s.base(v), heading: s.heading(v, &d.one), Name: m.Organization.Name, Lead: m.Lead,
		Form: newForm(v.words, "appearance", f, wrong),
	}
	for _, way := range []upr.Appearance{upr.FullAppearance, upr.AcronymAppearance, upr.RepresentedAppearance} {
		key := "appearance." + string(way)
		p.Ways = append(p.Ways, choice{Value: string(way), Label: v.words.T(key), Hint: v.words.T(key + ".hint")})
	}
	p.Members = []choice{{Label: v.words.T("appearance.nobody")}}
	for _, other := range d.members {
		if other.Organization.ID != m.Organization.ID && other.Appearance != upr.RepresentedAppearance {
			p.Members = append(p.Members, choice{Value: string(other.Organization.ID), Label: other.Organization.Name})
		}
	}
	p.Failed = len(wrong) > 0
	return p
}
