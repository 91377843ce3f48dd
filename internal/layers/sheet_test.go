package layers

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/engine"
)

func TestSheet(t *testing.T) {
	d := open(t, engine.Current, overNet+`
controls:
  - {control: CTL-0002, on: [pump], state: present, coverage: high, evidence: [TR-1]}
  - {control: CTL-0003, on: [lan], state: planned}`).layers(t)
	want := []Layer{
		{Layer: "device", Harms: []string{"h"}, Controls: []Control{{
			ID: "CTL-0002", Title: "Shell", Configure: "Set up the shell as the manual says.", Method: "Try the shell.", Criterion: "It holds.",
			At: []Place{{Element: "pump", Title: "pump", State: "present", Coverage: "high", Evidence: []string{"TR-1"}, Alone: []string{"h"}}},
		}}},
		{Layer: "interface", Harms: []string{}, Controls: []Control{}},
		{Layer: "host", Harms: []string{}, Controls: []Control{}},
		{Layer: "network", Harms: []string{}, Controls: []Control{{
			ID: "CTL-0003", Title: "Gate", Configure: "Set up the gate as the manual says.", Method: "Try the gate.", Criterion: "It holds.",
			At: []Place{{Element: "lan", Title: "lan", State: "planned", Evidence: []string{}, Alone: []string{}}},
		}}},
		{Layer: "site", Harms: []string{}, Controls: []Control{}},
		{Layer: "cloud", Harms: []string{}, Controls: []Control{}},
		{Layer: "organisation", Harms: []string{}, Controls: []Control{}},
		{Layer: "person", Harms: []string{}, Controls: []Control{}},
	}
	if diff := cmp.Diff(want, d.Layers); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
