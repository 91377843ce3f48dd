package fleet

import (
	"fmt"

	"cordon/internal/civil"
)

// Day is a day of the calendar, counted from the beginning of 1970 as day 1; 0 is no day. As text it is YYYY-MM-DD.
type Day int32

// lastDay is the last day that can be written with four digits of the year: 9999-12-31.
const lastDay Day = 2932897

// ParseDay reads YYYY-MM-DD from 1970 on.
func ParseDay(text string) (Day, error) {
	if len(text) != len("2006-01-02") {
		return 0, fmt.Errorf("%.40q is no day; write YYYY-MM-DD", text)
	}
	at, err := civil.Parse(text)
	switch {
	case err != nil:
		return 0, err
	case at < 0:
		return 0, fmt.Errorf("%s is before 1970", text)
	}
	return Day(at/civil.Day) + 1, nil
}

// String is empty for no day.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return (civil.Instant(d-1) * civil.Day).Day()
}

// MarshalText writes the day; none is an empty text.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Day) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = 0
		return nil
	}
	day, err := ParseDay(string(text))
	*d = day
	return err
}

// When is the time that a question is about: how the fleet was on a day, by what had been recorded until the end of another one. No day is no
// limit, so that the zero When asks for the newest state by all that is recorded.
type When struct{ Day, Known Day }

// newest tells whether nothing is left out.
func (w When) newest() bool { return w == When{} }

// holds tells whether what holds from a day on, and was recorded on another, had begun and was known.
func (w When) holds(since, known Day) bool {
	return (w.Day == 0 || since <= w.Day) && w.knew(known)
}

func (w When) knew(known Day) bool { return w.Known == 0 || known <= w.Known }
