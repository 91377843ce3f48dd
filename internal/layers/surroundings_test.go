package layers

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/engine"
)

func TestSurroundings(t *testing.T) {
	d := open(t, engine.Future, header+`
zones: {inside: {kind: zone, controlled-by: maker}, outside: {kind: zone, controlled-by: clinic}}
places:
  site: {kind: place, zone: inside, trust: {guarded: high}}
  ward: {kind: place, within: site, controlled-by: clinic, trust: {guarded: high}}
  hall: {kind: place, trust: {guarded: medium}}
networks: {lan: {kind: network, zone: outside, trust: {clean: high}}, own: {kind: network, place: site, trust: {clean: high}}}
people:
  nurse: {kind: person, works-for: clinic, place: ward, trust: {alert: very-low}}
  guard: {kind: person, place: hall, trust: {alert: high}}
  staff: {kind: person, works-for: maker, place: hall, trust: {alert: high}}
assets: {pump: {kind: device, on: [lan, own], place: site}}
assumptions: {quiet: {says: Nobody shouts.}}
controls:
  - {control: CTL-0002, on: [pump], state: present}
  - {control: CTL-0003, on: [lan, own], state: present}
  - {control: CTL-0004, on: [site, ward, hall], state: present}
  - {control: CTL-0005, on: [nurse, guard, staff], state: planned}`).layers(t)
	want := Surroundings{
		// The shell is on the device. The manufacturer is in charge of site and own (by their zone and place) and of staff. Nobody is
		// in charge of hall and guard, and an operator can apply door and training.
		Controls: []string{"CTL-0003@lan", "CTL-0004@hall", "CTL-0004@ward", "CTL-0005@guard", "CTL-0005@nurse"},
		Assumptions: []Assumption{
			{"hall", "guarded", "medium", "very-low"}, {"ward", "guarded", "high", "very-low"}, {"lan", "clean", "high", "very-low"},
			{"guard", "alert", "high", "low"}, // the nurse is below the usual already
		},
		InWords: []string{"quiet"},
	}
	if diff := cmp.Diff(want, d.Surroundings); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
