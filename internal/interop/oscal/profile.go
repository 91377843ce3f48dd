package oscal

import (
	"fmt"
	"slices"

	types "github.com/defenseunicorns/go-oscal/src/types/oscal-1-2-2"
)

// Profile writes which clauses apply to a system, chosen from the catalogs of their editions. Clauses are full ids.
func Profile(s System, clauses []string, a About) ([]byte, error) {
	if len(clauses) == 0 {
		return nil, fmt.Errorf("profile of %s: %w", s.ID, ErrEmpty)
	}
	meta, err := a.metadata("Clauses that apply to "+s.name(), s.version(), s.props()...)
	if err != nil {
		return nil, fmt.Errorf("profile of %s: %w", s.ID, err)
	}
	groups, err := byEdition(clauses, func(c string) string { return c })
	if err != nil {
		return nil, fmt.Errorf("profile of %s: %w", s.ID, err)
	}
	doc := &types.Profile{Metadata: meta, Merge: &types.Merge{AsIs: true}}
	for _, g := range groups {
		ids := controlIDs(g.members)
		doc.Imports = append(doc.Imports, types.Import{Href: CatalogName(g.edition), IncludeControls: &[]types.SelectControlById{{WithIds: &ids}}})
	}
	return render(ProfileModel, doc, &doc.UUID)
}

// controlIDs are the ids of controls, each once.
func controlIDs(clauses []string) []string {
	var ids []string
	seen := map[string]bool{}
	for _, c := range clauses {
		if !seen[c] {
			seen[c] = true
			ids = append(ids, Token(c))
		}
	}
	return ids
}

// of is what belongs to one edition.
type of[T any] struct {
	edition string
	members []T
	at      []int // of the members in the whole
}

// byEdition divides things by the edition of the clause they are about, in the order in which editions come up.
func byEdition[T any](all []T, clause func(T) string) ([]of[T], error) {
	var out []of[T]
	for n, x := range all {
		e, err := edition(clause(x))
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(out, func(g of[T]) bool { return g.edition == e })
		if i < 0 {
			i = len(out)
			out = append(out, of[T]{edition: e})
		}
		out[i].members = append(out[i].members, x)
		out[i].at = append(out[i].at, n)
	}
	return out, nil
}
