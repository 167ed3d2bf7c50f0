package upr

import (
	"slices"
	"time"
	"unicode/utf8"
)

// AssignmentID names an assignment.
type AssignmentID string

// Bounds of assignments.
const (
	MaxAssignments    = 300 // of a submission, those that are done included
	MaxAssignmentNote = 500 // characters
)

// An Assignment asks a person or an organization to see to a part or a paragraph of a submission.
type Assignment struct {
	ID           AssignmentID
	Block        string         // the part or block, by its id in the text; it may be gone from there
	User         UserID         // "" when it is for an organization
	Organization OrganizationID // "" when it is for a person
	Due          Date           // the last day for it; the zero value is none
	Note         string
	By           UserID // "" when the account is gone
	Made         time.Time
	Done         time.Time // zero while it is open
	DoneBy       UserID
	Mine         bool // it is for the person who asks, or for their organization
}

// Overdue reports whether an assignment is open after its last day.
func (a Assignment) Overdue(today Date) bool {
	return a.Done.IsZero() && a.Due != (Date{}) && a.Due.Before(today)
}

// Before reports whether a day comes before another.
func (d Date) Before(other Date) bool {
	if d.Year != other.Year {
		return d.Year < other.Year
	}
	if d.Month != other.Month {
		return d.Month < other.Month
	}
	return d.Day < other.Day
}

// DateOf is the day of a moment where its location is.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{Year: year, Month: month, Day: day}
}

// Validate checks the values of an assignment. The error is an *Error of the kind Invalid, with the field.
func (a Assignment) Validate() error {
	switch {
	case a.Block == "" || len(a.Block) > maxManuscriptIDLen:
		return &Error{Kind: Invalid, Key: "assignment.unknown", Field: "block"}
	case (a.User == "") == (a.Organization == ""):
		return &Error{Kind: Invalid, Key: "assignment.nobody", Field: "who"}
	case utf8.RuneCountInString(a.Note) > MaxAssignmentNote:
		return &Error{Kind: Invalid, Key: "assignment.long", Field: "note"}
	}
	return nil
}

// SortAssignments puts assignments in the order in which they are to be seen to: mine first, open before done, those with
// the earliest last day first and those without one last.
func SortAssignments(list []Assignment) {
	slices.SortStableFunc(list, func(a, b Assignment) int {
		for _, ahead := range []func(x, y Assignment) bool{
			func(x, y Assignment) bool { return x.Mine && !y.Mine },
			func(x, y Assignment) bool { return x.Done.IsZero() && !y.Done.IsZero() },
			func(x, y Assignment) bool { return x.Due != (Date{}) && (y.Due == (Date{}) || x.Due.Before(y.Due)) },
		} {
			if ahead(a, b) {
				return -1
			}
			if ahead(b, a) {
				return 1
			}
		}
		return 0
	})
}

// A PartLock says that a part is ready and that nobody but coordinators changes it now.
type PartLock struct {
	Part        string
	By          UserID // "" when the account is gone
	At          time.Time
	Coordinated bool // a coordinator locked it: only one takes it back
}
