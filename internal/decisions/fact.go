package decisions

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Kind is what sort of thing a fact is.
type Kind string

// Kinds of facts. Beside each stands what Name and Of of a [Named] are; both are empty where nothing is said.
const (
	RuleIs      Kind = "rule"
	RuleVersion Kind = "rule-version"
	RoleIs      Kind = "role"          // Name is a role of a rule; the values are elements
	ElementFact Kind = "element-fact"  // Name is a fact, Of an element
	Trust       Kind = "trust"         // Name is an attribute, Of an element; the values are levels of trust
	ControlIs   Kind = "control"       // Of is a control at an element
	OwnState    Kind = "state"         // of the control that is decided on
	Severity    Kind = "severity"      // Name is a group of patients
	VerdictIs   Kind = "verdict"       //
	ClauseAsks  Kind = "clause"        // the value is a digest
	P1          Kind = "p1"            //
	P2          Kind = "p2"            //
	OfHarm      Kind = "p"             //
	Likelihood  Kind = "likelihood"    //
	RiskOf      Kind = "risk"          // of a threat
	RiskAnswers Kind = "risk-answered" // of the threats that a control answers
	Component   Kind = "component"     // Name is a component without its version
	WeaknessIs  Kind = "weakness"      //
	Exploited   Kind = "exploited"     //
	HeldBy      Kind = "held-by"       // the values are controls at elements
	OnHarm      Kind = "verdict-on"    // Of is a harm
	BenefitOf   Kind = "benefit"       // Of is a benefit
	WayTo       Kind = "way"           // Through are threats; the value is a likelihood
	StepOn      Kind = "step"          // Of is a threat on a way; the values are likelihoods, and what it was is the least that counts
)

// Named says which thing a fact is, in words of this package and ids of the description and the knowledge base.
type Named struct {
	Kind Kind   `json:"kind"`
	Name string `json:"name,omitempty"`
	Of   string `json:"of,omitempty"`
}

// says are the kinds in words; the first %s is Name or Of, whichever is there, and a second one is Of.
var says = map[Kind]string{
	RuleIs: "the rule", RuleVersion: "the version of its rule", RoleIs: "role %s", ElementFact: "fact %s of %s", Trust: "trust %s in %s", ControlIs: "control %s",
	OwnState: "its state", Severity: "severity for %s", VerdictIs: "the verdict", ClauseAsks: "what the clause asks", P1: "P1", P2: "P2",
	OfHarm: "the probability of harm", Likelihood: "its likelihood", RiskOf: "the highest risk it leads to", RiskAnswers: "the highest risk of what it answers",
	Component: "component %s", WeaknessIs: "its weaknesses and vector", Exploited: "what is known of exploitation", HeldBy: "held back by",
	OnHarm: "the verdict on %s", BenefitOf: "benefit %s", StepOn: "step %s on a way to it",
}

func (n Named) String() string {
	switch {
	case n.Name != "" && n.Of != "":
		return fmt.Sprintf(says[n.Kind], n.Name, n.Of)
	case n.Name+n.Of != "":
		return fmt.Sprintf(says[n.Kind], n.Name+n.Of)
	}
	return says[n.Kind]
}

// Fact is one thing that a decision rests on: What and Is in words, the rest as codes.
type Fact struct {
	What string `json:"what"`
	Is   string `json:"is"`
	Named
	Through []string `json:"through,omitempty"` // threats of a way, in order
	Values  []string `json:"values"`            // what Is says, one by one
}

// Change is a fact that a decision rested on and that has changed: What, From and To in words, the rest as codes. From and Was, or To and Now,
// are empty where there was or is none.
type Change struct {
	What string `json:"what"`
	From string `json:"from"`
	To   string `json:"to"`
	Named
	Was []string `json:"was"`
	Now []string `json:"now"`
}

func (c Change) String() string {
	switch {
	case c.From == "":
		return c.What + " is new: " + c.To
	case c.To == "":
		return c.What + " is gone; it was " + c.From
	}
	return fmt.Sprintf("%s: %s -> %s", c.What, c.From, c.To)
}

// facts are what is compared, and the values it has. Several values stand beside each other after a split, or where a role is played by several
// elements.
type facts map[Named]map[string]bool

func (f facts) add(what Named, value string) {
	if f[what] == nil {
		f[what] = map[string]bool{}
	}
	f[what][value] = true
}

// values are sorted; the list is empty, not nil, where there is none.
func (f facts) values(what Named) []string {
	return append([]string{}, slices.Sorted(maps.Keys(f[what]))...)
}

// inOrder sorts facts by their words.
func (f facts) inOrder() []Named {
	return slices.SortedFunc(maps.Keys(f), func(a, b Named) int { return strings.Compare(a.String(), b.String()) })
}

// List lists what a record says that a decision rests on, sorted by its words; the likeliest ways of a harm come last.
func (r *RestedOn) List() []Fact {
	j := &judge{names: newRenames(nil)}
	f := facts{}
	j.collect(f, r)
	out := []Fact{}
	for _, n := range f.inOrder() {
		values := f.values(n)
		out = append(out, Fact{What: n.String(), Is: strings.Join(values, ", "), Named: n, Values: values})
	}
	for _, w := range r.Ways {
		through := []string{}
		for _, s := range w.Steps {
			through = append(through, s.Threat)
		}
		out = append(out, Fact{"a way to it: " + strings.Join(through, ", "), w.Likelihood, Named{Kind: WayTo}, through, []string{w.Likelihood}})
	}
	return out
}
