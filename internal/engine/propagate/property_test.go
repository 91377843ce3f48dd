package propagate

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cordon/internal/engine/certify"
)

// rounds is the meaning of a least fixed point, written down as it is said: start from the inputs and repeat until nothing
// rises.
func (p problem) rounds() []uint8 {
	level := slices.Clone(p.init)
	for again := true; again; {
		again = false
		for _, a := range p.arcs {
			if len(a.tails) == 0 {
				continue
			}
			v := a.cap
			for _, n := range a.tails {
				v = min(v, level[n])
			}
			for _, h := range a.heads {
				if level[h] < v {
					level[h], again = v, true
				}
			}
		}
	}
	return level
}

// draw makes a graph of up to 40 nodes. Few levels make ties and so cycles of equal levels likely.
func draw(t *rapid.T) problem {
	n := rapid.IntRange(1, 40).Draw(t, "nodes")
	top := rapid.SampledFrom([]int{1, 2, 5, 255}).Draw(t, "top")
	level := rapid.Custom(func(t *rapid.T) uint8 { return uint8(rapid.IntRange(0, top).Draw(t, "level")) })
	p := problem{init: rapid.SliceOfN(level, n, n).Draw(t, "init")}
	// Most nodes start at 0, so that there is something to propagate.
	for i := range p.init {
		if i%3 != 0 {
			p.init[i] = 0
		}
	}
	nodes := func(label string, least, most int) []uint32 {
		return rapid.SliceOfN(rapid.Uint32Range(0, uint32(n-1)), least, most).Draw(t, label)
	}
	for range rapid.IntRange(0, 3*n).Draw(t, "arcs") {
		a := testArc{tails: nodes("tails", 0, 3), heads: nodes("heads", 0, 3), cap: uint8(top)}
		if rapid.IntRange(0, 2).Draw(t, "capped") == 0 {
			a.cap = level.Draw(t, "cap")
		}
		p.arcs = append(p.arcs, a)
	}
	return p
}

// verify has the checker judge a state, which it does without any of the code here.
func verify(t *rapid.T, s *State) {
	t.Helper()
	g := s.Graph()
	c := certify.Claim{}
	for n := range g.Nodes() {
		c.Init, c.Level, c.Support = append(c.Init, s.Init(n)), append(c.Level, s.Level(n)), append(c.Support, int32(s.Support(n)))
	}
	for a := range g.Arcs() {
		c.Cap, c.Tails, c.Heads = append(c.Cap, s.Cap(a)), append(c.Tails, g.Tails(a)), append(c.Heads, g.Heads(a))
	}
	if err := certify.Check(c); err != nil {
		t.Fatalf("the certificate does not hold: %v", err)
	}
}

func TestSolveIsTheLeastFixedPoint(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := draw(t)
		s := p.solve()
		if diff := cmp.Diff(p.rounds(), levels(s)); diff != "" {
			t.Fatalf("levels (-rounds +solved):\n%s", diff)
		}
		verify(t, s)
	})
}

func TestUpdateEqualsAFreshSolve(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := draw(t)
		s := p.solve()
		top := max(1, slices.Max(p.init))
		for range rapid.IntRange(1, 12).Draw(t, "updates") {
			for range rapid.IntRange(0, 6).Draw(t, "changes") {
				level := uint8(rapid.IntRange(0, int(top)).Draw(t, "level"))
				if len(p.arcs) > 0 && rapid.Bool().Draw(t, "of an arc") {
					a := rapid.IntRange(0, len(p.arcs)-1).Draw(t, "arc")
					p.arcs[a].cap = level
					s.SetCap(a, level)
				} else {
					n := rapid.IntRange(0, len(p.init)-1).Draw(t, "node")
					p.init[n] = level
					s.SetInit(n, level)
				}
			}
			s.Update()
			if diff := cmp.Diff(levels(p.solve()), levels(s)); diff != "" {
				t.Fatalf("levels (-fresh +updated):\n%s", diff)
			}
			verify(t, s)
		}
	})
}

// A full run after changes must not be led astray by what an update would have had to do, nor the other way round.
func TestResolveAndUpdateMix(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := draw(t)
		s := p.solve()
		for range rapid.IntRange(1, 6).Draw(t, "steps") {
			n := rapid.IntRange(0, len(p.init)-1).Draw(t, "node")
			p.init[n] = uint8(rapid.IntRange(0, 5).Draw(t, "level"))
			s.SetInit(n, p.init[n])
			if rapid.Bool().Draw(t, "in full") {
				s.Resolve()
			} else {
				s.Update()
			}
			if diff := cmp.Diff(p.rounds(), levels(s)); diff != "" {
				t.Fatalf("levels (-rounds +got):\n%s", diff)
			}
			verify(t, s)
		}
	})
}

func TestSolveIsDeterministic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := draw(t)
		a, b := p.solve(), p.solve()
		if diff := cmp.Diff(a.level, b.level); diff != "" {
			t.Fatalf("levels of two runs:\n%s", diff)
		}
		if diff := cmp.Diff(a.support, b.support); diff != "" {
			t.Fatalf("supports of two runs:\n%s", diff)
		}
	})
}
