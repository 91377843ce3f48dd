package convert

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/content"
	"cordon/internal/diag"
	"cordon/internal/interop/spyderisk"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

// The published bases and models are not part of the project; see ../shared/data/README.md.
const realData = "../../../../../shared/data/spyderisk"

const (
	network = "network-v6a6-1-2"
	harms   = "network-patient-harms-e5cfa54"
	ai      = "network-ai-harms"
)

func needRealData(t testing.TB) {
	t.Helper()
	if _, err := os.Stat(realData); err != nil {
		t.Skipf("needs ../shared/data/spyderisk beside the project: %v", err)
	}
}

func realBase(t testing.TB, name string) *spyderisk.Base {
	t.Helper()
	var ds diag.List
	b := spyderisk.ReadBase(os.DirFS(filepath.Join(realData, "kb", name)), name, &ds)
	if b == nil {
		t.Fatal(texts(&ds))
	}
	return b
}

func realModel(t testing.TB, file string) *spyderisk.Model {
	t.Helper()
	base := network
	if strings.HasPrefix(filepath.Base(file), "insulin-pump") {
		base = harms
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var ds diag.List
	m := spyderisk.ReadModel(f, file, realBase(t, base), &ds)
	if m == nil {
		t.Fatal(texts(&ds))
	}
	return m
}

func texts(ds *diag.List) []string {
	out := []string{}
	for _, d := range ds.Sorted() {
		out = append(out, d.String())
	}
	return out
}

func readFile(t testing.TB, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

var update = flag.Bool("update", false, "write what sketches are converted to into their files anew")

// TestConvertSmall converts the committed model. Its device is of a class that no real base has.
func TestConvertSmall(t *testing.T) {
	var ds diag.List
	base := spyderisk.ReadBase(os.DirFS("../testdata/base"), "base", &ds)
	m := spyderisk.ReadModel(strings.NewReader(readFile(t, "../testdata/small.nq")), "small.nq", base, &ds)
	if m == nil {
		t.Fatal(texts(&ds))
	}
	text, notes := Convert(m)
	wantText := `cordon: 1

system:
  id: small
  name: small
  intended-purpose: >-
    This description was converted from a Spyderisk model, which states no intended purpose; the
    author writes it here.
  note: A pump and its plan.

data:
  dose-plan: {kind: data.log, title: Dose plan}
`
	wantNotes := `Dose plan: the class Data leaves the kind open; data.log is a guess
LossOfIntegrity at Dose plan: the impact High is left out: Cordon rates harm to people, not what happens to data and devices
Patching at Pump: left out: no control of Cordon means the same
Pump: left out: nothing in Cordon is like the class Device
Pump stores Dose plan: left out with Pump
Upkeep at Pump: the level Medium is left out: Cordon makes no such assumption there
model: levels of trust and impact that nobody asserted are not carried over; Cordon has its own usual levels
model: the intended purpose, users and regulatory frame are not part of Spyderisk; write them into the system block
model: the layout of the picture is left out; Cordon draws its own
`
	if diff := cmp.Diff(wantText, string(text)); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(wantNotes, written(notes)); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
	mustCheck(t, text)
}

func written(notes []Note) string {
	var b strings.Builder
	for _, n := range notes {
		fmt.Fprintf(&b, "%s: %s\n", n.Subject, n.Says)
	}
	return b.String()
}

// shipped is the knowledge base that conversions are made for.
var shipped = sync.OnceValue(func() *knowledge.Index {
	base, err := knowledge.DecodeIndex(content.Index)
	if err != nil {
		panic(err)
	}
	return knowledge.NewIndex(base)
})

// mustCheck finds no error in a text, and that it is in canonical form.
func mustCheck(t testing.TB, text []byte) {
	t.Helper()
	var ds diag.List
	m := model.FromFile(model.Parse("model.yaml", text, &ds), &ds)
	shipped().Check(m, &ds)
	if ds.HasErrors() {
		t.Errorf("the text does not check:\n%s\n%s", strings.Join(texts(&ds), "\n"), text)
	}
	again, err := model.Format("model.yaml", text, &ds)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(text), string(again)); diff != "" {
		t.Errorf("not canonical (-is +should be):\n%s", diff)
	}
}

// sketch builds a model of lines: "Class Label" for an asset (underscores for spaces, x3 for a population of 3), "A relation B"
// for a link, "A !Misbehaviour 4" for an impact, "A =Attribute 3" for a trust level, "A +Control" for a proposed control.
func sketch(t testing.TB, lines string) *spyderisk.Model {
	t.Helper()
	b := &spyderisk.Base{}
	for i, name := range []string{"Very Low", "Low", "Medium", "High", "Very High", "Safe"} {
		b.Trust.Levels = append(b.Trust.Levels, spyderisk.Level{Value: i, Label: name})
	}
	for i, name := range []string{"Negligible", "Very Low", "Low", "Medium", "High", "Very High"} {
		b.Impact.Levels = append(b.Impact.Levels, spyderisk.Level{Value: i, Label: name})
	}
	for i, name := range []string{"Singleton", "A few", "More", "Many", "Very many", "Countless"} {
		b.Population.Levels = append(b.Population.Levels, spyderisk.Level{Value: i, Label: name})
	}
	m := &spyderisk.Model{Base: b}
	known := map[string]*spyderisk.Asset{}
	for n, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		f := strings.Fields(line)
		level := 0
		if len(f) == 3 {
			level, _ = strconv.Atoi(strings.TrimPrefix(f[2], "x"))
		}
		id := fmt.Sprintf("%08d", n)
		if from := known[f[0]]; from != nil {
			what := f[1][1:]
			switch f[1][0] {
			case '!':
				m.ImpactLevels = append(m.ImpactLevels, spyderisk.ImpactSetting{Misbehaviour: &spyderisk.Misbehaviour{ID: what}, AssetID: from.ID, Level: level})
			case '=':
				m.TrustLevels = append(m.TrustLevels, spyderisk.TrustSetting{Attribute: &spyderisk.TrustAttribute{ID: what}, AssetID: from.ID, Level: level})
			case '+':
				m.Proposals = append(m.Proposals, spyderisk.Proposal{Control: &spyderisk.Control{ID: what}, AssetID: from.ID, Proposed: true, Coverage: spyderisk.NoLevel})
			default:
				to := known[f[2]]
				if to == nil {
					t.Fatalf("line %q: no %s", line, f[2])
				}
				m.Links = append(m.Links, &spyderisk.AssetLink{From: from, Relation: &spyderisk.Relation{ID: f[1]}, To: to, Asserted: true})
			}
			continue
		}
		a := &spyderisk.Asset{URI: id, ID: id, Label: strings.ReplaceAll(f[1], "_", " "), Class: &spyderisk.Class{ID: f[0]}, Population: level, Asserted: true}
		known[f[1]] = a
		m.Assets = append(m.Assets, a)
	}
	return m
}

// TestConvert compares the conversion of sketches under testdata with what stands beside them.
func TestConvert(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("testdata holds no sketches (%v)", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			want := readFile(t, file)
			about, rest, _ := strings.Cut(want, "-- model --\n")
			lines, _, _ := strings.Cut(rest, "-- text --\n")
			text, notes := Convert(sketch(t, lines))
			mustCheck(t, text)
			_, body, _ := strings.Cut(string(text), "author writes it here.\n\n") // the system block is always the same
			notes = slices.DeleteFunc(notes, func(n Note) bool { return n.Subject == "model" })
			got := about + "-- model --\n" + lines + "-- text --\n" + body + "-- notes --\n" + written(notes)
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if diff := cmp.Diff(readFile(t, file), got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestConvertAncestor takes a class without a row as its nearest ancestor that has one.
func TestConvertAncestor(t *testing.T) {
	m := sketch(t, "CoreRouter R\nThingamajig T")
	middle := &spyderisk.Class{ID: "Middle", Parents: []*spyderisk.Class{{ID: "Router"}}}
	m.Assets[0].Class.Parents = []*spyderisk.Class{{ID: "Overlay"}, middle}
	text, notes := Convert(m)
	mustCheck(t, text)
	if want := "r: {kind: device.router, title: R, facts: {portable: no}}"; !strings.Contains(string(text), want) {
		t.Errorf("no %q in\n%s", want, text)
	}
	want := []Note{{"R", "the class CoreRouter is taken as Router"}, {"T", "left out: nothing in Cordon is like the class Thingamajig"}}
	if diff := cmp.Diff(want, notes[:2]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestConvertLabels gives ids to labels of any kind.
func TestConvertLabels(t *testing.T) {
	m := sketch(t, "Server a\nServer b\nServer c\nServer d\nServer e\nServer f\nServer g\nPublicSpace h\nServer bluetooth")
	for i, label := range []string{"Srv", " Srv!", "", "", "3D printer", "Krankenhaus Süd – Übergabe\n(neu)", strings.Repeat("long ", 30), "null", "bluetooth"} {
		m.Assets[i].Label = label
	}
	text, _ := Convert(m)
	mustCheck(t, text)
	_, body, _ := strings.Cut(string(text), "author writes it here.\n\n")
	want := `places:
  "null": {kind: place.public, title: "null"}

assets:
  server: {kind: device.server, facts: {portable: no}}
  server-2: {kind: device.server, facts: {portable: no}}
  server-3d-printer: {kind: device.server, title: 3D printer, facts: {portable: no}}
  krankenhaus-sud-ubergabe-neu:
    kind: device.server
    title: Krankenhaus Süd – Übergabe (neu)
    facts: {portable: no}
  srv: {kind: device.server, title: Srv, facts: {portable: no}}
  srv-2: {kind: device.server, title: Srv!, facts: {portable: no}}
  bluetooth-2: {kind: device.server, title: bluetooth, facts: {portable: no}}
  long-long-long-long-long-long-long-long-long-long-long-long:
    kind: device.server
    title: >-
      long long long long long long long long long long long long long long long long long long long
      long long long long long long long long long long long
    facts: {portable: no}
`
	if diff := cmp.Diff(want, body); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// FuzzConvertLabel finds the label of an asset on one line in a text that checks.
func FuzzConvertLabel(f *testing.F) {
	for _, s := range []string{"Pump", "", "  ", "yes", "~", "'a': \"b\" # c", "- x", "\x00\xff\u2028\ufeff", "Ä ö ß", "{a: [b]}", "1.5", strings.Repeat("x", 300), "a\tb\n\nc", "\U0001F489"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, label string) {
		m := sketch(t, "Server a\nWorkstation b\nDB c\nInteractiveApplication d\nHealthData e\nHuman f\nHuman g\na hosts c\nb hosts d\na stores e\nc serves e\nd uses c\nd reads e\n"+
			"f interactsWith b\nf treats g\ne definesTreatmentFor g\ng !InappropriateTreatment 3")
		m.Label, m.Comment = label, label
		for _, a := range m.Assets {
			a.Label = label
		}
		text, _ := Convert(m)
		mustCheck(t, text)
		var ds diag.List
		file := model.Parse("model.yaml", text, &ds)
		for _, d := range file.Data {
			if want := oneLine(label); d.Value.Title != want {
				t.Errorf("title %q, want %q", d.Value.Title, want)
			}
		}
		if len(file.Harms) != 1 || len(file.Functions) != 1 || len(file.Flows) != 1 {
			t.Errorf("a label changed what is carried over:\n%s", text)
		}
	})
}

// TestConvertTable holds the table against the shipped knowledge: kinds are concrete, stand in the right block and take the facts,
// attributes and controls that the table gives them.
func TestConvertTable(t *testing.T) {
	tab, ix := conversion(), shipped()
	blocks := map[form]model.Block{aPlace: model.Places, aNetwork: model.Networks, anOrg: model.Organisations, aPerson: model.People, aDevice: model.Assets, aProgram: model.Assets, someData: model.DataBlock}
	kinds := map[string]bool{"interface.ble": true, "interface.usb": true}
	concrete := func(where, kind string, as form) {
		k := ix.Kinds[kind]
		switch {
		case k == nil || k.Abstract == knowledge.Yes || k.Status == knowledge.Withdrawn:
			t.Errorf("%s: %q is no kind for an element", where, kind)
		case ix.BlockOf(kind) != string(blocks[as]):
			t.Errorf("%s: %q does not stand in %s", where, kind, blocks[as])
		}
		kinds[kind] = true
	}
	seen := map[string]bool{}
	for _, r := range tab.Classes {
		if seen[r.Class] {
			t.Errorf("class %s stands twice", r.Class)
		}
		seen[r.Class] = true
		if r.As == "" {
			if r.Loses == "" || r.Kind != "" {
				t.Errorf("class %s: what becomes nothing has a reason and no kind", r.Class)
			}
			continue
		}
		for _, kind := range []string{r.Kind, r.OnPhone, r.Called} {
			if kind != "" || kind == r.Kind {
				concrete("class "+r.Class, kind, r.As)
			}
		}
		for _, f := range r.Facts {
			fact := ix.Facts[f.Key]
			if fact == nil || !ix.IsAny(r.Kind, fact.On) || !slices.Contains(fact.Words(), f.Value.Text) {
				t.Errorf("class %s: fact %s: %s does not apply", r.Class, f.Key, f.Value.Text)
			}
		}
	}
	for _, r := range tab.Hints {
		if (r.Link == "") == (r.Words == nil) || (r.Link == "") != (r.End == "") || r.Sure == "yes" && r.Link == "" {
			t.Errorf("hint for %s: it has a link with an end, or words", r.Kind)
		}
		concrete("hint for "+r.Kind, r.Kind, r.As)
	}
	for _, r := range tab.Harms {
		if k := ix.Kinds[r.Kind]; k == nil || k.Abstract == knowledge.Yes || !slices.Contains([]string{"diagnosis", "treatment", "data"}, r.From) {
			t.Errorf("harm %s: %s from %s is not known", r.Misbehaviour, r.Kind, r.From)
		}
	}
	stands := func(where string, beginnings, on []string) {
		some := false
		for kind := range kinds {
			if standsOn(kind, beginnings) {
				some = true
				if !ix.IsAny(kind, on) {
					t.Errorf("%s: it does not apply to %s", where, kind)
				}
			}
		}
		if !some {
			t.Errorf("%s: no kind begins with one of %v", where, beginnings)
		}
	}
	for _, r := range tab.Trust {
		if a := ix.Trust[r.Same]; a == nil || seen[r.Same] {
			t.Errorf("trust %s: %s is not known, or stands twice", r.Attribute, r.Same)
		} else {
			stands("trust "+r.Attribute, r.On, a.On)
		}
		seen[r.Same] = true
	}
	for _, r := range tab.Controls {
		if (r.Same == "") == (r.See == "") {
			t.Errorf("control %s: it has a counterpart, or advice", r.Control)
		}
		for _, id := range regexp.MustCompile(`CTL-[0-9]+`).FindAllString(r.Same+r.See, -1) {
			if c := ix.Controls[id]; c == nil || c.Status == knowledge.Withdrawn {
				t.Errorf("control %s: there is no %s", r.Control, id)
			} else if r.Same != "" {
				stands("control "+r.Control, r.On, c.On)
			}
		}
	}
}

// TestConvertRealBases finds everything that the table names in a published base, and a row for every class that a user can place.
func TestConvertRealBases(t *testing.T) {
	needRealData(t)
	tab := conversion()
	known := map[string]bool{}
	type counts struct{ direct, ancestor, none int }
	got := map[string]counts{}
	for _, name := range []string{network, harms, ai} {
		b := realBase(t, name)
		for _, c := range b.Classes {
			known["class "+c.ID] = true
			what := name + ", made by Spyderisk"
			row := tab.row(c)
			if c.Assertable {
				what = name + ", placed by users"
				if row == nil {
					t.Errorf("%s: no row for %s", name, c.ID)
				}
			}
			n := got[what]
			switch {
			case row == nil || row.As == "":
				n.none++
			case row.Class == c.ID:
				n.direct++
			default:
				n.ancestor++
			}
			got[what] = n
		}
		for _, r := range b.Relations {
			known["relation "+r.ID] = true
		}
		for _, x := range b.Misbehaviours {
			known["misbehaviour "+x.ID] = true
		}
		for _, x := range b.Attributes {
			known["attribute "+x.ID] = true
		}
		for _, x := range b.Controls {
			known["control "+x.ID] = true
		}
	}
	var named []string
	for _, r := range tab.Classes {
		named = append(named, "class "+r.Class)
	}
	for _, r := range tab.Hints {
		if r.Link != "" {
			named = append(named, "relation "+r.Link)
		}
	}
	for _, s := range steps {
		named = append(named, "relation "+s.relation)
	}
	for _, r := range tab.Harms {
		named = append(named, "misbehaviour "+r.Misbehaviour)
	}
	for _, r := range tab.Trust {
		named = append(named, "attribute "+r.Attribute)
	}
	for _, r := range tab.Controls {
		named = append(named, "control "+r.Control)
	}
	for _, n := range named {
		if !known[n] {
			t.Errorf("the table names %s, which no base has", n)
		}
	}
	want := map[string]counts{
		network + ", placed by users": {direct: 64, none: 2}, network + ", made by Spyderisk": {direct: 23, ancestor: 18, none: 101},
		harms + ", placed by users": {direct: 64, none: 2}, harms + ", made by Spyderisk": {direct: 23, ancestor: 18, none: 101},
		ai + ", placed by users": {direct: 66, none: 2}, ai + ", made by Spyderisk": {direct: 23, ancestor: 18, none: 101},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(counts{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// redundant lists links that say nothing that others do not say as well: a program that reads a sensor reads what that senses, and
// one that updates a controller reads what controls it.
var redundant = map[string]bool{"AIDApp reads Glucose": true, "AIDApp reads Dosing": true}

// TestConvertRealModels converts the published models and finds that nothing asserted is passed over in silence: without any one
// asset, link or setting the text or the notes differ.
func TestConvertRealModels(t *testing.T) {
	needRealData(t)
	files, err := filepath.Glob(filepath.Join(realData, "*", "*.nq.gz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no models in %s (%v)", realData, err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			m := realModel(t, file)
			text, notes := Convert(m)
			mustCheck(t, text)
			if again, notesAgain := Convert(m); !slices.Equal(again, text) || !slices.Equal(notesAgain, notes) {
				t.Error("the second conversion differs")
			}
			same := func(what string, without *spyderisk.Model) {
				t.Helper()
				if b, n := Convert(without); slices.Equal(b, text) && slices.Equal(n, notes) && !redundant[what] {
					t.Errorf("%s is passed over in silence", what)
				}
			}
			for i, a := range m.Assets {
				if a.Asserted {
					less := *m
					less.Assets = slices.Delete(slices.Clone(m.Assets), i, i+1)
					same(a.Label, &less)
				}
			}
			for i, l := range m.Links {
				if l.Asserted {
					less := *m
					less.Links = slices.Delete(slices.Clone(m.Links), i, i+1)
					same(l.From.Label+" "+l.Relation.ID+" "+l.To.Label, &less)
				}
			}
			for i, s := range m.ImpactLevels {
				less := *m
				less.ImpactLevels = slices.Delete(slices.Clone(m.ImpactLevels), i, i+1)
				same(s.URI, &less)
			}
			for i, s := range m.TrustLevels {
				less := *m
				less.TrustLevels = slices.Delete(slices.Clone(m.TrustLevels), i, i+1)
				same(s.URI, &less)
			}
			for i, s := range m.Proposals {
				less := *m
				less.Proposals = slices.Delete(slices.Clone(m.Proposals), i, i+1)
				if s.Variant == spyderisk.Average {
					same(s.URI, &less)
				}
			}
		})
	}
}
