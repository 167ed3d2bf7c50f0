package document

import "upright/internal/upr"

// appearing returns the organizations as they may be named in the files: all of one that appears in full, the acronym
// alone of one that asked for that, nothing of one that others represent. Everything that is printed of organizations
// comes from here, the metadata and the names of files too.
func appearing(s *upr.Submission) []upr.Organization {
	as := map[upr.OrganizationID]upr.Appearance{}
	for i := range s.Annexes.Signatories {
		if id := s.Annexes.Signatories[i].Organization.ID; id != "" {
			as[id] = s.Annexes.Signatories[i].Appearance
		}
	}
	var out []upr.Organization
	for _, o := range s.Organizations {
		switch appearance := as[o.ID]; {
		case appearance == upr.RepresentedAppearance:
		case appearance == upr.AcronymAppearance && nameOf(&o, appearance) == "":
		case appearance == upr.AcronymAppearance:
			// Its city, its logo and what it does would tell which it is.
			out = append(out, upr.Organization{ID: o.ID, Name: o.Acronym})
		default:
			out = append(out, o)
		}
	}
	return out
}

// LogoRows shares n logos out to rows, as evenly as their number allows, longer rows first: 5 are 3 and 2, 7 are 4 and 3,
// 20 are four rows of 5.
func LogoRows(n int) []int {
	perRow := 4
	if n > 12 {
		perRow = 5
	}
	rows := (n + perRow - 1) / perRow
	out := make([]int, rows)
	for i := range out {
		out[i] = n / rows
		if i < n%rows {
			out[i]++
		}
	}
	return out
}
