package edit

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const home = `# A home.
cordon: 1

system: {id: s, name: S, intended-purpose: p}

zones:
  inside: {title: Inside}
  outside: {title: Outside} # far away

# The places.
places:
  home: {kind: place.home, zone: inside}

networks:
  wifi: {kind: network.wifi, place: home}

assets:
  # What the patient has.
  phone: # theirs
    kind: device.smartphone
    place: home # usually
    on: [wifi]
    runs:
      app: {kind: software.mobile-app}

  box:
    kind: device.home-hub
    on:
      # by cable
      - wifi

flows:
  send: {from: phone/app, to: box, over: [wifi]}

controls:
  - {control: CTL-0001, on: [send, phone/app], state: present}
  - control: CTL-0002
    on: [phone]
    state: planned # soon
`

func TestApply(t *testing.T) {
	for _, c := range []struct {
		name     string
		ops      string
		from, to string // of home, in pairs of old and new text
	}{
		{"set a word", `[{"do":"set","path":["assets","phone","place"],"value":"home"},{"do":"set","id":"phone","path":["kind"],"value":"device.tablet"}]`,
			"kind: device.smartphone", "kind: device.tablet"},
		{"set a key that is not there, in the order of the language", `[{"do":"set","path":["assets","box","place"],"value":"home"}]`,
			"    kind: device.home-hub\n", "    kind: device.home-hub\n    place: home\n"},
		{"set in a list of blocks", `[{"do":"set","path":["controls","1","state"],"value":"present"},{"do":"set","path":["controls","0","on"],"value":["send"]}]`,
			"on: [send, phone/app], state: present}\n  - control: CTL-0002\n    on: [phone]\n    state: planned # soon", "on: [send], state: present}\n  - control: CTL-0002\n    on: [phone]\n    state: present # soon"},
		{"set in brackets", `[{"do":"set","id":"wifi","path":["zone"],"value":"inside"}]`,
			"{kind: network.wifi, place: home}", "{kind: network.wifi, place: home, zone: inside}"},
		{"set below keys that are not there", `[{"do":"set","id":"phone/app","path":["facts","listens"],"value":"no"}]`,
			"{kind: software.mobile-app}", "{kind: software.mobile-app, facts: {listens: no}}"},
		{"what becomes too long for a line is written in lines", `[{"do":"set","id":"phone/app","path":["title"],"value":"A title that is so long that together with the kind it is no longer one line"}]`,
			"app: {kind: software.mobile-app}", "app:\n        kind: software.mobile-app\n        title: A title that is so long that together with the kind it is no longer one line"},
		{"set a long text", `[{"do":"set","id":"phone","path":["note"],"value":"A text that is much longer than a line may be, so that it has to be broken somewhere, best at a space."}]`,
			"    place: home # usually", "    note: >-\n      A text that is much longer than a line may be, so that it has to be broken somewhere, best at\n      a space.\n    place: home # usually"},
		{"set a list item by item", `[{"do":"set","id":"box","path":["on"],"value":["wifi"]}]`, "", ""},
		{"unset", `[{"do":"unset","id":"phone","path":["place"]}]`, "    place: home # usually\n", ""},
		{"unset the only key of a block", `[{"do":"unset","id":"phone","path":["on"]}]`, "    on: [wifi]\n", ""},
		{"put into a list", `[{"do":"put","path":["flows","send","over"],"value":"wifi"}]`, "", `home.yaml:33:43: C308: "wifi" stands in flows.send.over already`},
		{"take the last item", `[{"do":"take","id":"phone","path":["on"],"value":"wifi"}]`, "    on: [wifi]\n", ""},
		{"add", `[{"do":"add","block":"assets","id":"router","after":"phone","value":{"place":"home","kind":"device.router","on":["wifi"]}}]`,
			"\n  box:", "  router: {kind: device.router, place: home, on: [wifi]}\n\n  box:"},
		{"add inside", `[{"do":"add","block":"interfaces","id":"box/radio","value":{"kind":"interface.ble"}}]`,
			"      - wifi\n", "      - wifi\n    interfaces: {radio: {kind: interface.ble}}\n"},
		{"add a block", `[{"do":"add","block":"people","id":"patient","value":{"kind":"person.patient"}}]`,
			"\nassets:", "\npeople:\n  patient: {kind: person.patient}\n\nassets:"},
		{"remove with all", `[{"do":"remove","id":"phone","all":true}]`,
			home[strings.Index(home, "  # What the patient"):], "  box:\n    kind: device.home-hub\n    on:\n      # by cable\n      - wifi\n"},
		{"remove only some", `[{"do":"remove","id":"send","all":true}]`,
			home[strings.Index(home, "\nflows"):strings.Index(home, ", state: present}")], "\ncontrols:\n  - {control: CTL-0001, on: [phone/app]"},
		{"remove what is used", `[{"do":"remove","id":"wifi"}]`, "", "home.yaml:22:10: C322: \"wifi\" is still named in assets.phone.on.0\n    hint: remove it there first, or remove all together\nhome.yaml:30:9: C322: \"wifi\" is still named in assets.box.on.0\n    hint: remove it there first, or remove all together\nhome.yaml:33:43: C322: \"wifi\" is still named in flows.send.over.0\n    hint: remove it there first, or remove all together"},
		{"rename inside", `[{"do":"rename","id":"phone","to":"handset"}]`, "", ""},
		{"place in a state", `[{"do":"place","control":"CTL-0002","on":["phone"],"state":"present"}]`, "state: planned # soon", "state: present # soon"},
		{"place on more", `[{"do":"place","control":"CTL-0002","on":["box"],"state":"planned"}]`, "on: [phone]", "on: [phone, box]"},
		{"place on some only", `[{"do":"place","control":"CTL-0001","on":["send"],"state":"planned"}]`,
			"on: [send, phone/app], state: present}\n", "on: [phone/app], state: present}\n  - {control: CTL-0001, on: [send], state: planned}\n"},
		{"release", `[{"do":"release","control":"CTL-0001","on":["send","phone/app"]}]`, "  - {control: CTL-0001, on: [send, phone/app], state: present}\n", ""},
		{"move", `[{"do":"move","id":"box"}]`, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var ops []Operation
			if err := json.Unmarshal([]byte(c.ops), &ops); err != nil {
				t.Fatal(err)
			}
			res, ds := Apply(map[string][]byte{"home.yaml": []byte(home)}, ops)
			want := strings.Replace(home, c.from, c.to, 1)
			got := home
			if f, ok := res.Files["home.yaml"]; ok {
				got = string(f)
			}
			switch c.name {
			case "rename inside":
				want = strings.NewReplacer("phone:", "handset:", "phone/app", "handset/app", "[phone]", "[handset]").Replace(home)
			case "move":
				i, j := strings.Index(home, "  # What"), strings.Index(home, "\n  box:")
				k := strings.Index(home, "\nflows")
				want = home[:i] + home[j+1:k] + home[i:j] + home[k:]
			}
			var said []string
			for _, d := range ds {
				said = append(said, d.String())
			}
			if len(said) > 0 || c.from == "" && c.to != "" {
				if diff := cmp.Diff(c.to, strings.Join(said, "\n")); diff != "" {
					t.Errorf("diagnostics (-want +got):\n%s", diff)
				}
				return
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("(-want +got):\n%s", diff)
			}
			files := map[string][]byte{"home.yaml": []byte(got)}
			back, ds := Apply(files, res.Inverse)
			if f, ok := back.Files["home.yaml"]; len(ds) > 0 || ok && string(f) != home || !ok && got != home {
				t.Errorf("the inverse gives %v\n%s", ds, cmp.Diff(home, string(f)))
			}
		})
	}
}
