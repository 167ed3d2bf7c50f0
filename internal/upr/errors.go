package upr

// An ErrorKind says what a caller can do about it. The zero value means: nothing, it is our fault.
type ErrorKind int

// The kinds of error.
const (
	Internal  ErrorKind = iota
	Invalid             // what was given cannot be; Field says which
	NotFound            // it is not there, or not for this actor
	Forbidden           // it is there, but this right is missing
	Conflict            // somebody else was first
	TooMany             // too often
	Stale               // made with an older version of the program or the text
	TooLarge            // more than fits
	Busy                // not now; the same may succeed a little later
)

// An Error is an error that a person can act on. Key is a message key of the catalogue; it never carries text of a draft.
type Error struct {
	Kind  ErrorKind
	Key   string
	Args  map[string]any
	Field string // name of the form field, for Invalid
	Err   error  // the cause, for the log only
}

// Error returns the message key and the cause, for logs.
func (e *Error) Error() string {
	s := e.Key
	if e.Field != "" {
		s += " (" + e.Field + ")"
	}
	if e.Err != nil {
		s += ": " + e.Err.Error()
	}
	return s
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }
