package postmarket

import (
	"cmp"
	"slices"
	"strings"
)

// Ending is until when the maker of a product looks after one line of its versions.
type Ending struct {
	Product string `json:"product"` // as its source calls it
	// Keys find the product: ProductKey of its CPE names, PackageKey of its package URLs.
	Keys         []string `json:"-"`
	Cycle        string   `json:"cycle"`                  // the line of versions: 3.0
	Released     string   `json:"released,omitempty"`     // YYYY-MM-DD
	EndOfSupport string   `json:"endOfSupport,omitempty"` // YYYY-MM-DD, of active support; only flaws are mended after it
	EndOfLife    string   `json:"endOfLife,omitempty"`    // YYYY-MM-DD, after which flaws are not mended
	Ended        bool     `json:"ended,omitempty"`        // it has ended on a day that is not known
	Extended     string   `json:"extended,omitempty"`     // YYYY-MM-DD, until which flaws are mended for those who pay, or by others
	Latest       string   `json:"latest,omitempty"`       // the last version of the line
	Source       string   `json:"source"`
}

// ProductKey is the key by which a CPE name finds its product, whatever the version; empty where the name leaves vendor or product open.
func (c CPE) ProductKey() string {
	if k := c.key(); k != "" {
		return "cpe:" + k
	}
	return ""
}

// endings are the records to write, by key.
func endings(all []Ending) map[string][]Ending {
	out := map[string][]Ending{}
	for _, e := range all {
		for _, k := range e.Keys {
			out[k] = append(out[k], e)
		}
	}
	for k, list := range out {
		unequal := func(a, b Ending) int {
			return cmp.Or(strings.Compare(a.Cycle, b.Cycle), strings.Compare(a.Source, b.Source), strings.Compare(a.EndOfLife, b.EndOfLife),
				strings.Compare(a.EndOfSupport, b.EndOfSupport), strings.Compare(a.Extended, b.Extended), strings.Compare(a.Latest, b.Latest),
				strings.Compare(a.Released, b.Released), strings.Compare(a.Product, b.Product), truth(a.Ended)-truth(b.Ended))
		}
		slices.SortFunc(list, unequal)
		out[k] = slices.CompactFunc(list, func(a, b Ending) bool { return unequal(a, b) == 0 })
	}
	return out
}

func (b *writer) endings(list []Ending) {
	b.number(len(list))
	for _, e := range list {
		b.text(e.Product, e.Cycle, e.Released, e.EndOfSupport, e.EndOfLife, e.Extended, e.Latest, e.Source)
		b.number(truth(e.Ended))
	}
}

func (r *reader) endings() []Ending {
	var list []Ending
	for range r.count() {
		list = append(list, Ending{
			Product: r.text(), Cycle: r.text(), Released: r.text(), EndOfSupport: r.text(), EndOfLife: r.text(), Extended: r.text(), Latest: r.text(), Source: r.text(),
			Ended: r.number() == 1,
		})
	}
	return list
}

// Endings is until when the version of a component is looked after, by its package URL and its CPE names: one for each source that has the
// line of versions. It is empty where no source has it, which says nothing of whether anybody looks after it.
func (ix *Index) Endings(c *Component) ([]Ending, error) {
	type name struct{ key, version string }
	var names []name
	if p, err := ParsePURL(c.PURL); err == nil {
		for _, k := range p.Keys() {
			names = append(names, name{k, cmp.Or(p.Version, c.Version)})
		}
	}
	for _, s := range c.CPE {
		if p, err := platformOf(c, s); err == nil && p.cpe.ProductKey() != "" {
			names = append(names, name{p.cpe.ProductKey(), p.version})
		}
	}
	var out []Ending
	for _, n := range names {
		r, err := ix.search(ix.endings, n.key)
		if err != nil {
			return nil, err
		}
		if r == nil {
			continue
		}
		list := r.endings()
		if r.wrong {
			return nil, ErrIndex
		}
		for i := range list {
			if e := &list[i]; ofLine(n.version, e.Cycle) && !slices.ContainsFunc(list, func(o Ending) bool {
				return o.Source == e.Source && len(o.Cycle) > len(e.Cycle) && ofLine(n.version, o.Cycle)
			}) && !slices.ContainsFunc(out, func(o Ending) bool { return o.Source == e.Source && o.Cycle == e.Cycle && o.Product == e.Product }) {
				out = append(out, *e)
			}
		}
	}
	return out, nil
}

// ofLine tells whether a version is of a line: the line itself, or the line and something that does not go on with its last number.
func ofLine(version, cycle string) bool {
	rest, ok := strings.CutPrefix(version, cycle)
	return ok && cycle != "" && (rest == "" || rest[0] < '0' || rest[0] > '9')
}
