package postmarket

import "fmt"

// byCPE looks up a component by its CPE names, each of which may concern it.
func (m *matcher) byCPE(c *Component, merge bool) error {
	for _, name := range c.CPE {
		p, err := platformOf(c, name)
		if err != nil {
			m.out.Skipped = append(m.out.Skipped, fmt.Sprintf("%s: %s", cut(name), err))
			continue
		}
		key := p.cpe.key()
		if key == "" {
			m.out.Skipped = append(m.out.Skipped, fmt.Sprintf("%s: the name leaves vendor or product open", cut(name)))
			continue
		}
		list, err := m.ix.configured(key)
		if err != nil {
			return err
		}
		if len(list) == 0 {
			continue
		}
		hits := map[int]hit{}
		for i := range list {
			a := list[i].concerns(p, m.platforms())
			if old, have := hits[list[i].advisory]; a.sure == no || have && (!old.unsure || a.sure == unsure) {
				continue
			}
			hits[list[i].advisory] = hit{advisory: list[i].advisory, unsure: a.sure == unsure, because: a.because}
		}
		if err := m.add(Match{Ref: c.Ref, PURL: c.PURL, CPE: name, By: "cpe"}, hits, merge); err != nil {
			return err
		}
	}
	return nil
}

// platforms are the components of the bill of materials by vendor and product of their CPE names.
func (m *matcher) platforms() map[string][]platform {
	if m.there == nil {
		m.there = map[string][]platform{}
		for c := range m.bom.All() {
			for _, name := range c.CPE {
				if p, err := platformOf(c, name); err == nil && p.cpe.key() != "" {
					m.there[p.cpe.key()] = append(m.there[p.cpe.key()], p)
				}
			}
		}
	}
	return m.there
}
