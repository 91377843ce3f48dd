package project

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/engine/bdd"
	"cordon/internal/engine/worlds"
	"cordon/internal/numbers"
)

const pump = `cordon: 1
system: {id: s, name: S, intended-purpose: Test.}
networks: {air: {kind: network.body-area}}
people: {patient: {kind: person.patient, uses: [phone]}}
assets:
  phone:
    kind: device.smartphone
    runs: {app: {kind: software.mobile-app}}
    interfaces: {radio: {kind: interface.ble, facts: {enabled: yes}, connects: [air]}}
  pump:
    kind: device.insulin-pump
    worn-by: patient
    interfaces: {radio: {kind: interface.ble, facts: {enabled: yes, pairing: just-works}, connects: [air]}}
    parts: {drive: {kind: hardware.actuator.fluid-drive}}
data: {dose: {kind: data.command, about: patient, made-by: phone/app}}
flows: {order: {from: phone/app, to: pump, carries: [dose], over: [phone/radio, air, pump/radio]}}
functions:
  deliver: {kind: function.treatment-by-actuator, by: pump/drive, for: patient, uses: {dose: {at: pump, integrity: high, timeliness: minutes, when-stale: waits}}}
harms:
  overdose: {kind: harm.over-delivery, from: [deliver], to: patient, severity: {adult: 5}, time-to-harm: minutes, exposure: continuous}
  too-little: {kind: harm.under-delivery, from: [deliver], to: patient, severity: {adult: 3}, exposure: rare}
`

func assessedPump(t *testing.T, k *Knowledge) *Assessed {
	t.Helper()
	file := filepath.Join(t.TempDir(), "pump.yaml")
	if err := os.WriteFile(file, []byte(pump), 0o600); err != nil {
		t.Fatal(err)
	}
	var ds diag.List
	m := OpenModel(file, k, &ds)
	if ds.HasErrors() {
		t.Fatal(ds.Sorted())
	}
	a, err := Assess(context.Background(), m, k, engine.Future, nil)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// exact gives the probabilities of nodes by decision diagrams, with every event at the end of its interval that at picks.
func exact(t *testing.T, p *worlds.Problem, asked []int, at func(worlds.Interval) float64) []float64 {
	t.Helper()
	s := bdd.System{Nodes: len(p.Nodes)}
	var probabilities []float64
	event := func(e worlds.Event) (int, bool) {
		switch v := at(e.P); v {
		case 0:
			return 0, false
		case 1:
			return bdd.Certain, true
		default:
			probabilities = append(probabilities, v)
			s.Events++
			return s.Events - 1, true
		}
	}
	ints := func(list []int32) (out []int) {
		for _, n := range list {
			out = append(out, int(n))
		}
		return out
	}
	for n, e := range p.Nodes {
		if x, ok := event(e); ok {
			s.Rules = append(s.Rules, bdd.Rule{Event: x, Heads: []int{n}})
		}
	}
	for r, e := range p.Rules {
		if x, ok := event(e); ok {
			s.Rules = append(s.Rules, bdd.Rule{Event: x, Tails: ints(p.Tails.At(r)), Heads: ints(p.Heads.At(r))})
		}
	}
	d, err := s.Least(context.Background(), asked, bdd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	out, err := d.Probabilities(probabilities)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestNumbersAreThoseOfDiagrams compares sampling with another engine, which is exact: the truth lies within each interval, near its ends.
func TestNumbersAreThoseOfDiagrams(t *testing.T) {
	k := shipped(t)
	a := assessedPump(t, k)
	r, err := Numbers(context.Background(), a.Model, k, a, numbers.Options{Worlds: 1 << 18, Seed: 7, Bars: 3})
	if err != nil {
		t.Fatal(err)
	}
	var odds engine.Odds
	for i, h := range [][2]float64{{0, 1e-5}, {1e-5, 1e-3}, {1e-3, 0.02}, {0.02, 0.2}, {0.2, 0.6}, {0.6, 1}} {
		odds[i] = worlds.Interval{Low: h[0], High: h[1]} // the table p1 of the shipped scales
	}
	p := a.Run.Worlds(odds)
	var asked []int
	for _, h := range r.Harms {
		n, ok := a.Run.WorldsNode(engine.ConsequenceID(h.Harm, "occurs"))
		if !ok {
			t.Fatalf("no node of %s", h.Harm)
		}
		asked = append(asked, int(n))
	}
	low := exact(t, p, asked, func(i worlds.Interval) float64 { return i.Low })
	high := exact(t, p, asked, func(i worlds.Interval) float64 { return i.High })
	for i, h := range r.Harms {
		if low[i] < h.Situation.From || high[i] > h.Situation.To {
			t.Errorf("%s: exact %g to %g is not within %g to %g", h.Harm, low[i], high[i], h.Situation.From, h.Situation.To)
		}
		if low[i]-h.Situation.From > 0.01 || h.Situation.To-high[i] > 0.01 {
			t.Errorf("%s: %g to %g is far from the exact %g to %g", h.Harm, h.Situation.From, h.Situation.To, low[i], high[i])
		}
		if want := 1000 * h.Situation.To * h.P2.To; h.Per1000.To != want {
			t.Errorf("%s: up to %g per 1,000, want %g", h.Harm, h.Per1000.To, want)
		}
	}
	if len(r.Harms) != 2 || len(r.Severities) != 2 || r.Severities[0].Severity != "catastrophic" || len(r.Moves.Bars) != 3 {
		t.Errorf("%d harms, severities %+v, %d inputs", len(r.Harms), r.Severities, len(r.Moves.Bars))
	}
	for _, b := range r.Moves.Bars {
		if b.From > r.Moves.Middle || b.To < r.Moves.Middle || b.Title == "" {
			t.Errorf("%+v does not enclose the middle %g", b, r.Moves.Middle)
		}
	}
}

func TestNumbersAreTheSameEachTime(t *testing.T) {
	k := shipped(t)
	a := assessedPump(t, k)
	o := numbers.Options{Worlds: 1 << 14, Seed: 1, Bars: 5}
	first, err := Numbers(context.Background(), a.Model, k, a, o)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Numbers(context.Background(), a.Model, k, a, o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, again); diff != "" {
		t.Error(diff)
	}
	o.Seed = 2
	if other, err := Numbers(context.Background(), a.Model, k, a, o); err != nil || cmp.Equal(first.Harms, other.Harms) {
		t.Errorf("another seed gives the same numbers, or %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Numbers(ctx, a.Model, k, a, o); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}
