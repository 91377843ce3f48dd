package bdd

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// Formula is a formula by number, of the Formulas that made it.
type Formula int32

// Formulas holds formulas over events numbered from 0. Equal formulas are kept once, so that they may share parts freely. Make it with
// NewFormulas.
type Formulas struct {
	events int
	gates  []gate // parts before wholes
	index  map[string]Formula
}

// gate is one formula: an event, or a connective with its parts.
type gate struct {
	kind  kind
	event int
	parts []Formula
}

type kind uint8

const (
	kindFalse kind = iota
	kindTrue
	kindEvent
	kindAnd
	kindOr
	kindNot
)

// False and True are the same formulas in each Formulas.
const (
	False Formula = 0
	True  Formula = 1
)

// NewFormulas makes room for formulas over events 0 to events-1.
func NewFormulas(events int) *Formulas {
	return &Formulas{events: events, gates: []gate{{kind: kindFalse}, {kind: kindTrue}}, index: map[string]Formula{}}
}

// Event is true if the event happens. It panics if there is no such event: that is an error of the caller.
func (s *Formulas) Event(event int) Formula {
	if event < 0 || event >= s.events {
		panic(fmt.Sprintf("bdd: event %d of %d", event, s.events))
	}
	return s.add(gate{kind: kindEvent, event: event})
}

// And is true if all parts are; without parts it is true.
func (s *Formulas) And(parts ...Formula) Formula { return s.connect(kindAnd, True, False, parts) }

// Or is true if a part is; without parts it is false.
func (s *Formulas) Or(parts ...Formula) Formula { return s.connect(kindOr, False, True, parts) }

// Not is true if f is false. A formula with Not need not be monotone, so it has no bounds (see BoundFormula).
func (s *Formulas) Not(f Formula) Formula {
	switch g := s.gates[f]; g.kind {
	case kindFalse, kindTrue:
		return True - f
	case kindNot:
		return g.parts[0]
	default:
		return s.add(gate{kind: kindNot, parts: []Formula{f}})
	}
}

// AtLeast is true if k parts or more are. It takes up to 2k formulas for each part.
func (s *Formulas) AtLeast(k int, parts ...Formula) Formula {
	if k <= 0 {
		return True
	}
	// need[j] is "at least j of the parts from i on", for falling i.
	need := make([]Formula, k+1)
	need[0] = True
	for _, part := range slices.Backward(parts) {
		for j := k; j > 0; j-- {
			need[j] = s.Or(s.And(part, need[j-1]), need[j])
		}
	}
	return need[k]
}

// connect leaves out parts that say nothing (neutral) or were named before; one part can decide alone (absorbing).
func (s *Formulas) connect(k kind, neutral, absorbing Formula, parts []Formula) Formula {
	var kept []Formula
	named := map[Formula]bool{neutral: true}
	for _, p := range parts {
		if p == absorbing {
			return absorbing
		}
		if !named[p] {
			named[p] = true
			kept = append(kept, p)
		}
	}
	switch len(kept) {
	case 0:
		return neutral
	case 1:
		return kept[0]
	}
	return s.add(gate{kind: k, parts: kept})
}

func (s *Formulas) add(g gate) Formula {
	key := binary.AppendVarint([]byte{byte(g.kind)}, int64(g.event))
	for _, p := range g.parts {
		key = binary.AppendVarint(key, int64(p))
	}
	if f, ok := s.index[string(key)]; ok {
		return f
	}
	f := Formula(len(s.gates))
	s.gates = append(s.gates, g)
	s.index[string(key)] = f
	return f
}

// used marks the formulas that some formulas are made of, themselves included. It ends with the last of them.
func (s *Formulas) used(asked []Formula) []bool {
	used := make([]bool, slices.Max(append([]Formula{True}, asked...))+1)
	for _, f := range asked {
		used[f] = true
	}
	for i := len(used) - 1; i >= 0; i-- {
		if used[i] {
			for _, p := range s.gates[i].parts {
				used[p] = true
			}
		}
	}
	return used
}
