package web

import (
	"net/http"
	"time"

	"upright/internal/account"
	"upright/internal/store"
	"upright/internal/upr"
)

// invitePage invites a person into a submission.
type invitePage struct {
	basePage
	heading
	Form          form
	Organizations []choice
	Roles         []choice
	Bring         bool // the person may bring an organization
}

func (invitePage) template() string { return "invite" }

// invitePersonForm says whom, for which organization, as what, and until when.
type invitePersonForm struct {
	Organization     string `form:"organization" input:"select" validate:"required,max=20"`
	OrganizationName string `form:"organization_name" validate:"max=300"`
	Role             string `form:"role" input:"radios" validate:"required,oneof=reader commenter suggester editor coordinator"`
	Email            string `form:"email" input:"email" validate:"omitempty,email,max=254"`
	Ends             string `form:"ends" input:"date" validate:"max=10"`
	Note             string `form:"note" input:"lines" validate:"max=500"`
}

// newcomer is the choice of an organization that is still to come.
const newcomer = "new"

// showInvite answers GET /submissions/:submission/people/invite.
func (s *Server) showInvite(v *visit) error {
	d, err := s.peopleOf(v)
	if err != nil {
		return err
	}
	return s.render(v, http.StatusOK, s.invitePage(v, d, &invitePersonForm{Organization: v.QueryParam("organization")}, nil))
}

// invitePerson answers POST /submissions/:submission/people/invite and shows the link, once.
func (s *Server) invitePerson(v *visit) error {
	d, err := s.peopleOf(v)
	if err != nil {
		return err
	}
	var f invitePersonForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	ends := s.lastDay(v, f.Ends, wrong)
	var link string
	if len(wrong) == 0 {
		i := account.PersonInvitation{
			Submission: d.one.ID, Organization: upr.OrganizationID(f.Organization), Role: f.Role, Email: f.Email,
			Note: f.Note, Ends: ends,
		}
		if f.Organization == newcomer {
			i.Organization, i.OrganizationName = "", f.OrganizationName
		}
		link, err = s.Accounts.InvitePerson(v.Request().Context(), v.actor(), i, v.words.Language())
		if err := wrong.take(err); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.render(v, http.StatusUnprocessableEntity, s.invitePage(v, d, &f, wrong))
	}
	return s.answerJoinLink(v, f.Email, link, peoplePath(v))
}

// lastDay reads the last day of a role, in the visitor's zone: it ends when the day does. No day is the zero time.
func (s *Server) lastDay(v *visit, day string, wrong problems) time.Time {
	if day == "" {
		return time.Time{}
	}
	at, err := time.ParseInLocation(time.DateOnly, day, v.zone())
	if err != nil {
		if _, said := wrong["ends"]; !said {
			wrong["ends"] = problem{key: "value.date"}
		}
		return time.Time{}
	}
	ends := at.AddDate(0, 0, 1)
	if !ends.After(s.Now()) {
		wrong["ends"] = problem{key: "people.ends.past"}
	}
	return ends
}

// dayBefore writes the last day of a role that ends at a time, for a form.
func dayBefore(v *visit, ends time.Time) string {
	if ends.IsZero() {
		return ""
	}
	return ends.Add(-time.Second).In(v.zone()).Format(time.DateOnly)
}

func (s *Server) invitePage(v *visit, d peopleData, f *invitePersonForm, wrong problems) invitePage {
	p := invitePage{
		basePage: s.base(v), heading: s.heading(v, &d.one), Form: newForm(v.words, "invite-person", f, wrong),
		Bring: upr.AllowedIn(v.actor(), d.in, upr.Coordinate),
		Roles: roleChoices(v, d.in),
	}
	for _, m := range d.members {
		if m.Manageable {
			p.Organizations = append(p.Organizations, choice{Value: string(m.Organization.ID), Label: m.Organization.Name})
		}
	}
	if p.Bring {
		p.Organizations = append(p.Organizations, choice{Value: newcomer, Label: v.words.T("invite-person.newcomer")})
	}
	p.Failed = len(wrong) > 0
	return p
}

// roleChoices are the roles that somebody may give, each with what it includes.
func roleChoices(v *visit, in upr.Standing) []choice {
	var list []choice
	for _, role := range upr.SubmissionRoles() {
		if role == upr.Coordinator && in.Role() != upr.Coordinator {
			continue
		}
		list = append(list, choice{
			Value: string(role), Label: v.words.T("role." + string(role)), Hint: v.words.T("role." + string(role) + ".hint"),
		})
	}
	return list
}

// renewPeopleInvitation answers POST …/invitations/:invitation/renew for a submission and for an organization: the old
// link ends, a new one is shown.
func (s *Server) renewPeopleInvitation(v *visit) error {
	renewed, link, err := s.Accounts.RenewPersonInvitation(
		v.Request().Context(), v.actor(), v.Param("invitation"), v.words.Language())
	if err != nil {
		return err
	}
	return s.answerJoinLink(v, renewed.Email, link, listOf(renewed))
}

// withdrawPeopleInvitation answers POST …/invitations/:invitation/withdraw for a submission and for an organization.
func (s *Server) withdrawPeopleInvitation(v *visit) error {
	withdrawn, err := s.Store.WithdrawPeopleInvitation(v.Request().Context(), v.actor(), v.Param("invitation"), s.Now())
	if err != nil {
		return err
	}
	return s.done(v, listOf(withdrawn), "notice.withdrawn")
}

// listOf is the page that lists an invitation.
func listOf(i store.PeopleInvitation) string {
	if i.Submission != "" {
		return "/submissions/" + string(i.Submission) + "/people"
	}
	return "/organizations/" + string(i.Organization) + "/members"
}

// A joinRow is one invitation in a list.
type joinRow struct {
	Path         string // of its forms, before /renew and /withdraw
	Email        string
	Organization string
	Role         string
	Note         string
	Made, Until  time.Time
	State, Tag   string
	AcceptedBy   string
	Hidden       bool // who accepted appears under another name
	Open         bool
}

// joinRowOf tells an invitation; home is the address of what it leads into.
func joinRowOf(v *visit, i store.PeopleInvitation, home string) joinRow {
	row := joinRow{
		Path: home + "/invitations/" + i.ID, Email: i.Email, Organization: i.OrganizationName, Note: i.Note,
		Role: v.words.T("role." + i.Role), Made: i.Created, Until: i.Expires, AcceptedBy: i.AcceptedBy, Hidden: i.Hidden,
		State: v.words.T("people.invitation." + string(i.State)), Tag: "tag--todo",
	}
	open := false
	switch i.State {
	case store.WaitingInvitation:
		row.Tag, open = "tag--doing", true
	case store.ExpiredInvitation:
		row.Tag, open = "tag--warn", true
	case store.AcceptedInvitation:
		row.Tag = "tag--done"
	}
	row.Open = open && i.Manageable
	if i.Organization == "" && row.Organization == "" {
		row.Organization = v.words.T("invite-person.newcomer")
	}
	return row
}

// answerJoinLink shows a link once, as answerInvitation does.
func (s *Server) answerJoinLink(v *visit, email, link, back string) error {
	return s.render(v, http.StatusCreated, invitationMadePage{
		basePage: s.base(v), Email: email, Link: link, Until: s.Now().Add(account.InvitationValid), Back: back,
	})
}
