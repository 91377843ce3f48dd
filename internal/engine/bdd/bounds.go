package bdd

import (
	"cmp"
	"context"
	"errors"
	"fmt"
)

// Bounds is what can be said of a probability where the diagram does not fit. Low and High always enclose it, up to rounding.
type Bounds struct {
	// Low is the probability that one of the sets found happens, or Best where even their diagram does not fit.
	Low float64
	// High counts the sets found and what was left unexplored as if they were independent (Esary and Proschan 1963); for monotone
	// functions the truth is never above.
	High float64
	// Best is the probability of the most likely set found, 0 if none was found.
	Best float64
	// Sum adds up what High counts. It is the usual first guess for rare events, never below High, and it may be above 1.
	Sum float64
	// Sets are minimal sets of events, the likely ones first. Sets that cannot happen (probability 0) are not looked for.
	Sets [][]int
	// Complete says that there are no other minimal sets with a probability above 0.
	Complete bool
}

// BoundOptions bound the search.
type BoundOptions struct {
	Steps int // most partial sets to make, up to 1,000,000; 0 means 100,000, which takes about 50 MB
	Nodes int // most nodes of the diagram of the sets found, as in Options; 0 means 200,000
}

const (
	defaultSteps      = 100_000
	maxSteps          = 1_000_000
	defaultBoundNodes = 200_000
)

// ErrNotMonotone says that a formula has Not. Its cut sets bound nothing.
var ErrNotMonotone = errors.New("the formula has a negation; only monotone ones have bounds")

// Bounds bounds the probability of a formula; p is by event. The error is ErrNotMonotone, or that of the context.
func (s *Formulas) Bounds(ctx context.Context, f Formula, p []float64, o BoundOptions) (Bounds, error) {
	sys := System{Nodes: int(f) + 1, Events: s.events}
	for i, used := range s.used([]Formula{f}) {
		if !used || i > int(f) {
			continue
		}
		g, head := s.gates[i], []int{i}
		parts := make([]int, len(g.parts))
		for j, part := range g.parts {
			parts[j] = int(part)
		}
		switch g.kind {
		case kindTrue:
			sys.Rules = append(sys.Rules, Rule{Event: Certain, Heads: head})
		case kindEvent:
			sys.Rules = append(sys.Rules, Rule{Event: g.event, Heads: head})
		case kindAnd:
			sys.Rules = append(sys.Rules, Rule{Event: Certain, Tails: parts, Heads: head})
		case kindOr:
			for j := range parts {
				sys.Rules = append(sys.Rules, Rule{Event: Certain, Tails: parts[j : j+1], Heads: head})
			}
		case kindNot:
			return Bounds{}, ErrNotMonotone
		}
	}
	return sys.Bounds(ctx, int(f), p, o)
}

// Bounds bounds the probability that a node holds; p is by event. The error is that of the context.
//
// It goes backwards from the node, the likeliest first (as MOCUS does, Fussell and Vesely 1972): a partial set has the events it needs
// already and the nodes it still has to reach. Each world in which the node holds contains a set found or the events of a partial
// one, so that High may stop anywhere.
func (s System) Bounds(ctx context.Context, asked int, p []float64, o BoundOptions) (Bounds, error) {
	o.Steps = cmp.Or(o.Steps, defaultSteps)
	o.Nodes = cmp.Or(o.Nodes, defaultBoundNodes)
	_, err := Options{Nodes: o.Nodes}.nodes()
	if err := errors.Join(s.check([]int{asked}), checkProbabilities(p, s.Events), err); err != nil {
		return Bounds{}, err
	}
	if o.Steps < 0 || o.Steps > maxSteps {
		return Bounds{}, fmt.Errorf("a limit of %d steps: it must be 1 to %d", o.Steps, maxSteps)
	}
	search := newSearch(s, asked, p)
	if err := search.run(ctx, o.Steps); err != nil {
		return Bounds{}, fmt.Errorf("bound a probability: %w", err)
	}
	b := search.bounds()
	low, err := lower(ctx, b.Sets, p, o.Nodes)
	if err != nil {
		return Bounds{}, err
	}
	b.Low = max(low, b.Best)
	b.High = min(max(b.High, b.Low), 1) // where both are the truth, rounding must not put them the wrong way round
	return b, nil
}

// lower is the probability that one of the likeliest sets happens: of as many as fit into a diagram.
func lower(ctx context.Context, sets [][]int, p []float64, nodes int) (float64, error) {
	for n := len(sets); n > 0; n /= 2 {
		fs := NewFormulas(len(p))
		some := make([]Formula, n)
		for i, set := range sets[:n] {
			all := make([]Formula, len(set))
			for j, e := range set {
				all[j] = fs.Event(e)
			}
			some[i] = fs.And(all...)
		}
		d, err := fs.Solve(ctx, []Formula{fs.Or(some...)}, Options{Nodes: nodes})
		if errors.Is(err, ErrNodes) {
			continue
		}
		if err != nil {
			return 0, err
		}
		low, err := d.Probabilities(p)
		if err != nil {
			return 0, err
		}
		return low[0], nil
	}
	return 0, nil
}

// union joins probabilities as if they were those of independent events, without the loss of 1-(1-a)(1-b) for small ones.
func union(a, b float64) float64 { return a + float64((1-a)*b) }
