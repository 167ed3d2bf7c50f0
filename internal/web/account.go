package web

import (
	"net/http"
	"time"

	"upright/internal/account"
	"upright/internal/i18n"
)

// accountPage is a person's own account.
type accountPage struct {
	basePage
	Details         form
	LanguageChoices []choice
	Zones           []choice
	Password        form
	Sessions        []sessionRow
}

func (accountPage) template() string { return "account" }

// A sessionRow is one browser in which the person is signed in.
type sessionRow struct {
	Agent       string
	Since, Seen time.Time
	Current     bool
}

// accountForm is what a person says about themselves.
type accountForm struct {
	Name     string `form:"name" input:"short" autocomplete:"name" validate:"required,max=200"`
	Language string `form:"language" input:"radios" validate:"required,oneof=en fr es ar ru zh"`
	Timezone string `form:"timezone" input:"select" validate:"max=64"`
}

// passwordForm changes a password.
type passwordForm struct {
	Current  string `form:"current" input:"password" autocomplete:"current-password" validate:"required,max=1000"`
	Password string `form:"password" input:"password" autocomplete:"new-password" validate:"required,max=1000"`
}

// showAccount answers GET /account.
func (s *Server) showAccount(v *visit) error { return s.answerAccount(v, nil, nil, nil) }

// updateAccount answers POST /account.
func (s *Server) updateAccount(v *visit) error {
	var f accountForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		err := s.Accounts.UpdateProfile(v.Request().Context(), v.actor(), f.Name, f.Language, f.Timezone)
		if err := wrong.take(err); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.answerAccount(v, &f, wrong, nil)
	}
	return s.done(v, "/account", "notice.account")
}

// updatePassword answers POST /account/password. The sessions of other browsers end.
func (s *Server) updatePassword(v *visit) error {
	var f passwordForm
	wrong, err := bind(v.Request(), &f)
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		if err := wrong.take(s.Accounts.ChangePassword(v.Request().Context(), v.actor(), v.token, f.Current, f.Password)); err != nil {
			return err
		}
	}
	if len(wrong) > 0 {
		return s.answerAccount(v, nil, nil, wrong)
	}
	return s.done(v, "/account", "notice.password")
}

// answerAccount shows the page; f is nil for what is kept, the problems are nil for none.
func (s *Server) answerAccount(v *visit, f *accountForm, wrong, wrongPassword problems) error {
	if f == nil {
		f = &accountForm{Name: v.user.Name, Language: v.words.Language(), Timezone: v.user.Timezone}
	}
	sessions, err := s.Accounts.Sessions(v.Request().Context(), v.actor())
	if err != nil {
		return err
	}
	var rows []sessionRow
	for _, one := range sessions {
		rows = append(rows, sessionRow{
			Agent: one.Agent, Since: one.Created, Seen: one.Seen, Current: account.IsOwn(one, v.token),
		})
	}
	p := s.accountPage(v, f, wrong, wrongPassword, rows)
	status := http.StatusOK
	if p.Failed {
		status = http.StatusUnprocessableEntity
	}
	return s.render(v, status, p)
}

func (s *Server) accountPage(v *visit, f *accountForm, wrong, wrongPassword problems, sessions []sessionRow) accountPage {
	p := accountPage{
		basePage: s.base(v),
		Details:  newForm(v.words, "account", f, wrong),
		Zones:    zones(v.words),
		Password: newForm(v.words, "password", &passwordForm{}, wrongPassword),
		Sessions: sessions,
	}
	for _, language := range p.Languages() {
		p.LanguageChoices = append(p.LanguageChoices, choice{Value: language.Code, Label: language.Name})
	}
	p.Failed = len(wrong)+len(wrongPassword) > 0
	return p
}

// zones lists the time zones for a select.
func zones(words *i18n.Printer) []choice {
	choices := []choice{{Label: words.T("account.timezone.none")}}
	for _, name := range zoneNames() {
		choices = append(choices, choice{Value: name, Label: name})
	}
	return choices
}
