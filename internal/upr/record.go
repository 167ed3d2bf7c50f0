package upr

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"time"
)

// A RecordKind is one of the acts that the record of a submission tells of.
type RecordKind string

// The kinds of entries. Person and Organization say to whom, where that is somebody; Ref and Value mean what is said
// behind each, or are empty.
const (
	CreatedRecord             RecordKind = "created"              // Organization leads
	ImportedRecord            RecordKind = "imported"             // from a file; Organization leads
	DetailsRecord             RecordKind = "details"              // Value is the version that they had then
	DeadlineMovedRecord       RecordKind = "deadline-moved"       // with the calendar's; Value is the new one, "" for none
	InvitedRecord             RecordKind = "invited"              // Ref is the invitation, Value the role
	InvitationRenewedRecord   RecordKind = "invitation-renewed"   // as before
	InvitationWithdrawnRecord RecordKind = "invitation-withdrawn" // as before
	JoinedRecord              RecordKind = "joined"               // By accepted the invitation Ref; Value is the role
	RoleRecord                RecordKind = "role"                 // Value is the new one of Person
	LeftRecord                RecordKind = "left"                 // Person, who may be By
	MemberRecord              RecordKind = "member"               // of Organization, and thereby of what it brings here: Person, with the role Value
	OrganizationJoinedRecord  RecordKind = "organization-joined"
	OrganizationLeftRecord    RecordKind = "organization-left"
	OrganizationMovedRecord   RecordKind = "organization-moved" // in the order of names
	LeadRecord                RecordKind = "lead"               // Organization leads from now on
	AppearanceRecord          RecordKind = "appearance"         // Value is the Appearance
	RevisionRecord            RecordKind = "revision"           // a version got a name; Ref is the number of the revision
	RestoredRecord            RecordKind = "restored"           // Ref is the version whose text came back
	LockedRecord              RecordKind = "locked"             // Ref is the part, so of the next three
	UnlockedRecord            RecordKind = "unlocked"
	ReadyRecord               RecordKind = "ready"
	UnreadyRecord             RecordKind = "unready"
	AssignedRecord            RecordKind = "assigned" // Ref is the block, to a Person or an Organization
	AssignmentDoneRecord      RecordKind = "assignment-done"
	AssignmentOpenRecord      RecordKind = "assignment-open" // what was done is open again
	UnassignedRecord          RecordKind = "unassigned"
	CommentDeletedRecord      RecordKind = "comment-deleted" // by who coordinates; Person wrote it, Ref is the thread
	DownloadedRecord          RecordKind = "downloaded"      // Value is the format, Ref the revision if it was one
	SignoffAskedRecord        RecordKind = "signoff-asked"   // Ref is the number of the revision, so of the next four
	SignedRecord              RecordKind = "signed"          // or not: Value is the answer of Organization
	FinalRecord               RecordKind = "final"
	ReopenedRecord            RecordKind = "reopened"
	HandedInRecord            RecordKind = "handed-in"
	TickedRecord              RecordKind = "ticked"       // a rule of the checklist was confirmed; Ref is the rule, so of the next
	UntickedRecord            RecordKind = "unticked"     // what was confirmed was taken back
	RulesTakenRecord          RecordKind = "rules-taken"  // other rules hold from now on; Ref is the set, Value the version, so of the next
	RulesLeftRecord           RecordKind = "rules-left"   // other rules were offered and left aside
	ConsentKeptRecord         RecordKind = "consent-kept" // Ref is the case, Value its extent, so of the next two
	ConsentSeenRecord         RecordKind = "consent-seen" // by a second person
	ConsentRemovedRecord      RecordKind = "consent-removed"
	NamingConfirmedRecord     RecordKind = "naming-confirmed" // whom the text names; Ref is its version
	LinkMadeRecord            RecordKind = "link-made"        // Ref is the reader link, Value what it gives
	LinkWithdrawnRecord       RecordKind = "link-withdrawn"
	RelatedRecord             RecordKind = "related" // linked with another submission; Ref is the link, so of the next
	UnrelatedRecord           RecordKind = "unrelated"
	TakenOverRecord           RecordKind = "taken-over"  // a passage came from a linked submission; Ref is the passage, so of the next three
	TakenAgainRecord          RecordKind = "taken-again" // its newer words came
	LeftAsItIsRecord          RecordKind = "left-as-it-is"
	GivenRecord               RecordKind = "given" // a passage, or its newer words, went to a linked submission
	DeletionAskedRecord       RecordKind = "deletion-asked"
	DeletionCalledOffRecord   RecordKind = "deletion-called-off"
	RetentionWarnedRecord     RecordKind = "retention-warned"     // the submission goes; Value is the day
	RetentionMovedRecord      RecordKind = "retention-moved"      // it goes later; Value is the day
	RetentionTakenRecord      RecordKind = "retention-taken-back" // it does not go after all
	ExtendedRecord            RecordKind = "extended"             // it stays until the day Value; Ref is the extension
	RecordTakenRecord         RecordKind = "record-taken"         // as a file; Value is its format
)

// RecordKinds are all kinds, in the order in which people choose among them.
func RecordKinds() []RecordKind {
	return []RecordKind{
		CreatedRecord, ImportedRecord, DetailsRecord, DeadlineMovedRecord, InvitedRecord, InvitationRenewedRecord, InvitationWithdrawnRecord,
		JoinedRecord, RoleRecord, LeftRecord, MemberRecord, OrganizationJoinedRecord, OrganizationLeftRecord, OrganizationMovedRecord,
		LeadRecord, AppearanceRecord, RevisionRecord, RestoredRecord, LockedRecord, UnlockedRecord, ReadyRecord, UnreadyRecord,
		AssignedRecord, AssignmentDoneRecord, AssignmentOpenRecord, UnassignedRecord, CommentDeletedRecord, DownloadedRecord,
		SignoffAskedRecord, SignedRecord, FinalRecord, ReopenedRecord,
		HandedInRecord, TickedRecord, UntickedRecord, RulesTakenRecord, RulesLeftRecord,
		ConsentKeptRecord, ConsentSeenRecord, ConsentRemovedRecord, NamingConfirmedRecord, LinkMadeRecord, LinkWithdrawnRecord, RelatedRecord, UnrelatedRecord, TakenOverRecord, TakenAgainRecord,
		LeftAsItIsRecord, GivenRecord, DeletionAskedRecord, DeletionCalledOffRecord,
		RetentionWarnedRecord, RetentionMovedRecord, RetentionTakenRecord, ExtendedRecord, RecordTakenRecord,
	}
}

// A RecordEntry tells who did what to whom, when. It holds no word of a text, no address and no name.
type RecordEntry struct {
	Submission   SubmissionID
	Number       int64 // from 1, without gaps
	At           time.Time
	Kind         RecordKind
	By           UserID // "" for the server itself, and for who reads with a link; an Alias in what leaves the server
	Person       UserID // "" for nobody; likewise
	Organization OrganizationID
	Ref, Value   string // see RecordKind
}

// Sum is the SHA-256 of the sum of the entry before (32 zero bytes for the first) followed by the entry in its canonical
// form: a JSON array of its fields in their order, the time in UTC as "2006-01-02T15:04:05.000000Z".
func (e RecordEntry) Sum(before [32]byte) [32]byte {
	var form bytes.Buffer
	out := json.NewEncoder(&form)
	out.SetEscapeHTML(false)
	if err := out.Encode([]any{
		e.Submission, e.Number, RecordTime(e.At), e.Kind, e.By, e.Person, e.Organization, e.Ref, e.Value,
	}); err != nil {
		panic(fmt.Sprintf("upr: strings and numbers do not encode: %v", err))
	}
	return sha256.Sum256(append(before[:], bytes.TrimSuffix(form.Bytes(), []byte("\n"))...))
}

// RecordTime is how the record writes a time, for its sums and in its files.
func RecordTime(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000000Z") }

// A RecordChain checks entries in their order. The zero value waits for the first.
type RecordChain struct {
	Length int64
	Sum    [32]byte // of the last entry
}

// Add takes the next entry with the sum that was kept of it, and reports whether it is the one that continues the chain.
// Once it was not, the chain is broken: the entry is not taken.
func (c *RecordChain) Add(e RecordEntry, kept [32]byte) bool {
	sum := e.Sum(c.Sum)
	if e.Number != c.Length+1 || sum != kept {
		return false
	}
	c.Length, c.Sum = e.Number, sum
	return true
}
