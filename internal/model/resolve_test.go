package model

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

// decodeCases show what is said of keys and values that are not part of the language.
var decodeCases = []badCase{
	{name: "unknown key", files: map[string]string{"a.yaml": header + "zones: {a: {knd: k, colour: red}}\nnetwork: {}\n"}, want: []string{
		`a.yaml:3:13: C201: unknown key "knd"`,
		`    hint: did you mean "kind"?`,
		`a.yaml:3:21: C201: unknown key "colour"`,
		"    hint: allowed: kind, title, note, facts, trust, within, controlled-by",
		`a.yaml:4:1: C201: unknown key "network"`,
		`    hint: did you mean "networks"?`,
	}},
	{name: "wrong type", files: map[string]string{"a.yaml": header +
		"zones: [a]\n" +
		"places: {a: b}\n" +
		"people: {p: {kind: [k]}}\n" +
		"networks: {n: {kind: k, joins: n}}\n" +
		"benefits: {b: {kind: k, from: [], magnitude: much}}\n"}, want: []string{
		"a.yaml:3:8: C202: expected a block of ids, found a list",
		"    hint: write it as id: value",
		`a.yaml:4:13: C202: expected a block, found "b"`,
		"    hint: its keys are kind, title, note, facts, trust, within, zone, controlled-by",
		`a.yaml:5:10: C310: person "p" is connected to nothing`,
		"    hint: connect it or remove it",
		"a.yaml:5:20: C202: expected a word, found a list",
		`a.yaml:6:12: C310: network "n" is connected to nothing`,
		"    hint: connect it or remove it",
		`a.yaml:6:32: C202: expected a list, found "n"`,
		"    hint: write it as a list: [a, b]",
		`a.yaml:7:46: C202: expected a whole number, found "much"`,
	}},
	{name: "wrong word", files: map[string]string{"a.yaml": header +
		"organisations: {o: {kind: k, duty: manufacter}}\n" +
		"data: {d: {kind: k, sensitivity: secret, stored-on: []}}\n"}, want: []string{
		`a.yaml:3:36: C203: "manufacter" is not an allowed word here`,
		`    hint: did you mean "manufacturer"?`,
		`a.yaml:4:8: C403: data "d" is neither stored nor carried anywhere`,
		"    hint: say `stored-on`, or carry it in a flow",
		`a.yaml:4:34: C203: "secret" is not an allowed word here`,
		"    hint: allowed: public, internal, personal, health, special",
	}},
	{name: "nothing", files: map[string]string{"a.yaml": header + "zones: {a: {kind: }, b: {kind: '', title: ~}}\nflows:\n"}, want: []string{
		"a.yaml:3:19: C208: expected a word, found nothing",
		"    hint: give the value, or remove the key",
		"a.yaml:3:32: C208: expected a word, found nothing",
		"    hint: give the value, or remove the key",
		"a.yaml:3:43: C208: expected a text, found nothing",
		"    hint: give the value, or remove the key",
		"a.yaml:4:7: C202: expected a block of ids, found nothing",
		"    hint: write it as id: value",
	}},
	{name: "missing key", files: map[string]string{"a.yaml": "cordon: 1\nsystem: {id: s}\n"}, want: []string{
		`a.yaml:2:9: C204: key "intended-purpose" is required here`,
		"    hint: Intended purpose in the manufacturer's words (MDR Article 2(12)).",
		`a.yaml:2:9: C204: key "name" is required here`,
		"    hint: Name as on the label.",
	}},
	{name: "kind is missing where there is no usual one", files: map[string]string{"a.yaml": header +
		"places: {p: {zone: z}}\nzones: {z: {}}\n"}, want: []string{
		"a.yaml:3:10: C204: \"p\" has no `kind`",
		"    hint: say what it is: kind: …",
	}},
	{name: "key stands twice", files: map[string]string{"a.yaml": header + "zones: {a: {kind: k, kind: l}}\nzones: {b: {kind: k}}\n"}, want: []string{
		`a.yaml:3:22: C205: key "kind" stands twice`,
		"    hint: remove one of the two",
		`a.yaml:4:1: C205: key "zones" stands twice`,
		"    hint: remove one of the two",
	}},
	{name: "no id", files: map[string]string{"a.yaml": header + "zones:\n  A: {kind: k}\n  b_c: {kind: k}\n  1: {kind: k}\n  d-: {kind: k}\n  e/f: {kind: k}\n  [g]: {kind: k}\n"}, want: []string{
		`a.yaml:4:3: C206: "A" is not an id`,
		"    hint: use lower-case letters, digits and single hyphens, beginning with a letter",
		`a.yaml:5:3: C206: "b_c" is not an id`,
		"    hint: use lower-case letters, digits and single hyphens, beginning with a letter",
		`a.yaml:6:3: C206: "1" is not an id`,
		"    hint: use lower-case letters, digits and single hyphens, beginning with a letter",
		`a.yaml:7:3: C206: "d-" is not an id`,
		"    hint: use lower-case letters, digits and single hyphens, beginning with a letter",
		`a.yaml:8:3: C206: "e/f" is not an id`,
		"    hint: use lower-case letters, digits and single hyphens, beginning with a letter",
		"a.yaml:9:3: C110: a key is one word, and this is a list",
	}},
	{name: "number out of range", files: map[string]string{"a.yaml": header + "benefits: {b: {kind: k, from: [], magnitude: 6, probability: 0}}\nharms: {h: {kind: k, from: [], severity: {all: 9}}}\n"}, want: []string{
		"a.yaml:3:46: C209: 6 is outside 1 to 5",
		"a.yaml:3:62: C209: 0 is outside 1 to 5",
		"a.yaml:4:48: C209: 9 is outside 1 to 5",
	}},
}

func TestDecodingReportsWhatTheLanguageLacks(t *testing.T) {
	for _, c := range decodeCases {
		t.Run(c.name, c.run)
	}
}

var resolveCases = []badCase{
	{name: "dangling id", files: map[string]string{"a.yaml": header +
		"places: {home: {kind: k, within: hoem}}\n" +
		"contexts: {c: {kind: k, place: nowhere}}\n" +
		"controls: [{control: C, on: [hom, hime/x], state: present}]\n"}, want: []string{
		`a.yaml:3:34: C301: "hoem" is not defined in places`,
		`    hint: did you mean "home"?`,
		`a.yaml:4:32: C301: "nowhere" is not defined in places`,
		"    hint: allowed: home",
		`a.yaml:5:30: C301: "hom" is not defined in the model`,
		`    hint: did you mean "home"?`,
		`a.yaml:5:35: C301: "hime/x" is not defined in the model`,
		"    hint: allowed: c, home",
	}},
	{name: "dangling key", files: map[string]string{"a.yaml": header +
		"assets: {pump: {kind: k, place: p}}\nplaces: {p: {kind: k}}\npeople: {joe: {kind: k, place: p}}\n" +
		"functions: {f: {kind: k, by: pump, for: joe, uses: {dose: {}}}}\n"}, want: []string{
		`a.yaml:6:53: C301: "dose" is not defined in data`,
	}},
	{name: "wrong block", files: map[string]string{"a.yaml": header +
		"zones: {z: {kind: k, within: home}}\nplaces: {home: {kind: k, controlled-by: z}}\n"}, want: []string{
		`a.yaml:3:30: C305: "home" stands in places; here it must be one of zones`,
		`a.yaml:4:41: C305: "z" stands in zones; here it must be one of organisations or people`,
	}},
	{name: "id twice in one block", files: map[string]string{"a.yaml": header + "zones:\n  a: {kind: k}\n  a: {kind: k}\n"}, want: []string{
		`a.yaml:5:3: C302: id "a" stands twice in this block`,
		"    hint: rename one of the two",
	}},
	{name: "id twice in two blocks", files: map[string]string{"a.yaml": header + "zones: {a: {kind: k}}\nplaces: {a: {kind: k}}\n"}, want: []string{
		`a.yaml:4:10: C302: id "a" is taken; it is first used at a.yaml:3:9`,
		"    hint: rename one of the two",
	}},
	{name: "id twice in two files", files: map[string]string{
		"a.yaml": header + "zones: {a: {kind: k}}\n",
		"b.yaml": "cordon: 1\nzones: {a: {kind: k}}\n",
	}, want: []string{
		`b.yaml:2:9: C302: id "a" is taken; it is first used at a.yaml:3:9`,
		"    hint: rename one of the two",
	}},
	{name: "id twice inside an asset", files: map[string]string{"a.yaml": header +
		"places: {p: {kind: k}}\nassets: {a: {kind: k, place: p, interfaces: {x: {kind: k}}, parts: {x: {kind: k}}, runs: {x: {kind: k}}}}\n"}, want: []string{
		`a.yaml:4:69: C302: id "a/x" is taken; it is first used at a.yaml:4:46`,
		"    hint: rename one of the two",
		`a.yaml:4:91: C302: id "a/x" is taken; it is first used at a.yaml:4:46`,
		"    hint: rename one of the two",
	}},
	{name: "import name and asset", entry: "a.yaml", files: map[string]string{
		"a.yaml": header + "imports: [{file: b.yaml, as: pump}]\nplaces: {p: {kind: k}}\nassets: {pump: {kind: k, place: p, runs: {app: {kind: k}}}}\n",
		"b.yaml": "cordon: 1\nplaces: {p: {kind: k}}\nassets: {app: {kind: k, place: p}}\n",
	}, want: []string{
		`a.yaml:5:10: C302: id "pump" is taken; it is first used at a.yaml:3:30`,
		"    hint: rename one of the two",
		`b.yaml:3:10: C302: id "pump/app" is taken; it is first used at a.yaml:5:43`,
		"    hint: rename one of the two",
	}},
	{name: "import name twice", entry: "a.yaml", files: map[string]string{
		"a.yaml": header + "imports: [{file: b.yaml, as: b}, {file: b.yaml, as: b}]\n",
		"b.yaml": "cordon: 1\nzones: {z: {kind: k}}\n",
	}, want: []string{
		`a.yaml:3:53: C302: id "b" is taken; it is first used at a.yaml:3:30`,
		"    hint: rename one of the two",
		`b.yaml:2:9: C302: id "b/z" is taken; it is first used at b.yaml:2:9`,
		"    hint: rename one of the two",
	}},
	{name: "element twice in a list", files: map[string]string{"a.yaml": header +
		"networks: {n: {kind: k, joins: [m, m]}, m: {kind: k}}\n"}, want: []string{
		`a.yaml:3:36: C308: "m" stands twice in this list`,
		"    hint: remove one",
	}},
	{name: "an imported file sees only itself", entry: "a.yaml", files: map[string]string{
		"a.yaml": header + "imports: [{file: b.yaml, as: b}]\nzones: {z: {kind: k}}\n",
		"b.yaml": "cordon: 1\nplaces: {p: {kind: k, zone: z}}\n",
	}, want: []string{
		`b.yaml:2:29: C301: "z" is not defined in zones`,
	}},
}

func TestResolvingReportsReferencesAndIDs(t *testing.T) {
	for _, c := range resolveCases {
		t.Run(c.name, c.run)
	}
}

func TestResolvingGivesFullIDs(t *testing.T) {
	fsys := fstest.MapFS{
		"a.yaml": {Data: []byte(header + `
imports: [{file: lib, as: app}]
places: {home: {kind: k}}
people: {joe: {kind: k, uses: [app/phone/app]}}
assets:
  pump: {kind: k, place: home, interfaces: {ble: {kind: k}}, parts: {radio: {kind: k}}, runs: {fw: {kind: k, runs: {drv: {kind: k}}}}}
functions:
  therapy: {kind: k, by: pump, for: joe, uses: {app/dose: {integrity: high}}}
`)},
		"lib/one.yaml": {Data: []byte("cordon: 1\nnetworks: {wifi: {kind: k}}\n")},
		"lib/two.yaml": {Data: []byte("cordon: 1\nassets: {phone: {kind: k, on: [wifi], runs: {app: {kind: k}}}}\ndata: {dose: {kind: k, stored-on: [phone/app]}}\n")},
	}
	var ds diag.List
	m := Load(fsys, "a.yaml", "", &ds)
	var got []string
	for _, a := range m.Assets {
		got = append(got, strings.TrimSpace("asset "+a.ID+" "+string(a.Holding)+" "+a.Parent))
	}
	for _, i := range m.Interfaces {
		got = append(got, "interface "+i.ID+" of "+i.Parent)
	}
	use := m.Functions[0].Value.Uses[0]
	got = append(got, "on "+m.Assets[0].Value.On[0].Text, "uses "+m.People[0].Value.Uses[0].Text, "reads "+use.Key+" at "+use.Value.Reads.Text)
	want := []string{
		"asset app/phone",
		"asset app/phone/app software app/phone",
		"asset pump",
		"asset pump/fw software pump",
		"asset pump/fw/drv software pump/fw",
		"asset pump/radio part pump",
		"interface pump/ble of pump",
		"on app/wifi",
		"uses app/phone/app",
		"reads app/dose at app/phone/app",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if ds.Len() > 0 {
		t.Errorf("unexpected diagnostics:\n%s", printed(&ds))
	}
	if b := m.BlockOf("app/dose"); b != DataBlock {
		t.Errorf("app/dose stands in %q", b)
	}
}

func TestDigestDoesNotDependOnOrder(t *testing.T) {
	files := func(first, second string) fstest.MapFS {
		return fstest.MapFS{
			"a.yaml": {Data: []byte("cordon: 1\nsystem: {id: s, name: S, intended-purpose: P}\nassets: {x: {kind: k}, y: {kind: k}}\n" + first)},
			"b.yaml": {Data: []byte("cordon: 1\n" + second)},
		}
	}
	one := "controls: [{control: CTL-0001, on: [x], state: present}]\n"
	two := "controls: [{control: CTL-0001, on: [y], state: planned}]\n"
	digest := func(fsys fstest.MapFS) string {
		var ds diag.List
		m := Load(fsys, ".", "", &ds)
		if ds.HasErrors() {
			t.Fatal(printed(&ds))
		}
		return m.Digest()
	}
	if a, b := digest(files(one, two)), digest(files(two, one)); a != b {
		t.Errorf("digest %s and, with the placements in the other files, %s", a, b)
	}
	if a, b := digest(files(one, two)), digest(files(one, strings.Replace(two, "planned", "present", 1))); a == b {
		t.Error("different placements have one digest")
	}
}
