package worlds

import (
	"context"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// system puts a problem together; ids are given in the order of the calls.
type system struct {
	Problem
	ids uint64
}

func (s *system) node(p Interval) int32 {
	s.ids++
	s.Nodes = append(s.Nodes, Event{s.ids, p})
	return int32(len(s.Nodes) - 1)
}

func (s *system) rule(p Interval, tails, heads []int32) int32 {
	s.ids++
	s.Rules = append(s.Rules, Event{s.ids, p})
	s.Tails.Append(tails...)
	s.Heads.Append(heads...)
	return int32(len(s.Rules) - 1)
}

func exactly(p float64) Interval { return Interval{p, p} }

func nodes(n ...int32) []int32 { return n }

func sample(t testing.TB, p *Problem, q Query, opt Options) *Result {
	t.Helper()
	res, err := Sample(context.Background(), p, q, opt)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// An entry with 0.1 to A, and A and B each leading to the other with 0.9. Noisy-or iterated until it settles gives A 0.1/0.271 = 0.369,
// because the cycle then supports itself.
func TestACycleDoesNotSupportItself(t *testing.T) {
	var s system
	entry, a, b := s.node(Certain), s.node(Impossible), s.node(Impossible)
	s.rule(exactly(0.1), nodes(entry), nodes(a))
	s.rule(exactly(0.9), nodes(a), nodes(b))
	s.rule(exactly(0.9), nodes(b), nodes(a))
	res := sample(t, &s.Problem, Query{Nodes: nodes(a, b)}, Options{})
	for i, want := range []float64{0.1, 0.09} {
		got := res.Nodes[i]
		if got.Low.From > want || got.High.To < want || got.High.To-got.Low.From > 0.002 {
			t.Errorf("node %d: from %v to %v; want an interval around %v", i, got.Low.From, got.High.To, want)
		}
	}
}

func TestKnownProbabilities(t *testing.T) {
	const few = 0.004 // more than six standard deviations of a proportion of 1,000,000 worlds
	for _, c := range []struct {
		name string
		make func(s *system) int32 // gives the asked node
		low  float64
		high float64
	}{
		{"an impossible node", func(s *system) int32 { return s.node(Impossible) }, 0, 0},
		{"a certain node", func(s *system) int32 { return s.node(Certain) }, 1, 1},
		{"a node by itself", func(s *system) int32 { return s.node(Interval{0.2, 0.6}) }, 0.2, 0.6},
		{"a rule without tails", func(s *system) int32 {
			a := s.node(Impossible)
			s.rule(Interval{0.25, 0.75}, nil, nodes(a))
			return a
		}, 0.25, 0.75},
		{"all tails must hold", func(s *system) int32 {
			a, b, c := s.node(exactly(0.5)), s.node(Interval{0.2, 0.4}), s.node(Impossible)
			s.rule(Certain, nodes(a, b), nodes(c))
			return c
		}, 0.1, 0.2},
		{"a tail that is impossible", func(s *system) int32 {
			a, b, c := s.node(exactly(0.5)), s.node(Impossible), s.node(Impossible)
			s.rule(Certain, nodes(a, b), nodes(c))
			return c
		}, 0, 0},
		{"the same tail twice counts once", func(s *system) int32 {
			a, b := s.node(exactly(0.5)), s.node(Impossible)
			s.rule(Certain, nodes(a, a), nodes(b))
			return b
		}, 0.5, 0.5},
		{"one of two rules is enough: 1 - 0.8 * 0.5", func(s *system) int32 {
			a, b, c := s.node(exactly(0.2)), s.node(exactly(0.5)), s.node(Impossible)
			s.rule(Certain, nodes(a), nodes(c))
			s.rule(Certain, nodes(b), nodes(c))
			return c
		}, 0.6, 0.6},
		{"a shared cause counts once: 0.5 and not 1 - 0.5 * 0.5", func(s *system) int32 {
			a, b, c, d := s.node(exactly(0.5)), s.node(Impossible), s.node(Impossible), s.node(Impossible)
			s.rule(Certain, nodes(a), nodes(b, c))
			s.rule(Certain, nodes(b), nodes(d))
			s.rule(Certain, nodes(c), nodes(d))
			return d
		}, 0.5, 0.5},
		{"heads of a rule hold together: 0.3 and not 0.09", func(s *system) int32 {
			a, b, c, d := s.node(Certain), s.node(Impossible), s.node(Impossible), s.node(Impossible)
			s.rule(exactly(0.3), nodes(a), nodes(b, c))
			s.rule(Certain, nodes(b, c), nodes(d))
			return d
		}, 0.3, 0.3},
		{"a loop without a way in", func(s *system) int32 {
			a, b := s.node(Impossible), s.node(Impossible)
			s.rule(Certain, nodes(a), nodes(b))
			s.rule(Certain, nodes(b), nodes(a))
			return a
		}, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			var s system
			asked := c.make(&s)
			res := sample(t, &s.Problem, Query{Nodes: nodes(asked), Sums: []Sum{{{asked, 3}}}}, Options{})
			got := []float64{res.Nodes[0].Low.Value, res.Nodes[0].High.Value, res.Sums[0].Low.Value / 3, res.Sums[0].High.Value / 3}
			for i, want := range []float64{c.low, c.high, c.low, c.high} {
				if math.Abs(got[i]-want) > few || (want == 0 || want == 1) && got[i] != want {
					t.Errorf("node low and high, sum low and high: %v; want %v to %v", got, c.low, c.high)
					break
				}
			}
		})
	}
}

func TestValidate(t *testing.T) {
	bad := func(change func(p *Problem)) *Problem {
		var s system
		a, b := s.node(exactly(0.5)), s.node(exactly(0.25))
		s.rule(exactly(0.5), nodes(a), nodes(b))
		change(&s.Problem)
		return &s.Problem
	}
	for _, c := range []struct {
		change func(p *Problem)
		want   string
	}{
		{func(p *Problem) {}, "<nil>"},
		{func(p *Problem) { p.Nodes[1].P = Interval{0.5, 0.4} }, "node 1: probability from 0.5 to 0.4 is no interval within 0 to 1"},
		{func(p *Problem) { p.Rules[0].P.High = 1.5 }, "rule 0: probability from 0.5 to 1.5 is no interval within 0 to 1"},
		{func(p *Problem) { p.Rules[0].P.Low = math.NaN() }, "rule 0: probability from NaN to 0.5 is no interval within 0 to 1"},
		{func(p *Problem) { p.Rules[0].ID = p.Nodes[1].ID }, "rule 0: another event has its id 0x2"},
		{func(p *Problem) { p.Rules[0] = Event{p.Nodes[1].ID, Certain} }, "<nil>"},
		{func(p *Problem) { p.Tails.Of[0] = 2 }, "tails: there is no node 2 of 2"},
		{func(p *Problem) { p.Heads.Of[0] = -1 }, "heads: there is no node -1 of 2"},
		{func(p *Problem) { p.Tails.From = p.Tails.From[:1] }, "tails: 1 entries do not divide 1 nodes among 1 rules"},
		{func(p *Problem) { p.Tails = Lists{} }, "tails: 0 entries do not divide 0 nodes among 1 rules"},
		{func(p *Problem) {
			p.Rules = append(p.Rules, Event{9, Certain})
			p.Tails.From = []int32{0, 3, 1}
		}, "tails: list 1 ends before it begins"},
	} {
		if got := fmt.Sprint(bad(c.change).Validate()); !strings.HasPrefix(got, c.want) {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestWrongQuestionsAreRefused(t *testing.T) {
	var s system
	s.node(exactly(0.5))
	for _, c := range []struct {
		q    Query
		opt  Options
		want string
	}{
		{q: Query{Nodes: nodes(1)}, want: "asked node: there is no node 1 of 1"},
		{q: Query{Sums: []Sum{{}, {{1, 2}}}}, want: "sum 1: there is no node 1 of 1"},
		{q: Query{Sums: []Sum{{{0, -1}}}}, want: "sum 0: weight -1 of node 0 is below 0; sums would no longer rise with the inputs"},
		{q: Query{Sums: []Sum{{{0, math.NaN()}}}}, want: "sum 0: weight NaN of node 0 is below 0; sums would no longer rise with the inputs"},
		{q: Query{Sums: []Sum{{{0, math.Inf(1)}}}}, want: "sum 0: the weights add up to more than 1e+100"},
		{opt: Options{Worlds: -1}, want: "-1 worlds on 0 threads: worlds go up to 1073741824, and neither is below 0"},
		{opt: Options{Worlds: 1 << 31}, want: "2147483648 worlds on 0 threads: worlds go up to 1073741824, and neither is below 0"},
	} {
		_, err := Sample(context.Background(), &s.Problem, c.q, c.opt)
		if diff := cmp.Diff(c.want, fmt.Sprint(err)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	if _, err := Sensitivity(context.Background(), &s.Problem, Sum{{1, 1}}, 3, Options{}); fmt.Sprint(err) != "there is no node 1 of 1" {
		t.Error(err)
	}
}

func TestWorldsAreRoundedUpAndProgressIsTold(t *testing.T) {
	var s system
	a := s.node(exactly(0.5))
	var told [][2]int
	res := sample(t, &s.Problem, Query{Nodes: nodes(a)}, Options{Worlds: 2*4096 + 1, Progress: func(done, total int) { told = append(told, [2]int{done, total}) }})
	if diff := cmp.Diff([][2]int{{1, 3}, {2, 3}, {3, 3}}, told); diff != "" || res.Worlds != 3*4096 {
		t.Errorf("%d worlds; progress (-want +got):\n%s", res.Worlds, diff)
	}
}

func TestSamplingEndsWithItsContext(t *testing.T) {
	var s system
	a := s.node(Interval{0.2, 0.6})
	for name, run := range map[string]func(context.Context, Options) error{
		"sample": func(ctx context.Context, opt Options) error {
			_, err := Sample(ctx, &s.Problem, Query{Nodes: nodes(a)}, opt)
			return err
		},
		"sensitivity": func(ctx context.Context, opt Options) error {
			_, err := Sensitivity(ctx, &s.Problem, Sum{{a, 1}}, 1, opt)
			return err
		},
	} {
		ctx, cancel := context.WithCancel(context.Background())
		err := run(ctx, Options{Worlds: maxWorlds, Threads: 2, Progress: func(int, int) { cancel() }})
		if err != context.Canceled {
			t.Errorf("%s: %v", name, err)
		}
	}
}
