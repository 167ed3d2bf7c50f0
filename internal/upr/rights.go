package upr

import "crypto/rand"

// A Role is what a person is in an organization.
type Role string

// The roles. The zero value is: not in it.
const (
	NoRole            Role = ""
	Member            Role = "member"
	OrganizationAdmin Role = "administrator"
)

// A Right is something that a route or a query asks for.
type Right string

// The rights. The first two ask nothing about any organization; those from BeginSubmission to ManageOrganization are
// asked of an organization (Allowed), those from ReadSubmission to CommentPaper of a submission (AllowedIn).
const (
	Visit                  Right = "visit"               // look at what everybody may see, with or without an account
	UseAccount             Right = "use-account"         // be somebody: one's own account, starting an organization
	ReadSubmission         Right = "read-submission"     // see a submission, its text and its findings, download its files
	CommentText            Right = "comment-text"        // write comments beside the manuscript
	SuggestText            Right = "suggest-text"        // propose changes of the manuscript, which others accept or refuse
	EditText               Right = "edit-text"           // write in the manuscript, mark parts ready
	EditDetails            Right = "edit-details"        // change State, session, title, deadline and so on
	ManagePeople           Right = "manage-people"       // of one's own organization; who coordinates, of all: see Standing.Manages
	SignOff                Right = "sign-off"            // endorse the text for an organization: see Standing.SignsFor
	Coordinate             Right = "coordinate"          // people, assignments, locks, named revisions, sign-off
	KeepConsents           Right = "keep-consents"       // read and write what persons agreed to of whom it tells, also of a final one
	DeleteSubmission       Right = "delete-submission"   // remove it for everybody
	OpenPaper              Right = "open-paper"          // have the text as it is printed, and nothing else of the submission
	ReadPaper              Right = "read-paper"          // with a reader link: have it on a page
	CommentPaper           Right = "comment-paper"       // with a reader link: comment on it
	BeginSubmission        Right = "begin-submission"    // in the organization's name: alone, or by joining one
	SeeOrganization        Right = "see-organization"    // who its members are
	ManageOrganization     Right = "manage-organization" // change its profile, its logo and its members
	AdministerInstallation Right = "administer"          // people, invitations, registration
)

// Allowed reports whether an actor who has the role in the organization concerned has a right. Where no organization is
// concerned the role is NoRole. Rights to submissions it never gives: see AllowedIn.
func Allowed(by Actor, role Role, right Right) bool {
	if right == Visit {
		return true
	}
	if by.User == "" {
		return false
	}
	switch right {
	case UseAccount:
		return true
	case AdministerInstallation:
		return by.Admin
	case BeginSubmission, SeeOrganization:
		return role == Member || role == OrganizationAdmin
	case ManageOrganization:
		return role == OrganizationAdmin
	}
	return false
}

// NewID returns a new identifier: 20 characters of lower-case base 32, 100 bits from the operating system.
func NewID() string {
	text := []byte(rand.Text()[:20]) // 26 characters of upper-case base 32
	for i, c := range text {
		if 'A' <= c && c <= 'Z' {
			text[i] = c + 'a' - 'A'
		}
	}
	return string(text)
}
