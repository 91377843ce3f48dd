package fleet

import (
	"cmp"
	"iter"
	mathbits "math/bits"
	"slices"
	"strings"

	"cordon/internal/postmarket"
)

// Query is what a question about vulnerabilities leaves open. The zero value asks for the newest state by all that is recorded.
type Query struct {
	When
	// Judged gives what was decided of a vulnerability in a release, in the words of VEX; empty where nothing was. A release that was decided
	// not_affected or fixed does not count. May be nil. It is asked once for each of the releases that have a component concerned.
	Judged func(vulnerability, release string) string
}

// The words of VEX that take a release out.
const (
	notAffected = "not_affected"
	fixedWord   = "fixed"
)

// Affected is which devices a vulnerability concerns.
type Affected struct {
	Vulnerability string         `json:"vulnerability"`
	Identified    Day            `json:"identified,omitempty"` // day on which it was first found in a component of the fleet
	Devices       int            `json:"devices"`
	Unsure        int            `json:"unsure"` // of these, devices of which nobody can tell
	Components    []Component    `json:"components"`
	Releases      []ReleaseCount `json:"releases"` // by id; those without a device too
	Sites         []SiteCount    `json:"sites"`    // by name
	Decided       []string       `json:"decided"`  // releases that a decision took out, by id
	set           bits
	when          When
}

// Component is a component that a vulnerability was found in.
type Component struct {
	PURL   string `json:"purl"`
	Unsure bool   `json:"unsure,omitempty"`
}

// ReleaseCount is a release with how many devices have it.
type ReleaseCount struct {
	Release string `json:"release"`
	Product string `json:"product,omitempty"`
	Date    Day    `json:"date,omitempty"`
	Devices int    `json:"devices"`
	Unsure  bool   `json:"unsure,omitempty"`
}

// SiteCount is a site with how many devices stand there.
type SiteCount struct {
	Site    string `json:"site"` // empty where nobody says
	Devices int    `json:"devices"`
}

// Affected says which devices a vulnerability concerns, by what was found and recorded. It is nil where the vulnerability was never found.
func (f *Fleet) Affected(vulnerability string, q Query) *Affected {
	v, known := f.vulns.at[vulnerability]
	if !known || v == 0 {
		return nil
	}
	a := f.answer(vulnerability, f.hits(v, q.When, nil), q)
	a.Identified = f.identified(v, q.When)
	return a
}

// AffectedBy says which devices an advisory concerns that need not be recorded.
func (f *Fleet) AffectedBy(a *postmarket.Advisory, q Query) *Affected {
	return f.answer(a.ID, f.concerned(a), q)
}

// AffectedIn says which devices have components that a source finds a vulnerability in, whatever is recorded of it.
func (f *Fleet) AffectedIn(vulnerability string, source Source, q Query) (*Affected, error) {
	var hits []hit
	for n, list := range f.parts.byName {
		versions := make([]string, len(list))
		for i, p := range list {
			versions[i] = f.parts.of[p].version
		}
		says, err := source(keys(f.parts.names.texts[n]), versions)
		if err != nil {
			return nil, err
		}
		for i, p := range list {
			for _, x := range says[i] {
				if x.Vulnerability == vulnerability {
					hits = append(hits, hit{p, x.Unsure})
				}
			}
		}
	}
	return f.answer(vulnerability, hits, q), nil
}

func (f *Fleet) answer(vulnerability string, hits []hit, q Query) *Affected {
	e := f.exposed(vulnerability, hits, q.Judged)
	a := &Affected{Vulnerability: vulnerability, Components: []Component{}, Releases: []ReleaseCount{}, Sites: []SiteCount{}, when: q.When}
	a.set = f.on(e.any, q.When)
	for _, h := range hits {
		a.Components = append(a.Components, Component{f.parts.label(h.part), h.unsure})
	}
	slices.SortFunc(a.Components, func(x, y Component) int { return strings.Compare(x.PURL, y.PURL) })
	a.Decided = e.decided
	f.count(a, e)
	return a
}

// exposure is which builds have a component that a vulnerability was found in.
type exposure struct {
	any, sure bits // by build
	decided   []string
}

// exposed finds the builds. Each release that has a component is judged once.
func (f *Fleet) exposed(vulnerability string, hits []hit, judged func(vulnerability, release string) string) exposure {
	e := exposure{any: newBits(len(f.builds)), sure: newBits(len(f.builds)), decided: []string{}}
	f.spread(hits, &e)
	if judged == nil {
		return e
	}
	out := map[uint32]bool{}
	e.any.each(func(b uint32) {
		rel := f.builds[b].release
		taken, asked := out[rel]
		if !asked {
			switch judged(vulnerability, f.releases[rel].id) {
			case notAffected, fixedWord:
				taken = true
				e.decided = append(e.decided, f.releases[rel].id)
			}
			out[rel] = taken
		}
		if taken {
			e.any.remove(b)
			e.sure.remove(b)
		}
	})
	slices.Sort(e.decided)
	return e
}

// spread marks the builds that have components.
func (f *Fleet) spread(hits []hit, e *exposure) {
	for _, h := range hits {
		mark := func(b uint32) {
			e.any.add(b)
			if !h.unsure {
				e.sure.add(b)
			}
		}
		f.holders(h.part, func(set uint32) {
			for _, b := range f.sets.users[set] {
				if f.builds[b].has(h.part) {
					mark(b)
				}
			}
		})
		for _, b := range f.ups[h.part] {
			mark(b)
		}
	}
}

// on are the devices that had one of some builds.
func (f *Fleet) on(builds bits, w When) bits {
	v := &f.devices
	out := newBits(v.len())
	builds.each(func(b uint32) {
		if int(b)+1 >= len(v.first) {
			return
		}
		from, to := v.first[b], v.first[b+1]
		if w.newest() {
			out.fill(from, to)
			return
		}
		for d := from; d < to; d++ {
			// Those with one state are judged here, where that is in front of us; all others below.
			if r := &v.rows[v.last[d]-1]; r.before == 0 && w.holds(r.since, r.known) {
				out.add(d)
			}
		}
	})
	odd := v.moved
	if !w.newest() {
		odd = slices.Clone(v.moved)
		for i := range odd {
			odd[i] |= v.many[i]
		}
	}
	odd.each(func(d uint32) {
		out.remove(d)
		if r := f.state(d, w); r != nil && r.build != retired && builds.has(r.build) {
			out.add(d)
		}
	})
	return out
}

func (b bits) count() int {
	n := 0
	for _, word := range b {
		n += mathbits.OnesCount64(word)
	}
	return n
}

// count counts the devices of an answer.
func (f *Fleet) count(a *Affected, e exposure) {
	releases, sites := make([]int, len(f.releases)), make([]int, len(f.sites.texts))
	certain := make([]bool, len(f.releases))
	e.any.each(func(b uint32) {
		if e.sure.has(b) {
			certain[f.builds[b].release] = true
		}
	})
	a.set.each(func(d uint32) {
		r := f.state(d, a.when)
		releases[f.builds[r.build].release]++
		sites[r.site]++
		a.Devices++
		if !e.sure.has(r.build) {
			a.Unsure++
		}
	})
	listed := newBits(len(f.releases))
	e.any.each(func(b uint32) { listed.add(f.builds[b].release) })
	listed.each(func(rel uint32) {
		r := &f.releases[rel]
		a.Releases = append(a.Releases, ReleaseCount{r.id, f.products.texts[r.product], r.date, releases[rel], !certain[rel]})
	})
	slices.SortFunc(a.Releases, func(x, y ReleaseCount) int { return strings.Compare(x.Release, y.Release) })
	a.Sites = f.siteCounts(sites)
}

func (f *Fleet) siteCounts(n []int) []SiteCount {
	out := []SiteCount{}
	for s, count := range n {
		if count > 0 {
			out = append(out, SiteCount{f.sites.texts[s], count})
		}
	}
	slices.SortFunc(out, func(x, y SiteCount) int { return strings.Compare(x.Site, y.Site) })
	return out
}

// Of goes through the devices of an answer, by release and then by serial.
func (f *Fleet) Of(a *Affected) iter.Seq[Device] { return f.list(a.set, a.when) }

// list goes through devices by release and then by serial. The fleet must not change meanwhile.
func (f *Fleet) list(set bits, w When) iter.Seq[Device] {
	return func(yield func(Device) bool) {
		type entry struct{ device, release uint32 }
		rank := f.ranks()
		all := make([]entry, 0, set.count())
		set.each(func(d uint32) {
			e := entry{d, 0}
			if r := f.state(d, w); r.build != retired {
				e.release = rank[f.builds[r.build].release]
			}
			all = append(all, e)
		})
		v := &f.devices
		slices.SortFunc(all, func(a, b entry) int {
			if a.release != b.release {
				return cmp.Compare(a.release, b.release)
			}
			return slices.Compare(v.serials.at(a.device), v.serials.at(b.device))
		})
		for _, e := range all {
			if !yield(f.view(e.device, f.state(e.device, w))) {
				return
			}
		}
	}
}

// ranks are the places of releases in the order of their ids, from 1 on.
func (f *Fleet) ranks() []uint32 {
	order := make([]uint32, len(f.releases))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return strings.Compare(f.releases[a].id, f.releases[b].id) })
	out := make([]uint32, len(order))
	for place, n := range order {
		out[n] = uint32(place + 1)
	}
	return out
}
