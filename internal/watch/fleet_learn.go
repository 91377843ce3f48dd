package watch

import (
	"context"

	"cordon/internal/postmarket"
	"cordon/internal/postmarket/fleet"
)

// advisories is an index as a source for a fleet.
type advisories struct {
	ix    *postmarket.Index
	names []string // of the vulnerabilities by advisory
}

func newAdvisories(ix *postmarket.Index) (*advisories, error) {
	names, err := ix.Canonical()
	return &advisories{ix, names}, err
}

// says is a fleet.Source.
func (a *advisories) says(keys, versions []string) ([][]fleet.Found, error) {
	out := make([][]fleet.Found, len(versions))
	for _, key := range keys {
		p, err := a.ix.Package(key)
		if err != nil {
			return nil, err
		}
		if p == nil {
			continue
		}
		for i, v := range versions {
			hits, _ := p.Concerning(v) // why a version has no place in its order is told by watch match
			for _, h := range hits {
				out[i] = put(out[i], fleet.Found{Vulnerability: a.names[h.Advisory], Unsure: h.Unsure})
			}
		}
	}
	return out, nil
}

// put adds a vulnerability. Where several advisories speak of it, it is sure if one is.
func put(list []fleet.Found, x fleet.Found) []fleet.Found {
	for i := range list {
		if list[i].Vulnerability == x.Vulnerability {
			list[i].Unsure = list[i].Unsure && x.Unsure
			return list
		}
	}
	return append(list, x)
}

// Learn compares an index of advisories with what the fleet has recorded, records what is new, and returns it.
func (s *FleetStore) Learn(ctx context.Context, ix *postmarket.Index) (*fleet.Delta, error) {
	a, err := newAdvisories(ix)
	if err != nil {
		return nil, err
	}
	d, err := s.Fleet.Compare(nil, a.says, ctx.Err)
	if err != nil {
		return nil, err
	}
	s.Fleet.Learn(d)
	s.bulk.Findings = d.Len()
	if d.Len() > maxLines {
		s.count = maxLines // too much for lines: the next change goes to the snapshot
		return d, s.note(fleet.Change{})
	}
	for _, n := range s.Fleet.News(d) {
		if err := s.note(fleet.Change{Found: &n}); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// AffectedNow asks an index which devices a vulnerability concerns, whatever the fleet has recorded of it. The vulnerability may be given by any of
// the ids of its advisories. It is nil where the index does not know it.
func AffectedNow(f *fleet.Fleet, ix *postmarket.Index, vulnerability string, q fleet.Query) (*fleet.Affected, error) {
	a, err := newAdvisories(ix)
	if err != nil {
		return nil, err
	}
	known := false
	for n, name := range a.names {
		about, err := ix.About(n)
		if err != nil {
			return nil, err
		}
		if name == vulnerability || about.ID == vulnerability {
			vulnerability, known = name, true
			break
		}
	}
	if !known {
		return nil, nil
	}
	return f.AffectedIn(vulnerability, a.says, q)
}
