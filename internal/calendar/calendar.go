// Package calendar knows the sessions of the UPR Working Group, the States under review in each, the deadlines as far
// as they are known, the names of States in six languages, and those of the treaties. All of it is data with source and
// confidence; an administrator can replace the files, and add single entries as OHCHR publishes them (With). It refuses
// to guess: what is derived says so.
package calendar

import (
	"slices"
	"time"
	_ "time/tzdata" // Geneva time must be known on machines without a zone database

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"upright/internal/upr"
)

// Confidence says how well something is known.
type Confidence = upr.Confidence

// The confidences, best first.
const (
	Confirmed       = upr.Confirmed
	PartlyConfirmed = upr.PartlyConfirmed
	Conflicting     = upr.Conflicting
	Derived         = upr.Derived
	Unconfirmed     = upr.Unconfirmed
)

// A Message is a key of the catalogue with its arguments.
type Message struct {
	Key  string
	Args map[string]any
}

// A Source is where something was read.
type Source struct {
	Document string `json:"document"`
	URL      string `json:"url"` // a web address or the symbol of a United Nations document
}

// A Session is one session of the Working Group.
type Session struct {
	Number           int
	Cycle            int
	Year             int        // 0 when not known
	Month, LastMonth time.Month // in which it begins and ends; 0 when not known
	Start, End       upr.Date   // zero when the days are not known
	Dates            Confidence // of year, months and days
	States           []string   // under review, ISO 3166-1 alpha-3, in the order of the source
	StatesConfidence Confidence
	Sources          []Source
	Note             string // in English, for who keeps the data

	deadline           upr.Date
	hour               string // of the deadline in Geneva, "15:04"; "" when sources differ
	deadlineConfidence Confidence
	deadlineSource     Source   // zero for the first of Sources
	certain            []string // States that are confirmed where the list as a whole is not
	moved              []move
}

// A move is a review that was put off to another session.
type move struct {
	State      string     `json:"state"`
	To         int        `json:"to"`
	Confidence Confidence `json:"confidence"`
}

// Begins returns the first day of the session, or the first of its month when the day is not known; the zero Date when
// nothing is.
func (s Session) Begins() upr.Date {
	switch {
	case s.Start != upr.Date{}:
		return s.Start
	case s.Year != 0:
		return upr.Date{Year: s.Year, Month: s.Month, Day: 1}
	}
	return upr.Date{}
}

// Opens is Begins as a moment, in UTC: the day's beginning, exact enough to compare months. It is zero when not known.
func (s Session) Opens() time.Time {
	d := s.Begins()
	if d == (upr.Date{}) {
		return time.Time{}
	}
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// Closes is when the session is over, in UTC: the end of its last day, or of its last month when the day is not known.
// It is zero when nothing is.
func (s Session) Closes() time.Time {
	switch last := max(s.Month, s.LastMonth); {
	case s.End != upr.Date{}:
		return time.Date(s.End.Year, s.End.Month, s.End.Day+1, 0, 0, 0, 0, time.UTC)
	case s.Year != 0:
		return time.Date(s.Year, last+1, 1, 0, 0, 0, 0, time.UTC)
	}
	return time.Time{}
}

// A State can be under review, or be the country of an organization.
type State struct {
	Code     string // ISO 3166-1 alpha-3
	Name     string
	Reviewed bool // a member of the United Nations: every member is reviewed, observers are not
}

// A Calendar is the data, loaded and checked. It never changes; the zero value knows nothing.
type Calendar struct {
	sessions    map[int]Session
	states      map[string]stateNames
	unplaced    map[string]int // State → session by the order of review
	first, last int            // sessions of the cycle whose order is known
	orderSource Source
	geneva      *time.Location
	plan        map[int]Session                // as in the data, for the order of review; see With
	reviews     map[string][]upr.CalendarEntry // State → what administrators entered about its reviews, by session
}

type stateNames struct {
	member bool
	names  map[string]string // by language
}

// Session returns a session: one of the data, or one of the following cycle, whose States are derived from the order of
// review and whose dates are not known.
func (c *Calendar) Session(number int) (Session, bool) {
	if s, ok := c.sessions[number]; ok {
		return s, true
	}
	model, ok := c.sessions[number-c.length()]
	if !ok || number <= c.last || number > c.last+c.length() {
		return Session{}, false
	}
	states := slices.Clone(model.States)
	for code, expected := range c.unplaced {
		if expected == model.Number {
			states = append(states, code)
		}
	}
	slices.Sort(states[len(model.States):])
	return Session{
		Number: number, Cycle: model.Cycle + 1, Dates: Unconfirmed,
		States: states, StatesConfidence: Derived, Sources: []Source{c.orderSource},
	}, true
}

// Closed is when a session is over: see Session.Closes. It is zero for one that is not known.
func (c *Calendar) Closed(number int) time.Time {
	session, _ := c.Session(number)
	return session.Closes()
}

// length is the number of sessions in a cycle; 0 in the zero Calendar.
func (c *Calendar) length() int {
	if c.last == 0 {
		return 0
	}
	return c.last - c.first + 1
}

// Sessions returns the sessions of the cycle in the data and of the following one, in order.
func (c *Calendar) Sessions() []Session {
	var all []Session
	for n := c.first; n <= c.last+c.length(); n++ {
		if s, ok := c.Session(n); ok {
			all = append(all, s)
		}
	}
	return all
}

// States returns all States in the alphabetical order of the language. An unknown language is taken for English.
func (c *Calendar) States(lang string) []State {
	all := make([]State, 0, len(c.states))
	for code, s := range c.states {
		all = append(all, State{Code: code, Name: c.StateName(code, lang), Reviewed: s.member})
	}
	order := collate.New(language.Make(lang))
	slices.SortFunc(all, func(a, b State) int { return order.CompareString(a.Name, b.Name) })
	return all
}

// StateName returns the name of a State in one of the six languages of the United Nations, in English for any other
// language, and "" for a code that is not in the data.
func (c *Calendar) StateName(code, lang string) string {
	names := c.states[code].names
	if name, ok := names[lang]; ok {
		return name
	}
	return names["en"]
}
