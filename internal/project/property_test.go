package project

import (
	"encoding/json"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/knowledge"
)

// catalogued is a property as the catalogue has it.
type catalogued struct {
	Name    string
	Is      []string // properties above it
	threats []string // EMB3D threats that devices with the property are exposed to
}

// emb3dProperties reads the properties of EMB3D by id.
func emb3dProperties(t *testing.T) map[string]*catalogued {
	t.Helper()
	var catalogue struct {
		Objects []struct {
			Type, ID, Name string
			Relation       string `json:"relationship_type"`
			Source         string `json:"source_ref"`
			Target         string `json:"target_ref"`
			Property       string `json:"x_mitre_emb3d_property_id"`
			Threat         string `json:"x_mitre_emb3d_threat_id"`
		} `json:"objects"`
	}
	if err := json.Unmarshal(catalogueFile(t, "interop", "emb3d", "emb3d-stix-2.0.1.json"), &catalogue); err != nil {
		t.Fatal(err)
	}
	out, name := map[string]*catalogued{}, map[string]string{}
	for _, o := range catalogue.Objects {
		switch o.Type {
		case "x-mitre-emb3d-property":
			name[o.ID] = o.Property
			out[o.Property] = &catalogued{Name: o.Name}
		case "vulnerability":
			name[o.ID] = o.Threat
		}
	}
	for _, o := range catalogue.Objects {
		p := out[name[o.Source]]
		switch o.Relation {
		case "subproperty-of":
			p.Is = append(p.Is, name[o.Target])
		case "relates-to":
			p.threats = append(p.threats, name[o.Target])
		}
	}
	if len(out) == 0 {
		t.Fatal("the catalogue holds no properties")
	}
	return out
}

// Each property of EMB3D has an entry, under its name and below the properties that the catalogue puts it below; and there are no others.
func TestPropertiesAreThoseOfEMB3D(t *testing.T) {
	want, got := emb3dProperties(t), map[string]*catalogued{}
	for _, p := range loadContent(t).Properties {
		if p.Status != knowledge.Withdrawn {
			got[p.ID] = &catalogued{Name: p.Title, Is: p.Is}
		}
	}
	for _, p := range want {
		p.threats = nil
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(catalogued{})); diff != "" {
		t.Errorf("(-catalogue +content):\n%s", diff)
	}
}

// Where EMB3D relates a threat to a property, and both the property and threats of ours speak of it, they must not exclude each other: of the
// threats that refer to it and have a role of a kind that shows the property, at least one asks for facts that the property allows. That is
// all that fails, since a threat may well come about beside the element that shows the property: in a flow to the device, or at another part
// of it. A pattern does not tell, so threats without such a role are only logged, for a reader to judge.
func TestThreatsOfPropertiesCanOccur(t *testing.T) {
	b := loadContent(t)
	ix := knowledge.NewIndex(b)
	catalogue := emb3dProperties(t)
	there, elsewhere := 0, 0
	for _, id := range slices.Sorted(maps.Keys(catalogue)) {
		p := ix.Properties[id]
		if p == nil || p.Status == knowledge.Withdrawn || len(p.Kinds) == 0 {
			continue
		}
		for _, tid := range catalogue[id].threats {
			var can, cannot []string
			for i := range b.Threats {
				th := &b.Threats[i]
				if th.Status == knowledge.Withdrawn || !slices.Contains(th.References.EMB3D, tid) {
					continue
				}
				switch meets, agrees := occursAt(ix, th, p); {
				case agrees:
					can = append(can, th.ID)
				case meets:
					cannot = append(cannot, th.ID)
				default:
					elsewhere++
					t.Logf("%s, %s: no role of %s is of a kind that shows the property (%s)", id, tid, th.ID, th.Title)
				}
			}
			there += len(can)
			if len(can) == 0 && len(cannot) > 0 {
				t.Errorf("%s, %s: the facts of the property exclude those that %v ask for", id, tid, cannot)
			}
		}
	}
	t.Logf("%d threats can occur where the property of their EMB3D threat is shown, %d elsewhere", there, elsewhere)
	if there == 0 {
		t.Error("no threat can occur where a property is shown")
	}
}

// occursAt tells whether the elements that a threat needs can be of a kind that shows a property, and whether the facts of one of them then
// agree with those of the property.
func occursAt(ix *knowledge.Index, th *knowledge.Threat, p *knowledge.Property) (meets, agrees bool) {
	for _, r := range th.Where {
		if r.Value.Role == knowledge.Absent || r.Value.Role == knowledge.Optional ||
			!slices.ContainsFunc(p.Kinds, func(kind string) bool { return ix.Meets(kind, r.Value.Kind) }) {
			continue
		}
		meets = true
		excluded := slices.ContainsFunc(p.Facts, func(f knowledge.Stated) bool {
			asked, ok := r.Value.Facts.Get(f.Fact)
			return ok && !slices.ContainsFunc(asked, func(value string) bool { return slices.Contains(f.Is, value) })
		})
		agrees = agrees || !excluded
	}
	return meets, agrees
}
