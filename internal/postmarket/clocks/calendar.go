package clocks

import (
	"fmt"
	"slices"
	"time"

	"cordon/internal/knowledge"
)

// ends is when a time ends.
type ends struct {
	deadline time.Time // counted strictly: nobody can say that it ended earlier
	latest   time.Time // how late it may end by the rules on hours, weekends and holidays; the zero time where not later
	because  string    // the rule that allows it
}

// calendar counts hours, days, working days and months.
type calendar struct {
	counted  knowledge.Counting
	zone     *time.Location
	holidays []string // of the event, YYYY-MM-DD
}

// location is a zone by its name. Names have been checked before; a wrong one is UTC.
func location(name string) *time.Location {
	l, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return l
}

// end counts a period from an anchor. Days and months are counted from the day after that of the anchor, and end with its last second.
func (c calendar) end(p *knowledge.Period, from time.Time) ends {
	from = from.In(c.zone)
	if p.Unit == knowledge.Hours {
		return c.endOfHours(p.Count, from)
	}
	first := dayOf(from)
	if p.YearEnd == knowledge.Yes {
		first = date{first.year, time.December, 31}
	}
	last := first
	switch p.Unit {
	case knowledge.Days:
		last = first.add(p.Count)
	case knowledge.Months:
		last = first.addMonths(p.Count)
	case knowledge.WorkingDays:
		for n := 0; n < p.Count; {
			last = last.add(1)
			if c.works(last) {
				n++
			}
		}
	}
	out := ends{deadline: last.end(c.zone)}
	if c.counted == knowledge.EU118271 && p.Count > 0 && p.Unit != knowledge.WorkingDays {
		if later, why := c.later(first, last, p); later != last {
			out.latest, out.because = later.end(c.zone), why
		}
	}
	return out
}

// endOfHours counts hours as they pass, so that a change of the clocks in the night changes nothing. Regulation 1182/71, Article 3(1), does not
// count the hour in which the event falls.
func (c calendar) endOfHours(n int, from time.Time) ends {
	hours := time.Duration(n) * time.Hour
	out := ends{deadline: from.Add(hours)}
	if c.counted == knowledge.EU118271 && n > 0 {
		begun := time.Duration(from.Minute())*time.Minute + time.Duration(from.Second())*time.Second + time.Duration(from.Nanosecond())
		out.latest = from.Add(time.Hour - begun + hours)
		out.because = "Regulation 1182/71, Article 3(1), does not count the hour in which the event falls"
	}
	return out
}

// later is the day on which a period of days or months may end by Regulation 1182/71: a last day that is a holiday, a Sunday or a Saturday is put
// off to the next working day (Article 3(4)), and a period of two days or more has at least two working days in it (Article 3(5)).
func (c calendar) later(first, last date, p *knowledge.Period) (date, string) {
	out, why := last, ""
	if p.Unit == knowledge.Months || p.Count >= 2 {
		n := 0
		for d := first.add(1); !last.before(d); d = d.add(1) {
			if c.works(d) {
				n++
			}
		}
		for n < 2 {
			out = out.add(1)
			if c.works(out) {
				n++
			}
			why = "Regulation 1182/71, Article 3(5): a period of two days or more has at least two working days in it"
		}
	}
	for !c.works(out) {
		out = out.add(1)
		why = fmt.Sprintf("Regulation 1182/71, Article 3(4): the last day, %s, is no working day", last.weekday())
	}
	return out, why
}

// works tells whether a day is a working day.
func (c calendar) works(d date) bool {
	if w := d.weekday(); w == time.Saturday || w == time.Sunday {
		return false
	}
	switch c.counted {
	case knowledge.USFederal:
		return !federalHoliday(d)
	case knowledge.EU118271:
		// The two days that are public holidays in every Member State. Holidays make a time longer only, so leaving others out is on the safe side.
		if d.month == time.January && d.day == 1 || d.month == time.December && d.day == 25 {
			return false
		}
	}
	return !slices.Contains(c.holidays, d.String())
}

// date is a day of the calendar, without time or zone.
type date struct {
	year  int
	month time.Month
	day   int
}

func dayOf(t time.Time) date {
	y, m, d := t.Date()
	return date{y, m, d}
}

// noon stands for the day in arithmetic, in UTC, where every day has 24 hours.
func (d date) noon() time.Time       { return time.Date(d.year, d.month, d.day, 12, 0, 0, 0, time.UTC) }
func (d date) add(n int) date        { return dayOf(d.noon().AddDate(0, 0, n)) }
func (d date) weekday() time.Weekday { return d.noon().Weekday() }
func (d date) before(o date) bool    { return d.noon().Before(o.noon()) }
func (d date) String() string        { return d.noon().Format(time.DateOnly) }

// addMonths is the same day of a later month, or its last day where it has no such day (Regulation 1182/71, Article 3(2)(c)).
func (d date) addMonths(n int) date {
	first := date{d.year, d.month, 1}.noon().AddDate(0, n, 0)
	last := first.AddDate(0, 1, -1).Day()
	return date{first.Year(), first.Month(), min(d.day, last)}
}

// end is the last second of the day in a zone. Where the clocks change at midnight, the next day begins with the change.
func (d date) end(zone *time.Location) time.Time {
	n := d.add(1)
	next := time.Date(n.year, n.month, n.day, 0, 0, 0, 0, zone)
	if next.Hour() != 0 || next.Day() != n.day { // there is no midnight
		begin, end := next.ZoneBounds()
		if next = begin; dayOf(begin) != n {
			next = end
		}
	}
	return next.Add(-time.Second)
}

// federalHoliday tells whether a day is kept as a federal holiday of the United States (5 U.S.C. 6103): on Friday where it falls on a Saturday,
// on Monday where it falls on a Sunday. Days off by order of the President and Inauguration Day, which only the capital keeps, are not among them.
func federalHoliday(d date) bool {
	switch w := d.weekday(); {
	case w == time.Monday && fixedHoliday(d.add(-1)), w == time.Friday && fixedHoliday(d.add(1)):
		return true
	case w == time.Monday:
		switch n := (d.day-1)/7 + 1; d.month {
		case time.January, time.February: // Martin Luther King, Washington
			return n == 3 || fixedHoliday(d)
		case time.May: // Memorial Day
			return d.add(7).month == time.June
		case time.September: // Labor Day
			return n == 1
		case time.October: // Columbus Day
			return n == 2
		}
	case w == time.Thursday && d.month == time.November && (d.day-1)/7 == 3: // Thanksgiving
		return true
	}
	return fixedHoliday(d)
}

// fixedHoliday tells whether a federal holiday is on a day of every year: New Year, Juneteenth (since 2021), Independence, Veterans, Christmas.
func fixedHoliday(d date) bool {
	switch d.month {
	case time.January:
		return d.day == 1
	case time.June:
		return d.day == 19 && d.year >= 2021
	case time.July:
		return d.day == 4
	case time.November:
		return d.day == 11
	case time.December:
		return d.day == 25
	}
	return false
}
