package upr_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"upright/internal/upr"
)

func details() upr.Details {
	return upr.Details{State: "XXA", Session: 54, Cycle: 4, Kind: upr.Individual, Language: "en", Title: "Identity for all"}
}

func TestDetailsValidate(t *testing.T) {
	at := time.Date(2027, 3, 1, 17, 0, 0, 0, time.UTC)
	table := []struct {
		name   string
		change func(*upr.Details)
		field  string // "" when nothing is wrong
		key    string
	}{
		{"as it should be", func(*upr.Details) {}, "", ""},
		{"joint, in Arabic, with everything", func(d *upr.Details) {
			d.Kind, d.Language, d.Title = upr.Joint, "ar", "الهوية للجميع"
			d.Keywords = []string{"identity", "حق"}
			d.Deadline = upr.Deadline{At: at, Source: upr.OwnDeadline}
			d.Date = upr.Date{Year: 2028, Month: 2, Day: 29}
		}, "", ""},
		{"no State", func(d *upr.Details) { d.State = "" }, "state", "value.choice"},
		{"a State in small letters", func(d *upr.Details) { d.State = "xxa" }, "state", "value.choice"},
		{"no session", func(d *upr.Details) { d.Session = 0 }, "session", "value.choice"},
		{"no cycle", func(d *upr.Details) { d.Cycle = 0 }, "cycle", "value.choice"},
		{"an unknown kind", func(d *upr.Details) { d.Kind = "several" }, "kind", "value.choice"},
		{"a language that is not of the United Nations", func(d *upr.Details) { d.Language = "de" }, "language", "value.choice"},
		{"a title of blanks", func(d *upr.Details) { d.Title = " \u00a0" }, "title", "value.required"},
		{"a title of two lines", func(d *upr.Details) { d.Title = "a\nb" }, "title", "value.characters"},
		{"a title with half a character", func(d *upr.Details) { d.Title = "a\xff" }, "title", "value.characters"},
		{"the longest title", func(d *upr.Details) { d.Title = strings.Repeat("é", 300) }, "", ""},
		{"too long a title", func(d *upr.Details) { d.Title = strings.Repeat("é", 301) }, "title", "value.long"},
		{"too many key words", func(d *upr.Details) { d.Keywords = strings.Split(strings.Repeat("a ", 31), " ")[:31] }, "keywords", "value.many"},
		{"an empty key word", func(d *upr.Details) { d.Keywords = []string{""} }, "keywords", "value.required"},
		{"a deadline from nowhere", func(d *upr.Details) { d.Deadline.At = at }, "deadline", "value.date"},
		{"a source without a deadline", func(d *upr.Details) { d.Deadline.Source = upr.CalendarDeadline }, "deadline", "value.date"},
		{"an unknown source", func(d *upr.Details) { d.Deadline = upr.Deadline{At: at, Source: "rumour"} }, "deadline", "value.date"},
		{"a leap day that is none", func(d *upr.Details) { d.Date = upr.Date{Year: 2027, Month: 2, Day: 29} }, "date", "value.date"},
		{"a month without a day", func(d *upr.Details) { d.Date = upr.Date{Year: 2027, Month: 2} }, "date", "value.date"},
	}
	for _, c := range table {
		t.Run(c.name, func(t *testing.T) {
			d := details()
			c.change(&d)
			checkInvalid(t, d.Validate(), c.field, c.key)
		})
	}
}

func TestOrganizationValidate(t *testing.T) {
	table := []struct {
		name   string
		change func(*upr.Organization)
		field  string
		key    string
	}{
		{"a name is enough", func(*upr.Organization) {}, "", ""},
		{"with everything", func(o *upr.Organization) {
			o.Acronym, o.City, o.Country, o.Founded = "ONG", "Genève", "CHE", 1863
			o.Description, o.Address = "What we do.\nAnd where.", "Rue 1\n1200 Genève"
			o.ConsultativeStatus, o.Website = upr.SpecialStatus, "https://ong.example.org/a"
			o.Email, o.Phone = "info@ong.example.org", "+41 22 000 00 00"
		}, "", ""},
		{"no name", func(o *upr.Organization) { o.Name = "" }, "name", "value.required"},
		{"a country's name", func(o *upr.Organization) { o.Country = "Switzerland" }, "country", "value.choice"},
		{"the year 63", func(o *upr.Organization) { o.Founded = 63 }, "founded", "value.year"},
		{"an unknown status", func(o *upr.Organization) { o.ConsultativeStatus = "observer" }, "consultative_status", "value.choice"},
		{"a script as website", func(o *upr.Organization) { o.Website = "javascript:alert(1)//a.b" }, "website", "value.website"},
		{"a website with a password", func(o *upr.Organization) { o.Website = "https://a:b@example.org" }, "website", "value.website"},
		{"a website without a scheme", func(o *upr.Organization) { o.Website = "example.org" }, "website", "value.website"},
		{"no address at all", func(o *upr.Organization) { o.Email = "info" }, "email", "value.email"},
		{"a second header", func(o *upr.Organization) { o.Email = "a@example.org\r\nBcc: b@example.org" }, "email", "value.characters"},
		{"a bell in the description", func(o *upr.Organization) { o.Description = "\a" }, "description", "value.characters"},
	}
	for _, c := range table {
		t.Run(c.name, func(t *testing.T) {
			o := upr.Organization{Name: "Identity Now"}
			c.change(&o)
			checkInvalid(t, o.Validate(), c.field, c.key)
		})
	}
}

func TestIsEmail(t *testing.T) {
	for _, s := range []string{"a@example.org", "a.b+c@mail.example.org", "o'neill@example.ie", "é@example.org"} {
		if !upr.IsEmail(s) {
			t.Errorf("%q refused", s)
		}
	}
	for _, s := range []string{
		"", "a", "a@", "@example.org", "a@b@example.org", "Anna <a@example.org>", "a@example.org, b@example.org",
		"a@example.org\n", "a b@example.org", `"a b"@example.org`, "a@example.org\x00",
		strings.Repeat("a", 65) + "@example.org", "a@" + strings.Repeat("b", 254) + ".org",
	} {
		if upr.IsEmail(s) {
			t.Errorf("%q accepted", s)
		}
	}
}

// checkInvalid makes sure that an error is about a field with a key, or that there is none.
func checkInvalid(t *testing.T, err error, field, key string) {
	t.Helper()
	if field == "" {
		if err != nil {
			t.Fatalf("refused: %v", err)
		}
		return
	}
	var known *upr.Error
	if !errors.As(err, &known) {
		t.Fatalf("got %v, want an error about %s", err, field)
	}
	if known.Kind != upr.Invalid || known.Field != field || known.Key != key {
		t.Errorf("got kind %d, field %q, key %q; want Invalid, %q, %q", known.Kind, known.Field, known.Key, field, key)
	}
}
