package clocks

import (
	"testing"
	"time"

	"cordon/internal/knowledge"
)

func at(t *testing.T, s string) time.Time {
	t.Helper()
	v, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestEndsOfTimes(t *testing.T) {
	const berlin, newYork = "Europe/Berlin", "America/New_York"
	for _, c := range []struct {
		name, from string
		n          int
		unit       knowledge.Unit
		counted    knowledge.Counting
		zone       string
		holidays   []string
		want       string // the strict end
		latest     string // empty where not later
	}{
		{"hours in winter", "2026-11-26T14:20:00+01:00", 24, "hours", "eu-1182-71", berlin, nil, "2026-11-27T14:20:00+01:00", "2026-11-27T15:00:00+01:00"},
		{"hours from a full hour", "2026-11-26T14:00:00+01:00", 24, "hours", "eu-1182-71", berlin, nil, "2026-11-27T14:00:00+01:00", "2026-11-27T15:00:00+01:00"},
		{"hours over the end of summer time", "2026-10-24T14:00:00+02:00", 24, "hours", "plain", berlin, nil, "2026-10-25T13:00:00+01:00", ""},
		{"hours over the beginning of summer time", "2026-03-28T14:00:00+01:00", 24, "hours", "plain", berlin, nil, "2026-03-29T15:00:00+02:00", ""},
		{"72 hours from Friday evening run over the weekend", "2026-11-27T18:30:00+01:00", 72, "hours", "eu-1182-71", berlin, nil, "2026-11-30T18:30:00+01:00", "2026-11-30T19:00:00+01:00"},
		{"at the moment itself", "2026-11-27T18:30:00+01:00", 0, "hours", "eu-1182-71", berlin, nil, "2026-11-27T18:30:00+01:00", ""},

		{"two days from Friday evening", "2026-11-27T18:30:00+01:00", 2, "days", "eu-1182-71", berlin, nil, "2026-11-29T23:59:59+01:00", "2026-12-01T23:59:59+01:00"},
		{"fifteen days that end on a Thursday", "2026-11-25T09:00:00+01:00", 15, "days", "eu-1182-71", berlin, nil, "2026-12-10T23:59:59+01:00", ""},
		{"fifteen days that end on Christmas Day", "2026-12-10T09:00:00+01:00", 15, "days", "eu-1182-71", berlin, nil, "2026-12-25T23:59:59+01:00", "2026-12-28T23:59:59+01:00"},
		{"ten days that end on a holiday of the state", "2026-09-23T09:00:00+02:00", 10, "days", "eu-1182-71", berlin, []string{"2026-10-05"}, "2026-10-03T23:59:59+02:00", "2026-10-06T23:59:59+02:00"},
		{"the day of the zone and not of UTC", "2026-11-25T23:30:00Z", 15, "days", "plain", berlin, nil, "2026-12-11T23:59:59+01:00", ""},
		{"days over the end of summer time end at midnight", "2026-10-23T09:00:00+02:00", 5, "days", "plain", berlin, nil, "2026-10-28T23:59:59+01:00", ""},
		{"days to the leap day", "2028-02-14T09:00:00+01:00", 15, "days", "eu-1182-71", berlin, nil, "2028-02-29T23:59:59+01:00", ""},
		{"the day of a date", "2026-12-10T00:00:00-05:00", 0, "days", "plain", newYork, nil, "2026-12-10T23:59:59-05:00", ""},
		{"a zone that begins the day at one", "2026-04-20T09:00:00+02:00", 3, "days", "plain", "Africa/Cairo", nil, "2026-04-23T23:59:59+02:00", ""},

		{"a month from the last day of January", "2026-01-31T12:00:00+01:00", 1, "months", "eu-1182-71", berlin, nil, "2026-02-28T23:59:59+01:00", "2026-03-02T23:59:59+01:00"},
		{"a month from the last day of January in a leap year", "2028-01-31T12:00:00+01:00", 1, "months", "eu-1182-71", berlin, nil, "2028-02-29T23:59:59+01:00", ""},
		{"a month over the year", "2026-12-15T12:00:00+01:00", 1, "months", "eu-1182-71", berlin, nil, "2027-01-15T23:59:59+01:00", ""},

		{"ten working days over Thanksgiving", "2026-11-20T12:00:00-05:00", 10, "working-days", "us-federal", newYork, nil, "2026-12-07T23:59:59-05:00", ""},
		{"five work days over the Fourth of July, kept on Friday", "2026-07-01T12:00:00-04:00", 5, "working-days", "us-federal", newYork, nil, "2026-07-09T23:59:59-04:00", ""},
		{"five work days over a weekend", "2026-08-07T20:00:00-04:00", 5, "working-days", "us-federal", newYork, nil, "2026-08-14T23:59:59-04:00", ""},
		{"working days without a holiday that the event states", "2026-11-27T12:00:00+01:00", 2, "working-days", "weekdays", berlin, []string{"2026-11-30"}, "2026-12-02T23:59:59+01:00", ""},
	} {
		end := calendar{c.counted, location(c.zone), c.holidays}.end(&knowledge.Period{Count: c.n, Unit: c.unit}, at(t, c.from))
		if got := end.deadline.Format(time.RFC3339); got != c.want {
			t.Errorf("%s: ends %s, wanted %s", c.name, got, c.want)
		}
		latest := ""
		if !end.latest.IsZero() {
			latest = end.latest.Format(time.RFC3339)
		}
		if latest != c.latest || (latest == "") != (end.because == "") {
			t.Errorf("%s: latest %q, wanted %q (%s)", c.name, latest, c.latest, end.because)
		}
	}
}

// Small breaches of health data are reported within 60 days after the year: on 1 March, and on 29 February of a leap year.
func TestFromTheEndOfTheYear(t *testing.T) {
	p := &knowledge.Period{Count: 60, Unit: knowledge.Days, YearEnd: knowledge.Yes}
	for from, want := range map[string]string{"2026-05-04T10:00:00-04:00": "2027-03-01T23:59:59-05:00", "2027-12-31T23:00:00-05:00": "2028-02-29T23:59:59-05:00"} {
		if got := (calendar{knowledge.PlainDays, location("America/New_York"), nil}).end(p, at(t, from)).deadline.Format(time.RFC3339); got != want {
			t.Errorf("%s: ends %s, wanted %s", from, got, want)
		}
	}
}

// The days that the Office of Personnel Management lists for these years.
func TestFederalHolidays(t *testing.T) {
	for year, want := range map[int][]string{
		2026: {"2026-01-01", "2026-01-19", "2026-02-16", "2026-05-25", "2026-06-19", "2026-07-03", "2026-09-07", "2026-10-12", "2026-11-11", "2026-11-26", "2026-12-25"},
		2027: {"2027-01-01", "2027-01-18", "2027-02-15", "2027-05-31", "2027-06-18", "2027-07-05", "2027-09-06", "2027-10-11", "2027-11-11", "2027-11-25", "2027-12-24", "2027-12-31"},
	} {
		var got []string
		for d := (date{year, 1, 1}); d.year == year; d = d.add(1) {
			if w := d.weekday(); w != time.Saturday && w != time.Sunday && federalHoliday(d) {
				got = append(got, d.String())
			}
		}
		if len(got) != len(want) {
			t.Fatalf("%d: %v, wanted %v", year, got, want)
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%d: %s, wanted %s", year, got[i], want[i])
			}
		}
	}
}
