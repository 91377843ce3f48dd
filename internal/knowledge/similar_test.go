package knowledge

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

// TestSimilar adds to the sound base a threat like THR-0001 and a control like CTL-0001; numbers are counted by hand.
func TestSimilar(t *testing.T) {
	var ds diag.List
	b := Load(with(t, map[string]string{
		"threats/all/THR-0003.yaml": `id: THR-0003
title: A stranger boldly takes {box}
category: access
where:
  box: {kind: device, facts: {port: [open]}}
  wire: {kind: network}
links: [box on wire]
causes: [low box.firm]
effects: [box.bothered]
frequency: high
story: Strangers come.
`,
		// The two kinds of one role are not one kind.
		"threats/all/THR-0004.yaml": `id: THR-0004
title: Two things meet
category: access
where:
  one: {kind: device}
  other: {kind: device}
  third: {kind: device}
causes: [low one.firm]
effects: [one.taken]
frequency: high
story: They meet.
`,
		"controls/CTL-0004.yaml": control("CTL-0004", "The lock that Locksmith Brown makes"),
		"controls/CTL-0005.yaml": control("CTL-0005", "Locksmith Brown makes chains"),
	}), "", &ds)
	show := func(least int) (out []string) {
		for _, p := range b.Similar(least) {
			out = append(out, fmt.Sprintf("%s %s %s %d %d", p.First.Type, p.First.ID, p.Second.ID, p.Title, p.Pattern))
		}
		return out
	}
	// THR-0001 and -0003: 2 of 3 long words; of the parts device, its port, network, the link and the cause are common, one effect
	// each is not: 5 of 7. The controls: locksmith, brown and makes of these and of lock, that and chains: 3 of 6.
	want := []string{"threat THR-0001 THR-0003 66 71", "control CTL-0004 CTL-0005 50 0"}
	if diff := cmp.Diff(want, show(50)); diff != "" {
		t.Errorf("pairs (-want +got):\n%s", diff)
	}
	if got := show(72); len(got) > 0 {
		t.Errorf("alike to 72 %%: %v", got)
	}
	// THR-0004 has device, device 2, device 3, the cause and the effect; THR-0001 device, its port, network, link, the same cause and
	// effect: 3 of 8.
	if !slices.Contains(show(37), "threat THR-0001 THR-0004 0 37") || slices.Contains(show(38), "threat THR-0001 THR-0004 0 37") {
		t.Errorf("alike to 37 %%: %v", show(37))
	}
}
