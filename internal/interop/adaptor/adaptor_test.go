package adaptor

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/content"
	"cordon/internal/civil"
	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/yamltext"
)

// The reports in testdata are ours, written after the source of the adaptor: none that a tool has written was at hand.

func ward(t testing.TB) *System {
	t.Helper()
	b, err := knowledge.DecodeIndex(content.Index)
	if err != nil {
		t.Fatal(err)
	}
	return &System{
		Index: knowledge.NewIndex(b),
		Elements: []Element{
			{ID: "phone", Title: "Patient's phone", Kind: "device.smartphone"},
			{ID: "phone/app", Title: "Diary app", Kind: "software.mobile-app"},
			{ID: "neurologist", Title: "Neurologist", Kind: "person.clinician"},
			{ID: "patient", Title: "Patient", Kind: "person.patient"},
			{ID: "wrong-dose", Title: "Wrong dose", Kind: "harm.inappropriate-treatment", To: "patient"},
			{ID: "grader", Title: "Grader", Kind: "model.ai"},
		},
		Names: []Name{{Element: "phone/app", Key: "coras_identifier", Value: "A12"}, {Element: "patient", Key: "ward", Value: "P7"}},
	}
}

const came = civil.Instant(1764158400) // 2025-11-26T12:00:00Z

func read(t testing.TB, name string) []byte {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func TestReports(t *testing.T) {
	for _, c := range []struct {
		file   string
		report string
		want   []string // effects
		told   []string
	}{
		{"state.json", "state report, until 2025-11-27T12:00:00Z", []string{
			"phone free-of-known-flaws at-most very-low since 2025-11-26T12:00:00Z: Extrinsic-M-TW at-most very-low in a state report",
			"phone not-lost is high since 2025-11-26T12:00:00Z: Possession is high in a state report",
			"phone controlled at-least very-high since 2025-11-26T12:00:00Z: impact of LossOfControl at-least very-high in a state report",
			"phone CTL-0101 absent since 2025-11-26T12:00:00Z: SoftwarePatching is absent in a state report",
			"wrong-dose occurs is high since 2025-11-26T12:00:00Z: impact of InappropriateTreatment is high in a state report",
			"patient CTL-0250 present since 2025-11-26T12:00:00Z: SecurityTraining is present in a state report",
		}, []string{
			"state.json:8:9: C856: trust attribute Extrinsic-VN-TW at phone is left out",
			"    hint: from where a flaw is reached follows here from the description, and the flaw itself lowers trust",
			"state.json:9:9: C856: trust attribute OccupantTW has no counterpart at phone, which is of kind device.smartphone",
			`state.json:10:9: C856: trust attribute "ExtrinsicT" has no counterpart here`,
			`    hint: did you mean "ExtrinsicTW"?`,
			`state.json:17:9: C856: control "Firewall" has no counterpart here`,
			"    hint: allowed: SoftwarePatching, PhysicalDeviceProtection, PhysicalIDVerifier, SecurityTraining, SimpleSecurePairing",
			"state.json:26:15: C857: no element of the description is the asset label Unknown",
			"    hint: say in a file of names which element it is",
		}},
		{"coras.json", "report of CORAS", []string{
			"phone/app free-of-known-flaws at-most low since 2025-11-26T12:00:00Z: CWE-787 in a report of CORAS: likelihood high",
			"neurologist alert at-most very-low since 2025-11-26T12:00:00Z: indicator IN 10 in a report of CORAS: likelihood very-high",
			"phone/app free-of-known-flaws at-most very-low since 2025-11-26T12:00:00Z: CWE-787 in a report of CORAS: Writing outside a buffer lets an attacker's data become code or steer it. Firmware of devices is mostly written in languages that do not prevent it, and often without the hardening of large systems.",
		}, []string{
			"coras.json:10:19: C856: nothing is known of the indicator IN 3",
			"    hint: known are CWE with a number, and IN with 10",
			"coras.json:12:19: C857: no element of the description is the asset coras_identifier=A99",
			"    hint: say in a file of names which element it is",
		}},
		{"aira.json", "report of AIRA, newest aira", []string{
			"grader free-of-design-flaws at-most medium since 2026-11-20T08:15:30Z: privacy score 47.5 of 100 in a report of AIRA",
		}, nil},
	} {
		t.Run(c.file, func(t *testing.T) {
			var ds diag.List
			r := Read(c.file, read(t, c.file), ward(t), came, &ds)
			head := r.Sort
			if r.Until != "" {
				head += ", until " + r.Until
			}
			if r.Newest != "" {
				head += ", newest " + r.Newest
			}
			var got []string
			for _, e := range r.Effects {
				how := strings.TrimSpace(fmt.Sprintf("%s %s", e.Op, e.Level)) + string(e.State)
				got = append(got, fmt.Sprintf("%s %s%s%s %s since %s: %s", e.Element, e.Trust, e.Impact, e.Control, how, e.Since, e.Because))
				if e.Until != r.Until || e.Source != c.file || e.At.Line == 0 {
					t.Errorf("%+v does not say whence and how long", e)
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" || head != c.report {
				t.Errorf("%s, want %s (-want +got):\n%s", head, c.report, diff)
			}
			expect(t, &ds, c.told...)
		})
	}
}

func TestReportsThatAreNone(t *testing.T) {
	for _, c := range []struct {
		name, json string
		want       []string
	}{
		{"empty", "", []string{"r:1:1: C855: the file is empty", "    hint: ask the tool again"}},
		{"another object", `{"a": 1}`, []string{"r:1:1: C855: the file is no report that Cordon reads", "    hint: a state report has state, a report of CORAS has nodes, one of AIRA has result"}},
		{"no list", `{"state": {}}`, []string{"r:1:11: C855: state is an object, and has to be a list"}},
		{"no objects", `{"nodes": [1, {"indicator": 2}]}`, []string{"r:1:12: C855: an item of nodes is a number, and has to be an object"}},
		{"no asset", `{"state": [{}, {"asset": {}}]}`, []string{"r:1:12: C857: it is not said which asset is meant", "r:1:26: C857: it is not said which asset is meant"}},
		{"more than one", `{"state": [{"asset": {"type": "person"}}]}`, []string{
			"r:1:22: C857: 2 elements of the description could be the asset type person: neurologist and patient", "    hint: say more of the asset",
		}},
		{"ways to find that are none here", `{"state": [{"asset": {"id": "phone", "type": "x#MobileHost", "relation": [{"type": "uses", "to": {}}]}}]}`, []string{
			"r:1:46: C856: the class \"MobileHost\" is no kind here, and is not looked at", "    hint: find the asset by its label, or by metadata",
			"r:1:74: C856: relations of an asset are not looked at", "    hint: find the asset by its label, or by metadata",
		}},
		{"an item with nothing right", `{"state": [{"asset": {"id": 1, "uri": "x#phone"}, "trustworthiness": [{"level": "x#Top", "operator": "<"}], "impacts": [{"misbehaviour": "x#Misdiagnosis", "level": "x#ImpactLevelLow", "operator": "="}, {"level": "Grave", "operator": "="}], "controls": [{"control": "c"}, {"enabled": true}]}], "type": "everything", "scope": {"type": "embedded"}}`, []string{
			"r:1:29: C855: id is a number, and has to be a text",
			`r:1:71: C855: neither trustworthinessAttribute nor trustworthinessAttributeSet is said`,
			`r:1:71: C855: there is no level "top" of trust`, "    hint: levels are TrustworthinessLevelVeryLow to TrustworthinessLevelSafe",
			`r:1:71: C855: there is no operator "<"`, "    hint: allowed: =, >=, <=",
			"r:1:121: C856: no harm of kind harm.misdiagnosis happens to phone in the description", "    hint: describe the harm",
			"r:1:203: C855: neither misbehaviour nor misbehaviourSet is said",
			`r:1:203: C855: there is no level "grave" of impact`, "    hint: levels are ImpactLevelNegligible to ImpactLevelVeryHigh",
			"r:1:254: C855: enabled has to be true or false",
			"r:1:272: C855: neither control nor controlSet is said",
			`r:1:302: C856: what the report does not list stays as it is`,
			`r:1:325: C856: the scope "embedded" is not looked at`, "    hint: it is read as a report about the whole system",
		}},
		{"ends", `{"state": [], "expiry": [{"type": "newest"}, {"type": "period", "time": "x"}, {"type": "timestamp", "time": "soon"}, {"type": "never"}]}`, []string{
			"r:1:26: C855: an expiry of the type newest needs a label",
			"r:1:46: C855: an expiry of the type period needs a time in seconds",
			`r:1:79: C855: "soon" is no point in time; write 2026-11-26T14:30:00Z, or a day as 2026-11-26`,
			`r:1:118: C855: there is no expiry of the type "never"`, "    hint: allowed: newest, period, timestamp",
		}},
		{"indicators", `{"nodes": [{"indicator": {"isindicator": true, "indicator_type": "IN", "indicator_value": "10", "ssm_asset_identifier": "patient"}}, {"indicator": {"isindicator": true, "indicator_type": "CWE", "indicator_value": "99999", "ssm_asset_identifier": "patient", "likelihood": "often"}}, {"indicator": {"isindicator": true, "indicator_type": "CWE", "indicator_value": "787", "ssm_asset_identifier": "patient", "likelihood": "low"}}]}`, []string{
			"r:1:26: C855: an indicator of the type IN needs a likelihood",
			`r:1:148: C855: there is no likelihood "often"`, "    hint: allowed: negligible, very-low, low, medium, high, very-high",
			"r:1:148: C856: nothing is known of the weakness CWE-99999", "    hint: name one of the CWE catalogue",
			"r:1:297: C856: what CWE-787 takes away does not exist at patient, which is of kind person.patient",
		}},
		{"a weakness that takes nothing", `{"nodes": [{"indicator": {"isindicator": true, "indicator_type": "CWE", "indicator_value": "CWE-1059", "ssm_asset_identifier": "phone/app"}}]}`, []string{
			"r:1:26: C856: the weakness CWE-1059 takes no trust away", "    hint: A missing text changes nothing that the element does.",
		}},
		{"a score that is none", `{"result": {"assessment": {"aggregate_score": 101}}}`, []string{"r:1:47: C855: result.assessment.aggregate_score has to be a number from 0 to 100"}},
		{"a day that is none", `{"result": {"assessment": {"aggregate_score": 100}}, "completed_date": "yesterday"}`, []string{`r:1:72: C855: "yesterday" is no point in time; write 2026-11-26T14:30:00Z, or a day as 2026-11-26`}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var ds diag.List
			Read("r", []byte(c.json), ward(t), came, &ds)
			expect(t, &ds, c.want...)
		})
	}
}

func TestEndsOfReports(t *testing.T) {
	for _, c := range []struct{ expiry, until, newest string }{
		{`null`, "", ""},
		{`[{"type": "period", "time": 60}, {"type": "timestamp", "time": "2025-11-26T13:00:00.5+01:00"}]`, "2025-11-26T12:01:00Z", ""},
		{`[{"type": "timestamp", "time": "2026-01-01T00:00:00"}]`, "2026-01-01T00:00:00Z", ""},
		{`[{"type": "period", "time": 60}, {"type": "newest", "label": "scan"}]`, "", "scan"},
	} {
		var ds diag.List
		r := Read("r", []byte(`{"state": [], "expiry": `+c.expiry+`}`), ward(t), came, &ds)
		if r.Until != c.until || r.Newest != c.newest || ds.Len() > 0 {
			t.Errorf("%s: until %q, newest %q, %v", c.expiry, r.Until, r.Newest, ds.Sorted())
		}
	}
}

func TestReportsThatStand(t *testing.T) {
	r := func(file, since, until, newest string) *Report {
		return &Report{File: file, Since: since, Until: until, Newest: newest}
	}
	got := ""
	for _, x := range Standing([]*Report{
		r("a", "2025-11-20T00:00:00Z", "", "scan"), r("b", "2025-11-21T00:00:00Z", "", "scan"), r("c", "2025-11-19T00:00:00Z", "", "scan"), r("d", "2025-11-27T00:00:00Z", "", "scan"),
		r("e", "2025-11-20T00:00:00Z", "2025-11-26T12:00:00Z", ""), r("f", "2025-11-20T00:00:00Z", "2025-11-26T12:00:01Z", ""), r("g", "2025-11-20T00:00:00Z", "", "other"),
		r("h", "2025-11-20T00:00:00Z", "", ""), r("i", "2025-11-20T00:00:00Z", "", ""),
	}, came) {
		got += x.File
	}
	if got != "bfghi" {
		t.Errorf("%s stand", got)
	}
}

func TestNames(t *testing.T) {
	var ds diag.List
	got := ParseNames("n.yaml", []byte("cordon: 1\nnames:\n  - {element: phone, key: host, value: ML}\n  - {element: phon, key: host, value: ML}\n"), ward(t).Elements, &ds)
	if len(got) != 2 || got[0].Element != "phone" || got[0].Key != "host" || got[0].Value != "ML" {
		t.Errorf("%+v", got)
	}
	expect(t, &ds, `n.yaml:4:5: C301: the description has no element "phon"`, `    hint: did you mean "phone"?`)
}

// What the table calls things exists, and where the table of the conversion knows a name as well, it says the same.
func TestTable(t *testing.T) {
	ix := ward(t).Index
	for _, r := range table().Trust {
		if a := ix.Trust[r.Same]; r.Because == "" && a == nil {
			t.Errorf("%s: no trust attribute %q", r.Name, r.Same)
		} else if a != nil {
			for _, k := range r.Kinds {
				if !meets(ix, k, a.On) {
					t.Errorf("%s: %s does not exist at %s", r.Name, r.Same, k)
				}
			}
		}
	}
	for _, r := range table().Consequences {
		if c := ix.Consequences[r.Same]; c == nil || !ix.IsAny(r.Kinds[0], c.On) {
			t.Errorf("%s: no consequence %q at %v", r.Name, r.Same, r.Kinds)
		}
	}
	for _, r := range table().Harms {
		if k := ix.Kinds[r.Same]; k == nil || k.Harm == nil {
			t.Errorf("%s: no harm %q", r.Name, r.Same)
		}
	}
	for _, r := range table().Controls {
		if c := ix.Controls[r.Same]; c == nil || !ix.IsAny(r.Kinds[0], c.On) {
			t.Errorf("%s: no control %q at %v", r.Name, r.Same, r.Kinds)
		}
	}
	src, err := os.ReadFile(filepath.Join("..", "spyderisk", "convert", "table.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var ds diag.List
	rows := 0
	for _, block := range yamltext.Parse("table.yaml", src, &ds).Content[0].Content {
		for _, n := range block.Content {
			row := map[string]string{}
			for i := 0; i+1 < len(n.Content); i += 2 {
				row[n.Content[i].Value] = n.Content[i+1].Value
			}
			name := row["attribute"] + row["control"]
			if name == "" || row["same"] == "" {
				continue
			}
			rows++
			same := false
			for _, r := range append(table().Trust, table().Controls...) {
				same = same || r.Name == name && r.Same == row["same"]
			}
			if !same {
				t.Errorf("the conversion calls %s %s, and this table does not", name, row["same"])
			}
		}
	}
	if rows == 0 {
		t.Error("the table of the conversion has no row")
	}
}

func meets(ix *knowledge.Index, kind string, on []string) bool {
	for _, o := range on {
		if ix.Meets(kind, o) {
			return true
		}
	}
	return false
}

func expect(t *testing.T, ds *diag.List, want ...string) {
	t.Helper()
	var got []string
	for _, d := range ds.Sorted() {
		got = append(got, strings.Split(d.String(), "\n")...)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

func FuzzReport(f *testing.F) {
	for _, name := range []string{"state.json", "coras.json", "aira.json"} {
		f.Add(read(f, name))
	}
	system := ward(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		var ds diag.List
		r := Read("r", src, system, came, &ds)
		if r == nil && !ds.HasErrors() {
			t.Error("no report and no reason")
		}
		if ds.Len() > most {
			t.Errorf("%d diagnostics", ds.Len())
		}
		if r == nil {
			return
		}
		for _, e := range r.Effects {
			if e.Rank() < 0 && e.State == "" {
				t.Errorf("%+v changes nothing", e)
			}
		}
	})
}
