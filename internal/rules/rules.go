// Package rules holds OHCHR's rules for stakeholder submissions as data and checks a submission against them.
//
// The checks are pure: what they need (the submission, the rule set, the time, the previous review) comes in as
// arguments, what they find goes out as findings with message keys. They refuse to know the database, the pages and
// the languages of the pages. A rule whose source was not seen for the cycle of the submission never gives more than a
// warning, and the finding says so.
package rules

import (
	"time"

	"upright/internal/prose"
	"upright/internal/upr"
)

// Severity says how grave a finding is.
type Severity string

// The severities, gravest first.
const (
	Error   Severity = "error"   // the submission would in principle not be considered, or its files cannot be made right
	Warning Severity = "warning" // likely to do harm, or a rule that is not confirmed for the cycle
	Advice  Severity = "advice"  // good practice
)

// Confidence says how well a rule's source is known; the values come from the data.
type Confidence string

// The confidences.
const (
	Confirmed           Confidence = "confirmed"
	ConfirmedOlderCycle Confidence = "confirmed-older-cycle"
	PartlyConfirmed     Confidence = "partly-confirmed"
	Conflicting         Confidence = "conflicting"
	Unconfirmed         Confidence = "unconfirmed"
)

// A Place is where a finding is: a block or endnote of the manuscript, a part, a field of a form, or the whole submission.
type Place struct {
	Kind PlaceKind `json:"kind"`
	ID   string    `json:"id,omitempty"`   // block, endnote or part id; name of the field
	Part string    `json:"part,omitempty"` // id of the part the block is in
	// Number is what a reader sees: "12" for a paragraph, "R3" for a recommendation, "7" for an endnote; "" for none.
	Number string `json:"number,omitempty"`
	// Quote is the words concerned, at most 120 characters; "" for the whole place.
	Quote string `json:"quote,omitempty"`
}

// PlaceKind says what Place.ID names.
type PlaceKind string

// The kinds of place.
const (
	WholePlace        PlaceKind = "submission"
	PartPlace         PlaceKind = "part"
	BlockPlace        PlaceKind = "block"
	NotePlace         PlaceKind = "note"
	FieldPlace        PlaceKind = "field"        // of the submission's details: state, session, language, title, keywords, deadline
	OrganizationPlace PlaceKind = "organization" // a field of the organization's profile
	SolidarityPlace   PlaceKind = "solidarity"   // a row of the solidarity matrix
	PreviousPlace     PlaceKind = "previous"     // what the authors say of a recommendation of an earlier review
)

// A Message is a key of the catalogue with its named arguments.
type Message struct {
	Key  string         `json:"key"`
	Args map[string]any `json:"args,omitempty"`
}

// A Finding is one thing that a check found.
type Finding struct {
	Rule       string // id of the rule: "UPR-LEN-01"; our own begin with "UPRIGHT-"
	Severity   Severity
	Confidence Confidence // of the rule, for the cycle of the rule set
	Place      Place
	Message    Message // what is wrong
	Mend       Message // what to do
	Fix        *Fix    // how it can be mended without judging; nil where people have to
	Harm       Harm    // whether the words could lead to somebody
}

// A Report is the outcome of a check.
type Report struct {
	Findings []Finding // gravest first, then in the order of the text
	Count    Count
}

// Count is the length of a submission by the rule set's way of counting.
type Count struct {
	Body      prose.Count // the text without its endnotes
	Notes     prose.Count
	WithNotes bool        // the set compares body and notes together with the limit, and not the body alone
	Limit     int         // words; 0 when the set has none
	LimitRule string      // id of the rule the limit comes from
	Parts     []PartCount // visible parts in the order of the text
}

// Counted is what the limit is compared with.
func (c Count) Counted() prose.Count { return c.counted(c.Body, c.Notes) }

// CountedOf is how much of that a part makes up.
func (c Count) CountedOf(part PartCount) prose.Count { return c.counted(part.Body, part.Notes) }

func (c Count) counted(body, notes prose.Count) prose.Count {
	if c.WithNotes {
		return body.Add(notes)
	}
	return body
}

// PartCount is the length of one part.
type PartCount struct {
	ID    string
	Body  prose.Count
	Notes prose.Count
}

// Context is what a check needs to know beside the text.
type Context struct {
	Now            time.Time
	PreviousReview time.Time // start of the State's previous review; zero when not known
	// Duplicates counts other individual submissions of the same organization for the same State and session here.
	Duplicates int
	// Consents are the cases that say which words may stand in the text. They are given for who may read them only.
	Consents []upr.Consent
}
