package upr

import (
	"strings"
	"time"
	"unicode/utf8"

	"upright/internal/prose"
)

// A SignoffRequest asks all organizations of a submission to sign off one revision.
type SignoffRequest struct {
	Revision Revision
	Seal     Seal // what is signed
	Wordless bool // the coordinator says that no words changed since an older request: see Seal
	Message  string
	Until    Date // the last day to answer
	By       UserID
	At       time.Time
	Open     bool // answers are taken
}

// A SignoffAnswer is what an organization says to a revision.
type SignoffAnswer string

// The answers.
const (
	Endorsed     SignoffAnswer = "endorsed"
	WithPosition SignoffAnswer = "position"  // endorsed, with a recorded difference
	Declined     SignoffAnswer = "declined"  // with a reason
	Withdrawn    SignoffAnswer = "withdrawn" // takes an endorsement back
)

// A Signoff is what an organization said to exactly one revision.
type Signoff struct {
	Organization OrganizationID
	Revision     Revision
	Seal         Seal // of that revision as it was asked about; filled by the store
	Answer       SignoffAnswer
	Words        string   // of the position, or the reason
	Paragraphs   []string // ids of the blocks that a position is about
	By           UserID   // "" when the account is gone
	At           time.Time
}

// A SignoffState is where an organization stands with the present request.
type SignoffState string

// The states.
const (
	AwaitedState   SignoffState = "awaited"  // it has not answered
	SignedState    SignoffState = "signed"   // with or without a position
	ReopenedState  SignoffState = "reopened" // what it signed has changed since: see Seal
	DeclinedState  SignoffState = "declined"
	WithdrawnState SignoffState = "withdrawn"
)

// Holds reports whether what was said to an older seal is said to what is asked about now, too.
func (r SignoffRequest) Holds(older Seal) bool {
	c := r.Seal.Since(older)
	return !c.Affect() && (!c.Set || r.Wordless)
}

// StateOf is the state of an organization whose last answer is given, nil for none. A decline of something else is no
// answer to this; a withdrawal lasts until the organization signs again.
func (r SignoffRequest) StateOf(last *Signoff) SignoffState {
	switch {
	case last == nil:
		return AwaitedState
	case last.Answer == Withdrawn:
		return WithdrawnState
	case last.Answer == Declined && r.Holds(last.Seal):
		return DeclinedState
	case last.Answer == Declined:
		return AwaitedState
	case r.Holds(last.Seal):
		return SignedState
	}
	return ReopenedState
}

// Signs reports whether an answer stands behind a text.
func (a SignoffAnswer) Signs() bool { return a == Endorsed || a == WithPosition }

// Answered reports whether nothing more is waited for: the organization has said yes or no to this text.
func (s SignoffState) Answered() bool {
	return s == SignedState || s == DeclinedState || s == WithdrawnState
}

// A FinalText is a revision that was made final.
type FinalText struct {
	Revision Revision
	Sum      string // importer.Sum of the submission as it was
	By       UserID
	At       time.Time
	Reopened time.Time // zero while it is final
	HandedIn *HandedIn // nil: nobody recorded that it was
}

// HandedIn records that a final text was handed in to OHCHR.
type HandedIn struct {
	At           time.Time // as the person says who records it
	Confirmation string    // what the registration system answered: a number, a message
	By           UserID    // who records it
	Recorded     time.Time
	Receipt      ReceiptType // of the file that is kept; "" for none
}

// A ReceiptType is a kind of file that is kept as a receipt. Its value is the extension of its name.
type ReceiptType string

// The types of receipts.
const (
	PDFReceipt  ReceiptType = "pdf"
	PNGReceipt  ReceiptType = "png"
	TextReceipt ReceiptType = "txt"
)

// MaxReceipt is how many bytes a receipt may have. The database has it too.
const MaxReceipt = 5 << 20

// ReceiptTypeOf tells by its first bytes what a file is; "" for what is not kept. Text is UTF-8 without control signs.
func ReceiptTypeOf(data []byte) ReceiptType {
	text := string(data)
	switch {
	case strings.HasPrefix(text, "%PDF-"):
		return PDFReceipt
	case strings.HasPrefix(text, "\x89PNG\r\n\x1a\n"):
		return PNGReceipt
	case len(data) > 0 && utf8.Valid(data) && !strings.ContainsFunc(text, isControl):
		return TextReceipt
	}
	return ""
}

func isControl(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r == 0x7f }

// Bounds of what is said around a sign-off. The database has those in characters too.
const (
	MaxPositionWords      = 300  // of a position, counted as the text is
	MaxPositionParagraphs = 50   // that a position names
	MaxSignoffText        = 6000 // characters of a position or a reason
	MaxSignoffMessage     = 2000 // characters
	MaxConfirmation       = 1000 // characters
)

// Validate says what is wrong with an answer. The errors are Invalid with the field "words" or "paragraphs".
func (s Signoff) Validate() error {
	wrong := func(field, key string, args map[string]any) error {
		return &Error{Kind: Invalid, Key: key, Field: field, Args: args}
	}
	count := prose.CountWords(s.Words)
	switch {
	case utf8.RuneCountInString(s.Words) > MaxSignoffText || !utf8.ValidString(s.Words) || strings.ContainsRune(s.Words, 0):
		return wrong("words", "sign.words.long", nil)
	case s.Answer == WithPosition && s.Words == "":
		return wrong("words", "sign.words.position", nil)
	case s.Answer == Declined && s.Words == "":
		return wrong("words", "sign.words.reason", nil)
	case s.Answer == WithPosition && count.Words > MaxPositionWords:
		return wrong("words", "sign.words.many", map[string]any{"n": count.Words, "max": MaxPositionWords})
	case s.Answer == WithPosition && len(s.Paragraphs) == 0:
		return wrong("paragraphs", "sign.paragraphs.none", nil)
	case len(s.Paragraphs) > MaxPositionParagraphs:
		return wrong("paragraphs", "sign.paragraphs.many", map[string]any{"max": MaxPositionParagraphs})
	case s.Answer != Endorsed && s.Answer != WithPosition && s.Answer != Declined && s.Answer != Withdrawn:
		return wrong("answer", "sign.answer.missing", nil)
	}
	return nil
}

// CheckRequest says what is wrong with the message and the last day of a request made today. The errors are Invalid with
// the field "message" or "until".
func CheckRequest(message string, until, today Date) error {
	switch {
	case utf8.RuneCountInString(message) > MaxSignoffMessage:
		return &Error{Kind: Invalid, Key: "ask.message.long", Field: "message"}
	case until == Date{} || until.Before(today):
		return &Error{Kind: Invalid, Key: "ask.until.past", Field: "until"}
	}
	return nil
}

// CheckHandedIn says what is wrong with a record of handing in. The errors are Invalid with the field "day" or
// "confirmation".
func CheckHandedIn(h HandedIn, now time.Time) error {
	switch {
	case h.At.After(now):
		return &Error{Kind: Invalid, Key: "handed-in.day.future", Field: "day"}
	case h.Confirmation == "":
		return &Error{Kind: Invalid, Key: "handed-in.confirmation.missing", Field: "confirmation"}
	case utf8.RuneCountInString(h.Confirmation) > MaxConfirmation:
		return &Error{Kind: Invalid, Key: "handed-in.confirmation.long", Field: "confirmation"}
	}
	return nil
}
