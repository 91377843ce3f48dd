package names

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"cordon/internal/yamltext"
)

// Found is what matching a list of products gave.
type Found struct {
	Matches []Match `json:"matches"` // by product in the order of the list, confirmed ones first, then likeliest first
	Cleared int     `json:"cleared"` // pairs of which a person said no, and nothing has changed since; they are not among the matches
}

// Match lists the advisories that may concern products, with at least a probability. What people confirmed goes before any probability, and what
// they have to confirm again is listed whatever its probability. Its error is that of a scheme of versions that is none, or that of stop.
func (ix *Index) Match(products yamltext.Map[Product], from float64, stop func() error) (*Found, error) {
	out := &Found{Matches: []Match{}}
	known := map[string][]Match{} // a hospital has many of the same
	for i := range products {
		if i%64 == 0 {
			if err := stop(); err != nil {
				return nil, err
			}
		}
		p := &products[i].Value
		key := p.identity()
		all, seen := known[key]
		if !seen {
			q, err := newQuery(products[i].Key, p)
			if err != nil {
				return nil, err
			}
			all = ix.match(q, from)
			known[key] = all
		}
		mine := slices.Clone(all)
		if len(p.Confirmed) > 0 {
			mine = ix.remember(p, mine)
		}
		for _, m := range mine {
			switch {
			case m.Confirmed && m.Verdict == No:
				out.Cleared++
			case m.Confirmed || m.Again || m.Probability >= from:
				m.Product = products[i].Key
				out.Matches = append(out.Matches, m)
			}
		}
	}
	return out, nil
}

// identity is what matching depends on.
func (p *Product) identity() string {
	parts := append([]string{p.Vendor, p.Product, p.Version, p.UDI.Text, p.Model}, p.Models...)
	if p.Scheme != nil {
		parts = append(parts, fmt.Sprint(yamltext.Plain(p.Scheme)))
	}
	return strings.Join(parts, "\x00")
}

// match finds the product of each advisory that fits best. Reasons are given from a probability on.
func (ix *Index) match(q *query, from float64) []Match {
	best := map[int32]compared{}
	chance := map[int32]float64{}
	var order []int32
	for _, n := range ix.candidates(q) {
		c := ix.compare(q, n)
		p := Fitted.Probability(&c.Evidence)
		a := ix.entries[n].advisory
		if _, have := best[a]; !have {
			order = append(order, a)
		} else if p <= chance[a] {
			continue
		}
		best[a], chance[a] = c, p
	}
	out := make([]Match, 0, len(order))
	for _, a := range order {
		c := best[a]
		p := math.Round(chance[a]*100) / 100
		m := ix.result(&c, p)
		if p >= from {
			m.Reasons = ix.reasons(&c)
		}
		out = append(out, m)
	}
	slices.SortFunc(out, func(a, b Match) int {
		return cmp.Or(cmp.Compare(b.Probability, a.Probability), strings.Compare(a.Advisory, b.Advisory))
	})
	return out
}

func (ix *Index) result(c *compared, p float64) Match {
	e := &ix.entries[c.entry]
	a := &ix.advisories[e.advisory]
	return Match{
		Advisory: a.ID, Title: a.Title, As: e.named.Text(), Vulnerabilities: a.vulnerabilities(),
		Probability: p, Verdict: verdict(p), evidence: c.Evidence,
	}
}

// vulnerabilities are those of the advisory, as a list of its own that is never nil.
func (a *Advisory) vulnerabilities() []string { return append([]string{}, a.Vulnerabilities...) }

// reasons says what the evidence is.
func (ix *Index) reasons(c *compared) []string {
	e := &ix.entries[c.entry]
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	say("%s", c.vendorSays)
	if len(c.agree) > 0 {
		say("the names agree in %s", strings.Join(c.agree, ", "))
	}
	if len(c.theirs) > 0 {
		say("only the advisory's name has %s", strings.Join(c.theirs, ", "))
	}
	if len(c.ours) > 0 {
		say("only the product's name has %s", strings.Join(c.ours, ", "))
	}
	switch {
	case c.model != "":
		say("the model agrees: %s", c.model)
	case c.Model < 0:
		say("the models differ: the advisory has %s", strings.Join(e.models.said, ", "))
	}
	say("%s", c.versionSays)
	for _, u := range c.unread {
		say("not judged: %q", u)
	}
	return out
}
