package web

import (
	"strings"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// exhibits are all pages in all states worth looking at. A page without one fails a test.
func exhibits() []exhibit {
	all := []exhibit{
		{"list of exhibits", func(s *Server, v *visit) view { return galleryPage{basePage: s.base(v)} }},
		{"not found", exhibitError(upr.NotFound)},
		{"forbidden", exhibitError(upr.Forbidden)},
		{"invalid", exhibitError(upr.Invalid)},
		{"too many", exhibitError(upr.TooMany)},
		{"internal", exhibitError(upr.Internal)},
		{"as it is", func(s *Server, v *visit) view {
			return helpPage{basePage: s.base(v), Keys: shortcuts(v.words)}
		}},
	}
	all = append(all, exhibitsOfEntry()...)
	all = append(all, exhibitsOfAccount()...)
	all = append(all, exhibitsOfSubmissions()...)
	all = append(all, exhibitsOfPeople()...)
	all = append(all, exhibitsOfTeam()...)
	all = append(all, exhibitsOfRecord()...)
	all = append(all, exhibitsOfRules()...)
	all = append(all, exhibitsOfKeeping()...)
	all = append(all, exhibitsOfSignoff()...)
	all = append(all, exhibitsOfConsents()...)
	all = append(all, exhibitsOfLinks()...)
	all = append(all, exhibitsOfNews()...)
	all = append(all, exhibitsOfSolidarity()...)
	all = append(all, exhibitsOfRelated()...)
	all = append(all, exhibitsOfPrevious()...)
	all = append(all, exhibitsOfWord()...)
	all = append(all, exhibitsOfCalendar()...)
	return append(all, exhibitsOfOrganizations()...)
}

func exhibitError(kind upr.ErrorKind) func(*Server, *visit) view {
	return func(s *Server, v *visit) view {
		a := answerToKind(kind)
		return errorPage{
			basePage: s.base(v), Status: a.status,
			Heading: v.words.T(headingOf(a.status)), Message: v.words.T(a.key),
		}
	}
}

// exhibitsOfEntry are the pages before somebody is signed in.
func exhibitsOfEntry() []exhibit {
	missing := problems{"email": {key: "value.required"}, "password": {key: "value.required"}}
	signIn := func(open bool, wrong problems) func(*Server, *visit) view {
		return func(s *Server, v *visit) view {
			p := signInPage{
				basePage: s.base(v), Form: newForm(v.words, "sign-in", &signInForm{}, wrong), Next: "/", Open: open,
			}
			p.Failed = len(wrong) > 0
			return p
		}
	}
	return []exhibit{
		{"first", func(s *Server, v *visit) view { return s.setUpPage(v, &newAccountForm{}, nil) }},
		{"errors", func(s *Server, v *visit) view { return s.setUpPage(v, &newAccountForm{Name: "Amina"}, missing) }},
		{"by invitation", signIn(false, nil)},
		{"open", signIn(true, nil)},
		{"errors", signIn(true, missing)},
		{"first", func(s *Server, v *visit) view { return s.registerPage(v, &registerForm{}, nil) }},
		{"sent", func(s *Server, v *visit) view {
			p := s.registerPage(v, &registerForm{}, nil)
			p.Sent = true
			return p
		}},
		{"for anybody", func(s *Server, v *visit) view {
			return s.invitationPage(v, "", &newAccountForm{}, nil)
		}},
		{"for an address, errors", func(s *Server, v *visit) view {
			return s.invitationPage(v, "amina@example.org", &newAccountForm{}, problems{"password": {key: "value.required"}})
		}},
		{"first", func(s *Server, v *visit) view { return s.forgottenPage(v, &forgottenForm{}, nil) }},
		{"sent", func(s *Server, v *visit) view {
			p := s.forgottenPage(v, &forgottenForm{}, nil)
			p.Sent = true
			return p
		}},
		{"first", func(s *Server, v *visit) view { return s.resetPage(v, nil) }},
		{"errors", func(s *Server, v *visit) view { return s.resetPage(v, missing) }},
	}
}

// exhibitUser is signed in, in the exhibits that need somebody.
func exhibitUser() *upr.User {
	return &upr.User{
		ID: "aaaaaaaaaaaaaaaaaaaa", Name: "Amina Example", Email: "amina@example.org",
		Timezone: "Africa/Nairobi", Admin: true, CreatedAt: exhibitTime(),
	}
}

// exhibitTime is when it is in the gallery.
func exhibitTime() time.Time { return time.Date(2026, time.November, 23, 9, 30, 0, 0, time.UTC) }

// signedIn makes an exhibit be seen by somebody with an account.
func signedIn(make func(*Server, *visit) view) func(*Server, *visit) view {
	return func(s *Server, v *visit) view {
		inside := *v
		inside.user = exhibitUser()
		return make(s, &inside)
	}
}

// exhibitsOfAccount are the account and the administration.
func exhibitsOfAccount() []exhibit {
	account := func(wrong problems) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			sessions := []sessionRow{
				{Agent: "Firefox on Linux", Since: exhibitTime().Add(-48 * time.Hour), Seen: exhibitTime(), Current: true},
				{Agent: "Safari on iPhone", Since: exhibitTime().Add(-96 * time.Hour), Seen: exhibitTime().Add(-time.Hour)},
			}
			f := &accountForm{Name: v.user.Name, Language: v.words.Language(), Timezone: v.user.Timezone}
			return s.accountPage(v, f, wrong, nil, sessions)
		})
	}
	return []exhibit{
		{"as it is", account(nil)},
		{"errors", account(problems{"name": {key: "value.required"}, "timezone": {key: "value.choice"}})},
		{"empty", signedIn(func(s *Server, v *visit) view {
			return s.administrationPage(v, administrationData{People: []upr.User{*v.user}}, &inviteForm{}, nil, nil)
		})},
		{"full, errors", signedIn(func(s *Server, v *visit) view {
			wrong := problems{"email": {key: "value.email"}}
			return s.administrationPage(v, exhibitAdministration(), &inviteForm{Email: "nobody"}, wrong, nil)
		})},
		{"for somebody", signedIn(func(s *Server, v *visit) view {
			return invitationMadePage{
				basePage: s.base(v), Email: "newcomer@example.org", Until: exhibitTime().Add(7 * 24 * time.Hour),
				Link: "https://upright.example.org/invitations/" + strings.Repeat("a", 43), Back: "/administration",
			}
		})},
		{"for anybody", signedIn(func(s *Server, v *visit) view {
			return invitationMadePage{basePage: s.base(v), Link: "https://upright.example.org/x", Until: exhibitTime()}
		})},
	}
}

// exhibitAdministration has an invitation in each state and a long list of people.
func exhibitAdministration() administrationData {
	now := exhibitTime()
	d := administrationData{
		Settings:        store.Settings{Registration: store.OpenRegistration, SetUp: true},
		NextInvitations: "more",
		NextPeople:      "more",
		Invitations: []store.Invitation{
			{ID: "b", Email: "newcomer@example.org", Created: now, Expires: now.AddDate(100, 0, 0)},
			{ID: "c", Created: now.AddDate(0, -2, 0), Expires: now.AddDate(0, -1, 0)},
			{ID: "d", Email: "amina@example.org", Created: now, Expires: now, Accepted: now, AcceptedBy: "Amina Example"},
		},
		People: []upr.User{*exhibitUser()},
	}
	for range 24 {
		d.People = append(d.People, upr.User{
			Name:      "Maria-Magdalena Wijayaratne-Featherstonehaugh de la Santísima Trinidad",
			Email:     "a.very.long.address.for.correspondence@subdomain.department.example.org",
			CreatedAt: now,
		})
	}
	return d
}

// exhibitsOfOrganizations are the list of submissions and the profile of an organization.
func exhibitsOfOrganizations() []exhibit {
	o := upr.Organization{
		ID: "eeeeeeeeeeeeeeeeeeee", Name: "Example Association for the Rights of Returned Families", Acronym: "EARF",
		City: "Nairobi", Country: "KEN", Founded: 1998, ConsultativeStatus: upr.SpecialStatus,
		Description: "An invented organization.", Website: "https://example.org", Email: "office@example.org",
		Logo: &upr.Image{Format: "png"}, Example: true,
	}
	home := func(organizations []upr.Organization, list []upr.Submission, next store.Next) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view { return s.homePage(v, organizations, list, next) })
	}
	return []exhibit{
		{"empty", home(nil, nil, "")},
		{"organization, no submission", home([]upr.Organization{o}, nil, "")},
		{"full", home([]upr.Organization{o}, exhibitSubmissions(o), "more")},
		{"new", signedIn(func(s *Server, v *visit) view {
			return s.organizationPage(v, upr.Organization{}, &organizationForm{}, nil)
		})},
		{"full", signedIn(func(s *Server, v *visit) view {
			return s.organizationPage(v, o, newOrganizationForm(o), nil)
		})},
		{"errors", signedIn(func(s *Server, v *visit) view {
			return s.organizationPage(v, o, &organizationForm{Founded: "long ago"}, problems{
				"name":                {key: "value.required"},
				"description":         {key: "value.long", args: map[string]any{"n": upr.MaxDescription}},
				"founded":             {key: "value.year"},
				"country":             {key: "value.choice"},
				"consultative_status": {key: "value.choice"},
				"":                    {key: "error.invalid"},
			})
		})},
	}
}

// exhibitSubmissions are titles as they come: short, long, right to left.
func exhibitSubmissions(o upr.Organization) []upr.Submission {
	titles := []struct{ language, title string }{
		{"en", "Birth registration of returned families"},
		{"fr", strings.Repeat("Contribution à l’examen périodique universel ", 5)},
		{"ar", "تسجيل مواليد الأسر العائدة"},
	}
	var list []upr.Submission
	for i, one := range titles {
		submission := upr.Submission{
			ID: upr.SubmissionID(strings.Repeat("f", 20)), Organizations: []upr.Organization{o}, Updated: exhibitTime(),
			Details: upr.Details{State: "KEN", Session: 55 + i, Language: one.language, Title: one.title},
		}
		if i == 0 {
			submission.Details.Deadline = upr.Deadline{At: exhibitTime().AddDate(0, 6, 0), Source: upr.OwnDeadline}
		}
		list = append(list, submission)
	}
	return list
}
