package upr

// An Author is a person as everybody in a submission sees them: who wrote, comments or has a role there. Everything that
// shows a person of a submission takes the name from here, so that a pseudonym stays a pseudonym everywhere.
type Author struct {
	User             UserID
	Alias            Alias  // what browsers are told instead of User
	Name             string // the pseudonym, where one was chosen for this submission
	Organization     OrganizationID
	OrganizationName string // acronym, or else full name; "" where the organization is not known
	Former           bool   // has no part in the submission any more; what they wrote stays theirs
}

// CheckPseudonym checks the name under which somebody wants to appear in a submission; empty is their own. The error is
// Invalid, about the field pseudonym.
func CheckPseudonym(name string) error { return checkLine("pseudonym", name, MaxPersonName, false) }
