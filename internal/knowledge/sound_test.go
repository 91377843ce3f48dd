package knowledge

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

// sound is a small knowledge base without fault. Tests change a file or two of it and say what the lint has to say then.
var sound = map[string]string{
	"kinds/thing.yaml":      "id: thing\ntitle: Thing\nabstract: yes\nsays: Anything.\n" + source,
	"kinds/device.yaml":     "id: device\ntitle: Device\nis: [thing]\nblock: assets\nsays: A box.\n" + source,
	"kinds/device.hub.yaml": "id: device.hub\ntitle: Hub\nis: [device]\nsays: A box in the middle.\nfacts: {port: closed}\n" + source,
	"kinds/old.yaml":        "id: old\ntitle: Old box\nis: [device]\nabstract: no\nstatus: withdrawn\nreplaced-by: device\nsays: A box of former times.\n",
	"kinds/network.yaml":    "id: network\ntitle: Network\nis: [thing]\nblock: networks\nsays: A wire.\n" + source,
	"kinds/harm.yaml":       "id: harm\ntitle: Harm\nis: [thing]\nblock: harms\nabstract: yes\nsays: Injury.\n" + source,
	"harms/harm.words.yaml": `id: harm.words
title: Hurt by words
is: [harm]
says: Hard words.
harm:
  class: psychological
  severity: {adult: 1}
  time-to-harm: seconds
  cues: [tears]
sources:
  - {document: Handbook 2020, part: p. 1}
`,
	"relations/on.yaml": "id: on\ntitle: is on\nfrom: device\nto: network\nsays: A device is on a network.\n" + source,
	"facts/port.yaml": `id: port
title: Port
on: [device]
values: [open, closed]
question: Is the port of {it} open?
why: An open port lets strangers in.
sets:
  - {when: [open], trust: firm, level: low}
` + source,
	"trust/firm.yaml": `id: firm
title: Firm
on: [device]
default: high
by-kind:
  - {kind: device.hub, level: medium}
says: It withstands.
undermined-by: taken
` + source,
	"consequences/taken.yaml": "id: taken\ntitle: Taken\non: [device]\nsays: is taken over\n" + source,
	"consequences/hurts.yaml": "id: hurts\ntitle: Hurts\non: [harm]\nsays: hurts\n" + source,
	"rules/RUL-0001.yaml": `id: RUL-0001
title: "{dev} has a shadow"
order: 10
where:
  dev: {kind: device}
  net: {kind: network}
links: [dev on net]
infers:
  twin: {kind: device.hub, title: "Shadow of {dev}", of: [dev]}
adds: [twin on net]
says: Shadows follow.
examples:
  - {says: one on a network, expects: match, model: {}}
  - {says: one on none, expects: no-match, model: {}}
` + source,
	"threats/all/THR-0001.yaml": `id: THR-0001
title: A stranger takes {dev}
category: access
where:
  dev: {kind: device, facts: {port: [open]}}
  net: {kind: network}
links: [dev on net]
causes: [low dev.firm]
effects: [dev.taken]
frequency: high
blocked-by: [CTL-0001 at dev, STR-0001]
story: Strangers come.
check: Look.
false-positives: Nobody is there.
references: {cwe: [CWE-287], capec: [CAPEC-94], attack: [T0860], emb3d: [TID-411], atlas: [AML.T0020]}
sources:
  - {document: Handbook 2020, part: p. 2}
examples:
  - {says: open, expects: match, model: {assets: {a: {kind: device}}}}
  - {says: shut, expects: no-match, model: {assets: {a: {kind: device}}}}
`,
	"threats/all/THR-0002.yaml": `id: THR-0002
title: "{dev} hurts"
category: clinical
where:
  dev: {kind: device}
  injury: {kind: harm}
links: [dev pains injury]
causes: [dev.taken]
effects: [injury.hurts]
frequency: high
secondary: yes
unanswered: Nothing helps.
story: It hurts.
sources:
  - {document: Handbook 2020, part: p. 3}
examples:
  - {says: hurts, expects: match, model: {assets: {a: {kind: device}}}}
  - {says: does not, expects: question, model: {assets: {a: {kind: device}}}}
`,
	"relations/pains.yaml":   "id: pains\ntitle: pains\nfrom: device\nto: harm\nsays: A device pains somebody.\n" + source,
	"controls/CTL-0001.yaml": control("CTL-0001", "Lock"),
	"controls/CTL-0002.yaml": control("CTL-0002", "Bolt"),
	"controls/CTL-0003.yaml": control("CTL-0003", "Chain") + "status: withdrawn\nreplaced-by: CTL-0001\n",
	"strategies/STR-0001.yaml": `id: STR-0001
title: Lock and bolt
needs: [CTL-0001 at dev, CTL-0002 at dev]
effectiveness: very-high
because: Both must give way.
says: A lock without a bolt is a handle.
` + source,
	"scales.yaml": scalesText,
}

// source is what the entries whose sources no test looks at name.
const source = "sources: [{document: Handbook 2020, part: p. 5}]\n"

func control(id, title string) string {
	return fmt.Sprintf(`id: %s
title: %s
on: [device]
says: Keeps shut.
configure: Turn it.
layer: device
applied-by: [manufacturer]
effectiveness: high
because: It is strong.
cost: {one-off: 1, yearly: 0}
burden: {latency: 1}
verify: {method: inspection, criterion: it is shut}
sources:
  - {document: Handbook 2020, part: p. 4}
`, id, title)
}

const scalesText = `likelihood: [{name: l0, says: x}, {name: l1, says: x}, {name: l2, says: x}, {name: l3, says: x}, {name: l4, says: x}, {name: l5, says: x}]
trust: [{name: t0, says: x}, {name: t1, says: x}, {name: t2, says: x}, {name: t3, says: x}, {name: t4, says: x}, {name: t5, says: x}]
impact: [{name: i0, says: x}, {name: i1, says: x}, {name: i2, says: x}, {name: i3, says: x}, {name: i4, says: x}, {name: i5, says: x}]
risk: [{name: r0, says: x}, {name: r1, says: x}, {name: r2, says: x}, {name: r3, says: x}, {name: r4, says: x}]
risk-table:
  - [0, 0, 0, 0, 0, 0]
  - [0, 0, 0, 0, 1, 1]
  - [0, 0, 0, 1, 1, 2]
  - [0, 0, 1, 2, 3, 3]
  - [0, 1, 2, 3, 3, 4]
  - [0, 1, 2, 3, 4, 4]
severity:
  - {name: s1, says: x, plain: y, plain-loss: z}
  - {name: s2, says: x, plain: y, plain-loss: z}
  - {name: s3, says: x, plain: y, plain-loss: z}
  - {name: s4, says: x, plain: y, plain-loss: z}
  - {name: s5, says: x, plain: y, plain-loss: z}
p1: [{from: "0", to: "0.1"}, {from: "0.1", to: "0.2"}, {from: "0.2", to: "0.3"}, {from: "0.3", to: "0.4"}, {from: "0.4", to: "0.5"}, {from: "0.5", to: "1"}]
p2: [{from: "0", to: "0.1"}, {from: "0.1", to: "0.2"}, {from: "0.2", to: "0.3"}, {from: "0.3", to: "0.4"}, {from: "0.4", to: "1"}]
probability: [{name: p1, says: x}, {name: p2, says: x}, {name: p3, says: x}, {name: p4, says: x}, {name: p5, says: x}]
probability-bounds: ["0.1", "0.2", "0.3", "0.4"]
harm-table:
  - [acceptable, acceptable, acceptable, acceptable, reduce]
  - [acceptable, acceptable, acceptable, reduce, reduce]
  - [acceptable, acceptable, reduce, reduce, unacceptable]
  - [acceptable, reduce, reduce, unacceptable, unacceptable]
  - [reduce, reduce, unacceptable, unacceptable, unacceptable]
`

// with is the sound base with some files changed, as "old => new" edits of a file, or whole files where there is no =>.
func with(t testing.TB, changes map[string]string) fstest.MapFS {
	t.Helper()
	files := maps.Clone(sound)
	for name, change := range changes {
		for edit := range strings.SplitSeq(change, "; ") {
			from, to, isEdit := strings.Cut(edit, " => ")
			if !isEdit {
				files[name] = change
				break
			}
			if !strings.Contains(files[name], from) {
				t.Fatalf("%s does not contain %q", name, from)
			}
			files[name] = strings.Replace(files[name], from, to, 1)
		}
	}
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

// expect compares printed diagnostics, hints included.
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

func TestTheSoundBaseIsSound(t *testing.T) {
	var ds diag.List
	Lint(Load(with(t, nil), "", &ds), &ds)
	expect(t, &ds)
}
