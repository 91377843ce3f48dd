package certify

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// honest is a claim that holds: node 0 is given; arc 0 passes it to 1; arc 1 needs 0 and 1 and raises 2 and 3, capped;
// arcs 2 and 3 are a cycle between 1 and 2 that supports nothing; node 4 is given and 5 is never reached.
func honest() Claim {
	return Claim{
		Init:    []uint8{4, 0, 0, 1, 2, 0},
		Level:   []uint8{4, 4, 3, 3, 2, 0},
		Support: []int32{-1, 0, 1, 1, -1, -1},
		Cap:     []uint8{5, 3, 3, 5},
		Tails:   [][]uint32{{0}, {0, 1}, {1}, {2, 5}},
		Heads:   [][]uint32{{1}, {2, 3}, {2}, {1, 5}},
	}
}

func TestCheckAcceptsWhatHolds(t *testing.T) {
	for name, c := range map[string]Claim{
		"the honest claim": honest(),
		"nothing":          {},
		"only inputs":      {Init: []uint8{3}, Level: []uint8{3}, Support: []int32{-1}},
		"another support that gives the same": func() Claim {
			c := honest()
			c.Support[2] = 2
			return c
		}(),
	} {
		if err := Check(c); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// tampered lists the ways in which a claim can lie, each with what the checker says.
var tampered = []struct {
	name string
	lie  func(*Claim)
	want string
}{
	{"level raised without support", func(c *Claim) { c.Level[4] = 3 },
		"node 4 has level 3 and no support; its input is 2"},
	{"level raised above its support", func(c *Claim) { c.Level[3] = 5 },
		"node 3 has level 5, but its support, arc 1, gives 3"},
	{"level lowered", func(c *Claim) { c.Level[2] = 2 },
		"node 2 has level 2, but arc 1 gives it 3"},
	{"level lowered to nothing", func(c *Claim) { c.Level[1], c.Support[1] = 0, -1 },
		"node 1 has level 0, but arc 0 gives it 4"},
	{"input above level", func(c *Claim) { c.Init[5] = 1 },
		"node 5 has level 0, below its input 1"},
	{"support missing", func(c *Claim) { c.Support[1] = -1 },
		"node 1 has level 4 and no support; its input is 0"},
	{"support by an arc that gives less", func(c *Claim) { c.Support[1] = 3 },
		"node 1 has level 4, but its support, arc 3, gives 0"},
	{"support by an arc with another head", func(c *Claim) { c.Support[2], c.Cap[0] = 0, 3; c.Level[1] = 3 },
		"node 2 has level 3, but its support, arc 0, gives 3"},
	{"support of a node that nothing supports", func(c *Claim) { c.Support[5] = 3; c.Heads[3] = []uint32{1} },
		"node 5 has level 0, but its support, arc 3, gives 0"},
	{"support by an arc that does not exist", func(c *Claim) { c.Support[1] = 4 },
		"node 1 is supported by arc 4, which does not exist"},
	{"two nodes that support each other", func(c *Claim) {
		*c = Claim{
			Init: []uint8{0, 0}, Level: []uint8{5, 5}, Support: []int32{1, 0},
			Cap: []uint8{5, 5}, Tails: [][]uint32{{0}, {1}}, Heads: [][]uint32{{1}, {0}},
		}
	}, "node 0 supports itself"},
	{"a node that supports itself", func(c *Claim) {
		*c = Claim{Init: []uint8{0}, Level: []uint8{2}, Support: []int32{0}, Cap: []uint8{2}, Tails: [][]uint32{{0}}, Heads: [][]uint32{{0}}}
	}, "node 0 supports itself"},
	{"a cycle behind an honest start", func(c *Claim) {
		*c = Claim{
			Init: []uint8{3, 0, 0}, Level: []uint8{3, 3, 3}, Support: []int32{-1, 1, 0},
			Cap: []uint8{3, 3}, Tails: [][]uint32{{0, 1}, {2}}, Heads: [][]uint32{{2}, {1}},
		}
	}, "node 1 supports itself"},
	{"cap lowered", func(c *Claim) { c.Cap[1] = 1; c.Cap[2] = 0 },
		"node 2 has level 3, but its support, arc 1, gives 1"},
	{"cap raised", func(c *Claim) { c.Cap[1] = 4 },
		"node 2 has level 3, but arc 1 gives it 4"},
	{"tail removed", func(c *Claim) { c.Tails[1] = nil; c.Cap[2] = 0 },
		"node 2 has level 3, but its support, arc 1, gives 0"},
	{"a tail that does not exist", func(c *Claim) { c.Tails[1] = []uint32{0, 6} },
		"arc 1 names node 6 of 6"},
	{"a head that does not exist", func(c *Claim) { c.Heads[3] = []uint32{1, 99} },
		"arc 3 names node 99 of 6"},
	{"short levels", func(c *Claim) { c.Level = c.Level[:5] },
		"claim is incomplete: 6 nodes, 5 levels, 6 supports, 4 arcs, 4 tails, 4 heads"},
	{"short supports", func(c *Claim) { c.Support = nil },
		"claim is incomplete: 6 nodes, 6 levels, 0 supports, 4 arcs, 4 tails, 4 heads"},
	{"short caps", func(c *Claim) { c.Cap = c.Cap[:3] },
		"claim is incomplete: 6 nodes, 6 levels, 6 supports, 3 arcs, 4 tails, 4 heads"},
	{"short tails", func(c *Claim) { c.Tails = c.Tails[:1] },
		"claim is incomplete: 6 nodes, 6 levels, 6 supports, 4 arcs, 1 tails, 4 heads"},
	{"short heads", func(c *Claim) { c.Heads = c.Heads[:1] },
		"claim is incomplete: 6 nodes, 6 levels, 6 supports, 4 arcs, 4 tails, 1 heads"},
}

func TestCheckRejectsLies(t *testing.T) {
	for _, c := range tampered {
		t.Run(c.name, func(t *testing.T) {
			claim := honest()
			c.lie(&claim)
			got := "nothing wrong"
			if err := Check(claim); err != nil {
				got = err.Error()
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// FuzzCheck reads a claim from bytes: any levels, any supports, arcs between any nodes, also ones that do not exist. The
// checker must answer, and when it says yes, the levels must be what the rounds below give.
func FuzzCheck(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte{2, 1, 4, 4, 255, 0, 4, 0, 5, 0x11, 0, 1})
	f.Add([]byte{2, 2, 0, 5, 1, 0, 5, 0, 5, 0x11, 0, 1, 5, 0x11, 1, 0})
	f.Add([]byte{3, 1, 4, 4, 255, 2, 2, 255, 0, 2, 0, 9, 0x21, 0, 1, 2})
	f.Fuzz(func(t *testing.T, src []byte) {
		c := claimOf(src)
		if Check(c) != nil {
			return
		}
		if diff := cmp.Diff(rounds(c), c.Level); diff != "" {
			t.Errorf("accepted, but not the least fixed point (-rounds +claimed):\n%s", diff)
		}
	})
}

// claimOf reads: nodes, arcs; per node input, level, support; per arc cap, the numbers of tails and heads, and those.
func claimOf(src []byte) Claim {
	next := func() byte {
		if len(src) == 0 {
			return 0
		}
		b := src[0]
		src = src[1:]
		return b
	}
	nodes, arcs := int(next()%16), int(next()%16)
	c := Claim{Init: []uint8{}, Level: []uint8{}}
	for range nodes {
		c.Init, c.Level, c.Support = append(c.Init, next()), append(c.Level, next()), append(c.Support, int32(int8(next())))
	}
	for range arcs {
		c.Cap = append(c.Cap, next())
		counts := next()
		var tails, heads []uint32
		for range counts >> 4 {
			tails = append(tails, uint32(next()))
		}
		for range counts & 15 {
			heads = append(heads, uint32(next()))
		}
		c.Tails, c.Heads = append(c.Tails, tails), append(c.Heads, heads)
	}
	return c
}

func rounds(c Claim) []uint8 {
	level := append([]uint8{}, c.Init...)
	for again := true; again; {
		again = false
		for a := range c.Cap {
			v := c.Cap[a]
			for _, t := range c.Tails[a] {
				v = min(v, level[t])
			}
			for _, h := range c.Heads[a] {
				if len(c.Tails[a]) > 0 && level[h] < v {
					level[h], again = v, true
				}
			}
		}
	}
	return level
}
