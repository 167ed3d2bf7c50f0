package engine

// A Code says what an error of the engine means for the caller.
type Code string

// The codes. Ahead, Older, TooLarge, NotOwn, Locked and NoPart are those of assets/authority/refusal.ts.
const (
	Refused  Code = "refused"   // the commit is not one, does not apply, or would make something that is not a manuscript
	Ahead    Code = "ahead"     // made on a version that this text has not reached
	Older    Code = "older"     // made on a version whose commits are not in memory; Message is the oldest version that is
	TooLarge Code = "too-large" // the document would grow beyond its limit
	NotOwn   Code = "not-own"   // a suggestion in another name, or a change that is none by who may only suggest
	Locked   Code = "locked"    // it changes a part that is locked; Message is the id of the part
	NoPart   Code = "no-part"   // there is no part with that id
	Deadline Code = "deadline"  // it took too long; the text must be opened anew
	Broken   Code = "broken"    // the engine failed; the text must be opened anew
)

// An Error is an error of a call to the engine. The message may quote the text that was being edited: it must not be
// logged when the code is Refused.
type Error struct {
	Code    Code
	Message string
}

// Error returns the code, with the message where it quotes nothing.
func (e *Error) Error() string {
	if e.Code == Refused {
		return "editing authority: " + string(e.Code)
	}
	return "editing authority: " + string(e.Code) + ": " + e.Message
}
