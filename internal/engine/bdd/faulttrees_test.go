package bdd_test

import (
	"bytes"
	"context"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"cordon/internal/engine/bdd"
	"cordon/internal/engine/bdd/openpsa"
)

// faultTrees holds the Aralia trees and their known answers; see ../shared/data/README.md.
const faultTrees = "../../../../shared/data/faulttrees"

// The published answers: basic events, gates, minimal cut sets (exact), probability of the top (six digits).
func TestAraliaTreesHaveTheirKnownAnswers(t *testing.T) {
	expected, err := os.ReadFile(filepath.Join(faultTrees, "expected.tsv"))
	if err != nil {
		t.Skipf("NOT CHECKED against the 23 Aralia trees; they are needed at %s: %v", faultTrees, err)
	}
	trees := 0
	for line := range strings.Lines(string(expected)) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		want := strings.Fields(line)
		if len(want) != 5 {
			t.Fatalf("expected.tsv: %q has not five columns", line)
		}
		trees++
		t.Run(want[0], func(t *testing.T) { checkTree(t, want) })
	}
	if trees != 23 {
		t.Errorf("expected.tsv names %d trees, not 23", trees)
	}
}

// checkTree compares with a line of expected.tsv, digit by digit.
func checkTree(t *testing.T, want []string) {
	src, err := os.ReadFile(filepath.Join(faultTrees, want[0]+".xml"))
	if err != nil {
		t.Fatal(err)
	}
	tree, err := openpsa.Read(bytes.NewReader(src))
	if err != nil {
		t.Fatal(err)
	}
	d, err := tree.Formulas.Solve(context.Background(), []bdd.Formula{tree.Top}, bdd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := d.Probabilities(tree.Probability)
	if err != nil {
		t.Fatal(err)
	}
	sets, err := d.MinimalSets(context.Background(), 0, bdd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := []string{tree.Name, strconv.Itoa(len(tree.Events)), strconv.Itoa(tree.Gates), sets.Count().String(), strconv.FormatFloat(p[0], 'g', 6, 64)}
	got[4] = normal(t, got[4])
	want[4] = normal(t, want[4])
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("got  %v\nwant %v", got, want)
	}
	checkTreeBounds(t, tree, p[0])
	listed := int64(0)
	for range sets.BySize(0) {
		listed++
	}
	if big.NewInt(listed).Cmp(sets.Count()) != 0 {
		t.Errorf("listed %d sets of %v", listed, sets.Count())
	}
}

// checkTreeBounds wants the bounds around the exact probability. With so few steps most searches end early.
func checkTreeBounds(t *testing.T, tree *openpsa.Tree, exact float64) {
	b, err := tree.Formulas.Bounds(context.Background(), tree.Top, tree.Probability, bdd.BoundOptions{Steps: 20_000})
	if tree.Name == "das9601" { // the only one with negation
		if !errors.Is(err, bdd.ErrNotMonotone) {
			t.Errorf("bounds: got %v, want ErrNotMonotone", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	const rounding = 1e-12
	if b.Low > exact*(1+rounding) || b.High < exact*(1-rounding) {
		t.Errorf("%d sets give %v to %v, which must enclose %v", len(b.Sets), b.Low, b.High, exact)
	}
}

// normal writes a number in one way: 9.4951e-07 and 0.00000094951 are the same.
func normal(t *testing.T, s string) string {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatal(err)
	}
	return strconv.FormatFloat(v, 'g', 6, 64)
}
