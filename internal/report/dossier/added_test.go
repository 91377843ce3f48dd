package dossier_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/additions"
	"cordon/internal/diag"
	"cordon/internal/report/dossier"
)

// What a person wrote stands at its place, in paragraphs; what nobody wrote stays open. Names of the system are in what is asked, not in what was written.
func TestWhatPeopleAddStandsAtItsPlace(t *testing.T) {
	tpl := with("system")
	tpl.Sections[0].Open = []string{"Who signs for {system}.", "Who reads it"}
	tpl.Sections[0].Unrecorded = []string{"Number of devices"}
	f := *theExample(t)
	var ds diag.List
	f.Added = additions.Load(fstest.MapFS{"additions/tpl.yaml": {Data: []byte(`cordon: 1
texts:
  signs: {section: Facts, asked: "Who signs for {system}.", says: "A. Lindgren\n\nand {system} itself"}
  devices: {section: Facts, asked: Number of devices, says: "412"}
`)}}, "additions", "additions", &ds)
	if ds.Len() > 0 {
		t.Fatal(ds.Sorted())
	}
	d := made(t, tpl, &f)
	want := []dossier.Place{
		{Place: additions.Place{Section: "Facts", Asked: "Number of devices"}, Asks: "Number of devices", Says: "412"},
		{Place: additions.Place{Section: "Facts", Asked: "Who signs for {system}."}, Asks: "Who signs for " + f.Model.System.Name, Says: "A. Lindgren\n\nand {system} itself"},
		{Place: additions.Place{Section: "Facts", Asked: "Who reads it"}, Asks: "Who reads it"},
	}
	if diff := cmp.Diff(want, d.Places); diff != "" {
		t.Error(diff)
	}
	var says []string
	for i := range d.Document.Blocks {
		says = append(says, text(&d.Document.Blocks[i]))
	}
	whole := strings.Join(says, "\n")
	for _, x := range []string{"Number of devices:\n412", "Who signs for " + f.Model.System.Name + ":\nA. Lindgren\nand {system} itself", "Open: Who reads it."} {
		if !strings.Contains(whole, x) {
			t.Errorf("nothing says %q in %s", x, whole)
		}
	}
	for _, o := range d.Open {
		if strings.HasPrefix(o.Says, "Who signs") || o.Says == "Number of devices" {
			t.Errorf("open is %q, which somebody wrote", o.Says)
		}
	}
	if diff := cmp.Diff(3, len(dossier.PlacesOf(tpl))); diff != "" {
		t.Error(diff)
	}
}
