package engine

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// matchCases show, for one or two rules of the tiny base, which threats a system raises and which questions it leaves.
var matchCases = []struct {
	name    string
	rules   []string
	system  string
	threats []string
	asks    []string
}{
	{
		name: "roles bound one to one: each combination is a threat", rules: []string{"THR-0001"},
		system: `
			a: device.hub
			b: device.hub
			lan: network
			wan: network
			a on lan
			a on wan
			b on lan`,
		threats: []string{"THR-0001 dev=a net=lan", "THR-0001 dev=a net=wan", "THR-0001 dev=b net=lan"},
	},
	{
		name: "without the link there is no threat", rules: []string{"THR-0001"},
		system: `
			a: device.hub
			lan: network`,
	},
	{
		name: "two links of the same relation are one threat", rules: []string{"THR-0001"},
		system: `
			a: device.hub
			lan: network
			a on lan
			a on lan`,
		threats: []string{"THR-0001 dev=a net=lan"},
	},
	{
		name: "a kind below two kinds matches both", rules: []string{"THR-0001", "THR-0012"},
		system: `
			tag: device.badge
			hub: device.hub
			lan: network
			tag on lan
			tag trusts hub`,
		threats: []string{"THR-0001 dev=tag net=lan", "THR-0012 dev=tag bearer=hub"},
	},
	{
		name: "a kind beside does not match", rules: []string{"THR-0012"},
		system: `
			a: device.hub
			b: device.hub
			a trusts b`,
	},
	{
		name: "sub-relations count: a program on a part of a device is inside it", rules: []string{"THR-0002"},
		system: `
			box: device.hub
			board: device.hub
			app: software
			board part-of box
			app runs-on board`,
		threats: []string{"THR-0002 app=app dev=board", "THR-0002 app=app dev=box"},
	},
	{
		name: "distinct: nothing attacks itself", rules: []string{"THR-0008"},
		system: `
			a: device.hub
			b: device.hub
			lan: network
			a on lan
			b on lan`,
		threats: []string{"THR-0008 a=a b=b net=lan", "THR-0008 a=b b=a net=lan"},
	},
	{
		name: "a prohibited link takes one direction away", rules: []string{"THR-0008"},
		system: `
			a: device.hub
			b: device.hub
			lan: network
			a on lan
			b on lan
			b trusts a`,
		threats: []string{"THR-0008 a=b b=a net=lan"},
	},
	{
		name: "distinct also where one element fits both roles by a link to itself", rules: []string{"THR-0012"},
		system: `
			tag: device.badge
			tag trusts tag`,
	},
	{
		name: "sufficient: all members in one threat", rules: []string{"THR-0004"},
		system: `
			a: device.hub
			b: device.badge
			c: device.hub
			h: harm
			a feeds h
			b feeds h`,
		threats: []string{"THR-0004 injury=h sources=a+b"},
	},
	{
		name: "sufficient: none is not enough", rules: []string{"THR-0004"},
		system: `
			a: device.hub
			h: harm`,
	},
	{
		name: "necessary: all members in one threat", rules: []string{"THR-0005"},
		system: `
			x: software watched=no
			y: software watched=no
			z: software watched=yes
			h: harm
			x feeds h
			y feeds h
			z feeds h`,
		threats: []string{"THR-0005 injury=h backups=x+y"},
	},
	{
		name: "necessary: none is not enough", rules: []string{"THR-0005"},
		system: `
			x: software watched=yes
			h: harm
			x feeds h`,
	},
	{
		name: "optional: with members", rules: []string{"THR-0006"},
		system: `
			tag: device.badge
			x: software watched=yes
			y: software watched=no
			x runs-on tag
			y runs-on tag`,
		threats: []string{"THR-0006 dev=tag guards=x"},
	},
	{
		name: "optional: without members", rules: []string{"THR-0006"},
		system:  `tag: device.badge`,
		threats: []string{"THR-0006 dev=tag"},
	},
	{
		name: "absent: nothing there", rules: []string{"THR-0007"},
		system: `
			box: device.hub
			cover: lid watched=no
			cover part-of box`,
		threats: []string{"THR-0007 dev=box"},
	},
	{
		name: "absent: one is enough to take the threat away", rules: []string{"THR-0007"},
		system: `
			box: device.hub
			cover: lid watched=no
			seal: lid watched=yes
			cover part-of box
			seal part-of box`,
	},

	// Facts are three-valued.
	{
		name: "a known bad fact", rules: []string{"THR-0003"},
		system:  `box: device.hub open-port=all`,
		threats: []string{"THR-0003 dev=box"},
	},
	{
		name: "a known good fact: no threat and nothing to ask", rules: []string{"THR-0003"},
		system: `box: device.hub open-port=none`,
	},
	{
		name: "an unknown fact: a question and no threat", rules: []string{"THR-0003"},
		system: `box: device.hub`,
		asks:   []string{"box?open-port THR-0003"},
	},
	{
		name: "a kind's default decides: the hub stays where it is", rules: []string{"THR-0006"},
		system: `box: device.hub`,
	},
	{
		name: "what the author says goes before the kind's default", rules: []string{"THR-0006"},
		system: `
			box: device.hub portable=yes
			tag: device.badge portable=no`,
		threats: []string{"THR-0006 dev=box"},
	},
	{
		name: "of several parents the first decides: a badge is worn, so it is portable", rules: []string{"THR-0006"},
		system:  `tag: device.badge`,
		threats: []string{"THR-0006 dev=tag"},
	},
	{
		name: "sufficient: what is known is enough, so nothing is asked", rules: []string{"THR-0015"},
		system: `
			x: software watched=no
			y: software
			h: harm
			x feeds h
			y feeds h`,
		threats: []string{"THR-0015 injury=h leaks=x"},
	},
	{
		name: "sufficient: the only member may or may not fit", rules: []string{"THR-0015"},
		system: `
			x: software watched=yes
			y: software
			h: harm
			x feeds h
			y feeds h`,
		asks: []string{"y?watched THR-0015"},
	},
	{
		name: "necessary: the only member may or may not fit", rules: []string{"THR-0005"},
		system: `
			y: software
			h: harm
			y feeds h`,
		asks: []string{"y?watched THR-0005"},
	},
	{
		name: "optional: an unknown member is not asked about", rules: []string{"THR-0006"},
		system: `
			tag: device.badge
			x: software
			x runs-on tag`,
		threats: []string{"THR-0006 dev=tag"},
	},
	{
		name: "absent: what may be there is asked about", rules: []string{"THR-0007"},
		system: `
			box: device.hub
			cover: lid
			cover part-of box`,
		asks: []string{"cover?watched THR-0007"},
	},
	{
		name: "absent: what is known to be there ends the question", rules: []string{"THR-0007"},
		system: `
			box: device.hub
			cover: lid
			seal: lid watched=yes
			cover part-of box
			seal part-of box`,
	},

	// Threats that a control opens.
	{
		name: "a threat that no control can open does not exist: the lens is made for what is worn", rules: []string{"THR-0014"},
		system: `
			a: device.hub
			b: device.hub
			lan: network
			a on lan
			b on lan
			a trusts b`,
	},
	{
		name: "it exists where the control could stand", rules: []string{"THR-0014"},
		system: `
			tag: device.badge
			b: device.hub
			lan: network
			tag on lan
			b on lan
			tag trusts b`,
		threats: []string{"THR-0014 way=path(tag,b) dev=tag"},
	},
}

func TestMatch(t *testing.T) {
	for _, c := range matchCases {
		t.Run(c.name, func(t *testing.T) {
			res := run(t, Future, c.system).Result()
			if diff := cmp.Diff(append([]string{}, c.threats...), ofRules(res, c.rules...)); diff != "" {
				t.Errorf("threats (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(append([]string{}, c.asks...), asks(res, c.rules...)); diff != "" {
				t.Errorf("questions (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFinds(t *testing.T) {
	an := analyze(t, system(t, `
		a: device.hub open-port=some
		b: device.hub`))
	got := map[string]string{}
	for _, rule := range []string{"THR-0003", "THR-0007", "THR-0001", "THR-9999"} {
		got[rule] = string(an.Finds(rule))
	}
	want := map[string]string{"THR-0003": "match", "THR-0007": "match", "THR-0001": "no-match", "THR-9999": "no-match"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := analyze(t, system(t, `b: device.hub`)).Finds("THR-0003"); got != "question" {
		t.Errorf("THR-0003 with an unknown port gives %s, want question", got)
	}
}
