package engine

import "slices"

// Seen is a match of a pattern: the elements at its roles, the judged one first, and the unknown facts on which the match depends.
type Seen struct {
	Subject string
	Roles   []Bound
	Asks    []string // element?fact
}

// At are the elements at a role.
func (s *Seen) At(role string) []string {
	for _, b := range s.Roles {
		if b.Role == role {
			return b.Elements
		}
	}
	return nil
}

// Look finds where the pattern of a criterion or of an item of a questionnaire fits, by its name, in the order of the elements. It ends
// early with the error of stop.
func (r *Run) Look(name string, stop func() error) ([]Seen, error) {
	p := r.an.base.looks[name]
	if p == nil {
		return nil, nil
	}
	g := r.an.g
	var out []Seen
	err := newMatcher(g, stop).match(p, true, func(found *binding) {
		s := Seen{Subject: g.nodes[found.node[p.roots[0]]].id}
		for i := range p.Roles {
			b := Bound{Role: p.Roles[i].Name, Elements: []string{}}
			if n := found.node[i]; n >= 0 {
				b.Elements = append(b.Elements, g.nodes[n].id)
			}
			for _, n := range found.group[i] {
				b.Elements = append(b.Elements, g.nodes[n].id)
			}
			slices.Sort(b.Elements)
			s.Roles = append(s.Roles, b)
		}
		for _, a := range found.asks {
			s.Asks = append(s.Asks, g.nodes[a.node].id+"?"+r.an.base.set.Facts[a.fact].Name)
		}
		out = append(out, s)
	})
	return out, err
}
