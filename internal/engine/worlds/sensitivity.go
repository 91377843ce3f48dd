package worlds

import (
	"cmp"
	"context"
	"fmt"
	"math/bits"
	"slices"
)

// Tornado tells which inputs move a sum most: the data of a tornado chart.
type Tornado struct {
	Worlds int
	Middle Estimate // of the sum, with all inputs in the middle of their intervals
	Bars   []Bar    // the longest first; of equals nodes first, in the order of the problem
	Rest   float64  // no other input moves the sum by more from its low to its high end, by what was sampled
}

// Bar is an input with the change of the sum when it alone leaves the middle.
type Bar struct {
	Rule  bool // Index is of a rule, else of a node
	Index int32
	P     Interval
	Fall  Estimate // how much the sum falls when the input goes to its low end
	Rise  Estimate // how much it rises when the input goes to its high end
}

func (b *Bar) length() float64 { return b.Fall.Value + b.Rise.Value }

// maxCandidates bounds how many inputs are tried out.
const maxCandidates = 1000

// Sensitivity finds the n inputs that move a sum most. Worlds are sampled twice: first to choose candidates, then to try them out.
//
// The expected sum is linear in the probability of one event: with its event the sum is higher by some D in a world, and D
// depends on other events only. So the change is the mean of D times the change of probability, and D can be found in just those
// worlds in which the event does not happen, by adding it: common random numbers for both sides, and no world wasted on a
// probability that hardly changes.
//
// Candidates are the 1,000 inputs with the largest bound: width of the interval, times the whole weight of the sum, times the share of
// worlds in which the event could matter at once (all tails of the rule hold; the node is in the sum, or all other tails
// of a rule with it hold). In no world does an event change more, so Rest covers the inputs that were not tried.
func Sensitivity(ctx context.Context, p *Problem, sum Sum, n int, opt Options) (*Tornado, error) {
	blocks, err := opt.fill()
	if err != nil {
		return nil, err
	}
	if n < 0 {
		return nil, fmt.Errorf("%d bars: their number is below 0", n)
	}
	if err := p.Validate(); err != nil {
		return nil, fmt.Errorf("problem: %w", err)
	}
	if err := sum.validate(len(p.Nodes)); err != nil {
		return nil, err
	}
	asked := make([]int32, len(sum))
	for i, t := range sum {
		asked[i] = t.Node
	}
	pl := newPlan(p, asked)
	t := &tornado{Tornado: Tornado{Worlds: opt.Worlds}, sum: sum, most: sum.most(), plan: pl, middle: pl.inputs(middle), inSum: make([]bool, len(pl.nodes))}
	for _, a := range asked {
		if at := pl.nodeAt[a]; at >= 0 {
			t.inSum[at] = true
		}
	}
	t.candidates = append(events(pl.nodes, false), events(pl.rules, true)...)
	if err := t.choose(ctx, blocks, opt); err != nil {
		return nil, err
	}
	if err := t.try(ctx, blocks, opt); err != nil {
		return nil, err
	}
	t.rank(n)
	return &t.Tornado, nil
}

// tornado is a Tornado in the making.
type tornado struct {
	Tornado
	sum        Sum
	most       float64
	plan       *plan
	inSum      []bool // by node of the plan
	middle     inputs
	candidates []candidate
}

// candidate is an event of the plan that may have a bar.
type candidate struct {
	rule  bool
	at    int32
	p     Interval
	bound float64
}

// events lists the events whose probability is not known for sure.
func events(of []Event, rule bool) []candidate {
	var out []candidate
	for i, e := range of {
		if e.P.Low < e.P.High {
			out = append(out, candidate{rule, int32(i), e.P, 0})
		}
	}
	return out
}

// choose samples the middle and keeps the candidates with the largest bounds.
func (t *tornado) choose(ctx context.Context, blocks int, opt Options) error {
	type part struct {
		sum     moments
		matters []int64 // by candidate: worlds in which it could matter at once
	}
	total, done := part{matters: make([]int64, len(t.candidates))}, 0
	err := inBlocks(ctx, blocks, opt.Threads, func() func(int) part {
		s := newSolver(t.plan, opt.Seed)
		return func(block int) part {
			p := part{matters: make([]int64, len(t.candidates))}
			for word := block * blockWords; word < (block+1)*blockWords; word++ {
				s.solve(t.middle, word)
				p.sum.add(weigh(t.sum, s.of))
				for i := range t.candidates {
					p.matters[i] += int64(bits.OnesCount64(t.matters(s, &t.candidates[i])))
				}
			}
			return p
		}
	}, func(p part) {
		total.sum.add(p.sum)
		for i, k := range p.matters {
			total.matters[i] += k
		}
		done++
		opt.Progress(done, 2*blocks)
	})
	if err != nil {
		return err
	}
	t.Middle = total.sum.mean(int64(t.Worlds), t.most, miss)
	for i := range t.candidates {
		c := &t.candidates[i]
		c.bound = (c.p.High - c.p.Low) * t.most * float64(total.matters[i]) / float64(t.Worlds)
	}
	slices.SortStableFunc(t.candidates, func(a, b candidate) int { return cmp.Compare(b.bound, a.bound) })
	if len(t.candidates) > maxCandidates {
		t.Rest = t.candidates[maxCandidates].bound
		t.candidates = t.candidates[:maxCandidates]
	}
	return nil
}

// matters are the worlds in which an event could matter at once.
func (t *tornado) matters(s *solver, c *candidate) uint64 {
	if c.rule {
		return s.holds(c.at)
	}
	if t.inSum[c.at] {
		return ^uint64(0)
	}
	some := uint64(0)
	for _, r := range s.out.At(int(c.at)) {
		all := ^uint64(0)
		for _, n := range s.tails.At(int(r)) {
			if n != c.at {
				all &= s.value[n]
			}
		}
		some |= all
	}
	return some
}

// trial is what one candidate adds to the sum, over the worlds in which its event does not happen.
type trial struct {
	worlds int64
	added  moments
}

// try adds each candidate in turn to the worlds without it.
func (t *tornado) try(ctx context.Context, blocks int, opt Options) error {
	total, done := make([]trial, len(t.candidates)), blocks
	err := inBlocks(ctx, blocks, opt.Threads, func() func(int) []trial {
		s := newSolver(t.plan, opt.Seed)
		before := make([]uint64, len(t.plan.nodes))
		return func(block int) []trial {
			out := make([]trial, len(t.candidates))
			for word := block * blockWords; word < (block+1)*blockWords; word++ {
				s.solve(t.middle, word)
				copy(before, s.value)
				for i := range t.candidates {
					t.tryOne(s, &t.candidates[i], &out[i], before)
				}
			}
			return out
		}
	}, func(part []trial) {
		for i := range total {
			total[i].worlds += part[i].worlds
			total[i].added.add(part[i].added)
		}
		done++
		opt.Progress(done, 2*blocks)
	})
	if err != nil {
		return err
	}
	for i := range t.candidates {
		t.Bars = append(t.Bars, t.bar(&t.candidates[i], total[i]))
	}
	return nil
}

// tryOne adds an event to the 64 worlds of a solver, and takes it back.
func (t *tornado) tryOne(s *solver, c *candidate, out *trial, before []uint64) {
	key, threshold := s.nodeKey, t.middle.nodes
	if c.rule {
		key, threshold = s.ruleKey, t.middle.rules
	}
	without := ^draw(at(key[c.at], s.word), threshold[c.at])
	out.worlds += int64(bits.OnesCount64(without))
	add := without & t.matters(s, c)
	if add == 0 {
		return
	}
	s.begin()
	if c.rule {
		for _, h := range s.heads.At(int(c.at)) {
			s.raise(h, add)
		}
	} else {
		s.raise(c.at, add)
	}
	s.settle()
	out.added.add(weigh(t.sum, func(n int32) uint64 {
		if at := s.nodeAt[n]; at >= 0 {
			return s.value[at] &^ before[at]
		}
		return 0
	}))
	s.takeBack(before)
}

func (t *tornado) bar(c *candidate, total trial) Bar {
	added := Estimate{To: t.most} // nothing is known of an event that happened in every world
	if total.worlds > 1 {
		added = total.added.mean(total.worlds, t.most, miss)
	}
	times := func(by float64) Estimate { return Estimate{added.Value * by, added.From * by, added.To * by} }
	b := Bar{Rule: c.rule, P: c.p, Fall: times(c.p.Middle() - c.p.Low), Rise: times(c.p.High - c.p.Middle())}
	if c.rule {
		b.Index = t.plan.ruleOf[c.at]
	} else {
		b.Index = t.plan.nodeOf[c.at]
	}
	return b
}

// rank keeps the n longest bars.
func (t *tornado) rank(n int) {
	slices.SortFunc(t.Bars, func(a, b Bar) int {
		if c := cmp.Compare(b.length(), a.length()); c != 0 {
			return c
		}
		if a.Rule != b.Rule {
			if b.Rule {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.Index, b.Index)
	})
	if len(t.Bars) > n {
		t.Rest = max(t.Rest, t.Bars[n].length())
		t.Bars = t.Bars[:n]
	}
}
