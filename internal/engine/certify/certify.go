// Package certify checks a propagation result without trusting the code that made it: every level must follow from its
// recorded support by a chain that begins at inputs, and no higher level may be derivable. It shares no code with the
// solver and reads each arc once, O(nodes + tails + heads).
package certify

import "fmt"

// Claim is what is to be checked, in plain slices: the inputs, and the levels and supports that are said to follow.
type Claim struct {
	Init    []uint8 // initial level of each node
	Level   []uint8 // claimed level of each node
	Support []int32 // arc that gives the node its level, or -1 where the initial level stands
	Cap     []uint8 // cap of each arc
	Tails   [][]uint32
	Heads   [][]uint32
}

// Check returns nil if the claim is the least fixed point, and else the first reason why not.
func Check(c Claim) error {
	if len(c.Level) != len(c.Init) || len(c.Support) != len(c.Init) || len(c.Tails) != len(c.Cap) || len(c.Heads) != len(c.Cap) {
		return fmt.Errorf("claim is incomplete: %d nodes, %d levels, %d supports, %d arcs, %d tails, %d heads",
			len(c.Init), len(c.Level), len(c.Support), len(c.Cap), len(c.Tails), len(c.Heads))
	}
	given := make([]uint8, len(c.Cap))
	for a := range c.Cap {
		if n, ok := c.outside(a); ok {
			return fmt.Errorf("arc %d names node %d of %d", a, n, len(c.Init))
		}
		given[a] = c.give(a)
		for _, h := range c.Heads[a] {
			if c.Level[h] < given[a] {
				return fmt.Errorf("node %d has level %d, but arc %d gives it %d", h, c.Level[h], a, given[a])
			}
		}
	}
	for n := range c.Init {
		if err := c.supported(n, given); err != nil {
			return err
		}
	}
	return c.wellFounded()
}

// outside finds a node of an arc that does not exist.
func (c Claim) outside(a int) (node uint32, found bool) {
	for _, side := range [][]uint32{c.Tails[a], c.Heads[a]} {
		for _, n := range side {
			if int(n) >= len(c.Init) {
				return n, true
			}
		}
	}
	return 0, false
}

// give is the level an arc gives: the least of its tails, at most its cap; nothing without tails.
func (c Claim) give(a int) uint8 {
	if len(c.Tails[a]) == 0 {
		return 0
	}
	v := c.Cap[a]
	for _, t := range c.Tails[a] {
		v = min(v, c.Level[t])
	}
	return v
}

// supported checks that a node's level is neither below its input nor above what its support gives.
func (c Claim) supported(n int, given []uint8) error {
	a := c.Support[n]
	switch {
	case c.Level[n] < c.Init[n]:
		return fmt.Errorf("node %d has level %d, below its input %d", n, c.Level[n], c.Init[n])
	case a < 0 && c.Level[n] != c.Init[n]:
		return fmt.Errorf("node %d has level %d and no support; its input is %d", n, c.Level[n], c.Init[n])
	case a >= 0 && int(a) >= len(c.Cap):
		return fmt.Errorf("node %d is supported by arc %d, which does not exist", n, a)
	case a >= 0 && (given[a] != c.Level[n] || !contains(c.Heads[a], uint32(n))):
		return fmt.Errorf("node %d has level %d, but its support, arc %d, gives %d", n, c.Level[n], a, given[a])
	}
	return nil
}

// wellFounded checks that no chain of supports leads back to itself.
func (c Claim) wellFounded() error {
	const (
		unseen = iota
		onPath
		done
	)
	state := make([]uint8, len(c.Init))
	type frame struct {
		node uint32
		next int
	}
	var path []frame
	for root := range c.Init {
		if state[root] != unseen {
			continue
		}
		path = append(path[:0], frame{node: uint32(root)})
		state[root] = onPath
		for len(path) > 0 {
			f := &path[len(path)-1]
			a := c.Support[f.node]
			if a < 0 || f.next == len(c.Tails[a]) {
				state[f.node] = done
				path = path[:len(path)-1]
				continue
			}
			t := c.Tails[a][f.next]
			f.next++
			switch state[t] {
			case onPath:
				return fmt.Errorf("node %d supports itself", t)
			case unseen:
				state[t] = onPath
				path = append(path, frame{node: t})
			}
		}
	}
	return nil
}

func contains(s []uint32, n uint32) bool {
	for _, v := range s {
		if v == n {
			return true
		}
	}
	return false
}
