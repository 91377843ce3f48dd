package cisoassistant

import (
	"fmt"
	"slices"

	"go.yaml.in/yaml/v4"

	"cordon/internal/knowledge"
)

type mappingSet struct {
	URN         string    `yaml:"urn"`
	RefID       string    `yaml:"ref_id"`
	Name        string    `yaml:"name"`
	Description string    `yaml:"description"`
	Source      string    `yaml:"source_framework_urn"`
	Target      string    `yaml:"target_framework_urn"`
	Mappings    []mapping `yaml:"requirement_mappings"`
}

type mapping struct {
	Source       string `yaml:"source_requirement_urn"`
	Target       string `yaml:"target_requirement_urn"`
	Relationship string `yaml:"relationship"`
	Rationale    string `yaml:"rationale"`
	Annotation   string `yaml:"annotation,omitempty"`
}

// relationships are the words of CISO Assistant, read from the source to the target. It has none for clauses that are only related.
var relationships = map[knowledge.Relates]string{"equal": "equal", "part-of": "subset", "overlaps": "intersect"}

// reversed is what a relationship is when it is read the other way round.
func reversed(relationship string) string {
	switch relationship {
	case "subset":
		return "superset"
	case "superset":
		return "subset"
	}
	return relationship
}

// Mapping writes a crosswalk: for each pair of documents a set of mappings, and the same the other way round, since an audit is carried over
// from a source to a target. Links between clauses that are only related, and within one document, are left out, and the description says so.
// Documents are those in which the clauses stand.
func Mapping(c *knowledge.Crosswalk, documents []knowledge.Document, a About) ([]byte, error) {
	l, err := newLibrary(c.ID, a)
	if err != nil {
		return nil, fmt.Errorf("library of %s: %w", c.ID, err)
	}
	l.Name, l.Description, l.Provider = name(c.Title, c.ID), line(c.Says), packager
	at := places(documents)
	left := 0
	for _, w := range c.Links {
		from, ok := at[w.From]
		to, ok2 := at[w.To]
		if !ok || !ok2 {
			return nil, fmt.Errorf("library of %s: %s and %s are related, and not both in the documents", c.ID, w.From, w.To)
		}
		relationship := relationships[w.Relation]
		if relationship == "" || from.document == to.document {
			left++
			continue
		}
		l.add(c, from, to, relationship, w.Because)
		l.add(c, to, from, reversed(relationship), w.Because)
	}
	if len(l.Objects.Mappings) == 0 {
		return nil, fmt.Errorf("library of %s: %w", c.ID, ErrEmpty)
	}
	if left > 0 {
		l.Description += fmt.Sprintf(" Left out, since CISO Assistant has no word for them: %d of %d links, where clauses are only related or stand in one document.", left, len(c.Links))
	}
	for i := range l.Objects.Mappings {
		l.Objects.Mappings[i].Description = l.Description
	}
	return yaml.Marshal(l)
}

// place is where a clause stands.
type place struct {
	document *knowledge.Document
	urn      string
}

func places(documents []knowledge.Document) map[string]place {
	out := map[string]place{}
	for i := range documents {
		d := &documents[i]
		for j, urn := range requirements(d) {
			out[d.Full(&d.Clauses[j])] = place{d, urn}
		}
	}
	return out
}

// add puts a mapping into the set of its two documents, which become dependencies of the library.
func (l *library) add(c *knowledge.Crosswalk, from, to place, relationship, because string) {
	id := c.ID + "." + from.document.ID + "-to-" + to.document.ID
	i := slices.IndexFunc(l.Objects.Mappings, func(s mappingSet) bool { return s.RefID == id })
	if i < 0 {
		i = len(l.Objects.Mappings)
		l.Objects.Mappings = append(l.Objects.Mappings, mappingSet{
			URN: urn("req_mapping_set", id), RefID: id, Name: name(from.document.ID + " -> " + to.document.ID),
			Source: urn("framework", from.document.ID), Target: urn("framework", to.document.ID),
		})
		if needs := urn("library", from.document.ID); !slices.Contains(l.Dependencies, needs) {
			l.Dependencies = append(l.Dependencies, needs)
		}
	}
	l.Objects.Mappings[i].Mappings = append(l.Objects.Mappings[i].Mappings, mapping{
		Source: from.urn, Target: to.urn, Relationship: relationship, Rationale: "semantic", Annotation: line(because),
	})
}
