package collab

import (
	"errors"

	"upright/internal/collab/engine"
	"upright/internal/upr"
)

// refused: this commit can never be taken. The cause must not quote the draft.
func refused(cause error) error {
	return &upr.Error{Kind: upr.Invalid, Key: "text.refused", Err: cause}
}

// tooLarge: the commit, or what it would make of the text.
func tooLarge(cause error) error {
	return &upr.Error{Kind: upr.TooLarge, Key: "text.too-large", Err: cause}
}

// gone: made on a version that this text never had, or so old that it is not merged any more. The client fetches the text
// again.
func gone(cause error) error {
	return &upr.Error{Kind: upr.Stale, Key: "text.gone", Err: cause}
}

// busy: the same commit, sent again a little later, may be taken, or turns out to have been taken.
func busy(cause error) error {
	return &upr.Error{Kind: upr.Busy, Key: "text.busy", Err: cause}
}

// errClosing is the cause when the server shuts down.
var errClosing = errors.New("shutting down")

// errAhead is the cause when a commit was made on a version that is yet to come.
var errAhead = errors.New("made on a version that this text has not reached")

// errOverdue is the cause when the engine could not finish with a commit in time, again and again.
var errOverdue = errors.New("always over the deadline of the engine")

// engineCode returns the code of an engine's error, "" for any other.
func engineCode(err error) engine.Code {
	var e *engine.Error
	if errors.As(err, &e) {
		return e.Code
	}
	return ""
}

// ofEngine says what an error of the engine means to a person.
func ofEngine(err error) error {
	switch engineCode(err) {
	case engine.Refused:
		return refused(err)
	case engine.TooLarge:
		return tooLarge(err)
	case engine.Locked:
		return &upr.Error{Kind: upr.Invalid, Key: "text.locked", Err: err}
	case engine.Ahead, engine.Older:
		return gone(err)
	case engine.NotOwn:
		return &upr.Error{Kind: upr.Invalid, Key: "text.not-own", Err: err}
	case engine.NoPart:
		return &upr.Error{Kind: upr.NotFound, Key: "text.no-part", Err: err}
	case engine.Deadline, engine.Broken:
		return busy(err)
	}
	return err
}

// isKind reports whether an error is one that a person can act on, of a kind.
func isKind(err error, kind upr.ErrorKind) bool {
	var known *upr.Error
	return errors.As(err, &known) && known.Kind == kind
}

// orBusy turns an error that says nothing to a person into: try again.
func orBusy(err error) error {
	var known *upr.Error
	if errors.As(err, &known) {
		return err
	}
	return busy(err)
}
