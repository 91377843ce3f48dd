package model

// Outermost gives, by id, the asset that each asset and interface stands in; an outermost asset stands in itself. Imports put a name and a
// slash before ids as nesting does, so the parents decide and not the slashes.
func (m *Model) Outermost() map[string]string {
	parent := make(map[string]string, len(m.Assets)+len(m.Interfaces))
	for _, e := range m.Assets {
		parent[e.ID] = e.Parent
	}
	for _, e := range m.Interfaces {
		parent[e.ID] = e.Parent
	}
	out := make(map[string]string, len(parent))
	for id := range parent {
		top := id
		for parent[top] != "" {
			top = parent[top]
		}
		out[id] = top
	}
	return out
}

// PlaceZones gives the zone of each place: its own, or that of the nearest place around it that has one.
func (m *Model) PlaceZones() map[string]string {
	own, around := map[string]string{}, map[string]string{}
	for _, p := range m.Places {
		own[p.ID], around[p.ID] = p.Value.Zone.Text, p.Value.Within.Text
	}
	out := map[string]string{}
	for id := range own {
		for at := id; at != "" && out[id] == ""; at = around[at] {
			out[id] = own[at]
		}
	}
	return out
}
