package names

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/civil"
	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// isDay tells whether a text is a day of the calendar, YYYY-MM-DD.
func isDay(s string) bool {
	_, err := civil.Parse(s)
	return err == nil && len(s) == len("2006-01-02")
}

// remember applies what people said. A confirmation whose product or advisory has changed is opened again: the probability counts, and a reason
// says what changed. One about an advisory that is not at hand changes nothing.
func (ix *Index) remember(p *Product, all []Match) []Match {
	for _, c := range p.Confirmed {
		n := slices.IndexFunc(all, func(m Match) bool { return m.Advisory == c.Advisory.Text })
		if n < 0 {
			a := ix.advisory(c.Advisory.Text)
			if a == nil {
				continue
			}
			all = append(all, Match{Advisory: a.ID, Title: a.Title, Vulnerabilities: a.vulnerabilities(), Verdict: No})
			n = len(all) - 1
			if a.names(c.As) {
				all[n].As = c.As
			}
		}
		all[n].apply(&c, p)
	}
	slices.SortStableFunc(all, func(a, b Match) int {
		switch {
		case a.Confirmed && !b.Confirmed:
			return -1
		case b.Confirmed && !a.Confirmed:
			return 1
		}
		return 0
	})
	return all
}

func (m *Match) apply(c *Confirmation, p *Product) {
	said := fmt.Sprintf("%s said %s on %s: %s", c.Who, c.Is, c.When.Text, c.Why)
	first := "confirmed: " + said
	switch {
	case c.Version != p.Version:
		m.Again = true
		first = fmt.Sprintf("to be confirmed again: %s; the version was %s then", said, orNone(c.Version))
	case c.As != m.As:
		m.Again = true
		first = fmt.Sprintf("to be confirmed again: %s; what fits best in the advisory was then: %s", said, c.As)
	default:
		m.Confirmed = true
		m.Probability, m.Verdict = 0, No
		if c.Is == IsYes {
			m.Probability, m.Verdict = 1, Likely
		}
	}
	m.Reasons = append([]string{first}, m.Reasons...)
}

func orNone(s string) string {
	if s == "" {
		return "not in the list"
	}
	return s
}

func (ix *Index) advisory(id string) *Advisory {
	i, ok := slices.BinarySearchFunc(ix.advisories, id, func(a Advisory, id string) int { return strings.Compare(a.ID, id) })
	if !ok {
		return nil
	}
	return &ix.advisories[i]
}

func (a *Advisory) names(text string) bool {
	return slices.ContainsFunc(a.Products, func(n Named) bool { return n.Text() == text })
}

// Advisories are the ids of the advisories in the index, sorted.
func (ix *Index) Advisories() []string {
	out := make([]string, len(ix.advisories))
	for i := range ix.advisories {
		out[i] = ix.advisories[i].ID
	}
	return out
}

// Confirm writes what a person says of an advisory into a list of products, in place of what was said before, and gives the file in its canonical
// form with all comments. The result is nil where the file is not sound; the reasons are in ds. Its error is for the person: an id that is not
// known, a day that is none.
func (ix *Index) Confirm(file string, src []byte, product string, c Confirmation, ds *diag.List) ([]byte, error) {
	f := ParseFile(file, src, ds)
	if ds.HasErrors() {
		return nil, nil
	}
	p, ok := f.Products.Get(product)
	if !ok {
		return nil, unknownID("product", product, f.ids())
	}
	if ix.advisory(c.Advisory.Text) == nil {
		return nil, unknownID("advisory", c.Advisory.Text, ix.Advisories())
	}
	if !isDay(c.When.Text) {
		return nil, fmt.Errorf("%q is not a day; write it as YYYY-MM-DD", c.When.Text)
	}
	q, err := newQuery(product, &p)
	if err != nil {
		return nil, err
	}
	c.Version = p.Version
	for _, m := range ix.match(q, never) {
		if m.Advisory == c.Advisory.Text {
			c.As = m.As
		}
	}
	if c.As == "" {
		a := ix.advisory(c.Advisory.Text)
		if len(a.Products) == 0 {
			return nil, fmt.Errorf("advisory %s names no product that is affected", a.ID)
		}
		c.As = a.Products[0].Text() // nothing in it fits; that the advisory is about this product was judged
	}
	all := slices.DeleteFunc(slices.Clone(p.Confirmed), func(o Confirmation) bool { return o.Advisory.Text == c.Advisory.Text })
	return yamltext.Put(file, src, &File{}, []string{"products", product}, "confirmed", append(all, c), ds)
}

// never is a probability that nothing has.
const never = 2

func (f *File) ids() []string {
	out := make([]string, len(f.Products))
	for i := range f.Products {
		out[i] = f.Products[i].Key
	}
	return out
}

func unknownID(what, id string, all []string) error {
	if hint := yamltext.Nearest(id, all); hint != "" {
		return fmt.Errorf("there is no %s %s; did you mean %s?", what, id, hint)
	}
	return fmt.Errorf("there is no %s %s", what, id)
}
