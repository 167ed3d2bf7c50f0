package upr

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Identifiers of comments, chosen by whoever writes them: the same, sent again, is taken once.
type (
	// ThreadID names a thread of comments.
	ThreadID string
	// CommentID names a comment.
	CommentID string
)

// Bounds of comments. The database has the ones of single values too.
const (
	MaxComment         = 5000 // characters of a comment
	MaxQuote           = 1000 // characters of the words a thread is about; more are cut off
	MaxThreads         = 1000 // of a submission
	MaxThreadComments  = 100  // of a thread
	MaxComments        = 5000 // of a submission
	MaxMentions        = 20   // of a comment
	MaxCommentsOften   = 30   // by one person within CommentWindow
	maxManuscriptIDLen = 100
)

// CommentWindow is the time in which a person may write MaxCommentsOften comments.
const CommentWindow = 5 * time.Minute

// An Anchor is the place of a thread in a version of the text.
type Anchor struct {
	// Block is the id of the paragraph, heading, recommendation, list, table, part or endnote it was put on. That of words
	// follows them when they move to another block.
	Block string
	// Ranged says that it is about words from From to To, and not about the whole block. Both are positions of
	// ProseMirror in the text at Version.
	Ranged   bool
	Version  int64
	From, To int
	// Quote is what the words were, at most MaxQuote characters, blocks parted by a line end.
	Quote string
	// Lost says that the words are not in the text now. The thread stands at its block then, and finds the words again
	// when they come back.
	Lost bool
	// Shown is the block at which it stands now: Block, or where that is gone, the nearest one before it. Part is that one's.
	Shown, Part string
}

// A Thread is a run of comments on one place.
type Thread struct {
	ID         ThreadID
	Anchor     Anchor
	Created    time.Time
	Resolved   time.Time // zero while it is open
	ResolvedBy UserID    // "" when the account is gone
	Comments   []Comment // in the order in which they were written, one at least
}

// A Comment is plain text by one person.
type Comment struct {
	ID       CommentID
	User     UserID  // "" when it is by a reader without account, or the account is gone
	Reader   string  // name that a reader without account gave
	Visit    VisitID // of that reader, where threads are listed to readers; "" elsewhere
	Body     string  // "" of a deleted one that was answered
	Mentions []UserID
	Created  time.Time
	Edited   time.Time // zero when it stands as written
	Deleted  time.Time // zero when it was not
}

// A Mention says that somebody was named in a comment and has not seen it yet.
type Mention struct {
	Submission SubmissionID
	Title      string // of the submission
	Language   string // of the title
	Thread     ThreadID
	Comment    CommentID
	By         Author // who wrote it; the zero value when that is not known any more
	At         time.Time
}

// A NewComment is a comment as somebody sends it. Thread is the one it answers, or the new one it begins.
type NewComment struct {
	ID       CommentID
	Thread   ThreadID
	Body     string
	Mentions []UserID // chosen among people with the same name; see Mentioned
}

// Validate checks the shape of a comment and returns the first thing wrong as an Error of kind Invalid: of the field "body",
// or "" for what only a program can get wrong.
func (c *NewComment) Validate() error {
	if !isID(string(c.ID)) || !isID(string(c.Thread)) || len(c.Mentions) > MaxMentions {
		return invalid("", "error.invalid")
	}
	return CheckComment(c.Body)
}

// CheckComment checks the text of a comment; the error is Invalid, of the field "body".
func CheckComment(body string) error {
	if strings.TrimSpace(body) == "" {
		return invalid("body", "value.required")
	}
	return checkText("body", body, MaxComment)
}

// CheckAnchor checks what somebody sends as the place of a new thread. Whether the text has it is another matter.
func CheckAnchor(a Anchor) error {
	const farthest = 1 << 30
	positions := a.Version >= 0 && a.From >= 0 && a.From <= a.To && a.To <= farthest
	if a.Block == "" || len(a.Block) > maxManuscriptIDLen || !positions || utf8.RuneCountInString(a.Quote) > MaxQuote {
		return invalid("", "error.invalid")
	}
	return checkText("", a.Quote, MaxQuote)
}

// Mentioned returns the people whom a text names: "@" and the whole name of an author who is still there. Of several
// people with one name only those among chosen are meant; when none is chosen, all are. At most MaxMentions, in the order
// of authors.
func Mentioned(body string, authors []Author, chosen []UserID) []UserID {
	named := make(map[string][]UserID)
	rest := body
	byLength := slices.Clone(authors)
	// "@Ana María" names no Ana: longer names first, and what they take is gone.
	slices.SortStableFunc(byLength, func(a, b Author) int { return len(b.Name) - len(a.Name) })
	for _, a := range byLength {
		if a.Former || a.Name == "" {
			continue
		}
		if _, known := named[a.Name]; !known && !strings.Contains(rest, "@"+a.Name) {
			continue
		}
		named[a.Name] = append(named[a.Name], a.User)
		rest = strings.ReplaceAll(rest, "@"+a.Name, "\x00")
	}
	var found []UserID
	for _, a := range authors {
		group := named[a.Name]
		if !slices.Contains(group, a.User) || len(found) == MaxMentions {
			continue
		}
		isChosen := func(u UserID) bool { return slices.Contains(chosen, u) }
		if len(group) == 1 || isChosen(a.User) || !slices.ContainsFunc(group, isChosen) {
			found = append(found, a.User)
		}
	}
	return found
}

// isID reports whether a text is an identifier as NewID makes them.
func isID(s string) bool {
	return len(s) == 20 && !strings.ContainsFunc(s, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '2' || r > '7') })
}
