package edit

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFragmentsAreElementsAsValues(t *testing.T) {
	got := Open(map[string][]byte{"system.yaml": []byte(home)}).Fragments([]string{"box", "nothing", "phone/app", "send", "inside"})
	want := []Fragment{
		{"box", "assets", json.RawMessage(`{"kind":"device.home-hub","on":["wifi"]}`)},
		{"phone/app", "runs", json.RawMessage(`{"kind":"software.mobile-app"}`)},
		{"send", "flows", json.RawMessage(`{"from":"phone/app","to":"box","over":["wifi"]}`)},
		{"inside", "zones", json.RawMessage(`{"title":"Inside"}`)},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestAFragmentMakesAnotherElementLikeIt(t *testing.T) {
	src := "cordon: 1\n\nsystem: {id: s, name: S, intended-purpose: p}\n\nfunctions:\n  f: {kind: function.monitoring}\n\nharms:\n  pain:\n    kind: harm.pain\n    title: \"7\"\n    severity: {adult: 3}\n    from: [f]\n"
	folder := Open(map[string][]byte{"system.yaml": []byte(src)})
	fs := folder.Fragments([]string{"pain"})
	res, wrong := folder.Apply([]Operation{{Do: Add, Block: fs[0].Block, ID: "ache", Value: fs[0].Value}})
	if wrong != nil {
		t.Fatal(wrong)
	}
	again := Open(res.Files).Fragments([]string{"ache"})
	if want := `{"kind":"harm.pain","title":"7","from":["f"],"severity":{"adult":3}}`; string(again[0].Value) != want {
		t.Errorf("the copy is %s, want %s", again[0].Value, want)
	}
}
