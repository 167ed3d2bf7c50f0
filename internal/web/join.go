package web

import (
	"net/http"

	"upright/internal/store"
	"upright/internal/upr"
)

// joinPage is what somebody sees who was invited into a submission or an organization: what it is, and either a button,
// or the form of a new account, or why the link does not work.
type joinPage struct {
	basePage
	Form          form
	Heading       string
	What          string // one is invited to, in words
	About         string // the submission, in words; "" for who may not know
	Role, Hint    string
	InvitedBy     string
	Gone          string // why the link does not work, and what to do; "" when it does
	Other         string // the address that the invitation is for, when the account's is another
	Bound         string // the address that a new account will have; "" when the person chooses
	New           bool   // nobody is signed in: an account is made
	Bring         bool   // an organization is to be named
	Organizations []choice
	SignIn        string // where who has an account goes
}

func (joinPage) template() string { return "join" }

// joinForm is what somebody who accepts says. Which fields are asked for depends on who asks: see check.
type joinForm struct {
	Organization     string `form:"organization" input:"radios" validate:"max=20"`
	OrganizationName string `form:"organization_name" autocomplete:"organization" validate:"max=300"`
	Name             string `form:"name" input:"short" autocomplete:"name" validate:"max=200"`
	Email            string `form:"email" input:"email" autocomplete:"username" validate:"max=254"`
	Password         string `form:"password" input:"password" autocomplete:"new-password" validate:"max=1000"`
}

// check asks for the fields that this visitor has to fill in.
func (f *joinForm) check(v *visit, i store.PeopleInvitation, wrong problems) {
	missing := func(field, value string) {
		if _, said := wrong[field]; value == "" && !said {
			wrong[field] = problem{key: "value.required"}
		}
	}
	if v.user == nil {
		missing("name", f.Name)
		missing("email", f.Email)
		missing("password", f.Password)
	}
	if i.Submission != "" && i.Organization == "" && (f.Organization == "" || f.Organization == newcomer) {
		missing("organization_name", f.OrganizationName)
	}
}

// joining is the organization that the form brings.
func (f *joinForm) joining() store.Joining {
	if f.Organization == "" || f.Organization == newcomer {
		return store.Joining{Name: f.OrganizationName}
	}
	return store.Joining{Organization: upr.OrganizationID(f.Organization)}
}

// showJoin answers GET /join/:token. A link that does not work says why, with the status Gone.
func (s *Server) showJoin(v *visit) error {
	i, err := s.Accounts.Invited(v.Request().Context(), v.Param("token"))
	if err != nil {
		return err
	}
	return s.answerJoin(v, http.StatusOK, i, &joinForm{OrganizationName: i.OrganizationName, Email: i.Email}, nil)
}

// join answers POST /join/:token: the invitation is accepted, by the account that is signed in or by a new one.
func (s *Server) join(v *visit) error {
	ctx := v.Request().Context()
	i, err := s.Accounts.Invited(ctx, v.Param("token"))
	if err != nil {
		return err
	}
	if i.State != store.WaitingInvitation || otherAddress(v, i) {
		return s.answerJoin(v, http.StatusConflict, i, &joinForm{}, nil)
	}
	var f joinForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if i.Email != "" {
		f.Email = i.Email // the one that was proved; the page does not ask for it
	}
	f.check(v, i, wrong)
	if len(wrong) > 0 {
		return s.answerJoin(v, http.StatusUnprocessableEntity, i, &f, wrong)
	}
	if v.user != nil {
		joined, err := s.Accounts.Join(ctx, v.actor(), v.Param("token"), f.joining())
		if err := wrong.takeConflict(err); err != nil {
			return err
		}
		if len(wrong) > 0 {
			return s.answerJoin(v, http.StatusUnprocessableEntity, i, &f, wrong)
		}
		return s.done(v, joinedPath(joined), "notice.joined")
	}
	_, joined, err := s.Accounts.JoinAsNew(ctx, v.Param("token"), s.newAccount(v, newAccountForm{
		Name: f.Name, Email: f.Email, Password: f.Password,
	}), f.joining())
	if err := wrong.takeConflict(err); err != nil {
		return err
	}
	if len(wrong) > 0 {
		return s.answerJoin(v, http.StatusUnprocessableEntity, i, &f, wrong)
	}
	return s.enter(v, f.Email, f.Password, joinedPath(joined), "notice.joined")
}

// joinedPath is where an accepted invitation leads.
func joinedPath(i store.PeopleInvitation) string {
	if i.Submission != "" {
		return "/submissions/" + string(i.Submission)
	}
	return "/"
}

// otherAddress reports whether the account is not the one that the invitation is for.
func otherAddress(v *visit, i store.PeopleInvitation) bool {
	return v.user != nil && i.Email != "" && i.Email != v.user.Email
}

// answerJoin shows the page. What was invited to is not shown to an account that it is not for.
func (s *Server) answerJoin(v *visit, status int, i store.PeopleInvitation, f *joinForm, wrong problems) error {
	var own []upr.Organization
	if v.user != nil {
		var err error
		if own, err = s.Store.Organizations(v.Request().Context(), v.actor()); err != nil {
			return err
		}
	}
	p := s.joinPage(v, i, own, f, wrong)
	if p.Gone != "" {
		status = http.StatusGone
	}
	return s.render(v, status, p)
}

func (s *Server) joinPage(
	v *visit, i store.PeopleInvitation, own []upr.Organization, f *joinForm, wrong problems,
) joinPage {
	p := joinPage{
		basePage: s.base(v), Heading: v.words.T("join.title"), Form: newForm(v.words, "join", f, wrong),
		SignIn: "/sign-in?next=/join/" + v.Param("token"),
	}
	if i.State != store.WaitingInvitation {
		p.Heading, p.Gone = v.words.T("join.gone"), v.words.T("join."+string(i.State))
		return p
	}
	if otherAddress(v, i) {
		p.Other = i.Email
		return p
	}
	p.New, p.Bound, p.InvitedBy = v.user == nil, i.Email, i.InvitedBy
	p.Role, p.Hint = v.words.T("role."+i.Role), v.words.T("role."+i.Role+".hint")
	switch {
	case i.Submission == "":
		p.What = v.words.T("join.member", "name", i.OrganizationName)
	case i.Organization == "":
		p.What, p.Bring = v.words.T("join.coalition"), true
	default:
		p.What = v.words.T("join.submission", "name", i.OrganizationName)
	}
	if i.Submission != "" {
		p.About = v.words.T("home.review", "state", s.stateName(v, i.Review.State), "session", v.words.Number(i.Review.Session))
	}
	if p.Bring && len(own) > 0 {
		for _, o := range own {
			p.Organizations = append(p.Organizations, choice{Value: string(o.ID), Label: o.Name})
		}
		p.Organizations = append(p.Organizations, choice{Value: newcomer, Label: v.words.T("join.newcomer")})
	}
	p.Form.require("name", "email", "password")
	if len(p.Organizations) == 0 {
		p.Form.require("organization_name")
	}
	p.Failed = len(wrong) > 0
	return p
}

// require makes fields look like what they are where the page decides that, not the form: not optional.
func (f form) require(names ...string) {
	for _, name := range names {
		made := f.fields[name]
		made.Optional = false
		f.fields[name] = made
	}
}
