package report

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"

	"cordon/internal/postmarket/fleet"
)

func TestRolloutCurve(t *testing.T) {
	median := 12
	r := &fleet.Rollout{
		Of: "CVE-2026-1 <&>", Known: 20_000, Devices: 1200, Fixed: 900, Open: 250, Retired: 50,
		Points:  []fleet.Point{{Day: 20_000, Open: 1000}, {Day: 20_010, Fixed: 400, Open: 700, Retired: 50}, {Day: 20_090, Fixed: 900, Open: 250, Retired: 50}},
		FromFix: fleet.Spread{Devices: 1150, Median: &median},
	}
	for _, c := range []struct {
		name string
		r    *fleet.Rollout
		says []string
	}{
		{"a curve", r, []string{"Devices with the fix: CVE-2026-1 &lt;&amp;&gt;", "1200 devices needed the fix; 900 have it, 250 still need it, 50 left the field without.", "Half of the devices had it 12 days", ">900 have it<", ">1200 needed it<", ">500<", ">2024-10-03<", ">devices<", ">day<"}},
		{"one day", &fleet.Rollout{Of: "x", Devices: 1, Open: 1, Points: []fleet.Point{{Day: 20_000, Open: 1}}}, []string{">0 have it<", ">1 needed it<"}},
		{"nothing", &fleet.Rollout{Of: "x"}, []string{"No device needed it."}},
	} {
		out := Rollout(c.r)
		if err := xml.NewDecoder(bytes.NewReader(out)).Decode(new(any)); err != nil {
			t.Errorf("%s: %s", c.name, err)
		}
		for _, s := range c.says {
			if !strings.Contains(string(out), s) {
				t.Errorf("%s: the picture lacks %q", c.name, s)
			}
		}
	}
}

func TestStepsAreEasyToCountIn(t *testing.T) {
	for most, want := range map[int]int{0: 1, 1: 1, 5: 1, 6: 2, 11: 5, 26: 10, 1200: 500, 1_000_000: 200_000} {
		if got := niceStep(most); got != want {
			t.Errorf("up to %d: steps of %d, wanted %d", most, got, want)
		}
	}
}
