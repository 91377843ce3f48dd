package knowledge

import (
	"testing"

	"cordon/internal/diag"
	"cordon/internal/model"
)

// checkCases compare a model with the sound base; what is shown follows a header of two lines.
var checkCases = []struct {
	name  string
	model string
	want  []string
}{
	{"nothing wrong", `
assets: {a: {kind: device.hub, facts: {port: open}, trust: {firm: low}}, b: {kind: device, facts: {port: unknown}}}
harms: {h: {kind: harm.words, from: [a], severity: {adult: 1}}}
controls: [{control: CTL-0001, on: [a], state: present}]
`, nil},
	{"C501: unknown kind", "assets: {a: {kind: device.hob}}", []string{
		`m.yaml:3:20: C501: unknown kind "device.hob"`,
		`    hint: did you mean "device.hub"?`,
	}},
	{"C501: a kind like none in this block", "networks: {n: {kind: internet}}", []string{
		`m.yaml:3:22: C501: unknown kind "internet"`,
		"    hint: allowed: network",
	}},
	{"C502: a kind of another block", "networks: {a: {kind: device}}", []string{
		`m.yaml:3:22: C502: kind "device" does not belong in networks`,
		"    hint: here belong, for instance: network",
	}},
	{"C502: a kind of no block", "assets: {a: {kind: thing}}", []string{
		`m.yaml:3:20: C502: kind "thing" does not belong in assets`,
		"    hint: here belong, for instance: device, device.hub",
	}},
	{"C503: unknown fact", "assets: {a: {kind: device, facts: {prt: open}}}", []string{
		`m.yaml:3:36: C503: unknown fact "prt"`,
		`    hint: did you mean "port"?`,
	}},
	{"C504: a value that the fact cannot take", "assets: {a: {kind: device, facts: {port: opened}}, b: {kind: device, facts: {port: red}}}", []string{
		`m.yaml:3:42: C504: fact "port" cannot be "opened"`,
		`    hint: did you mean "open"?`,
		`m.yaml:3:84: C504: fact "port" cannot be "red"`,
		"    hint: allowed: open, closed, unknown",
	}},
	{"C505: unknown trust attribute", "assets: {a: {kind: device, trust: {form: low}}}", []string{
		`m.yaml:3:36: C505: unknown trust attribute "form"`,
		`    hint: did you mean "firm"?`,
	}},
	{"C506: unknown control", "assets: {a: {kind: device}}\ncontrols: [{control: CTL-0011, on: [a], state: present}]", []string{
		`m.yaml:4:22: C506: unknown control "CTL-0011"`,
		"    hint: `cordon content list --type control` shows all",
	}},
	{"C507: a control on a kind it is not made for", "networks: {n: {kind: network}}\ncontrols: [{control: CTL-0001, on: [n], state: present}]", []string{
		`m.yaml:4:37: C507: CTL-0001 (Lock) cannot be placed on "n", which is of kind "network"`,
		"    hint: it is made for device",
	}},
	{"C508: a withdrawn kind and a withdrawn control", "assets: {a: {kind: old}}\ncontrols: [{control: CTL-0003, on: [a], state: present}]", []string{
		`m.yaml:3:20: C508: kind "old" is withdrawn`,
		"    hint: use device",
		"m.yaml:4:22: C508: control CTL-0003 is withdrawn",
		"    hint: use CTL-0001",
	}},
	{"C509: a kind that is too general", "harms: {h: {kind: harm, from: [a], severity: {adult: 1}}}\nassets: {a: {kind: device}}", []string{
		`m.yaml:3:19: C509: kind "harm" is too general for an element`,
		"    hint: choose one of: harm.words",
	}},
	{"C510: a fact of other kinds", "networks: {n: {kind: network, facts: {port: open}}}", []string{
		`m.yaml:3:39: C510: fact "port" does not apply to kind "network"`,
		"    hint: it applies to device",
	}},
	{"C511: a trust attribute of other kinds", "networks: {n: {kind: network, trust: {firm: low}}}", []string{
		`m.yaml:3:39: C511: trust attribute "firm" does not apply to kind "network"`,
		"    hint: it applies to device",
	}},
	{"of an element whose kind is wrong nothing else is said", "assets: {a: {kind: device.hob, facts: {prt: x}, trust: {form: low}}}\ncontrols: [{control: CTL-0001, on: [a], state: present}]", []string{
		`m.yaml:3:20: C501: unknown kind "device.hob"`,
		`    hint: did you mean "device.hub"?`,
	}},
	{"interfaces, parts and software are checked like assets", "assets: {a: {kind: device, parts: {p: {kind: dvice}}, runs: {s: {kind: devise}}, interfaces: {i: {kind: device}}}}", []string{
		`m.yaml:3:46: C501: unknown kind "dvice"`,
		`    hint: did you mean "device"?`,
		`m.yaml:3:72: C501: unknown kind "devise"`,
		`    hint: did you mean "device"?`,
		`m.yaml:3:105: C502: kind "device" does not belong in interfaces`,
		"    hint: here belong, for instance: ",
	}},
	{"C513: answers to nothing", "answers: [{to: fom, item: A-1, is: yes}, {to: form, item: A-9, is: yes}, {to: form, item: A-2, is: whoever}]", []string{
		`m.yaml:3:16: C513: no questionnaire "fom"`,
		`    hint: did you mean "form"?`,
		`m.yaml:3:59: C513: form has no item "A-9"`,
		`    hint: did you mean "A-1"?`,
	}},
	{"C514: answers that an item does not allow", "answers: [{to: form, item: A-1, is: perhaps}]", []string{
		`m.yaml:3:11: C514: item A-1 cannot be answered by "perhaps"`,
		`    hint: allowed: yes, no, n-a, see-note`,
	}},
	{"C613: a term against its meaning", "assumptions: {a: {says: There is zero risk in this network.}}", []string{
		`m.yaml:3:15: C613: a: "zero risk" uses the term "risk" against its meaning`,
		`    hint: say what is left`,
	}},
	{"C514: a note that is missing", "answers: [{to: form, item: A-1, is: see-note}]", []string{
		`m.yaml:3:11: C514: item A-1 says see-note and has no note`,
		`    hint: write the note`,
	}},
}

// riskTerm is a term of the glossary.
const riskTerm = `id: risk
title: risk
means: How likely harm is, and how severe.
because: It is what the law says.
readings: [{source: A law, means: Chance of harm., certainty: general}]
misuses: [{phrase: zero risk, instead: say what is left}]
sources: [{document: A law}]
`

// form is a questionnaire with an item that is a choice and one that is a text.
const form = `id: form
title: A form
document: law-1
says: The operator asks.
items:
  - {id: A-1, clause: "1", asks: Is it closed?}
  - {id: A-2, clause: "2", asks: Who made it?, text: yes}
sources: [{document: A law}]
`

func checkModel(t *testing.T, text string) *diag.List {
	t.Helper()
	var of, ds diag.List
	base := Load(with(t, map[string]string{"clauses/law-1.yaml": law, "questionnaires/form.yaml": form, "terms/risk.yaml": riskTerm}), "", &of)
	m := model.FromFile(model.Parse("m.yaml", []byte("cordon: 1\nsystem: {id: s, name: S, intended-purpose: P}\n"+text), &of), &of)
	if of.HasErrors() {
		t.Fatal(of.Sorted())
	}
	NewIndex(base).Check(m, &ds)
	return &ds
}

func TestCheck(t *testing.T) {
	for _, c := range checkCases {
		t.Run(c.name, func(t *testing.T) {
			expect(t, checkModel(t, c.model), c.want...)
		})
	}
}
