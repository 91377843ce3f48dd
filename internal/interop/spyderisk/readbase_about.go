package spyderisk

import (
	"slices"
	"strings"

	"cordon/internal/diag"
)

// model reads what the base says of itself.
func (r *baseReader) model() {
	t := r.table("DomainModel", "URI", "label", "comment", "domainGraph")
	for i, w := range t.rows {
		if i > 0 {
			t.wrong(w, "URI", diag.ForeignDuplicate, "a base describes itself in one row", "the table DomainModel has more than one row")
			break
		}
		r.b.URI, r.b.Name, r.b.Comment, r.b.Graph = t.get(w, "URI"), t.get(w, "label"), t.get(w, "comment"), t.get(w, "domainGraph")
		if r.b.Graph == "" {
			t.wrong(w, "domainGraph", diag.ForeignValue, "a model names its base by this URI", "domainGraph is empty")
		}
	}
	if len(t.rows) == 0 && t.reports == 0 {
		t.whole(diag.ForeignVersion, "copy the table again", "the table DomainModel does not describe the base")
	}
	r.features()
}

// features that our reading of the tables relies on. The tables have no version number of their own: these declarations are
// what tells one version of the format from another.
var features = []string{"ConstructionStateFlags", "MixedThreatCauses", "PopulationModel", "RiskTypeFlags", "ThreatTypeFlags"}

func (r *baseReader) features() {
	t := r.table("DomainFeature", "URI", "supported")
	r.b.Features = make(map[string]bool)
	for _, w := range t.rows {
		id := t.local(w, "URI", "feature")
		if _, twice := r.b.Features[id]; twice {
			t.wrong(w, "URI", diag.ForeignDuplicate, "remove one of the rows", "%s is declared twice", id)
		}
		r.b.Features[id] = t.bool(w, "supported")
		if id != "" && r.b.Features[id] && !slices.Contains(features, id) {
			t.wrong(w, "URI", diag.ForeignVersion, "Cordon knows "+strings.Join(features, ", "), "the base uses the feature %s, which Cordon does not know", id)
		}
	}
	if t.reports > 0 {
		return
	}
	for _, f := range features {
		if !r.b.Features[f] {
			t.whole(diag.ForeignVersion, "use a base of the version 6 family", "the base does not declare the feature %s", f)
		}
	}
}

func (r *baseReader) packages() {
	b := r.b
	t := r.table("Packages", "URI", "Label", "Description", "Rank", "PresentedAs")
	define(t, "package", &b.packages, &b.Packages, func(w row, id string) *Package {
		return &Package{ID: id, Label: t.get(w, "Label"), Comment: t.get(w, "Description"), Rank: t.int(w, "Rank"), PresentedAs: t.get(w, "PresentedAs")}
	})
	t = r.table("PackageInterdependencies", "package", "dependsOn")
	for _, w := range t.rows {
		p, q := b.packages[t.local(w, "package", "package")], b.packages[t.local(w, "dependsOn", "package")]
		switch {
		case p == nil:
			t.dangling(w, "package", t.get(w, "package"), "Packages")
		case q == nil:
			t.dangling(w, "dependsOn", t.get(w, "dependsOn"), "Packages")
		default:
			p.DependsOn = append(p.DependsOn, q)
		}
	}
}
