package project

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cordon/internal/assessment"
	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/riskfile"
)

func exampleModel(t *testing.T, k *Knowledge) *model.Model {
	t.Helper()
	var ds diag.List
	m := OpenModel(exampleDir, k, &ds)
	if ds.HasErrors() {
		t.Fatal(ds.Sorted())
	}
	return m
}

func assessed(t *testing.T, m *model.Model, k *Knowledge, mode engine.Mode) *assessment.Assessment {
	t.Helper()
	a, err := Assess(context.Background(), m, k, mode, nil)
	if err != nil {
		t.Fatal(err)
	}
	return a.Assessment
}

func harmOf(t *testing.T, a *assessment.Assessment, id string) *assessment.Harm {
	t.Helper()
	i := slices.IndexFunc(a.Harms, func(h assessment.Harm) bool { return h.ID == id })
	if i < 0 {
		t.Fatalf("no harm %s", id)
	}
	return &a.Harms[i]
}

// What the record says of the example is what separate assessments say: without controls, today, as planned, and with one control less.
func TestRiskFileAgreesWithAssessments(t *testing.T) {
	k := shipped(t)
	m := exampleModel(t, k)
	f, _, err := RiskFile(context.Background(), m, k, nil)
	if err != nil {
		t.Fatal(err)
	}
	bare := *m
	bare.Controls = nil
	without, today, planned := assessed(t, &bare, k, engine.Future), assessed(t, m, k, engine.Current), assessed(t, m, k, engine.Future)
	rank := func(word string) int { return slices.Index(knowledge.Frequency("").Words(), word) }
	all := slices.Concat(f.Risks, f.Apart)
	if len(all) != len(m.Harms) || len(f.Apart) == 0 {
		t.Errorf("%d risks and %d apart of %d harms", len(f.Risks), len(f.Apart), len(m.Harms))
	}
	removals := 0
	for _, r := range all {
		for _, s := range []struct {
			a   *assessment.Assessment
			got riskfile.Judgement
		}{{without, r.Without}, {today, r.Today}, {planned, r.Planned}} {
			h := harmOf(t, s.a, r.Harm)
			if want := (riskfile.Judgement{Likelihood: h.Likelihood, P1: h.P1, Probability: h.Probability, Level: h.Level, Severity: h.Severity, Acceptability: h.Acceptability}); s.got != want {
				t.Errorf("%s: %+v, want %+v", r.Harm, s.got, want)
			}
		}
		if r.Class == "privacy" != slices.ContainsFunc(f.Apart, func(x riskfile.Risk) bool { return x.Harm == r.Harm }) {
			t.Errorf("%s is of class %s and stands in the wrong part", r.Harm, r.Class)
		}
		most := 0
		for _, c := range r.Causes {
			most = max(most, rank(c.Alone))
			if rank(c.Alone) > rank(r.Planned.Likelihood) || rank(c.Without) > rank(r.Planned.Likelihood) {
				t.Errorf("%s: %s alone %s, without it %s, more than %s by all", r.Harm, c.Cause, c.Alone, c.Without, r.Planned.Likelihood)
			}
		}
		if len(r.Causes) != 4 || most == 0 != (r.Planned.Likelihood == "negligible") {
			t.Errorf("%s: causes %+v of a likelihood %s", r.Harm, r.Causes, r.Planned.Likelihood)
		}
		for _, c := range r.Controls {
			got := harmOf(t, assessed(t, withoutControl(m, c.ID), k, engine.Future), r.Harm).Likelihood
			if want := c.Removal; want == "" && got != r.Planned.Likelihood || want != "" && got != want {
				t.Errorf("%s without %s: likelihood %s, said to be %q", r.Harm, c.ID, got, want)
			}
			if c.Removal != "" {
				removals++
			}
		}
	}
	if removals == 0 {
		t.Error("no control of the example holds a risk down by itself, so that this was not tried")
	}
}

// A benefit is lost as often as the worst of its functions fails; a lock that shuts the doctor out takes it away, and is named.
func TestBenefitsThatSecurityTakesAway(t *testing.T) {
	k := shipped(t)
	m := exampleModel(t, k)
	f, a, err := RiskFile(context.Background(), m, k, nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Benefits) != len(m.Benefits) {
		t.Fatalf("%d benefits of %d", len(f.Benefits), len(m.Benefits))
	}
	rank := func(word string) int { return slices.Index(knowledge.Frequency("").Words(), word) }
	for _, b := range f.Benefits {
		worst := 0
		for _, c := range a.Consequences {
			if slices.Contains(b.From, c.Element) && slices.Contains([]string{"absent", "late", "misled"}, c.Consequence) {
				worst = max(worst, rank(c.Likelihood))
			}
		}
		if rank(b.Lost) != worst || rank(b.LostWithoutSideEffects) > worst {
			t.Errorf("%s is lost with %s, without side effects %s; its functions fail with %d", b.Benefit, b.Lost, b.LostWithoutSideEffects, worst)
		}
	}
	locked := icdModel(t, k)
	f, _, err = RiskFile(context.Background(), locked, k, nil)
	if err != nil {
		t.Fatal(err)
	}
	b := f.Benefits[0]
	if len(b.TakenBy) != 1 || b.TakenBy[0].Control != "CTL-0166@icd/telemetry" || rank(b.TakenBy[0].Without) >= rank(b.Lost) || b.LostWithoutSideEffects != b.TakenBy[0].Without {
		t.Errorf("%+v; want it taken away by CTL-0166@icd/telemetry", b)
	}
}

// icdModel is an implant that programs only for known programmers, and a function that needs one in an emergency.
func icdModel(t *testing.T, k *Knowledge) *model.Model {
	t.Helper()
	file := filepath.Join(t.TempDir(), "icd.yaml")
	src := `cordon: 1
system: {id: icd, name: Defibrillator, intended-purpose: Stops dangerous rhythms.}
people:
  cardiologist: {kind: person.clinician, uses: [programmer]}
  patient: {kind: person.patient}
assets:
  programmer: {kind: device.programmer, trust: {dependable: medium}}
  icd: {kind: device.implant.defibrillator, worn-by: patient, interfaces: {telemetry: {kind: interface.implant-radio, facts: {enabled: yes}}}}
data: {settings: {kind: data.command, about: patient, made-by: programmer, stored-on: [icd]}}
flows: {program: {from: programmer, to: icd, carries: [settings], over: [icd/telemetry]}}
functions: {stop: {kind: function.treatment-by-clinician, by: cardiologist, for: patient}}
benefits: {rescue: {from: [stop], title: Storms are stopped, magnitude: 5, probability: 2}}
controls: [{control: CTL-0166, on: [icd/telemetry], state: planned}]
`
	if err := os.WriteFile(file, []byte(src), 0o600); err != nil {
		t.Fatal(err)
	}
	var ds diag.List
	m := OpenModel(file, k, &ds)
	if ds.HasErrors() {
		t.Fatal(ds.Sorted())
	}
	return m
}

// withoutControl is the model with one control taken off one element.
func withoutControl(m *model.Model, id string) *model.Model {
	control, element, _ := strings.Cut(id, "@")
	out := *m
	out.Controls = nil
	for _, c := range m.Controls {
		if c.Control.Text == control {
			on := slices.Clone(c.On)
			c.On = nil
			for _, w := range on {
				if w.Text != element {
					c.On = append(c.On, w)
				}
			}
		}
		out.Controls = append(out.Controls, c)
	}
	return &out
}

func TestRiskFileAsTable(t *testing.T) {
	k := shipped(t)
	f, _, err := RiskFile(context.Background(), exampleModel(t, k), k, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := f.WriteCSV(&out); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1+len(f.Risks)+len(f.Apart) || rows[1][0] != f.Risks[0].Harm || rows[1][5] != f.Risks[0].Title {
		t.Errorf("%d rows, the first %q", len(rows), rows[1])
	}
}

func TestRiskFileCanBeCancelled(t *testing.T) {
	k := shipped(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, _, err := RiskFile(ctx, exampleModel(t, k), k, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}
