// Package worlds estimates probabilities on a causal graph with cycles by sampling possible worlds: in each world every event
// happens or does not, and what follows is the least fixed point of the rules. It knows nothing of threats or harms, and it
// is not for levels, which are never turned into numbers here.
//
// Possible worlds are the meaning of a probability on a cyclic graph; to iterate "noisy or" until it settles is wrong, because
// a cycle then supports itself (decision 0013). 64 worlds are worked out at once, one in each bit of a word.
package worlds

import "fmt"

// Interval is a range of probabilities, 0 <= Low <= High <= 1.
type Interval struct{ Low, High float64 }

var (
	Impossible = Interval{0, 0}
	Certain    = Interval{1, 1}
)

// Middle is the arithmetic mean of the ends.
func (i Interval) Middle() float64 { return i.Low + (i.High-i.Low)/2 }

// Event is what can happen by itself, independently of all other events: that a node holds, or that a rule works.
type Event struct {
	// ID names the event's stream of random numbers, so that the same event draws the same numbers in another problem or at another
	// place. It must be unique among the events of a problem that are neither impossible nor certain, nodes and rules together.
	ID uint64
	P  Interval
}

// Lists is a list of lists in compressed form: list i is Of[From[i]:From[i+1]], and From has one entry more than there are lists.
type Lists struct{ From, Of []int32 }

// At is list i. The caller must not change it.
func (l Lists) At(i int) []int32 { return l.Of[l.From[i]:l.From[i+1]] }

// Append adds a list at the end.
func (l *Lists) Append(list ...int32) {
	if len(l.From) == 0 {
		l.From = append(l.From, 0)
	}
	l.Of = append(l.Of, list...)
	l.From = append(l.From, int32(len(l.Of)))
}

// Problem is a causal graph with probabilities. A node holds in a world if its own event happens, or if a rule whose event
// happens has it among its heads and all the rule's tails hold. A rule without tails needs nothing but its event.
type Problem struct {
	Nodes        []Event
	Rules        []Event
	Tails, Heads Lists // nodes, by rule
}

// maxSize bounds the nodes, the rules and the entries of the lists of a problem, and so the memory of a run.
const maxSize = 1 << 24

// Validate tells what is wrong with a problem that was put together wrongly.
func (p *Problem) Validate() error {
	if len(p.Nodes) > maxSize || len(p.Rules) > maxSize || len(p.Tails.Of) > maxSize || len(p.Heads.Of) > maxSize {
		return fmt.Errorf("more than %d nodes, rules, tails or heads", maxSize)
	}
	seen := make(map[uint64]bool, len(p.Nodes)+len(p.Rules))
	for _, of := range []struct {
		what   string
		events []Event
	}{{"node", p.Nodes}, {"rule", p.Rules}} {
		for i, e := range of.events {
			if !(0 <= e.P.Low && e.P.Low <= e.P.High && e.P.High <= 1) { // so that not-a-number fails
				return fmt.Errorf("%s %d: probability from %v to %v is no interval within 0 to 1", of.what, i, e.P.Low, e.P.High)
			}
			if e.P == Impossible || e.P == Certain {
				continue
			}
			if seen[e.ID] {
				return fmt.Errorf("%s %d: another event has its id %#x", of.what, i, e.ID)
			}
			seen[e.ID] = true
		}
	}
	if err := p.Tails.validate(len(p.Rules), len(p.Nodes)); err != nil {
		return fmt.Errorf("tails: %w", err)
	}
	if err := p.Heads.validate(len(p.Rules), len(p.Nodes)); err != nil {
		return fmt.Errorf("heads: %w", err)
	}
	return nil
}

func (l Lists) validate(lists, nodes int) error {
	if lists == 0 && len(l.From) == 0 && len(l.Of) == 0 {
		return nil
	}
	if len(l.From) != lists+1 || l.From[0] != 0 || int(l.From[lists]) != len(l.Of) {
		return fmt.Errorf("%d entries do not divide %d nodes among %d rules", len(l.From), len(l.Of), lists)
	}
	for i := range lists {
		if l.From[i] > l.From[i+1] {
			return fmt.Errorf("list %d ends before it begins", i)
		}
	}
	for _, n := range l.Of {
		if n < 0 || int(n) >= nodes {
			return fmt.Errorf("there is no node %d of %d", n, nodes)
		}
	}
	return nil
}

// Term is a node of a sum with what it counts, for instance a harm with its severity.
type Term struct {
	Node   int32
	Weight float64 // 0 or more, finite
}

// Sum stands for the sum of the weights of those of its nodes that hold; what is estimated is its expected value.
type Sum []Term

// maxWeight keeps squares of sums, added over all worlds, within what a number holds.
const maxWeight = 1e100

func (s Sum) validate(nodes int) error {
	total := 0.0
	for _, t := range s {
		if t.Node < 0 || int(t.Node) >= nodes {
			return fmt.Errorf("there is no node %d of %d", t.Node, nodes)
		}
		if !(t.Weight >= 0) { // so that not-a-number fails
			return fmt.Errorf("weight %v of node %d is below 0; sums would no longer rise with the inputs", t.Weight, t.Node)
		}
		total += t.Weight
	}
	if total > maxWeight {
		return fmt.Errorf("the weights add up to more than %v", maxWeight)
	}
	return nil
}

// Query is what is asked.
type Query struct {
	Nodes []int32
	Sums  []Sum
}

func (q *Query) validate(nodes int) error {
	for _, n := range q.Nodes {
		if n < 0 || int(n) >= nodes {
			return fmt.Errorf("asked node: there is no node %d of %d", n, nodes)
		}
	}
	for i, s := range q.Sums {
		if err := s.validate(nodes); err != nil {
			return fmt.Errorf("sum %d: %w", i, err)
		}
	}
	return nil
}
