// Package riskfile is the record of risks that ISO 14971 asks for: each harm with its hazard, the sequence of events, the judgement without
// controls, today and as planned, the controls that make the difference, and what each sort of cause contributes. It judges nothing
// itself; the assessments do.
package riskfile

import (
	"slices"

	"cordon/internal/assessment"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/safety"
)

// File is the record of a system.
type File struct {
	System    assessment.Model     `json:"system"`
	Knowledge assessment.Knowledge `json:"knowledge"`
	Engine    assessment.Engine    `json:"engine"`
	Risks     []Risk               `json:"risks"`    // harm to health, the worst first
	Apart     []Risk               `json:"apart"`    // harm to rights, and to others than the patient: not weighed against clinical benefit alone
	Benefits  []Benefit            `json:"benefits"` // what risks are weighed against
}

// Risk is one row: a harm and all that leads to it.
type Risk struct {
	Harm       string `json:"harm"`
	Title      string `json:"title"`
	Class      string `json:"class"` // direct, indirect, psychological, privacy or third-party
	Hazard     string `json:"hazard,omitempty"`
	HazardKind string `json:"hazard-kind,omitempty"` // kind of the knowledge base: plain `hazard` where the description says no more
	Situation  string `json:"situation,omitempty"`
	Patient    string `json:"patient,omitempty"`

	Sequence []string       `json:"sequence"` // titles of the threats on the likeliest way, as planned
	Reading  string         `json:"reading"`  // the same as a sentence
	Groups   []safety.Group `json:"groups"`   // severity and verdict for each group of patients, as planned
	P2       safety.P2      `json:"p2"`
	Without  Judgement      `json:"without-controls"`
	Today    Judgement      `json:"today"`   // controls that are present
	Planned  Judgement      `json:"planned"` // planned ones as well

	Causes   []Cause   `json:"causes"`
	Relation Relation  `json:"relation"`
	Controls []Control `json:"controls"`
	Benefits []string  `json:"benefits"` // benefits of the same functions and data
}

// Judgement is how a risk stands in one state of the controls.
type Judgement struct {
	Likelihood    string          `json:"likelihood"`  // of the hazardous situation
	P1            safety.Interval `json:"p1"`          // per device-year
	Probability   safety.Interval `json:"probability"` // of harm, per device-year
	Level         string          `json:"probability-level"`
	Severity      string          `json:"severity"`
	Acceptability string          `json:"acceptability"`
}

// Cause says how likely the hazardous situation is by one sort of cause, as planned.
type Cause struct {
	Cause   knowledge.Cause `json:"cause"`
	Alone   string          `json:"alone"`   // if nothing else could happen
	Without string          `json:"without"` // if this could not happen
}

// Relation is how security and safety meet in a risk (AAMI TIR57, ANSI/AAMI SW96).
type Relation string

const (
	SecurityWithSafety    Relation = "security risk with safety impact"
	SecurityWithoutSafety Relation = "security risk without safety impact"
	SafetyAlone           Relation = "safety risk without security cause"
)

// Control is a control that holds the risk down or could.
type Control struct {
	ID       string   `json:"id"` // CTL-0001@element
	Title    string   `json:"title"`
	Layer    string   `json:"layer"`
	State    string   `json:"state"`
	Evidence []string `json:"evidence"`             // of implementation
	Verify   string   `json:"verification"`         // of effectiveness: method and criterion
	Removal  string   `json:"without-it,omitempty"` // likelihood of the situation if it were not there, where that is another one
}

// Benefit is a clinical benefit with the risks that belong to the same functions.
type Benefit struct {
	Benefit     string   `json:"benefit"`
	Title       string   `json:"title"`
	Group       string   `json:"group,omitempty"`
	Magnitude   int      `json:"magnitude,omitempty"`   // 1 slight to 5 life-saving
	Probability int      `json:"probability,omitempty"` // 1 few to 5 nearly all
	Duration    string   `json:"duration,omitempty"`
	Evidence    string   `json:"evidence,omitempty"`
	From        []string `json:"from"`
	Risks       []string `json:"risks"`

	Lost                   string   `json:"lost"`                      // likelihood, as planned, that one of the functions is absent, late or misled
	LostWithoutSideEffects string   `json:"lost-without-side-effects"` // the same if security controls had none
	TakenBy                []Taking `json:"taken-by"`                  // controls without which it is lost less often
}

// Taking is a control that takes a benefit away.
type Taking struct {
	Control string `json:"control"` // CTL-0001@element
	Title   string `json:"title"`
	Without string `json:"without-it"` // likelihood that the benefit is lost if the control alone were gone
}

// States are the assessments that a record is made of.
type States struct {
	Without, Today, Planned *assessment.Assessment
	Run                     *engine.Run // as planned
}

// Make makes the record of a model.
func Make(m *model.Model, ix *knowledge.Index, s States) (*File, error) {
	f := &File{System: s.Planned.Model, Knowledge: s.Planned.Knowledge, Engine: s.Planned.Engine, Risks: []Risk{}, Apart: []Risk{}}
	b := &builder{m: m, ix: ix, s: s, among: map[string]func(string) uint8{}}
	for i := range s.Planned.Harms {
		r, err := b.risk(&s.Planned.Harms[i])
		if err != nil {
			return nil, err
		}
		if r.ofHealth() {
			f.Risks = append(f.Risks, r)
		} else {
			f.Apart = append(f.Apart, r)
		}
	}
	var err error
	f.Benefits, err = b.benefits(slices.Concat(f.Risks, f.Apart))
	return f, err
}

// ofHealth tells whether the harm is one to the patient's health.
func (r *Risk) ofHealth() bool { return r.Class != "privacy" && r.Class != "third-party" }
