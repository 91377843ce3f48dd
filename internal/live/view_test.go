package live

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"cordon/internal/assessment"
	"cordon/internal/diag"
	"cordon/internal/model"
	"cordon/internal/project"
)

var shipped = sync.OnceValues(func() (*project.Knowledge, error) {
	var ds diag.List
	return project.OpenKnowledge(nil, &ds)
})

func knowledgeOf(t testing.TB) *project.Knowledge {
	t.Helper()
	k, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func text(parts ...string) fstest.MapFS {
	return fstest.MapFS{"system.yaml": {Data: []byte(strings.Join(parts, ""))}}
}

func view(t testing.TB, fsys fstest.MapFS) *View {
	t.Helper()
	v, err := Make(context.Background(), knowledgeOf(t), fsys, ".")
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// example is the view of the example.
func example(t testing.TB) *View {
	t.Helper()
	v, err := Make(context.Background(), knowledgeOf(t), os.DirFS("../../examples/wearable-monitor"), ".")
	if err != nil {
		t.Fatal(err)
	}
	return v
}

const small = `cordon: 1

system: {id: pump, name: Pump, intended-purpose: Gives medicine at home.}

zones:
  home: {title: Home, controlled-by: patient}
places:
  flat: {kind: place.home, zone: home}
networks:
  wifi: {kind: network.wifi, place: flat}
organisations:
  maker: {title: Maker, duty: manufacturer}
people:
  patient: {kind: person.patient, place: flat, uses: [phone]}
assets:
  pump:
    kind: device.infusion-pump
    place: flat
    supplier: maker
    on: [wifi]
    runs:
      firmware: {kind: os.rtos}
  phone: {kind: device.smartphone, zone: home, on: [wifi], population: many}
data:
  dose: {kind: data.health.signal, about: patient, made-by: pump}
flows:
  report: {from: pump, to: phone, carries: [dose], over: [wifi]}
functions:
  follow: {kind: function.monitoring, title: Follow the dose, by: patient, for: patient, uses: {dose: {at: phone, integrity: high}}}
harms:
  overdose: {kind: harm.missed-deterioration, from: [follow], to: patient, severity: {adult: 4}}
`

func TestGraphOfASmallSystem(t *testing.T) {
	v := view(t, text(small))
	if len(v.Diagnostics) > 0 {
		t.Fatalf("the text has diagnostics: %v", v.Diagnostics)
	}
	s := func(line int, id, title, kind, kindTitle string) Shown {
		return Shown{ID: id, Title: title, Kind: kind, KindTitle: kindTitle, File: "system.yaml", Line: line}
	}
	kindTitle := func(kind string) string { return knowledgeOf(t).Index.Kinds[kind].Title }
	n := func(line int, block model.Block, id, title, kind string, more func(*Node)) Node {
		out := Node{Shown: s(line, id, title, kind, kindTitle(kind)), Block: block}
		more(&out)
		return out
	}
	takes := func(n *Node) { n.Functions = []string{"follow"} }
	in := func(zone, place string, inherits ...string) func(*Node) {
		return func(n *Node) { n.Zone, n.Place, n.Inherits = zone, place, inherits }
	}
	all := func(each ...func(*Node)) func(*Node) {
		return func(n *Node) {
			for _, f := range each {
				f(n)
			}
		}
	}
	e := func(line int, sort Sort, from, to, of, key string) Edge {
		return Edge{ID: from + " " + string(sort) + " " + to, Sort: sort, From: from, To: to, Title: strings.ReplaceAll(string(sort), "-", " "), Of: of, Key: key, File: "system.yaml", Line: line}
	}
	want := &Graph{
		Zones:  []Zone{{s(6, "home", "Home", "zone", kindTitle("zone")), "", "patient"}},
		Places: []Place{{s(8, "flat", "flat", "place.home", kindTitle("place.home")), "", "home", ""}},
		Nodes: []Node{
			n(25, model.DataBlock, "dose", "dose", "data.health.signal", takes),
			n(29, model.Functions, "follow", "Follow the dose", "function.monitoring", all()),
			n(12, model.Organisations, "maker", "Maker", "organisation", all()),
			n(31, model.Harms, "overdose", "overdose", "harm.missed-deterioration", all()),
			n(14, model.People, "patient", "patient", "person.patient", all(takes, in("home", "flat", "zone"))),
			n(23, model.Assets, "phone", "phone", "device.smartphone", all(takes, in("home", ""), func(n *Node) { n.Population = "many" })),
			n(16, model.Assets, "pump", "pump", "device.infusion-pump", all(takes, in("home", "flat", "zone"))),
			n(22, model.Assets, "pump/firmware", "pump/firmware", "os.rtos", all(in("home", "flat", "place", "zone"), func(n *Node) { n.PartOf, n.Holding = "pump", model.HoldsSoftware })),
			n(10, model.Networks, "wifi", "wifi", "network.wifi", all(takes, in("home", "flat", "zone"))),
		},
		Edges: []Edge{
			e(25, SortAbout, "dose", "patient", "dose", "about"),
			e(29, SortInforms, "dose", "follow", "follow", "uses"),
			e(31, SortLeadsTo, "follow", "overdose", "overdose", "from"),
			e(29, SortServes, "follow", "patient", "follow", "for"),
			e(19, SortSupplies, "maker", "pump", "pump", "supplier"),
			e(31, SortHarms, "overdose", "patient", "overdose", "to"),
			e(29, SortPerforms, "patient", "follow", "follow", "by"),
			e(14, SortUses, "patient", "phone", "patient", "uses"),
			e(23, SortOn, "phone", "wifi", "phone", "on"),
			e(25, SortMakes, "pump", "dose", "dose", "made-by"),
			e(20, SortOn, "pump", "wifi", "pump", "on"),
			e(22, SortInside, "pump/firmware", "pump", "pump/firmware", ""),
			{ID: "report", Sort: SortFlow, From: "pump", To: "phone", Title: "report", Of: "report", Data: []string{"dose"}, Over: []string{"wifi"}, Functions: []string{"follow"}, File: "system.yaml", Line: 27},
		},
		Functions: []Function{{"follow", "Follow the dose", "function.monitoring", []string{"dose", "patient", "phone", "pump", "report", "wifi"}, []string{"overdose"}}},
	}
	if d := cmp.Diff(want, v.Graph); d != "" {
		t.Errorf("graph (-want +got):\n%s", d)
	}
}

func TestLevelsAreThoseOfTheAssessment(t *testing.T) {
	fsys := os.DirFS("../../examples/wearable-monitor")
	k := knowledgeOf(t)
	v := example(t)
	var ds diag.List
	m := project.ReadModel(fsys, ".", ".", k, &ds)
	a, err := project.Assess(context.Background(), m, k, Mode, nil)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(a.Summary.Acceptability, v.Levels.Totals.Acceptability); d != "" || v.Levels.Totals.Threats != a.Summary.Threats || !v.Levels.Totals.Verified {
		t.Errorf("totals %+v differ from the summary %+v: %s", v.Levels.Totals, a.Summary, d)
	}
	worst := map[string]string{}
	risk := map[string]int{}
	for i, l := range k.Index.Base.Scales.Risk {
		risk[l.Name] = i
	}
	for _, c := range a.Consequences {
		if was, ok := worst[c.Element]; m.BlockOf(c.Element) != "" && (!ok || risk[c.LeadsTo] > risk[was]) {
			worst[c.Element] = c.LeadsTo
		}
	}
	got := map[string]string{}
	for _, e := range v.Levels.Elements {
		got[e.ID] = e.LeadsTo
		if e.Threats < len(e.Worst) || len(e.Worst) == 0 {
			t.Errorf("%s: %d threats, worst are %v", e.ID, e.Threats, e.Worst)
		}
	}
	if d := cmp.Diff(worst, got); d != "" || len(got) == 0 {
		t.Errorf("risks that elements lead to (-assessment +view):\n%s", d)
	}
	for _, h := range v.Levels.Harms {
		for _, w := range a.Harms {
			if w.ID == h.ID && (w.Acceptability != h.Acceptability || w.Likelihood != h.Likelihood || w.Severity != h.Severity || w.Level != h.Probability) {
				t.Errorf("harm %s: %+v, assessed as %+v", h.ID, h, w.Harm)
			}
		}
	}
	imported := 0
	for _, n := range v.Graph.Nodes {
		if n.Imported != strings.HasPrefix(n.ID, "cloud/") || n.Imported != (n.File == "parts/cloud.yaml") {
			t.Errorf("%s of %s: imported is %v", n.ID, n.File, n.Imported)
		}
		if n.Imported {
			imported++
		}
	}
	if imported == 0 {
		t.Error("the example has no imported element: the test shows nothing")
	}
}

func TestDiagnosticsSayWhereWordsEnd(t *testing.T) {
	v := view(t, text(strings.Replace(small, "uses: [phone]", "uses: [phnoe, \"é phone\"]", 1)))
	if v.Graph != nil || v.Levels != nil {
		t.Error("a text with errors has a graph or levels")
	}
	got := map[string][3]int{}
	for _, d := range v.Diagnostics {
		got[string(d.Code)+" "+d.Message] = [3]int{d.Line, d.Column, d.EndColumn}
	}
	want := map[string][3]int{
		`C301 "phnoe" is not defined in assets`:   {14, 55, 60},
		`C301 "é phone" is not defined in assets`: {14, 62, 71},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if v.System == nil || v.System.ID != "pump" || v.System.Line != 3 {
		t.Errorf("the system of a text with errors is %+v", v.System)
	}
}

func TestBrokenTextHasOnlyDiagnostics(t *testing.T) {
	v := view(t, text("cordon: 1\nsystem: {id: [\n"))
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Diagnostics) == 0 || strings.Contains(string(raw), "graph") || !strings.Contains(string(raw), `"gaps":[],"checks":{},"questions":[],"facts":{},"controls":[]}`) {
		t.Errorf("view of a broken text: %s", raw)
	}
	if v = view(t, fstest.MapFS{}); len(v.Diagnostics) == 0 {
		t.Error("a folder without a system has no diagnostic")
	}
}

func TestGapsAndQuestionsHavePlaces(t *testing.T) {
	v := view(t, text(small))
	if len(v.Gaps) == 0 || len(v.Questions) == 0 {
		t.Fatalf("%d gaps, %d questions: the test shows nothing", len(v.Gaps), len(v.Questions))
	}
	for _, g := range v.Gaps {
		if g.File != "system.yaml" || g.Line == 0 || g.EndColumn <= g.Column || v.Checks[g.Check].Hint == "" || v.Checks[g.Check].Why == "" || g.Title == "" {
			t.Errorf("gap %+v", g)
		}
	}
	for _, q := range v.Questions {
		if (q.File == "") != (q.Line == 0) || len(q.Decides) == 0 || len(v.Facts[q.Fact].Answers) < 2 {
			t.Errorf("question %+v", q)
		}
	}
}

func TestChangesSayWhatRoseAndFell(t *testing.T) {
	before := view(t, text(small))
	if d := cmp.Diff(&Changes{Verdict: assessment.Same, Harms: []assessment.HarmMove{}, Up: []Move{}, Down: []Move{}, Questions: assessment.Changed{New: []string{}, Gone: []string{}}}, Change(before, view(t, text(small)))); d != "" {
		t.Errorf("changes of nothing:\n%s", d)
	}
	now := view(t, text(strings.Replace(small, "{kind: os.rtos}", "{kind: os.rtos, facts: {listens: yes, update-time: never, supported: no}}", 1),
		"benefits: {calm: {from: [follow]}}\n"))
	there, back := Change(before, now), Change(now, before)
	if len(there.Up)+len(there.Down) == 0 || len(there.Questions.Gone) == 0 {
		t.Fatalf("no level moved: %+v", there)
	}
	turned := make([]Move, 0, len(there.Up))
	for _, m := range there.Up {
		turned = append(turned, Move{m.ID, m.To, m.From})
	}
	if d := cmp.Diff(turned, back.Down, cmpopts.EquateEmpty()); d != "" {
		t.Errorf("what rose one way falls the other way (-want +got):\n%s", d)
	}
	if c := Change(before, view(t, text("cordon: 2\n"))); c != nil {
		t.Errorf("changes against a text with errors: %+v", c)
	}
}

func TestPlacedControlsAreTold(t *testing.T) {
	v := view(t, text(small, "controls:\n  - {control: CTL-0001, on: [report], state: planned}\n"))
	at := strings.Count(small, "\n") + 2
	want := []Placed{{"CTL-0001", knowledgeOf(t).Index.Controls["CTL-0001"].Title, []string{"report"}, "planned", "system.yaml", at}}
	if d := cmp.Diff(want, v.Controls); d != "" {
		t.Error(d)
	}
}

func TestTheSystemIsToldWithUsersAndRegulation(t *testing.T) {
	v := example(t)
	want := &Regulation{[]model.Market{"EU"}, "MDR-IIa", "11", "B", ""}
	if d := cmp.Diff(want, v.System.Regulation); d != "" || len(v.System.Users) != 3 {
		t.Error(d, v.System.Users)
	}
}
