package bench

import (
	"context"
	"syscall"
	"testing"
	"time"

	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/engine/worlds"
	"cordon/internal/project"
)

// odds is the table p1 of content/scales.yaml.
var odds = engine.Odds{{High: 1e-5}, {Low: 1e-5, High: 1e-3}, {Low: 1e-3, High: 0.02}, {Low: 0.02, High: 0.2}, {Low: 0.2, High: 0.6}, {Low: 0.6, High: 1}}

// exampleWorlds is the wearable monitor with probabilities, and the sum over its harms, each counting its severity.
func exampleWorlds(t testing.TB) (*worlds.Problem, worlds.Query) {
	t.Helper()
	var ds diag.List
	k, err := project.OpenKnowledge(nil, &ds)
	if err != nil {
		t.Fatal(err)
	}
	m := project.OpenModel("../examples/wearable-monitor", k, &ds)
	if m == nil || ds.HasErrors() {
		t.Fatal(ds.Sorted()[0])
	}
	a, err := project.Assess(context.Background(), m, k, engine.Future, nil)
	if err != nil {
		t.Fatal(err)
	}
	var q worlds.Query
	var sum worlds.Sum
	for _, h := range a.Assessment.Harms {
		n, ok := a.Run.WorldsNode(engine.ConsequenceID(h.ID, "occurs"))
		if !ok {
			t.Fatalf("harm %s has no node", h.ID)
		}
		q.Nodes = append(q.Nodes, n)
		sum = append(sum, worlds.Term{Node: n, Weight: float64(h.Rank.Severity)})
	}
	q.Sums = []worlds.Sum{sum}
	return a.Run.Worlds(odds), q
}

// insulinPumpWorlds is the published model of an insulin pump, asked for its consequences of high and very high risk.
func insulinPumpWorlds(t testing.TB) (*worlds.Problem, worlds.Query) {
	t.Helper()
	_, system := pumpSystem(t)
	run := runSystem(t, system)
	q := worlds.Query{Sums: make([]worlds.Sum, 1)}
	for _, c := range run.Result().Consequences {
		n, ok := run.WorldsNode(c.ID)
		if !ok {
			t.Fatalf("consequence %s has no node", c.ID)
		}
		if run.RiskOf(int(n)) >= 3 {
			q.Nodes = append(q.Nodes, n)
			q.Sums[0] = append(q.Sums[0], worlds.Term{Node: n, Weight: 1})
		}
	}
	return run.Worlds(odds), q
}

func BenchmarkWorldsExample(b *testing.B)     { million(b, exampleWorlds) }
func BenchmarkWorldsInsulinPump(b *testing.B) { million(b, insulinPumpWorlds) }

// million samples 1,000,000 worlds for each end of the inputs, on all processors.
func million(b *testing.B, system func(testing.TB) (*worlds.Problem, worlds.Query)) {
	p, q := system(b)
	before := processorTime(b)
	for b.Loop() {
		if _, err := worlds.Sample(context.Background(), p, q, worlds.Options{}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric((processorTime(b)-before).Seconds()/float64(b.N), "cpu-s")
}

// processorTime is what this process has used so far, on all processors.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// BenchmarkWorldsTornado finds the ten inputs that move the harms of the example most, over 100,000 worlds.
func BenchmarkWorldsTornado(b *testing.B) {
	p, q := exampleWorlds(b)
	for b.Loop() {
		res, err := worlds.Sensitivity(context.Background(), p, q.Sums[0], 10, worlds.Options{Worlds: 100_000})
		if err != nil {
			b.Fatal(err)
		}
		if len(res.Bars) != 10 {
			b.Fatalf("%d bars", len(res.Bars))
		}
	}
}
