package spyderisk

import (
	"math/rand/v2"
	"path"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/engine"
)

// randomSettings is how many settings of controls, trust levels, impacts and mode are drawn for each model. Under the race detector,
// which makes all this ten times slower and can find nothing here, it is fewer.
func randomSettings() int {
	switch {
	case testing.Short():
		return 20
	case raceEnabled:
		return 30
	}
	return 1000
}

// TestRandomSettings compares the engine with the oracle on random settings of each model. Each setting
// is put into a solved run, change by change, so that the incremental calculation is compared.
func TestRandomSettings(t *testing.T) {
	t.Run("small", func(t *testing.T) { compareWithOracle(t, readSmallModel(t, "testdata/small-out.nq")) })
	for _, tt := range realModels {
		t.Run(path.Base(tt.file), func(t *testing.T) {
			needRealData(t)
			t.Parallel()
			compareWithOracle(t, realModel(t, tt.file, tt.base))
		})
	}
}

func compareWithOracle(t *testing.T, m *Model) {
	d := &drawing{m: m, r: rand.New(rand.NewPCG(1, uint64(len(m.Threats)))), system: analyzed(t, m, engine.Parity), oracle: newOracle(m)}
	active := 0
	for i := range randomSettings() {
		mode := engine.Future
		if d.r.IntN(3) == 0 {
			mode = engine.Current
		}
		s := d.draw(mode)
		want := d.oracle.run(s)
		got := d.run(t, s, mode)
		if len(want.root) > 0 && len(want.causedBy) > 0 {
			active++
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(oracleResult{})); diff != "" {
			t.Fatalf("setting %d, mode %s (-oracle +engine):\n%s", i, mode, diff)
		}
	}
	if active == 0 {
		t.Error("no setting gave a root cause: the comparison means little")
	}
}

type drawing struct {
	m      *Model
	r      *rand.Rand
	system *System
	oracle *oracle
}

// draw makes settings: some strategies switched on as a whole, some single controls, some levels, most as the base has them.
func (d *drawing) draw(mode engine.Mode) oracleSettings {
	s := oracleSettings{current: mode == engine.Current, proposed: map[string]bool{}, trust: map[string]int{}, impact: map[string]int{}}
	propose := func(c *ControlSet) {
		if c.Of != nil {
			c = c.Of
		}
		for _, x := range []*ControlSet{c, c.Min, c.Max} {
			if x != nil {
				s.proposed[x.URI] = true
			}
		}
	}
	share := d.r.IntN(4)
	for _, x := range d.m.Strategies {
		if d.r.IntN(20) < share {
			for _, c := range x.Mandatory {
				propose(c)
			}
		}
	}
	for _, c := range d.m.ControlSets {
		if d.r.IntN(60) < share {
			propose(c)
		}
	}
	for _, x := range d.m.TrustSets {
		s.trust[x.URI] = x.Asserted
		if d.r.IntN(8) == 0 {
			s.trust[x.URI] = d.r.IntN(engine.Top + 1)
		}
	}
	for _, x := range d.m.Misbehaviours {
		s.impact[x.URI] = x.Impact
		if x.Variant == Average && d.r.IntN(5) == 0 {
			s.impact[x.URI] = d.r.IntN(engine.Top + 1)
		}
	}
	return s
}

// run gives the engine's results for settings, in the form of the oracle's.
func (d *drawing) run(t *testing.T, s oracleSettings, mode engine.Mode) oracleResult {
	t.Helper()
	with := *d.m
	with.Proposals, with.TrustLevels, with.ImpactLevels = nil, nil, nil
	for _, c := range d.m.ControlSets {
		if s.proposed[c.URI] {
			with.Proposals = append(with.Proposals, Proposal{URI: c.URI, Control: c.Control, Variant: c.Variant, AssetID: c.Asset.ID, Proposed: true, Coverage: NoLevel})
		}
	}
	for _, x := range d.m.TrustSets {
		with.TrustLevels = append(with.TrustLevels, TrustSetting{URI: x.URI, Attribute: x.Attribute, Variant: x.Variant, AssetID: x.Asset.ID, Level: s.trust[x.URI]})
	}
	for _, x := range d.m.Misbehaviours {
		if x.Variant == Average {
			with.ImpactLevels = append(with.ImpactLevels, ImpactSetting{URI: x.URI, Misbehaviour: x.Misbehaviour, AssetID: x.Asset.ID, Level: s.impact[x.URI]})
		}
	}
	system := *d.system
	system.Model = &with
	var ds diag.List
	run, err := system.Run(mode, "settings", &ds)
	if err != nil || run == nil {
		t.Fatal(err, texts(&ds))
	}
	return asOracle(system.Results(run, mode))
}

func asOracle(m *Model) oracleResult {
	r := oracleResult{
		likelihood: map[string]int{}, risk: map[string]int{}, trust: map[string]int{}, enabled: map[string]bool{}, threat: map[string]int{},
		threatRisk: map[string]int{}, external: map[string]bool{}, causedBy: map[string][]string{}, direct: map[string][]string{},
		normalEffect: map[string]bool{}, initial: map[string]bool{}, root: map[string]bool{}, indirectThreats: map[string][]string{}, indirectEffects: map[string][]string{},
	}
	mark := func(in map[string]bool, uri string, is bool) {
		if is {
			in[uri] = true
		}
	}
	for _, x := range m.Misbehaviours {
		r.likelihood[x.URI], r.risk[x.URI] = x.Likelihood, x.Risk
		mark(r.normalEffect, x.URI, x.NormalOperation)
	}
	for _, x := range m.TrustSets {
		r.trust[x.URI] = x.Inferred
		mark(r.external, x.URI, x.External)
	}
	for _, x := range m.Strategies {
		mark(r.enabled, x.URI, x.Enabled)
	}
	misbehaviour := func(s *MisbehaviourSet) string { return s.URI }
	for _, x := range m.Threats {
		if x.Likelihood != NoLevel {
			r.threat[x.URI], r.threatRisk[x.URI] = x.Likelihood, x.Risk
		}
		mark(r.initial, x.URI, x.InitialCause)
		mark(r.root, x.URI, x.RootCause)
		var causes []string
		for _, c := range x.CausedBy {
			causes = append(causes, c.causeURI())
		}
		list(r.causedBy, x.URI, causes)
		list(r.direct, x.URI, uriList(x.DirectEffects, misbehaviour))
		list(r.indirectThreats, x.URI, uriList(x.IndirectThreats, func(x *ThreatAt) string { return x.URI }))
		list(r.indirectEffects, x.URI, uriList(x.IndirectEffects, misbehaviour))
	}
	return r
}

func uriList[T any](all []*T, uri func(*T) string) (out []string) {
	for _, x := range all {
		out = append(out, uri(x))
	}
	return out
}

func list(in map[string][]string, uri string, uris []string) {
	if len(uris) > 0 {
		in[uri] = uris
	}
}
