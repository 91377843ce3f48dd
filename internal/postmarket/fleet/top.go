package fleet

import (
	"cmp"
	"container/heap"
	"slices"
	"strings"
)

// Ratings are what is known of vulnerabilities whatever the product: columns by the number of the vulnerability, which is its place in
// Vulnerabilities. They are given with a question and belong to whoever gives them, so that a new file of scores changes nothing in the fleet.
// Columns may be shorter; what is not there is 0.
type Ratings struct {
	Exploited []bool    // known to be exploited
	EPSS      []float32 // probability of exploitation within 30 days, 0 to 1
	CVSS      []float32 // base score, 0 to 10
}

func at[T any](column []T, i uint32) (x T) {
	if int(i) < len(column) {
		x = column[i]
	}
	return x
}

// Ranking is what the vulnerabilities of a fleet are ordered by.
type Ranking struct {
	Query
	Ratings Ratings
	// Clinical gives the rank of a vulnerability in a product by what it may do to patients, from 1 on, the more the worse; 0 where nobody has
	// weighed it. May be nil. It is asked for every product with a component concerned, so it should be a look-up.
	Clinical func(vulnerability, product uint32) int
}

// Top is a vulnerability among those that come first.
type Top struct {
	Vulnerability string  `json:"vulnerability"`
	Clinical      int     `json:"clinical,omitempty"` // the worst rank over the products that have it; 0 where nobody has weighed it
	Product       string  `json:"product,omitempty"`  // the product of that rank
	Exploited     bool    `json:"exploited,omitempty"`
	EPSS          float32 `json:"epss,omitempty"`
	CVSS          float32 `json:"cvss,omitempty"`
	Devices       int     `json:"devices"`
	Releases      int     `json:"releases"` // with at least one device
}

// Vulnerabilities are the ids by number; number 0 is nothing. The list must not be changed.
func (f *Fleet) Vulnerabilities() []string { return f.vulns.texts }

// Products are the names by number; number 0 is nothing. The list must not be changed.
func (f *Fleet) Products() []string { return f.products.texts }

// Top gives the n vulnerabilities that come first, of those that concern a device. They are ordered by their clinical rank; where that is equal,
// or nobody has weighed them, those known to be exploited go first, then by EPSS, then by CVSS, then by id.
func (f *Fleet) Top(n int, q Ranking) []Top {
	out := []Top{}
	products := f.productsOf(q.Clinical != nil)
	line := &contenders{ids: f.vulns.texts}
	for v := 1; v < len(f.vulns.texts); v++ {
		if c, is := f.contender(uint32(v), &q, products); is {
			line.all = append(line.all, c)
		}
	}
	heap.Init(line)
	devices := f.perBuild(q.When)
	for len(out) < n && line.Len() > 0 {
		c := &line.all[0]
		switch {
		case c.top != nil:
			out = append(out, *c.top)
			heap.Pop(line)
		case f.weigh(c, &q, devices):
			heap.Fix(line, 0)
		default:
			heap.Pop(line)
		}
	}
	return out
}

// contender is a vulnerability that may come first. Its clinical rank is the highest it could have, until top says what it has.
type contender struct {
	vuln         uint32
	clinical     int
	rating, cvss float32 // rating is EPSS, and 2 more where it is known to be exploited
	top          *Top
}

// contenders is a heap with the one on top that comes first.
type contenders struct {
	all []contender
	ids []string
}

func (l *contenders) Len() int      { return len(l.all) }
func (l *contenders) Swap(i, j int) { l.all[i], l.all[j] = l.all[j], l.all[i] }
func (l *contenders) Push(any)      {} // nothing is added later
func (l *contenders) Pop() any {
	l.all = l.all[:len(l.all)-1]
	return nil
}

func (l *contenders) Less(i, j int) bool {
	a, b := &l.all[i], &l.all[j]
	return cmp.Or(cmp.Compare(b.clinical, a.clinical), cmp.Compare(b.rating, a.rating), cmp.Compare(b.cvss, a.cvss),
		strings.Compare(l.ids[a.vuln], l.ids[b.vuln])) < 0
}

// productsOf are the products by component. Without a clinical rank they do not matter, and nil is given.
func (f *Fleet) productsOf(wanted bool) [][]uint32 {
	if !wanted {
		return nil
	}
	out := make([][]uint32, f.parts.len())
	product := func(b uint32) uint32 { return f.releases[f.builds[b].release].product }
	for _, b := range f.byProduct() {
		for _, list := range [][]Part{f.sets.list(f.releases[f.builds[b].release].set), f.builds[b].added} {
			for _, p := range list {
				// The builds of a product come together, so one look at the end of the list is enough.
				if n := len(out[p]); n == 0 || out[p][n-1] != product(b) {
					out[p] = append(out[p], product(b))
				}
			}
		}
	}
	return out
}

// byProduct are the builds, those of a product together.
func (f *Fleet) byProduct() []uint32 {
	out := make([]uint32, len(f.builds))
	for i := range out {
		out[i] = uint32(i)
	}
	slices.SortStableFunc(out, func(a, b uint32) int {
		return cmp.Compare(f.releases[f.builds[a].release].product, f.releases[f.builds[b].release].product)
	})
	return out
}

func (f *Fleet) contender(v uint32, q *Ranking, products [][]uint32) (contender, bool) {
	c := contender{vuln: v, rating: at(q.Ratings.EPSS, v), cvss: at(q.Ratings.CVSS, v)}
	if at(q.Ratings.Exploited, v) {
		c.rating += 2
	}
	var buf [64]hit
	hits := f.hits(v, q.When, buf[:0])
	if products != nil {
		for _, h := range hits {
			for _, p := range products[h.part] {
				c.clinical = max(c.clinical, q.Clinical(v, p))
			}
		}
	}
	return c, len(hits) > 0
}

// weigh finds what a contender comes to with the devices that are there; false where it concerns none.
func (f *Fleet) weigh(c *contender, q *Ranking, devices []int) bool {
	t := &Top{Vulnerability: f.vulns.texts[c.vuln], Exploited: at(q.Ratings.Exploited, c.vuln), EPSS: at(q.Ratings.EPSS, c.vuln), CVSS: c.cvss}
	releases := newBits(len(f.releases))
	e := f.exposed(t.Vulnerability, f.hits(c.vuln, q.When, nil), q.Judged)
	e.any.each(func(b uint32) {
		if devices[b] > 0 {
			t.Devices += devices[b]
			releases.add(f.builds[b].release)
		}
	})
	t.Releases = releases.count()
	ranked := newBits(len(f.products.texts))
	if q.Clinical != nil {
		releases.each(func(rel uint32) { ranked.add(f.releases[rel].product) })
	}
	ranked.each(func(p uint32) {
		name := f.products.texts[p]
		if rank := q.Clinical(c.vuln, p); rank > t.Clinical || rank == t.Clinical && rank > 0 && name < t.Product {
			t.Clinical, t.Product = rank, name
		}
	})
	c.clinical, c.top = t.Clinical, t
	return t.Devices > 0
}

// perBuild counts the devices of each build.
func (f *Fleet) perBuild(w When) []int {
	out := make([]int, len(f.builds))
	for d := range uint32(f.devices.len()) {
		if r := f.state(d, w); r != nil && r.build != retired {
			out[r.build]++
		}
	}
	return out
}

// Devices counts the devices that a vulnerability concerns; 0 where it was never found.
func (f *Fleet) Devices(vulnerability string, q Query) int {
	v, known := f.vulns.at[vulnerability]
	if !known {
		return 0
	}
	return f.on(f.exposed(vulnerability, f.hits(v, q.When, nil), q.Judged).any, q.When).count()
}
