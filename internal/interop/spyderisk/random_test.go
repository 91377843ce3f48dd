package spyderisk

import (
	"math/rand/v2"
	"path"
	"reflect"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/engine"
)

// randomSettings is how many settings of controls, trust levels, impacts and mode are drawn for each model.
func randomSettings() int {
	if testing.Short() {
		return 20
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
	var ds diag.List
	run, err := d.system.Run(engine.Future, "model", &ds)
	if err != nil || run == nil {
		t.Fatal(err, texts(&ds))
	}
	d.names = d.system.results(run, engine.Future)
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
		if !reflect.DeepEqual(want, got) { // much faster than a diff
			t.Fatalf("setting %d, mode %s (-oracle +engine):\n%s", i, mode, cmp.Diff(want, got, cmp.AllowUnexported(oracleResult{})))
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
	names  *results // of the model as it is: which object a place in the engine is
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
	return d.asOracle(run)
}

// asOracle reads a run by the names that objects have in results.
func (d *drawing) asOracle(run *engine.Run) oracleResult {
	r := oracleResult{
		likelihood: map[string]int{}, risk: map[string]int{}, trust: map[string]int{}, enabled: map[string]bool{}, threat: map[string]int{},
		threatRisk: map[string]int{}, external: map[string]bool{}, causedBy: map[string][]string{}, direct: map[string][]string{},
		normalEffect: map[string]bool{}, initial: map[string]bool{}, root: map[string]bool{}, indirectThreats: map[string][]string{}, indirectEffects: map[string][]string{},
	}
	origins, names := run.Origins(), d.names
	for node, x := range names.effect {
		r.likelihood[x.URI], r.risk[x.URI] = int(run.Level(node)), int(run.RiskOf(node))
		mark(r.normalEffect, x.URI, origins.Normal[node])
	}
	for node, x := range names.trust {
		r.trust[x.URI] = engine.Top - int(run.Level(node))
		mark(r.external, x.URI, run.External(node))
	}
	for i := range d.system.Analysis.Threats() {
		at := d.system.Analysis.Threat(i)
		for v, x := range names.everyThree[i] {
			arc, ok := at.Arc(member[v])
			if x == nil || !ok || !run.Considered(at) {
				continue
			}
			r.threat[x.URI], r.threatRisk[x.URI] = int(run.ArcLevel(arc)), int(origins.Risk[arc])
			list(r.causedBy, x.URI, names.uris(origins.CausedBy[arc]))
			list(r.direct, x.URI, names.uris(origins.Direct(arc)))
		}
	}
	for x, view := range names.views {
		mark(r.enabled, x.URI, run.On(view))
	}
	for _, a := range origins.Initial {
		r.initial[names.threat[a].URI] = true
	}
	for _, a := range origins.Root {
		r.root[names.threat[a].URI] = true
	}
	origins.Leads(func(origin int, arcs []int) {
		var threats, effects []string
		for _, a := range arcs {
			threats = append(threats, names.threat[a].URI)
			effects = append(effects, names.uris(origins.Direct(a))...)
		}
		list(r.indirectThreats, names.threat[origin].URI, threats)
		list(r.indirectEffects, names.threat[origin].URI, effects)
	})
	return r
}

// uris are the names of consequences and trust attributes.
func (r *results) uris(nodes []uint32) (out []string) {
	for _, n := range nodes {
		if s := r.trust[int(n)]; s != nil {
			out = append(out, s.URI)
		} else {
			out = append(out, r.effect[int(n)].URI)
		}
	}
	return out
}

func mark(in map[string]bool, uri string, is bool) {
	if is {
		in[uri] = true
	}
}

func list(in map[string][]string, uri string, uris []string) {
	if len(uris) > 0 {
		slices.Sort(uris)
		in[uri] = slices.Compact(uris)
	}
}
