package web

import (
	"strings"
	"time"

	"upright/internal/store"
	"upright/internal/upr"
)

// exhibitsOfTeam are who is to see to what, and who wrote what.
func exhibitsOfTeam() []exhibit {
	page := func(d func(*upr.Submission) teamData, f *assignmentForm, wrong problems) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			one := exhibitExample()
			return s.assignmentsPage(v, one, d(one), f, wrong)
		})
	}
	return []exhibit{
		{"nothing assigned", page(func(*upr.Submission) teamData { return teamData{edits: true} }, &assignmentForm{}, nil)},
		{"coordinator", page(exhibitTeam, &assignmentForm{}, nil)},
		{"reader", page(func(one *upr.Submission) teamData {
			d := exhibitTeam(one)
			d.coordinates, d.edits, d.me = false, false, "r"
			return d
		}, &assignmentForm{}, nil)},
		{"errors", page(exhibitTeam, &assignmentForm{Block: "gone", Due: "31.12."}, problems{
			"block": {key: "assignment.unknown"}, "who": {key: "assignment.nobody"}, "due": {key: "value.date"},
			"note": {key: "assignment.long"},
		})},
	}
}

// exhibitTeam is a coalition at work: something of everything.
func exhibitTeam(one *upr.Submission) teamData {
	parts := one.Manuscript.Parts
	long := strings.TrimSpace(strings.Repeat("Very Long Name ", 12))
	due := upr.DateOf(exhibitTime().Add(9 * 24 * time.Hour))
	return teamData{
		me: "u", coordinates: true, edits: true,
		people: []upr.Author{
			{User: "u", Name: "Amina Example", Organization: "o", OrganizationName: "Example Association"},
			{User: "p", Name: long, Organization: "p", OrganizationName: long},
			{User: "r", Name: "R. (pseudonym)"},
			{User: "f", Name: "Felix Former", Former: true},
		},
		members: []store.CoalitionMember{
			{Organization: upr.Organization{ID: "o", Name: "Example Association"}, Lead: true},
			{Organization: upr.Organization{ID: "p", Name: long}},
		},
		assignments: []upr.Assignment{
			{ID: "a", Block: parts[0].ID, User: "u", Due: upr.DateOf(exhibitTime().Add(-48 * time.Hour)), Note: "Summary", By: "p", Mine: true},
			{ID: "b", Block: parts[1].ID, Organization: "p", Due: due, By: "u"},
			{ID: "c", Block: "gone", User: "p", Note: strings.Repeat("Long note. ", 40), By: "f"},
			{ID: "d", Block: parts[2].ID, User: "u", Mine: true, Done: exhibitTime(), DoneBy: "u"},
		},
		locks: []upr.PartLock{
			{Part: parts[0].ID, By: "u", At: exhibitTime(), Coordinated: true},
			{Part: parts[3].ID, At: exhibitTime()},
		},
	}
}
