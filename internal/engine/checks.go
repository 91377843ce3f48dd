package engine

// Gap is a place where a check finds a system described incompletely.
type Gap struct {
	Check   string
	Element string // of the first role that is bound one to one
	Title   string
}

// Gaps runs the modelling checks, in the order of their names. A check that depends on a fact nobody knows is held back: an unknown fact is
// asked for elsewhere. It ends early with the error of stop.
func (an *Analysis) Gaps(stop func() error) ([]Gap, error) {
	m := newMatcher(an.g, stop)
	var out []Gap
	for i := range an.base.checks {
		c := &an.base.checks[i]
		said := map[Gap]bool{}
		err := m.match(c.pattern, true, func(found *binding) {
			first := found.node[c.pattern.roots[0]]
			if len(found.asks) > 0 || int(first) >= an.asserted {
				return
			}
			title := fill(c.Title, func(role string) string {
				if n := found.node[c.roleAt[role]]; n >= 0 {
					return an.g.nodes[n].title
				}
				return role
			})
			if g := (Gap{c.Name, an.g.nodes[first].id, title}); !said[g] {
				said[g] = true
				out = append(out, g)
			}
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
