package model

import (
	"testing"
	"testing/fstest"
)

// two is a pair of assets on two networks.
const two = header + `networks: {lan: {kind: k}, wan: {kind: k}}
assets:
  a: {kind: k, on: [lan], runs: {app: {kind: k}}}
  b: {kind: k, on: [wan], interfaces: {usb: {kind: k}}}
data:
  d: {kind: k, stored-on: [a, b]}
`

var validateCases = []badCase{
	{name: "flow over a network that neither end reaches", files: map[string]string{"a.yaml": two +
		"  e: {kind: k, stored-on: [a]}\nplaces: {p: {kind: k}}\n" +
		"flows: {f: {kind: k, from: a/app, to: c, carries: [e], over: [wan]}}\n",
		"b.yaml": "cordon: 1\nassets: {c: {kind: k, place: p}}\n"}, want: []string{
		`a.yaml:11:63: C401: flow "f" goes over "wan", but neither "a/app" nor "c" is on it`,
		"    hint: put them on it with `on:`, or correct `over:`",
	}},
	{name: "flow over networks its ends are not on", files: map[string]string{"a.yaml": two +
		"flows: {f: {kind: k, from: a/app, to: b, over: [wan, lan]}}\n"}, want: []string{
		`a.yaml:9:49: C401: flow "f" starts over "wan", but "a/app" is not on it`,
		"    hint: put it on the network with `on:`, or correct `over:`",
		`a.yaml:9:54: C401: flow "f" arrives over "lan", but "b" is not on it`,
		"    hint: put it on the network with `on:`, or correct `over:`",
	}},
	{name: "flow over a network that one end reaches", files: map[string]string{"a.yaml": two +
		"flows: {f: {kind: k, from: a, to: b, over: [b/usb, wan]}}\n"}, want: []string{
		`a.yaml:9:52: C401: flow "f" starts over "wan", but "a" is not on it`,
		"    hint: put it on the network with `on:`, or correct `over:`",
	}},
	{name: "flow to itself", files: map[string]string{"a.yaml": two + "flows: {f: {kind: k, from: a, to: a}}\n"}, want: []string{
		`a.yaml:9:35: C402: flow "f" ends where it begins, at "a"`,
	}},
	{name: "circle of places", files: map[string]string{"a.yaml": header +
		"places:\n  a: {kind: k, within: b}\n  b: {kind: k, within: a}\n  c: {kind: k, within: a}\n"}, want: []string{
		`a.yaml:4:24: C307: "a" lies within itself`,
		"    hint: remove one `within` of the circle",
		`a.yaml:5:24: C307: "b" lies within itself`,
		"    hint: remove one `within` of the circle",
	}},
	{name: "zone in itself", files: map[string]string{"a.yaml": header + "zones: {z: {kind: k, within: z}}\n"}, want: []string{
		`a.yaml:3:30: C307: "z" lies within itself`,
		"    hint: remove one `within` of the circle",
	}},
	{name: "bad months", files: map[string]string{"a.yaml": "cordon: 1\n" +
		"system: {id: s, name: S, intended-purpose: P, support: {from: 2026-13, until: 2026}}\n" +
		"places: {p: {kind: k}}\nassets: {a: {kind: k, place: p, supported-until: 2026-1-1}}\n"}, want: []string{
		`a.yaml:2:56: C203: from: "2026-13" is not a month`,
		"    hint: write it as YYYY-MM",
		`a.yaml:2:56: C203: until: "2026" is not a month`,
		"    hint: write it as YYYY-MM",
		`a.yaml:4:13: C203: supported-until: "2026-1-1" is not a month`,
		"    hint: write it as YYYY-MM",
	}},
	{name: "months in the wrong order", files: map[string]string{"a.yaml": "cordon: 1\n" +
		"system: {id: s, name: S, intended-purpose: P, support: {from: 2026-02, until: 2026-01}}\n"}, want: []string{
		"a.yaml:2:56: C406: support ends in 2026-01, before it begins in 2026-02",
	}},
	{name: "data is nowhere", files: map[string]string{"a.yaml": header + "data: {d: {kind: k}}\n"}, want: []string{
		`a.yaml:3:8: C403: data "d" is neither stored nor carried anywhere`,
		"    hint: say `stored-on`, or carry it in a flow",
	}},
	{name: "data is read where there is none", files: map[string]string{"a.yaml": two +
		"people: {p: {kind: k, uses: [a]}}\nfunctions: {f: {kind: k, by: a, for: p, uses: {d: {at: a/app}}}}\n"}, want: []string{
		`a.yaml:10:56: C405: function "f" reads "d" at "a/app", where it neither is stored nor arrives`,
		"    hint: the data is at: a, b",
	}},
	{name: "data is read at one of several copies", files: map[string]string{"a.yaml": two +
		"people: {p: {kind: k, uses: [a]}}\nfunctions: {f: {kind: k, by: a, for: p, uses: {d: {}}}}\n"}, want: []string{
		`a.yaml:10:48: C404: function "f" does not say where it reads "d"`,
		"    hint: add `at:` with one of: a, b",
	}},
	{name: "control placed twice", files: map[string]string{"a.yaml": two +
		"controls:\n  - {control: C, on: [a, d], state: present}\n  - {control: C, on: [b, a], state: absent}\n"}, want: []string{
		`a.yaml:11:26: C308: control C is placed on "a" twice; first at a.yaml:10:23`,
		"    hint: keep one",
	}},
	{name: "elements connected to nothing", files: map[string]string{"a.yaml": header +
		"networks: {n: {kind: k}}\npeople: {p: {kind: k}}\nassets: {a: {kind: k, runs: {b: {kind: k}}}}\n"}, want: []string{
		`a.yaml:3:12: C310: network "n" is connected to nothing`,
		"    hint: connect it or remove it",
		`a.yaml:4:10: C310: person "p" is connected to nothing`,
		"    hint: connect it or remove it",
		`a.yaml:5:10: C310: asset "a" is connected to nothing`,
		"    hint: connect it or remove it",
	}},
	{name: "ten faults in one file", files: map[string]string{"a.yaml": tenFaults}, want: []string{
		`a.yaml:6:3: C201: unknown key "suport"`,
		`    hint: did you mean "support"?`,
		`a.yaml:8:25: C202: expected a list, found "lan"`,
		"    hint: write it as a list: [a, b]",
		`a.yaml:10:26: C301: "lam" is not defined in networks`,
		`    hint: did you mean "lan"?`,
		`a.yaml:12:5: C203: supported-until: "2026-00" is not a month`,
		"    hint: write it as YYYY-MM",
		`a.yaml:14:17: C203: "lots" is not an allowed word here`,
		"    hint: allowed: single, few, some, many, very-many",
		`a.yaml:16:3: C206: "C" is not an id`,
		"    hint: use lower-case letters, digits and single hyphens, beginning with a letter",
		`a.yaml:18:29: C402: flow "f" ends where it begins, at "a"`,
		`a.yaml:19:6: C204: key "to" is required here`,
		"    hint: Asset that receives.",
		"a.yaml:21:37: C209: 7 is outside 1 to 5",
		`a.yaml:23:24: C307: "z" lies within itself`,
		"    hint: remove one `within` of the circle",
	}},
}

// Each fault stands beside its number; none hides or repeats another.
const tenFaults = `cordon: 1
system:
  id: s
  name: S
  intended-purpose: P
  suport: {}                                   # 1 unknown key
networks:
  lan: {kind: k, joins: lan}                   # 2 a list is expected
assets:
  a: {kind: k, on: [lan, lam]}                 # 3 dangling
  b:
    kind: k
    on: [lan]
    population: lots                           # 4 not a word of the list
    supported-until: 2026-00                   # 5 bad month (of the block that begins in line 12)
  C: {kind: k, on: [lan]}                      # 6 not an id
flows:
  f: {kind: k, from: a, to: a}                 # 7 flow to itself
  g: {kind: k, from: a}                        # 8 the end is missing
benefits:
  h: {kind: k, from: [], magnitude: 7}         # 9 out of range
zones:
  z: {kind: k, within: z}                      # 10 circle
`

func TestValidationReportsContradictions(t *testing.T) {
	for _, c := range validateCases {
		t.Run(c.name, c.run)
	}
}

func TestCompleteModelHasNoFaults(t *testing.T) {
	src := read(t, "testdata/complete.yaml")
	check(t, fstest.MapFS{"complete.yaml": {Data: src}}, "complete.yaml")
}
