// Package bdd computes with Boolean functions of independent events exactly: it keeps a function as a reduced ordered binary decision
// diagram (Bryant 1986), from which follow its probability and, as a zero-suppressed diagram (Minato 1993), its minimal sets of events.
// It knows nothing of threats or devices, and it does not sample.
//
// A diagram can be exponentially large. So each question has a limit of nodes; past it the answer is ErrNodes, and bounds of the
// probability (BoundFormula, BoundLeast) are what can be said honestly.
package bdd

import (
	"errors"
	"fmt"
)

// ErrNodes says that a diagram did not fit into the allowed number of nodes, in any order of the events that was tried.
var ErrNodes = errors.New("the diagram does not fit into the limit of nodes")

// DefaultNodes is the limit of nodes where an option names none. A diagram of this size takes about 200 MB while it is built.
const DefaultNodes = 4_000_000

// maxNodes keeps references within 32 bits and memory within a few GB.
const maxNodes = 100_000_000

// Options bound the work.
type Options struct {
	Nodes int // most nodes of a diagram while it is built, 1 to 100,000,000; 0 means DefaultNodes
}

func (o Options) nodes() (int, error) {
	switch {
	case o.Nodes < 0 || o.Nodes > maxNodes:
		return 0, fmt.Errorf("a limit of %d nodes: it must be 1 to %d", o.Nodes, maxNodes)
	case o.Nodes == 0:
		return DefaultNodes, nil
	}
	return o.Nodes, nil
}
