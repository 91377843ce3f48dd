package civil

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The standard library knows the calendar as well; it may not be used where this package is, but a test may ask it.
func TestAgreesWithTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(-62135596800, 253402300799).Draw(t, "seconds"), 0).UTC()
		i, err := Parse(at.Format(time.RFC3339))
		if err != nil || int64(i) != at.Unix() || i.String() != at.Format(time.RFC3339) {
			t.Fatalf("%s: %d %v, wanted %d; written %s", at.Format(time.RFC3339), i, err, at.Unix(), i)
		}
		zoned := at.In(time.FixedZone("", rapid.IntRange(-14*60, 14*60).Draw(t, "minutes")*60))
		if zoned.Year() < 0 || zoned.Year() > 9999 {
			return
		}
		if z, err := Parse(zoned.Format(time.RFC3339)); err != nil || z != i {
			t.Fatalf("%s: %d %v, wanted %d", zoned.Format(time.RFC3339), z, err, i)
		}
	})
}

func TestParseRefuses(t *testing.T) {
	for _, s := range []string{"", "2026", "2026-13-01", "2026-02-29", "2026-11-26T24:00:00Z", "2026-11-26T10:00:00", "2026-11-26 10:00:00Z", "2026-11-26T10:00:00+24:00"} {
		if i, err := Parse(s); err == nil {
			t.Errorf("%q is read as %s", s, i)
		}
	}
}

func TestMonths(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-01-31", 1, "2026-02-28"}, {"2027-11-30", 3, "2028-02-29"}, {"2026-12-15", 1, "2027-01-15"},
		{"2026-01-15", -1, "2025-12-15"}, {"2026-03-31", -13, "2025-02-28"}, {"2026-05-01", 24, "2028-05-01"},
	} {
		from, _ := Parse(c.from)
		got := from.AddMonths(c.n)
		if got.Day() != c.want {
			t.Errorf("%s and %d months: %s, wanted %s", c.from, c.n, got.Day(), c.want)
		}
		if c.n > 0 && from.MonthsTo(got) != c.n && from.AddMonths(from.MonthsTo(got)) != got {
			t.Errorf("from %s to %s: %d months, wanted %d", c.from, got.Day(), from.MonthsTo(got), c.n)
		}
		if got > from && from.MonthsTo(got-1) >= c.n {
			t.Errorf("a second before %s from %s: %d whole months", got.Day(), c.from, from.MonthsTo(got-1))
		}
	}
}

func TestPeriods(t *testing.T) {
	at, _ := Parse("2026-01-31T06:00:00Z")
	for text, want := range map[string]string{"12h": "2026-01-31T18:00:00Z", "30d": "2026-03-02T06:00:00Z", "2w": "2026-02-14T06:00:00Z", "6mo": "2026-07-31T06:00:00Z", "1y": "2027-01-31T06:00:00Z"} {
		p, err := ParsePeriod(text)
		if err != nil || at.Add(p).String() != want {
			t.Errorf("%s after %s: %s %v, wanted %s", text, at, at.Add(p), err, want)
		}
	}
	for _, s := range []string{"", "0d", "d", "5", "5m", "-1d", "99999d"} {
		if p, err := ParsePeriod(s); err == nil {
			t.Errorf("%q is read as %+v", s, p)
		}
	}
}
