package project

import (
	"path/filepath"
	"slices"
	"testing"

	"cordon/internal/diag"
)

// TestHazardsFitTheirHarms compares worked descriptions with the knowledge base: the hazard behind each harm is of a kind that the guide of the
// harm names, or of one above or below.
func TestHazardsFitTheirHarms(t *testing.T) {
	k := shipped(t)
	models := []string{exampleDir}
	for _, in := range incidents(t) {
		models = append(models, filepath.Join(incidentDir, in.Model))
	}
	slices.Sort(models)
	for _, name := range slices.Compact(models) {
		var ds diag.List
		m := OpenModel(name, k, &ds)
		if ds.HasErrors() {
			t.Fatal(ds.Sorted())
		}
		kinds := map[string]string{}
		for _, h := range m.Hazards {
			kinds[h.ID] = h.Value.Kind.Text
		}
		for _, h := range m.Harms {
			kind := kinds[h.Value.Hazard.Text]
			fits := func(named string) bool { return k.Index.Is(kind, named) || k.Index.Is(named, kind) }
			if guide := k.Index.Kinds[h.Value.Kind.Text].Harm; !slices.ContainsFunc(guide.Hazards, fits) {
				t.Errorf("%s: hazard %q of %s is none of %v", name, kind, h.ID, guide.Hazards)
			}
		}
	}
}
