package web

import (
	"net/http"
	"time"

	"upright/internal/account"
	"upright/internal/store"
	"upright/internal/upr"
)

// administrationPage is what an administrator of the installation decides. It shows people, never their texts.
type administrationPage struct {
	basePage
	Registration    form
	Ways            []choice
	Invite          form
	Invitations     []invitationRow
	InvitationPages pager
	People          []upr.User
	PeoplePages     pager
}

func (administrationPage) template() string { return "administration" }

// An invitationRow is one invitation in the list.
type invitationRow struct {
	ID          string
	Email       string
	Made, Until time.Time
	State       string // in words
	Tag         string // class of the state's tag
	Open        bool   // can be renewed and withdrawn
}

// registrationForm says who may register.
type registrationForm struct {
	Registration string `form:"registration" input:"radios" validate:"required,oneof=open invitation"`
}

// inviteForm says whom an invitation is for.
type inviteForm struct {
	Email string `form:"email" input:"email" validate:"omitempty,email,max=254"`
}

// showAdministration answers GET /administration.
func (s *Server) showAdministration(v *visit) error {
	return s.answerAdministration(v, &inviteForm{}, nil, nil)
}

// updateRegistration answers POST /administration/registration.
func (s *Server) updateRegistration(v *visit) error {
	var f registrationForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return s.answerAdministration(v, &inviteForm{}, nil, wrong)
	}
	if err := s.Store.SetRegistration(v.Request().Context(), v.actor(), store.Registration(f.Registration)); err != nil {
		return err
	}
	return s.done(v, "/administration", "notice.registration")
}

// createInvitation answers POST /administration/invitations.
func (s *Server) createInvitation(v *visit) error {
	var f inviteForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	var link string
	if len(wrong) == 0 {
		link, err = s.Accounts.Invite(v.Request().Context(), v.actor(), f.Email, v.words.Language())
		if err := wrong.take(err); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.answerAdministration(v, &f, wrong, nil)
	}
	return s.answerInvitation(v, f.Email, link)
}

// renewInvitation answers POST /administration/invitations/:invitation/renew: the old link ends, a new one is shown.
func (s *Server) renewInvitation(v *visit) error {
	link, err := s.Accounts.RenewInvitation(v.Request().Context(), v.actor(), v.Param("invitation"), v.words.Language())
	if err != nil {
		return err
	}
	return s.answerInvitation(v, "", link)
}

// withdrawInvitation answers POST /administration/invitations/:invitation/withdraw.
func (s *Server) withdrawInvitation(v *visit) error {
	if err := s.Store.WithdrawInvitation(v.Request().Context(), v.actor(), v.Param("invitation")); err != nil {
		return err
	}
	return s.done(v, "/administration", "notice.withdrawn")
}

// invitationMadePage shows the link of an invitation.
type invitationMadePage struct {
	basePage
	Email string
	Link  string
	Until time.Time
	Back  string // where the list of invitations is
}

func (invitationMadePage) template() string { return "invitation-made" }

// answerInvitation shows a link once. It is the answer to the form itself and not a page one comes to: a link that is
// kept nowhere cannot be shown by a later request.
func (s *Server) answerInvitation(v *visit, email, link string) error {
	return s.render(v, http.StatusCreated, invitationMadePage{
		basePage: s.base(v), Email: email, Link: link, Until: s.Now().Add(account.InvitationValid), Back: "/administration",
	})
}

// administrationData is what the page shows of the store.
type administrationData struct {
	Settings        store.Settings
	Invitations     []store.Invitation
	NextInvitations store.Next
	People          []upr.User
	NextPeople      store.Next
}

// answerAdministration shows the page with what is kept, and with a refused form as it was typed.
func (s *Server) answerAdministration(v *visit, invite *inviteForm, wrongInvite, wrongRegistration problems) error {
	ctx := v.Request().Context()
	var d administrationData
	var err error
	if d.Settings, err = s.Store.Settings(ctx); err != nil {
		return err
	}
	if d.Invitations, d.NextInvitations, err = s.Store.Invitations(ctx, v.actor(), pageOf(v, "invitations")); err != nil {
		return err
	}
	if d.People, d.NextPeople, err = s.Store.Users(ctx, v.actor(), pageOf(v, "people")); err != nil {
		return err
	}
	p := s.administrationPage(v, d, invite, wrongInvite, wrongRegistration)
	status := http.StatusOK
	if p.Failed {
		status = http.StatusUnprocessableEntity
	}
	return s.render(v, status, p)
}

func (s *Server) administrationPage(
	v *visit, d administrationData, invite *inviteForm, wrongInvite, wrongRegistration problems,
) administrationPage {
	registration := &registrationForm{Registration: string(d.Settings.Registration)}
	p := administrationPage{
		basePage:        s.base(v),
		Registration:    newForm(v.words, "registration", registration, wrongRegistration),
		Ways:            ways(v),
		Invite:          newForm(v.words, "invite", invite, wrongInvite),
		InvitationPages: s.pager(v, v.words.T("administration.invitations.title"), "invitations", d.NextInvitations),
		People:          d.People,
		PeoplePages:     s.pager(v, v.words.T("administration.people.title"), "people", d.NextPeople),
	}
	for _, i := range d.Invitations {
		p.Invitations = append(p.Invitations, s.invitationRow(v, i))
	}
	p.Failed = len(wrongInvite)+len(wrongRegistration) > 0
	return p
}

// invitationRow says how far an invitation is.
func (s *Server) invitationRow(v *visit, i store.Invitation) invitationRow {
	row := invitationRow{ID: i.ID, Email: i.Email, Made: i.Created, Until: i.Expires}
	switch {
	case !i.Accepted.IsZero():
		row.State, row.Tag = v.words.T("administration.invitations.accepted"), "tag--done"
	case s.Now().After(i.Expires):
		row.State, row.Tag, row.Open = v.words.T("administration.invitations.expired"), "tag--warn", true
	default:
		row.State, row.Tag, row.Open = v.words.T("administration.invitations.waiting"), "tag--doing", true
	}
	return row
}

// ways are the ways to register.
func ways(v *visit) []choice {
	return []choice{
		{
			Value: string(store.ByInvitation),
			Label: v.words.T("administration.registration.invitation"),
			Hint:  v.words.T("administration.registration.invitation.hint"),
		},
		{
			Value: string(store.OpenRegistration),
			Label: v.words.T("administration.registration.open"),
			Hint:  v.words.T("administration.registration.open.hint"),
		},
	}
}
