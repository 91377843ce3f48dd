package worlds

import (
	"context"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// truth works all worlds out, one by one: for each choice of the uncertain events the rules are applied until nothing changes, and
// the weight of the choice is added to what holds. It shares no code with the sampler.
func truth(p *Problem, at func(Interval) float64, sum Sum) (node []float64, mean float64) {
	type uncertain struct {
		rule bool
		i    int
		p    float64
	}
	var events []uncertain
	nodeOn, ruleOn := make([]bool, len(p.Nodes)), make([]bool, len(p.Rules))
	for i, e := range p.Nodes {
		if q := at(e.P); q > 0 && q < 1 {
			events = append(events, uncertain{false, i, q})
		} else {
			nodeOn[i] = q == 1
		}
	}
	for i, e := range p.Rules {
		if q := at(e.P); q > 0 && q < 1 {
			events = append(events, uncertain{true, i, q})
		} else {
			ruleOn[i] = q == 1
		}
	}
	node = make([]float64, len(p.Nodes))
	for choice := range 1 << len(events) {
		weight := 1.0
		for k, e := range events {
			on := choice>>k&1 == 1
			if on {
				weight *= e.p
			} else {
				weight *= 1 - e.p
			}
			if e.rule {
				ruleOn[e.i] = on
			} else {
				nodeOn[e.i] = on
			}
		}
		holds := append([]bool(nil), nodeOn...)
		for again := true; again; {
			again = false
			for r := range p.Rules {
				works := ruleOn[r]
				for _, n := range p.Tails.At(r) {
					works = works && holds[n]
				}
				for _, n := range p.Heads.At(r) {
					if works && !holds[n] {
						holds[n], again = true, true
					}
				}
			}
		}
		for n := range holds {
			if holds[n] {
				node[n] += weight
			}
		}
	}
	for _, t := range sum {
		mean += t.Weight * node[t.Node]
	}
	return node, mean
}

func low(i Interval) float64  { return i.Low }
func high(i Interval) float64 { return i.High }

// cyclic draws a system of up to 7 nodes and 10 rules with up to 12 uncertain events; most rules go to and fro between few nodes, so
// that cycles are the rule. Wide intervals and probabilities near 0 and 1 occur.
func cyclic(r *rand.Rand) *Problem {
	var s system
	left := 12
	event := func(mostly Interval) Interval {
		if left == 0 || r.IntN(3) == 0 {
			return mostly
		}
		left--
		a, b := r.Float64(), r.Float64()
		switch r.IntN(4) {
		case 0:
			a, b = a*0.01, b*0.01
		case 1:
			b = a
		}
		return Interval{min(a, b), max(a, b)}
	}
	n := 2 + r.IntN(6)
	for range n {
		s.node(event(Impossible))
	}
	some := func(least, most int) []int32 {
		var out []int32
		for range least + r.IntN(most-least+1) {
			out = append(out, int32(r.IntN(n)))
		}
		return out
	}
	for range 2 + r.IntN(9) {
		s.rule(event(Certain), some(min(1, r.IntN(6)), 2), some(1, 2))
	}
	return &s.Problem
}

func generator(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 5)) }

// tails are the chances of at most, and of at least, a number of hits among independent events with their own probabilities.
func tails(probability []float64, hits int) (below, above float64) {
	count := make([]float64, len(probability)+1)
	count[0] = 1
	for i, q := range probability {
		for k := i + 1; k > 0; k-- {
			count[k] = count[k]*(1-q) + count[k-1]*q
		}
		count[0] *= 1 - q
	}
	for k, p := range count {
		if k <= hits {
			below += p
		}
		if k >= hits {
			above += p
		}
	}
	return below, above
}

// The intervals must miss the truth just as often as the binomial distribution says, which is at most in 5 of 100 cases and near
// that where the event is not rare. The test fails once in a million times for a sampler that is right.
func TestIntervalsMissTheTruthAsOftenAsTheyMay(t *testing.T) {
	const worlds, cases = blockWorlds, 1500
	facts := logFactorials(worlds)
	ends := make([]Estimate, worlds+1)
	for k := range ends {
		ends[k] = proportion(int64(k), worlds, miss)
	}
	outside := func(e Estimate, p float64) bool { return p < e.From || p > e.To }
	var chance []float64 // of a miss, by case
	missed, expected := 0, 0.0
	for seed := range uint64(cases) {
		r := generator(seed)
		p := cyclic(r)
		end, asked := []func(Interval) float64{low, high}[seed%2], r.IntN(len(p.Nodes))
		node, _ := truth(p, end, nil)
		want := node[asked]
		if want < 1e-6 || want > 1-1e-6 {
			continue // as good as known; such a case says nothing of intervals
		}
		q := 0.0
		for k := range ends {
			if outside(ends[k], want) {
				q += math.Exp(logBinomial(facts, worlds, k, want))
			}
		}
		chance, expected = append(chance, q), expected+q
		res := sample(t, p, Query{Nodes: nodes(int32(asked))}, Options{Worlds: worlds, Seed: seed, Threads: 1})
		got := []Estimate{res.Nodes[0].Low, res.Nodes[0].High}[seed%2]
		if outside(got, want) {
			missed++
		}
	}
	if len(chance) < cases/2 {
		t.Fatalf("only %d of %d systems have an uncertain answer", len(chance), cases)
	}
	if share := expected / float64(len(chance)); share < 0.03 || share > miss {
		t.Errorf("the intervals are made to miss in %.3f of the cases; that is not near 0.05", share)
	}
	if below, above := tails(chance, missed); min(below, above) < 5e-7 {
		t.Errorf("%d of %d intervals miss the truth, %.1f are expected; the chance is %g", missed, len(chance), expected, min(below, above))
	}
	t.Logf("%d of %d intervals miss the truth, %.1f are expected", missed, len(chance), expected)
}

// The intervals of sums are valid but wider than need be: they miss in at most 5 of 100 cases.
func TestIntervalsOfSumsHold(t *testing.T) {
	const cases = 1000
	missed, chance := 0, make([]float64, cases)
	for seed := range uint64(cases) {
		r := generator(seed + 10_000)
		p := cyclic(r)
		var sum Sum
		for n := range p.Nodes {
			sum = append(sum, Term{int32(n), float64(r.IntN(4)) * r.Float64()})
		}
		_, want := truth(p, high, sum)
		got := sample(t, p, Query{Sums: []Sum{sum}}, Options{Worlds: 1, Seed: seed, Threads: 1}).Sums[0].High
		if got.From > want+1e-6 || got.To < want-1e-6 {
			missed++
		}
		if got.Value < got.From || got.Value > got.To || got.To-got.From > sum.most()*0.1 {
			t.Errorf("seed %d: %+v of at most %v", seed, got, sum.most())
		}
		chance[seed] = miss
	}
	if _, above := tails(chance, missed); above < 1e-6 {
		t.Errorf("%d of %d intervals miss the truth; the chance of so many is %g", missed, cases, above)
	}
}

func TestThreadsAndOrderDoNotMatter(t *testing.T) {
	for seed := range uint64(20) {
		r := generator(seed)
		p := cyclic(r)
		q := Query{Sums: []Sum{nil}}
		for n := range p.Nodes {
			q.Nodes = append(q.Nodes, int32(n))
			q.Sums[0] = append(q.Sums[0], Term{int32(n), r.Float64()})
		}
		opt := Options{Worlds: 9 * blockWorlds, Seed: seed, Threads: 1}
		one := sample(t, p, q, opt)
		again, err := Sensitivity(context.Background(), p, q.Sums[0], 5, opt)
		if err != nil {
			t.Fatal(err)
		}
		opt.Threads = 4
		if diff := cmp.Diff(one, sample(t, p, q, opt)); diff != "" {
			t.Errorf("seed %d: 4 threads (-1 +4):\n%s", seed, diff)
		}
		four, err := Sensitivity(context.Background(), p, q.Sums[0], 5, opt)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(again, four); diff != "" {
			t.Errorf("seed %d: sensitivity on 4 threads (-1 +4):\n%s", seed, diff)
		}
		// The same rules backwards.
		turned := &Problem{Nodes: p.Nodes}
		for i := len(p.Rules) - 1; i >= 0; i-- {
			turned.Rules = append(turned.Rules, p.Rules[i])
			turned.Tails.Append(p.Tails.At(i)...)
			turned.Heads.Append(p.Heads.At(i)...)
		}
		if diff := cmp.Diff(one, sample(t, turned, q, opt)); diff != "" {
			t.Errorf("seed %d: rules backwards (-forwards +backwards):\n%s", seed, diff)
		}
		opt.Seed += 1000
		if cmp.Equal(one, sample(t, p, q, opt)) && one.Sums[0].High.Value > 0 && !whole(p) {
			t.Errorf("seed %d: another seed gives the same", seed)
		}
	}
}

// whole tells whether nothing is uncertain at the high ends of what can matter.
func whole(p *Problem) bool {
	node, _ := truth(p, high, nil)
	for _, q := range node {
		if q > 1e-3 && q < 1-1e-3 {
			return false
		}
	}
	return true
}

// With common random numbers an estimate itself never falls when an input rises, and low ends never give more than high ones.
func TestEstimatesRiseWithTheInputs(t *testing.T) {
	rose := 0
	for seed := range uint64(300) {
		r := generator(seed)
		p := cyclic(r)
		q := Query{Sums: []Sum{nil}}
		for n := range p.Nodes {
			q.Nodes = append(q.Nodes, int32(n))
			q.Sums[0] = append(q.Sums[0], Term{int32(n), 1 + r.Float64()})
		}
		opt := Options{Worlds: 1, Seed: seed, Threads: 1}
		before := values(sample(t, p, q, opt))
		all := [][]Event{p.Nodes, p.Rules}[r.IntN(2)]
		e := &all[r.IntN(len(all))]
		e.P.High += (1 - e.P.High) * r.Float64()
		e.P.Low += (e.P.High - e.P.Low) * r.Float64()
		after := values(sample(t, p, q, opt))
		for i := range before {
			if after[i] < before[i] {
				t.Errorf("seed %d: estimate %d fell from %v to %v", seed, i, before[i], after[i])
			}
			if after[i] > before[i] {
				rose++
			}
			if half := len(before) / 2; i < half && after[i] > after[i+half] {
				t.Errorf("seed %d: estimate %d is %v at the low ends and %v at the high ones", seed, i, after[i], after[i+half])
			}
		}
	}
	if rose == 0 {
		t.Error("no estimate rose: the test changed nothing")
	}
}

// values are the estimates at the low ends, then those at the high ends.
func values(res *Result) []float64 {
	var lows, highs []float64
	for _, r := range append(res.Nodes, res.Sums...) {
		lows, highs = append(lows, r.Low.Value), append(highs, r.High.Value)
	}
	return append(lows, highs...)
}

// What cannot matter is left out: the answer must not depend on it.
func TestOnlyWhatMattersIsKept(t *testing.T) {
	var s system
	in, asked, beyond, never := s.node(exactly(0.5)), s.node(Impossible), s.node(Impossible), s.node(Impossible)
	s.rule(exactly(0.5), nodes(in), nodes(asked, beyond))
	s.rule(exactly(0.5), nodes(asked), nodes(beyond)) // leads away
	s.rule(exactly(0.5), nodes(never), nodes(asked))  // nothing leads there
	s.rule(Impossible, nodes(beyond), nodes(asked))   // cannot work
	pl := newPlan(&s.Problem, nodes(asked))
	if diff := cmp.Diff(nodes(in, asked), pl.nodeOf); diff != "" {
		t.Errorf("nodes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(nodes(0), pl.ruleOf); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(Lists{[]int32{0, 1}, nodes(1)}, pl.heads); diff != "" {
		t.Errorf("heads (-want +got):\n%s", diff)
	}
}
