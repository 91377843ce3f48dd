package engine

import (
	"fmt"
	"slices"
	"strings"
)

// Way is a path together with the controls that block its steps. Its likelihoods are those of this path by itself: what other paths
// do to the same consequence does not enter.
type Way struct {
	Chain
	Bare     uint8     // likelihood 0-5 if no control blocked a step of it
	Now      uint8     // with the controls in place
	Standing []Measure // in place, by their controls; Likelihood is that of the path if this measure alone were in place
	Missing  []Measure // possible; Likelihood is that of the path with this one added. Only what lowers it is listed
}

// Measure is a set of controls that block a step of a path together; most sets have one member.
type Measure struct {
	Controls   []string // as CTL-0001@element, sorted; of a missing measure those that are not in place yet
	Likelihood uint8
}

// Ways are paths to a consequence: those open now, and those that would be the likeliest if no control blocked anything and that
// controls hold down. Where controls lower the consequence at all, every likeliest path without them is held, so Held is not empty then.
type Ways struct {
	Open, Held []Way
	More       bool // others may exist
}

// Ways finds up to k open and k held paths for each of some consequences. Stop may end it early with an error.
func (r *Run) Ways(ids []string, k int, stop func() error) ([]Ways, error) {
	open, bare := make([][]Path, len(ids)), make([][]Path, len(ids))
	out := make([]Ways, len(ids))
	find := func(into [][]Path) error {
		for i, id := range ids {
			if err := stop(); err != nil {
				return err
			}
			n, ok := r.an.node(id)
			if !ok {
				return fmt.Errorf("no consequence %s", id)
			}
			var more bool
			into[i], more = r.paths(n, k)
			out[i].More = out[i].More || more
		}
		return nil
	}
	if err := find(open); err != nil {
		return nil, err
	}
	restore := r.unblock()
	err := find(bare)
	restore()
	if err != nil {
		return nil, err
	}
	for i := range ids {
		seen := map[string]bool{}
		for _, p := range open[i] {
			seen[r.key(p)] = true
			out[i].Open = append(out[i].Open, r.way(p))
		}
		for _, p := range bare[i] {
			if w := r.way(p); w.Now < w.Bare && !seen[r.key(p)] {
				out[i].Held = append(out[i].Held, w)
			}
		}
	}
	return out, nil
}

// unblock lets every threat happen as if nothing blocked it, and returns what undoes it. What controls open stays open.
func (r *Run) unblock() (restore func()) {
	set := func(to func(threat int32, variant int) uint8) {
		for i := range r.an.threats {
			for v, a := range r.an.threats[i].arcs {
				r.state.SetCap(int(a), to(int32(i), v))
			}
		}
		r.state.Resolve()
	}
	set(func(t int32, _ int) uint8 { return r.frequency(t) })
	return func() { set(r.cap) }
}

// frequency is the highest likelihood of a threat if nothing blocks it; 0 where nothing opens it.
func (r *Run) frequency(threat int32) uint8 {
	in := &r.an.threats[threat]
	if !r.open(in) {
		return 0
	}
	return r.an.base.threats[in.rule].Frequency
}

func (r *Run) way(p Path) Way {
	nothing := func(*strategyInstance) bool { return false }
	w := Way{Chain: r.chain(p), Bare: r.along(p, nothing), Now: r.along(p, r.isOn)}
	w.Likelihood = r.likelihood(w.Now)
	for _, set := range r.measures(p, true) {
		alone := r.along(p, func(s *strategyInstance) bool { return r.isOn(s) && subset(s.needs(), set) })
		w.Standing = append(w.Standing, Measure{r.slotIDs(set), alone})
	}
	for _, set := range r.measures(p, false) {
		on := func(s *strategyInstance) bool { return r.isOn(s) || subset(r.lacking(s), set) }
		if with := r.along(p, on); with < w.Now {
			w.Missing = append(w.Missing, Measure{r.slotIDs(set), with})
		}
	}
	return w
}

// measures lists the different sets of controls that block steps of a path: those in place, or of the others what they lack.
func (r *Run) measures(p Path, standing bool) [][]int32 {
	var out [][]int32
	seen := map[string]bool{}
	for _, a := range p.arcs {
		t := r.an.arcOf[a]
		if t < 0 {
			continue
		}
		for i := range r.an.threats[t].strategies {
			s := &r.an.threats[t].strategies[i]
			st := &r.an.base.strategies[s.strategy]
			if r.isOn(s) != standing || !r.counts(st.Future, st.Current) {
				continue
			}
			set := s.needs()
			if !standing {
				set = r.lacking(s)
			}
			if key := fmt.Sprint(set); !seen[key] {
				seen[key] = true
				out = append(out, set)
			}
		}
	}
	slices.SortFunc(out, func(a, b []int32) int {
		return strings.Compare(strings.Join(r.slotIDs(a), " "), strings.Join(r.slotIDs(b), " "))
	})
	return out
}

// needs lists the slots of a strategy, rising.
func (s *strategyInstance) needs() []int32 {
	out := make([]int32, 0, len(s.slots))
	for _, u := range s.slots {
		out = append(out, u.slot)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// lacking lists the slots of a strategy whose controls are not in place.
func (r *Run) lacking(s *strategyInstance) []int32 {
	return slices.DeleteFunc(s.needs(), func(slot int32) bool { return r.slots[slot].on(r.mode) })
}

func (r *Run) slotIDs(slots []int32) []string {
	out := make([]string, 0, len(slots))
	for _, s := range slots {
		out = append(out, r.an.slotID(s))
	}
	slices.Sort(out)
	return out
}

// along is the likelihood that a path reaches if of all strategies only the counted ones blocked its steps. It follows the path's own
// derivation: what was given stays given, and every other node has its level from the step that derived it.
func (r *Run) along(p Path, counted func(*strategyInstance) bool) uint8 {
	derived := map[uint32]uint8{}
	at := func(n uint32) uint8 { return max(derived[n], r.state.Init(int(n))) }
	last := uint8(0)
	for _, a := range p.arcs {
		last = r.capIf(int(a), counted)
		for _, n := range r.an.causal.Tails(int(a)) {
			last = min(last, at(n))
		}
		for _, n := range r.an.causal.Heads(int(a)) {
			if _, done := derived[n]; !done && r.state.Init(int(n)) < p.Likelihood {
				derived[n] = last
			}
		}
	}
	return last
}

// capIf is the cap of an arc if only some strategies count. A control that is not in place counts as if it covered all.
func (r *Run) capIf(arc int, counted func(*strategyInstance) bool) uint8 {
	t := r.an.arcOf[arc]
	if t < 0 {
		return r.state.Cap(arc)
	}
	in := &r.an.threats[t]
	variant := int(Average)
	if in.population > 0 {
		variant = slices.Index(in.arcs, int32(arc))
	}
	cap := r.frequency(t)
	for i := range in.strategies {
		s := &in.strategies[i]
		st := &r.an.base.strategies[s.strategy]
		if !r.counts(st.Future, st.Current) || !counted(s) {
			continue
		}
		effect := st.Effect
		for _, u := range s.slots {
			if now := r.slots[u.slot]; now.on(r.mode) && r.an.base.semantics.coverageCounts() {
				effect = min(effect, r.coverage(u, now.coverage, variant))
			}
		}
		cap = min(cap, Top-effect)
	}
	return cap
}
