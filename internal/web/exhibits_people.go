package web

import (
	"strings"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// exhibitsOfPeople are who makes a submission, who is invited, and the members of an organization.
func exhibitsOfPeople() []exhibit {
	page := func(make func() peopleData, pseudonym *pseudonymForm, wrongPseudonym, wrongJoin problems) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			p, err := s.peoplePage(v, make(), pseudonym, wrongPseudonym, wrongJoin)
			if err != nil {
				panic(err) // made-up data that does not fit its page: a test fails
			}
			return p
		})
	}
	missing := problems{
		"organization": {key: "value.required"}, "role": {key: "value.required"}, "ends": {key: "people.ends.past"},
		"email": {key: "value.email"},
	}
	coordinator := problems{"": {key: "people.last-coordinator"}}
	all := []exhibit{
		{"alone", page(exhibitAlone, nil, nil, nil)},
		{"coalition, coordinator", page(exhibitCoalition, nil, nil, nil)},
		{"coalition, reader", page(exhibitCoalitionRead, nil, nil, nil)},
		{"name refused", page(exhibitCoalition, &pseudonymForm{Pseudonym: "long"}, problems{"pseudonym": {key: "value.characters"}}, nil)},
		{"organization refused", page(exhibitCoalition, nil, nil, problems{"organization": {key: "coalition.there"}})},
		{"coordinator", signedIn(func(s *Server, v *visit) view {
			return s.invitePage(v, exhibitCoalition(), &invitePersonForm{Role: "editor"}, nil)
		})},
		{"administrator of a member, errors", signedIn(func(s *Server, v *visit) view {
			return s.invitePage(v, exhibitCoalitionOther(), &invitePersonForm{Email: "nobody"}, missing)
		})},
		{"as it is", signedIn(func(s *Server, v *visit) view {
			d := exhibitCoalition()
			return s.personPage(v, d, d.people[1], &personForm{Role: "editor", Ends: "2027-01-31", Note: "Until the launch"}, nil)
		})},
		{"errors", signedIn(func(s *Server, v *visit) view {
			d := exhibitCoalition()
			return s.personPage(v, d, d.people[1], &personForm{}, problems{"": coordinator[""], "ends": {key: "value.date"}})
		})},
		{"represented", signedIn(func(s *Server, v *visit) view {
			d := exhibitCoalition()
			f := &appearanceForm{Appearance: "represented", RepresentedBy: "o"}
			return s.appearancePage(v, d, d.members[2], f, nil)
		})},
		{"lead, errors", signedIn(func(s *Server, v *visit) view {
			d := exhibitCoalition()
			f := &appearanceForm{Appearance: "acronym"}
			return s.appearancePage(v, d, d.members[0], f, problems{"appearance": {key: "coalition.lead.appears"}})
		})},
	}
	all = append(all, exhibitsOfConfirming(coordinator)...)
	all = append(all, exhibitsOfJoining()...)
	return append(all, exhibitsOfMembers()...)
}

// exhibitsOfConfirming are the questions before something is done.
func exhibitsOfConfirming(wrong problems) []exhibit {
	ask := func(key string, wrong problems) exhibit {
		return exhibit{key, signedIn(func(s *Server, v *visit) view {
			one := exhibitExample()
			h := s.heading(v, one)
			return s.confirmPage(v, key, "Amina Example", &h, h.Home+"/people", wrong)
		})}
	}
	return []exhibit{
		ask("lead", nil), ask("organization", nil), ask("person", wrong), ask("leave", nil),
		ask("member", nil), ask("leave-organization", nil),
	}
}

// exhibitsOfJoining are what who was invited sees.
func exhibitsOfJoining() []exhibit {
	invited := func(change func(*store.PeopleInvitation)) store.PeopleInvitation {
		i := store.PeopleInvitation{
			Submission: "s", Organization: "o", OrganizationName: "Example Association", Role: "editor",
			InvitedBy: "Amina Example", State: store.WaitingInvitation, Review: upr.Details{State: "KEN", Session: 55},
		}
		change(&i)
		return i
	}
	same := func(*store.PeopleInvitation) {}
	own := []upr.Organization{{ID: "p", Name: "Collective for Safe Return"}}
	stranger := func(i store.PeopleInvitation, f *joinForm, wrong problems) func(*Server, *visit) view {
		return func(s *Server, v *visit) view { return s.joinPage(v, i, nil, f, wrong) }
	}
	missing := problems{"name": {key: "value.required"}, "organization_name": {key: "value.required"}}
	bringing := func(i *store.PeopleInvitation) { i.Organization = "" }
	pages := []exhibit{
		{"new account", stranger(invited(same), &joinForm{}, nil)},
		{"new account, for an address", stranger(invited(func(i *store.PeopleInvitation) { i.Email = "amina@example.org" }), &joinForm{}, nil)},
		{"new account with an organization, errors", stranger(invited(bringing), &joinForm{}, missing)},
		{"into an organization", stranger(invited(func(i *store.PeopleInvitation) { i.Submission, i.Role = "", "administrator" }), &joinForm{}, nil)},
		{"own account", signedIn(func(s *Server, v *visit) view { return s.joinPage(v, invited(same), own, &joinForm{}, nil) })},
		{"own account, bringing an organization", signedIn(func(s *Server, v *visit) view {
			return s.joinPage(v, invited(bringing), own, &joinForm{Organization: newcomer}, problems{"": {key: "join.already"}})
		})},
		{"another address", signedIn(func(s *Server, v *visit) view {
			i := invited(func(i *store.PeopleInvitation) { i.Email = "somebody.else@example.org" })
			return s.joinPage(v, i, own, &joinForm{}, nil)
		})},
	}
	for _, state := range []store.InvitationState{
		store.AcceptedInvitation, store.WithdrawnInvitation, store.ExpiredInvitation, store.ReplacedInvitation,
	} {
		i := invited(func(i *store.PeopleInvitation) { i.State = state })
		pages = append(pages, exhibit{string(state), stranger(i, &joinForm{}, nil)})
	}
	return pages
}

// exhibitsOfMembers are the members of an organization, seen by who manages it and by another member.
func exhibitsOfMembers() []exhibit {
	d := membersData{
		organization: upr.Organization{ID: "o", Name: "Example Association for the Rights of Returned Families"},
		members: []store.OrganizationMember{
			{User: exhibitUser().ID, Name: "Amina Example", Email: "amina@example.org", Role: upr.OrganizationAdmin},
			{User: "b", Name: "أمينة", Email: "a.very.long.address.for.correspondence@subdomain.example.org", Role: upr.Member},
		},
		invitations: exhibitInvitations("", upr.Member),
		manages:     true,
	}
	show := func(d membersData, f *inviteMemberForm, wrong problems) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view { return s.membersPage(v, d, f, wrong) })
	}
	seen := d
	seen.manages, seen.invitations = false, nil
	return []exhibit{
		{"administrator", show(d, &inviteMemberForm{Role: "member"}, nil)},
		{"member", show(seen, &inviteMemberForm{}, nil)},
		{"errors", show(d, &inviteMemberForm{}, problems{"": {key: "members.last"}, "email": {key: "value.email"}})},
	}
}

// exhibitInvitations has an invitation in each state.
func exhibitInvitations[R ~string](submission upr.SubmissionID, role R) []store.PeopleInvitation {
	var list []store.PeopleInvitation
	for n, state := range []store.InvitationState{
		store.WaitingInvitation, store.ExpiredInvitation, store.AcceptedInvitation, store.WithdrawnInvitation,
	} {
		i := store.PeopleInvitation{
			ID: strings.Repeat("i", n+1), Submission: submission, Organization: "o", OrganizationName: "Example Association",
			Role: string(role), Created: exhibitTime(), Expires: exhibitTime().AddDate(0, 0, 7), State: state, Manageable: true,
		}
		switch n {
		case 0:
			i.Email, i.Note = "newcomer@example.org", "Writes the part on health"
		case 2:
			i.AcceptedBy = "Amina Example"
		case 3:
			i.State, i.Hidden = store.AcceptedInvitation, submission != ""
		}
		list = append(list, i)
	}
	if submission != "" {
		list[1].Organization, list[1].OrganizationName = "", ""
	}
	return list
}

// exhibitAlone is an individual submission with one person.
func exhibitAlone() peopleData {
	one := exhibitExample()
	one.Organizations, one.Details.Kind = one.Organizations[:1], upr.Individual
	return peopleData{
		one: *one, in: upr.Standing{Lead: upr.OrganizationAdmin, Administers: []upr.OrganizationID{"o"}},
		members: []store.CoalitionMember{{Organization: one.Organizations[0], Lead: true, Appearance: upr.FullAppearance, Manageable: true}},
		people: []store.Person{{
			Author: upr.Author{User: exhibitUser().ID, Name: "Amina Example", OrganizationName: "EARF"},
			Role:   upr.Coordinator, ByOrganization: true,
		}},
	}
}

// exhibitCoalition is a joint submission with people in every state, seen by a coordinator.
func exhibitCoalition() peopleData {
	now := exhibitTime()
	long := strings.TrimSpace(strings.Repeat("Intergenerational Commission ", 9))
	d := peopleData{one: *exhibitExample(), in: upr.Standing{Given: upr.Coordinator, Administers: []upr.OrganizationID{"p"}}}
	d.one.Details.Kind = upr.Joint
	d.one.Organizations = append(d.one.Organizations, upr.Organization{ID: "p", Name: long}, upr.Organization{ID: "r", Name: "CSR"})
	member := func(id upr.OrganizationID, name, acronym string, as upr.Appearance) {
		d.members = append(d.members, store.CoalitionMember{
			Organization: upr.Organization{ID: id, Name: name, Acronym: acronym}, Lead: len(d.members) == 0,
			Appearance: as, Manageable: true,
		})
	}
	member("o", "Example Association", "EARF", upr.FullAppearance)
	member("p", long, "", upr.FullAppearance)
	member("q", "جمعية حقوق الأسر العائدة", "", upr.RepresentedAppearance)
	member("r", "Collective for Safe Return", "CSR", upr.AcronymAppearance)
	d.members[2].RepresentedBy = "o"
	person := func(id upr.UserID, name, organization string, role upr.SubmissionRole) *store.Person {
		d.people = append(d.people, store.Person{
			Author: upr.Author{User: id, Name: name, OrganizationName: organization, Former: role == ""}, Role: role, Given: role,
			Manageable: true, Added: now,
		})
		return &d.people[len(d.people)-1]
	}
	person(exhibitUser().ID, "A pseudonym", "EARF", upr.Coordinator).Pseudonym = true
	until := person("b", "Maria-Magdalena Wijayaratne-Featherstonehaugh de la Santísima Trinidad", long, upr.Editor)
	until.Ends, until.Note = now.AddDate(0, 2, 0), "Until the launch"
	person("c", "أمينة", "جمعية حقوق الأسر العائدة", upr.Commenter).ByOrganization = true
	person("d", "Who has left", "CSR", "").Left = now
	ended := person("e", "Whose time has ended", "CSR", "")
	ended.Given, ended.Ends = upr.Reader, now.Add(-time.Hour)
	d.invitations = exhibitInvitations("s", upr.Editor)
	d.own = []upr.Organization{{ID: "p", Name: "p"}, {ID: "x", Name: "Another Association of Mine"}}
	return d
}

// exhibitCoalitionRead is the same, seen by a reader.
func exhibitCoalitionRead() peopleData {
	d := exhibitCoalition()
	d.in, d.invitations, d.own = upr.Standing{Given: upr.Reader}, nil, nil
	for i := range d.members {
		d.members[i].Manageable = false
	}
	for i := range d.people {
		d.people[i].Manageable, d.people[i].Note = false, ""
	}
	return d
}

// exhibitCoalitionOther is the same, seen by the administrator of a member organization.
func exhibitCoalitionOther() peopleData {
	d := exhibitCoalition()
	d.in = upr.Standing{Administers: []upr.OrganizationID{"p"}}
	for i := range d.members {
		d.members[i].Manageable = d.members[i].Organization.ID == "p"
	}
	return d
}
