package calendar_test

import (
	"testing"

	"upright/internal/calendar"
)

func TestCodes(t *testing.T) {
	c := load(t)
	code := c.Codes()
	for name, want := range map[string]string{
		"Norway": "NOR", "nor": "NOR", "Norvège": "NOR", "挪威": "NOR", "Côte d’Ivoire": "CIV", "the Netherlands": "NLD",
		"Iran (Islamic Republic of)": "IRN", "Türkiye": "TUR", "Turkey": "TUR", "Republic of Korea": "KOR",
		"United Kingdom of Great Britain and Northern Ireland": "GBR", "United States": "USA", "Viet Nam": "VNM",
		"Atlantis": "", "": "",
	} {
		if got := code(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	// Every name of the data is known again.
	for _, lang := range []string{"en", "fr", "es", "ar", "ru", "zh"} {
		for _, s := range c.States(lang) {
			if got := code(s.Name); got != s.Code {
				t.Errorf("%s: %q, want %s", s.Name, got, s.Code)
			}
		}
	}
	var zero calendar.Calendar
	if zero.Codes()("Norway") != "" {
		t.Error("the zero calendar knows something")
	}
}
