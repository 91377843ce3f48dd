package spyderisk

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

// The published bases and models are not part of the project; see ../shared/data/README.md.
const realData = "../../../../shared/data/spyderisk"

func needRealData(t testing.TB) {
	t.Helper()
	if _, err := os.Stat(realData); err != nil {
		t.Skipf("needs ../shared/data/spyderisk beside the project: %v", err)
	}
}

const (
	network = "network-v6a6-1-2"
	harms   = "network-patient-harms-e5cfa54"
	ai      = "network-ai-harms"
)

// realBase reads a published base once.
var realBase = func() func(t testing.TB, name string) *Base {
	var mu sync.Mutex
	known := map[string]*Base{}
	return func(t testing.TB, name string) *Base {
		t.Helper()
		mu.Lock()
		defer mu.Unlock()
		if known[name] == nil {
			var ds diag.List
			known[name] = ReadBase(os.DirFS(filepath.Join(realData, "kb", name)), name, &ds)
			if known[name] == nil {
				t.Fatalf("%s: %d diagnostics:\n%s", name, ds.Len(), strings.Join(texts(&ds), "\n"))
			}
		}
		return known[name]
	}
}()

// TestRealBases reads the published bases without a diagnostic, and counts.
func TestRealBases(t *testing.T) {
	needRealData(t)
	count := func(b *Base) map[string]int {
		n := map[string]int{
			"classes": len(b.Classes), "relations": len(b.Relations), "roles": len(b.Roles), "root patterns": len(b.Roots), "matching patterns": len(b.Patterns),
			"rules": len(b.Rules), "misbehaviours": len(b.Misbehaviours), "attributes": len(b.Attributes), "controls": len(b.Controls), "categories": len(b.Categories),
			"threats": len(b.Threats), "strategies": len(b.Strategies), "impacts": len(b.Impacts), "packages": len(b.Packages),
			"inhibitions": len(b.Inhibited), "old names": len(b.OldNames),
		}
		for _, c := range b.Classes {
			n["impact defaults"] += len(c.DefaultImpacts)
			n["trust defaults"] += len(c.DefaultTrust)
			n["control settings"] += len(c.ControlSettings)
		}
		for _, x := range b.Threats {
			n["effects"] += len(x.Effects)
			n["entry points"] += len(x.EntryPoints)
			n["conditions"] += len(x.Conditions)
			if x.Category == nil {
				n["threats without category"]++
			}
			if x.Frequency == NoLevel {
				n["threats without frequency"]++
			}
		}
		for _, s := range b.Strategies {
			n["blocks"] += len(s.Blocks)
			n["mitigates"] += len(s.Mitigates)
			n["triggers"] += len(s.Triggers)
			n["strategy controls"] += len(s.Controls)
			for _, c := range s.Controls {
				if c.Optional {
					n["optional controls"]++
				}
			}
		}
		for _, r := range b.Rules {
			n["inferred nodes"] += len(r.Nodes)
			n["inferred links"] += len(r.Links)
			n["rule order"] += len(r.Predecessors) + len(r.Successors)
			if r.Iterate {
				n["iterating rules"]++
			}
		}
		for _, p := range b.Roots {
			for _, x := range p.Nodes {
				n["root nodes"]++
				if !x.Key {
					n["root nodes that are not key"]++
				}
			}
		}
		for k, v := range n {
			if v == 0 {
				delete(n, k)
			}
		}
		return n
	}
	want := map[string]map[string]int{
		network: {"attributes": 54, "blocks": 767, "categories": 23, "classes": 208, "conditions": 203, "control settings": 1864, "controls": 144, "effects": 695, "entry points": 710, "impact defaults": 1601, "impacts": 54, "inferred links": 1021, "inferred nodes": 160, "iterating rules": 34, "matching patterns": 885, "misbehaviours": 61, "packages": 26, "relations": 213, "roles": 192, "root nodes": 3295, "root nodes that are not key": 6, "root patterns": 744, "rules": 476, "strategies": 233, "strategy controls": 461, "threats": 631, "threats without frequency": 94, "triggers": 158, "trust defaults": 1419},
		harms:   {"attributes": 54, "blocks": 776, "categories": 24, "classes": 208, "conditions": 207, "control settings": 1885, "controls": 147, "effects": 715, "entry points": 726, "impact defaults": 1619, "impacts": 54, "inferred links": 1027, "inferred nodes": 160, "iterating rules": 34, "matching patterns": 906, "misbehaviours": 67, "packages": 27, "relations": 219, "roles": 196, "root nodes": 3343, "root nodes that are not key": 6, "root patterns": 764, "rules": 482, "strategies": 236, "strategy controls": 464, "threats": 661, "threats without frequency": 104, "triggers": 162, "trust defaults": 1419},
		ai:      {"attributes": 54, "blocks": 769, "categories": 23, "classes": 210, "conditions": 211, "control settings": 1866, "controls": 146, "effects": 703, "entry points": 710, "impact defaults": 1675, "impacts": 54, "inferred links": 1021, "inferred nodes": 160, "iterating rules": 34, "matching patterns": 891, "misbehaviours": 64, "packages": 21, "relations": 222, "roles": 200, "root nodes": 3309, "root nodes that are not key": 6, "root patterns": 750, "rules": 476, "strategies": 234, "strategy controls": 463, "threats": 639, "threats without category": 8, "threats without frequency": 94, "triggers": 158, "trust defaults": 1467},
	}
	for name := range want {
		t.Run(name, func(t *testing.T) {
			got := count(realBase(t, name))
			if diff := cmp.Diff(want[name], got); diff != "" {
				t.Errorf("counts (-want +got):\n%s", diff)
			}
		})
	}
}

// realModels lists the models with results, and what design/engine.md section 7 says of them.
var realModels = []struct {
	file, base                         string
	asserted, inferred                 int
	threats, misbehaviours, strategies int
	risks                              [5]int
}{
	{file: "models/small_2024-05-08T14_32", base: network, asserted: 2, inferred: 5, threats: 95, misbehaviours: 80, strategies: 44, risks: [5]int{80, 0, 0, 0, 0}},
	{file: "models/small_2024-05-19T11_39", base: network, asserted: 2, inferred: 5, threats: 95, misbehaviours: 80, strategies: 44, risks: [5]int{80, 0, 0, 0, 0}},
	{file: "models/small-uncontrolled_2024-05-19T11_41", base: network, asserted: 2, inferred: 5, threats: 95, misbehaviours: 80, strategies: 44, risks: [5]int{79, 0, 0, 0, 1}},
	{file: "models/small-1-secure-router", base: network, asserted: 6, inferred: 38, threats: 405, misbehaviours: 335, strategies: 161, risks: [5]int{334, 0, 0, 0, 1}},
	{file: "models/small-2-secure-router", base: network, asserted: 6, inferred: 38, threats: 405, misbehaviours: 335, strategies: 161, risks: [5]int{334, 0, 1, 0, 0}},
	{file: "models/small-2-secure-router-1FW", base: network, asserted: 6, inferred: 38, threats: 405, misbehaviours: 335, strategies: 161, risks: [5]int{334, 0, 1, 0, 0}},
	{file: "models/Steel_Mill_1_block_2023-11-06T15_27", base: network, asserted: 13, inferred: 85, threats: 890, misbehaviours: 647, strategies: 358, risks: [5]int{645, 0, 2, 0, 0}},
	{file: "oracle/star-05-out", base: network, asserted: 23, inferred: 91, threats: 1398, misbehaviours: 834, strategies: 681, risks: [5]int{820, 5, 5, 2, 2}},
	{file: "oracle/star-10-out", base: network, asserted: 38, inferred: 151, threats: 2573, misbehaviours: 1389, strategies: 1206, risks: [5]int{1365, 10, 10, 2, 2}},
	{file: "oracle/star-pop-out", base: network, asserted: 11, inferred: 43, threats: 942, misbehaviours: 612, strategies: 467, risks: [5]int{606, 1, 1, 2, 2}},
	{file: "oracle/insulin-pump-out", base: harms, asserted: 20, inferred: 177, threats: 1636, misbehaviours: 1190, strategies: 692, risks: [5]int{1164, 2, 2, 14, 8}},
}

// realModel reads a model once.
var realModel = func() func(t testing.TB, file, base string) *Model {
	var mu sync.Mutex
	known := map[string]*Model{}
	return func(t testing.TB, file, base string) *Model {
		t.Helper()
		b := realBase(t, base)
		mu.Lock()
		defer mu.Unlock()
		if known[file] != nil {
			return known[file]
		}
		f, err := os.Open(filepath.Join(realData, file+".nq.gz"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		var ds diag.List
		known[file] = ReadModel(f, path.Base(file), b, &ds)
		if known[file] == nil {
			t.Fatalf("%s: %d diagnostics:\n%s", file, ds.Len(), strings.Join(texts(&ds), "\n"))
		}
		return known[file]
	}
}()

// TestRealModels reads the models without a diagnostic and without a statement that is only kept, and counts.
func TestRealModels(t *testing.T) {
	needRealData(t)
	for _, tt := range realModels {
		t.Run(path.Base(tt.file), func(t *testing.T) {
			m := realModel(t, tt.file, tt.base)
			if len(m.Unknown) > 0 {
				t.Errorf("not understood: %v", m.Unknown)
			}
			type counts struct {
				asserted, inferred, threats, misbehaviours, strategies int
				risks                                                  [5]int
				mode                                                   string
				results                                                bool
			}
			got := counts{threats: len(m.Threats), misbehaviours: len(m.Misbehaviours), strategies: len(m.Strategies), mode: m.Mode, results: m.HasResults && m.RisksValid && m.Valid}
			for _, a := range m.Assets {
				if a.Asserted {
					got.asserted++
				} else {
					got.inferred++
				}
			}
			for _, s := range m.Misbehaviours {
				got.risks[s.Risk]++
			}
			want := counts{tt.asserted, tt.inferred, tt.threats, tt.misbehaviours, tt.strategies, tt.risks, "FUTURE", true}
			if got != want {
				t.Errorf("got  %+v\nwant %+v", got, want)
			}
			t.Logf("%d statements, %d links, %d control sets, %d attribute sets, %d matches, %d nodes; settings: %d controls, %d levels, %d impacts",
				len(m.Quads), len(m.Links), len(m.ControlSets), len(m.TrustSets), len(m.Matches), len(m.Nodes), len(m.Proposals), len(m.TrustLevels), len(m.ImpactLevels))
		})
	}
	for _, tt := range []struct {
		file, base              string
		assets, links, settings int
	}{{"oracle/star-05", network, 23, 44, 4}, {"oracle/star-10", network, 38, 79, 4}, {"oracle/star-pop", network, 11, 16, 3}, {"oracle/insulin-pump", harms, 20, 44, 7}} {
		t.Run(path.Base(tt.file), func(t *testing.T) {
			m := realModel(t, tt.file, tt.base)
			got := []any{m.HasResults, len(m.Unknown), len(m.Assets), len(m.Links), len(m.Proposals) + len(m.TrustLevels) + len(m.ImpactLevels)}
			if diff := cmp.Diff([]any{false, 0, tt.assets, tt.links, tt.settings}, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestRealRoundTrip reads each model, writes it and compares the sets of statements, line by line.
func TestRealRoundTrip(t *testing.T) {
	needRealData(t)
	files, err := filepath.Glob(filepath.Join(realData, "*", "*.nq.gz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no models in %s (%v)", realData, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			packed, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			z, err := gzip.NewReader(bytes.NewReader(packed))
			if err != nil {
				t.Fatal(err)
			}
			plain, err := io.ReadAll(z)
			if err != nil {
				t.Fatal(err)
			}
			var ds diag.List
			var out bytes.Buffer
			if err := WriteQuads(&out, ReadQuads(bytes.NewReader(packed), file, 0, &ds)); err != nil {
				t.Fatal(err)
			}
			if ds.Len() > 0 {
				t.Fatal(texts(&ds))
			}
			lines := strings.Split(strings.TrimSpace(string(plain)), "\n")
			slices.Sort(lines)
			lines = slices.Compact(lines)
			if got := strings.Join(lines, "\n") + "\n"; got != out.String() {
				t.Error("the statements differ from the lines of the file")
			}
		})
	}
}

// tally counts how often a rule of FORMAT.md holds, and keeps a few exceptions.
type tally struct {
	yes, no  map[string]int
	examples map[string][]string
}

func (r *tally) holds(rule string, ok bool, format string, args ...any) {
	if ok {
		r.yes[rule]++
		return
	}
	r.no[rule]++
	if len(r.examples[rule]) < 3 {
		r.examples[rule] = append(r.examples[rule], fmt.Sprintf(format, args...))
	}
}

func newTally() *tally {
	return &tally{map[string]int{}, map[string]int{}, map[string][]string{}}
}

func (r *tally) check(m *Model, oracle bool) {
	checkAssets(r, m, oracle)
	checkMatches(r, m)
	checkThreats(r, m)
	checkSets(r, m)
	checkStrategies(r, m)
	checkLinks(r, m)
}

func sys(name string) string { return systemNS + name }

// TestNames counts, over all stored results, how often each rule of FORMAT.md about names and labels holds.
func TestNames(t *testing.T) {
	needRealData(t)
	r := newTally()
	for _, tt := range realModels {
		r.check(realModel(t, tt.file, tt.base), strings.HasPrefix(tt.file, "oracle/"))
	}
	want := map[string]int{
		"asserted asset: id is the hash of the URI":                      37,
		"asset: a set for each setting of exactly its class":             805,
		"attribute set: name":                                            5390,
		"control set: name":                                              4439,
		"impact set: name":                                               5390,
		"impact set: variants are crossed":                               5390,
		"inferred asset: cardinality is 1 to 1":                          676,
		"inferred asset: displayed as the rule says":                     676,
		"inferred asset: id is the hash of the URI":                      676,
		"inferred asset: label":                                          676,
		"inferred asset: name lists the included nodes in file order":    676,
		"inferred asset: population is the highest of the parts":         676,
		"link: cardinality is many on the side of the larger population": 4425,
		"link: name":   4425,
		"match: label": 4445,
		"match: name":  4445,
		"match: nodes are parted as the pattern says":                 24456,
		"match: population is the highest of the key nodes":           4445,
		"match: the parts are all nodes":                              4445,
		"misbehaviour set: impact of the lowest and highest is 0":     222,
		"misbehaviour set: name":                                      5917,
		"misbehaviour set: stored impact is the default of the class": 5695,
		"node: name": 1552,
		"strategy: blocks what the base says, and the threat knows":                  10325,
		"strategy: comment is filled from one of its threats":                        4019,
		"strategy: coverage is the blocking effect if enabled, else 0":               4019,
		"strategy: enabled if all mandatory controls are proposed (design time)":     4019,
		"strategy: isCurrentRisk is written if it is false":                          4019,
		"strategy: mandatory controls at every asset of their roles (no population)": 11517,
		"strategy: name": 4019,
		"strategy: triggers what the base says, and the threat knows":              2201,
		"threat: causes at every asset of their roles (average, or no population)": 8520,
		"threat: comment": 8939,
		"threat: effects at every asset of their roles": 8939,
		"threat: flags are the threat's":                8939,
		"threat: frequency is the threat's":             8939,
		"threat: label":                                 8939,
		"threat: name":                                  8939,
		"threat: pattern is the threat's":               8939,
		"threat: threatens an asset of its role":        8939,
		"threat: three of them in a population, unless it takes no part in the risk": 8939,
		"threat: triggered if a strategy of the base triggers it":                    8939,
	}
	for rule, n := range r.no {
		t.Errorf("%s: %d exceptions, such as %s", rule, n, strings.Join(r.examples[rule], "; "))
	}
	if diff := cmp.Diff(want, r.yes); diff != "" {
		t.Errorf("how often each rule holds (-want +got):\n%s", diff)
	}
}

func checkAssets(r *tally, m *Model, oracle bool) {
	for _, a := range m.Assets {
		local := strings.TrimPrefix(a.URI, systemNS)
		if a.Asserted {
			if !oracle { // the makers of the oracle models chose ids of their own
				r.holds("asserted asset: id is the hash of the URI", a.ID == HashID(a.URI), "%s has %s", a.URI, a.ID)
			}
			continue
		}
		r.holds("inferred asset: id is the hash of the URI", a.ID == HashID(a.URI), "%s has %s", a.URI, a.ID)
		var node *InferredNode
		for i := range a.CreatedBy.Nodes {
			if a.CreatedBy.Nodes[i].Class == a.Class {
				node = &a.CreatedBy.Nodes[i]
			}
		}
		if node == nil {
			r.holds("inferred asset: class is that of the inferred node", false, "%s", a.URI)
			continue
		}
		var ids, labels []string
		if rest, ok := strings.CutPrefix(local, a.Class.ID+"_"); ok {
			ids = strings.Split(rest, "_")
		}
		fits := len(ids) == len(node.Includes)
		population := 0
		for i, id := range ids {
			part := m.AssetByID(id)
			fits = fits && part != nil && isA(part.Class, node.Includes[i].Class)
			if part != nil {
				labels = append(labels, part.Label)
				population = max(population, part.Population)
			}
		}
		r.holds("inferred asset: name lists the included nodes in file order", fits && local == InferredAssetName(a.Class.ID, ids), "%s by %s", a.URI, a.CreatedBy.ID)
		r.holds("inferred asset: label", a.Label == InferredAssetLabel(a.Class.Label, labels), "%s is %s", a.URI, a.Label)
		r.holds("inferred asset: population is the highest of the parts", a.Population == population, "%s", a.URI)
		r.holds("inferred asset: cardinality is 1 to 1", a.MinCardinality == 1 && a.MaxCardinality == 1, "%s", a.URI)
		r.holds("inferred asset: displayed as the rule says", (a.DisplayedAt != nil) == (node.DisplayedAt != nil) && (a.DisplayedOn != nil) == (node.DisplayedOn != nil), "%s", a.URI)
	}
}

func isA(c, above *Class) bool {
	if c == above {
		return true
	}
	for _, p := range c.Parents {
		if isA(p, above) {
			return true
		}
	}
	return false
}

func bound(x *Match, role *Role) (all []*Asset) {
	for _, n := range x.Nodes {
		if n.Role == role {
			all = append(all, n.Asset)
		}
	}
	return all
}

func checkMatches(r *tally, m *Model) {
	for _, n := range m.Nodes {
		r.holds("node: name", n.URI == sys(NodeName(n.Asset.ID, n.Role.ID)), "%s", n.URI)
	}
	for _, x := range m.Matches {
		all, keys := RolesInName(x.Pattern.Root)
		var ids, labels []string
		population := 0
		for _, role := range all {
			for _, a := range bound(x, role) {
				ids = append(ids, a.ID)
			}
		}
		for _, role := range keys {
			for _, a := range bound(x, role) {
				labels = append(labels, a.Label)
				population = max(population, a.Population)
			}
		}
		r.holds("match: name", x.URI == sys(MatchName(x.Pattern.ID, ids)), "%s", x.URI)
		r.holds("match: label", x.Label == MatchLabel(x.Pattern.Label, labels), "%s is %s", x.URI, x.Label)
		r.holds("match: population is the highest of the key nodes", x.Population == population, "%s", x.URI)
		part := func(role *Role) string {
			for _, n := range x.Pattern.Nodes {
				switch {
				case n.Role != role:
				case n.Sufficient:
					return "sufficient"
				case n.Mandatory:
					return "necessary"
				default:
					return "optional"
				}
			}
			return "unique"
		}
		for name, list := range map[string][]*BoundNode{"unique": x.Unique, "necessary": x.Necessary, "sufficient": x.Sufficient, "optional": x.Optional} {
			for _, n := range list {
				r.holds("match: nodes are parted as the pattern says", part(n.Role) == name && slices.Contains(x.Nodes, n), "%s in %s", n.URI, x.URI)
			}
		}
		r.holds("match: the parts are all nodes", len(x.Nodes) == len(x.Unique)+len(x.Necessary)+len(x.Sufficient)+len(x.Optional), "%s", x.URI)
	}
}

func checkThreats(r *tally, m *Model) {
	for _, x := range m.Threats {
		match := strings.TrimPrefix(x.Match.URI, systemNS)
		r.holds("threat: name", x.URI == sys(ThreatName(x.Threat.ID, x.Variant, match)), "%s", x.URI)
		r.holds("threat: label", x.Label == ThreatLabel(x.Threat.ID, x.Variant, x.Match.Label), "%s is %s", x.URI, x.Label)
		r.holds("threat: pattern is the threat's", x.Match.Pattern == x.Threat.Pattern, "%s", x.URI)
		r.holds("threat: comment", x.Comment == Describe(x.Threat.Comment, boundLabels(x.Match)), "%s: %s", x.URI, x.Comment)
		r.holds("threat: threatens an asset of its role", slices.Contains(bound(x.Match, x.Threat.Threatens), x.Threatens), "%s", x.URI)
		r.holds("threat: frequency is the threat's", x.Frequency == x.Threat.Frequency, "%s", x.URI)
		r.holds("threat: flags are the threat's", x.NormalOperation == x.Threat.NormalOperation && x.Secondary == x.Threat.Secondary, "%s", x.URI)
		r.holds("threat: triggered if a strategy of the base triggers it", x.Triggered == (len(x.Threat.TriggeredBy) > 0) && x.Triggered == (len(x.TriggeredBy) > 0), "%s", x.URI)
		r.holds("threat: three of them in a population, unless it takes no part in the risk",
			(x.Min != nil || x.Of != nil) == (x.Match.Population > 0 && (x.Threat.Current || x.Threat.Future)), "%s", x.URI)
		var effects []string
		for _, e := range x.Threat.Effects {
			for _, a := range bound(x.Match, e.Role) {
				v := x.Variant
				if a.Population == 0 {
					v = Average
				}
				effects = append(effects, sys(MisbehaviourSetName(e.Misbehaviour.ID, v, a.ID)))
			}
		}
		slices.Sort(effects)
		var stored []string
		for _, s := range x.Effects {
			stored = append(stored, s.URI)
		}
		r.holds("threat: effects at every asset of their roles", slices.Equal(stored, effects), "%s", x.URI)
		if x.Variant != Average || mixed(x.Match) {
			continue // which members count then is in the table of populations in FORMAT.md
		}
		var causes, is []string
		for _, e := range x.Threat.EntryPoints {
			for _, a := range bound(x.Match, e.Role) {
				causes = append(causes, sys(TrustSetName(e.Attribute.ID, Average, a.ID)))
			}
		}
		for _, e := range x.Threat.Conditions {
			for _, a := range bound(x.Match, e.Role) {
				causes = append(causes, sys(MisbehaviourSetName(e.Misbehaviour.ID, Average, a.ID)))
			}
		}
		for _, s := range x.Entry {
			is = append(is, s.URI)
		}
		for _, s := range x.Conditions {
			is = append(is, s.URI)
		}
		slices.Sort(causes)
		slices.Sort(is)
		r.holds("threat: causes at every asset of their roles (average, or no population)", slices.Equal(causes, is), "%s", x.URI)
	}
}

// mixed tells whether a match of single assets collects members of a population.
func mixed(x *Match) bool {
	for _, n := range x.Nodes {
		if x.Population == 0 && n.Asset.Population > 0 {
			return true
		}
	}
	return false
}

func boundLabels(x *Match) func(role string) ([]string, bool) {
	return func(role string) (labels []string, root bool) {
		for _, n := range x.Nodes {
			if n.Role.ID == role {
				labels = append(labels, n.Asset.Label)
			}
		}
		for _, n := range x.Pattern.Root.Nodes {
			root = root || n.Role.ID == role
		}
		slices.Sort(labels)
		return labels, root
	}
}

func checkSets(r *tally, m *Model) {
	have := map[string]int{}
	for _, s := range m.ControlSets {
		r.holds("control set: name", s.URI == sys(ControlSetName(s.Control.ID, s.Variant, s.Asset.ID)), "%s", s.URI)
		have[s.Asset.ID+" control"]++
	}
	for _, s := range m.Misbehaviours {
		r.holds("misbehaviour set: name", s.URI == sys(MisbehaviourSetName(s.Misbehaviour.ID, s.Variant, s.Asset.ID)), "%s", s.URI)
		have[s.Asset.ID+" misbehaviour"]++
		if s.Variant != Average {
			r.holds("misbehaviour set: impact of the lowest and highest is 0", s.Impact == 0, "%s", s.URI)
			continue
		}
		for _, d := range s.Asset.Class.DefaultImpacts {
			if d.Misbehaviour == s.Misbehaviour {
				r.holds("misbehaviour set: stored impact is the default of the class", s.Impact == d.Level, "%s", s.URI)
			}
		}
	}
	for _, s := range m.TrustSets {
		r.holds("attribute set: name", s.URI == sys(TrustSetName(s.Attribute.ID, s.Variant, s.Asset.ID)), "%s", s.URI)
		have[s.Asset.ID+" attribute"]++
	}
	for _, a := range m.Assets {
		n, controls := 1, 0
		if a.Population > 0 {
			n = 3
		}
		for _, c := range a.Class.ControlSettings {
			if c.Assertable {
				controls++
			}
		}
		r.holds("asset: a set for each setting of exactly its class", have[a.ID+" control"] == n*controls && have[a.ID+" misbehaviour"] == n*len(a.Class.DefaultImpacts) && have[a.ID+" attribute"] == n*len(a.Class.DefaultTrust), "%s", a.URI)
	}
	for _, s := range m.ImpactSets {
		x, a := s.Misbehaviour, s.Attribute
		r.holds("impact set: name", s.URI == sys(ImpactSetName(a.Asset.ID, a.Attribute.ID, a.Variant, x.Misbehaviour.ID, x.Variant)) && a.Asset == x.Asset, "%s", s.URI)
		r.holds("impact set: variants are crossed", [3]Variant{Average, Max, Min}[a.Variant] == x.Variant, "%s", s.URI)
	}
}

func checkStrategies(r *tally, m *Model) {
	for _, s := range m.Strategies {
		var sets []string
		on := true
		for _, c := range s.Mandatory {
			sets = append(sets, strings.TrimPrefix(c.URI, systemNS))
			on = on && c.Proposed
		}
		r.holds("strategy: name", s.URI == sys(StrategyName(s.Strategy.ID, sets)), "%s", s.URI)
		r.holds("strategy: enabled if all mandatory controls are proposed (design time)", s.Enabled == on, "%s", s.URI)
		level := 0
		if s.Enabled {
			level = s.Strategy.Effect
		}
		r.holds("strategy: coverage is the blocking effect if enabled, else 0", s.Coverage == level, "%s", s.URI)
		r.holds("strategy: isCurrentRisk is written if it is false", s.NotCurrent == !s.Strategy.Current, "%s", s.URI)
		found := false
		for _, x := range slices.Concat(s.Blocks, s.Triggers) {
			found = found || s.Comment == Describe(s.Strategy.Comment, boundLabels(x.Match))
			if x.Match.Population > 0 || mixed(x.Match) {
				continue
			}
			var need []string
			for _, c := range s.Strategy.Controls {
				for _, a := range bound(x.Match, c.Role) {
					need = append(need, ControlSetName(c.Control.ID, Average, a.ID))
				}
			}
			slices.Sort(need)
			r.holds("strategy: mandatory controls at every asset of their roles (no population)", slices.Equal(slices.Compact(need), sets), "%s for %s", s.URI, x.URI)
		}
		r.holds("strategy: comment is filled from one of its threats", found, "%s: %s", s.URI, s.Comment)
		for _, x := range s.Blocks {
			r.holds("strategy: blocks what the base says, and the threat knows", slices.Contains(s.Strategy.Blocks, x.Threat) && slices.Contains(x.BlockedBy, s), "%s", s.URI)
		}
		for _, x := range s.Triggers {
			r.holds("strategy: triggers what the base says, and the threat knows", slices.Contains(s.Strategy.Triggers, x.Threat) && slices.Contains(x.TriggeredBy, s), "%s", s.URI)
		}
	}
}

func checkLinks(r *tally, m *Model) {
	for _, l := range m.Links {
		name := LinkName(l.From.ID, l.Relation.ID, l.To.ID)
		if l.Asserted {
			name = LinkName(HashID(l.From.URI), l.Relation.ID, HashID(l.To.URI))
		}
		r.holds("link: name", l.URI == sys(name), "%s", l.URI)
		source, target := 1, 1
		switch {
		case l.From.Population > l.To.Population:
			source = -1
		case l.From.Population < l.To.Population:
			target = -1
		}
		r.holds("link: cardinality is many on the side of the larger population", l.SourceCardinality == source && l.TargetCardinality == target, "%s", l.URI)
	}
}
