package knowledge

import (
	"regexp"
	"strings"

	"cordon/internal/diag"
)

// longest is how many words may stand between two full stops or semicolons, for readers who do not read for a living.
const longest = 40

var sentenceEnd = regexp.MustCompile(`[.!?;]['"]?(\s+|$)`)

// prose checks that all texts of the base are easy to read.
func (l *linter) prose() {
	for _, k := range l.b.Kinds {
		l.readable(k.At, k.ID, k.Says)
	}
	for _, r := range l.b.Relations {
		l.readable(r.At, r.ID, r.Says)
	}
	for _, f := range l.b.Facts {
		l.readable(f.At, f.ID, f.Question, f.Why)
	}
	for _, t := range l.b.Trust {
		l.readable(t.At, t.ID, t.Says)
	}
	for _, r := range l.b.Rules {
		l.readable(r.At, r.ID, r.Says)
	}
	for _, t := range l.b.Threats {
		l.readable(t.At, t.ID, t.Story, t.Check, t.FalsePositives, t.Unanswered)
	}
	for _, c := range l.b.Controls {
		l.readable(c.At, c.ID, c.Says, c.Configure, c.Because, c.NoBurden, c.Verify.Method, c.Verify.Criterion)
	}
	for _, s := range l.b.Strategies {
		l.readable(s.At, s.ID, s.Says, s.Because)
	}
}

// readable reports sentences that are too long. A semicolon ends one, since it parts the items of a list.
func (l *linter) readable(at diag.Pos, id string, texts ...string) {
	for _, text := range texts {
		for _, sentence := range sentenceEnd.Split(text, -1) {
			words := strings.Fields(sentence)
			if len(words) > longest {
				l.ds.Add(at, diag.EntryProse, "split it", "%s: the sentence that begins with %q has %d words, and %d are the most", id,
					strings.Join(words[:4], " "), len(words), longest)
			}
		}
	}
}
