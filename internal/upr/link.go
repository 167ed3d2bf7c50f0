package upr

import (
	"strings"
	"time"
)

// Identifiers of reader links.
type (
	// LinkID names a reader link.
	LinkID string
	// VisitID names a visit: one browser in which a link was opened.
	VisitID string
)

// A LinkKind says what a reader link opens. Each includes those before it.
type LinkKind string

// The kinds of links. The zero value is: none, and opens nothing.
const (
	NoLink      LinkKind = ""
	PDFLink     LinkKind = "pdf"     // what it is, and the PDF
	ReadLink    LinkKind = "read"    // and the text on a page
	CommentLink LinkKind = "comment" // and comments on its paragraphs
)

// LinkKinds are the kinds that can be made, the least first.
func LinkKinds() []LinkKind { return []LinkKind{PDFLink, ReadLink, CommentLink} }

// Bounds of reader links. The database has those of single values too.
const (
	MaxLinks         = 200                // of a submission, those that have ended included
	MaxLinkLabel     = 120                // characters
	MaxLinkUses      = 1000               // of a limit
	MaxLinkOpenings  = 200                // of one link within LinkOpenWindow
	LinkOpenWindow   = time.Hour          // see MaxLinkOpenings
	LinkVisitValid   = 7 * 24 * time.Hour // for which one opening is one use
	MostLinkEvents   = 50                 // listed of each link, the latest
	linkMarkIDLength = 6                  // characters of the id in the mark: enough to tell the links of a submission apart
)

// A ReaderLink lets somebody without an account read a submission.
//
// One use is one opening in one browser, by the button of the link's page: looking at that page, or at its address as the
// scanners of mail programs do, is none, nor is coming back with the same browser within LinkVisitValid, unless it was
// closed in between.
type ReaderLink struct {
	ID         LinkID
	Submission SubmissionID
	Kind       LinkKind
	Label      string // for whom it is
	Revision   int    // the named revision that it shows; 0 for always the newest text
	Version    int64  // of the text, of that revision
	Others     bool   // its readers see each other's comments and the answers to them
	Phrase     bool   // a pass phrase is asked for
	MaxUses    int    // 0: no limit
	Uses       int
	By         UserID // who made it; "" when the account is gone
	Created    time.Time
	Ends       time.Time // zero: it lasts
	Withdrawn  time.Time // zero: it was not
	Lost       bool      // its address was removed when a backup was restored
	Events     []LinkEvent
}

// A LinkEvent is something that was done with a link. Who did it, from where and with which browser is not kept.
type LinkEvent struct {
	Kind LinkEventKind
	At   time.Time
}

// A LinkEventKind is something that can be done with a link.
type LinkEventKind string

// The kinds of events.
const (
	LinkOpened    LinkEventKind = "open"
	LinkRead      LinkEventKind = "read"
	LinkPDF       LinkEventKind = "pdf"
	LinkCommented LinkEventKind = "comment"
)

// A LinkVisit is one browser in which a link was opened.
type LinkVisit struct {
	ID   VisitID
	Name string // that the reader gave; "" before the first comment
	Ends time.Time
}

// A LinkState says whether a link works, and why not.
type LinkState string

// The states of a link.
const (
	LinkWorks     LinkState = "works"
	LinkWithdrawn LinkState = "withdrawn"
	LinkExpired   LinkState = "expired"
	LinkUsedUp    LinkState = "used-up" // who has it open reads on
	LinkLost      LinkState = "lost"
)

// State says whether the link can be opened at a time.
func (l *ReaderLink) State(now time.Time) LinkState {
	switch {
	case !l.Withdrawn.IsZero():
		return LinkWithdrawn
	case !l.Ends.IsZero() && !now.Before(l.Ends):
		return LinkExpired
	case l.Lost:
		return LinkLost
	case l.MaxUses > 0 && l.Uses >= l.MaxUses:
		return LinkUsedUp
	}
	return LinkWorks
}

// Readable reports whether a browser that has the link open may go on at a time: the last use is one, too.
func (l *ReaderLink) Readable(now time.Time) bool {
	state := l.State(now)
	return state == LinkWorks || state == LinkUsedUp
}

// Mark names the link on each page of a PDF that was had by it: the beginning of its id, by which it is found in the list
// of links, and for whom it was made, which is cut off where it is too long for a line.
func (l *ReaderLink) Mark() string { return l.ShortID() + " · " + l.Label }

// ShortID is the beginning of the id, as people see it.
func (l *ReaderLink) ShortID() string {
	return strings.ToUpper(string(l.ID[:min(len(l.ID), linkMarkIDLength)]))
}

// AllowedByLink reports whether a link of a kind, while it works, has a right to the submission that it was made for. To
// every other one, and to everything else about this one (who writes it, its history, its other files), it has none.
func AllowedByLink(kind LinkKind, right Right) bool {
	switch right {
	case OpenPaper:
		return kind == PDFLink || kind == ReadLink || kind == CommentLink
	case ReadPaper:
		return kind == ReadLink || kind == CommentLink
	case CommentPaper:
		return kind == CommentLink
	}
	return false
}

// A NewReaderLink is what a link is made of. See ReaderLink.
type NewReaderLink struct {
	Submission SubmissionID
	Kind       LinkKind
	Label      string
	Revision   int
	Others     bool
	MaxUses    int
	Ends       time.Time
}

// Validate cleans the label and returns the first thing wrong as an Error of kind Invalid, about the field of that name.
func (l *NewReaderLink) Validate(now time.Time) error {
	l.Label = strings.Join(strings.Fields(l.Label), " ")
	l.Others = l.Others && l.Kind == CommentLink
	switch {
	case !AllowedByLink(l.Kind, OpenPaper):
		return invalid("kind", "value.choice")
	case l.Revision < 0:
		return invalid("revision", "value.choice")
	case l.MaxUses < 0 || l.MaxUses > MaxLinkUses:
		return &Error{Kind: Invalid, Key: "links.uses.range", Field: "uses", Args: map[string]any{"n": MaxLinkUses}}
	case !l.Ends.IsZero() && !l.Ends.After(now):
		return invalid("ends", "people.ends.past")
	}
	return checkLine("label", l.Label, MaxLinkLabel, true)
}

// CheckReaderName checks the name that a reader gives and returns it as it is kept. The error is Invalid, about the field
// name.
func CheckReaderName(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	return name, checkLine("name", name, MaxPersonName, true)
}
