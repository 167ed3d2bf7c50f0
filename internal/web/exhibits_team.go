package web

import (
	"strings"
	"time"

	"upright/internal/collab"
	"upright/internal/prose"
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
	return append([]exhibit{
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
	}, exhibitsOfAuthors()...)
}

// exhibitsOfAuthors are who wrote what: nothing, one person, and a coalition.
func exhibitsOfAuthors() []exhibit {
	page := func(make func() *upr.Submission, found func(*upr.Submission) *collab.Authorship) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			one := make()
			return s.authorsPage(v, one, found(one), exhibitTeam(exhibitExample()).people)
		})
	}
	return []exhibit{
		{"no text", page(exhibitEmpty, func(*upr.Submission) *collab.Authorship { return &collab.Authorship{} })},
		{"one person", page(exhibitExample, func(*upr.Submission) *collab.Authorship {
			return &collab.Authorship{Users: []upr.UserID{"u"}, Shares: map[string][]int{"x": {0, 4000}}}
		})},
		{"coalition", page(exhibitOverfull, func(one *upr.Submission) *collab.Authorship {
			touched := map[string][2]int64{"long": {1, exhibitTime().Unix()}}
			for i, block := range one.Manuscript.Parts[3].Blocks {
				touched[prose.BlockID(block)] = [2]int64{int64(i % 4), exhibitTime().Unix() - int64(i)*3600}
			}
			return &collab.Authorship{
				Users: []upr.UserID{"u", "p", "f", ""}, Touched: touched,
				Shares: map[string][]int{"long": {0, 1, 1, 30_000, 2, 500}, "y": {0, 4000, 3, 12}},
			}
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
