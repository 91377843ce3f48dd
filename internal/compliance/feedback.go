package compliance

import (
	"cmp"
	"slices"
	"strings"

	"cordon/internal/knowledge"
)

// RemarkKind is what a remark on guidance is about.
type RemarkKind string

// The kinds, in the order in which remarks are told.
const (
	FlawRemark        RemarkKind = "flaw"        // the document contradicts itself, another, or uses a word without meaning
	UndecidableRemark RemarkKind = "undecidable" // nothing can show that a clause is met
	DisputedRemark    RemarkKind = "disputed"    // people state a clause as met where descriptions show that it is not
	TermRemark        RemarkKind = "term"        // a word has several meanings in the documents that bind
	AskedRemark       RemarkKind = "asked"       // it could not be told whether a clause binds
	UncarriedRemark   RemarkKind = "uncarried"   // nothing in a description, assessment or evidence carries an obligation
)

var remarkKinds = []RemarkKind{FlawRemark, UndecidableRemark, DisputedRemark, TermRemark, AskedRemark, UncarriedRemark}

// Remark is something that those who write guidance should know. It names no project.
type Remark struct {
	Kind     RemarkKind `json:"kind"`
	Of       string     `json:"of"` // a document, clause or term
	Title    string     `json:"title"`
	Says     string     `json:"says"`
	Projects int        `json:"projects"` // of those looked at, how many it concerns
}

// Feedback says what judged answers of projects show of the documents: clauses that nothing can decide, that contradict, whose words conflict, or
// that nothing carries. It names neither systems nor people.
func Feedback(ix *knowledge.Index, answers []*Answer) []Remark {
	f := feedback{ix: ix, at: map[string]int{}, remarks: []Remark{}}
	for _, a := range answers {
		f.project = map[string]bool{}
		f.documents(a)
		for i := range a.Clauses {
			if c := &a.Clauses[i]; c.Verdict != Not {
				f.clause(c)
			}
		}
		f.terms(a)
	}
	slices.SortStableFunc(f.remarks, func(x, y Remark) int {
		return cmp.Or(cmp.Compare(slices.Index(remarkKinds, x.Kind), slices.Index(remarkKinds, y.Kind)), cmp.Compare(y.Projects, x.Projects), strings.Compare(x.Of, y.Of), strings.Compare(x.Says, y.Says))
	})
	return f.remarks
}

type feedback struct {
	ix      *knowledge.Index
	remarks []Remark
	at      map[string]int
	project map[string]bool // what was said of the project at hand
}

func (f *feedback) say(kind RemarkKind, of, title, says string) {
	key := string(kind) + " " + of + " " + says
	if f.project[key] {
		return
	}
	f.project[key] = true
	i, known := f.at[key]
	if !known {
		i = len(f.remarks)
		f.at[key] = i
		f.remarks = append(f.remarks, Remark{Kind: kind, Of: of, Title: title, Says: strings.TrimSpace(says)})
	}
	f.remarks[i].Projects++
}

func (f *feedback) documents(a *Answer) {
	for _, d := range a.Documents {
		if d.Applies+d.Asked == 0 {
			continue
		}
		for _, flaw := range f.ix.Documents[d.ID].Flaws {
			f.say(FlawRemark, d.ID, d.Title, flaw)
		}
	}
}

func (f *feedback) clause(c *Clause) {
	k := f.ix.Clauses[c.ID].Clause
	if k.Flaw != "" {
		f.say(FlawRemark, c.ID, c.Title, k.Flaw)
	}
	switch {
	case c.Contradicted:
		var by []string
		for _, x := range c.Findings {
			if x.Outcome == knowledge.Open {
				by = append(by, x.Title)
			}
		}
		f.say(DisputedRemark, c.ID, c.Title, "Stated as met, and the description does not show: "+strings.Join(by, "; "))
	case k.Undecidable != "":
		f.say(UndecidableRemark, c.ID, c.Title, k.Undecidable)
	case len(c.Findings) == 0:
		f.say(UncarriedRemark, c.ID, c.Title, "What would show it is outside of what a description, an assessment or a list of evidence holds: "+lower(c.Decides))
	}
	if c.Verdict == Asked {
		f.say(AskedRemark, c.ID, c.Title, c.Because)
	}
}

// lower begins a sentence in the middle of another.
func lower(s string) string {
	if len(s) > 1 && s[1] >= 'a' && s[1] <= 'z' {
		return strings.ToLower(s[:1]) + s[1:]
	}
	return s
}

// terms are those whose sources differ and that the clauses use which bind.
func (f *feedback) terms(a *Answer) {
	for i := range f.ix.Base.Terms {
		t := &f.ix.Base.Terms[i]
		if t.Differ == "" || len(t.Readings) < 2 {
			continue
		}
		word := " " + strings.ToLower(t.Title) + " "
		for j := range a.Clauses {
			c := &a.Clauses[j]
			if c.Verdict != Not && strings.Contains(" "+strings.ToLower(strings.NewReplacer(".", " ", ",", " ", ";", " ").Replace(c.Says))+" ", word) {
				f.say(TermRemark, t.ID, t.Title, t.Differ)
				break
			}
		}
	}
}
