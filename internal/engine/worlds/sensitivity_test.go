package worlds

import (
	"context"
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func sensitivity(t testing.TB, p *Problem, sum Sum, n int, opt Options) *Tornado {
	t.Helper()
	got, err := Sensitivity(context.Background(), p, sum, n, opt)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// Worked out by hand. A goes to C by a rule, with 0.5 to 0.7 and from 0.4 to 0.8; B leads to C by itself, with 0.1 to 0.3, and D to nothing
// that is asked. In the middle, C = 1 - (1 - 0.6*0.6) * (1 - 0.2) = 0.488, and C counts 10.
//
//	A     without it 0.2, with it 1 - 0.4*0.8 = 0.68: 0.48 * 10 * 0.1 each way
//	rule  without it 0.2, with it 0.68:               0.48 * 10 * 0.2
//	B     without it 0.36, with it 1:                 0.64 * 10 * 0.1
func TestSensitivityByHand(t *testing.T) {
	var s system
	a, b, c, d := s.node(Interval{0.5, 0.7}), s.node(Interval{0.1, 0.3}), s.node(Impossible), s.node(Impossible)
	s.rule(Interval{0.4, 0.8}, nodes(a), nodes(c))
	s.rule(Certain, nodes(b), nodes(c))
	s.rule(Interval{0, 1}, nodes(b), nodes(d))
	show := func(tornado *Tornado) (out []string) {
		for _, b := range tornado.Bars {
			out = append(out, fmt.Sprintf("rule %t, %d, %v: -%.1f +%.1f", b.Rule, b.Index, b.P, b.Fall.Value, b.Rise.Value))
		}
		return out
	}
	got := sensitivity(t, &s.Problem, Sum{{c, 10}}, 9, Options{})
	want := []string{"rule true, 0, {0.4 0.8}: -1.0 +1.0", "rule false, 1, {0.1 0.3}: -0.6 +0.6", "rule false, 0, {0.5 0.7}: -0.5 +0.5"}
	if diff := cmp.Diff(want, show(got)); diff != "" || !near(got.Middle.Value, 4.88, 0.03) || got.Rest != 0 {
		t.Errorf("middle %v, rest %v, bars (-want +got):\n%s", got.Middle, got.Rest, diff)
	}
	got = sensitivity(t, &s.Problem, Sum{{c, 10}}, 2, Options{})
	if diff := cmp.Diff(want[:2], show(got)); diff != "" || !near(got.Rest, 0.96, 0.03) {
		t.Errorf("two bars: rest %v, bars (-want +got):\n%s", got.Rest, diff)
	}
}

// Each change is found by brute force: all inputs in the middle but one. The intervals must hold the changes as often as they say,
// the bars must be the longest, and no other input may matter by more than Rest says, but for the error of sampling.
func TestSensitivityIsThatOfBruteForce(t *testing.T) {
	const cases = 250
	missed, bars, some := 0, 0, 0
	var chance []float64
	for seed := range uint64(cases) {
		r := generator(seed)
		p := cyclic(r)
		var sum Sum
		for n := range p.Nodes {
			if r.IntN(2) == 0 {
				sum = append(sum, Term{int32(n), 1 + r.Float64()})
			}
		}
		got := sensitivity(t, p, sum, 3, Options{Worlds: 4 * blockWorlds, Seed: seed, Threads: 1})
		_, middle := truth(p, Interval.Middle, sum)
		if got.Middle.From > middle+1e-6 || got.Middle.To < middle-1e-6 {
			missed++
		}
		chance = append(chance, miss)
		shown := map[*Event]Bar{}
		for i, b := range got.Bars {
			if i > 0 && b.length() > got.Bars[i-1].length() {
				t.Errorf("seed %d: bar %d is longer than the one before", seed, i)
			}
			all := p.Nodes
			if b.Rule {
				all = p.Rules
			}
			shown[&all[b.Index]] = b
		}
		for _, all := range [][]Event{p.Nodes, p.Rules} {
			for i := range all {
				e := &all[i]
				if e.P.Low == e.P.High {
					continue
				}
				was := e.P
				e.P = exactly(was.Low)
				_, lowest := truth(p, Interval.Middle, sum)
				e.P = exactly(was.High)
				_, highest := truth(p, Interval.Middle, sum)
				e.P = was
				b, ok := shown[e]
				if !ok {
					if tolerance := 0.1 * (was.High - was.Low) * sum.most(); highest-lowest > got.Rest+tolerance {
						t.Errorf("seed %d: an input that is not shown moves the sum by %v; the rest is said to move it by %v", seed, highest-lowest, got.Rest)
					}
					continue
				}
				bars++
				if b.P != was || b.Fall.Value > b.Fall.To || b.Fall.From > b.Fall.Value {
					t.Errorf("seed %d: bar %+v of %v", seed, b, was)
				}
				// Fall and rise are the same estimate, times two parts of the interval.
				if b.Rise.From > highest-middle+1e-6 || b.Rise.To < highest-middle-1e-6 || b.Fall.From > middle-lowest+1e-6 || b.Fall.To < middle-lowest-1e-6 {
					missed++
				}
				chance = append(chance, miss)
				if highest-lowest > 0.01 {
					some++
				}
				if math.Abs(b.length()-(highest-lowest)) > 0.1*(was.High-was.Low)*sum.most() {
					t.Errorf("seed %d: bar of %v, brute force says %v", seed, b.length(), highest-lowest)
				}
			}
		}
	}
	if some < cases {
		t.Errorf("only %d of %d bars are changes worth speaking of", some, bars)
	}
	if _, above := tails(chance, missed); above < 1e-6 {
		t.Errorf("%d of %d intervals miss the truth; the chance of so many is %g", missed, len(chance), above)
	}
}

// With more inputs than are tried, those left out are covered by Rest.
func TestInputsThatAreNotTriedAreCovered(t *testing.T) {
	var s system
	asked := s.node(Impossible)
	for i := range maxCandidates + 500 {
		width := 1e-3
		if i < maxCandidates {
			width = 2e-3
		}
		s.rule(Certain, nodes(s.node(Interval{0, width})), nodes(asked))
	}
	got := sensitivity(t, &s.Problem, Sum{{asked, 5}}, maxCandidates+500, Options{Worlds: 1, Threads: 2})
	if len(got.Bars) != maxCandidates || got.Rest != 5e-3 {
		t.Errorf("%d bars, rest %v; want %d and the bound 5 * 0.001", len(got.Bars), got.Rest, maxCandidates)
	}
}
