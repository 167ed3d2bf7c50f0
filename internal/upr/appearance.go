package upr

// As returns an organization as it appears: all of it, its acronym alone (a city or a logo would tell which it is), or,
// where others represent it or it has no acronym to appear by, nothing and false.
func (o Organization) As(a Appearance) (Organization, bool) {
	switch {
	case a == FullAppearance:
		return o, true
	case a == AcronymAppearance && o.Acronym != "":
		return Organization{ID: o.ID, Name: o.Acronym, Acronym: o.Acronym, Example: o.Example, UpdatedAt: o.UpdatedAt}, true
	}
	return Organization{}, false
}

// Appears says how one of the organizations of a submission is named.
func (s *Submission) Appears(id OrganizationID) Appearance {
	for i := range s.Annexes.Signatories {
		if s.Annexes.Signatories[i].Organization.ID == id {
			return s.Annexes.Signatories[i].Appearance
		}
	}
	return FullAppearance
}

// AppearanceOf says how one of its organizations appears, also in a submission that was read from a file: that has no
// identifiers, and an organization is known by its name.
func (s *Submission) AppearanceOf(o *Organization) Appearance {
	if o.ID != "" {
		return s.Appears(o.ID)
	}
	for i := range s.Annexes.Signatories {
		if s.Annexes.Signatories[i].Organization.Name == o.Name {
			return s.Annexes.Signatories[i].Appearance
		}
	}
	return FullAppearance
}
