package propagate

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// solveCases write a graph as arcs "tails -> heads cap", with the initial levels and the levels that must follow.
var solveCases = []struct {
	name     string
	init     []uint8
	arcs     []string
	want     []uint8
	supports []int // by node; None where the initial level stands
}{
	{
		name: "no arcs: levels are the initial ones",
		init: []uint8{0, 3, 255}, want: []uint8{0, 3, 255}, supports: []int{None, None, None},
	},
	{
		name: "one cause",
		init: []uint8{4, 0}, arcs: []string{"0 -> 1 cap 5"}, want: []uint8{4, 4}, supports: []int{None, 0},
	},
	{
		name: "the cap holds the effect down",
		init: []uint8{4, 0}, arcs: []string{"0 -> 1 cap 2"}, want: []uint8{4, 2}, supports: []int{None, 0},
	},
	{
		name: "a cap of 0 lets nothing through",
		init: []uint8{4, 0}, arcs: []string{"0 -> 1 cap 0"}, want: []uint8{4, 0}, supports: []int{None, None},
	},
	{
		name: "and: the least likely cause decides",
		init: []uint8{5, 2, 0}, arcs: []string{"0 1 -> 2 cap 5"}, want: []uint8{5, 2, 2}, supports: []int{None, None, 0},
	},
	{
		name: "and: a cause that is impossible",
		init: []uint8{5, 0, 0}, arcs: []string{"0 1 -> 2 cap 5"}, want: []uint8{5, 0, 0}, supports: []int{None, None, None},
	},
	{
		name: "or: the best arc decides",
		init: []uint8{5, 2, 0}, arcs: []string{"1 -> 2 cap 5", "0 -> 2 cap 3"}, want: []uint8{5, 2, 3}, supports: []int{None, None, 1},
	},
	{
		name: "the initial level stands where arcs give no more",
		init: []uint8{5, 3}, arcs: []string{"0 -> 1 cap 3"}, want: []uint8{5, 3}, supports: []int{None, None},
	},
	{
		name: "several heads",
		init: []uint8{4, 0, 5}, arcs: []string{"0 -> 1 2 cap 5"}, want: []uint8{4, 4, 5}, supports: []int{None, 0, None},
	},
	{
		name: "an arc without tails raises nothing",
		init: []uint8{0}, arcs: []string{"-> 0 cap 5"}, want: []uint8{0}, supports: []int{None},
	},
	{
		name: "an arc without heads",
		init: []uint8{3}, arcs: []string{"0 -> cap 5"}, want: []uint8{3}, supports: []int{None},
	},
	{
		name: "the same tail twice counts once",
		init: []uint8{3, 0}, arcs: []string{"0 0 -> 1 cap 5"}, want: []uint8{3, 3}, supports: []int{None, 0},
	},
	{
		name: "a node does not support itself",
		init: []uint8{0}, arcs: []string{"0 -> 0 cap 5"}, want: []uint8{0}, supports: []int{None},
	},
	{
		name: "a self-loop adds nothing to the initial level",
		init: []uint8{2}, arcs: []string{"0 -> 0 cap 5"}, want: []uint8{2}, supports: []int{None},
	},
	{
		name: "two nodes that only support each other stay 0",
		init: []uint8{0, 0}, arcs: []string{"0 -> 1 cap 5", "1 -> 0 cap 5"}, want: []uint8{0, 0}, supports: []int{None, None},
	},
	{
		name: "a cycle carries what enters it from outside",
		init: []uint8{3, 0, 0}, arcs: []string{"1 -> 2 cap 5", "2 -> 1 cap 5", "0 -> 1 cap 5"}, want: []uint8{3, 3, 3}, supports: []int{None, 2, 0},
	},
	{
		name: "all 256 levels are told apart",
		init: []uint8{255, 254, 0, 0}, arcs: []string{"0 -> 2 cap 255", "0 1 -> 3 cap 255"}, want: []uint8{255, 254, 255, 254}, supports: []int{None, None, 0, 1},
	},
}

func TestSolve(t *testing.T) {
	for _, c := range solveCases {
		t.Run(c.name, func(t *testing.T) {
			s := problem{init: c.init, arcs: parseArcs(t, c.arcs)}.solve()
			got, supports := make([]uint8, len(c.init)), make([]int, len(c.init))
			for n := range got {
				got[n], supports[n] = s.Level(n), s.Support(n)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("levels (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.supports, supports); diff != "" {
				t.Errorf("supports (-want +got):\n%s", diff)
			}
		})
	}
}

// updateCases change inputs one after another; all changes of a step are made before its Update.
var updateCases = []struct {
	name  string
	init  []uint8
	arcs  []string
	steps []string // "init NODE LEVEL" and "cap ARC LEVEL", separated by commas
	want  [][]uint8
}{
	{
		name: "an input rises and falls", init: []uint8{0, 0}, arcs: []string{"0 -> 1 cap 4"},
		steps: []string{"init 0 5", "init 0 3", "init 0 0"},
		want:  [][]uint8{{5, 4}, {3, 3}, {0, 0}},
	},
	{
		name: "a cap rises and falls", init: []uint8{5, 0}, arcs: []string{"0 -> 1 cap 0"},
		steps: []string{"cap 0 2", "cap 0 5", "cap 0 1"},
		want:  [][]uint8{{5, 2}, {5, 5}, {5, 1}},
	},
	{
		name: "a cycle does not keep itself alive", init: []uint8{4, 0, 0}, arcs: []string{"0 -> 1 cap 5", "1 -> 2 cap 5", "2 -> 1 cap 5"},
		steps: []string{"init 0 0"},
		want:  [][]uint8{{0, 0, 0}},
	},
	{
		name: "what falls takes the next best support", init: []uint8{5, 3, 0}, arcs: []string{"0 -> 2 cap 5", "1 -> 2 cap 5"},
		steps: []string{"cap 0 1"},
		want:  [][]uint8{{5, 3, 3}},
	},
	{
		name: "one rises while another falls", init: []uint8{5, 0, 0}, arcs: []string{"0 -> 2 cap 5", "1 -> 2 cap 5"},
		steps: []string{"init 0 0, init 1 4"},
		want:  [][]uint8{{0, 4, 4}},
	},
	{
		name: "a change that is taken back", init: []uint8{5, 0}, arcs: []string{"0 -> 1 cap 5"},
		steps: []string{"init 0 1, init 0 5, cap 0 0, cap 0 5"},
		want:  [][]uint8{{5, 5}},
	},
}

func TestUpdate(t *testing.T) {
	for _, c := range updateCases {
		t.Run(c.name, func(t *testing.T) {
			s := problem{init: c.init, arcs: parseArcs(t, c.arcs)}.solve()
			var got [][]uint8
			for _, step := range c.steps {
				for change := range strings.SplitSeq(step, ", ") {
					var what string
					var at int
					var level uint8
					if _, err := fmt.Sscanf(change, "%s %d %d", &what, &at, &level); err != nil {
						t.Fatal(err)
					}
					if what == "init" {
						s.SetInit(at, level)
					} else {
						s.SetCap(at, level)
					}
				}
				s.Update()
				got = append(got, levels(s))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("levels after each step (-want +got):\n%s", diff)
			}
		})
	}
}

func TestGraphIndexesArcsByNode(t *testing.T) {
	var b Builder
	b.Arc([]uint32{0, 1}, []uint32{2})
	b.Arc([]uint32{2}, []uint32{0, 1})
	g := b.Build(3)
	type row struct{ Out, In []uint32 }
	var got []row
	for n := range g.Nodes() {
		got = append(got, row{g.Out(n), g.In(n)})
	}
	want := []row{{[]uint32{0}, []uint32{1}}, {[]uint32{0}, []uint32{1}}, {[]uint32{1}, []uint32{0}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestBuildRefusesAnArcOutsideOfTheGraph(t *testing.T) {
	defer func() {
		if diff := cmp.Diff(any("propagate: arc names node 2 of 2"), recover()); diff != "" {
			t.Errorf("panic (-want +got):\n%s", diff)
		}
	}()
	var b Builder
	b.Arc([]uint32{0}, []uint32{2})
	b.Build(2)
}

// problem is a graph with its inputs, before anything is built.
type problem struct {
	init []uint8
	arcs []testArc
}

type testArc struct {
	tails, heads []uint32
	cap          uint8
}

func (p problem) solve() *State {
	var b Builder
	var caps []uint8
	for _, a := range p.arcs {
		b.Arc(a.tails, a.heads)
		caps = append(caps, a.cap)
	}
	return Solve(b.Build(len(p.init)), append([]uint8(nil), p.init...), caps)
}

func levels(s *State) []uint8 {
	out := make([]uint8, s.Graph().Nodes())
	for n := range out {
		out[n] = s.Level(n)
	}
	return out
}

// parseArcs reads "0 1 -> 2 cap 5".
func parseArcs(t *testing.T, lines []string) []testArc {
	t.Helper()
	var out []testArc
	for _, line := range lines {
		left, right, ok1 := strings.Cut(line, "->")
		right, level, ok2 := strings.Cut(right, "cap ")
		a := testArc{}
		if _, err := fmt.Sscan(level, &a.cap); err != nil || !ok1 || !ok2 {
			t.Fatalf("arc %q is not of the form '0 1 -> 2 cap 5'", line)
		}
		for i, side := range []string{left, right} {
			for _, word := range strings.Fields(side) {
				var n uint32
				if _, err := fmt.Sscan(word, &n); err != nil {
					t.Fatalf("arc %q: %v", line, err)
				}
				if i == 0 {
					a.tails = append(a.tails, n)
				} else {
					a.heads = append(a.heads, n)
				}
			}
		}
		out = append(out, a)
	}
	return out
}
