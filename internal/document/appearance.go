package document

import "upright/internal/upr"

// appearing returns the organizations as they may be named in the files: all of one that appears in full, the acronym
// alone of one that asked for that, nothing of one that others represent. Everything that is printed of organizations
// comes from here, the metadata and the names of files too.
func appearing(s *upr.Submission) []upr.Organization {
	byID, byName := map[upr.OrganizationID]upr.Appearance{}, map[string]upr.Appearance{}
	for i := range s.Annexes.Signatories {
		signatory := &s.Annexes.Signatories[i]
		byID[signatory.Organization.ID], byName[signatory.Organization.Name] = signatory.Appearance, signatory.Appearance
	}
	var out []upr.Organization
	for _, o := range s.Organizations {
		appearance := byName[o.Name]
		if o.ID != "" && byID[o.ID] != "" { // a submission from a file has no ids
			appearance = byID[o.ID]
		}
		switch {
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
