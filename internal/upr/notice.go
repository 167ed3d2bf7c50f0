package upr

import (
	"slices"
	"time"
)

// A NoticeKind is one of the things that people are told about.
type NoticeKind string

// The kinds of notices. What Ref names is said of each; where nothing is said it is empty.
const (
	MentionNotice    NoticeKind = "mention"    // named in a comment; Ref is the thread
	ReplyNotice      NoticeKind = "reply"      // an answer in a thread that one has written in; Ref is the thread
	ReaderNotice     NoticeKind = "reader"     // a comment by somebody with a reader link; Ref is the thread
	AssignmentNotice NoticeKind = "assignment" // something was assigned to one or to one's organization; Ref is the block
	JoinedNotice     NoticeKind = "joined"     // an invitation that one made was accepted
	SignoffNotice    NoticeKind = "signoff"    // one's organization is asked to sign off a revision; Ref is its number
	ChangedNotice    NoticeKind = "changed"    // the text changed after one's organization signed; Ref is the number it signed
	FinalNotice      NoticeKind = "final"      // the submission is final; Ref is the number of the revision
	ReopenedNotice   NoticeKind = "reopened"   // a final submission was opened again
	DeadlineNotice   NoticeKind = "deadline"   // the day on which OHCHR stops taking it is near
	MovedNotice      NoticeKind = "moved"      // OHCHR changed the day on which it stops taking it
	DueNotice        NoticeKind = "due"        // the last day of one's own assignment is near; Ref is the block
	DeletionNotice   NoticeKind = "deletion"   // somebody asked for the submission to be deleted; Ref is when it goes, in seconds
	RetentionNotice  NoticeKind = "retention"  // the time is near for which submissions are kept; Ref as before
	KeptNotice       NoticeKind = "kept"       // what of the two before was to be deleted stays; Ref as before
)

// NoticeKinds are all kinds, in the order in which people choose about them.
func NoticeKinds() []NoticeKind {
	return []NoticeKind{
		MentionNotice, ReplyNotice, ReaderNotice, AssignmentNotice, JoinedNotice, SignoffNotice, ChangedNotice,
		FinalNotice, ReopenedNotice, DeadlineNotice, MovedNotice, DueNotice, DeletionNotice, RetentionNotice, KeptNotice,
	}
}

// A Pace says how soon a person gets a mail about something. On the page of news it stands at once in any case.
type Pace string

// The paces.
const (
	AtOnce Pace = "once"
	Daily  Pace = "daily" // in one mail with all else, in the morning where the person is
	Never  Pace = "never"
)

// Paces are all paces, the fastest first.
func Paces() []Pace { return []Pace{AtOnce, Daily, Never} }

// UsualPace is the pace of a kind for who has not chosen: what somebody waits for goes at once.
func UsualPace(kind NoticeKind) Pace {
	if slices.Contains([]NoticeKind{ReplyNotice, ReaderNotice, JoinedNotice}, kind) {
		return Daily
	}
	return AtOnce
}

// A Notice tells one person that something happened.
type Notice struct {
	ID           string
	Kind         NoticeKind
	Submission   SubmissionID   // "" for what is about an organization only
	Organization OrganizationID // of that; else ""
	Title        string         // of the submission, or the organization's name
	Language     string         // of the title; "" for a name
	State        string         // State under review, ISO 3166-1 alpha-3
	By           string         // who did it, as named in the submission; "" when nobody did or it is not known any more
	Ref          string         // see NoticeKind
	At           time.Time
	Read         bool
}

// morning is the hour at which a day of work begins, for mails that do not come at once.
const morning = 8

// NextMorning is the next time that it is eight in the morning in a zone, after now.
func NextMorning(now time.Time, zone *time.Location) time.Time {
	local := now.In(zone)
	at := time.Date(local.Year(), local.Month(), local.Day(), morning, 0, 0, 0, zone)
	if !at.After(now) {
		at = time.Date(local.Year(), local.Month(), local.Day()+1, morning, 0, 0, 0, zone)
	}
	return at
}

// Reminder returns which of the steps (days before, in falling order) a reminder of a last day is at for somebody in a
// zone: the smallest that is not yet passed by the days that are left. It is false before the first step, after the day
// itself, and before the morning.
func Reminder(now time.Time, last Date, zone *time.Location, steps []int) (int, bool) {
	local := now.In(zone)
	today := time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC)
	left := int(time.Date(last.Year, last.Month, last.Day, 0, 0, 0, 0, time.UTC).Sub(today) / (24 * time.Hour))
	if left < 0 || local.Hour() < morning {
		return 0, false
	}
	at, found := 0, false
	for _, step := range steps {
		if left <= step {
			at, found = step, true
		}
	}
	return at, found
}
