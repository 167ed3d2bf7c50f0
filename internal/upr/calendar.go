package upr

import (
	"regexp"
	"slices"
	"strings"
	"time"
)

// A Confidence says how well something is known.
type Confidence string

// The confidences, best first.
const (
	Confirmed       Confidence = "confirmed"
	PartlyConfirmed Confidence = "partly-confirmed" // in part seen in a source, the rest by the usual pattern
	Conflicting     Confidence = "conflicting"      // sources say different things
	Derived         Confidence = "derived"          // follows from the order of review, which is kept from cycle to cycle
	Unconfirmed     Confidence = "unconfirmed"      // no source was found
)

// EnteredConfidences are those of what a person enters, best first: what follows from the order of review, the program
// finds by itself.
func EnteredConfidences() []Confidence {
	return []Confidence{Confirmed, PartlyConfirmed, Conflicting, Unconfirmed}
}

// A CalendarKind says what an entry of the calendar is about.
type CalendarKind string

// The kinds of entries.
const (
	SessionEntry  CalendarKind = "session"  // the days of a session
	ReviewEntry   CalendarKind = "review"   // of which State in which session
	DeadlineEntry CalendarKind = "deadline" // until when OHCHR takes submissions for a session
)

// Bounds of what administrators enter into the calendar.
const (
	MaxCalendarEntries = 2_000 // five cycles, each with 193 reviews, 14 sessions and their deadlines
	MaxCalendarSource  = 300   // characters of the name of a source
	MaxCalendarURL     = 500   // characters of its address
)

// A CalendarEntry is one thing that an administrator added to the calendar that is part of the program. There is one for
// each session's days, each review of a State in a session, and each session's deadline.
type CalendarEntry struct {
	ID         string       `json:"-"`
	Kind       CalendarKind `json:"kind"`
	Session    int          `json:"session"`
	State      string       `json:"state,omitempty"`   // of a review, ISO 3166-1 alpha-3
	Instead    int          `json:"instead,omitempty"` // session from which the review was put off; 0 for none
	Symbol     string       `json:"symbol,omitempty"`  // of the report of the Working Group, A/HRC/59/15
	Start      Date         `json:"start,omitzero"`    // of a session
	End        Date         `json:"end,omitzero"`      // zero when not known
	Day        Date         `json:"day,omitzero"`      // of a deadline, in Geneva
	Hour       string       `json:"hour,omitempty"`    // of a deadline in Geneva time, "15:04"; "" when not known
	Confidence Confidence   `json:"confidence"`
	Source     string       `json:"source"`        // where it was read
	URL        string       `json:"url,omitempty"` // address of that
	By         UserID       `json:"-"`             // "" when the account is gone
	Name       string       `json:"-"`             // of that account
	At         time.Time    `json:"-"`
}

// A CalendarKey says which of the entries one is: another with the same key takes its place.
type CalendarKey struct {
	Kind    CalendarKind
	Session int
	State   string
}

// Key returns the key of an entry.
func (e CalendarEntry) Key() CalendarKey { return CalendarKey{e.Kind, e.Session, e.State} }

// Same reports whether two entries say the same, whoever entered them.
func (e CalendarEntry) Same(other CalendarEntry) bool {
	e.ID, e.By, e.Name, e.At = other.ID, other.By, other.Name, other.At
	return e == other
}

// A CalendarChange is one entry to be added or corrected, or to be removed.
type CalendarChange struct {
	Entry  CalendarEntry `json:"entry"`
	Remove bool          `json:"remove,omitempty"`
}

var (
	reportSymbol = regexp.MustCompile(`^A/HRC/\d{1,3}/\d{1,3}(/(Rev|Add|Corr)\.\d)?$`)
	stateCode    = regexp.MustCompile(`^[A-Z]{3}$`)
	webAddress   = regexp.MustCompile(`^https?://[^\s<>"]+$`)
	hourOfDay    = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)
)

// Validate checks an entry on its own. The error is Invalid and names the field of the form; whether the session and the
// State exist, the calendar knows.
func (e CalendarEntry) Validate() error {
	wrong := func(field, key string) error { return &Error{Kind: Invalid, Key: key, Field: field} }
	switch {
	case e.Session < 1 || e.Session > 999:
		return wrong("session", "details.session.unknown")
	case !slices.Contains(EnteredConfidences(), e.Confidence):
		return wrong("confidence", "value.choice")
	case strings.TrimSpace(e.Source) == "" || !printable(e.Source, MaxCalendarSource):
		return wrong("source", "calendar-entry.source.missing")
	case e.URL != "" && (!webAddress.MatchString(e.URL) || !printable(e.URL, MaxCalendarURL)):
		return wrong("url", "value.website")
	}
	switch e.Kind {
	case SessionEntry:
		return e.validateDays(wrong)
	case ReviewEntry:
		switch {
		case !stateCode.MatchString(e.State):
			return wrong("state", "value.choice")
		case e.Instead < 0 || e.Instead > 999 || e.Instead == e.Session:
			return wrong("instead", "calendar-entry.instead.same")
		case e.Symbol != "" && !reportSymbol.MatchString(e.Symbol):
			return wrong("symbol", "calendar-entry.symbol.form")
		}
	case DeadlineEntry:
		if !e.Day.sensible() {
			return wrong("deadline", "value.date")
		}
		if e.Hour != "" && !hourOfDay.MatchString(e.Hour) {
			return wrong("hour", "calendar-entry.hour.form")
		}
	default:
		return wrong("", "error.invalid")
	}
	return nil
}

// longestSession is more than any session of the Working Group took, in days: they take two weeks.
const longestSession = 60

func (e CalendarEntry) validateDays(wrong func(field, key string) error) error {
	if !e.Start.sensible() {
		return wrong("start", "value.date")
	}
	if e.End == (Date{}) {
		return nil
	}
	if days := e.End.since(e.Start); !e.End.sensible() || days < 0 || days > longestSession {
		return wrong("end", "calendar-entry.end.before")
	}
	return nil
}

// sensible reports whether a day exists and lies in the times of the review, which began in 2008.
func (d Date) sensible() bool {
	return d.exists() && d.Year >= 2008 && d.Year <= 2100
}

func (d Date) midnight() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// since returns how many days lie between two days.
func (d Date) since(earlier Date) int {
	return int(d.midnight().Sub(earlier.midnight()) / (24 * time.Hour))
}

// String writes a day as 2006-01-02; the zero value as "".
func (d Date) String() string {
	if d == (Date{}) {
		return ""
	}
	return d.midnight().Format(time.DateOnly)
}

// ParseDate reads a day written as 2006-01-02. It reports false for anything else.
func ParseDate(s string) (Date, bool) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, false
	}
	return DateOf(t), true
}

// A DeadlineMove says that the deadline of a submission changed because OHCHR's did. The zero value is: it did not.
type DeadlineMove struct {
	At     time.Time // when it changed
	Before time.Time // the deadline before; zero when none was known
}
