// Package civil is time as arithmetic: instants and periods as numbers, in UTC and the Gregorian calendar. It knows no clock and no time zone
// but what a text says, so that packages which must be pure can work with dates.
package civil

import (
	"fmt"
	"regexp"
	"strconv"
)

// Instant is a point in time: seconds since the beginning of 1970 in UTC, without leap seconds.
type Instant int64

// Day is the length of a day in seconds.
const Day = 24 * 60 * 60

var instantForm = regexp.MustCompile(`^([0-9]{4})-([0-9]{2})-([0-9]{2})(?:T([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?(Z|[+-][0-9]{2}:[0-9]{2}))?$`)

// Parse reads a point in time of RFC 3339 with its zone, to the second, or a day, which stands for its beginning in UTC.
func Parse(text string) (Instant, error) {
	m := instantForm.FindStringSubmatch(text)
	if m == nil {
		return 0, fmt.Errorf("%q is no point in time; write 2026-11-26T14:30:00Z, or a day as 2026-11-26", text)
	}
	n := func(i int) int { v, _ := strconv.Atoi(m[i]); return v }
	year, month, day := n(1), n(2), n(3)
	if month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || n(4) > 23 || n(5) > 59 || n(6) > 59 {
		return 0, fmt.Errorf("%q is not in the calendar", text)
	}
	at := Instant(days(year, month, day))*Day + Instant(n(4)*3600+n(5)*60+n(6))
	if zone := m[7]; len(zone) == 6 {
		hours, _ := strconv.Atoi(zone[1:3])
		minutes, _ := strconv.Atoi(zone[4:])
		if hours > 23 || minutes > 59 {
			return 0, fmt.Errorf("%q has no such time zone", text)
		}
		offset := Instant(hours*3600 + minutes*60)
		if zone[0] == '+' {
			offset = -offset
		}
		at += offset
	}
	return at, nil
}

// String writes the instant in UTC, as RFC 3339 has it.
func (i Instant) String() string {
	s := i.second()
	return fmt.Sprintf("%sT%02d:%02d:%02dZ", i.Day(), s/3600, s/60%60, s%60)
}

// Day writes the day of the instant in UTC, as 2026-11-26.
func (i Instant) Day() string {
	y, m, d := date(i.day())
	return fmt.Sprintf("%04d-%02d-%02d", y, m, d)
}

// Month writes the month of the instant in UTC, as 2026-11.
func (i Instant) Month() string { return i.Day()[:7] }

func (i Instant) day() int { return int((i - Instant(i.second())) / Day) }

func (i Instant) second() int { return int(((i % Day) + Day) % Day) }

// AddMonths is the same day and time some months later, or the last day of the month where it has no such day.
func (i Instant) AddMonths(n int) Instant {
	y, m, d := date(i.day())
	m += n
	y += (m - 1) / 12
	if m = (m - 1) % 12; m < 0 {
		m, y = m+12, y-1
	}
	m++
	return Instant(days(y, m, min(d, daysIn(y, m))))*Day + Instant(i.second())
}

// MonthsTo is the number of whole months from one instant to another; 0 where the other comes before.
func (i Instant) MonthsTo(to Instant) int {
	if to < i {
		return 0
	}
	y, m, _ := date(i.day())
	y2, m2, _ := date(to.day())
	n := (y2-y)*12 + m2 - m
	if i.AddMonths(n) > to {
		n--
	}
	return n
}

// Period is a length of time. A month has no fixed length, so it is kept apart.
type Period struct {
	Months  int
	Seconds int64
}

var periodForm = regexp.MustCompile(`^([1-9][0-9]{0,3})(h|d|w|mo|y)$`)

// ParsePeriod reads a period: 12h, 30d, 2w, 6mo, 1y.
func ParsePeriod(text string) (Period, error) {
	m := periodForm.FindStringSubmatch(text)
	if m == nil {
		return Period{}, fmt.Errorf("%q is no period; write 12h, 30d, 2w, 6mo or 1y", text)
	}
	n, _ := strconv.Atoi(m[1])
	switch m[2] {
	case "h":
		return Period{Seconds: int64(n) * 3600}, nil
	case "d":
		return Period{Seconds: int64(n) * Day}, nil
	case "w":
		return Period{Seconds: int64(n) * 7 * Day}, nil
	case "mo":
		return Period{Months: n}, nil
	}
	return Period{Months: 12 * n}, nil
}

// Add is the instant a period later.
func (i Instant) Add(p Period) Instant {
	if p.Months != 0 {
		i = i.AddMonths(p.Months)
	}
	return i + Instant(p.Seconds)
}

func daysIn(year, month int) int {
	switch month {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// days counts the days from 1970-01-01 to a date. Years are counted from March, so that the leap day comes last.
func days(y, m, d int) int {
	if m <= 2 {
		y--
		m += 12
	}
	era := floor(y, 400)
	ofEra := y - era*400
	ofYear := (153*(m-3)+2)/5 + d - 1
	return era*146097 + ofEra*365 + ofEra/4 - ofEra/100 + ofYear - 719468
}

// date is the date that a number of days after 1970-01-01 falls on.
func date(n int) (y, m, d int) {
	n += 719468
	era := floor(n, 146097)
	ofEra := n - era*146097
	year := (ofEra - ofEra/1460 + ofEra/36524 - ofEra/146096) / 365
	ofYear := ofEra - (365*year + year/4 - year/100)
	month := (5*ofYear + 2) / 153
	y, m, d = year+era*400, month+3, ofYear-(153*month+2)/5+1
	if m > 12 {
		y, m = y+1, m-12
	}
	return y, m, d
}

func floor(a, b int) int {
	if a < 0 {
		return (a - b + 1) / b
	}
	return a / b
}
