package engine

import (
	"context"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/knowledge"
)

// TestAmong takes a hub that an attack takes with likelihood high, misuse with very high, and on which software falls with it.
func TestAmong(t *testing.T) {
	var ds diag.List
	k := knowledge.Load(os.DirFS("testdata/base"), "testdata/base", &ds)
	for i := range k.Threats {
		switch k.Threats[i].ID {
		case "THR-0003":
			k.Threats[i].Category = "human"
		case "THR-0007":
			k.Threats[i].Cause = knowledge.Failure
		}
	}
	base, err := Compile(k)
	if err != nil {
		t.Fatal(err)
	}
	an, err := Analyze(context.Background(), base, system(t, `
		hub: device.hub hardened:very-low open-port=some
		app: software
		lan: network clean:very-low
		hub on lan
		app runs-on hub`))
	if err != nil {
		t.Fatal(err)
	}
	r, err := an.Run(Future)
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{"hub#taken", "app#taken", "hub#slow", "nothing#taken"}
	for _, c := range []struct {
		name   string
		causes []knowledge.Cause
		want   []uint8
	}{
		{"all", knowledge.Causes(), []uint8{5, 5, 3, 0}},
		{"attack", []knowledge.Cause{knowledge.Attack}, []uint8{4, 4, 3, 0}},
		{"misuse", []knowledge.Cause{knowledge.Misuse}, []uint8{5, 5, 0, 0}},
		{"failure", []knowledge.Cause{knowledge.Failure}, []uint8{0, 0, 2, 0}},
		{"without misuse", []knowledge.Cause{knowledge.Attack, knowledge.Failure, knowledge.SideEffect}, []uint8{4, 4, 3, 0}},
		{"none", nil, []uint8{0, 0, 0, 0}},
	} {
		among := r.Among(c.causes...)
		var got []uint8
		for _, id := range ids {
			got = append(got, among(id))
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	if l, _ := r.Likelihood("hub#taken"); l != 5 {
		t.Errorf("the run has changed: hub#taken is %d", l)
	}
}
