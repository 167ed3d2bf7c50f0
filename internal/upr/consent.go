package upr

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Bounds of the record of consents.
const (
	MaxConsents     = 500  // cases of one submission
	MaxConsentLabel = 100  // characters of the label
	MaxConsentText  = 2000 // characters of one text of a case
	MaxConsentNames = 50   // words to look for in the text
	MaxConsentName  = 200  // characters of one of them
)

// A ConsentExtent is how far somebody agreed to appear in the text.
type ConsentExtent string

// The extents.
const (
	NamedConsent     ConsentExtent = "named"     // by name
	PartlyConsent    ConsentExtent = "partly"    // with what the case lists, not more: a first name, a place, an age
	AnonymousConsent ConsentExtent = "anonymous" // what happened may be told, and nothing that leads to the person
	WithdrawnConsent ConsentExtent = "withdrawn" // agreed once, and does not any more
	NoConsentNeeded  ConsentExtent = "public"    // the words are those of an office, an author, a place: nobody at risk
)

// ConsentExtents lists the extents in the order in which people choose among them.
func ConsentExtents() []ConsentExtent {
	return []ConsentExtent{NamedConsent, PartlyConsent, AnonymousConsent, WithdrawnConsent, NoConsentNeeded}
}

// Covers reports whether what a case lists may stand in the text.
func (e ConsentExtent) Covers() bool {
	return e == NamedConsent || e == PartlyConsent || e == NoConsentNeeded
}

// A Consent is the record of what somebody agreed to: a case. It is read by editors and coordinators only, and stands in no
// file, with one exception: the backup of the whole installation.
type Consent struct {
	ID       string
	Label    string // the organization's own: a number or a pseudonym, so that lists and findings need no name
	Extent   ConsentExtent
	Terms    string   // what was agreed, and on what conditions
	Obtainer string   // who obtained it
	Obtained Date     // when; the zero value where none was needed
	Kept     string   // where the proof is kept
	Review   Date     // when to ask again; the zero value for never
	Names    []string // words that lead to the person, as they could stand in the text
	Version  int64    // 0 before it is kept for the first time
	By       UserID   // who last changed it; "" when the account is gone
	At       time.Time
	Seen     *ConsentSeen // nil until a second person has seen it as it is now
}

// A ConsentSeen says who has seen a case beside the person who wrote it.
type ConsentSeen struct {
	By UserID // "" when the account is gone
	At time.Time
}

// Due reports whether the day has come to ask again.
func (c *Consent) Due(today Date) bool { return c.Review != (Date{}) && !today.Before(c.Review) }

// Holds reports whether the case covers what it lists: far enough agreed, and seen by a second person. That words are no
// person's one can say alone: else whoever works alone could never answer a false alarm. The record tells who said so.
func (c *Consent) Holds() bool {
	return c.Extent == NoConsentNeeded || c.Extent.Covers() && c.Seen != nil
}

// Lists reports whether the case lists words, alone or as a part of longer ones: who agreed to "María López Hernández" may be
// called María López, and who agreed to "María" may not.
func (c *Consent) Lists(words string) bool {
	words = strings.ToLower(strings.TrimSpace(words))
	return slices.ContainsFunc(c.Names, func(name string) bool { return holdsWords(strings.ToLower(name), words) })
}

// In returns the first of the case's words that stands in a text, as whole words and in whatever case of letters; "" for
// none. The text is in lower case.
func (c *Consent) In(lower string) string {
	for _, name := range c.Names {
		if holdsWords(lower, strings.ToLower(name)) {
			return name
		}
	}
	return ""
}

// holdsWords reports whether words stand in a text with no letter beside them. Scripts without spaces have letters
// everywhere: there any place will do.
func holdsWords(text, words string) bool {
	if words == "" {
		return false
	}
	first, _ := utf8.DecodeRuneInString(words)
	last, _ := utf8.DecodeLastRuneInString(words)
	for at := 0; ; {
		next := strings.Index(text[at:], words)
		if next < 0 {
			return false
		}
		at += next
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[at+len(words):])
		if !continues(before, first) && !continues(last, after) {
			return true
		}
		at += len(words)
	}
}

// continues reports whether two characters beside each other belong to one word.
func continues(a, b rune) bool {
	part := func(r rune) bool { return (unicode.IsLetter(r) || unicode.IsDigit(r)) && !unicode.Is(unicode.Han, r) }
	return part(a) && part(b)
}

// Validate checks a case on its own. The error is an *Error of the kind Invalid, with the field: label, extent, terms,
// obtainer, obtained, kept, review or names.
func (c *Consent) Validate() error {
	if err := checkLine("label", c.Label, MaxConsentLabel, true); err != nil {
		return err
	}
	if !slices.Contains(ConsentExtents(), c.Extent) {
		return invalid("extent", "value.choice")
	}
	asked := c.Extent != NoConsentNeeded
	for _, text := range []struct {
		field, value string
		needed       bool
	}{{"terms", c.Terms, true}, {"obtainer", c.Obtainer, asked}, {"kept", c.Kept, asked}} {
		if text.needed && strings.TrimSpace(text.value) == "" {
			return invalid(text.field, "value.required")
		}
		if err := checkText(text.field, text.value, MaxConsentText); err != nil {
			return err
		}
	}
	switch {
	case c.Obtained == (Date{}) && asked:
		return invalid("obtained", "value.required")
	case c.Obtained != (Date{}) && !c.Obtained.exists():
		return invalid("obtained", "value.date")
	case c.Review != (Date{}) && !c.Review.exists():
		return invalid("review", "value.date")
	case c.Review != (Date{}) && c.Review.Before(c.Obtained):
		return invalid("review", "consent.review.early")
	case len(c.Names) > MaxConsentNames:
		return invalidWith("names", "value.many", MaxConsentNames)
	}
	for _, name := range c.Names {
		if err := checkLine("names", name, MaxConsentName, true); err != nil {
			return err
		}
		if utf8.RuneCountInString(name) < 2 {
			return invalid("names", "consent.names.short")
		}
	}
	return nil
}

// A Naming is who has made sure of whom a text names before it becomes final.
type Naming struct {
	Named     []string // labels of the cases that name somebody
	Confirmed []NamingConfirmation
}

// A NamingConfirmation says that somebody looked at whom a text names, at one version of it.
type NamingConfirmation struct {
	By UserID
	At time.Time
}

// NamingEyes is how many people make sure of whom a text names before it becomes final.
const NamingEyes = 2

// Missing is how many more have to confirm. A text that names nobody, as far as anybody knows, needs none; open says that
// the check found what may lead to a person and no case covers.
func (n *Naming) Missing(open bool) int {
	if len(n.Named) == 0 && !open {
		return 0
	}
	return max(0, NamingEyes-len(n.Confirmed))
}
