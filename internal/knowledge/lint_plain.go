package knowledge

import (
	"regexp"
	"slices"
	"strings"

	"cordon/internal/diag"
)

// longestPlain is how many words a sentence for patients may have.
const longestPlain = 22

// plainEnd ends a sentence for patients. A semicolon does not: it parts no lists there.
var plainEnd = regexp.MustCompile(`[.!?]['"]?(\s+|$)`)

// tradeWords are parts of words that somebody who knows nothing of computers does not understand, in small letters.
var tradeWords = []string{"authenticat", "credential", "encrypt", "protocol", "interface", "802.1", "ctl-", "flow", "host"}

// plainControl checks that what a patient can apply, and nothing else, has words for patients.
func (l *linter) plainControl(c *Control) {
	switch can := slices.Contains(c.AppliedBy, "patient"); {
	case can && c.Plain == "" && c.Status != Withdrawn:
		l.ds.Add(c.At, diag.EntryProse, "say in plain what the patient does", "%s can be applied by patients and has no words for them", c.ID)
	case !can && c.Plain != "":
		l.ds.Add(c.At, diag.EntryProse, "remove them, or name the patient in applied-by", "%s has words for patients, who cannot apply it", c.ID)
	}
	l.plain(c.At, c.ID, c.Plain)
}

// plainSeverities checks that patients can be told how bad something is.
func (l *linter) plainSeverities() {
	for i := range l.b.Scales.Severity {
		s := &l.b.Scales.Severity[i]
		if s.Plain == "" || s.PlainLoss == "" {
			l.ds.Add(s.At, diag.EntryProse, "say in plain what it is for health, and in plain-loss for rights and for others", "severity %q lacks words for patients", s.Name)
		}
		l.plain(s.At, s.Name, s.Plain)
		l.plain(s.At, s.Name, s.PlainLoss)
	}
}

// plain reports what patients would not understand: long sentences and words of the trade.
func (l *linter) plain(at diag.Pos, id, text string) {
	for _, sentence := range plainEnd.Split(text, -1) {
		if words := strings.Fields(sentence); len(words) > longestPlain {
			l.ds.Add(at, diag.EntryProse, "split it", "%s: the sentence for patients that begins with %q has %d words, and %d are the most", id,
				strings.Join(words[:4], " "), len(words), longestPlain)
		}
	}
	for _, w := range tradeWords {
		if strings.Contains(strings.ToLower(text), w) {
			l.ds.Add(at, diag.EntryProse, "say it as you would to a neighbour", "%s: %q is no word for patients", id, w)
		}
	}
}
