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
func (l *linter) prose() { l.b.texts(l.readable) }

// texts calls do with the prose of each entry.
func (b *Base) texts(do func(at diag.Pos, id string, texts ...string)) {
	for _, k := range b.Kinds {
		do(k.At, k.ID, k.Says)
	}
	for _, r := range b.Relations {
		do(r.At, r.ID, r.Says)
	}
	for _, f := range b.Facts {
		do(f.At, f.ID, f.Question, f.Why)
	}
	for _, t := range b.Trust {
		do(t.At, t.ID, t.Says)
	}
	for _, r := range b.Rules {
		do(r.At, r.ID, r.Says)
	}
	for _, t := range b.Threats {
		do(t.At, t.ID, t.Story, t.Check, t.FalsePositives, t.Unanswered)
	}
	for _, c := range b.Controls {
		do(c.At, c.ID, c.Says, c.Configure, c.Plain, c.Because, c.NoBurden, c.Verify.Method, c.Verify.Criterion)
	}
	for _, s := range b.Strategies {
		do(s.At, s.ID, s.Says, s.Because)
	}
	for _, c := range b.Checks {
		do(c.At, c.ID, c.Hint, c.Why)
	}
	for _, w := range b.Weaknesses {
		do(w.At, w.ID, w.Because, w.NoTrust)
	}
	for _, p := range b.Properties {
		do(p.At, p.ID, p.Because, p.NoKind)
	}
	for i := range b.Documents {
		d := &b.Documents[i]
		for _, c := range d.Clauses {
			do(c.At, d.Full(&c), c.Says, c.Decides, c.Undecidable, c.Flaw)
		}
		do(d.At, d.ID, d.Flaws...)
	}
	for _, c := range b.Criteria {
		do(c.At, c.ID, c.Hint)
	}
	for _, c := range b.Crosswalks {
		do(c.At, c.ID, c.Says)
		for _, w := range c.Links {
			do(w.At, c.ID, w.Because)
		}
	}
	for _, t := range b.Terms {
		do(t.At, t.ID, t.Means, t.Because, t.Differ)
		for _, r := range t.Readings {
			do(r.At, t.ID, r.Means)
		}
	}
	for _, d := range b.Duties {
		do(d.At, d.ID, d.Says, d.Beware)
		for _, n := range d.Names {
			do(n.At, d.ID, n.When)
		}
	}
	for _, q := range b.Questionnaires {
		do(q.At, q.ID, q.Says)
		for _, it := range q.Items {
			do(it.At, q.ID+" "+it.ID, it.Asks)
		}
	}
	for _, t := range b.Templates {
		do(t.At, t.ID, t.Says)
		for _, s := range t.Sections {
			do(s.At, t.ID, s.Says)
			do(s.At, t.ID, s.Open...)
		}
	}
	for _, i := range b.Indicators {
		do(i.At, i.ID, i.Asks, i.Measures, i.GivenBy, i.Because, i.Decay.Because)
		for _, s := range i.Steps {
			do(s.At, i.ID, s.Means)
		}
	}
	for _, c := range b.Clocks {
		do(c.At, c.ID, c.Says, c.CountedSince, c.Recipient, c.Beware)
		for _, p := range c.Report.Contents {
			do(p.At, c.ID, p.Says)
		}
		for _, s := range c.Stops {
			do(s.At, c.ID, s.Because)
		}
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
