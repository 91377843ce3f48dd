package spyderisk

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/engine"
)

// testdata/ward/ward.nq is what a user asserts; ward-out.nq is the same with results, written by
//
//	go test ./internal/interop/spyderisk -run TestWardResults -update-ward
//
// which writes nothing while the tables in ward_worked_test.go and the engine disagree.
var updateWard = flag.Bool("update-ward", false, "write the results of the ward anew, if they are what was worked out by hand")

// --- reading ---

func wardTables(t testing.TB) fstest.MapFS { return tables(t, "testdata/ward/base") }

func readWard(t testing.TB, files fstest.MapFS, name string) *Model {
	t.Helper()
	var ds diag.List
	b := ReadBase(files, "base", &ds)
	if b == nil {
		t.Fatalf("testdata/ward/base: %s", strings.Join(texts(&ds), "\n"))
	}
	m := ReadModel(strings.NewReader(readFile(t, "testdata/ward/"+name)), name, b, &ds)
	if m == nil {
		t.Fatal(texts(&ds))
	}
	if len(m.Unknown) > 0 {
		t.Errorf("%s has statements that nothing is known of: %v", name, m.Unknown)
	}
	return m
}

// wardInput is the model as a user asserts it; wardModel is the same with results.
func wardInput(t testing.TB) *Model { return readWard(t, wardTables(t), "ward.nq") }
func wardModel(t testing.TB) *Model { return readWard(t, wardTables(t), "ward-out.nq") }

// --- results as text ---

// wardLines splits a text into its lines, without the white space that makes it readable, sorted.
func wardLines(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			out = append(out, line)
		}
	}
	slices.Sort(out)
	return out
}

func compareWard(t *testing.T, what, want string, got []string) {
	t.Helper()
	if len(got) == 0 {
		t.Errorf("there are no %s", what)
	}
	if diff := cmp.Diff(wardLines(want), wardLines(strings.Join(got, "\n"))); diff != "" {
		t.Errorf("%s (-by hand +engine):\n%s", what, diff)
	}
}

func assetsOfWard(m *Model) (out []string) {
	for _, a := range m.Assets {
		if a.Asserted {
			continue
		}
		place := ""
		if a.DisplayedAt != nil {
			place += "at " + a.DisplayedAt.Label
		}
		if a.DisplayedOn != nil {
			place += "on " + a.DisplayedFrom.Label + " " + a.DisplayedOn.ID + " " + a.DisplayedTo.Label
		}
		out = append(out, fmt.Sprintf("%s | %s | %s | %d | %s", a.Label, a.Class.ID, a.CreatedBy.ID, a.Population, place))
	}
	return out
}

func linksOfWard(m *Model) (out []string) {
	for _, l := range m.Links {
		if !l.Asserted {
			out = append(out, fmt.Sprintf("%s %s %s | %d %d", l.From.Label, l.Relation.ID, l.To.Label, l.SourceCardinality, l.TargetCardinality))
		}
	}
	return out
}

// joined sorts labels and puts commas between them.
func joined[T any](all []T, label func(T) string) string {
	var out []string
	for _, x := range all {
		out = append(out, label(x))
	}
	slices.Sort(out)
	return strings.Join(out, ", ")
}

func matchesOfWard(m *Model) (out []string) {
	for _, x := range m.Matches {
		at := func(role *Role) string {
			here := slices.DeleteFunc(slices.Clone(x.Nodes), func(n *BoundNode) bool { return n.Role != role })
			return role.ID + "=" + joined(here, func(n *BoundNode) string { return n.Asset.Label })
		}
		var roles, threats []string
		for _, n := range x.Pattern.Root.Nodes {
			roles = append(roles, at(n.Role))
		}
		for _, n := range x.Pattern.Nodes {
			roles = append(roles, at(n.Role))
		}
		for _, y := range m.Threats {
			if y.Match == x && y.Variant == Average {
				threats = append(threats, y.Threat.ID)
			}
		}
		slices.Sort(threats)
		out = append(out, fmt.Sprintf("%s | %d | %s | %s", x.Label, x.Population, strings.Join(roles, "; "), strings.Join(threats, " ")))
	}
	return out
}

func strategiesOfWard(m *Model) (out []string) {
	for _, s := range m.Strategies {
		state := "off"
		if s.Enabled {
			state = "on"
		}
		threats := joined(s.Blocks, func(x *ThreatAt) string { return x.Label })
		if len(s.Triggers) > 0 {
			threats += ", " + joined(s.Triggers, func(x *ThreatAt) string { return "!" + x.Label })
		}
		controls := joined(s.Mandatory, func(c *ControlSet) string { return c.Control.ID + c.Variant.Suffix() + " at " + c.Asset.Label })
		out = append(out, fmt.Sprintf("%s | %s | %s | %s", s.Strategy.ID, controls, state, threats))
	}
	return out
}

func beginningsOfWard(m *Model) (out []string) {
	for _, x := range m.Threats {
		if x.InitialCause {
			out = append(out, "initial "+x.Label)
		}
		if x.RootCause {
			out = append(out, "root "+x.Label)
		}
	}
	return out
}

func nameOfWard(c Cause) string {
	if s, ok := c.(*TrustSet); ok {
		return s.Attribute.ID + s.Variant.Suffix() + " at " + s.Asset.Label
	}
	s := c.(*MisbehaviourSet)
	return s.Misbehaviour.ID + s.Variant.Suffix() + " at " + s.Asset.Label
}

func causesOfWard(m *Model) map[string]string {
	out := map[string]string{}
	effect := func(s *MisbehaviourSet) string { return nameOfWard(s) }
	for _, x := range m.Threats {
		out[x.Label+" caused by"] = joined(x.CausedBy, nameOfWard)
		out[x.Label+" causes"] = joined(x.DirectEffects, effect)
		out[x.Label+" leads to"] = joined(x.IndirectThreats, func(x *ThreatAt) string { return x.Label })
		out[x.Label+" causes in the end"] = joined(x.IndirectEffects, effect)
	}
	return out
}

// levelsOfWard are all levels by name: one, or those of Min, the average and Max.
func levelsOfWard(m *Model) map[string]string {
	three := map[string]*[3]string{}
	put := func(name string, v Variant, level int) {
		if three[name] == nil {
			three[name] = &[3]string{}
		}
		three[name][v] = fmt.Sprint(level)
		if level == NoLevel {
			three[name][v] = "-"
		}
	}
	for _, s := range m.Misbehaviours {
		put(s.Misbehaviour.ID+" at "+s.Asset.Label, s.Variant, s.Likelihood)
		put("risk of "+s.Misbehaviour.ID+" at "+s.Asset.Label, s.Variant, s.Risk)
	}
	for _, s := range m.TrustSets {
		put("trust "+s.Attribute.ID+" at "+s.Asset.Label, s.Variant, s.Inferred)
		put("assumed "+s.Attribute.ID+" at "+s.Asset.Label, s.Variant, s.Asserted)
	}
	for _, x := range m.Threats {
		name := x.Threat.ID + "_" + x.Match.Label
		put(name, x.Variant, x.Likelihood)
		put("risk of "+name, x.Variant, x.Risk)
	}
	put("risk of the system", Average, m.Risk)
	out := map[string]string{}
	for name, l := range three {
		out[name] = l[Average]
		if l != (&[3]string{Average: l[Average]}) && l[Min]+l[Max] != "" && l[Min]+l[Max] != "--" {
			out[name] = l[Min] + " " + l[Average] + " " + l[Max]
		}
	}
	return out
}

// --- tests ---

// checkWard compares results at design time and at run time with what was worked out by hand.
func checkWard(t *testing.T, future, current *Model) {
	t.Helper()
	compareWard(t, "inferred assets", wardAssets, assetsOfWard(future))
	compareWard(t, "inferred links", wardLinks, linksOfWard(future))
	compareWard(t, "matches", wardMatches, matchesOfWard(future))
	compareWard(t, "strategies", wardStrategies, strategiesOfWard(future))
	compareWard(t, "beginnings", wardBeginnings, beginningsOfWard(future))
	causes := causesOfWard(future)
	for _, line := range wardLines(wardCauses) {
		name, want, _ := strings.Cut(line, " |")
		if got, ok := causes[name]; !ok || got != strings.TrimSpace(want) {
			t.Errorf("%s: by hand %q, engine %q", name, want, got)
		}
	}
	atDesign, atRun := levelsOfWard(future), levelsOfWard(current)
	for _, x := range wardLevels {
		if got := atDesign[x.what]; got != x.future {
			t.Errorf("%s at design time: by hand %s, engine %q (%s)", x.what, x.future, got, x.why)
		}
		if got := atRun[x.what]; got != x.current {
			t.Errorf("%s at run time: by hand %s, engine %q (%s)", x.what, x.current, got, x.why)
		}
	}
}

// TestWard computes the ward from what a user asserts.
func TestWard(t *testing.T) {
	m := wardInput(t)
	checkWard(t, computed(t, m, engine.Parity, engine.Future), computed(t, m, engine.Parity, engine.Current))
}

// TestWardResults compares the stored results with the tables above, and with what is computed from either file.
func TestWardResults(t *testing.T) {
	if *updateWard {
		writeWard(t)
	}
	stored := wardModel(t)
	checkWard(t, stored, computed(t, stored, engine.Parity, engine.Current))
	for _, name := range []string{"ward.nq", "ward-out.nq"} {
		t.Run(name, func(t *testing.T) {
			checkEqual(t, stored, computed(t, readWard(t, wardTables(t), name), engine.Parity, engine.Future))
		})
	}
}

// writeWard writes ward-out.nq, if the tables above say the same. Spyderisk proposes a control of an average for the lowest and the
// highest member as well, among what is asserted; WriteModel leaves what is asserted as it was read.
func writeWard(t *testing.T) {
	m := wardInput(t)
	results := computed(t, m, engine.Parity, engine.Future)
	checkWard(t, results, computed(t, m, engine.Parity, engine.Current))
	if t.Failed() {
		t.Fatal("the results of the ward are not written, since they are not what was worked out by hand")
	}
	results.Quads = slices.Clone(results.Quads)
	for _, p := range m.Proposals {
		if results.AssetByID(p.AssetID).Population > 0 {
			for _, v := range []Variant{Min, Max} {
				set := IRITerm(systemNS + ControlSetName(p.Control.ID, v, p.AssetID))
				results.Quads = append(results.Quads, Quad{set, IRITerm(coreNS + "isProposed"), TextTerm("true", xsdBoolean), IRITerm(m.URI)})
			}
		}
	}
	var out bytes.Buffer
	if err := WriteModel(&out, results); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("testdata/ward/ward-out.nq", out.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestWardWritten reads what is written of the ward, and finds the very statements.
func TestWardWritten(t *testing.T) { checkResultQuads(t, wardModel(t)) }

// TestWardOracle has the naive calculation judge the stored results, and those of run time.
func TestWardOracle(t *testing.T) {
	stored := wardModel(t)
	for _, m := range []*Model{stored, computed(t, stored, engine.Parity, engine.Current)} {
		t.Run(m.Mode, func(t *testing.T) {
			c := newOracleComparison()
			c.add(m)
			c.report(t)
			if len(c.compared) != 14 {
				t.Errorf("%d fields were compared", len(c.compared))
			}
			for field := range c.compared {
				if c.telling[field] == 0 {
					t.Errorf("%s: nothing but nothing was compared", field)
				}
			}
		})
	}
}

// TestWardRandom compares the engine with the oracle on random settings of the ward.
func TestWardRandom(t *testing.T) { compareWithOracle(t, wardModel(t)) }

// TestWardRounds shows how often rules iterate. CP-DRS+C needs three rounds, each of which passes the plan on by one device; CP-SRS+r
// needs two.
func TestWardRounds(t *testing.T) {
	const first, second, third = "[Copy:(Dose plan)-Gateway]", "[Copy:(Dose plan)-Monitor]", "[Copy:(Dose plan)-(Ward pumps)]"
	for _, tt := range []struct{ rule, iterates, copies, reached string }{
		{"DRS+C,TRUE,5", "DRS+C,FALSE,0", first, "Gateway, Monitor, Ward pumps"},
		{"DRS+C,TRUE,5", "DRS+C,TRUE,1", first, "Gateway, Monitor, Ward pumps"},
		{"DRS+C,TRUE,5", "DRS+C,TRUE,2", first + ", " + second, "Gateway, Monitor, Ward pumps"},
		{"DRS+C,TRUE,5", "DRS+C,TRUE,3", third + ", " + first + ", " + second, "Gateway, Monitor, Ward pumps"},
		{"SRS+r,TRUE,20", "SRS+r,TRUE,1", third + ", " + first + ", " + second, "Gateway, Monitor"},
		{"SRS+r,TRUE,20", "SRS+r,TRUE,2", third + ", " + first + ", " + second, "Gateway, Monitor, Ward pumps"},
	} {
		files := wardTables(t)
		edit(t, files, "ConstructionPattern", tt.rule, tt.iterates)
		system := analyzed(t, readWard(t, files, "ward.nq"), engine.Parity)
		an, text := system.Analysis, func(s string) string { return s }
		var copies, reached []string
		for n := range an.Elements() {
			if e := an.Element(n); strings.HasPrefix(e.Title, "[Copy:") {
				copies = append(copies, e.Title)
			}
		}
		b := system.Model.Base
		an.EachLink(func(from, relation, to int, _ bool) {
			if an.Element(from).Title == "Records" && (b.Relations[relation].ID == "reaches" || b.Relations[relation].ID == "sendsTo") {
				reached = append(reached, an.Element(to).Title)
			}
		})
		if got := joined(copies, text); got != tt.copies {
			t.Errorf("%s: copies by hand %s, engine %s", tt.iterates, tt.copies, got)
		}
		if got := joined(reached, text); got != tt.reached {
			t.Errorf("%s: by hand Records reaches %s, engine %s", tt.iterates, tt.reached, got)
		}
	}
}
