package upr_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"upright/internal/upr"
)

// aConsent is a case that is right.
func aConsent() upr.Consent {
	return upr.Consent{
		Label: "Case 7", Extent: upr.NamedConsent, Terms: "Name and place", Obtainer: "R. S.", Kept: "Safe",
		Obtained: upr.Date{Year: 2026, Month: 3, Day: 1}, Review: upr.Date{Year: 2027, Month: 3, Day: 1},
		Names: []string{"María López Hernández", "李明"},
	}
}

func TestConsentIsChecked(t *testing.T) {
	if c := aConsent(); c.Validate() != nil {
		t.Fatal(c.Validate())
	}
	for _, test := range []struct {
		field  string
		change func(*upr.Consent)
	}{
		{"label", func(c *upr.Consent) { c.Label = " " }},
		{"label", func(c *upr.Consent) { c.Label = strings.Repeat("x", upr.MaxConsentLabel+1) }},
		{"extent", func(c *upr.Consent) { c.Extent = "all" }},
		{"terms", func(c *upr.Consent) { c.Terms = "" }},
		{"terms", func(c *upr.Consent) { c.Terms = "a\x00b" }},
		{"obtainer", func(c *upr.Consent) { c.Obtainer = "" }},
		{"kept", func(c *upr.Consent) { c.Kept = strings.Repeat("x", upr.MaxConsentText+1) }},
		{"obtained", func(c *upr.Consent) { c.Obtained = upr.Date{} }},
		{"obtained", func(c *upr.Consent) { c.Obtained.Month = 13 }},
		{"review", func(c *upr.Consent) { c.Review = upr.Date{Year: 2027, Month: 2, Day: 30} }},
		{"review", func(c *upr.Consent) { c.Review = upr.Date{Year: 2026, Month: 2, Day: 28} }},
		{"names", func(c *upr.Consent) { c.Names = slices.Repeat([]string{"Ana"}, upr.MaxConsentNames+1) }},
		{"names", func(c *upr.Consent) { c.Names = []string{"A"} }},
		{"names", func(c *upr.Consent) { c.Names = []string{"Ana\nMaría"} }},
	} {
		c := aConsent()
		test.change(&c)
		var wrong *upr.Error
		if err := c.Validate(); !errors.As(err, &wrong) || wrong.Field != test.field {
			t.Errorf("%s: %v", test.field, err)
		}
	}
	c := aConsent()
	c.Extent, c.Obtainer, c.Kept, c.Obtained = upr.NoConsentNeeded, "", "", upr.Date{}
	if err := c.Validate(); err != nil {
		t.Errorf("where none is needed nobody obtained it: %v", err)
	}
}

func TestConsentFindsItsWords(t *testing.T) {
	c := aConsent()
	for words, want := range map[string]bool{
		"María López": true, "maría lópez hernández": true, "María López Ruiz": false, "Marí": false, "Ana": false, "李明": true, "": false,
	} {
		if got := c.Lists(words); got != want {
			t.Errorf("Lists(%q): %t", words, got)
		}
	}
	for text, want := range map[string]string{
		"then maría lópez hernández came": "María López Hernández", "maría lópez hernándezes": "", "公民李明被拘留": "李明", "nobody": "",
	} {
		if got := c.In(text); got != want {
			t.Errorf("In(%q): %q", text, got)
		}
	}
}

func TestConsentIsDue(t *testing.T) {
	c := aConsent()
	if c.Due(upr.Date{Year: 2027, Month: 2, Day: 28}) || !c.Due(c.Review) {
		t.Error("the day of the review")
	}
	c.Review = upr.Date{}
	if c.Due(upr.Date{Year: 9999, Month: 1, Day: 1}) {
		t.Error("without a day it is never due")
	}
}
