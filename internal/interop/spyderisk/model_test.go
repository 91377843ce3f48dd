package spyderisk

import (
	"bytes"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

func readFile(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func uris[T any](all []*T, uri func(*T) string) []string {
	out := []string{}
	for _, x := range all {
		out = append(out, strings.TrimPrefix(uri(x), systemNS))
	}
	return out
}

// The ids of the two asserted assets and the inferred one; TestNamesSmall shows that they follow from the URIs.
const (
	pumpID = "30a33885"
	planID = "aace63f9"
	copyID = "1c7897e3"
)

// TestReadModel reads the small model with its results. These were worked out by hand, for design time:
//
//	upkeep of the pump: assumed Medium (2) -> D.T.DD.1 has likelihood 5-2 = 3, below its frequency 5
//	loss of control of the pump: 3; its impact is Negligible, so its risk is 0
//	DC.I.DDC.2 follows from it: 3, since its strategy needs a signature that nobody proposed
//	loss of integrity of the copy: 3, impact Medium (3) -> risk 2
//	D.I.DDC.3 is a side effect of that strategy, which is off: it is not considered
//	the risk of the two threats is that of the copy, to which both lead
func TestReadModel(t *testing.T) {
	b := readSmallBase(t)
	var ds diag.List
	m := ReadModel(strings.NewReader(readFile(t, "testdata/small-out.nq")), "small-out.nq", b, &ds)
	if m == nil {
		t.Fatal(texts(&ds))
	}
	threat, _ := m.Find(systemNS + "DC.I.DDC.2-MP-DDC_" + planID + "_" + pumpID).(*ThreatAt)
	first, _ := m.Find(systemNS + "D.T.DD.1-MP-DD_" + planID + "_" + pumpID).(*ThreatAt)
	side, _ := m.Find(systemNS + "D.I.DDC.3-MP-DDC_" + planID + "_" + pumpID).(*ThreatAt)
	if threat == nil || first == nil || side == nil {
		t.Fatal("a threat is missing")
	}
	strategy, control, pump := m.Strategies[0], m.ControlSets[0], m.AssetByID(pumpID)
	copied := m.AssetByID(copyID)
	got := map[string]any{
		"model":     []any{m.URI, m.Label, m.Comment, m.Mode, m.Valid, m.RisksValid, m.Risk, m.DomainVersion, m.HasResults},
		"unknown":   len(m.Unknown),
		"assets":    uris(m.Assets, func(a *Asset) string { return a.URI }),
		"pump":      []any{pump.Label, pump.Class.ID, pump.Asserted, pump.Population, pump.X, pump.Y, pump.Visible},
		"copy":      []any{copied.Label, copied.CreatedBy.ID, copied.MinCardinality, copied.MaxCardinality, copied.DisplayedAt.Label, copied.Asserted},
		"links":     []any{m.Links[0].Relation.ID, m.Links[0].Asserted, m.Links[0].SourceCardinality, m.Links[1].Relation.ID, m.Links[1].Asserted, len(m.Links)},
		"proposals": []any{m.Proposals[0].Control.ID, m.Proposals[0].AssetID, m.Proposals[0].Proposed, m.Proposals[0].Coverage},
		"levels":    []any{m.TrustLevels[0].Attribute.ID, m.TrustLevels[0].AssetID, m.TrustLevels[0].Level, m.ImpactLevels[0].Misbehaviour.ID, m.ImpactLevels[0].Level},
		"match":     []any{m.Matches[0].Label, m.Matches[0].Pattern.ID, len(m.Matches[0].Nodes), len(m.Matches[0].Unique), m.Matches[0].Necessary[0].Role.ID},
		"threat":    []any{threat.Threat.ID, threat.Label, threat.Threatens.Label, threat.Frequency, threat.Likelihood, threat.Risk, threat.Secondary, threat.RootCause, threat.CausedBy[0] == Cause(m.Misbehaviours[0])},
		"first":     []any{first.RootCause, first.Likelihood, first.Risk, len(first.IndirectThreats), len(first.IndirectEffects), first.Entry[0].Attribute.ID},
		"side":      []any{side.Triggered, side.Likelihood, side.Risk, side.TriggeredBy[0].Strategy.ID},
		"strategy":  []any{strategy.Enabled, strategy.Coverage, strategy.NotCurrent, len(strategy.Mandatory), strategy.Blocks[0] == threat, strategy.Triggers[0] == side},
		"control":   []any{control.Control.ID, control.Asset.Label, control.Proposed, control.Coverage},
		"counts":    []int{len(m.Nodes), len(m.Matches), len(m.Threats), len(m.Strategies), len(m.ControlSets), len(m.Misbehaviours), len(m.TrustSets), len(m.ImpactSets), len(m.Quads)},
	}
	want := map[string]any{
		"model":     []any{"http://it-innovation.soton.ac.uk/system/000000000000000000000001", "small", "A pump and its plan.", "FUTURE", true, true, 2, "small-1", true},
		"unknown":   0,
		"assets":    []string{"1a2b3c4d", "5e6f7a8b", "DataCopy_" + planID + "_" + pumpID},
		"pump":      []any{"Pump", "Device", true, 0, 4500, 4600, true},
		"copy":      []any{"[Copy:(Dose plan)-Pump]", "CP-DD+C", 1, 1, "Dose plan", false},
		"links":     []any{"stores", true, 1, "copyOf", false, 3},
		"proposals": []any{"Patching", pumpID, true, NoLevel},
		"levels":    []any{"Upkeep", pumpID, 2, "LossOfIntegrity", 4},
		"match":     []any{"DDC_Dose plan_Pump", "MP-DDC", 3, 2, "Copy"},
		"threat":    []any{"DC.I.DDC.2", "DC.I.DDC.2_DDC_Dose plan_Pump", "[Copy:(Dose plan)-Pump]", 5, 3, 2, true, false, true},
		"first":     []any{true, 3, 2, 2, 2, "Upkeep"},
		"side":      []any{true, NoLevel, NoLevel, "CSG-PatchAndSign"},
		"strategy":  []any{false, 0, true, 2, true, true},
		"control":   []any{"Patching", "Pump", true, 5},
		"counts":    []int{3, 2, 3, 1, 2, 3, 3, 3, 195},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the small model (-want +got):\n%s", diff)
	}
}

// TestReadAssertedModel reads a model without results: its settings concern sets that construction makes.
func TestReadAssertedModel(t *testing.T) {
	var ds diag.List
	m := ReadModel(strings.NewReader(readFile(t, "testdata/small.nq")), "small.nq", readSmallBase(t), &ds)
	if m == nil {
		t.Fatal(texts(&ds))
	}
	got := []any{m.HasResults, m.Mode, m.Risk, len(m.Assets), len(m.Links), m.Proposals[0].AssetID, m.ImpactLevels[0].AssetID, m.TrustLevels[0].Level, m.Find("nothing"), m.Find(m.Links[0].URI)}
	want := []any{false, "FUTURE", NoLevel, 2, 1, pumpID, planID, 2, nil, nil}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the asserted model (-want +got):\n%s", diff)
	}
}

// TestModelOrder shows that the order of statements does not matter.
func TestModelOrder(t *testing.T) {
	lines := strings.SplitAfter(readFile(t, "testdata/small-out.nq"), "\n")
	turned := make([]string, 0, len(lines))
	for i := range lines {
		turned = append(turned, lines[len(lines)-1-i])
	}
	b := readSmallBase(t)
	var ds diag.List
	one := ReadModel(strings.NewReader(strings.Join(lines, "")), "a.nq", b, &ds)
	two := ReadModel(strings.NewReader(strings.Join(turned, "")), "b.nq", b, &ds)
	if one == nil || two == nil {
		t.Fatal(texts(&ds))
	}
	if diff := cmp.Diff(digest(one), digest(two)); diff != "" {
		t.Errorf("read backwards (-forwards +backwards):\n%s", diff)
	}
}

// digest is what a model holds, as text.
func digest(m *Model) []string {
	var out []string
	add := func(parts ...string) { out = append(out, strings.Join(parts, " ")) }
	for _, a := range m.Assets {
		add("asset", a.URI, a.ID, a.Label, a.Class.ID)
	}
	for _, l := range m.Links {
		add("link", l.URI, l.From.ID, l.Relation.ID, l.To.ID)
	}
	for _, x := range m.Threats {
		add("threat", x.URI, strings.Join(uris(x.Effects, func(s *MisbehaviourSet) string { return s.URI }), ","), strings.Join(uris(x.IndirectThreats, func(s *ThreatAt) string { return s.URI }), ","))
	}
	for _, x := range m.Strategies {
		add("strategy", x.URI, strings.Join(uris(x.Mandatory, func(s *ControlSet) string { return s.URI }), ","))
	}
	for _, p := range m.Proposals {
		add("proposal", p.URI)
	}
	return out
}

// TestModelDiagnostics spoils the small model and shows what the user reads.
func TestModelDiagnostics(t *testing.T) {
	const core, domain = "<" + coreNS, "<" + domainNS
	const useBase = "\n    hint: use the knowledge base that the model was made with"
	const again = "\n    hint: export the model again"
	const whole = "\n    hint: export the whole model again"
	graph := "<http://it-innovation.soton.ac.uk/system/000000000000000000000001"
	for _, tt := range []struct {
		name     string
		old, new string // the first occurrence
		want     []string
	}{
		{"an unknown class", domain + "Device>", domain + "Device2>", []string{"m.nq:7:129: C704: system#1a2b3c4d is of the class Device2, which the base does not define" + useBase}},
		{"an unknown relation", domain + "stores>", domain + "keeps>", []string{"m.nq:6:154: C704: a link of 30a33885 has the type keeps, which the base does not define" + useBase}},
		{"an unknown level", domain + "ImpactLevelHigh>", domain + "ImpactLevelHuge>", []string{"m.nq:140:180: C704: core#hasImpactLevel of system#MS-LossOfIntegrity-aace63f9 is domain#ImpactLevelHuge, which is no level of impact in the base" + useBase}},
		{"an unknown control", "#CS-Patching-" + pumpID + "> " + core + "isProposed> \"true\"^^<http://www.w3.org/2001/XMLSchema#boolean> " + graph + ">", "#CS-Patchin-" + pumpID + "> " + core + "isProposed> \"true\"^^<http://www.w3.org/2001/XMLSchema#boolean> " + graph + ">", []string{"m.nq:37:168: C704: system#CS-Patchin-30a33885 concerns the control Patchin, which the base does not define" + useBase}},
		{"an unknown threat", domain + "D.T.DD.1>", domain + "D.T.DD.9>", []string{"m.nq:77:177: C704: core#parent of system#D.T.DD.1-MP-DD_aace63f9_30a33885 is domain#D.T.DD.9, which is no threat of the base" + useBase}},
		{"no boolean", `"true"^^`, `"yes"^^`, []string{"m.nq:2:156: C706: core#isVisible of system#1a2b3c4d is \"yes\"^^<http://www.w3.org/2001/XMLSchema#boolean>; it must be true or false\n    hint: write true or false"}},
		{"no number", `"4500"^^`, `"x"^^`, []string{"m.nq:4:156: C706: core#positionX of system#1a2b3c4d is \"x\"^^<http://www.w3.org/2001/XMLSchema#integer>; it must be a whole number\n    hint: write a whole number"}},
		{"no text", `"Pump"`, "<a:b>", []string{"m.nq:8:124: C706: rdfs:label of system#1a2b3c4d is <a:b>; it must be a text\n    hint: write a text"}},
		{"two labels", `"Pump" ` + graph + "> .\n", `"Pump" ` + graph + "> .\n<" + systemNS + "1a2b3c4d> <" + rdfsLabel + `> "Pumpe" ` + graph + "> .\n", []string{"m.nq:9:124: C711: rdfs:label of system#1a2b3c4d has two values" + again}},
		{"two classes", domain + "Device> " + graph + "> .\n", domain + "Device> " + graph + "> .\n<" + systemNS + "1a2b3c4d> " + rdfType + " " + domain + "Data> " + graph + "> .\n", []string{"m.nq:8:129: C711: the asset system#1a2b3c4d is of two classes, Device and Data" + again}},
		{"two types", "> " + rdfType + " " + core + "Threat>", "> " + rdfType + " " + core + "Node> " + graph + "/inf> .\n<" + systemNS + "D.I.DDC.3-MP-DDC_aace63f9_30a33885> " + rdfType + " " + core + "Threat>", []string{"m.nq:62:155: C711: system#D.I.DDC.3-MP-DDC_aace63f9_30a33885 is both a node and a threat" + again}},
		{"another base", "http://example.org/domain-small", "http://example.org/domain-large", []string{"m.nq:186:147: C711: the model uses the base http://example.org/domain-large, not http://example.org/domain-small" + useBase}},
		{"two models", "", "<a:m> " + core + "domainGraph> <http://example.org/domain-small> <a:m> .\n", []string{"m.nq:187:147: C711: the file holds two models, a:m and http://it-innovation.soton.ac.uk/system/000000000000000000000001\n    hint: put each model into a file of its own"}},
		{"no model", core + "domainGraph>", core + "domain>", []string{"m.nq: C711: no graph says with core#domainGraph which knowledge base it uses, so the file holds no system model\n    hint: export the whole model as N-Quads"}},
		{"an unknown mode", `"FUTURE"`, `"PAST"`, []string{"m.nq:189:155: C706: the risk calculation mode is \"PAST\"\n    hint: the modes are CURRENT and FUTURE"}},
		{"a reference to nothing", core + "appliesTo> <" + systemNS + "MP-DD_", core + "appliesTo> <" + systemNS + "MP-XX_", []string{"m.nq:64:180: C704: core#appliesTo of system#D.T.DD.1-MP-DD_aace63f9_30a33885 names system#MP-XX_aace63f9_30a33885, which the file does not describe as it should" + whole}},
		{"the same id twice", `"` + planID + `"`, `"` + pumpID + `"`, []string{"m.nq: C711: the assets http://it-innovation.soton.ac.uk/ontologies/trustworthiness/system#1a2b3c4d and http://it-innovation.soton.ac.uk/ontologies/trustworthiness/system#5e6f7a8b have the same id 30a33885, so that their threats could not be told apart\n    hint: give one of them another URI and id"}},
		{"an id with a hyphen", `"` + planID + `"`, `"aace-63f9"`, []string{"m.nq:27:152: C706: core#hasID of system#5e6f7a8b is \"aace-63f9\"; it must be letters and digits only\n    hint: give it an id as Spyderisk makes them, such as aace63f9"}},
		{"no id", `hasID> "` + planID + `"`, `hasNumber> "` + planID + `"`, []string{"m.nq: C706: the asset http://it-innovation.soton.ac.uk/ontologies/trustworthiness/system#5e6f7a8b has no core#hasID" + whole}},
		{"a link from nowhere", "", "<" + systemNS + "x> " + domain + "stores> <" + systemNS + "5e6f7a8b> " + graph + "> .\n", []string{"m.nq:1:148: C704: system#x has a link, but is not described as an asset" + again}},
		{"a line that is no statement", "", "x\n", []string{"m.nq:1:1: C708: the subject has a form that is not allowed here\n    hint: a statement is subject, predicate, object, graph and a full stop"}},
		{"cardinalities twice", "", "<" + systemNS + "x> " + rdfType + " " + core + "CardinalityConstraint> " + graph + "> .\n<" + systemNS + "x> " + core + "linksFrom> <" + systemNS + "1a2b3c4d> " + graph + "> .\n<" + systemNS + "x> " + core + "linksTo> <" + systemNS + "5e6f7a8b> " + graph + "> .\n<" + systemNS + "x> " + core + "linkType> " + domain + "stores> " + graph + "> .\n", []string{"m.nq: C711: the link stores from http://it-innovation.soton.ac.uk/ontologies/trustworthiness/system#1a2b3c4d to http://it-innovation.soton.ac.uk/ontologies/trustworthiness/system#5e6f7a8b has cardinalities twice" + again}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := readFile(t, "testdata/small-out.nq")
			if !strings.Contains(text, tt.old) {
				t.Fatalf("the model does not contain %s", tt.old)
			}
			var ds diag.List
			if m := ReadModel(strings.NewReader(strings.Replace(text, tt.old, tt.new, 1)), "m.nq", readSmallBase(t), &ds); m != nil {
				t.Fatal("the model was read without a diagnostic")
			}
			if diff := cmp.Diff(tt.want, texts(&ds)); diff != "" {
				t.Errorf("diagnostics (-want +got):\n%s", diff)
			}
		})
	}
}

// TestUnknownStatements shows that what we do not know is kept and counted.
func TestUnknownStatements(t *testing.T) {
	graph := "<http://it-innovation.soton.ac.uk/system/000000000000000000000001"
	more := "<" + systemNS + "1a2b3c4d> <" + coreNS + "colour> \"red\" " + graph + "> .\n" +
		"<" + systemNS + "g> " + rdfType + " <" + coreNS + "Group> " + graph + "> .\n" +
		"<" + systemNS + "g> <" + coreNS + "has> <" + systemNS + "1a2b3c4d> " + graph + "/ui> .\n" +
		"<" + systemNS + "x> " + rdfType + " <" + coreNS + "CardinalityConstraint> " + graph + "> .\n" +
		"<a:s> <a:p> <a:o> .\n"
	var ds diag.List
	m := ReadModel(strings.NewReader(readFile(t, "testdata/small.nq")+more), "m.nq", readSmallBase(t), &ds)
	if m == nil {
		t.Fatal(texts(&ds))
	}
	want := map[string]int{"core#colour": 1, "rdf:type core#Group": 1, "core#has": 1, "<a:p>": 1, "core#CardinalityConstraint without a link": 1}
	if diff := cmp.Diff(want, m.Unknown); diff != "" {
		t.Errorf("unknown (-want +got):\n%s", diff)
	}
	if len(m.Quads) != 28+5 {
		t.Errorf("%d statements kept", len(m.Quads))
	}
}

// FuzzReadModel reads arbitrary bytes as a model of the small base.
func FuzzReadModel(f *testing.F) {
	b := readSmallBase(f)
	f.Add([]byte(readFile(f, "testdata/small.nq")))
	f.Add([]byte(readFile(f, "testdata/small-out.nq")))
	// Small inputs: the model's declaration and what is said of one object.
	head := "<a:m><" + coreNS + "domainGraph><http://example.org/domain-small><a:m>.\n"
	bySubject := map[string]string{}
	for line := range strings.Lines(readFile(f, "testdata/small-out.nq")) {
		subject, _, _ := strings.Cut(line, " ")
		bySubject[subject] += strings.ReplaceAll(line, "<http://it-innovation.soton.ac.uk/system/000000000000000000000001", "<a:m")
	}
	for _, subject := range slices.Sorted(maps.Keys(bySubject)) {
		f.Add([]byte(head + bySubject[subject]))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var ds diag.List
		m := ReadModel(bytes.NewReader(data), "m.nq", b, &ds)
		if (m == nil) != (ds.Len() > 0) {
			t.Errorf("model is nil: %v, with %d diagnostics", m == nil, ds.Len())
		}
	})
}
