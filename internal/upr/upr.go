// Package upr holds the words of the Universal Periodic Review: submissions, the organizations that make them, people,
// roles and rights, and the errors a person can act on.
//
// It refuses to know databases, HTTP, the clock, and the languages of the pages: errors carry message keys.
package upr

import (
	"time"

	"upright/internal/prose"
)

// Identifiers are opaque: 20 characters of lower-case base 32 from a cryptographic source.
type (
	// UserID names a person's account.
	UserID string
	// OrganizationID names an organization.
	OrganizationID string
	// SubmissionID names a submission.
	SubmissionID string
)

// A User is a person with an account.
type User struct {
	ID        UserID
	Name      string
	Email     string // lower case, unique
	Language  string // of the pages: en, fr, es; "" until chosen
	Timezone  string // IANA name; "" until known
	Admin     bool   // administers this installation
	CreatedAt time.Time
}

// An Actor is who acts: a person with an account, or a visit with a reader link. The zero value is nobody.
type Actor struct {
	User  UserID
	Admin bool
	Link  LinkID  // instead of User
	Visit VisitID // of the link
}

// An Organization submits. What it gives here is printed on the cover and published by OHCHR.
type Organization struct {
	ID                 OrganizationID
	Type               OrganizationType
	Name               string // full name
	Acronym            string
	City               string
	Country            string // ISO 3166-1 alpha-3
	Founded            int    // year; 0 when not given
	Description        string // one paragraph on what it does
	ConsultativeStatus ConsultativeStatus
	Website            string
	Email              string // public contact
	Phone              string // public contact
	Address            string // public postal address
	Logo               *Image
	Example            bool // invented, for the worked example
	UpdatedAt          time.Time
}

// OrganizationType says as what an organization takes part in the review: OHCHR's summary groups stakeholders by it.
type OrganizationType string

// The types of organization (UPR-G-02, UPR-NHRI-01, UPR-REG-01).
const (
	CivilSociety    OrganizationType = ""
	FullNHRI        OrganizationType = "nhri-a" // national human rights institution of the State under review with A status
	OtherNHRI       OrganizationType = "nhri"
	RegionalMandate OrganizationType = "regional" // regional intergovernmental organization or mechanism
)

// OrganizationTypes are all types.
func OrganizationTypes() []OrganizationType {
	return []OrganizationType{CivilSociety, FullNHRI, OtherNHRI, RegionalMandate}
}

// ConsultativeStatus is an organization's status with ECOSOC; it is not needed for a written submission.
type ConsultativeStatus string

// The consultative statuses.
const (
	NoStatus      ConsultativeStatus = ""
	GeneralStatus ConsultativeStatus = "general"
	SpecialStatus ConsultativeStatus = "special"
	RosterStatus  ConsultativeStatus = "roster"
)

// An Image is a decoded and re-encoded picture without metadata: PNG (8 bits, not interlaced) or baseline JPEG.
type Image struct {
	Data          []byte
	Format        string // "png" or "jpeg"
	Width, Height int    // pixels
}

// Kind says whether one organization submits or several.
type Kind string

// The kinds of submission.
const (
	Individual Kind = "individual"
	Joint      Kind = "joint"
)

// A Submission is a stakeholder submission to the review of one State.
type Submission struct {
	ID          SubmissionID
	Details     Details
	RuleSet     string   // id of the rule set it was begun with: "cycle-4", "cycle-5-provisional"
	RuleVersion int      // version of the rule set; 0 for the one that the program brings
	Left        RulesRef // the newer version that its coordinators left aside; zero for none
	Ready       []string // ids of the parts marked ready by their authors
	Version     int64    // of the details, for forms that compete
	Final       int      // number of the revision that is final; 0 while the submission is written
	Created     time.Time
	Updated     time.Time
	// Organizations submit; the first is the lead. An individual submission has one.
	Organizations []Organization
	// Annexes are printed after the text.
	Annexes Annexes
	// Answers are those to the guiding questions on solidarity, in the order of SolidarityQuestions. They are filled for the
	// portable file only, and printed nowhere.
	Answers []SolidarityAnswer
	// Manuscript and Head are filled when the text was asked for; Head is the version of the text. Manuscript is what
	// counts, is checked and is printed: the text without suggestions that are still open.
	Manuscript *prose.Manuscript
	Head       int64
	// Suggested is the text with the suggestions in it; nil when there are none. See SetText.
	Suggested *prose.Manuscript
}

// A RulesRef names a version of a rule set. The zero value is none.
type RulesRef struct {
	Set     string `json:"set"`
	Version int    `json:"version"`
}

// SetText fills Manuscript and Suggested.
func (s *Submission) SetText(text *prose.Manuscript) {
	s.Manuscript, s.Suggested = text.Settled(), nil
	if s.Manuscript != text {
		s.Suggested = text
	}
}

// Text is the whole text, with the suggestions in it; nil when the text was not asked for.
func (s *Submission) Text() *prose.Manuscript {
	if s.Suggested != nil {
		return s.Suggested
	}
	return s.Manuscript
}

// OpenSuggestions is how many suggestions are neither accepted nor refused.
func (s *Submission) OpenSuggestions() int {
	if s.Suggested == nil {
		return 0
	}
	return s.Suggested.Suggestions()
}

// Details are what a person says about a submission outside its text.
type Details struct {
	State    string // State under review, ISO 3166-1 alpha-3
	Session  int    // of the UPR Working Group
	Cycle    int
	Kind     Kind
	Language string // of the text: en, fr, es, ar, ru, zh
	Title    string
	Keywords []string
	Deadline Deadline
	Date     Date // printed on the cover; zero until set
}

// A Deadline is the moment until which OHCHR takes the submission, with where it comes from. The zero value is: none known.
type Deadline struct {
	At     time.Time // in UTC; shown in Geneva time and in the reader's own
	Source DeadlineSource
}

// DeadlineSource says who gave the deadline.
type DeadlineSource string

// The sources of a deadline.
const (
	NoDeadline       DeadlineSource = ""
	CalendarDeadline DeadlineSource = "calendar" // published, from the calendar data
	OwnDeadline      DeadlineSource = "own"      // set by the people who write
)

// A Date is a day without an hour. The zero value is no day.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// Languages are the six official languages of the United Nations, in which OHCHR accepts submissions (UPR-FMT-01).
func Languages() []string { return []string{"en", "fr", "es", "ar", "ru", "zh"} }
