package edit

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func one(text string) map[string][]byte { return map[string][]byte{"home.yaml": []byte(text)} }

func TestMerge(t *testing.T) {
	swap := func(pairs ...string) string {
		out := home
		for i := 0; i < len(pairs); i += 2 {
			if !strings.Contains(out, pairs[i]) {
				t.Fatalf("%q is not in the text", pairs[i])
			}
			out = strings.Replace(out, pairs[i], pairs[i+1], 1)
		}
		return out
	}
	for _, c := range []struct {
		name               string
		ours, theirs, want string
		conflicts          string
		choices            map[string]Side
	}{
		{"different keys of one element", swap("kind: device.smartphone", "kind: device.tablet"), swap("place: home # usually", "place: home # always"),
			swap("kind: device.smartphone", "kind: device.tablet", "place: home # usually", "place: home # always"), "", nil},
		{"a new element of theirs with its comment", swap("kind: device.home-hub", "kind: device.router"), swap("  box:\n", "  # New.\n  pump: {kind: device.infusion-pump} # yes\n\n  box:\n"),
			swap("  box:\n", "  # New.\n  pump: {kind: device.infusion-pump} # yes\n\n  box:\n", "kind: device.home-hub", "kind: device.router"), "", nil},
		{"keys in brackets", swap("{kind: network.wifi, place: home}", "{kind: network.wifi, title: W, place: home}"), swap("{kind: network.wifi, place: home}", "{kind: network.lan, place: home, zone: inside}"),
			swap("{kind: network.wifi, place: home}", "{kind: network.lan, title: W, place: home, zone: inside}"), "", nil},
		{"lists as sets", swap("on: [send, phone/app]", "on: [send, phone/app, box]"), swap("on: [send, phone/app]", "on: [phone/app, phone]"),
			swap("on: [send, phone/app]", "on: [phone/app, phone, box]"), "", nil},
		{"the same key", swap("kind: device.smartphone", "kind: device.tablet"), swap("kind: device.smartphone", "kind: device.workstation"),
			swap("kind: device.smartphone", "kind: device.tablet"), "home.yaml#/assets/phone/kind changed 20/20: device.smartphone, device.tablet, device.workstation\n", nil},
		{"the same key, settled", swap("kind: device.smartphone", "kind: device.tablet"), swap("kind: device.smartphone", "kind: device.workstation"),
			swap("kind: device.smartphone", "kind: device.workstation"), "", map[string]Side{"home.yaml#/assets/phone/kind": Theirs}},
		{"removed and changed", swap("send: {from: phone/app, to: box, over: [wifi]}", "send: {from: phone/app, to: box, over: [wifi], protocol: HTTPS}"), strings.Replace(swap("flows:\n  send: {from: phone/app, to: box, over: [wifi]}\n\n", ""), "[send, phone/app]", "[phone/app]", 1),
			swap("over: [wifi]}", "over: [wifi], protocol: HTTPS}", "[send, phone/app]", "[phone/app]"),
			"home.yaml#/flows removed 32/0: {send: {from: phone/app, to: box, over: [wifi]}}, {send: {from: phone/app, to: box, over: [wifi], protocol: HTTPS}}, \n", nil},
		{"removed and named", swap("  outside: {title: Outside} # far away\n", ""), swap("place: home}", "place: home, zone: outside}"),
			swap("  outside: {title: Outside} # far away\n", "", "place: home}", "place: home, zone: outside}"),
			"home.yaml#/networks/wifi/zone!dangling dangling 0/8: outside, , outside\n", nil},
		{"removed and named, brought back", swap("  outside: {title: Outside} # far away\n", ""), swap("place: home}", "place: home, zone: outside}"),
			swap("place: home}", "place: home, zone: outside}"), "", map[string]Side{"home.yaml#/networks/wifi/zone!dangling": Theirs}},
		{"removed and named, no longer named", swap("  outside: {title: Outside} # far away\n", ""), swap("place: home}", "place: home, zone: outside}"),
			swap("  outside: {title: Outside} # far away\n", ""), "", map[string]Side{"home.yaml#/networks/wifi/zone!dangling": Ours}},
		{"another id and another key", strings.NewReplacer("box:", "hub:", "to: box", "to: hub").Replace(home), swap("kind: device.home-hub", "kind: device.home-hub\n    title: B"),
			strings.NewReplacer("box:", "hub:", "to: box", "to: hub", "kind: device.home-hub", "kind: device.home-hub\n    title: B").Replace(home), "", nil},
		{"two other ids", strings.NewReplacer("box:", "hub:", "to: box", "to: hub").Replace(home), strings.NewReplacer("box:", "station:", "to: box", "to: station").Replace(home),
			strings.NewReplacer("box:", "hub:", "to: box", "to: hub").Replace(home), "home.yaml#/assets/box!renamed renamed 26/26: box, hub, station\n", nil},
		{"one id for two", swap("  outside:", "  far:\n    title: Far\n  outside:"), swap("  box:", "  far: {kind: device.pump}\n\n  box:"),
			swap("  outside:", "  far:\n    title: Far\n  outside:", "  box:", "  far: {kind: device.pump}\n\n  box:"), "home.yaml#/assets/far!twice twice 8/26: , {title: Far}, {kind: device.pump}\n", nil},
		{"one id for two, settled", swap("  outside:", "  far:\n    title: Far\n  outside:"), swap("  box:", "  far: {kind: device.pump}\n  box:"),
			swap("  box:", "  far: {kind: device.pump}\n  box:"), "", map[string]Side{"home.yaml#/assets/far!twice": Theirs}},
		{"state of a control", swap("state: planned # soon", "state: present # soon"), swap("on: [phone]\n", "on: [phone]\n    coverage: high\n"),
			swap("state: planned # soon", "state: present # soon", "on: [phone]\n", "on: [phone]\n    coverage: high\n"), "", nil},
		{"comments of both", swap("# A home.", "# A home.\n# Ours.", "zone: inside}", "zone: outside}"), swap("# A home.", "# A home.\n# Theirs.", "title: Inside", "title: In"),
			swap("# A home.\n", "# A home.\n# Ours.\n# Theirs.\n", "zone: inside}", "zone: outside}", "title: Inside", "title: In"), "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Merge(one(home), one(c.ours), one(c.theirs), c.choices)
			said := ""
			for _, x := range got.Conflicts {
				said += fmt.Sprintf("%s %s %d/%d: %s, %s, %s\n", x.Key, x.Clash, x.OursLine, x.TheirsLine, x.Base, x.Ours, x.Theirs)
			}
			if d := cmp.Diff(c.conflicts, said); d != "" {
				t.Errorf("conflicts (-want +got):\n%s", d)
			}
			if d := cmp.Diff(c.want, string(got.Files["home.yaml"])); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
}

// What one side removed and the other names comes back in one order, however often it is merged.
func TestWhatIsBroughtBackStandsInOneOrder(t *testing.T) {
	const head, nets = "cordon: 1\nzones:\n  home: {title: Home}\n", "networks:\n  wifi: {kind: network.wifi}\n"
	zones, named, choices := "", "networks:\n  wifi: {kind: network.wifi}\n", map[string]Side{}
	for _, id := range []string{"west", "north", "south", "east"} {
		zones += "  " + id + ": {title: " + id + "}\n"
		named += "  " + id + "-lan: {kind: network.lan, zone: " + id + "}\n"
		choices["home.yaml#/networks/"+id+"-lan/zone!dangling"] = Theirs
	}
	for range 20 {
		m := Merge(one(head+zones+nets), one(head+nets), one(head+zones+named), choices)
		if d := cmp.Diff(head+zones+named, string(m.Files["home.yaml"])); d != "" || len(m.Conflicts) > 0 {
			t.Fatalf("%v (-want +got):\n%s", m.Conflicts, d)
		}
	}
}
