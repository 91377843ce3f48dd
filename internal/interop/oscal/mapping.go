package oscal

import (
	"cmp"
	"fmt"
	"slices"

	types "github.com/defenseunicorns/go-oscal/src/types/oscal-1-2-2"

	"cordon/internal/knowledge"
)

// collection is a mapping-collection. go-oscal has one mapping where the schema allows a list of them.
type collection struct {
	BackMatter *types.BackMatter       `json:"back-matter,omitempty"`
	Mappings   []types.Mapping         `json:"mappings"`
	Metadata   types.Metadata          `json:"metadata"`
	Provenance types.MappingProvenance `json:"provenance"`
	UUID       string                  `json:"uuid"`
}

// relationships are the words of OSCAL for the relations of a crosswalk. OSCAL has none for "related", which stays our word.
var relationships = map[knowledge.Relates]string{"equal": "equal-to", "part-of": "subset-of", "overlaps": "intersects-with"}

// mappingStatus are the words of OSCAL for how far an entry is; it is a draft where there is none.
var mappingStatus = map[knowledge.Status]string{"reviewed": "complete", knowledge.Withdrawn: "deprecated"}

// Mapping writes a crosswalk: one mapping for each pair of editions.
func Mapping(c *knowledge.Crosswalk, a About) ([]byte, error) {
	if len(c.Links) == 0 {
		return nil, fmt.Errorf("mapping of %s: %w", c.ID, ErrEmpty)
	}
	meta, err := a.metadata(cmp.Or(c.Title, c.ID), cmp.Or(line(a.Base), "0"), entryProps(&c.Entry)...)
	if err != nil {
		return nil, fmt.Errorf("mapping of %s: %w", c.ID, err)
	}
	doc := &collection{Metadata: meta, Provenance: types.MappingProvenance{
		Method: "human", MatchingRationale: "semantic", Status: cmp.Or(mappingStatus[c.Status], "draft"), MappingDescription: markup(cmp.Or(c.Says, c.Title, c.ID)),
	}}
	for i, w := range c.Links {
		if err := doc.add(c, i, w); err != nil {
			return nil, fmt.Errorf("mapping of %s: %w", c.ID, err)
		}
	}
	doc.BackMatter, doc.Metadata.Links = sources(c.ID, c.Sources)
	return render(MappingModel, doc, &doc.UUID)
}

// add puts a link into the mapping of its pair of editions.
func (doc *collection) add(c *knowledge.Crosswalk, i int, w knowledge.Walk) error {
	from, err := edition(w.From)
	if err != nil {
		return err
	}
	to, err := edition(w.To)
	if err != nil {
		return err
	}
	id := uuid("mapping", c.ID, from, to)
	at := slices.IndexFunc(doc.Mappings, func(m types.Mapping) bool { return m.UUID == id })
	if at < 0 {
		at = len(doc.Mappings)
		doc.Mappings = append(doc.Mappings, types.Mapping{
			UUID: id, SourceResource: types.MappingResourceReference{Type: "catalog", Href: CatalogName(from)},
			TargetResource: types.MappingResourceReference{Type: "catalog", Href: CatalogName(to)},
		})
	}
	m := types.Map{
		UUID: uuid("map", c.ID, fmt.Sprint(i), w.From, w.To), Relationship: relationships[w.Relation], Remarks: markup(w.Because),
		Sources: []types.MappingItem{{Type: "control", IDRef: Token(w.From)}}, Targets: []types.MappingItem{{Type: "control", IDRef: Token(w.To)}},
		Props: list(ours(propOrder, ordinal(i))),
	}
	if m.Relationship == "" {
		m.Relationship, m.Ns = cmp.Or(string(w.Relation), "related"), Namespace
	}
	doc.Mappings[at].Maps = append(doc.Mappings[at].Maps, m)
	return nil
}
