package edit

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDescribe(t *testing.T) {
	base := map[string][]byte{
		"home.yaml":            []byte(home),
		"more.yaml":            []byte("cordon: 1\npeople:\n  patient: {kind: person.patient}\nevidence:\n- {id: E-1, title: T, sort: test, when: 2026-01}\n"),
		"decisions/one.yaml":   []byte("cordon: 1\ndecisions:\n  one: {choice: accept}\n"),
		"boms/box.cdx.json":    []byte("{}"),
		"drawings/old.svg":     []byte("x"),
		"unchanged/notes.yaml": []byte("a: [\n"),
	}
	now := map[string][]byte{
		"home.yaml": []byte(strings.NewReplacer(
			"box:", "hub:", "to: box", "to: hub", // another id
			"kind: device.smartphone", "kind: device.tablet",
			"  outside: {title: Outside} # far away\n", "",
			"app: {kind: software.mobile-app}", "app: {kind: software.mobile-app, facts: {listens: no}}\n      os: {kind: os.mobile}",
			"state: planned # soon", "state: present\n    evidence: [E-1]",
			"on: [send, phone/app], state", "on: [send], state",
			"name: S", "name: System",
			"# The places.", "# Places.",
		).Replace(home) + "\npeople:\n  patient:\n    kind: person.patient\n"),
		"more.yaml":            []byte("cordon: 1\nevidence:\n- {id: E-1, title: T, sort: test, when: 2026-02}\n- {id: E-2, title: U, sort: test, when: 2026-02}\n"),
		"decisions/one.yaml":   []byte("cordon: 1\ndecisions:\n  one: {choice: treat}\n"),
		"boms/box.cdx.json":    []byte("{ }"),
		"boms/hub.cdx.json":    []byte("{}"),
		"unchanged/notes.yaml": []byte("a: [\n"),
	}
	want := []Change{
		{What: Altered, Block: "file", ID: "boms/box.cdx.json", From: "2 bytes", To: "3 bytes", File: "boms/box.cdx.json"},
		{What: Added, Block: "file", ID: "boms/hub.cdx.json", To: "2 bytes", File: "boms/hub.cdx.json"},
		{What: Altered, Path: []string{"decisions", "one", "choice"}, From: "accept", To: "treat", File: "decisions/one.yaml", Line: 3},
		{What: Gone, Block: "file", ID: "drawings/old.svg", From: "1 bytes", File: "drawings/old.svg"},
		{What: Altered, Block: "system", Path: []string{"name"}, From: "S", To: "System", File: "home.yaml", Line: 4},
		{What: Gone, Block: "zones", ID: "outside", From: "{title: Outside}", File: "home.yaml", Line: 8},
		{What: Altered, Block: "assets", ID: "phone", Path: []string{"kind"}, From: "device.smartphone", To: "device.tablet", File: "home.yaml", Line: 19},
		{What: Altered, Block: "assets", ID: "phone/app", Path: []string{"facts"}, To: "{listens: no}", File: "home.yaml", Line: 23},
		{What: Added, Block: "assets", ID: "phone/os", To: "{kind: os.mobile}", File: "home.yaml", Line: 24},
		{What: NewID, Block: "assets", ID: "hub", From: "box", To: "hub", File: "home.yaml", Line: 26},
		{What: State, Block: "controls", ID: "CTL-0001", Path: []string{"phone/app"}, From: "present", File: "home.yaml", Line: 36},
		{What: State, Block: "controls", ID: "CTL-0002", Path: []string{"phone"}, From: "planned", To: "present", File: "home.yaml", Line: 37},
		{What: Altered, Block: "controls", ID: "CTL-0002", Path: []string{"phone", "evidence"}, To: "[E-1]", File: "home.yaml", Line: 37},
		{What: Altered, Block: "evidence", ID: "E-1", Path: []string{"when"}, From: "2026-01", To: "2026-02", File: "more.yaml", Line: 3},
		{What: Added, Block: "evidence", ID: "E-2", To: "{id: E-2, title: U, sort: test, when: 2026-02}", File: "more.yaml", Line: 4},
	}
	if d := cmp.Diff(want, Describe(base, now)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if got := Describe(base, base); len(got) > 0 {
		t.Errorf("nothing changed, and %v is described", got)
	}
}
