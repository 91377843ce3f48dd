package bdd

import "fmt"

// Diagram holds Boolean functions of events that share their nodes; Solve and Least make it with a function for each thing asked, numbered
// in the order of asking. It is immutable, and safe for concurrent use.
type Diagram struct {
	events int
	order  []int // the event at each level; events that do not matter may be missing
	nodes  []node
	roots  []ref
}

// Functions is how many functions there are.
func (d *Diagram) Functions() int { return len(d.roots) }

// Nodes is the size: the number of nodes that decide about an event.
func (d *Diagram) Nodes() int { return len(d.nodes) - 2 }

// Probabilities are, for each function, the probability that it is true when each event happens with its own probability, 0 to 1,
// independently of the others. They are exact up to rounding: no term is left out, and none is negative.
func (d *Diagram) Probabilities(p []float64) ([]float64, error) {
	if err := checkProbabilities(p, d.events); err != nil {
		return nil, err
	}
	of := make([]float64, len(d.nodes))
	of[one] = 1
	for r := 2; r < len(d.nodes); r++ {
		n := d.nodes[r]
		happens := p[d.order[n.level]]
		// The conversions forbid the compiler to join product and sum into one operation, which some processors round otherwise.
		of[r] = float64(happens*of[n.high]) + float64((1-happens)*of[n.low])
	}
	asked := make([]float64, len(d.roots))
	for i, r := range d.roots {
		asked[i] = min(of[r], 1) // rounding may end just above
	}
	return asked, nil
}

// Holds says whether a function is true when exactly the marked events happen. It wants a mark for each event.
func (d *Diagram) Holds(function int, happens []bool) bool {
	r := d.roots[function]
	for r > one {
		n := d.nodes[r]
		r = n.low
		if happens[d.order[n.level]] {
			r = n.high
		}
	}
	return r == one
}

// checkProbabilities wants a probability for each event.
func checkProbabilities(p []float64, events int) error {
	if len(p) != events {
		return fmt.Errorf("%d probabilities for %d events", len(p), events)
	}
	for event, v := range p {
		if !(v >= 0 && v <= 1) {
			return fmt.Errorf("the probability of event %d is %v: it must be 0 to 1", event, v)
		}
	}
	return nil
}

// needed marks the nodes that roots are made of.
func needed(nodes []node, roots []ref) []bool {
	need := make([]bool, len(nodes))
	for _, r := range roots {
		need[r] = true
	}
	for r := len(nodes) - 1; r > int(one); r-- {
		if need[r] {
			need[nodes[r].low], need[nodes[r].high] = true, true
		}
	}
	return need
}

// compact copies what the roots are made of into a slice of its own, children before parents, with the new places of the roots.
func compact(nodes []node, roots []ref) ([]node, []ref) {
	need := needed(nodes, roots)
	place := make([]ref, len(nodes))
	place[one] = one
	kept := []node{nodes[zero], nodes[one]}
	for r := 2; r < len(nodes); r++ {
		if n := nodes[r]; need[r] {
			place[r] = ref(len(kept))
			kept = append(kept, node{n.level, place[n.low], place[n.high]})
		}
	}
	at := make([]ref, len(roots))
	for i, r := range roots {
		at[i] = place[r]
	}
	return kept, at
}
