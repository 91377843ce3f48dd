package options

// Options steer a search. The zero value searches until there is a proof.
type Options struct {
	Weights []int // by axis: what a unit of its cost weighs in the objective, 0 or more; nil: each 1

	// Effort ends the search after about so many conflicts of the solver, a measure of work that is the same on every machine; 0: no end.
	// A context that ends does the same, at a time that is not.
	Effort int

	Seed     uint64         // of the choice of neighbourhoods; the same seed gives the same search
	Progress func(Progress) // called from the search now and then, where not nil
}

// Progress is how far a search is.
type Progress struct {
	Found  bool
	Best   int // of Best: objective of the best set so far, where Found
	Bound  int // of Best: no set costs less
	Points int // of Front: points found
}

// Outcome is what a search found out.
type Outcome int

const (
	Stopped    Outcome = iota // ended before a set was found
	Found                     // a set that meets every limit
	Impossible                // proved that no set does
)

// Answer is the result of a search for the best set.
type Answer struct {
	Outcome Outcome

	On     []int   // controls of the set, forced ones included, rising
	Costs  []int   // of the set, by axis
	Value  int     // the objective: the weighted sum of Costs
	Levels []uint8 // of every node, with the set on
	Needs  []Need  // why each control of the set is on

	Bound   int  // proved: no set has a lower objective
	Optimal bool // Bound equals Value
	Unique  bool // Optimal, and of all such sets this is the first one in the order that Best describes
	Cut     bool // the search was ended before it had proved all that it could

	Reason *Reason // where Impossible
}

// Gap is how far the objective may be above the lowest one.
func (a *Answer) Gap() int { return a.Value - a.Bound }

// Need says why a control is on.
type Need struct {
	Control int
	Limit   int   // the first limit that breaks without the control; -1 where none does: it is forced, or was not minimised
	Attack  []int // arcs by which it breaks, each after those it rests on: only this control blocks them
}

// needs takes each control out of a set and looks what happens.
func (g *graph) needs(on []bool) []Need {
	var needs []Need
	for c, is := range on {
		if !is {
			continue
		}
		n := Need{Control: c, Limit: -1}
		on[c] = false
		g.run(on)
		on[c] = true
		if l := g.broken(); l >= 0 {
			n.Limit, n.Attack = l, g.attack(g.p.Limits[l].Node)
		}
		needs = append(needs, n)
	}
	return needs
}

func numbers(on []bool) []int {
	var list []int
	for c, is := range on {
		if is {
			list = append(list, c)
		}
	}
	return list
}
