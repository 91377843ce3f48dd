package openpsa

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/engine/bdd"
)

// pumps: the top needs the valve (v) and two of three pumps; a pump fails by itself or with the power (w).
const pumps = `<?xml version="1.0"?>
<opsa-mef>
<define-fault-tree name="pumps">
<define-gate name="pump1"><or><basic-event name="p1"/><basic-event name="w"/></or></define-gate>
<define-gate name="top"><and><basic-event name="v"/><gate name="two"/></and></define-gate>
<define-gate name="two"><atleast min="2"><gate name="pump1"/><gate name="pump2"/><gate name="pump3"/></atleast></define-gate>
<define-gate name="pump2"><or><basic-event name="p2"/><basic-event name="w"/></or></define-gate>
<define-gate name="pump3"><or><basic-event name="p3"/><basic-event name="w"/></or></define-gate>
</define-fault-tree>
<model-data>
<define-basic-event name="v"><float value="0.5"/></define-basic-event>
<define-basic-event name="p1"><float value="0.1"/></define-basic-event>
<define-basic-event name="p2"><float value="0.2"/></define-basic-event>
<define-basic-event name="p3"><float value="0.3"/></define-basic-event>
<define-basic-event name="w"><float value="0.01"/></define-basic-event>
</model-data>
</opsa-mef>`

// By hand: 0.5 * (0.01 + 0.99*0.098), two of three pumps being 0.02+0.03+0.06-2*0.006.
func TestRead(t *testing.T) {
	tree, err := Read(strings.NewReader(pumps))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"v", "p1", "p2", "p3", "w"}, tree.Events); diff != "" || tree.Name != "pumps" || tree.Gates != 5 {
		t.Errorf("%s with %d gates; events (-want +got):\n%s", tree.Name, tree.Gates, diff)
	}
	d, err := tree.Formulas.Solve(context.Background(), []bdd.Formula{tree.Top}, bdd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	p, err := d.Probabilities(tree.Probability)
	if err != nil {
		t.Fatal(err)
	}
	if want := 0.05351; p[0] < want-1e-12 || p[0] > want+1e-12 {
		t.Errorf("probability %v, want %v", p[0], want)
	}
	sets, err := d.MinimalSets(context.Background(), 0, bdd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := sets.Count().Int64(); got != 4 { // v with the power or with two pumps
		t.Errorf("%d minimal sets, want 4", got)
	}
}

func TestReadXorAndNot(t *testing.T) {
	tree, err := Read(strings.NewReader(document(`<xor><basic-event name="a"/><not><basic-event name="b"/></not></xor>`)))
	if err != nil {
		t.Fatal(err)
	}
	d, err := tree.Formulas.Solve(context.Background(), []bdd.Formula{tree.Top}, bdd.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for world, want := range []bool{true, false, false, true} { // a is bit 0, b is bit 1
		if got := d.Holds(0, []bool{world&1 == 1, world&2 == 2}); got != want {
			t.Errorf("world %02b: %t, want %t", world, got, want)
		}
	}
}

// document has one gate with a formula over the events a and b.
func document(formula string) string {
	return `<opsa-mef><define-fault-tree name="t"><define-gate name="g">` + formula + `</define-gate></define-fault-tree><model-data>` +
		`<define-basic-event name="a"><float value="0.1"/></define-basic-event>` +
		`<define-basic-event name="b"><float value="0.2"/></define-basic-event></model-data></opsa-mef>`
}

func TestReadRefuses(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"no XML", "top = a or b", "read a fault tree: EOF"},
		{"another document", "<html></html>", "the document is <html>, not <opsa-mef>"},
		{"no gate", "<opsa-mef></opsa-mef>", "0 gates stand at the top: []; one is needed"},
		{"a gate that needs itself", document(`<or><gate name="g"/><basic-event name="a"/></or>`), "0 gates stand at the top: []; one is needed"},
		{"an unknown gate", document(`<or><gate name="x"/></or>`), "gate g: gate x is not defined"},
		{"an unknown event", document(`<or><basic-event name="c"/></or>`), "gate g: basic event c is not defined"},
		{"an unknown connective", document(`<imply><basic-event name="a"/><basic-event name="b"/></imply>`), "gate g: <imply> with 2 parts"},
		{"a negation of two", document(`<not><basic-event name="a"/><basic-event name="b"/></not>`), "gate g: <not> with 2 parts"},
		{"more than there are", document(`<atleast min="3"><basic-event name="a"/><basic-event name="b"/></atleast>`), `gate g: atleast "3" of 2`},
		{"too large an atleast", document(`<atleast min="101">` + strings.Repeat(`<basic-event name="a"/>`, 101) + `</atleast>`), "gate g: atleast 101 of 101 is too large"},
		{"too large a probability", strings.Replace(document(`<basic-event name="a"/>`), "0.1", "1.1", 1), `basic event a: "1.1" is no probability`},
		{"an event twice", strings.Replace(document(`<basic-event name="a"/>`), `name="b"`, `name="a"`, 1), "basic event a is defined twice"},
		{"an event without a number", strings.Replace(document(`<basic-event name="a"/>`), `<float value="0.1"/>`, `<parameter name="x"/>`, 1), `<define-basic-event name="a"> is not a basic event with a number`},
		{"two tops", strings.Replace(document(`<basic-event name="a"/>`), `</define-fault-tree>`, `<define-gate name="h"><basic-event name="b"/></define-gate></define-fault-tree>`, 1), "2 gates stand at the top: [g h]; one is needed"},
		{"a gate without a formula", document(""), `fault tree t: <define-gate name="g"> is not a gate with one formula`},
		{"too large", strings.Repeat(" ", maxBytes+1), "a fault tree of more than 1048576 bytes"},
		{"nested too deep", document(strings.Repeat("<or>", maxDepth+2) + strings.Repeat("</or>", maxDepth+2)), "formulas nested deeper than 2000"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := Read(strings.NewReader(c.src)); err == nil || !strings.HasSuffix(err.Error(), c.want) {
				t.Errorf("got  %v\nwant %s", err, c.want)
			}
		})
	}
}

func TestReadRefusesCycles(t *testing.T) {
	src := strings.Replace(document(`<gate name="h"/>`), `</define-fault-tree>`,
		`<define-gate name="h"><gate name="i"/></define-gate><define-gate name="i"><gate name="h"/></define-gate></define-fault-tree>`, 1)
	if _, err := Read(strings.NewReader(src)); err == nil || err.Error() != "gate g: gate h: gate i: gate h needs itself" {
		t.Errorf("got %v", err)
	}
}

// Whatever is read has a probability for each event and a formula that can be used.
func FuzzRead(f *testing.F) {
	f.Add(pumps)
	f.Add(document(`<xor><basic-event name="a"/><not><basic-event name="b"/></not></xor>`))
	f.Add(document(`<atleast min="2"><basic-event name="a"/><basic-event name="b"/><gate name="g"/></atleast>`))
	f.Fuzz(func(t *testing.T, src string) {
		tree, err := Read(strings.NewReader(src))
		if err != nil {
			return
		}
		d, err := tree.Formulas.Solve(context.Background(), []bdd.Formula{tree.Top}, bdd.Options{Nodes: 1000})
		if err != nil {
			return
		}
		p, err := d.Probabilities(tree.Probability)
		if err != nil || !(p[0] >= 0 && p[0] <= 1) {
			t.Errorf("probability %v, %v", p, err)
		}
	})
}
