package upr

import (
	"strings"
	"time"
	"unicode/utf8"
)

// A Revision is a version of a text that somebody gave a name. Its number and its content never change.
type Revision struct {
	Number  int   // within the submission, from 1
	Version int64 // of the text
	Name    string
	By      UserID // "" when the account is gone
	At      time.Time
	SHA256  [32]byte // of the text in its canonical form: prose.Encode
}

const (
	// MaxRevisionName is how many characters the name of a revision may have.
	MaxRevisionName = 200
	// MaxRevisions is how many named revisions a text may have.
	MaxRevisions = 500
)

// CheckRevisionName returns a name as it is kept, or an Invalid for one that is empty or too long.
func CheckRevisionName(name string) (string, error) {
	name = strings.Join(strings.Fields(name), " ")
	switch n := utf8.RuneCountInString(name); {
	case n == 0:
		return "", &Error{Kind: Invalid, Key: "history.name.empty", Field: "name"}
	case n > MaxRevisionName || !utf8.ValidString(name) || strings.ContainsRune(name, 0):
		return "", &Error{Kind: Invalid, Key: "history.name.long", Field: "name"}
	}
	return name, nil
}

// A Sitting is a time in which people wrote in a text without a long pause.
type Sitting struct {
	First, Last int64     // versions after its first and last commit
	From, To    time.Time // of these commits
	Commits     int
	Writers     []UserID // without those whose account is gone
	Compacted   bool     // the commits are gone: see Compaction
}
