package postmarket

import (
	"testing"

	"cordon/internal/vers"
)

// Two counts of one flaw: by versions of the module, and by releases. Each case has the limits of a record of the Go vulnerability database.
func TestReleases(t *testing.T) {
	type events = []vers.Event
	from := func(v string) vers.Event { return vers.Event{Introduced: v} }
	fixed := func(v string) vers.Event { return vers.Event{Fixed: v} }
	for _, c := range []struct {
		record             string
		versions, releases events
		want               map[string]string // by version: yes, unsure, no
	}{
		{"GO-2025-3505, the versions say nothing", events{from("0")}, events{from("0"), fixed("4.53.2"), from("4.64.0"), fixed("4.64.2")},
			map[string]string{"v4.53.1": "yes", "v4.53.2": "unsure", "v4.64.1": "yes", "v4.64.2": "unsure", "v4.81.1": "unsure"}},
		{"GO-2026-4964, the releases say where it begins only", events{from("0"), fixed("1.73.5")}, events{from("1.45.0")},
			map[string]string{"v1.44.9": "unsure", "v1.45.0": "yes", "v1.73.4": "yes", "v1.73.5": "no", "v1.74.3": "no"}},
		{"GO-2024-2982, the releases say where it ends only", events{from("1.10.0"), fixed("1.16.3"), from("1.17.0-rc1"), fixed("1.17.2")}, events{from("0"), fixed("1.15.12")},
			map[string]string{"v0.10.0": "no", "v1.9.9": "no", "v1.10.0": "yes", "v1.15.11": "yes", "v1.15.12": "unsure", "v1.16.3": "no", "v1.17.1": "unsure", "v1.17.2": "no"}},
		{"GO-2025-4247, a branch that only the releases name", events{from("11.0.0-alpha.1"), fixed("11.1.0")}, events{from("0"), fixed("10.11.7")},
			map[string]string{"v10.11.6+incompatible": "unsure", "v10.11.7+incompatible": "no", "v11.0.0+incompatible": "unsure", "v11.1.0+incompatible": "no"}},
		{"GO-2026-4305, the releases begin earlier", events{from("0"), fixed("3.9.2"), from("3.10.0"), fixed("3.10.2")}, events{from("3.10.0-rc1")},
			map[string]string{"v3.9.1": "unsure", "v3.9.2": "no", "v3.10.0-rc1": "unsure", "v3.10.1": "yes", "v3.10.2": "no", "v10.0.0": "no"}},
		{"GO-2024-2527, the versions end before there were releases", events{from("0"), fixed("0.5.0-alpha.5")}, events{from("3.2.22"), fixed("3.4.22")},
			map[string]string{"v3.2.21+incompatible": "no", "v3.3.25+incompatible": "yes", "v3.4.22+incompatible": "no"}},
		{"GO-2024-3312, commits are fixed by commits", events{from("0"), fixed("0.0.0-20240708073652-5a492a3f0036")}, events{from("0"), fixed("5.21.2")},
			map[string]string{"v0.0.0-20240708073651-000000000000": "yes", "v0.0.0-20240708073652-5a492a3f0036": "no", "v0.0.0-20250101000000-000000000000": "no", "v5.21.1": "unsure", "v5.21.2": "no"}},
		{"GO-2024-2826, numbers of releases that no module has", events{from("0"), fixed("0.17.7"), from("0.18.0"), fixed("0.18.5")}, events{from("0"), fixed("17.0.7"), from("18.0.0"), fixed("18.0.5")},
			map[string]string{"v0.17.6": "yes", "v0.18.5": "unsure"}},
	} {
		lib := affected(t, "golang", "a.example/lib", vers.Go, c.versions...)
		lib.Releases = affected(t, "golang", "a.example/lib", vers.Go, c.releases...).Range
		ix, err := OpenIndex(BuildIndex([]Advisory{{ID: "A", Affected: []Affected{lib}}}))
		if err != nil {
			t.Fatal(err)
		}
		for version, want := range c.want {
			got := "no"
			for _, line := range match(t, ix, true, "pkg:golang/a.example/lib@"+version) {
				got = map[bool]string{true: "unsure", false: "yes"}[line == "lib@"+version+" A unsure"]
			}
			if got != want {
				t.Errorf("%s: %s: %s, want %s", c.record, version, got, want)
			}
		}
	}
}
