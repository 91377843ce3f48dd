package knowledge

import (
	"strings"
	"testing"

	"cordon/internal/diag"
)

// lintCases change the sound base, at least once for each code, and list all that the lint says then.
var lintCases = []struct {
	name   string
	change map[string]string // by file: edits as "old => new", separated by "; "
	want   []string
}{
	// C302
	{"C302: an id that two files have", map[string]string{"threats/more/THR-0001.yaml": sound["threats/all/THR-0001.yaml"]}, []string{
		`threats/more/THR-0001.yaml:1:1: C302: threat "THR-0001" is defined twice; first at threats/all/THR-0001.yaml:1:1`,
		"    hint: choose another id",
		"threats/more/THR-0001.yaml:1:1: C609: THR-0001 has the pattern, causes and effects of THR-0001",
		"    hint: make the difference visible in the pattern, or merge them",
		"threats/more/THR-0001.yaml:1:1: C609: THR-0001 has the title of THR-0001",
		"    hint: make the difference visible, or merge them",
	}},

	// C601
	{"C601: the file has another name", map[string]string{"kinds/box.yaml": "id: carton\ntitle: Carton\nis: [thing]\nblock: assets\nsays: A box.\n" + source}, []string{
		`kinds/box.yaml:1:1: C601: entry "carton" stands in a file named "box.yaml"`,
		"    hint: rename the file or the entry",
	}},
	{"C601: a form that its folder does not have", map[string]string{"kinds/Box-1.yaml": "id: Box-1\ntitle: Carton\nis: [thing]\nblock: assets\nsays: A box.\n" + source}, []string{
		`kinds/Box-1.yaml:1:1: C601: kind has the id "Box-1"`,
		"    hint: ids of this type look like ^[a-z]+(\\.[a-z]+(-[a-z]+)*)*$",
	}},
	{"C601: a rule numbered with three digits", map[string]string{"rules/RUL-002.yaml": "id: RUL-002\ntitle: More\norder: 11\nwhere: {dev: {kind: device}}\nsays: Why not.\nexamples: [{says: a, expects: match, model: {}}, {says: b, expects: no-match, model: {}}]\n" + source}, []string{
		`rules/RUL-002.yaml:1:1: C601: rule has the id "RUL-002"`,
		"    hint: ids of this type look like ^RUL-[0-9]{4}$",
	}},

	// C602
	{"C602: kind above that does not exist", map[string]string{"kinds/device.yaml": "is: [thing] => is: [thin]"}, []string{
		`kinds/device.yaml:1:1: C602: no kind "thin"`,
		`    hint: did you mean "thing"?`,
	}},
	{"C602: kind that is above itself", map[string]string{"kinds/thing.yaml": "abstract: yes => abstract: yes\nis: [device]"}, []string{
		`kinds/device.yaml:1:1: C602: kind "device" is above itself`,
		"    hint: break the circle",
		`kinds/thing.yaml:1:1: C602: kind "thing" is above itself`,
		"    hint: break the circle",
	}},
	{"C602: kind that is itself", map[string]string{"kinds/network.yaml": "is: [thing] => is: [thing, network]"}, []string{
		`kinds/network.yaml:1:1: C602: kind "network" is above itself`,
		"    hint: break the circle",
	}},
	{"C602: a dotted name that lies", map[string]string{"kinds/device.hub.yaml": "is: [device] => is: [network]; facts: {port: closed}\n => "}, []string{
		`kinds/device.hub.yaml:1:1: C602: kind "device.hub" is not below "device", as its name says`,
		"    hint: add it to `is`",
		`rules/RUL-0001.yaml:1:1: C603: link "twin on net" can never hold: it goes from "device.hub" to "network"`,
		"    hint: the relation goes from device to network",
		`trust/firm.yaml:6:5: C602: trust attribute "firm" does not apply to "device.hub"`,
	}},
	{"C602: a name of two dots that lies", map[string]string{"kinds/device.hub.small.yaml": "id: device.hub.small\ntitle: Small hub\nis: [device]\nsays: A small box.\n" + source}, []string{
		`kinds/device.hub.small.yaml:1:1: C602: kind "device.hub.small" is not below "device.hub", as its name says`,
		"    hint: add it to `is`",
	}},
	{"C602: fact of a kind that does not exist", map[string]string{"kinds/device.hub.yaml": "facts: {port: closed} => facts: {prt: closed}"}, []string{
		`kinds/device.hub.yaml:5:9: C602: no fact "prt"`,
		`    hint: did you mean "port"?`,
	}},
	{"C602: value of a kind's fact that does not exist", map[string]string{"kinds/device.hub.yaml": "facts: {port: closed} => facts: {port: ajar}"}, []string{
		`kinds/device.hub.yaml:5:15: C602: fact "port" has no value "ajar"`,
	}},
	{"C602: hazards of a harm", map[string]string{
		"kinds/hazard.yaml":      "id: hazard\ntitle: Hazard\nis: [thing]\nblock: hazards\nsays: A source of harm.\n" + source,
		"kinds/hazard.word.yaml": "id: hazard.word\ntitle: Word\nis: [hazard]\nsays: A hard word.\n" + source,
		"harms/harm.words.yaml":  "cues: [tears] => hazards: [hazard.word, hazard.wurd, hazard, device, hazard.word]\n  cues: [tears]",
	}, []string{
		`harms/harm.words.yaml:6:3: C602: "device" leads to no harm by itself`,
		"    hint: name a kind below hazard",
		`harms/harm.words.yaml:6:3: C602: "hazard" leads to no harm by itself`,
		"    hint: name a kind below hazard",
		`harms/harm.words.yaml:6:3: C602: hazard "hazard.word" is named already, by itself or by a kind above or below`,
		"    hint: keep one of the two",
		`harms/harm.words.yaml:6:3: C602: no kind "hazard.wurd"`,
		`    hint: did you mean "hazard.word"?`,
	}},
	{"C602: ends of a relation that do not exist", map[string]string{"relations/on.yaml": "is on => is on\nis: [near]; from: device => from: devise; to: network => to: net"}, []string{
		`relations/on.yaml:1:1: C602: no kind "devise"`,
		`    hint: did you mean "device"?`,
		`relations/on.yaml:1:1: C602: no kind "net"`,
		"    hint: allowed: device, device.hub, harm, harm.words, network, old, thing",
		`relations/on.yaml:1:1: C602: no relation "near"`,
		"    hint: allowed: on, pains",
		`rules/RUL-0001.yaml:1:1: C603: link "dev on net" can never hold: it goes from "device" to "network"`,
		"    hint: the relation goes from devise to net",
		`rules/RUL-0001.yaml:1:1: C603: link "twin on net" can never hold: it goes from "device.hub" to "network"`,
		"    hint: the relation goes from devise to net",
		`threats/all/THR-0001.yaml:1:1: C603: link "dev on net" can never hold: it goes from "device" to "network"`,
		"    hint: the relation goes from devise to net",
	}},
	{"C602: relation that is above itself", map[string]string{"relations/on.yaml": "is on => is on\nis: [on]"}, []string{
		`relations/on.yaml:1:1: C602: relation "on" is above itself`,
		"    hint: break the circle",
	}},
	{"C602: kind of a fact, its trust attribute and its value", map[string]string{"facts/port.yaml": "on: [device] => on: [device, door]; when: [open] => when: [oben]; trust: firm => trust: farm"}, []string{
		`facts/port.yaml:1:1: C602: no kind "door"`,
		"    hint: allowed: device, device.hub, harm, harm.words, network, old, thing",
		`facts/port.yaml:8:5: C602: fact "port" has no value "oben"`,
		`    hint: did you mean "open"?`,
		`facts/port.yaml:8:5: C602: no trust attribute "farm"`,
		`    hint: did you mean "firm"?`,
	}},
	{"C602: kinds of a trust attribute", map[string]string{"trust/firm.yaml": "on: [device] => on: [device, door]; kind: device.hub => kind: device.hob; undermined-by: taken => undermined-by: token"}, []string{
		`trust/firm.yaml:1:1: C602: no consequence "token"`,
		`    hint: did you mean "taken"?`,
		`trust/firm.yaml:1:1: C602: no kind "door"`,
		"    hint: allowed: device, device.hub, harm, harm.words, network, old, thing",
		`trust/firm.yaml:6:5: C602: no kind "device.hob"`,
		`    hint: did you mean "device.hub"?`,
	}},
	{"C602: a level for a kind that has no such trust", map[string]string{"trust/firm.yaml": "kind: device.hub => kind: network"}, []string{
		`trust/firm.yaml:6:5: C602: trust attribute "firm" does not apply to "network"`,
	}},
	{"C602: kind of a consequence", map[string]string{"consequences/taken.yaml": "on: [device] => on: [device, door]"}, []string{
		`consequences/taken.yaml:1:1: C602: no kind "door"`,
		"    hint: allowed: device, device.hub, harm, harm.words, network, old, thing",
	}},
	{"C602: kind of a control", map[string]string{"controls/CTL-0001.yaml": "on: [device] => on: [device, door]"}, []string{
		`controls/CTL-0001.yaml:1:1: C602: no kind "door"`,
		"    hint: allowed: device, device.hub, harm, harm.words, network, old, thing",
	}},
	{"C602: kind, relation and fact of a pattern", map[string]string{"threats/all/THR-0001.yaml": "net: {kind: network} => net: {kind: netwerk}; dev on net => dev at net; facts: {port: [open]} => facts: {prt: [open]}"}, []string{
		`threats/all/THR-0001.yaml:1:1: C602: no relation "at"`,
		"    hint: allowed: on, pains",
		`threats/all/THR-0001.yaml:5:31: C602: no fact "prt"`,
		`    hint: did you mean "port"?`,
		`threats/all/THR-0001.yaml:6:8: C602: no kind "netwerk"`,
		`    hint: did you mean "network"?`,
	}},
	{"C602: cause, effect, control and strategy", map[string]string{"threats/all/THR-0001.yaml": "low dev.firm => low dev.frim; [dev.taken] => [dev.taken, dev.tken]; CTL-0001 at dev, STR-0001 => CTL-0001 at dev, CTL-0009 at dev, STR-0001, STR-0009"}, []string{
		`threats/all/THR-0001.yaml:1:1: C602: no consequence "tken"`,
		`    hint: did you mean "taken"?`,
		`threats/all/THR-0001.yaml:1:1: C602: no control "CTL-0009"`,
		`    hint: did you mean "CTL-0001"?`,
		`threats/all/THR-0001.yaml:1:1: C602: no strategy "STR-0009"`,
		`    hint: did you mean "STR-0001"?`,
		`threats/all/THR-0001.yaml:1:1: C602: no trust attribute "frim"`,
		`    hint: did you mean "firm"?`,
		"trust/firm.yaml:1:1: C610: trust attribute firm is the cause of no threat",
	}},
	{"C602: control of a strategy", map[string]string{"strategies/STR-0001.yaml": "CTL-0002 at dev => CTL-0002 at dev, CTL-0009 at dev"}, []string{
		`strategies/STR-0001.yaml:1:1: C602: no control "CTL-0009"`,
		`    hint: did you mean "CTL-0001"?`,
		`threats/all/THR-0001.yaml:1:1: C602: no control "CTL-0009"`,
		`    hint: did you mean "CTL-0001"?`,
	}},
	{"C602: kind that a rule infers", map[string]string{"rules/RUL-0001.yaml": "kind: device.hub => kind: device.hob"}, []string{
		`rules/RUL-0001.yaml:1:1: C603: link "twin on net" can never hold: it goes from "device.hob" to "network"`,
		"    hint: the relation goes from device to network",
		`rules/RUL-0001.yaml:9:9: C602: no kind "device.hob"`,
		`    hint: did you mean "device.hub"?`,
	}},
	{"C602: references of a wrong form", map[string]string{"threats/all/THR-0001.yaml": "[CWE-287] => [287]; [CAPEC-94] => [CAPEC94]; [T0860] => [M0860]; [TID-411] => [TID-1]; [AML.T0020] => [T0020]"}, []string{
		`threats/all/THR-0001.yaml:15:13: C602: reference "287" has a wrong form`,
		"    hint: ids look like ^CWE-[0-9]+$",
		`threats/all/THR-0001.yaml:15:13: C602: reference "CAPEC94" has a wrong form`,
		"    hint: ids look like ^CAPEC-[0-9]+$",
		`threats/all/THR-0001.yaml:15:13: C602: reference "M0860" has a wrong form`,
		"    hint: ids look like ^T[0-9]{4}(\\.[0-9]{3})?$",
		`threats/all/THR-0001.yaml:15:13: C602: reference "T0020" has a wrong form`,
		"    hint: ids look like ^AML\\.T[0-9]{4}(\\.[0-9]{3})?$",
		`threats/all/THR-0001.yaml:15:13: C602: reference "TID-1" has a wrong form`,
		"    hint: ids look like ^TID-[0-9]{3}$",
	}},

	{"C602: what weaknesses, properties and vectors name", map[string]string{
		"weaknesses/CWE-1.yaml": "id: CWE-1\ntitle: Open\nis: [CWE-9]\nincludes: [CWE-2, CWE-3]\nbecause: x\ntakes: [{trust: frim, level: low}]\n" + source,
		"weaknesses/CWE-2.yaml": "id: CWE-2\ntitle: Ajar\nincludes: [CWE-3]\nbecause: x\ntakes: [{trust: firm, level: low}]\n" + source,
		"properties/PID-1.yaml": "id: PID-1\ntitle: Has a box\nis: [PID-2]\nkinds: [devise]\nfacts: [{fact: prt, is: [open]}, {fact: port, is: [ajar]}]\nbecause: x\n" + source,
		"vectors.yaml":          "harder: [{when: [AV:L, AV=P], steps: 1, because: x}]\nmost: high\ninstead: [{of: [firm], when: [C:N], trust: fast, because: x}]\nunnamed: {trust: frim, level: low, because: x}\n",
	}, []string{
		`properties/PID-1.yaml:1:1: C602: no kind "devise"`,
		`    hint: did you mean "device"?`,
		`properties/PID-1.yaml:1:1: C602: no property "PID-2"`,
		`    hint: did you mean "PID-1"?`,
		`properties/PID-1.yaml:5:9: C602: no fact "prt"`,
		`    hint: did you mean "port"?`,
		`properties/PID-1.yaml:5:34: C602: fact "port" has no value "ajar"`,
		`vectors.yaml:1:10: C602: "AV=P" is no metric with a value`,
		"    hint: write metric and value, as AV:L",
		`vectors.yaml:3:11: C602: no trust attribute "fast"`,
		"    hint: allowed: firm",
		`vectors.yaml:4:10: C602: no trust attribute "frim"`,
		`    hint: did you mean "firm"?`,
		`weaknesses/CWE-1.yaml:1:1: C602: CWE-1 includes CWE-2, which has an entry of its own`,
		"    hint: remove it from `includes`",
		`weaknesses/CWE-1.yaml:1:1: C602: no weakness "CWE-9"`,
		`    hint: did you mean "CWE-1"?`,
		`weaknesses/CWE-1.yaml:6:9: C602: no trust attribute "frim"`,
		`    hint: did you mean "firm"?`,
		`weaknesses/CWE-2.yaml:1:1: C602: CWE-2 includes CWE-3, which CWE-1 includes as well`,
		"    hint: leave it with one of them",
	}},

	// C603
	{"C603: a check of something that cannot be written", map[string]string{
		"kinds/shadow.yaml":    "id: shadow\ntitle: Shadow\nis: [thing]\nsays: It is inferred.\n" + source,
		"checks/CHK-0001.yaml": "id: CHK-0001\ntitle: \"{it} and {what}\"\nwhere: {it: {kind: shadow}}\nhint: x\nwhy: x\nexamples: [{says: a, expects: match, model: {}}, {says: b, expects: no-match, model: {}}]\n" + source,
	}, []string{
		`checks/CHK-0001.yaml:1:1: C604: title names a role "what" that is not in ` + "`where`",
		`checks/CHK-0001.yaml:3:13: C603: CHK-0001 is said of "shadow", which is inferred`,
		"    hint: begin with an element that stands in a description",
	}},
	{"C603: links that are no links", map[string]string{"threats/all/THR-0001.yaml": "[dev on net] => [dev on net, dev net, dev on tub]"}, []string{
		`threats/all/THR-0001.yaml:1:1: C603: link "dev net" is not of the form 'role relation role'`,
		"    hint: write 'role relation role'",
		"threats/all/THR-0001.yaml:1:1: C603: link \"dev on tub\" names a role that is not in `where`",
	}},
	{"C603: a link that can never hold", map[string]string{"threats/all/THR-0001.yaml": "[dev on net] => [dev on net, net on dev]"}, []string{
		`threats/all/THR-0001.yaml:1:1: C603: link "net on dev" can never hold: it goes from "network" to "device"`,
		"    hint: the relation goes from device to network",
	}},
	{"C603: roles that hang apart", map[string]string{"threats/all/THR-0001.yaml": "links: [dev on net]\n => "}, []string{
		"threats/all/THR-0001.yaml:1:1: C603: the roles bound one to one fall into 2 parts",
		"    hint: link the roles bound one to one with each other; a collecting role does not join them",
	}},
	{"C603: roles that only a prohibited link joins", map[string]string{"threats/all/THR-0001.yaml": "links: [dev on net] => links: [not dev on net]"}, []string{
		"threats/all/THR-0001.yaml:1:1: C603: the roles bound one to one fall into 2 parts",
		"    hint: link the roles bound one to one with each other; a collecting role does not join them",
	}},
	{"C603: a collecting role that nothing ties", map[string]string{"threats/all/THR-0001.yaml": "links: => \n  more: {kind: device, role: optional}\nlinks:"}, []string{
		`threats/all/THR-0001.yaml:1:1: C603: role "more" collects elements that nothing ties to the rest`,
		"    hint: link it to a role bound one to one",
	}},
	{"C603: distinct roles that do not exist", map[string]string{"threats/all/THR-0001.yaml": "causes: => distinct: [[dev, tub]]\ncauses:"}, []string{
		`threats/all/THR-0001.yaml:1:1: C603: distinct: no role "tub"`,
	}},
	{"C603: a fact that never applies, and a value that does not exist", map[string]string{"threats/all/THR-0001.yaml": "port: [open] => port: [oben]; net: {kind: network} => net: {kind: network, facts: {port: [open]}}"}, []string{
		`threats/all/THR-0001.yaml:5:31: C603: fact "port" has no value "oben"`,
		`    hint: did you mean "open"?`,
		`threats/all/THR-0001.yaml:6:32: C603: fact "port" never applies to "network"`,
		"    hint: it applies to device",
	}},
	{"C603: causes and effects that cannot be read", map[string]string{"threats/all/THR-0001.yaml": "low dev.firm => low dev.firm, dev, tub.taken; [dev.taken] => [dev.taken, low dev.firm]"}, []string{
		`threats/all/THR-0001.yaml:1:1: C603: "dev" is not of the form 'role.consequence' or 'low role.trust'`,
		`threats/all/THR-0001.yaml:1:1: C603: "low dev.firm" cannot be an effect`,
		"    hint: effects are consequences",
		"threats/all/THR-0001.yaml:1:1: C603: \"tub.taken\" names a role that is not in `where`",
	}},
	{"C603: trust and consequence of other kinds", map[string]string{"threats/all/THR-0001.yaml": "low dev.firm => low dev.firm, low net.firm; [dev.taken] => [dev.taken, net.taken]"}, []string{
		`threats/all/THR-0001.yaml:1:1: C603: "low net.firm": the attribute does not apply to every "network"`,
		"    hint: it applies to device",
		`threats/all/THR-0001.yaml:1:1: C603: "net.taken": the consequence does not apply to every "network"`,
		"    hint: it applies to device",
	}},
	{"C603: answers that cannot be read", map[string]string{"threats/all/THR-0001.yaml": "[CTL-0001 at dev, STR-0001] => [CTL-0001 at dev, CTL-0001, CTL-0001 at tub, CTL-0001 at net, STR-0001]"}, []string{
		`threats/all/THR-0001.yaml:1:1: C603: "CTL-0001 at net": the control never applies to "network"`,
		"    hint: it is made for device",
		"threats/all/THR-0001.yaml:1:1: C603: \"CTL-0001 at tub\" names a role that is not in `where`",
		`threats/all/THR-0001.yaml:1:1: C603: "CTL-0001" is not of the form 'CTL-0001 at role' or 'STR-0001'`,
	}},
	{"C603: a strategy at a role that the threat lacks", map[string]string{"strategies/STR-0001.yaml": "CTL-0002 at dev => CTL-0002 at tub"}, []string{
		"threats/all/THR-0001.yaml:1:1: C603: \"CTL-0002 at tub\" names a role that is not in `where`",
	}},
	{"C603: a strategy of one", map[string]string{"strategies/STR-0001.yaml": "[CTL-0001 at dev, CTL-0002 at dev] => [CTL-0002 at dev]"}, []string{
		"strategies/STR-0001.yaml:1:1: C603: strategy STR-0001 needs only one control",
		"    hint: name the control itself in blocked-by",
	}},
	{"C603: a strategy of strategies", map[string]string{"strategies/STR-0001.yaml": "[CTL-0001 at dev, CTL-0002 at dev] => [CTL-0002 at dev, STR-0001]"}, []string{
		`strategies/STR-0001.yaml:1:1: C603: strategy STR-0001: "STR-0001" is not a control at a role`,
		"    hint: write 'CTL-0001 at role'",
	}},
	{"C603: a rule that infers from no role", map[string]string{"rules/RUL-0001.yaml": "of: [dev] => of: [dev, tub]; [twin on net] => [twin on net, twin net, twin on tub]"}, []string{
		`rules/RUL-0001.yaml:1:1: C603: link "twin net" is not of the form 'role relation role'`,
		"    hint: write 'role relation role'",
		"rules/RUL-0001.yaml:1:1: C603: link \"twin on tub\" names a role that is not in `where`",
		`rules/RUL-0001.yaml:9:9: C603: infers: "tub" is not a role bound one to one`,
	}},

	// C604
	{"C604: a question that does not name the element", map[string]string{"facts/port.yaml": "the port of {it} => the port"}, []string{
		`facts/port.yaml:1:1: C604: question of fact "port" does not name the element`,
		"    hint: write {it} where the element's name belongs",
	}},
	{"C604: a title with a role that is not there", map[string]string{"threats/all/THR-0001.yaml": "takes {dev} => takes {tub}", "rules/RUL-0001.yaml": "Shadow of {dev} => Shadow of {tub}"}, []string{
		"rules/RUL-0001.yaml:9:9: C604: title names a role \"tub\" that is not in `where`",
		"threats/all/THR-0001.yaml:1:1: C604: title names a role \"tub\" that is not in `where`",
	}},
	{"C604: a primary threat without check", map[string]string{"threats/all/THR-0001.yaml": "check: Look.\n => "}, []string{
		"threats/all/THR-0001.yaml:1:1: C604: THR-0001 lacks `check` or `false-positives`",
		"    hint: a primary threat says how to check it and when it is a false alarm",
	}},
	{"C604: a sentence of 41 words; a semicolon ends one", map[string]string{
		"threats/all/THR-0001.yaml": "story: Strangers come. => story: Strangers come. They are " + strings.Repeat("very ", 38) + "bold.",
		"controls/CTL-0001.yaml":    "configure: Turn it. => configure: Turn it " + strings.Repeat("more ", 38) + "again.",
		"relations/by.yaml":         "id: by\ntitle: is by\nfrom: device\nto: network\nsays: Near " + strings.Repeat("well ", 30) + "and; far " + strings.Repeat("well ", 30) + "too.\n" + source,
	}, []string{
		`controls/CTL-0001.yaml:1:1: C604: CTL-0001: the sentence that begins with "Turn it more more" has 41 words, and 40 are the most`,
		"    hint: split it",
		`threats/all/THR-0001.yaml:1:1: C604: THR-0001: the sentence that begins with "They are very very" has 41 words, and 40 are the most`,
		"    hint: split it",
	}},
	{"C604: a control that asks nothing of care and does not say why", map[string]string{"controls/CTL-0001.yaml": "burden: {latency: 1}\n => "}, []string{
		"controls/CTL-0001.yaml:1:1: C604: CTL-0001 asks nothing of care",
		"    hint: name the burden, or say in no-burden-because why there is none",
	}},
	{"C604: a control that is free and without effect", map[string]string{"controls/CTL-0001.yaml": "burden: {latency: 1}\n => no-burden-because: nobody meets it\n; one-off: 1 => one-off: 0"}, []string{
		"controls/CTL-0001.yaml:1:1: C604: CTL-0001 is said to be free and without effect on care",
		"    hint: give the cost",
	}},
	{"C604: what a patient can apply, without words for patients", map[string]string{"controls/CTL-0001.yaml": "[manufacturer] => [manufacturer, patient]"}, []string{
		"controls/CTL-0001.yaml:1:1: C604: CTL-0001 can be applied by patients and has no words for them",
		"    hint: say in plain what the patient does",
	}},
	{"C604: words for patients, who cannot apply it", map[string]string{"controls/CTL-0001.yaml": "layer: device => plain: Lock the door.\nlayer: device"}, []string{
		"controls/CTL-0001.yaml:1:1: C604: CTL-0001 has words for patients, who cannot apply it",
		"    hint: remove them, or name the patient in applied-by",
	}},
	{"C604: words for patients with a sentence of 23 words and words of the trade", map[string]string{
		"controls/CTL-0001.yaml": "[manufacturer] => [patient]; layer: device => plain: Lock the door" + strings.Repeat(" well", 19) + ". Then Encrypt the Host" + strings.Repeat(" again", 19) + ".\nlayer: device",
	}, []string{
		`controls/CTL-0001.yaml:1:1: C604: CTL-0001: "encrypt" is no word for patients`,
		"    hint: say it as you would to a neighbour",
		`controls/CTL-0001.yaml:1:1: C604: CTL-0001: "host" is no word for patients`,
		"    hint: say it as you would to a neighbour",
		`controls/CTL-0001.yaml:1:1: C604: CTL-0001: the sentence for patients that begins with "Then Encrypt the Host" has 23 words, and 22 are the most`,
		"    hint: split it",
	}},
	{"C604: a semicolon does not end a sentence for patients", map[string]string{
		"controls/CTL-0001.yaml": "[manufacturer] => [patient]; layer: device => plain: Lock it" + strings.Repeat(" well", 10) + ";\n " + strings.Repeat(" again", 11) + ".\nlayer: device",
	}, []string{
		`controls/CTL-0001.yaml:1:1: C604: CTL-0001: the sentence for patients that begins with "Lock it well well" has 23 words, and 22 are the most`,
		"    hint: split it",
	}},
	{"C604: severities without words for patients, or with words of the trade", map[string]string{
		"scales.yaml": "name: s1, says: x, plain: y, plain-loss: z => name: s1, says: x, plain-loss: z; name: s2, says: x, plain: y, plain-loss: z => name: s2, says: x, plain: y; name: s3, says: x, plain: y => name: s3, says: x, plain: It hurts the interface.",
	}, []string{
		`scales.yaml:13:5: C604: severity "s1" lacks words for patients`,
		"    hint: say in plain what it is for health, and in plain-loss for rights and for others",
		`scales.yaml:14:5: C604: severity "s2" lacks words for patients`,
		"    hint: say in plain what it is for health, and in plain-loss for rights and for others",
		`scales.yaml:15:5: C604: s3: "interface" is no word for patients`,
		"    hint: say it as you would to a neighbour",
	}},

	// C605
	{"C605: a rule and a check that no example shows", map[string]string{
		"rules/RUL-0001.yaml":  "  - {says: one on a network, expects: match, model: {}}\n => ",
		"checks/CHK-0001.yaml": "id: CHK-0001\ntitle: \"{dev} has no network\"\nwhere: {dev: {kind: device}, net: {kind: network, role: absent}}\nlinks: [dev on net]\nhint: write on\nwhy: Ways in stay unseen.\n" + source,
	}, []string{
		"checks/CHK-0001.yaml:1:1: C605: CHK-0001 needs an example that matches and one that does not",
		"    hint: add the missing example",
		"rules/RUL-0001.yaml:1:1: C605: RUL-0001 needs an example that matches and one that does not",
		"    hint: add the missing example",
	}},
	{"C605: no example that matches", map[string]string{"threats/all/THR-0001.yaml": "expects: match => expects: question"}, []string{
		"threats/all/THR-0001.yaml:1:1: C605: THR-0001 needs an example that matches and one that does not",
		"    hint: add the missing example",
	}},
	{"C605: no example that does not", map[string]string{"threats/all/THR-0002.yaml": "expects: question => expects: match"}, []string{
		"threats/all/THR-0002.yaml:1:1: C605: THR-0002 needs an example that matches and one that does not",
		"    hint: add the missing example",
	}},

	// C606
	{"C606: a threat without an answer", map[string]string{"threats/all/THR-0002.yaml": "unanswered: Nothing helps.\n => "}, []string{
		"threats/all/THR-0002.yaml:1:1: C606: no control answers THR-0002",
		"    hint: add blocked-by, or say why not in unanswered",
	}},
	{"C606: a threat with controls and a reason for having none", map[string]string{"threats/all/THR-0001.yaml": "story: => unanswered: Nothing helps.\nstory:"}, []string{
		"threats/all/THR-0001.yaml:1:1: C606: THR-0001 has controls and a reason for having none",
		"    hint: remove `unanswered`",
	}},
	{"C606: a control and a strategy that answer nothing", map[string]string{"threats/all/THR-0001.yaml": "[CTL-0001 at dev, STR-0001] => [CTL-0001 at dev]"}, []string{
		"controls/CTL-0002.yaml:1:1: C606: control CTL-0002 answers no threat",
		"    hint: name it in the blocked-by of a threat",
		"strategies/STR-0001.yaml:1:1: C606: strategy STR-0001 answers no threat",
		"    hint: name it in the blocked-by of a threat",
	}},

	{"C606: a weakness and a property without an answer, and with two", map[string]string{
		"weaknesses/CWE-1.yaml":  "id: CWE-1\ntitle: Open\nbecause: x\n" + source,
		"weaknesses/CWE-2.yaml":  "id: CWE-2\ntitle: Ajar\nis: [CWE-1]\ntakes: [{trust: firm, level: low}]\nno-trust-because: y\n" + source,
		"weaknesses/CWE-3.yaml":  "id: CWE-3\ntitle: Broken\nis: [CWE-2]\n" + source,
		"properties/PID-1.yaml":  "id: PID-1\ntitle: Has a box\nbecause: x\n" + source,
		"properties/PID-11.yaml": "id: PID-11\ntitle: Has a lid\nis: [PID-1]\nkinds: [device]\nno-kind-because: y\nbecause: x\n" + source,
	}, []string{
		"properties/PID-1.yaml:1:1: C606: PID-1 needs kinds or a reason, and not both",
		"    hint: name the kinds, or say why there are none in no-kind-because",
		"properties/PID-11.yaml:1:1: C606: PID-11 needs kinds or a reason, and not both",
		"    hint: name the kinds, or say why there are none in no-kind-because",
		"weaknesses/CWE-1.yaml:1:1: C606: CWE-1 takes no trust away, and nothing above it does",
		"    hint: say what it takes, or why nothing in no-trust-because",
		"weaknesses/CWE-2.yaml:1:1: C606: CWE-2 takes trust away, and says why it takes none",
		"    hint: remove one of them",
		"weaknesses/CWE-3.yaml:1:1: C604: CWE-3 does not say why",
		"    hint: say why this trust, or that above it, is lost",
	}},

	// C607
	{"C607: no source", map[string]string{
		"threats/all/THR-0001.yaml": "sources:\n  - {document: Handbook 2020, part: p. 2}\n => ",
		"controls/CTL-0001.yaml":    "sources:\n  - {document: Handbook 2020, part: p. 4}\n => ",
		"harms/harm.words.yaml":     "sources:\n  - {document: Handbook 2020, part: p. 1}\n => ",
		"kinds/device.yaml":         source + " => ",
		"relations/on.yaml":         source + " => ",
		"facts/port.yaml":           source + " => ",
		"trust/firm.yaml":           source + " => ",
		"consequences/taken.yaml":   source + " => ",
		"rules/RUL-0001.yaml":       source + " => ",
		"strategies/STR-0001.yaml":  source + " => ",
	}, []string{
		"consequences/taken.yaml:1:1: C607: consequence taken names no source",
		"    hint: name document and place",
		"controls/CTL-0001.yaml:1:1: C607: control CTL-0001 names no source",
		"    hint: name document and place",
		"facts/port.yaml:1:1: C607: fact port names no source",
		"    hint: name document and place",
		"harms/harm.words.yaml:1:1: C607: harm harm.words names no source",
		"    hint: name document and place",
		"kinds/device.yaml:1:1: C607: kind device names no source",
		"    hint: name document and place",
		"relations/on.yaml:1:1: C607: relation on names no source",
		"    hint: name document and place",
		"rules/RUL-0001.yaml:1:1: C607: rule RUL-0001 names no source",
		"    hint: name document and place",
		"strategies/STR-0001.yaml:1:1: C607: strategy STR-0001 names no source",
		"    hint: name document and place",
		"threats/all/THR-0001.yaml:1:1: C607: threat THR-0001 names no source",
		"    hint: name document and place",
		"trust/firm.yaml:1:1: C607: trust firm names no source",
		"    hint: name document and place",
	}},

	// C608
	{"C608: levels missing", map[string]string{"scales.yaml": `, {name: l5, says: x} => ; , {name: t5, says: x} => ; , {name: i5, says: x} => ; , {name: r4, says: x} => ;   - {name: s5, says: x, plain: y, plain-loss: z}` + "\n" + ` => ; , {name: p5, says: x} => ; , "0.4"] => ]`}, []string{
		"scales.yaml:1:1: C608: impact has 5 levels, not 6",
		"scales.yaml:1:1: C608: likelihood has 5 levels, not 6",
		"scales.yaml:1:1: C608: probability has 4 levels, not 5",
		"scales.yaml:1:1: C608: probability-bounds has 3 levels, not 4",
		"scales.yaml:1:1: C608: risk has 4 levels, not 5",
		"scales.yaml:1:1: C608: severity has 4 levels, not 5",
		"scales.yaml:1:1: C608: trust has 5 levels, not 6",
	}},
	{"C608: a table that falls", map[string]string{"scales.yaml": "[0, 0, 1, 2, 3, 3] => [0, 0, 2, 1, 3, 3]; [acceptable, acceptable, reduce, reduce, unacceptable] => [reduce, acceptable, reduce, reduce, unacceptable]"}, []string{
		"scales.yaml:1:1: C608: harm-table falls at row 2, column 1",
		"scales.yaml:1:1: C608: harm-table falls at row 3, column 0",
		"scales.yaml:1:1: C608: risk-table falls at row 3, column 3",
	}},
	{"C608: rows that never differ", map[string]string{"scales.yaml": "[0, 1, 2, 3, 4, 4] => [0, 1, 2, 3, 3, 4]"}, []string{
		"scales.yaml:1:1: C608: rows 4 and 5 of risk-table are equal",
		"    hint: two levels that never differ are one level",
	}},
	{"C608: tables in which the highest meets the lowest", map[string]string{"scales.yaml": "[acceptable, reduce, reduce, unacceptable, unacceptable] => [acceptable, unacceptable, unacceptable, unacceptable, unacceptable]; [reduce, reduce, unacceptable, unacceptable, unacceptable] => [unacceptable, unacceptable, unacceptable, unacceptable, unacceptable]"}, []string{
		"scales.yaml:1:1: C608: harm-table goes from the lowest to the highest at row 3, column 1",
		"    hint: put a level between them",
		"scales.yaml:1:1: C608: harm-table is highest at row 4, column 0",
		"    hint: what is lowest on one axis cannot be among the highest risks",
	}},
	{"C608: rows and columns missing", map[string]string{"scales.yaml": "  - [0, 1, 2, 3, 4, 4]\n => ; [acceptable, reduce, reduce, unacceptable, unacceptable] => [acceptable, reduce, reduce, unacceptable]"}, []string{
		"scales.yaml:1:1: C608: risk-table has 5 rows, not 6",
		"scales.yaml:1:1: C608: row 3 of harm-table has 4 columns, not 5",
	}},
	{"C608: intervals with a gap, upside down, above 1, without number", map[string]string{"scales.yaml": `from: "0.1", to: "0.2" => from: "0.15", to: "0.2"; from: "0.5", to: "1" => from: "0.5", to: "1.5"; {from: "0.4", to: "1"}] => {from: "much", to: "1"}]`}, []string{
		"scales.yaml:18:30: C608: p1: the interval from 0.15 to 0.2 does not fit",
		"    hint: each interval begins where the one before ends, from 0 to 1",
		"scales.yaml:18:135: C608: p1: the interval from 0.5 to 1.5 does not fit",
		"    hint: each interval begins where the one before ends, from 0 to 1",
		"scales.yaml:19:108: C608: p2: the interval from much to 1 does not fit",
		"    hint: each interval begins where the one before ends, from 0 to 1",
	}},
	{"C608: too few intervals", map[string]string{"scales.yaml": `, {from: "0.5", to: "1"}] => ]`}, []string{
		"scales.yaml:1:1: C608: p1 has 5 levels, not 6",
	}},
	{"C608: bounds that fall or are no numbers", map[string]string{"scales.yaml": `"0.2", "0.3", "0.4"] => "0.05", "much", "0.4"]`}, []string{
		`scales.yaml:1:1: C608: probability-bounds: "0.05" does not fit`,
		"    hint: bounds are numbers between 0 and 1, each higher than the one before",
		`scales.yaml:1:1: C608: probability-bounds: "much" does not fit`,
		"    hint: bounds are numbers between 0 and 1, each higher than the one before",
	}},

	// C609
	{"C609: two entries of the same title", map[string]string{"controls/CTL-0002.yaml": "Bolt => lock"}, []string{
		"controls/CTL-0002.yaml:1:1: C609: CTL-0002 has the title of CTL-0001",
		"    hint: make the difference visible, or merge them",
	}},
	{"C609: two threats that say the same", map[string]string{
		"threats/all/THR-0003.yaml": strings.NewReplacer("THR-0002", "THR-0003", `"{dev} hurts"`, `"{dev} pains"`).Replace(sound["threats/all/THR-0002.yaml"]),
	}, []string{
		"threats/all/THR-0003.yaml:1:1: C609: THR-0003 has the pattern, causes and effects of THR-0002",
		"    hint: make the difference visible in the pattern, or merge them",
	}},

	// C610
	{"C610: what no threat causes, needs or asks", map[string]string{
		"consequences/lost.yaml": "id: lost\ntitle: Lost\non: [device]\nsays: is lost\n" + source,
		"trust/kept.yaml":        "id: kept\ntitle: Kept\non: [device]\ndefault: high\nsays: It is kept.\n" + source,
		"facts/colour.yaml":      "id: colour\ntitle: Colour\non: [device]\nvalues: [red, blue]\nquestion: Which colour has {it}?\nwhy: It is pretty.\n" + source,
	}, []string{
		"consequences/lost.yaml:1:1: C610: consequence lost is the effect of no threat",
		"facts/colour.yaml:1:1: C610: fact colour decides nothing",
		"    hint: ask only what decides something",
		"trust/kept.yaml:1:1: C610: trust attribute kept is the cause of no threat",
	}},

	// C612
	{"C612: a pack without a name or version of the right form", map[string]string{"pack.yaml": "id: My Pack\ntitle: Mine\nversion: \"1.4\"\n"}, []string{
		`pack.yaml:1:1: C612: a pack cannot have the id "My Pack"`,
		"    hint: use lower-case letters, digits and single hyphens",
		`pack.yaml:1:1: C612: a pack cannot have the version "1.4"`,
		"    hint: write three numbers, such as 1.4.0",
	}},

	// Withdrawn entries need no examples, sources or answers.
	{"a withdrawn threat", map[string]string{"threats/all/THR-0003.yaml": `id: THR-0003
title: A stranger took {dev}
status: withdrawn
replaced-by: THR-0001
category: access
where: {dev: {kind: device}}
causes: [low dev.firm]
effects: [dev.taken]
frequency: high
story: Strangers came.
`}, nil},
	{"a withdrawn control that patients applied", map[string]string{"controls/CTL-0003.yaml": "[manufacturer] => [patient]"}, nil},
}

func TestLint(t *testing.T) {
	for _, c := range lintCases {
		t.Run(c.name, func(t *testing.T) {
			var ds diag.List
			Lint(Load(with(t, c.change), "", &ds), &ds)
			expect(t, &ds, c.want...)
		})
	}
}
