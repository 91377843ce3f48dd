package oscal

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	types "github.com/defenseunicorns/go-oscal/src/types/oscal-1-2-2"
)

// Component is a part of a product, or something that an organisation has, with the clauses it does something about.
type Component struct {
	ID          string
	Title       string // the id where empty
	Type        string // a component type of OSCAL: software, hardware, service, policy, process-procedure, physical and so on; "software" where empty
	Description string // the title where empty
	Implements  []Implementation
}

// Implementation is what a component does about a clause.
type Implementation struct {
	Clause   string   // full id
	How      string   // in words; that the component contributes where empty
	Controls []string // ids of controls that do it
}

// Components writes the parts of a product with the clauses they implement. That a part is named says what it contributes to, not that the
// clause is met: Results says that.
func Components(s System, all []Component, a About) ([]byte, error) {
	if len(all) == 0 {
		return nil, fmt.Errorf("components of %s: %w", s.ID, ErrEmpty)
	}
	meta, err := a.metadata("Components of "+s.name(), s.version(), s.props()...)
	if err != nil {
		return nil, fmt.Errorf("components of %s: %w", s.ID, err)
	}
	doc := &types.ComponentDefinition{Metadata: meta, Components: &[]types.DefinedComponent{}}
	seen := map[string]bool{}
	for _, c := range all {
		c = c.filled()
		if seen[c.ID] {
			return nil, fmt.Errorf("components of %s: component %q stands twice", s.ID, c.ID)
		}
		seen[c.ID] = true
		sets, err := implementations(s, c)
		if err != nil {
			return nil, fmt.Errorf("component %s of %s: %w", c.ID, s.ID, err)
		}
		*doc.Components = append(*doc.Components, types.DefinedComponent{
			UUID: uuid("component", s.ID, c.ID), Type: c.Type, Title: markup(c.Title), Description: markup(c.Description),
			Props: list(ours("element", c.ID)), ControlImplementations: list(sets),
		})
	}
	return render(ComponentsModel, doc, &doc.UUID)
}

// filled is a component with all that is written of it, where less is given.
func (c Component) filled() Component {
	c.ID = line(c.ID)
	c.Title = cmp.Or(line(c.Title), c.ID, "component")
	c.Type = cmp.Or(line(c.Type), "software")
	c.Description = cmp.Or(strings.TrimSpace(c.Description), c.Title)
	c.Implements = slices.Clone(c.Implements)
	for i := range c.Implements {
		how := &c.Implements[i].How
		*how = cmp.Or(strings.TrimSpace(*how), "The component contributes to this clause.")
	}
	return c
}

// propOrder keeps the order of what OSCAL divides by catalogs.
const propOrder = "order"

// implementations are the clauses of a component, one set for each catalog.
func implementations(s System, c Component) ([]types.ControlImplementationSet, error) {
	editions, err := byEdition(c.Implements, func(i Implementation) string { return i.Clause })
	if err != nil {
		return nil, err
	}
	var sets []types.ControlImplementationSet
	for _, e := range editions {
		set := types.ControlImplementationSet{
			UUID: uuid("implementations", s.ID, c.ID, e.edition), Source: CatalogName(e.edition),
			Description: markup("What the component contributes to the clauses of " + e.edition + "."),
		}
		for n, i := range e.members {
			props := slices.Concat(ours(propClause, i.Clause), ours("control", i.Controls...), ours(propOrder, ordinal(e.at[n])))
			set.ImplementedRequirements = append(set.ImplementedRequirements, types.ImplementedRequirementControlImplementation{
				UUID: uuid("implementation", s.ID, c.ID, i.Clause, fmt.Sprint(n)), ControlId: Token(i.Clause),
				Description: markup(i.How), Props: list(props),
			})
		}
		sets = append(sets, set)
	}
	return sets, nil
}
