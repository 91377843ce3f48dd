package engine

import (
	"fmt"
	"slices"
	"strings"
)

// Chain is one attack path in words: what does not hold, and what happens then, step by step.
type Chain struct {
	Likelihood string  `json:"likelihood"`
	Assumes    []Event `json:"assumes"` // low trust that the path rests on
	Steps      []Step  `json:"steps"`
}

// Step is one threat on a path.
type Step struct {
	Threat     string  `json:"threat"`
	Rule       string  `json:"rule"`
	Title      string  `json:"title"`
	Likelihood string  `json:"likelihood"`
	Secondary  bool    `json:"secondary,omitempty"`
	Causes     []Event `json:"causes"`
	Effects    []Event `json:"effects"`
}

// ConsequenceID names a consequence at an element.
func ConsequenceID(element, consequence string) string { return element + "#" + consequence }

// node finds the causal node of a consequence by its id, for the worst member where the element stands for many.
func (an *Analysis) node(id string) (int, bool) {
	i := strings.LastIndexByte(id, '#')
	if i < 0 {
		return 0, false
	}
	n, okN := an.g.byID[id[:i]]
	c, okC := an.base.conseqs.at[id[i+1:]]
	if !okN || !okC {
		return 0, false
	}
	first := an.conseq[int(n)*len(an.base.conseqs.list)+c]
	if first < 0 {
		return 0, false
	}
	return int(first) + an.variants(n) - 1, true
}

// Likelihood is the level 0-5 of a consequence by its id, for the worst member where the element stands for many.
func (r *Run) Likelihood(id string) (uint8, bool) {
	n, ok := r.an.node(id)
	if !ok {
		return 0, false
	}
	return r.state.Level(n), true
}

// Chains gives up to k ways to a consequence, the likeliest first, then the shortest; more tells that others may exist.
func (r *Run) Chains(id string, k int) (chains []Chain, more bool) {
	chains = []Chain{}
	n, ok := r.an.node(id)
	if !ok {
		return chains, false
	}
	paths, more := r.paths(n, k)
	for _, p := range paths {
		chains = append(chains, r.chain(p))
	}
	return chains, more
}

func (r *Run) chain(p Path) Chain {
	c := Chain{Likelihood: r.likelihood(p.Likelihood), Assumes: []Event{}, Steps: []Step{}}
	for _, a := range p.arcs {
		tails, heads := r.an.causal.Tails(int(a)), r.an.causal.Heads(int(a))
		for _, e := range r.events(tails) {
			if e.Low != "" && !slices.Contains(c.Assumes, e) {
				c.Assumes = append(c.Assumes, e)
			}
		}
		t := r.an.arcOf[a]
		if t < 0 {
			continue // a helper arc, or the loss of trust that a consequence brings; its threat says it
		}
		in := &r.an.threats[t]
		c.Steps = append(c.Steps, Step{
			Threat: r.an.threatID(in), Rule: r.an.base.threats[in.rule].Name, Title: r.an.title(in),
			Likelihood: r.likelihood(r.state.ArcLevel(int(a))), Secondary: r.an.passive(t),
			Causes: r.events(tails), Effects: r.events(heads),
		})
	}
	return c
}

// CutSet is a smallest set of controls, possible and not yet in place, that together bring a consequence below its level.
type CutSet struct {
	Controls []string `json:"controls"`
	Leaves   string   `json:"leaves"` // likelihood that remains
}

// CutSets searches for the smallest sets of up to size strategies that lower a consequence. It takes a path and tries what
// would block it, so that every set found is needed; more tells that the search was cut off.
func (r *Run) CutSets(id string, size, limit int) (sets []CutSet, more bool) {
	target, ok := r.an.node(id)
	if !ok || r.state.Level(target) == 0 {
		return nil, false
	}
	level := r.state.Level(target)
	type trial struct{ slots []int32 }
	queue := []trial{{}}
	seen := map[string]bool{}
	var minimal [][]int32
	for tried := 0; len(queue) > 0; tried++ {
		if tried >= pathBudget*4 || len(sets) >= limit {
			return sets, true
		}
		// The smallest first: what contains a set that is enough is then known to be too much.
		smallest := 0
		for i := range queue {
			if len(queue[i].slots) < len(queue[smallest].slots) {
				smallest = i
			}
		}
		t := queue[smallest]
		queue = slices.Delete(queue, smallest, smallest+1)
		if slices.ContainsFunc(minimal, func(m []int32) bool { return subset(m, t.slots) }) {
			continue
		}
		undo := r.place(t.slots)
		if now := r.state.Level(target); now < level {
			minimal = append(minimal, t.slots)
			cut := CutSet{Leaves: r.likelihood(now)}
			for _, s := range t.slots {
				cut.Controls = append(cut.Controls, r.an.slotID(s))
			}
			slices.Sort(cut.Controls)
			sets = append(sets, cut)
		} else if len(t.slots) < size {
			for _, add := range r.blockers(target, level) {
				next := union(t.slots, add)
				key := fmt.Sprint(next)
				more = more || len(next) > size
				if len(next) <= size && !seen[key] {
					seen[key] = true
					queue = append(queue, trial{next})
				}
			}
		} else {
			more = true
		}
		undo()
	}
	return sets, more
}

// blockers lists the sets of slots of strategies, not in place, that would hold an arc of the shortest path below the level.
func (r *Run) blockers(target int, level uint8) [][]int32 {
	var out [][]int32
	for _, a := range r.proof(target, level, nil) {
		t := r.an.arcOf[a]
		if t < 0 {
			continue
		}
		for i := range r.an.threats[t].strategies {
			s := &r.an.threats[t].strategies[i]
			st := &r.an.base.strategies[s.strategy]
			if r.isOn(s) || !r.counts(st.Future, st.Current) || Top-st.Effect >= level {
				continue
			}
			out = append(out, r.lacking(s))
		}
	}
	return out
}

// place puts controls in place and returns what takes them away again.
func (r *Run) place(slots []int32) (undo func()) {
	return r.put(slots, slices.Repeat([]placement{{ControlPresent, Top}}, len(slots)))
}

// Change is what happens to a consequence when something else changes.
type Change struct {
	Consequence string `json:"consequence"`
	Before      string `json:"before"`
	After       string `json:"after"`
}

// WithControl says which consequences at elements of some kinds change when a control is put in place or taken away. It
// leaves the run as it was.
func (r *Run) WithControl(id string, present bool, among []string) ([]Change, error) {
	_, used, err := r.slotOf(id)
	if err != nil || !used {
		return nil, err
	}
	levels := make([]uint8, len(among))
	for i, id := range among {
		levels[i], _ = r.Likelihood(id)
	}
	trial := Trial{Without: []string{id}}
	if present {
		trial = Trial{With: []string{id}}
	}
	undo, err := r.Try(trial)
	if err != nil {
		return nil, err
	}
	var out []Change
	for i, id := range among {
		if now, _ := r.Likelihood(id); now != levels[i] {
			out = append(out, Change{id, r.likelihood(levels[i]), r.likelihood(now)})
		}
	}
	undo()
	return out, nil
}

func subset(small, large []int32) bool {
	for _, s := range small {
		if !slices.Contains(large, s) {
			return false
		}
	}
	return true
}

func union(a, b []int32) []int32 {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return slices.Compact(out)
}
