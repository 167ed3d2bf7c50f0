package upr

import (
	"regexp"
	"slices"
	"time"
)

// Bounds of linked submissions.
const (
	MaxRelated      = 20        // submissions linked with one
	MaxPassages     = 2000      // taken over into one submission
	MaxPassageBytes = 256 << 10 // of the words of a passage, as JSON
)

// A Relation is that two submissions are linked: the same evidence serves both, each of which concerns a State of its own.
type Relation struct {
	ID    string
	Other SubmissionID // "" for who may not read it
	By    UserID       // "" when the account is gone
	At    time.Time
}

// A PassageKind says what was taken over from a linked submission.
type PassageKind string

// The kinds of passages.
const (
	ParagraphPassage      PassageKind = "paragraph"
	RecommendationPassage PassageKind = "recommendation"
	NotePassage           PassageKind = "note" // an endnote on its own; the notes of a paragraph come with it
)

// PassageKinds lists the kinds of passages.
func PassageKinds() []PassageKind {
	return []PassageKind{ParagraphPassage, RecommendationPassage, NotePassage}
}

// A PassageSource is a passage as it stands in the submission that it is taken from.
type PassageSource struct {
	Submission SubmissionID
	Block      string // its id in the text
	Label      string // its number there: "12", "R3"; "" for none
	Version    int64  // of the text
	Words      string // the JSON form of a manuscript that holds this passage only
}

// A Passage is what was taken over from one submission into another.
type Passage struct {
	ID    string
	Kind  PassageKind
	Into  SubmissionID
	Block string // its id in the text that it was taken into
	By    UserID // "" when the account is gone
	At    time.Time
	// Source is how the source stood when its words were taken, or newer ones were taken or left since. It is the zero value
	// when the source was deleted (Gone), and for who may not read it.
	Source PassageSource
	Gone   bool
	Linked bool // the two submissions are linked still
	SeenBy UserID
	SeenAt time.Time // zero when nobody took or left newer words
}

// blockID is what editors give blocks and notes as ids: newBlockId of assets/shared/ids.ts.
var blockID = regexp.MustCompile(`^[a-z2-7]{12}$`)

// Validate checks a passage that is to be taken over. The error is an *Error of the kind Invalid or TooLarge.
func (p *Passage) Validate() error {
	switch {
	case !slices.Contains(PassageKinds(), p.Kind), !blockID.MatchString(p.Block), p.Source.Block == "", len(p.Source.Block) > 40,
		len(p.Source.Label) > 20, p.Source.Version < 0, p.Source.Words == "":
		return &Error{Kind: Invalid, Key: "error.invalid"}
	case p.Into == p.Source.Submission:
		return &Error{Kind: Invalid, Key: "related.itself"}
	}
	return p.Source.checkSize()
}

func (s *PassageSource) checkSize() error {
	if len(s.Words) > MaxPassageBytes {
		return &Error{Kind: TooLarge, Key: "related.passage.large"}
	}
	return nil
}

// ValidateNewer checks newer words of a source. The error is an *Error of the kind Invalid or TooLarge.
func (s *PassageSource) ValidateNewer() error {
	if s.Version < 0 || len(s.Label) > 20 || s.Words == "" {
		return &Error{Kind: Invalid, Key: "error.invalid"}
	}
	return s.checkSize()
}
