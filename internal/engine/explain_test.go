package engine

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// twoWays has a short way to the harm, and one over a second device; both devices also take each other.
const twoWays = `
	near: device.hub hardened:very-low open-port=all
	far: device.hub hardened:very-low open-port=all
	lan: network clean:very-low
	h: harm !4
	near on lan
	far on lan
	near feeds h
`

// chainCases list the ways to a consequence, the likeliest first, then the shortest.
var chainCases = []struct {
	name   string
	system string
	id     string
	k      int
	want   []string // likelihood; assumptions; steps
	more   bool
}{
	{
		name: "the likeliest first, then the shortest, and no circle", system: twoWays, id: "h#occurs", k: 9,
		want: []string{
			"high; near.hardened very-low, lan.clean very-low; THR-0001 near > THR-0004 h",
			"high; near.hardened very-low; THR-0003 near > THR-0004 h",
			"high; far.hardened very-low, lan.clean very-low; THR-0001 far > THR-0008 near > THR-0004 h",
			"high; far.hardened very-low, lan.clean very-low; THR-0003 far > THR-0008 near > THR-0004 h",
		},
	},
	{
		name: "fewer than there are", system: twoWays, id: "h#occurs", k: 2, more: true,
		want: []string{
			"high; near.hardened very-low, lan.clean very-low; THR-0001 near > THR-0004 h",
			"high; near.hardened very-low; THR-0003 near > THR-0004 h",
		},
	},
	{
		name: "a less likely way comes after longer likely ones", id: "h#occurs", k: 9,
		system: twoWays + `
			CTL-0002@near present
			CTL-0001@near absent`,
		want: []string{
			"high; near.hardened very-low, lan.clean very-low; THR-0001 near > THR-0004 h",
			"high; far.hardened very-low, lan.clean very-low; THR-0001 far > THR-0008 near > THR-0004 h",
			"high; far.hardened very-low, lan.clean very-low; THR-0003 far > THR-0008 near > THR-0004 h",
			"very-low; near.hardened very-low; THR-0003 near > THR-0004 h",
		},
	},
	{
		name: "one of several members, through a helper that is no step", id: "h#occurs", k: 9,
		system: `
			a: device.hub hardened:very-low open-port=all
			b: device.hub hardened:medium open-port=all
			h: harm
			a feeds h
			b feeds h`,
		want: []string{
			"high; a.hardened very-low; THR-0003 a > THR-0004 h",
			"medium; b.hardened medium; THR-0003 b > THR-0004 h",
		},
	},
	{
		name: "all members must fail: the steps of both", id: "h#occurs", k: 1,
		system: `
			a: device.hub hardened:low open-port=all
			b: device.hub hardened:medium open-port=all
			x: software watched=no
			y: software watched=no
			x runs-on a
			y runs-on b
			h: harm
			x feeds h
			y feeds h`,
		want: []string{
			"medium; a.hardened low, b.hardened medium; THR-0003 a > THR-0003 b > THR-0002 x > THR-0002 y > THR-0005 h",
		},
		more: true,
	},
	{
		name: "undermined trust is a link in the chain, not an assumption of its own", id: "firm#lost", k: 1,
		system: `
			weak: device.hub hardened:very-low
			firm: device.badge hardened:safe
			lan: network clean:very-low
			weak on lan
			firm on lan`,
		want: []string{
			"high; weak.hardened very-low, lan.clean very-low, firm.hardened low; THR-0001 weak > THR-0008 firm > THR-0006 firm",
		},
	},
	{name: "what cannot happen has no way", system: shut, id: "hub#taken", k: 3},
	{name: "no such consequence", system: shut, id: "hub#happy", k: 3},
	{name: "not an id of a consequence", system: shut, id: "hub", k: 3},
}

func TestChains(t *testing.T) {
	for _, c := range chainCases {
		t.Run(c.name, func(t *testing.T) {
			chains, more := run(t, Future, c.system).Chains(c.id, c.k)
			var got []string
			for _, ch := range chains {
				got = append(got, ch.says())
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("chains (-want +got):\n%s", diff)
			}
			if more != c.more {
				t.Errorf("more may exist: %t, want %t", more, c.more)
			}
		})
	}
}

// says writes a chain as "likelihood; assumptions; steps", each step as its rule and the element it acts on.
func (c Chain) says() string {
	var assumes, steps []string
	for _, e := range c.Assumes {
		assumes = append(assumes, e.Element+"."+e.Low+" "+e.Level)
	}
	for _, s := range c.Steps {
		steps = append(steps, s.Rule+" "+s.Effects[0].Element)
	}
	return c.Likelihood + "; " + strings.Join(assumes, ", ") + "; " + strings.Join(steps, " > ")
}

// cutCases list the smallest sets of controls that lower a consequence.
var cutCases = []struct {
	name        string
	system      string
	id          string
	size, limit int
	want        []string // controls: what remains
	more        bool
}{
	{
		name: "single controls on the only way", system: open, id: "hub#taken", size: 3, limit: 9,
		// The strategy of filter and gate is not among them: the gate alone is enough.
		want: []string{"CTL-0001@hub: low", "CTL-0004@lan: low"},
	},
	{
		name: "two ways: what blocks both, or one control for each", id: "hub#taken", size: 3, limit: 9,
		system: `
			hub: device.hub hardened:very-low open-port=all
			lan: network clean:very-low
			hub on lan`,
		want: []string{"CTL-0001@hub: low", "CTL-0002@hub: high"},
	},
	{
		name: "a strategy where none of its controls is enough", id: "hub#taken", size: 2, limit: 9,
		system: `
			hub: device.hub hardened:very-low
			lan: network clean:high
			hub on lan
			CTL-0001@hub present`,
		want: []string{"CTL-0002@hub CTL-0004@lan: negligible"},
	},
	{
		name: "a set larger than asked for is not shown, and that is said", id: "hub#taken", size: 1, limit: 9,
		system: `
			hub: device.hub hardened:very-low
			lan: network clean:high
			hub on lan
			CTL-0001@hub present`,
		more: true,
	},
	{
		name: "fewer sets than there are", system: open, id: "hub#taken", size: 3, limit: 1,
		want: []string{"CTL-0001@hub: low"},
		more: true,
	},
	{
		name: "what stands is not proposed again", id: "hub#taken", size: 3, limit: 9,
		system: open + "CTL-0001@hub present low",
		want:   []string{"CTL-0004@lan: low"},
	},
	{
		name: "no control answers it", id: "lan#noisy", system: open, size: 3, limit: 9,
	},
	{
		name: "what cannot happen needs no control", id: "hub#taken", system: shut, size: 3, limit: 9,
	},
	{
		name: "no such consequence", id: "hub#happy", system: shut, size: 3, limit: 9,
	},
}

func TestCutSets(t *testing.T) {
	for _, c := range cutCases {
		t.Run(c.name, func(t *testing.T) {
			sets, more := run(t, Future, c.system).CutSets(c.id, c.size, c.limit)
			var got []string
			for _, s := range sets {
				got = append(got, strings.Join(s.Controls, " ")+": "+s.Leaves)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("sets (-want +got):\n%s", diff)
			}
			if more != c.more {
				t.Errorf("more may exist: %t, want %t", more, c.more)
			}
		})
	}
}

// withCases say what changes if one control comes or goes.
var withCases = []struct {
	name    string
	system  string
	control string
	present bool
	want    string
}{
	{"it comes", open, "CTL-0001@hub", true, "hub#taken: high -> low"},
	{"it comes in full where it covered little", open + "CTL-0001@hub present low", "CTL-0001@hub", true, "hub#taken: high -> low"},
	{"it goes", open + "CTL-0001@hub present", "CTL-0001@hub", false, "hub#taken: low -> high"},
	{"it goes and was not there", open, "CTL-0001@hub", false, ""},
	{"it comes with a side effect", shut + `
		h: harm
		hub feeds h`, "CTL-0001@hub", true, "h#occurs: negligible -> medium"},
	{"it answers nothing there", open + "app: software", "CTL-0006@app", true, ""},
	{"not a control on an element", open, "CTL-0001", true, "error: CTL-0001 is not a control on an element"},
	{"no such control", open, "CTL-9999@hub", true, "error: CTL-9999@hub is not a control on an element"},
	{"no such element", open, "CTL-0001@tub", true, "error: CTL-0001@tub is not a control on an element"},
}

func TestWithControl(t *testing.T) {
	for _, c := range withCases {
		t.Run(c.name, func(t *testing.T) {
			r := run(t, Future, c.system)
			changes, err := r.WithControl(c.control, c.present, []string{"hub#taken", "h#occurs"})
			var got []string
			for _, ch := range changes {
				got = append(got, fmt.Sprintf("%s: %s -> %s", ch.Consequence, ch.Before, ch.After))
			}
			if err != nil {
				got = append(got, "error: "+err.Error())
			}
			if diff := cmp.Diff(c.want, strings.Join(got, ", ")); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
