package workbench

import (
	"errors"
	"fmt"
)

// Fault is why something was refused. Edges translate it once: see server.status.
type Fault int

// The closed list of faults.
const (
	Unknown         Fault = iota // not ours: a failure of the system
	Invalid                      // what was sent cannot be right
	Unauthenticated              // nobody is signed in
	Forbidden                    // the person may see it, and not do this
	NotFound                     // there is none, or the person may not know that there is
	Conflict                     // somebody was faster, or it exists already
	TooLarge                     // over a limit
	TooMany                      // too often
	Unsupported                  // not on this database or in this set-up
	Stale                        // sign in again first
)

// Error is a fault with words for the person, and a hint what to do.
type Error struct {
	Fault Fault
	Text  string // what is wrong, lower case, no full stop
	Hint  string
	// Fields names what is wrong in what was sent, all at once.
	Fields []Field
	cause  error
}

// Field is one thing that is wrong in what was sent.
type Field struct {
	Path string `json:"path"` // as in the JSON that was sent: files.system.yaml, role
	Text string `json:"text"`
}

func (e *Error) Error() string {
	if e.cause != nil {
		return e.Text + ": " + e.cause.Error()
	}
	return e.Text
}

func (e *Error) Unwrap() error { return e.cause }

// Errorf makes an error of a kind.
func Errorf(f Fault, format string, args ...any) *Error {
	return &Error{Fault: f, Text: fmt.Sprintf(format, args...)}
}

// Because says which error of a lower layer was the cause; it is for logs, people do not see it.
func (e *Error) Because(err error) *Error {
	e.cause = err
	return e
}

// WithHint adds what to do.
func (e *Error) WithHint(format string, args ...any) *Error {
	e.Hint = fmt.Sprintf(format, args...)
	return e
}

// FaultOf gives the kind of an error, Unknown for those that are not ours.
func FaultOf(err error) Fault {
	if e := (*Error)(nil); errors.As(err, &e) {
		return e.Fault
	}
	return Unknown
}
