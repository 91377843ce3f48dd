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

// TestSampledAndExactNumbersAgree compares two engines: the exact ends lie within each sampled interval, near its ends.
func TestSampledAndExactNumbersAgree(t *testing.T) {
	k := shipped(t)
	a := assessedPump(t, k)
	sampled, err := Numbers(context.Background(), a, k, numbers.Options{Worlds: 1 << 18, Seed: 7, Bars: 3, Sample: true})
	if err != nil {
		t.Fatal(err)
	}
	exact, err := Numbers(context.Background(), a, k, numbers.Options{Worlds: 1 << 12})
	if err != nil {
		t.Fatal(err)
	}
	if sampled.Exact || !exact.Exact || len(sampled.Harms) != 2 || len(exact.Harms) != 2 {
		t.Fatalf("exact %v and %v, %d and %d harms", sampled.Exact, exact.Exact, len(sampled.Harms), len(exact.Harms))
	}
	for i, h := range exact.Harms {
		s := sampled.Harms[i].Situation
		if h.Situation.From < s.From || h.Situation.To > s.To || h.Situation.From > h.Situation.To {
			t.Errorf("%s: exact %+v is not within %+v", h.Harm, h.Situation, s)
		}
		if h.Situation.From-s.From > 0.01 || s.To-h.Situation.To > 0.01 {
			t.Errorf("%s: %+v is far from the exact %+v", h.Harm, s, h.Situation)
		}
		if want := 1000 * h.Situation.To * h.P2.To; h.Per1000.To != want {
			t.Errorf("%s: up to %g per 1,000, want %g", h.Harm, h.Per1000.To, want)
		}
	}
	for i, s := range exact.Severities {
		x := sampled.Severities[i]
		if s.Per1000.From < x.Per1000.From || s.Per1000.To > x.Per1000.To || s.Severity != x.Severity {
			t.Errorf("severity %s: exact %+v is not within %s %+v", s.Severity, s.Per1000, x.Severity, x.Per1000)
		}
	}
	if len(sampled.Moves.Bars) != 3 || sampled.Severities[0].Severity != "catastrophic" {
		t.Errorf("severities %+v, %d inputs", sampled.Severities, len(sampled.Moves.Bars))
	}
	for _, b := range sampled.Moves.Bars {
		if b.From > sampled.Moves.Middle || b.To < sampled.Moves.Middle || b.Title == "" {
			t.Errorf("%+v does not enclose the middle %g", b, sampled.Moves.Middle)
		}
	}
}

func TestNumbersAreTheSameEachTime(t *testing.T) {
	k := shipped(t)
	a := assessedPump(t, k)
	o := numbers.Options{Worlds: 1 << 14, Seed: 1, Bars: 5, Sample: true}
	first, err := Numbers(context.Background(), a, k, o)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Numbers(context.Background(), a, k, o)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, again); diff != "" {
		t.Error(diff)
	}
	o.Seed = 2
	if other, err := Numbers(context.Background(), a, k, o); err != nil || cmp.Equal(first.Harms, other.Harms) {
		t.Errorf("another seed gives the same numbers, or %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Numbers(ctx, a, k, o); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}
