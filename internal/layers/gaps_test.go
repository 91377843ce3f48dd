package layers

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/engine"
)

// gapCases list the layers where nothing stands on the likeliest path, with what could.
var gapCases = []struct{ name, model, want string }{
	{
		// The highest class of filter and lock is 1, and the other class of the filter is lower. The lock is paid with its side effect: the
		// path falls to low, the harm only to high.
		"the cheapest first", overNet,
		`device: CTL-0006@pump leaves very-low, harm very-low; CTL-0001@pump leaves low, harm high; CTL-0002@pump leaves low, harm low
interface:
host: CTL-0003@lan CTL-0007@pump leaves negligible, harm negligible
network: CTL-0003@lan leaves low, harm low; CTL-0003@lan CTL-0007@pump leaves negligible, harm negligible
site:
cloud:
organisation:
person:
`,
	},
	{
		"whom a side effect hurts, and what was considered",
		strings.Replace(overNet, "controlled-by: clinic", "controlled-by: clinic, trust: {clean: medium}", 1) + `
controls:
  - {control: CTL-0002, on: [pump], state: absent}`,
		`device: CTL-0006@pump leaves very-low, harm very-low; CTL-0001@pump leaves low, harm high, worsens h; CTL-0002@pump leaves low, harm low, considered
interface:
host: CTL-0003@lan CTL-0007@pump leaves negligible, harm negligible
network: CTL-0003@lan leaves low, harm low; CTL-0003@lan CTL-0007@pump leaves negligible, harm negligible
site:
cloud:
organisation:
person:
`,
	},
	{
		"layers where something stands are no gaps; another path keeps the harm up; the gate is half of a set",
		twoWays + `
controls:
  - {control: CTL-0003, on: [lan], state: present}
  - {control: CTL-0004, on: [room], state: present, coverage: high}`,
		`device: CTL-0006@pump leaves very-low, harm low
interface:
host: CTL-0007@pump leaves negligible, harm low
site:
cloud:
organisation:
person:
`,
	},
	{
		"an acceptable harm has none",
		overNet + `
controls:
  - {control: CTL-0003, on: [lan], state: present}
  - {control: CTL-0007, on: [pump], state: present}`,
		"",
	},
}

func TestGaps(t *testing.T) {
	for _, c := range gapCases {
		t.Run(c.name, func(t *testing.T) {
			got := ""
			for _, g := range open(t, engine.Future, c.model).layers(t).Harms[0].Gaps {
				got += g.says() + "\n"
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
