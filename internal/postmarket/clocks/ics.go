package clocks

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

const icsTime = "20060102T150405Z"

// Calendar writes the deadlines of clocks that run as a calendar file (RFC 5545), each with two alarms. It is empty where there is none, since a
// calendar without entries is not allowed. Ids are made of event and clock, so that reading the file again corrects the entries.
func Calendar(e *Event, list []Clock, now time.Time) string {
	var b strings.Builder
	n := 0
	line := func(name, value string) { b.WriteString(folded(name + ":" + value)) }
	line("BEGIN", "VCALENDAR")
	line("VERSION", "2.0")
	line("PRODID", "-//Cordon//Reporting clocks//EN")
	for i := range list {
		c := &list[i]
		if c.State != Running && c.State != Overdue || c.Deadline.IsZero() {
			continue
		}
		n++
		line("BEGIN", "VEVENT")
		line("UID", escaped(e.ID+"-"+c.ID+"@cordon"))
		line("DTSTAMP", now.UTC().Format(icsTime))
		line("DTSTART", c.Deadline.UTC().Format(icsTime))
		summary := escaped(fmt.Sprintf("%s: %s (%s)", c.Regime, c.Report, e.Title))
		line("SUMMARY", summary)
		line("DESCRIPTION", escaped(fmt.Sprintf("%s\n%s, %s\nTo: %s\nTime: %s\nEvent: %s", c.Title, c.Regime, c.Article, c.Recipient, c.Time, e.ID)))
		for _, before := range alarms(c.Deadline.Sub(c.From)) {
			line("BEGIN", "VALARM")
			line("ACTION", "DISPLAY")
			line("DESCRIPTION", summary)
			line("TRIGGER", before)
			line("END", "VALARM")
		}
		line("END", "VEVENT")
	}
	line("END", "VCALENDAR")
	if n == 0 {
		return ""
	}
	return b.String()
}

// alarms are how long before the end a calendar reminds: hours where there are hours, days where there are days.
func alarms(given time.Duration) []string {
	if given <= 96*time.Hour {
		return []string{"-PT12H", "-PT3H"}
	}
	return []string{"-P3D", "-P1D"}
}

// escaped writes a text as a value (RFC 5545, 3.3.11). Control characters, which are not allowed, become blanks.
func escaped(s string) string {
	s = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`).Replace(s)
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, s)
}

// folded ends a line, broken where it has more than 75 octets (RFC 5545, 3.1), and never within a character.
func folded(s string) string {
	var b strings.Builder
	width := 0
	for _, r := range s {
		n := utf8.RuneLen(r)
		if width+n > 75 {
			b.WriteString("\r\n ")
			width = 1
		}
		b.WriteRune(r)
		width += n
	}
	return b.String() + "\r\n"
}
