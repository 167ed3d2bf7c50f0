package rules

import (
	"slices"
	"strings"

	"upright/internal/prose"
	"upright/internal/upr"
)

// checkIdentity looks for what identifies each organization on the cover (UPR-COV-01).
func checkIdentity(c *checker) {
	if len(c.s.Organizations) == 0 {
		c.field(Error, "organization", "none", nil)
	}
	for i := range c.s.Organizations {
		o := &c.s.Organizations[i]
		if c.s.Appears(o.ID) != upr.FullAppearance {
			continue // it said how little of it is to be known
		}
		for _, field := range c.rule.Check.list("required") {
			if !given(o, field) {
				c.organization(Error, o, field, field, nil)
			}
		}
		for _, field := range c.rule.Check.list("recommended") {
			if !given(o, field) {
				c.organization(Advice, o, field, field, nil)
			}
		}
	}
}

// given reports whether a field of the profile is filled. A field that no profile has is never missing.
func given(o *upr.Organization, field string) bool {
	value := "given"
	switch field {
	case "name":
		value = o.Name
	case "acronym":
		value = o.Acronym
	case "city":
		value = o.City
	case "country":
		value = o.Country
	case "email":
		value = o.Email
	case "website":
		value = o.Website
	case "phone":
		value = o.Phone
	case "address":
		value = o.Address
	case "logo":
		return o.Logo != nil
	}
	return strings.TrimSpace(value) != ""
}

// checkPresentation looks for one paragraph on each organization and the year it was founded (UPR-COV-02).
func checkPresentation(c *checker) {
	least, most := int(c.rule.Check.number("min_words")), int(c.rule.Check.number("max_words"))
	for i := range c.s.Organizations {
		o := &c.s.Organizations[i]
		if c.s.Appears(o.ID) != upr.FullAppearance {
			continue // it said how little of it is to be known
		}
		n := prose.CountWords(o.Description).Words
		args := map[string]any{"n": n, "min": least, "max": most}
		switch {
		case n == 0:
			c.organization(Warning, o, "description", "missing", args)
		case n < least:
			c.organization(Advice, o, "description", "short", args)
		case n > most:
			c.organization(Advice, o, "description", "long", args)
		}
		if o.Founded == 0 {
			c.organization(Advice, o, "founded", "founded", nil)
		}
	}
}

// checkOccasion makes sure that the cover can name State, session and cycle (UPR-COV-03).
func checkOccasion(c *checker) {
	if c.s.Details.State == "" {
		c.field(Error, "state", "state", nil)
	}
	if c.s.Details.Session == 0 || c.s.Details.Cycle == 0 {
		c.field(Error, "session", "session", nil)
	}
}

// checkPrivateContact advises against the address of a person on the cover (UPR-COV-04). It knows them by the providers
// that people, not organizations, have their mail with.
func checkPrivateContact(c *checker) {
	for i := range c.s.Organizations {
		o := &c.s.Organizations[i]
		_, host, _ := strings.Cut(strings.ToLower(o.Email), "@")
		if slices.Contains(c.rule.Check.list("providers"), host) {
			c.organization(Advice, o, "email", "email", nil)
		}
	}
}

// checkSignatories looks at the list of a joint submission (UPR-JNT-01).
func checkSignatories(c *checker) {
	least := int(c.rule.Check.number("min_organizations"))
	if n := len(c.s.Organizations); n < least {
		c.whole(Error, "few", map[string]any{"n": n, "min": least})
	}
	names := map[string]bool{}
	for i := range c.s.Organizations {
		o := &c.s.Organizations[i]
		name := strings.ToLower(strings.Join(strings.Fields(o.Name), " "))
		if names[name] {
			c.organization(Error, o, "name", "twice", nil)
		}
		names[name] = true
	}
}

// checkOneIndividual finds other individual submissions of the same organization (UPR-JNT-03).
func checkOneIndividual(c *checker) {
	if c.ctx.Duplicates > 0 {
		c.whole(Error, "more", map[string]any{"n": c.ctx.Duplicates})
	}
}

// checkTitle makes sure that there is a title (UPRIGHT-TITLE).
func checkTitle(c *checker) {
	if strings.TrimSpace(c.s.Details.Title) == "" {
		c.field(Error, "title", "missing", nil)
	}
}
