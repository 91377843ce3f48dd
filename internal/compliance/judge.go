package compliance

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/assessment"
	"cordon/internal/decisions"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/layers"
	"cordon/internal/model"
	"cordon/internal/riskfile"
)

// Status says how far a clause that binds is met.
type Status string

// The statuses, from the best to the worst.
const (
	Met           Status = "met"            // derived wholly, or stated and signed
	Partly        Status = "partly"         // a part is shown, or it is stated and not signed
	Open          Status = "open"           // nothing shows it
	Undecidable   Status = "undecidable"    // the clause is too vague for anything to show it
	NotApplicable Status = "not-applicable" // it does not bind
)

// Words of Status.
func (Status) Words() []string {
	return []string{"met", "partly", "open", "undecidable", "not-applicable"}
}

// Case is a system with everything that clauses are judged on. The run, the assessment, the record of risks and the layers are those of the
// system as planned.
type Case struct {
	Model      *model.Model
	Index      *knowledge.Index
	Run        *engine.Run
	Assessment *assessment.Assessment
	File       *riskfile.File
	Defence    *layers.Defence
	Reviews    []decisions.Review
	Day        string       // YYYY-MM-DD
	Stop       func() error // tells when to end early

	product *Product
	placed  map[string]*model.Control // by CTL-0001@element
}

// Finding is what a criterion says of a system.
type Finding struct {
	Criterion string            `json:"criterion"`
	Title     string            `json:"title"`
	Outcome   knowledge.Outcome `json:"outcome"`
	Subjects  []Subject         `json:"subjects"`
	Hint      string            `json:"hint,omitempty"` // what to do, where it is not met
}

// Subject is something that a criterion looked at.
type Subject struct {
	ID      string            `json:"id"`
	Outcome knowledge.Outcome `json:"outcome"`
	Because string            `json:"because"`
}

// Statement is what a person said of a clause.
type Statement struct {
	Decision string           `json:"decision"`
	Choice   decisions.Choice `json:"choice"`
	Who      string           `json:"who"`
	Role     string           `json:"role"`
	When     string           `json:"when"`
	Why      string           `json:"why"`
	Evidence []string         `json:"evidence"`
	Signed   bool             `json:"signed"`
	State    decisions.State  `json:"state"`
}

// Judge says of each clause of an answer how far it is met.
func (c *Case) Judge(a *Answer) error {
	findings, err := c.findings(a)
	if err != nil {
		return err
	}
	said := c.statements()
	for i := range a.Documents {
		a.Documents[i].Statuses = map[Status]int{}
	}
	at := map[string]int{}
	for i := range a.Documents {
		at[a.Documents[i].ID] = i
	}
	a.Judged = true
	for i := range a.Clauses {
		x := &a.Clauses[i]
		x.judge(c.Index.Clauses[x.ID].Clause, findings[x.ID], said[x.ID])
		a.Documents[at[x.Document]].Statuses[x.Status]++
	}
	return nil
}

// found is a finding with what it counts for.
type found struct {
	*Finding
	shows bool // the whole clause, not only a part
}

// findings looks at the criteria that count for clauses of an answer, once each.
func (c *Case) findings(a *Answer) (map[string][]found, error) {
	wanted := map[string]bool{}
	for i := range a.Clauses {
		wanted[a.Clauses[i].ID] = a.Clauses[i].Verdict != Not
	}
	out := map[string][]found{}
	for i := range c.Index.Base.Criteria {
		k := &c.Index.Base.Criteria[i]
		if k.Status == knowledge.Withdrawn || !slices.ContainsFunc(k.Clauses(), func(id string) bool { return wanted[id] }) {
			continue
		}
		f, err := c.Examine(k)
		if err != nil {
			return nil, fmt.Errorf("criterion %s: %w", k.ID, err)
		}
		for _, id := range k.Shows {
			out[id] = append(out[id], found{f, true})
		}
		for _, id := range k.Supports {
			out[id] = append(out[id], found{f, false})
		}
	}
	return out, nil
}

// statements are the decisions about clauses that are not history, by clause.
func (c *Case) statements() map[string]*Statement {
	out := map[string]*Statement{}
	for i := range c.Reviews {
		r := &c.Reviews[i]
		if _, clause := c.Index.Clauses[r.About]; !clause || r.State == decisions.Replaced {
			continue
		}
		out[r.About] = &Statement{
			r.ID, r.Choice, r.Who, r.Role, r.When, r.Why, r.Evidence,
			len(r.Signed) > 0 && !slices.ContainsFunc(r.Signed, func(s decisions.Signed) bool { return !s.Fits }), r.State,
		}
	}
	return out
}

// judge puts verdict, statement and findings together. A signed statement that stands counts; what the description shows beside it is kept, and
// named where it says otherwise.
func (x *Clause) judge(c *knowledge.Clause, fs []found, s *Statement) {
	x.Findings, x.Statement = []Finding{}, s
	for _, f := range fs {
		x.Findings = append(x.Findings, *f.Finding)
	}
	if x.Verdict == Not {
		x.Status, x.Why = NotApplicable, x.Because
		return
	}
	derived, why := derive(fs)
	switch {
	case s != nil && s.State == decisions.Current && s.Signed:
		x.Status = map[decisions.Choice]Status{decisions.Met: Met, decisions.Partly: Partly, decisions.NotApplicable: NotApplicable}[s.Choice]
		x.Why = fmt.Sprintf("stated by %s (%s) on %s, signed: %s", s.Who, s.Role, s.When, s.Why)
		if x.Contradicted = contradicts(s, derived, fs); x.Contradicted {
			x.Why += "; the description says otherwise: " + why
		}
	case derived == Met:
		x.Status, x.Why = Met, why
	case c.Undecidable != "" && s == nil:
		x.Status, x.Why = Undecidable, c.Undecidable
	case s != nil && s.State == decisions.Current && s.Choice != decisions.NotApplicable:
		x.Status, x.Why = Partly, fmt.Sprintf("stated as %s by %s (%s) on %s, and not signed", s.Choice, s.Who, s.Role, s.When)
	default:
		x.Status, x.Why = derived, why
		if s != nil {
			x.Why += fmt.Sprintf("; the statement %s is %s", s.Decision, standing(s))
		}
	}
	if x.Verdict == Asked && x.Status != Undecidable {
		x.Why = strings.TrimSuffix("whether it binds is asked: "+x.Because+"; "+x.Why, "; ")
	}
}

func standing(s *Statement) string {
	if s.State == decisions.Current {
		return "not signed"
	}
	return string(s.State)
}

// contradicts tells whether what the description shows does not go with a statement.
func contradicts(s *Statement, derived Status, fs []found) bool {
	if s.Choice == decisions.NotApplicable || len(fs) == 0 {
		return false
	}
	return s.Choice == decisions.Met && slices.ContainsFunc(fs, func(f found) bool { return f.Outcome == knowledge.Open }) || derived == Open && s.Choice == decisions.Partly
}

// derive is what the criteria alone say of a clause, and why.
func derive(fs []found) (Status, string) {
	var good, bad, whole []string
	for _, f := range fs {
		switch f.Outcome {
		case knowledge.Met:
			good = append(good, f.Criterion)
			if f.shows {
				whole = append(whole, f.Criterion)
			}
		case knowledge.Partly:
			good, bad = append(good, f.Criterion), append(bad, f.Criterion)
		case knowledge.Asked, knowledge.Open:
			bad = append(bad, f.Criterion)
		}
	}
	switch {
	case len(fs) == 0:
		return Open, "no rule decides it, and nobody has stated it"
	case len(good)+len(bad) == 0:
		return Open, "nothing is described that " + list(ids(fs)) + " could look at, and nobody has stated it"
	case len(bad) == 0 && len(whole) > 0:
		return Met, "shown by " + list(good)
	case len(bad) == 0:
		return Partly, "a part is shown by " + list(good) + "; the rest has to be stated"
	case len(good) > 0:
		return Partly, "not wholly: " + list(bad)
	}
	return Open, "not met: " + list(bad)
}

func ids(fs []found) []string {
	out := make([]string, len(fs))
	for i, f := range fs {
		out[i] = f.Criterion
	}
	return out
}

func list(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
