// Package proportion proposes proportionate sets of controls: enough to bring every harm to the verdict that is asked for, and not more than
// that costs or asks of care. Each proposal says what it changes, what its side effects are, and of each control what it is there for.
package proportion

import (
	"context"
	"fmt"
	"slices"

	"cordon/internal/engine"
	"cordon/internal/engine/options"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/safety"
)

// Request is what is asked for. The zero value asks for the cheapest set with which no harm is unacceptable.
type Request struct {
	Verdict knowledge.HarmCell  // the worst verdict a harm may have; reduce where empty
	Most    map[string]uint8    // by harm: the highest likelihood of its situation, 0-5, in place of what the verdict allows
	Roles   []knowledge.Applier // who can act; everybody where empty. What is in place stays whoever applied it
	Without []string            // controls, as CTL-0001 or CTL-0001@element, that must not be proposed
	With    []Obligation        // what the set must contain
	OneOff  int                 // the most that the set may cost once, in euro, beside what is in place; 0: no bound
	Yearly  int                 // likewise each year
	Lower   bool                // also sets that leave less harm than asked for
	Effort  int                 // ends the search after so many conflicts of the solver; 0: a proof is waited for
}

// Obligation is a demand that controls meet whatever they do against harms: a wish, a contract, a clause of a law.
type Obligation struct {
	Title string
	AnyOf [][]string // sets of controls, as CTL-0001@element; all controls of one of them have to be there
}

// RequestError says what a request asks for that the system does not have.
type RequestError struct{ why string }

func (e RequestError) Error() string { return e.why }

func refuse(format string, a ...any) error { return RequestError{fmt.Sprintf(format, a...)} }

// maxOptions is how many sets are shown; nobody compares more.
const maxOptions = 20

// years is how long yearly costs count against costs that come once.
const years = 5

// Proposal is the answer.
type Proposal struct {
	Objective string   `json:"objective"`
	Optimal   bool     `json:"optimal"`          // no set is cheaper than the first option; proved
	Gap       int      `json:"gap"`              // euro over five years by which another set may be cheaper, at most
	Possible  bool     `json:"possible"`         // some set meets all limits
	Reason    []string `json:"reason"`           // where none does: the limits that no set meets together, and the attacks
	Limits    []Limit  `json:"limits"`           // one for each harm
	Options   []Option `json:"options"`          // the cheapest first, then those that ask less of care, have rarer side effects or leave less harm
	Complete  bool     `json:"options-complete"` // proved: each other set is as bad or worse in all of that than one of them
}

// Limit is what is asked of a harm.
type Limit struct {
	Harm    string `json:"harm"`
	Title   string `json:"title"`
	Most    string `json:"most"`    // highest likelihood of the situation
	Verdict string `json:"verdict"` // at that likelihood
	Never   bool   `json:"never"`   // not even a negligible likelihood is enough: the clinical inputs decide, not security
}

// Option is a set of controls.
type Option struct {
	OneOff      int          `json:"one-off"` // euro, the upper end of the classes, beside what is in place
	Yearly      int          `json:"yearly"`
	Burden      int          `json:"burden"`                // steps 0 to 4 that the new controls ask of care, added up
	Clinical    string       `json:"clinical-side-effects"` // likelihood of the likeliest side effect that bears upon a harm or a clinical function
	Harms       []Move       `json:"harms"`
	SideEffects []SideEffect `json:"side-effects"`
	Measures    []Measure    `json:"measures"`
}

// Move is a harm before and after.
type Move struct {
	Harm          string `json:"harm"`
	Title         string `json:"title"`
	Before        string `json:"before"` // likelihood of the situation
	After         string `json:"after"`
	VerdictBefore string `json:"verdict-before"`
	VerdictAfter  string `json:"verdict-after"`
}

// SideEffect is a threat that a new control opens and that can happen.
type SideEffect struct {
	Threat     string `json:"threat"`
	Title      string `json:"title"`
	Likelihood string `json:"likelihood"`
	Risk       string `json:"risk"`
	Clinical   bool   `json:"clinical"` // it bears upon a harm or a clinical function
}

// Class says what a control of a set is there for.
type Class string

// The classes, told by what happens when this control alone is taken away.
const (
	Primary       Class = "primary"        // a harm goes beyond what is asked
	OverEffective Class = "over-effective" // a harm becomes likelier, and stays within what is asked
	BackStop      Class = "back-stop"      // no harm changes, something on the way becomes likelier: another control holds it as well
	Ineffective   Class = "ineffective"    // nothing changes
	Harmful       Class = "harmful"        // a harm becomes less likely, and none likelier
)

// Measure is a control of a set, in place or new.
type Measure struct {
	ID      string   `json:"id"` // CTL-0001@element
	Title   string   `json:"title"`
	At      string   `json:"at"` // title of the element, its id where it has none
	Layer   string   `json:"layer"`
	State   string   `json:"state"` // present, planned, or proposed
	Class   Class    `json:"class"`
	Because string   `json:"because"`
	OneOff  int      `json:"one-off"`
	Yearly  int      `json:"yearly"`
	Burden  int      `json:"burden"`
	Holds   []string `json:"holds"` // titles of the threats of an attack that only it blocks, where it is primary
}

// Analysis is what is needed of a system.
type Analysis interface {
	Run(mode engine.Mode) (*engine.Run, error)
}

// Propose finds proportionate sets of controls for a system as planned. Stage is called with how far the search is.
func Propose(ctx context.Context, m *model.Model, ix *knowledge.Index, an Analysis, q Request, stage func(Stage)) (*Proposal, error) {
	run, err := an.Run(engine.Future)
	if err != nil {
		return nil, err
	}
	s := &search{m: m, ix: ix, an: an, q: q, run: run, before: run.Result()}
	if s.ladder, err = ladder(m, ix); err != nil {
		return nil, err
	}
	p := &Proposal{
		Objective: fmt.Sprintf("lowest cost of new controls over %d years", years),
		Reason:    []string{}, Limits: []Limit{}, Options: []Option{},
	}
	if err := s.ask(p); err != nil {
		return nil, err
	}
	best, err := options.Best(ctx, s.choices.Problem, options.Options{Weights: weights(), Effort: q.Effort, Progress: func(g options.Progress) {
		if g.Found {
			stage(Stage{ChoosingControls, map[string]int64{"euro": int64(g.Best - s.already), "least": int64(g.Bound - s.already), "years": years}})
		}
	}})
	if err != nil {
		return nil, fmt.Errorf("choose controls: %w", err)
	}
	switch best.Outcome {
	case options.Impossible:
		s.explain(p, best.Reason)
		return p, nil
	case options.Stopped:
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		p.Reason = append(p.Reason, "the search was ended before it had found a set")
		return p, nil
	}
	p.Possible, p.Optimal, p.Gap = true, best.Optimal, best.Gap()
	front, err := s.front(ctx, stage)
	if err != nil {
		return nil, err
	}
	points := front.Points
	if len(points) == 0 || points[0].Costs[costYears] > best.Costs[costYears] { // the search for the front was ended early
		points = slices.Insert(points, 0, options.Point{On: best.On, Needs: best.Needs})
	}
	p.Complete = front.Complete && len(points) <= maxOptions
	for _, x := range points[:min(len(points), maxOptions)] {
		o, err := s.option(x.On, x.Needs)
		if err != nil {
			return nil, err
		}
		p.Options = append(p.Options, *o)
	}
	return p, ctx.Err()
}

// costYears is the axis of euro over the years, beside those of engine.Choices.
const costYears = engine.CostBurden + 1

// weights makes the cost over the years the objective; the other axes decide between sets of the same cost.
func weights() []int {
	w := make([]int, costYears+1)
	w[costYears] = 1
	return w
}

// ladder gives the verdict on each harm at each likelihood 0 to 5.
func ladder(m *model.Model, ix *knowledge.Index) (map[string][6]safety.Harm, error) {
	out := map[string][6]safety.Harm{}
	for level := range uint8(6) {
		harms, err := safety.Judge(m, ix, func(string) uint8 { return level })
		if err != nil {
			return nil, err
		}
		for _, h := range harms {
			steps := out[h.ID]
			steps[level] = h
			out[h.ID] = steps
		}
	}
	return out, nil
}

type search struct {
	m       *model.Model
	ix      *knowledge.Index
	an      Analysis
	q       Request
	run     *engine.Run
	before  *engine.Result
	ladder  map[string][6]safety.Harm
	choices *engine.Choices
	harms   []string // in the order of the limits; those of obligations follow
	most    map[string]uint8
	already int                 // euro over the years of what is in place
	effects []engine.SideEffect // that bear upon harms or clinical functions
}

// costs are those of the controls of a set that are not in place.
func (s *search) costs(on []int) []int {
	sum := make([]int, s.choices.Problem.Axes)
	for _, c := range on {
		if s.inPlace(c) {
			continue
		}
		for axis, cost := range s.choices.Problem.Controls[c].Costs {
			sum[axis] += cost
		}
	}
	return sum
}
