package knowledge

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/diag"

	"go.yaml.in/yaml/v4"
)

// Criterion is something that a description must show for clauses to be met, as far as a description can show it. It looks at elements
// that fit a pattern, at fields, or, by a test, at what the assessment says; exactly one of them.
type Criterion struct {
	Entry    `yaml:",inline"`
	Scope    Scope              `yaml:"scope" doc:"Which elements are looked at: product (the default), surroundings or all." json:",omitempty"`
	Each     *Pattern           `yaml:"each" doc:"Elements to look at; the first role bound one to one is judged." json:",omitempty"`
	Needs    []string           `yaml:"needs" doc:"With each: 'CTL-0001 at role', or 'role.fact is value or value'; one of them is enough." json:",omitempty"`
	Fields   *Fields            `yaml:"fields" doc:"Fields that elements must have." json:",omitempty"`
	Test     Test               `yaml:"test" doc:"Test of the whole assessment." json:",omitempty"`
	Expected Flag               `yaml:"expected" doc:"yes where a description with nothing to look at does not meet it." json:",omitempty"`
	Some     Flag               `yaml:"some" doc:"yes where one element that meets it is enough." json:",omitempty"`
	Shows    []string           `yaml:"shows" doc:"Clauses that are met where it holds." json:",omitempty"`
	Supports []string           `yaml:"supports" doc:"Clauses of which it shows a part." json:",omitempty"`
	Hint     string             `yaml:"hint" need:"yes" doc:"What to do where it does not hold."`
	Sources  []Source           `yaml:"sources" doc:"Where the facts come from." json:",omitempty"`
	Examples []CriterionExample `yaml:"examples" doc:"Small models that meet it, and that do not." json:"-"`
}

// Fields names what elements of some blocks must say.
type Fields struct {
	Of    string   `yaml:"of" need:"yes" doc:"Block of the model language: system, assets, controls, assumptions and so on."`
	Kinds []string `yaml:"kinds" doc:"Only elements of these kinds." json:",omitempty"`
	Has   []string `yaml:"has" need:"yes" doc:"Keys that must have a value; with a dot for keys inside: support.until."`
	At    diag.Pos `json:"-"`
}

// CriterionExample is a claim about a criterion in a small model.
type CriterionExample struct {
	Says    string            `yaml:"says" need:"yes" doc:"What the example shows."`
	Expects Outcome           `yaml:"expects" need:"yes" doc:"met, partly, open, asked or nothing."`
	Model   *yaml.Node        `yaml:"model" need:"yes" doc:"A model without its header."`
	Decided []ExampleDecision `yaml:"decided" doc:"Decisions, for tests that look at them."`
	At      diag.Pos
}

// ExampleDecision is a decision in an example; what it rests on is left out.
type ExampleDecision struct {
	About    string   `yaml:"about" need:"yes" doc:"As in decisions."`
	Choice   string   `yaml:"choice" need:"yes" doc:"As in decisions."`
	State    string   `yaml:"state" doc:"current (the default), expired, stale, orphaned or replaced."`
	Evidence []string `yaml:"evidence" doc:"What supports it."`
	Signed   Flag     `yaml:"signed" doc:"yes where it is signed."`
	At       diag.Pos
}

// Scope says which elements a criterion looks at.
type Scope string

// The scopes.
const (
	OfProduct      Scope = "product" // also written as nothing
	OfSurroundings Scope = "surroundings"
	OfAll          Scope = "all"
)

func (Scope) Words() []string { return []string{"product", "surroundings", "all"} }

// Outcome is what a criterion says of a description.
type Outcome string

// The outcomes, from the best to the worst. Nothing: there is nothing to look at.
const (
	Met     Outcome = "met"
	Partly  Outcome = "partly"
	Asked   Outcome = "asked" // a fact is unknown
	Open    Outcome = "open"
	Nothing Outcome = "nothing"
)

func (Outcome) Words() []string { return []string{"met", "partly", "asked", "open", "nothing"} }

// Test names what a criterion asks of the whole assessment. What each does is in internal/compliance.
type Test string

// Words of Test.
func (Test) Words() []string {
	return []string{
		"functions-have-harms", "health-data-have-harms", "harms-acceptable", "residual-risks-decided", "overall-risk-decided",
		"decisions-stand", "decisions-signed", "decisions-have-evidence", "statements-have-evidence", "statements-of-editions-in-force",
		"product-facts-known", "threats-answered", "misuse-considered", "failures-considered", "interfaces-in-threat-model",
		"flows-in-threat-model", "controls-verified", "controls-in-place", "controls-have-threats", "side-effects-weighed", "benefits-kept",
		"not-by-surroundings-alone", "two-layers", "no-single-failure", "listening-has-flow", "crossing-flows-protected", "emergency-access",
		"surroundings-controls-assigned", "surroundings-told", "manufacturer-named", "operator-named", "integrator-named", "duties-assigned",
		"support-covers-components", "support-long-enough", "evidence-in-date", "evidence-of-this-release", "independent-testing",
	}
}

// Need is a parsed item of needs: a control at a role, or values of a fact at a role.
type Need struct {
	Role    string
	Control string
	Fact    string
	Values  []string
}

// ParseNeed reads 'CTL-0001 at role' or 'role.fact is value or value'.
func ParseNeed(s string) (Need, error) {
	words := strings.Fields(s)
	bad := fmt.Errorf("%q is not of the form 'CTL-0001 at role' or 'role.fact is value or value'", s)
	if len(words) < 3 {
		return Need{}, bad
	}
	if strings.HasPrefix(words[0], "CTL-") && len(words) == 3 && words[1] == "at" {
		return Need{Role: words[2], Control: words[0]}, nil
	}
	role, fact, ok := strings.Cut(words[0], ".")
	if !ok || role == "" || fact == "" || words[1] != "is" || len(words)%2 == 0 {
		return Need{}, bad
	}
	n := Need{Role: role, Fact: fact}
	for i := 2; i < len(words); i += 2 {
		if i > 2 && words[i-1] != "or" {
			return Need{}, bad
		}
		n.Values = append(n.Values, words[i])
	}
	return n, nil
}

// Clauses lists all clauses a criterion is tied to.
func (c *Criterion) Clauses() []string { return slices.Concat(c.Shows, c.Supports) }
