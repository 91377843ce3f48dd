package worlds

import (
	"math"
	"math/bits"
)

// inputs are the probabilities of one run, as thresholds by node and rule of a plan.
type inputs struct{ nodes, rules []uint64 }

// inputs reads the probabilities of all events in one way.
func (pl *plan) inputs(read func(Interval) uint64) inputs {
	in := inputs{make([]uint64, len(pl.nodes)), make([]uint64, len(pl.rules))}
	for n, e := range pl.nodes {
		in.nodes[n] = read(e.P)
	}
	for r, e := range pl.rules {
		in.rules[r] = read(e.P)
	}
	return in
}

func lowEnd(i Interval) uint64  { return thresholdDown(i.Low) }
func highEnd(i Interval) uint64 { return thresholdUp(i.High) }
func middle(i Interval) uint64  { return threshold(i.Middle()) }

// solver works out 64 worlds at a time. It belongs to one goroutine.
type solver struct {
	*plan
	nodeKey, ruleKey []uint64 // streams of random numbers

	word    int      // number of the word of worlds
	in      inputs   // of the last solve
	value   []uint64 // by node: the worlds in which it holds
	happens []uint64 // by rule: the worlds in which its event happens, once drawn
	drawn   []bool   // by rule
	waits   []uint64 // a bit by node: it rose, and its rules were not looked at since
	first   int      // word of waits before which nothing waits
	risen   []int32  // nodes that rose since the last begin
}

func newSolver(pl *plan, seed uint64) *solver {
	s := &solver{
		plan: pl, nodeKey: make([]uint64, len(pl.nodes)), ruleKey: make([]uint64, len(pl.rules)),
		value: make([]uint64, len(pl.nodes)), waits: make([]uint64, (len(pl.nodes)+63)/64),
		happens: make([]uint64, len(pl.rules)), drawn: make([]bool, len(pl.rules)),
	}
	for n, e := range pl.nodes {
		s.nodeKey[n] = stream(seed, e.ID)
	}
	for r, e := range pl.rules {
		s.ruleKey[r] = stream(seed, e.ID)
	}
	return s
}

// solve works out one word of worlds: least fixed points, from nothing upwards. Events of rules are drawn only once the tails hold
// somewhere, which most do in few worlds.
func (s *solver) solve(in inputs, word int) {
	s.word, s.in = word, in
	s.begin()
	clear(s.value)
	clear(s.drawn)
	for n, t := range in.nodes {
		if t > 0 {
			s.raise(int32(n), draw(at(s.nodeKey[n], word), t))
		}
	}
	for _, r := range s.free {
		s.work(r, math.MaxUint64)
	}
	s.settle()
}

// settle looks at the rules of all that rose, until nothing rises. Of the nodes that wait the first comes first: outside of cycles
// all that leads to a node was settled before it, so that it is looked at once.
func (s *solver) settle() {
	for s.first < len(s.waits) {
		waiting := s.waits[s.first]
		if waiting == 0 {
			s.first++
			continue
		}
		s.waits[s.first] &= waiting - 1
		n := s.first*64 + bits.TrailingZeros64(waiting)
		for _, r := range s.out.At(n) {
			if holds := s.holds(r); holds != 0 {
				s.work(r, holds)
			}
		}
	}
}

// holds are the worlds in which all tails of a rule hold.
func (s *solver) holds(r int32) uint64 {
	all := uint64(math.MaxUint64)
	for _, n := range s.tails.At(int(r)) {
		all &= s.value[n]
	}
	return all
}

// work raises the heads of a rule in those of the given worlds in which its event happens.
func (s *solver) work(r int32, worlds uint64) {
	if !s.drawn[r] {
		s.drawn[r] = true
		s.happens[r] = draw(at(s.ruleKey[r], s.word), s.in.rules[r])
	}
	if worlds &= s.happens[r]; worlds != 0 {
		for _, h := range s.heads.At(int(r)) {
			s.raise(h, worlds)
		}
	}
}

func (s *solver) raise(n int32, worlds uint64) {
	if worlds&^s.value[n] == 0 {
		return
	}
	s.value[n] |= worlds
	s.risen = append(s.risen, n)
	at := int(n / 64)
	s.waits[at] |= 1 << (n % 64)
	s.first = min(s.first, at)
}

// begin remembers what rises from now on.
func (s *solver) begin() { s.risen = s.risen[:0] }

// takeBack gives what rose since begin the values that it had before.
func (s *solver) takeBack(before []uint64) {
	for _, n := range s.risen {
		s.value[n] = before[n]
	}
}
