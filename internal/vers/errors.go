package vers

import (
	"errors"
	"fmt"
)

// Why a version has no key. ErrUnplaced is not a fault of the text: the ecosystem itself gives the version no place, as
// with Go's "(devel)". Whoever asks must then say "cannot tell", not "not affected".
var (
	ErrEmpty     = errors.New("version is empty")
	ErrLong      = fmt.Errorf("version is longer than %d bytes", maxLength)
	ErrCharacter = errors.New("version has a character that its scheme does not know")
	ErrSyntax    = errors.New("version does not follow its scheme")
	ErrUnplaced  = errors.New("version has no place in the order")
	ErrScheme    = errors.New("scheme is unknown")
)

// Why a text or a set of limits is not a range.
var (
	ErrVERS         = errors.New("text is not of the form vers:type/constraints")
	ErrEncoding     = errors.New("percent-encoding is wrong")
	ErrConstraint   = errors.New("constraint is not a comparator and a version")
	ErrOrderOf      = errors.New("limits are not in ascending order")
	ErrSequence     = errors.New("lower and upper limits do not alternate")
	ErrDuplicate    = errors.New("version is named twice")
	ErrNoIntroduced = errors.New("no event says where the range begins")
	ErrEvent        = errors.New("event names no version")
	ErrTwoLimits    = errors.New("limit is both including and excluding")
	ErrMixed        = errors.New("ranges have different orders")
)

// VersionError says which version has no key in which order, and why; Err is one of the errors above.
type VersionError struct {
	Order   string
	Version string
	Err     error
}

// Error names the version, the order and the reason.
func (e *VersionError) Error() string {
	return fmt.Sprintf("%s version %s: %v", e.Order, quote(e.Version), e.Err)
}

// Unwrap returns the reason.
func (e *VersionError) Unwrap() error { return e.Err }

// RangeError says which part of a range cannot be read, and why; Err is one of the errors above or a *VersionError.
type RangeError struct {
	Text string
	Err  error
}

// Error names the text and the reason.
func (e *RangeError) Error() string {
	return fmt.Sprintf("range %s: %v", quote(e.Text), e.Err)
}

// Unwrap returns the reason.
func (e *RangeError) Unwrap() error { return e.Err }

// quote shows a foreign text in a message, its end cut off where it is long.
func quote(text string) string {
	const most = 120
	if len(text) > most {
		return fmt.Sprintf("%q...", text[:most])
	}
	return fmt.Sprintf("%q", text)
}
