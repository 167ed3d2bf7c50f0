package web

import (
	"net/http"

	"upright/internal/account"
	"upright/internal/store"
	"upright/internal/upr"
)

// membersPage is who belongs to an organization. Members see each other; administrators invite, change and remove.
type membersPage struct {
	basePage
	Home        string // address of the organization
	Name        string
	Manages     bool
	Members     []organizationPerson
	Invitations []joinRow
	Form        form
	Roles       []choice
}

func (membersPage) template() string { return "members" }

// An organizationPerson is one member.
type organizationPerson struct {
	ID          upr.UserID
	Name, Email string
	Role        string // in words
	Admin, Me   bool
}

// inviteMemberForm invites into an organization.
type inviteMemberForm struct {
	Email string `form:"email" input:"email" validate:"omitempty,email,max=254"`
	Role  string `form:"role" input:"radios" validate:"required,oneof=member administrator"`
}

// memberForm changes the role of a member.
type memberForm struct {
	Role string `form:"role" input:"radios" validate:"required,oneof=member administrator"`
}

// membersData is what the page shows of the store.
type membersData struct {
	organization upr.Organization
	members      []store.OrganizationMember
	invitations  []store.PeopleInvitation
	manages      bool
}

// organizationIn is the organization that the address names.
func organizationIn(v *visit) upr.OrganizationID { return upr.OrganizationID(v.Param("organization")) }

// membersPath is the page of the members of the organization that the address names.
func membersPath(v *visit) string { return "/organizations/" + v.Param("organization") + "/members" }

// membersOf reads what the page shows.
func (s *Server) membersOf(v *visit) (membersData, error) {
	var d membersData
	ctx, by, id := v.Request().Context(), v.actor(), organizationIn(v)
	var err error
	if d.organization, err = s.Store.Organization(ctx, by, id); err != nil {
		return d, err
	}
	if d.members, err = s.Store.Members(ctx, by, id); err != nil {
		return d, err
	}
	if d.manages = s.Store.RequireOrganization(ctx, by, id, upr.ManageOrganization) == nil; d.manages {
		d.invitations, err = s.Store.OrganizationInvitations(ctx, by, id, s.Now())
	}
	return d, err
}

// showMembers answers GET /organizations/:organization/members.
func (s *Server) showMembers(v *visit) error {
	d, err := s.membersOf(v)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.membersPage(v, d, &inviteMemberForm{Role: string(upr.Member)}, nil))
}

// inviteMember answers POST /organizations/:organization/members and shows the link, once.
func (s *Server) inviteMember(v *visit) error {
	var f inviteMemberForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	var link string
	if len(wrong) == 0 {
		link, err = s.Accounts.InvitePerson(v.Request().Context(), v.actor(), account.PersonInvitation{
			Organization: organizationIn(v), Role: f.Role, Email: f.Email,
		}, v.words.Language())
		if err := wrong.take(err); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		d, err := s.membersOf(v)
		if err != nil {
			return err
		}
		return s.render(v, http.StatusUnprocessableEntity, s.membersPage(v, d, &f, wrong))
	}
	return s.answerJoinLink(v, f.Email, link, membersPath(v))
}

// updateMember answers POST /organizations/:organization/members/:person.
func (s *Server) updateMember(v *visit) error {
	var f memberForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		err := s.Store.SetMember(v.Request().Context(), v.actor(), organizationIn(v), upr.UserID(v.Param("person")), upr.Role(f.Role))
		if err := wrong.takeConflict(err); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		d, err := s.membersOf(v)
		if err != nil {
			return err
		}
		p := s.membersPage(v, d, &inviteMemberForm{Role: string(upr.Member)}, problems{"": wrong[""]})
		return s.render(v, http.StatusUnprocessableEntity, p)
	}
	if s.Store.RequireOrganization(v.Request().Context(), v.actor(), organizationIn(v), upr.SeeOrganization) != nil {
		return s.done(v, "/", "notice.person")
	}
	return s.done(v, membersPath(v), "notice.person")
}

// showMemberRemoval answers GET /organizations/:organization/members/:person/remove: somebody else's end, or one's own.
func (s *Server) showMemberRemoval(v *visit) error { return s.confirmMemberRemoval(v, nil) }

// removeMember answers POST /organizations/:organization/members/:person/remove.
func (s *Server) removeMember(v *visit) error {
	ctx, by, user := v.Request().Context(), v.actor(), upr.UserID(v.Param("person"))
	wrong := make(problems)
	if err := wrong.takeConflict(s.Store.RemoveMember(ctx, by, organizationIn(v), user)); err != nil {
		return err
	}
	if len(wrong) > 0 {
		return s.confirmMemberRemoval(v, wrong)
	}
	if user == by.User {
		return s.done(v, "/", "notice.left-organization")
	}
	return s.done(v, membersPath(v), "notice.person-removed")
}

// confirmMemberRemoval asks first.
func (s *Server) confirmMemberRemoval(v *visit, wrong problems) error {
	d, err := s.membersOf(v)
	if err != nil {
		return err
	}
	for _, m := range d.members {
		if string(m.User) != v.Param("person") {
			continue
		}
		key, status := "member", http.StatusOK
		if m.User == v.actor().User {
			key = "leave-organization"
		}
		if len(wrong) > 0 {
			status = http.StatusUnprocessableEntity
		}
		p := s.confirmPage(v, key, m.Name, nil, membersPath(v), wrong)
		p.About = d.organization.Name
		return s.render(v, status, p)
	}
	return &upr.Error{Kind: upr.NotFound, Key: "error.not-found"}
}

func (s *Server) membersPage(v *visit, d membersData, f *inviteMemberForm, wrong problems) membersPage {
	p := membersPage{
		basePage: s.base(v), Home: "/organizations/" + string(d.organization.ID), Name: d.organization.Name,
		Manages: d.manages, Form: newForm(v.words, "invite-member", f, wrong),
	}
	for _, m := range d.members {
		p.Members = append(p.Members, organizationPerson{
			ID: m.User, Name: m.Name, Email: m.Email, Role: v.words.T("role." + string(m.Role)),
			Admin: m.Role == upr.OrganizationAdmin, Me: m.User == v.actor().User,
		})
	}
	for _, i := range d.invitations {
		p.Invitations = append(p.Invitations, joinRowOf(v, i, p.Home))
	}
	for _, role := range []upr.Role{upr.Member, upr.OrganizationAdmin} {
		key := "role." + string(role)
		p.Roles = append(p.Roles, choice{Value: string(role), Label: v.words.T(key), Hint: v.words.T(key + ".hint")})
	}
	p.Failed = len(wrong) > 0
	return p
}
