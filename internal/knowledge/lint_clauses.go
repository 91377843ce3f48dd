package knowledge

import (
	"regexp"
	"strings"

	"cordon/internal/diag"
)

var (
	documentName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
	clauseID     = regexp.MustCompile(`^[A-Za-z0-9(][A-Za-z0-9.()#/+-]*$`)
	monthForm    = regexp.MustCompile(`^20[0-9]{2}-(0[1-9]|1[0-2])$`)
)

// documents checks names, dates and places: a clause id is permanent, since decisions and documents name it.
func (l *linter) documents() {
	for i := range l.b.Documents {
		d := &l.b.Documents[i]
		if !documentName.MatchString(d.Document) || !documentName.MatchString(d.Edition) || d.ID != d.Document+"-"+d.Edition {
			l.ds.Add(d.At, diag.EntryID, "the id is document, hyphen, edition, in small letters, digits and hyphens", "%s is not the id of edition %q of %q", d.ID, d.Edition, d.Document)
		}
		l.month(d.At, d.From)
		for _, k := range d.Kinds {
			refer(l, d.At, "kind", k, l.ix.Kinds)
		}
		if d.Shares != nil {
			refer(l, d.Shares.At, "document", d.Shares.With, l.ix.Documents)
			if l.ix.Documents[d.Shares.With] != nil {
				l.ds.Add(d.Shares.At, diag.EntryReference, "name an edition that has all its clauses itself", "%s cannot share with %s", d.ID, d.Shares.With)
			}
		} else if len(d.Clauses) == 0 {
			l.ds.Add(d.At, diag.EntryPattern, "", "%s has no clause", d.ID)
		}
		first := map[string]diag.Pos{}
		for j := range d.Clauses {
			l.clause(d, &d.Clauses[j], first)
		}
	}
}

func (l *linter) clause(d *Document, c *Clause, first map[string]diag.Pos) {
	full := d.Full(c)
	if !clauseID.MatchString(c.ID) {
		l.ds.Add(c.At, diag.EntryID, "letters, digits and . ( ) # / + -", "%q cannot be the place of a clause", c.ID)
	}
	if at, twice := first[c.ID]; twice {
		l.ds.Add(c.At, diag.DuplicateID, "tell them apart by #1, #2", "clause %s stands twice; first at %s", full, at)
	}
	first[c.ID] = c.At
	l.month(c.At, c.From)
	for _, k := range c.Kinds {
		refer(l, c.At, "kind", k, l.ix.Kinds)
	}
	for _, text := range []string{c.Says, c.Decides} {
		if !strings.HasSuffix(strings.TrimSpace(text), ".") {
			l.ds.Add(c.At, diag.EntryProse, "end the sentence with a full stop", "%s does not end with a sentence", full)
		}
	}
	if c.Certainty == d.Certainty && c.Certainty != "" {
		l.ds.Add(c.At, diag.EntryDuplicate, "leave it out", "%s says the certainty of its document again", full)
	}
}

func (l *linter) month(at diag.Pos, month string) {
	if month != "" && !monthForm.MatchString(month) {
		l.ds.Add(at, diag.EntryProse, "write YYYY-MM", "%q is no month", month)
	}
}
