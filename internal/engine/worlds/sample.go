package worlds

import (
	"context"
	"fmt"
	"math/bits"
	"runtime"
)

// Options say how to sample. The zero value works.
type Options struct {
	Worlds   int                   // rounded up to whole blocks of 4,096, up to 2^30; default 1,000,000
	Seed     uint64                // the same seed gives the same result; default 0, a seed like any other
	Threads  int                   // default: all processors; the result does not depend on it
	Progress func(done, total int) // told after each block, on the caller's goroutine; default none
}

const (
	defaultWorlds = 1_000_000
	maxWorlds     = 1 << 30
)

// fill puts defaults in and gives the number of blocks.
func (o *Options) fill() (blocks int, err error) {
	if o.Worlds == 0 {
		o.Worlds = defaultWorlds
	}
	if o.Worlds < 0 || o.Worlds > maxWorlds || o.Threads < 0 {
		return 0, fmt.Errorf("%d worlds on %d threads: worlds go up to %d, and neither is below 0", o.Worlds, o.Threads, maxWorlds)
	}
	if o.Threads == 0 {
		o.Threads = runtime.GOMAXPROCS(0)
	}
	if o.Progress == nil {
		o.Progress = func(int, int) {}
	}
	blocks = (o.Worlds + blockWorlds - 1) / blockWorlds
	o.Worlds = blocks * blockWorlds
	return blocks, nil
}

// Range is a result for inputs that are intervals: with all inputs at their low ends, and all at their high ends. Because nothing
// falls when an input rises, the two enclose the result of every choice of inputs within their intervals. Both are sampled with the
// same random numbers. What is known in the end is from Low.From to High.To.
type Range struct{ Low, High Estimate }

// Result answers a query, in its order.
type Result struct {
	Worlds int // sampled for each end
	Nodes  []Range
	Sums   []Range
}

// Sample estimates the probabilities of nodes and the expected values of sums. It ends early with the context's error.
func Sample(ctx context.Context, p *Problem, q Query, opt Options) (*Result, error) {
	blocks, err := opt.fill()
	if err != nil {
		return nil, err
	}
	if err := p.Validate(); err != nil {
		return nil, fmt.Errorf("problem: %w", err)
	}
	if err := q.validate(len(p.Nodes)); err != nil {
		return nil, err
	}
	asked := append([]int32(nil), q.Nodes...)
	for _, s := range q.Sums {
		for _, t := range s {
			asked = append(asked, t.Node)
		}
	}
	pl := newPlan(p, asked)
	ends := [2]inputs{pl.inputs(lowEnd), pl.inputs(highEnd)}
	total, done := [2]*tally{newTally(&q), newTally(&q)}, 0
	err = inBlocks(ctx, blocks, opt.Threads, func() func(int) [2]*tally {
		s := newSolver(pl, opt.Seed)
		return func(block int) (t [2]*tally) {
			for i := range ends {
				t[i] = s.tally(ends[i], &q, block)
			}
			return t
		}
	}, func(t [2]*tally) {
		total[0].add(t[0])
		total[1].add(t[1])
		done++
		opt.Progress(done, blocks)
	})
	if err != nil {
		return nil, err
	}
	return q.result(total, opt.Worlds), nil
}

func (q *Query) result(total [2]*tally, worlds int) *Result {
	res := &Result{Worlds: worlds, Nodes: make([]Range, len(q.Nodes)), Sums: make([]Range, len(q.Sums))}
	n := int64(worlds)
	for i := range q.Nodes {
		res.Nodes[i] = Range{proportion(total[0].counts[i], n, miss), proportion(total[1].counts[i], n, miss)}
	}
	for i, s := range q.Sums {
		most := s.most()
		res.Sums[i] = Range{total[0].sums[i].mean(n, most, miss), total[1].sums[i].mean(n, most, miss)}
	}
	return res
}

// most is the largest value of a sum.
func (s Sum) most() float64 {
	most := 0.0
	for _, t := range s {
		most += t.Weight
	}
	return most
}

// tally is what is counted over worlds: by asked node, in how many it holds; by sum, its moments.
type tally struct {
	counts []int64
	sums   []moments
}

func newTally(q *Query) *tally {
	return &tally{make([]int64, len(q.Nodes)), make([]moments, len(q.Sums))}
}

func (t *tally) add(o *tally) {
	for i := range t.counts {
		t.counts[i] += o.counts[i]
	}
	for i := range t.sums {
		t.sums[i].add(o.sums[i])
	}
}

// tally works out the worlds of a block and counts.
func (s *solver) tally(in inputs, q *Query, block int) *tally {
	t := newTally(q)
	for word := block * blockWords; word < (block+1)*blockWords; word++ {
		s.solve(in, word)
		for i, n := range q.Nodes {
			t.counts[i] += int64(bits.OnesCount64(s.of(n)))
		}
		for i, sum := range q.Sums {
			t.sums[i].add(weigh(sum, s.of))
		}
	}
	return t
}

// of are the worlds in which a node of the problem holds.
func (s *solver) of(n int32) uint64 {
	if at := s.nodeAt[n]; at >= 0 {
		return s.value[at]
	}
	return 0
}

// weigh gives the moments of a sum over 64 worlds, where its nodes hold as told.
func weigh(sum Sum, of func(node int32) uint64) (m moments) {
	var value [64]float64
	some := uint64(0)
	for _, t := range sum {
		worlds := of(t.Node)
		some |= worlds
		for ; worlds != 0; worlds &= worlds - 1 {
			value[bits.TrailingZeros64(worlds)] += t.Weight
		}
	}
	for ; some != 0; some &= some - 1 {
		v := value[bits.TrailingZeros64(some)]
		m.add(moments{v, v * v})
	}
	return m
}
