package bench

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/engine/options"
	"cordon/internal/interop/spyderisk"
)

// spyderiskData holds the published knowledge bases and models; see ../shared/data/README.md.
const spyderiskData = "../../shared/data/spyderisk"

const (
	networkBase = spyderiskData + "/kb/network-v6a6-1-2"
	harmsBase   = spyderiskData + "/kb/network-patient-harms-e5cfa54"
)

func needSpyderisk(t testing.TB) {
	t.Helper()
	if _, err := os.Stat(spyderiskData); err != nil {
		t.Skipf("needs ../shared/data/spyderisk beside the project: %v", err)
	}
}

var program = sync.OnceValues(func() (*spyderisk.Program, error) {
	var ds diag.List
	b := spyderisk.ReadBase(os.DirFS(networkBase), networkBase, &ds)
	if b == nil {
		return nil, fmt.Errorf("%v", ds.Sorted()[0])
	}
	p := spyderisk.NewProgram(b, networkBase, engine.Parity, &ds)
	if p == nil {
		return nil, fmt.Errorf("%v", ds.Sorted()[0])
	}
	return p, nil
})

// starSystem analyses a generated star with the published base.
func starSystem(t testing.TB, workstations int) (*spyderisk.Program, *spyderisk.Model, *spyderisk.System) {
	t.Helper()
	needSpyderisk(t)
	p, err := program()
	if err != nil {
		t.Fatal(err)
	}
	var ds diag.List
	m := spyderisk.ReadModel(bytes.NewReader(Star(workstations)), "star.nq", p.Base, &ds)
	if m == nil {
		t.Fatal(ds.Sorted()[0])
	}
	s, err := p.Analyze(context.Background(), m)
	if err != nil {
		t.Fatal(err)
	}
	return p, m, s
}

func runSystem(t testing.TB, s *spyderisk.System) *engine.Run {
	t.Helper()
	var ds diag.List
	run, err := s.Run(engine.Future, "system.nq", &ds)
	if err != nil || run == nil {
		t.Fatal(err, ds.Sorted())
	}
	return run
}

// The generated star must be the published one, or its figures would mean nothing.
func TestStarIsThePublishedOne(t *testing.T) {
	for _, c := range []struct {
		workstations, threats, strategies int
		risks                             [5]int
	}{{5, 1398, 681, [5]int{820, 5, 5, 2, 2}}, {10, 2573, 1206, [5]int{1365, 10, 10, 2, 2}}} {
		_, _, s := starSystem(t, c.workstations)
		m := s.Results(runSystem(t, s), engine.Future)
		if got := spyderisk.RiskVector(m); len(m.Threats) != c.threats || len(m.Strategies) != c.strategies || got != c.risks {
			t.Errorf("star of %d: %d threats, %d strategies, risks %v; want %d, %d, %v", c.workstations, len(m.Threats), len(m.Strategies), got, c.threats, c.strategies, c.risks)
		}
	}
}

// Whole processes, with reading the tables of the base.

func BenchmarkSpyderiskStar10(b *testing.B) {
	assessSpyderisk(b, networkBase, spyderiskData+"/oracle/star-10.nq.gz")
}

func BenchmarkSpyderiskInsulinPump(b *testing.B) {
	assessSpyderisk(b, harmsBase, spyderiskData+"/oracle/insulin-pump.nq.gz")
}

func BenchmarkStarOf5(b *testing.B)  { assessStar(b, 5) }
func BenchmarkStarOf10(b *testing.B) { assessStar(b, 10) }
func BenchmarkStarOf20(b *testing.B) { assessStar(b, 20) }
func BenchmarkStarOf40(b *testing.B) { assessStar(b, 40) }
func BenchmarkStarOf80(b *testing.B) { assessStar(b, 80) }

func assessStar(b *testing.B, workstations int) {
	name := filepath.Join(work, fmt.Sprintf("star-%d.nq", workstations))
	if err := os.WriteFile(name, Star(workstations), 0o644); err != nil {
		b.Fatal(err)
	}
	assessSpyderisk(b, networkBase, name)
}

func assessSpyderisk(b *testing.B, base, model string) {
	needSpyderisk(b)
	execute(b, "spyderisk", "assess", "--kb", base, "--parity", "--format", "tsv", model)
}

// BenchmarkStar10Analyze constructs the star of 10 and finds its threats, with the base ready.
func BenchmarkStar10Analyze(b *testing.B) {
	p, m, _ := starSystem(b, 10)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.Analyze(context.Background(), m); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkStar10Risk calculates all levels from the settings.
func BenchmarkStar10Risk(b *testing.B) {
	_, _, s := starSystem(b, 10)
	b.ReportAllocs()
	for b.Loop() {
		runSystem(b, s)
	}
}

// BenchmarkStar10Control places a control and takes it away again, for each control that a strategy needs.
func BenchmarkStar10Control(b *testing.B) {
	_, _, s := starSystem(b, 10)
	run := runSystem(b, s)
	type at struct{ control, asset string }
	var all []at
	for _, x := range s.Results(run, engine.Future).Strategies {
		for _, c := range x.Mandatory {
			if a := (at{c.Control.ID, c.Asset.ID}); !c.Proposed && !slices.Contains(all, a) {
				all = append(all, a)
			}
		}
	}
	measure(b, len(all), func(i int, back bool) bool {
		state := engine.ControlPresent
		if back {
			state = engine.ControlAbsent
		}
		return run.SetControl(all[i].control, all[i].asset, state, engine.Top)
	})
}

// pumpSystem analyses the published model of an insulin pump with the base that it was made with.
func pumpSystem(t testing.TB) (*spyderisk.Base, *spyderisk.System) {
	t.Helper()
	needSpyderisk(t)
	var ds diag.List
	base := spyderisk.ReadBase(os.DirFS(harmsBase), harmsBase, &ds)
	if base == nil {
		t.Fatal(ds.Sorted()[0])
	}
	p := spyderisk.NewProgram(base, harmsBase, engine.Correct, &ds)
	f, err := os.Open(spyderiskData + "/oracle/insulin-pump.nq.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	m := spyderisk.ReadModel(f, "insulin-pump.nq.gz", base, &ds)
	if p == nil || m == nil {
		t.Fatal(ds.Sorted()[0])
	}
	s, err := p.Analyze(context.Background(), m)
	if err != nil {
		t.Fatal(err)
	}
	return base, s
}

// riskMedium is the place of "medium" among the levels of risk of the base.
const riskMedium = 2

// insulinPump is the question which controls, beside those in place, leave no consequence of the insulin pump above a level of risk, at the
// default impacts and by the risk table of the base.
func insulinPump(t testing.TB, risk int) (*spyderisk.System, *engine.Run, *engine.Choices) {
	t.Helper()
	base, s := pumpSystem(t)
	run := runSystem(t, s)
	c := run.Choices()
	for _, q := range s.Misbehaviours(run, engine.Future) {
		most := engine.Top
		for most > 0 && base.RiskTable[q.Impact][most] > risk {
			most--
		}
		if most == engine.Top {
			continue
		}
		if err := c.Limit(engine.ConsequenceID(q.Asset.ID, q.Misbehaviour.ID), uint8(most)); err != nil {
			t.Fatal(err)
		}
	}
	return s, run, c
}

// What is chosen must hold in the engine as well: placed there, the controls leave no consequence above the risk. Spyderisk's search for
// recommendations keeps what lowers the counts of consequences by risk and ends at "medium"; with one control more than that takes, not
// one consequence is above "very low", which no search can better by this measure.
func TestInsulinPumpControlsHold(t *testing.T) {
	for _, tt := range []struct{ risk, controls int }{{riskMedium, 8}, {0, 9}} {
		s, run, c := insulinPump(t, tt.risk)
		before := spyderisk.RiskVector(s.Results(run, engine.Future))
		a, err := options.Best(context.Background(), c.Problem, options.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if !a.Unique || a.Value != tt.controls {
			t.Fatalf("risk %d: outcome %d, unique %t, %d controls instead of %d", tt.risk, a.Outcome, a.Unique, a.Value, tt.controls)
		}
		for _, i := range a.On {
			if c.Problem.Controls[i].Use == options.Free && !run.SetControl(c.Places[i].Control, c.Places[i].Element, engine.ControlPresent, engine.Top) {
				t.Errorf("%v cannot be placed", c.Places[i])
			}
		}
		after := spyderisk.RiskVector(s.Results(run, engine.Future))
		for risk, n := range after {
			if risk > tt.risk && n > 0 {
				t.Errorf("risk %d: %v consequences by risk before, %v after", tt.risk, before, after)
			}
		}
		if slices.Max(before[tt.risk+1:]) == 0 {
			t.Errorf("risk %d: nothing was to be done: %v", tt.risk, before)
		}
	}
}

// BenchmarkPumpControls finds the smallest set of controls for the insulin pump, with proof.
func BenchmarkPumpControls(b *testing.B) {
	_, _, c := insulinPump(b, riskMedium)
	b.ReportAllocs()
	for b.Loop() {
		a, err := options.Best(context.Background(), c.Problem, options.Options{})
		if err != nil || !a.Unique {
			b.Fatal(a, err)
		}
	}
}

// BenchmarkPumpFront compares the number of controls with the levels that are left in three groups of consequences.
func BenchmarkPumpFront(b *testing.B) {
	_, _, c := insulinPump(b, riskMedium)
	axes := []options.Axis{{Cost: engine.CostOneOff}, {}, {}, {}}
	for i, l := range c.Problem.Limits {
		axes[1+i%3].Residual = append(axes[1+i%3].Residual, l.Node)
	}
	c.Problem.Limits = nil
	b.ReportAllocs()
	points := 0
	for b.Loop() {
		f, err := options.Front(context.Background(), c.Problem, axes, options.Options{})
		if err != nil || !f.Complete {
			b.Fatal(f, err)
		}
		points = len(f.Points)
	}
	b.ReportMetric(float64(points), "points")
}
