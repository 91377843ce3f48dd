package bdd_test

import (
	"context"
	"fmt"

	"cordon/internal/engine/bdd"
)

// Somebody gets into A, and from A into B or back. What comes back from B was in A already.
func ExampleSystem_Least() {
	const a, b = 0, 1
	sys := bdd.System{Nodes: 2, Events: 3, Rules: []bdd.Rule{
		{Event: 0, Heads: []int{a}},
		{Event: 1, Tails: []int{a}, Heads: []int{b}},
		{Event: 2, Tails: []int{b}, Heads: []int{a}},
	}}
	d, err := sys.Least(context.Background(), []int{a, b}, bdd.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	p, err := d.Probabilities([]float64{0.1, 0.9, 0.9})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("A %.3g, B %.3g\n", p[a], p[b])
	sets, err := d.MinimalSets(context.Background(), b, bdd.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	for set := range sets.BySize(0) {
		fmt.Println("B needs events", set)
	}
	// Output:
	// A 0.1, B 0.09
	// B needs events [0 1]
}
