package upr

import (
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of what people fill in, in characters. The database has the same ones: these are for the message.
const (
	MaxTitle        = 300
	MaxKeywords     = 30
	MaxKeyword      = 100
	MaxName         = 300 // of an organization
	MaxPersonName   = 200
	MaxEmail        = 254 // RFC 5321, 4.5.3.1.3, less the angle brackets
	MaxAcronym      = 30
	MaxCity         = 100
	MaxDescription  = 3000
	MaxWebsite      = 300
	MaxPhone        = 50
	MaxAddress      = 500
	MaxSession      = 999
	MaxCycle        = 99
	firstYear       = 1000
	lastYear        = 9999
	maxLabelOfEmail = 64 // the part before the @, RFC 5321, 4.5.3.1.1
)

// Validate checks what details mean on their own and returns the first thing wrong as an Error of kind Invalid, with the
// field's name: state, session, cycle, kind, language, title, keywords, deadline or date. Whether the State is under
// review in that session is a matter of the calendar, not checked here.
func (d *Details) Validate() error {
	switch {
	case !isAlpha3(d.State):
		return invalid("state", "value.choice")
	case d.Session < 1 || d.Session > MaxSession:
		return invalid("session", "value.choice")
	case d.Cycle < 1 || d.Cycle > MaxCycle:
		return invalid("cycle", "value.choice")
	case d.Kind != Individual && d.Kind != Joint:
		return invalid("kind", "value.choice")
	case !slices.Contains(Languages(), d.Language):
		return invalid("language", "value.choice")
	case d.Date != (Date{}) && !d.Date.exists():
		return invalid("date", "value.date")
	}
	if err := checkLine("title", d.Title, MaxTitle, true); err != nil {
		return err
	}
	if err := d.Deadline.validate(); err != nil {
		return err
	}
	if len(d.Keywords) > MaxKeywords {
		return invalidWith("keywords", "value.many", MaxKeywords)
	}
	for _, word := range d.Keywords {
		if err := checkLine("keywords", word, MaxKeyword, true); err != nil {
			return err
		}
	}
	return nil
}

// validate makes sure that a deadline has a source exactly when it has a time.
func (d Deadline) validate() error {
	known := d.Source == CalendarDeadline || d.Source == OwnDeadline
	if known == d.At.IsZero() || (!known && d.Source != NoDeadline) {
		return invalid("deadline", "value.date")
	}
	if !d.At.IsZero() && (d.At.UTC().Year() < firstYear || d.At.UTC().Year() > lastYear) {
		return invalid("deadline", "value.date")
	}
	return nil
}

// exists reports whether the calendar has the day.
func (d Date) exists() bool {
	if d.Year < firstYear || d.Year > lastYear || d.Month < 1 || d.Month > 12 || d.Day < 1 {
		return false
	}
	return d.Day <= daysIn(d.Year, int(d.Month))
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// Validate checks what an organization's profile means and returns the first thing wrong as an Error of kind Invalid,
// with the field's name: name, acronym, city, country, founded, description, consultative_status, website, email, phone
// or address. Only the name must be given; what OHCHR needs beyond it is a finding of the rules, not an error here.
func (o *Organization) Validate() error {
	for _, line := range []struct {
		field, text string
		limit       int
	}{
		{"name", o.Name, MaxName},
		{"acronym", o.Acronym, MaxAcronym},
		{"city", o.City, MaxCity},
		{"website", o.Website, MaxWebsite},
		{"email", o.Email, MaxEmail},
		{"phone", o.Phone, MaxPhone},
	} {
		if err := checkLine(line.field, line.text, line.limit, line.field == "name"); err != nil {
			return err
		}
	}
	if err := checkText("description", o.Description, MaxDescription); err != nil {
		return err
	}
	if err := checkText("address", o.Address, MaxAddress); err != nil {
		return err
	}
	statuses := []ConsultativeStatus{NoStatus, GeneralStatus, SpecialStatus, RosterStatus}
	switch {
	case o.Country != "" && !isAlpha3(o.Country):
		return invalid("country", "value.choice")
	case o.Founded != 0 && (o.Founded < firstYear || o.Founded > lastYear):
		return invalid("founded", "value.year")
	case !slices.Contains(OrganizationTypes(), o.Type):
		return invalid("type", "value.choice")
	case !slices.Contains(statuses, o.ConsultativeStatus):
		return invalid("consultative_status", "value.choice")
	case o.Website != "" && !isWebsite(o.Website):
		return invalid("website", "value.website")
	case o.Email != "" && !IsEmail(o.Email):
		return invalid("email", "value.email")
	}
	return nil
}

// Validate checks a person's name, address, page language and time zone, and returns the first thing wrong as an Error of
// kind Invalid with the field's name: name, email, language or timezone. Whether the time zone exists is not checked:
// that is knowledge of the machine.
func (u *User) Validate() error {
	if err := checkLine("name", u.Name, MaxPersonName, true); err != nil {
		return err
	}
	if !IsEmail(u.Email) {
		return invalid("email", "value.email")
	}
	if u.Language != "" && !slices.Contains(Languages(), u.Language) {
		return invalid("language", "value.choice")
	}
	return checkLine("timezone", u.Timezone, 64, false)
}

// IsEmail reports whether a text is one plain mail address, without a name and without anything that could end a header.
func IsEmail(s string) bool {
	if len(s) > MaxEmail || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || unicode.IsSpace(r) }) {
		return false
	}
	address, err := mail.ParseAddress(s)
	if err != nil || address.Name != "" || address.Address != s {
		return false
	}
	at := strings.LastIndexByte(s, '@')
	return at <= maxLabelOfEmail && !strings.HasPrefix(s, `"`)
}

// FoldEmail gives the form in which addresses are kept and compared: without blanks around, in lower case.
func FoldEmail(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

func isWebsite(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && strings.Contains(u.Hostname(), ".") && u.User == nil
}

func isAlpha3(s string) bool {
	return len(s) == 3 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// checkLine checks a text of one line.
func checkLine(field, s string, limit int, required bool) error {
	if required && strings.TrimSpace(s) == "" {
		return invalid(field, "value.required")
	}
	if strings.ContainsFunc(s, unicode.IsControl) {
		return invalid(field, "value.characters")
	}
	return checkText(field, s, limit)
}

// checkText checks a text that may have several lines: proper UTF-8, no control characters but line ends and tabs.
func checkText(field, s string, limit int) error {
	control := func(r rune) bool { return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' }
	if !utf8.ValidString(s) || strings.ContainsFunc(s, control) {
		return invalid(field, "value.characters")
	}
	if utf8.RuneCountInString(s) > limit {
		return invalidWith(field, "value.long", limit)
	}
	return nil
}

func invalid(field, key string) error {
	return &Error{Kind: Invalid, Key: key, Field: field}
}

func invalidWith(field, key string, n int) error {
	return &Error{Kind: Invalid, Key: key, Field: field, Args: map[string]any{"n": n}}
}
