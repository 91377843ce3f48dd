package triage

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	gocmp "github.com/google/go-cmp/cmp"

	"cordon/content"
	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

func index(t *testing.T) *knowledge.Index {
	t.Helper()
	base, err := knowledge.DecodeIndex(content.Index)
	if err != nil {
		t.Fatal(err)
	}
	return knowledge.NewIndex(base)
}

// example reads the wearable example, with texts replaced in its files: old, new and so on.
func example(t *testing.T, replace ...string) View {
	t.Helper()
	from := filepath.Join("..", "..", "..", "examples", "wearable-monitor")
	dir := t.TempDir()
	left := slices.Clone(replace)
	for _, name := range []string{"system.yaml", "clinic.yaml", "clinical.yaml", "controls.yaml", "home.yaml", "parts/cloud.yaml"} {
		src, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		text := string(src)
		for i := 0; i < len(replace); i += 2 {
			if strings.Contains(text, replace[i]) {
				text, left[i] = strings.Replace(text, replace[i], replace[i+1], 1), ""
			}
		}
		if err := os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for i := 0; i < len(left); i += 2 {
		if left[i] != "" {
			t.Fatalf("the example has no %q", left[i])
		}
	}
	var ds diag.List
	m := model.Load(os.DirFS(dir), ".", "example", &ds)
	if ds.HasErrors() {
		t.Fatal(ds.Sorted())
	}
	return View{Model: m, Index: index(t)}
}

func fill(t *testing.T, v View, element string, adv Advisory) Prefilled {
	t.Helper()
	p, ok := Prefill(v, element, adv)
	if !ok {
		t.Fatalf("no element %s", element)
	}
	return p
}

func answer(t *testing.T, p Prefilled, id string) Answer {
	t.Helper()
	i := slices.IndexFunc(p.Answers, func(a Answer) bool { return a.Question == id })
	if i < 0 {
		t.Fatalf("no answer to %s", id)
	}
	return p.Answers[i]
}

func TestPrefillFromTheModel(t *testing.T) {
	v := example(t)
	for _, tt := range []struct {
		element, question string
		is                Is
		elements          string // some of the evidence
		because           string
	}{
		{"smartbox", "XAVN", Yes, "home-wifi", "can be reached by"},
		{"smartbox", "XAVT", Yes, "home-wifi", "Wi-Fi carries IP"},
		{"sensor", "XAVT", No, "sensor/radio", "Bluetooth carries no IP"},
		{"sensor", "XAVW", Yes, "sensor/radio", "Bluetooth"},
		{"sensor", "XAVR", No, "sensor/radio", "10 m"},
		{"sensor", "XPRL", No, "sensor", "credentials: none"},
		{"cloud/physician-tool", "XPRL", Yes, "cloud/physician-tool", "credentials: per-user"},
		{"cloud/ingest", "XPRL", Unknown, "cloud/ingest", "per-unit"},
		{"sensor", "XACL", Unknown, "", "Neither model nor advisory"},
		{"sensor", "XUI", Unknown, "", "Neither model nor advisory"},
		{"sensor", "XCP", Yes, "motion", "Motion signal is made by sensor"},
		{"sensor", "XCPM", No, "patient", "worn by one person"},
		{"smartbox", "XCPM", No, "home", "home of its patient"},
		{"cloud/records", "XCPM", Yes, "cloud/records", "several customers"},
		{"cloud/ingest", "XCPM", No, "cloud/ingest", ""},
		{"sensor", "XCT", Yes, "motion", "Adjusting the medication depends on it"},
		{"phone/app", "XIT", Yes, "plan", "Medication diary is made by phone/app, and Adjusting the medication depends on it"},
		{"smartbox/uploader", "XCS", Yes, "device-key", "Device key is kept on smartbox"},
		{"sensor", "XCS", No, "motion", "None of the data"},
		{"build", "XCO", Yes, "recordings", "Smartbox update is made by build/signing"},
	} {
		got := answer(t, fill(t, v, tt.element, Advisory{}), tt.question)
		if tt.element == "cloud/ingest" && tt.question == "XCPM" {
			tt.is = Unknown // that few customers share it does not say how many patients there are
		}
		if got.Is != tt.is || tt.elements != "" && !slices.Contains(got.Elements, tt.elements) || !strings.Contains(got.Because, tt.because) {
			t.Errorf("%s %s: %+v, want %s by %s with %q", tt.element, tt.question, got, tt.is, tt.elements, tt.because)
		}
		if from := map[bool]Origin{true: "", false: FromModel}[got.Is == Unknown]; got.From != from {
			t.Errorf("%s %s comes from %q", tt.element, tt.question, got.From)
		}
	}
}

func TestPrefillFromTheAdvisory(t *testing.T) {
	v := example(t)
	three := Advisory{Metrics: map[string]string{"AV": "A", "AC": "H", "PR": "L", "UI": "R", "S": "C", "C": "N", "I": "H", "A": "N"}}
	four := Advisory{Metrics: map[string]string{"AV": "N", "AC": "L", "AT": "P", "PR": "H", "UI": "N", "C": "N", "I": "H", "A": "H", "SC": "N", "SI": "N", "SA": "N"}}
	for _, tt := range []struct {
		adv      Advisory
		question string
		is       Is
		from     Origin
	}{
		{three, "XAVN", Yes, FromAdvisory}, {three, "XAVT", Unknown, ""}, {three, "XACL", No, FromAdvisory}, {three, "XPRZ", Yes, FromAdvisory},
		{three, "XPRS", No, FromAdvisory}, {three, "XUI", Yes, FromAdvisory}, {three, "XS", Yes, FromAdvisory}, {three, "XCP", No, FromAdvisory},
		{three, "XIP", Yes, FromModel}, {three, "XAP", No, FromAdvisory},
		{four, "XAVT", Yes, FromModel}, {four, "XACL", No, FromAdvisory}, {four, "XPRS", Yes, FromAdvisory}, {four, "XS", No, FromAdvisory},
		{Advisory{Metrics: map[string]string{"AV": "P", "C": "H", "I": "H", "A": "H"}}, "XAVP", Yes, FromAdvisory},
		{Advisory{Metrics: map[string]string{"AV": "L", "C": "H", "I": "H", "A": "H"}}, "XAVP", No, FromAdvisory},
		// A weakness that only stops the element reads and changes nothing.
		{Advisory{CWE: []string{"CWE-400"}}, "XCP", No, FromAdvisory}, {Advisory{CWE: []string{"CWE-400"}}, "XAP", Yes, FromModel},
		{Advisory{CWE: []string{"CWE-787"}}, "XCP", Yes, FromModel},
		{Advisory{Extended: []Answer{{Question: "XACL", Is: No, From: FromAdvisory}}}, "XACL", No, FromAdvisory},
	} {
		got := answer(t, fill(t, v, "smartbox", tt.adv), tt.question)
		if got.Is != tt.is || got.From != tt.from {
			t.Errorf("%v %s: %+v, want %s from %s", tt.adv.Metrics, tt.question, got, tt.is, tt.from)
		}
	}
}

func TestPrefillOfNothing(t *testing.T) {
	if _, ok := Prefill(example(t), "patient", Advisory{}); ok {
		t.Error("a person was rated")
	}
}

const pen = `cordon: 1
system: {id: pen, name: Pen, intended-purpose: Injects a dose that is set by hand.}
places: {home: {kind: place.home}}
assets:
  pen:
    kind: device.insulin-pen
    place: home
    interfaces:
      keys: {kind: interface.user.keys}
      console: {kind: interface.debug}
      radio: {kind: interface.ble, facts: {enabled: no}}
    runs:
      firmware: {kind: software.firmware}
`

// Software has the ways of its device; what is switched off is none, and hands are a way where nothing else is.
func TestWays(t *testing.T) {
	var ds diag.List
	m := model.Load(fstest.MapFS{"pen.yaml": {Data: []byte(pen)}}, "pen.yaml", "", &ds)
	if ds.HasErrors() {
		t.Fatal(ds.Sorted())
	}
	p := fill(t, View{Model: m, Index: index(t)}, "pen/firmware", Advisory{Metrics: map[string]string{"AV": "N"}})
	for id, want := range map[string]Is{"XAVN": No, "XAVP": Yes, "XAVPA": Unknown, "XCD": Unknown, "XUI": No} {
		if got := answer(t, p, id); got.Is != want {
			t.Errorf("%s: %+v, want %s", id, got, want)
		}
	}
	o := p.Outcome()
	if got := o.Metrics["AV"]; got != "P" {
		t.Errorf("AV:%s", got)
	}
	// A model without harms does not show that there are none.
	if _, known := o.Points["SI"]; known || strings.Contains(o.Vector4, "/S:") {
		t.Errorf("%s, %v", o.Vector4, o.Points)
	}
}

func TestWaysForJustify(t *testing.T) {
	v := example(t)
	for element, want := range map[string]Ways{
		"smartbox/uploader": {Network: Yes, Adjacent: Yes, Local: Unknown, Physical: Yes},
		"sensor":            {Network: No, Adjacent: Yes, Local: Unknown, Physical: Yes},
		"build/signing":     {Network: Yes, Adjacent: Yes, Local: Unknown, Physical: Unknown},
	} {
		if got, ok := v.Ways(element); !ok || got != want {
			t.Errorf("%s: %+v, want %+v", element, got, want)
		}
	}
	// Silence is not absence.
	quiet := example(t)
	for i := range quiet.Model.Assets {
		quiet.Model.Assets[i].Value.On = nil
	}
	if got, _ := quiet.Ways("build/signing"); got.Network != Unknown || got.Adjacent != Unknown {
		t.Errorf("without ways in the model: %+v", got)
	}
	if a := answer(t, fill(t, quiet, "build/signing", Advisory{}), "XAVN"); a.Is != Unknown {
		t.Errorf("without ways in the model: %+v", a)
	}
}

func TestOverrideAndCompare(t *testing.T) {
	before := fill(t, example(t), "sensor", Advisory{})
	after := fill(t, example(t, "credentials: none\n      keeps-secrets: no", "credentials: per-user\n      keeps-secrets: no"), "sensor", Advisory{})
	var changed []string
	for _, c := range Compare(before, after) {
		changed = append(changed, c.Question+": "+string(c.Before.Is)+" to "+string(c.After.Is))
	}
	want := []string{"XPRL: no to yes", "XCS: no to yes", "XIS: no to yes", "XAS: no to yes"}
	if diff := gocmp.Diff(want, changed); diff != "" {
		t.Errorf("changed (-want +got):\n%s", diff)
	}
	said := Answer{Question: "XACL", Is: No, From: FromPerson, By: "A. Rossi", Because: "It takes a race."}
	after.Override([]Answer{said})
	if diff := gocmp.Diff(said, answer(t, after, "XACL")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := Compare(before, after); len(got) != 5 {
		t.Errorf("changed %+v", got)
	}
}

func TestOutcome(t *testing.T) {
	v := example(t)
	p := fill(t, v, "phone/app", Advisory{Metrics: map[string]string{"AV": "N", "AC": "L", "PR": "N", "UI": "R", "S": "U", "C": "L", "I": "H", "A": "N"}})
	o := p.Outcome()
	if want := "CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:N"; o.Vector != want {
		t.Errorf("%s, want %s", o.Vector, want)
	}
	if want := "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:P/VC:H/VI:H/VA:N/SC:N/SI:N/SA:N/MSI:S/S:P"; o.Vector4 != want {
		t.Errorf("%s, want %s", o.Vector4, want)
	}
	want := Points{"SI": {"critical"}, "MI": {"mef support crippled"}, "TI": {"partial"}, "A": {"no"}, "VD": {"diffuse"}, "EXP": {"controlled"}, "PE": {"no"}}
	if diff := gocmp.Diff(want, o.Points); diff != "" {
		t.Errorf("points (-want +got):\n%s", diff)
	}
	if p.Harms[0].ID != "fall-after-overdose" || p.Harms[0].Severity != 4 || !slices.Contains(p.Harms[0].Through, "follow-plan") {
		t.Errorf("the gravest harm is %+v", p.Harms[0])
	}
	d, err := Decide(HumanImpact, o.Points)
	if err != nil || d.Outcome != "high" || !d.Certain() {
		t.Errorf("human impact %+v, %v", d, err)
	}
	// Without an impact on integrity or availability no harm to health hangs on it.
	quiet := fill(t, v, "phone/app", Advisory{Metrics: map[string]string{"AV": "N", "AC": "L", "PR": "N", "UI": "N", "S": "U", "C": "H", "I": "N", "A": "N"}, KEV: Yes})
	o = quiet.Outcome()
	if !strings.HasSuffix(o.Vector4, "/S:N") || o.Points["SI"][0] != "negligible" || o.Points["MI"][0] != "degraded" || o.Points["E"][0] != "active" {
		t.Errorf("%s %v", o.Vector4, o.Points)
	}
}

// Harms that only the analysis finds are among those that hang on an element.
func TestHarmsOfTheAnalysis(t *testing.T) {
	v := example(t)
	v.Raises = func(element string) []string { return []string{"wrong-intake"} }
	p := fill(t, v, "cloud/updates", Advisory{})
	i := slices.IndexFunc(p.Harms, func(h Hangs) bool { return h.ID == "wrong-intake" })
	if i < 0 || len(p.Harms[i].Through) != 0 {
		t.Errorf("harms: %+v", p.Harms)
	}
	if o := p.Outcome(); o.Points["MI"][0] != "mef support crippled" {
		t.Errorf("mission impact %v", o.Points["MI"])
	}
	v = example(t, "    fall-back: {says: the printed plan from the last consultation, takes: minutes}\n", "")
	v.Raises = func(element string) []string { return []string{"wrong-intake"} }
	p = fill(t, v, "cloud/updates", Advisory{})
	if o := p.Outcome(); o.Points["MI"][0] != "mef failure" {
		t.Errorf("without a fall-back mission impact is %v", o.Points["MI"])
	}
}

// For every asset, each question has an answer with its origin, or is unknown with a reason; and twice the same.
func TestPrefillOfEveryAsset(t *testing.T) {
	v := example(t)
	for _, e := range v.Model.Assets {
		p := fill(t, v, e.ID, Advisory{})
		if len(p.Answers) != 31 {
			t.Errorf("%s has %d answers", e.ID, len(p.Answers))
		}
		for _, a := range p.Answers {
			known := a.Is == Yes || a.Is == No
			if a.Because == "" || known != (a.From != "") || !known && a.Is != Unknown {
				t.Errorf("%s: %+v", e.ID, a)
			}
			for _, id := range a.Elements {
				if v.Model.At(id).Line == 0 {
					t.Errorf("%s %s: the evidence %q is no element", e.ID, a.Question, id)
				}
			}
		}
		again := fill(t, v, e.ID, Advisory{})
		if diff := gocmp.Diff(p.Outcome(), again.Outcome()); diff != "" {
			t.Errorf("%s gives another outcome the second time:\n%s", e.ID, diff)
		}
	}
}

// Each kind that the table names exists, and each letter is one of the rubric.
func TestPrefillTable(t *testing.T) {
	ix, table := index(t), prefills()
	kinds := []string{}
	for _, w := range table.ways {
		kinds = append(kinds, w.kind)
		if !slices.Contains([]string{"network", "radio", "wire", "touch"}, w.sort) || !slices.Contains([]Is{Yes, No, Unknown}, w.ip) || !slices.Contains([]Is{Yes, No, Unknown}, w.near) {
			t.Errorf("way %+v", w)
		}
	}
	for _, of := range []map[string][]string{table.classes, table.functions} {
		for letter, list := range of {
			kinds = append(kinds, list...)
			if classNames[letter] == "" {
				t.Errorf("no class %s", letter)
			}
		}
	}
	for _, h := range table.harms {
		kinds = append(kinds, h.kind)
	}
	for _, k := range kinds {
		if ix.Kinds[k] == nil {
			t.Errorf("the knowledge base has no kind %s", k)
		}
	}
	for id := range ix.Kinds {
		if block := ix.BlockOf(id); block == "interfaces" && id != "interface" || block == "networks" {
			s := &subject{View: View{Index: ix}}
			if _, ok := s.wayOf(id); !ok {
				t.Errorf("kind %s is no way", id)
			}
		}
	}
}
