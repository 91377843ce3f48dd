package bench

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"testing"

	"cordon/internal/engine/bdd"
	"cordon/internal/engine/bdd/openpsa"
)

// faultTrees holds the Aralia fault trees; see ../shared/data/README.md. Their answers are tested in package bdd.
const faultTrees = "../../shared/data/faulttrees"

func readFaultTrees(b *testing.B) []*openpsa.Tree {
	b.Helper()
	names, err := filepath.Glob(filepath.Join(faultTrees, "*.xml"))
	if err != nil {
		b.Fatal(err)
	}
	if len(names) == 0 {
		b.Skipf("needs the Aralia fault trees at %s", faultTrees)
	}
	var trees []*openpsa.Tree
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		tree, err := openpsa.Read(bytes.NewReader(src))
		if err != nil {
			b.Fatalf("%s: %v", name, err)
		}
		trees = append(trees, tree)
	}
	return trees
}

// BenchmarkFaultTrees finds the probability and the minimal cut sets of all trees, one after the other, and counts the sets.
func BenchmarkFaultTrees(b *testing.B) {
	trees := readFaultTrees(b)
	for b.Loop() {
		for _, tree := range trees {
			d, err := tree.Formulas.Solve(context.Background(), []bdd.Formula{tree.Top}, bdd.Options{})
			if err != nil {
				b.Fatal(err)
			}
			if _, err := d.Probabilities(tree.Probability); err != nil {
				b.Fatal(err)
			}
			sets, err := d.MinimalSets(context.Background(), 0, bdd.Options{})
			if err != nil {
				b.Fatal(err)
			}
			if sets.Count().Sign() == 0 {
				b.Fatalf("%s has no minimal cut set", tree.Name)
			}
		}
	}
}

// BenchmarkLeastOfRings settles a system with cycles: 12 rings of 10 nodes, each raised from the one before by two arcs, all 144 rules
// uncertain.
func BenchmarkLeastOfRings(b *testing.B) {
	sys, p := rings(12, 10)
	for b.Loop() {
		d, err := sys.Least(context.Background(), []int{sys.Nodes - 1}, bdd.Options{})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := d.Probabilities(p); err != nil {
			b.Fatal(err)
		}
	}
}

func rings(n, size int) (bdd.System, []float64) {
	sys := bdd.System{Nodes: n * size}
	var p []float64
	rule := func(tails []int, head int) {
		sys.Rules = append(sys.Rules, bdd.Rule{Event: sys.Events, Tails: tails, Heads: []int{head}})
		p = append(p, 0.9)
		sys.Events++
	}
	for ring := range n {
		first := ring * size
		for i := range size {
			rule([]int{first + i}, first+(i+1)%size)
		}
		if ring == 0 {
			rule(nil, first)
			rule(nil, first+size/2)
			continue
		}
		rule([]int{first - 1}, first)
		rule([]int{first - size/2}, first+size/2)
	}
	return sys, p
}
