package web

import (
	"strings"
	"time"

	"upright/internal/rules"
	"upright/internal/upr"
)

// exhibitsOfConsents are what persons agreed to of whom the text tells.
func exhibitsOfConsents() []exhibit {
	list := func(d func(*Server) consentsData, wrong problems) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			p, err := s.consentsPage(v, d(s), wrong)
			if err != nil {
				panic(err) // made-up data that does not fit its page: a test fails
			}
			return p
		})
	}
	one := func(c upr.Consent, f *consentForm, wrong problems, saved bool) func(*Server, *visit) view {
		return signedIn(func(s *Server, v *visit) view {
			if f == nil {
				f = newConsentForm(&c)
			}
			p := s.consentPage(v, consentsData{one: exhibitExample()}, &c, f, wrong)
			if saved {
				p.Saved = []change{{Label: v.words.T("consent.terms"), Value: strings.Repeat("Other words. ", 20)}}
			}
			return p
		})
	}
	none := func(*Server) consentsData { return consentsData{one: exhibitExample()} }
	wrong := problems{
		"label": {key: "consent.label.taken"}, "extent": {key: "value.required"}, "names": {key: "consent.names.short"},
		"terms": {key: "value.required"}, "obtained": {key: "value.date"}, "review": {key: "consent.review.early"},
	}
	return []exhibit{
		{"none", list(none, nil)},
		{"all states", list(exhibitConsents, nil)},
		{"errors", list(exhibitConsents, problems{"looked": {key: "naming.looked.missing"}})},
		{"final", list(func(s *Server) consentsData {
			d := exhibitConsents(s)
			d.one.Final = 3
			return d
		}, nil)},
		{"new", one(upr.Consent{Names: []string{"María López"}}, nil, nil, false)},
		{"long", one(exhibitConsent(upr.PartlyConsent, func(c *upr.Consent) { c.Label = strings.Repeat("Longname", 12) }), nil, nil, false)},
		{"errors", one(upr.Consent{}, &consentForm{Names: "A", Obtained: "31.12.", Review: "2020-01-01"}, wrong, false)},
		{"somebody else saved", one(exhibitConsent(upr.NamedConsent, nil), nil, problems{"": {key: "consent.conflict"}}, true)},
		{"to remove", signedIn(func(s *Server, v *visit) view {
			c := exhibitConsent(upr.WithdrawnConsent, nil)
			return s.consentRemovalPage(v, exhibitExample(), &c)
		})},
		{"names to confirm", signedIn(func(s *Server, v *visit) view {
			d := exhibitSigningAlone()
			d.naming, d.harms = exhibitConsents(s).naming, 3
			return s.finalPage(v, d, &finalForm{}, problems{"": {key: "final.naming"}})
		})},
		{"names confirmed", signedIn(func(s *Server, v *visit) view {
			d := exhibitSigningAlone()
			d.naming = exhibitConsents(s).naming
			d.naming.Confirmed = append(d.naming.Confirmed, upr.NamingConfirmation{By: "gone", At: exhibitTime()})
			return s.finalPage(v, d, &finalForm{}, nil)
		})},
	}
}

func exhibitConsent(extent upr.ConsentExtent, change func(*upr.Consent)) upr.Consent {
	c := upr.Consent{
		ID: upr.NewID(), Label: "Case 7", Extent: extent, Terms: "Asked in Spanish, with the text read aloud.\nName and place, not the age.",
		Obtainer: "R. S.", Obtained: upr.Date{Year: 2026, Month: 3, Day: 1}, Kept: "Signed form, in the safe of the office in Puebla",
		Review: upr.Date{Year: 2027, Month: 3, Day: 1}, Names: []string{"María López Hernández", "محمد أحمد"}, Version: 2, By: "u",
		At: exhibitTime(), Seen: &upr.ConsentSeen{By: "p", At: exhibitTime()},
	}
	if change != nil {
		change(&c)
	}
	return c
}

// exhibitConsents are cases of every extent, seen and not seen, and a text with names that none of them covers.
func exhibitConsents(*Server) consentsData {
	d := consentsData{
		one:   exhibitExample(),
		names: map[upr.UserID]string{"u": "Amina Example", "p": strings.Repeat("Longname ", 20)},
		naming: upr.Naming{
			Named: []string{"Case 7", strings.Repeat("Longname", 12)}, Confirmed: []upr.NamingConfirmation{{By: "p", At: exhibitTime()}},
		},
	}
	for i, extent := range upr.ConsentExtents() {
		d.cases = append(d.cases, exhibitConsent(extent, func(c *upr.Consent) {
			if i%2 == 1 {
				c.Seen, c.Review = nil, upr.DateOf(exhibitTime().Add(-24*time.Hour))
			}
			if extent == upr.NoConsentNeeded {
				c.Obtainer, c.Kept, c.Obtained, c.Review, c.Seen = "", "", upr.Date{}, upr.Date{}, nil
			}
		}))
	}
	d.cases = append(d.cases, exhibitConsent(upr.NamedConsent, func(c *upr.Consent) {
		c.Label, c.Terms, c.Names, c.By = strings.Repeat("Longname", 12), strings.Repeat("Long terms. ", 60), nil, "gone"
	}))
	for i := range maxFound + 3 {
		block := d.one.Manuscript.Parts[0].ID
		message := rules.Message{Key: "rule.UPRIGHT-NAME.person"}
		d.report.Findings = append(d.report.Findings, rules.Finding{
			Rule: "UPRIGHT-NAME", Severity: rules.Warning, Harm: rules.OpenHarm, Message: message,
			Mend:  rules.Message{Key: message.Key + ".mend"},
			Place: rules.Place{Kind: rules.BlockPlace, ID: block, Part: block, Number: string(rune('1' + i%9)), Quote: "María López Hernández"},
		})
	}
	return d
}
