package upr

import "slices"

// A SubmissionRole is what a person may do in one submission. Each includes those before it.
type SubmissionRole string

// The roles in a submission. The zero value is: none.
const (
	NoSubmissionRole SubmissionRole = ""
	Reader           SubmissionRole = "reader"      // reads, sees findings, downloads files
	Commenter        SubmissionRole = "commenter"   // and comments
	Suggester        SubmissionRole = "suggester"   // and suggests changes
	Editor           SubmissionRole = "editor"      // and changes the text and the details
	Coordinator      SubmissionRole = "coordinator" // and decides on people, organizations, and the end of the submission
)

// SubmissionRoles are the roles that can be given, the least first.
func SubmissionRoles() []SubmissionRole {
	return []SubmissionRole{Reader, Commenter, Suggester, Editor, Coordinator}
}

// Includes reports whether a role has all that another has. An unknown role is none, and nothing includes one.
func (r SubmissionRole) Includes(other SubmissionRole) bool {
	return other == NoSubmissionRole || (other.rank() > 0 && r.rank() >= other.rank())
}

// rank is the place among the roles, from 1; 0 for none and for an unknown one.
func (r SubmissionRole) rank() int { return slices.Index(SubmissionRoles(), r) + 1 }

// A Standing is how a person stands to one submission: by the role they were given in it, and by the organizations they
// belong to. The zero value is a stranger's, and that of a former member and of one whose time has ended.
type Standing struct {
	Given       SubmissionRole   // in the submission, while it lasts
	Lead        Role             // in the lead organization
	Administers []OrganizationID // organizations of the submission, the lead among them
	Final       bool             // the submission is final: nobody changes it
	Link        LinkKind         // of the reader link that acts, while it works and leads to the submission
}

// Role is the highest role of what was given and what organizations bring: members of the lead organization are editors
// and its administrators coordinators; an administrator of another organization comments. Plain members of other
// organizations have only what they were given.
func (in Standing) Role() SubmissionRole {
	role := NoSubmissionRole
	for _, r := range []SubmissionRole{in.Given, in.byLead(), in.byOthers()} {
		if r.rank() > role.rank() {
			role = r
		}
	}
	return role
}

func (in Standing) byLead() SubmissionRole {
	switch in.Lead {
	case OrganizationAdmin:
		return Coordinator
	case Member:
		return Editor
	}
	return NoSubmissionRole
}

func (in Standing) byOthers() SubmissionRole {
	if len(in.Administers) > 0 {
		return Commenter
	}
	return NoSubmissionRole
}

// Manages reports whether somebody who stands so decides on the people and the appearance of an organization in the
// submission: a coordinator on those of all, an administrator on those of their own organization. The empty organization
// is one that is still to come.
func (in Standing) Manages(organization OrganizationID) bool {
	return in.Role() == Coordinator || slices.Contains(in.Administers, organization)
}

// MayGive reports whether somebody who stands so may give a role in the submission to people of an organization, or take
// it: only coordinators make coordinators.
func (in Standing) MayGive(organization OrganizationID, role SubmissionRole) bool {
	return in.Manages(organization) && (in.Role() == Coordinator || Editor.Includes(role))
}

// SignsFor reports whether somebody who stands so signs for an organization: only its administrators do, who answer for it.
// A coordinator signs for nobody else.
func (in Standing) SignsFor(organization OrganizationID) bool {
	return slices.Contains(in.Administers, organization)
}

// KnowsBehindPseudonyms reports whether somebody who stands so may learn who in an organization appears under a pseudonym:
// only its administrators, who have its members anyway and answer for them. A coordinator need not know.
func (in Standing) KnowsBehindPseudonyms(organization OrganizationID) bool {
	return slices.Contains(in.Administers, organization)
}

// AllowedIn reports whether an actor who stands so to a submission has a right to it. An administrator of the
// installation has no right to anybody's text: to run the server is not a reason to read a draft that can get somebody
// hurt.
func AllowedIn(by Actor, in Standing, right Right) bool {
	if by.Link != "" {
		return AllowedByLink(in.Link, right)
	}
	if by.User == "" {
		return false
	}
	role := in.Role()
	switch right {
	case ReadSubmission, OpenPaper:
		return role.Includes(Reader)
	case CommentText:
		return role.Includes(Commenter)
	case SuggestText:
		return role.Includes(Suggester) && !in.Final
	case EditText, EditDetails:
		return role.Includes(Editor) && !in.Final
	case KeepConsents:
		return role.Includes(Editor)
	case ManagePeople:
		return role.Includes(Coordinator) || len(in.Administers) > 0
	case SignOff:
		return len(in.Administers) > 0
	case Coordinate, DeleteSubmission:
		return role.Includes(Coordinator)
	}
	return false
}
