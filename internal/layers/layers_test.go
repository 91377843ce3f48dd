package layers

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/engine"
)

// header is the part of each test model that does not change. All trust is very low unless a case says otherwise, so that every way is
// very-high (5) by itself.
//
// Of severity 4, likelihood negligible (0) is acceptable, very-low (1) and low (2) reduce, medium (3) and above unacceptable.
const header = `
cordon: 1
system: {id: s, name: S, intended-purpose: P}
organisations: {maker: {kind: organisation, duty: manufacturer}, clinic: {kind: organisation, duty: operator}}
`

// overNet is one way: THR-0001 over the network, then THR-0003 to the harm.
const overNet = header + `
networks: {lan: {kind: network, controlled-by: clinic}}
assets: {pump: {kind: device, on: [lan]}}
harms: {h: {kind: harm, from: [pump], severity: {adult: 4}}}
`

// twoWays adds a second one: THR-0002 by touch in the room.
const twoWays = header + `
networks: {lan: {kind: network, controlled-by: clinic}}
places: {room: {kind: place, controlled-by: clinic}}
assets: {pump: {kind: device, on: [lan], place: room}}
harms: {h: {kind: harm, from: [pump], severity: {adult: 4}}}
`

// cases are small enough to be worked out by hand. Shell, gate and agent are high and leave low (2); filter and door are very-high and
// leave very-low (1); gate and agent together leave negligible (0).
var cases = []struct {
	name  string
	mode  engine.Mode
	model string
	want  []string
}{
	{
		name: "one path, two layers: no single failure", model: overNet + `
controls:
  - {control: CTL-0002, on: [pump], state: present}
  - {control: CTL-0003, on: [lan], state: planned}`,
		want: []string{
			"h low, reduce",
			"open path low of very-high, layers device network, 2 independent: [device] CTL-0002@pump low; [network] CTL-0003@lan low",
			"without the surroundings low, reduce; then low, reduce; stays",
		},
	},
	{
		name: "what is planned does not count in current mode", mode: engine.Current, model: overNet + `
controls:
  - {control: CTL-0002, on: [pump], state: present}
  - {control: CTL-0003, on: [lan], state: planned}`,
		want: []string{
			"h low, reduce",
			"open path low of very-high, layers device, 1 independent: [device] CTL-0002@pump low",
			"lose CTL-0002@pump: very-high, unacceptable",
			"lose layer device: very-high, unacceptable",
			"without the surroundings low, reduce; then low, reduce; stays",
		},
	},
	{
		name: "two paths that share one control: it is a single failure", model: twoWays + `
controls:
  - {control: CTL-0002, on: [pump], state: present}`,
		want: []string{
			"h low, reduce",
			"open path low of very-high, layers device, 1 independent: [device] CTL-0002@pump low",
			"open path low of very-high, layers device, 1 independent: [device] CTL-0002@pump low",
			"lose CTL-0002@pump: very-high, unacceptable",
			"lose layer device: very-high, unacceptable",
			"without the surroundings low, reduce; then low, reduce; stays",
		},
	},
	{
		name: "two paths, a control on each: each is a single failure", model: twoWays + `
controls:
  - {control: CTL-0003, on: [lan], state: present}
  - {control: CTL-0004, on: [room], state: present}`,
		want: []string{
			"h low, reduce",
			"open path low of very-high, layers network, 1 independent: [network] CTL-0003@lan low",
			"open path very-low of very-high, layers site, 1 independent: [site] CTL-0004@room very-low",
			"lose CTL-0003@lan: very-high, unacceptable",
			"lose CTL-0004@room: very-high, unacceptable",
			"lose layer network: very-high, unacceptable",
			"lose layer site: very-high, unacceptable",
			"without the surroundings very-high, unacceptable; then very-high, unacceptable; carried by way of THR-0001 THR-0003",
		},
	},
	{
		name: "two controls in one layer count once, and fall together", model: overNet + `
controls:
  - {control: CTL-0002, on: [pump], state: present}
  - {control: CTL-0006, on: [pump], state: present}`,
		want: []string{
			"h very-low, reduce",
			"open path very-low of very-high, layers device, 1 independent: [device] CTL-0002@pump low; [device] CTL-0006@pump very-low",
			"lose layer device: very-high, unacceptable",
			"lose CTL-0006@pump: low, reduce",
			"without the surroundings very-low, reduce; then very-low, reduce; stays",
		},
	},
	{
		name: "controls that work only together, of two layers, fall with either", model: overNet + `
controls:
  - {control: CTL-0003, on: [lan], state: present}
  - {control: CTL-0007, on: [pump], state: present}`,
		want: []string{
			"h negligible, acceptable",
			"held path negligible of very-high, layers host network, 1 independent: [host network] CTL-0003@lan CTL-0007@pump negligible; [network] CTL-0003@lan low",
			"lose CTL-0003@lan: very-high, unacceptable",
			"lose layer network: very-high, unacceptable",
			"lose CTL-0007@pump: low, reduce",
			"lose layer host: low, reduce",
			"without the surroundings very-high, unacceptable; then very-high, unacceptable; carried by way of THR-0001 THR-0003",
		},
	},
	{
		name: "a control that covers nothing blocks and does not hold", model: overNet + `
controls:
  - {control: CTL-0002, on: [pump], state: present, coverage: very-low}
  - {control: CTL-0003, on: [lan], state: present}`,
		want: []string{
			"h low, reduce",
			"open path low of very-high, layers network, 1 independent: [device] CTL-0002@pump very-high, not counted; [network] CTL-0003@lan low",
			"lose CTL-0003@lan: very-high, unacceptable",
			"lose layer network: very-high, unacceptable",
			"without the surroundings very-high, unacceptable; then very-high, unacceptable; carried by way of THR-0001 THR-0003",
		},
	},
	{
		name: "only the operator's gate holds it: the surroundings carry it", model: overNet + `
controls:
  - {control: CTL-0003, on: [lan], state: present}`,
		want: []string{
			"h low, reduce",
			"open path low of very-high, layers network, 1 independent: [network] CTL-0003@lan low",
			"lose CTL-0003@lan: very-high, unacceptable",
			"lose layer network: very-high, unacceptable",
			"without the surroundings very-high, unacceptable; then very-high, unacceptable; carried by way of THR-0001 THR-0003",
		},
	},
	{
		name: "the same gate in a network of the manufacturer is no surroundings", model: strings.Replace(overNet, "controlled-by: clinic", "controlled-by: maker", 1) + `
controls:
  - {control: CTL-0003, on: [lan], state: present}`,
		want: []string{
			"h low, reduce",
			"open path low of very-high, layers network, 1 independent: [network] CTL-0003@lan low",
			"lose CTL-0003@lan: very-high, unacceptable",
			"lose layer network: very-high, unacceptable",
			"without the surroundings low, reduce; then low, reduce; stays",
		},
	},
	{
		name: "only an assumption about the network holds it", model: strings.Replace(overNet, "controlled-by: clinic", "controlled-by: clinic, trust: {clean: safe}", 1),
		want: []string{
			"h negligible, acceptable",
			"without the surroundings negligible, acceptable; then very-high, unacceptable; carried by way of THR-0001 THR-0003",
		},
	},
	{
		name: "of people only what is claimed beyond the usual is taken: alert falls from very-high to low", model: header + `
places: {room: {kind: place, controlled-by: maker, trust: {guarded: safe}}}
people: {nurse: {kind: person, place: room, works-for: clinic, trust: {alert: very-high}}}
assets: {pump: {kind: device, place: room}}
harms: {h: {kind: harm, from: [pump], severity: {adult: 4}}}`,
		want: []string{
			"h very-low, reduce",
			"open path very-low of very-low, layers , 0 independent:",
			"without the surroundings very-low, reduce; then high, unacceptable; carried by way of THR-0005 THR-0003",
		},
	},
	{
		name: "a lock whose side effect is worse than what it holds: the harm is better without it", model: overNet + `
controls:
  - {control: CTL-0001, on: [pump], state: present}
  - {control: CTL-0003, on: [lan], state: present}`,
		want: []string{
			"h high, unacceptable",
			"open path high of high, layers , 0 independent:",
			"open path low of very-high, layers device network, 2 independent: [device] CTL-0001@pump low; [network] CTL-0003@lan low",
			"better without CTL-0001@pump: low, reduce",
			"better without layer device: low, reduce",
			"without the surroundings high, unacceptable; then high, unacceptable; stays",
		},
	},
}

func TestLayers(t *testing.T) {
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if c.mode == "" {
				c.mode = engine.Future
			}
			d := open(t, c.mode, c.model).layers(t)
			if len(d.Harms) != 1 {
				t.Fatalf("%d harms", len(d.Harms))
			}
			if diff := cmp.Diff(c.want, d.Harms[0].says()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestMakeIsDeterministicAndLeavesTheRun(t *testing.T) {
	x := open(t, engine.Future, twoWays+`
controls:
  - {control: CTL-0001, on: [pump], state: present}
  - {control: CTL-0003, on: [lan], state: present}`)
	before := x.run.Certificate()
	level, _ := x.run.Likelihood("h#occurs")
	var first string
	for range 3 {
		b, err := json.Marshal(x.layers(t))
		if err != nil {
			t.Fatal(err)
		}
		if first == "" {
			first = string(b)
		}
		if string(b) != first {
			t.Errorf("two runs differ:\n%s\n%s", first, b)
		}
	}
	now, _ := x.run.Likelihood("h#occurs")
	if diff := cmp.Diff(before, x.run.Certificate()); diff != "" || now != level || !before.Verified {
		t.Errorf("the run has changed: likelihood %d, was %d; certificate %s", now, level, diff)
	}
}

func TestMakeStops(t *testing.T) {
	x := open(t, engine.Future, twoWays+`
controls:
  - {control: CTL-0002, on: [pump], state: present}
  - {control: CTL-0003, on: [lan], state: present}`)
	level, _ := x.run.Likelihood("h#occurs")
	for _, at := range []string{"finding what holds each path", "taking controls away one by one", "taking the surroundings away", "looking for layers where nothing stands"} {
		ctx, cancel := context.WithCancel(context.Background())
		d, err := Make(ctx, x.m, x.ix, x.run, x.a, func(stage string) {
			if stage == at {
				cancel()
			}
		})
		cancel()
		if d != nil || !errors.Is(err, context.Canceled) {
			t.Errorf("stopped while %s: error %v", at, err)
		}
		if now, _ := x.run.Likelihood("h#occurs"); now != level {
			t.Errorf("stopped while %s: likelihood %d, was %d", at, now, level)
		}
	}
}

func TestNoHarms(t *testing.T) {
	d := open(t, engine.Future, header+"assets: {pump: {kind: device}}\n").layers(t)
	if d.Harms == nil || len(d.Harms) != 0 || len(d.Layers) != 8 {
		t.Errorf("%d harms, %d layers", len(d.Harms), len(d.Layers))
	}
}
