package project

import (
	"context"
	"testing"

	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/engine/worlds"
)

// The whole example in numbers: all its threats and assumptions have ids of their own, each harm has a node, and each input that
// matters has a name that the assessment knows.
func TestExampleInWorlds(t *testing.T) {
	k := shipped(t)
	var ds diag.List
	m := OpenModel(exampleDir, k, &ds)
	if ds.HasErrors() {
		t.Fatal(ds.Sorted())
	}
	a, err := Assess(context.Background(), m, k, engine.Future, nil)
	if err != nil {
		t.Fatal(err)
	}
	table := engine.Odds{{High: 1e-5}, {Low: 1e-5, High: 1e-3}, {Low: 1e-3, High: 0.02}, {Low: 0.02, High: 0.2}, {Low: 0.2, High: 0.6}, {Low: 0.6, High: 1}}
	p := a.Run.Worlds(table)
	var sum worlds.Sum
	for _, h := range a.Harms {
		n, ok := a.Run.WorldsNode(engine.ConsequenceID(h.ID, "occurs"))
		if !ok {
			t.Fatalf("harm %s has no node", h.ID)
		}
		sum = append(sum, worlds.Term{Node: n, Weight: float64(h.Rank.Severity)})
	}
	got, err := worlds.Sensitivity(context.Background(), p, sum, 20, worlds.Options{Worlds: 1})
	if err != nil {
		t.Fatal(err)
	}
	threats := map[string]bool{}
	for _, x := range a.Run.Result().Threats {
		threats[x.ID] = true
	}
	if len(got.Bars) != 20 || got.Middle.Value == 0 {
		t.Fatalf("%d inputs move the sum of %v; want 20", len(got.Bars), got.Middle)
	}
	for _, b := range got.Bars {
		c, ok := a.Run.WorldsCause(b.Rule, int(b.Index))
		if !ok || c.Threat == "" && (c.Attribute == "" || c.Element == "") || c.Threat != "" && !threats[c.Threat] {
			t.Errorf("bar %+v is of %+v, which the assessment does not know", b, c)
		}
	}
}
