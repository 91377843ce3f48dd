package assessment

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
)

// The words are not the shipped ones: a pack may rename the levels.
func TestTop(t *testing.T) {
	levels := func(names ...string) (out []knowledge.LevelName) {
		for _, n := range names {
			out = append(out, knowledge.LevelName{Name: n})
		}
		return out
	}
	scales := &knowledge.Scales{Likelihood: levels("never", "seldom", "often"), Risk: levels("calm", "grave")}
	a := &Assessment{
		Threats: []engine.Threat{
			{ID: "T-1", Likelihood: "often", Risk: "calm"},
			{ID: "T-2", Likelihood: "seldom", Risk: "grave"},
			{ID: "T-3", Likelihood: "often", Risk: "grave"},
			{ID: "T-4", Likelihood: "never", Risk: "grave"},
			{ID: "T-5", Likelihood: "often", Risk: "grave", Secondary: true},
			{ID: "T-6", Likelihood: "seldom", Risk: "grave"},
		},
		Harms: []Harm{{Paths: []engine.Chain{{Steps: []engine.Step{{Threat: "T-6"}}}}}},
	}
	var got []string
	for _, x := range a.Top(scales, 3) {
		got = append(got, x.ID)
	}
	if diff := cmp.Diff([]string{"T-6", "T-3", "T-2"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := len(a.Top(scales, 99)); n != 4 {
		t.Errorf("%d threats in all, want 4", n)
	}
}
