package fleet

import (
	"iter"
	"slices"
	"strings"
)

// Census is what is in the field.
type Census struct {
	Devices  int            `json:"devices"`
	Releases []ReleaseCount `json:"releases"` // with at least one device, by id
	Sites    []SiteCount    `json:"sites"`    // by name
	// OutOfSupport are devices whose last day of support is over.
	OutOfSupport int `json:"out-of-support"`
	// NoSupportEnd are devices of which nobody says how long they are supported.
	NoSupportEnd int `json:"no-support-end"`
}

// Census counts what is in the field. On is the day for which the end of support is judged.
func (f *Fleet) Census(w When, on Day) *Census {
	c := &Census{Releases: []ReleaseCount{}}
	releases, sites := make([]int, len(f.releases)), make([]int, len(f.sites.texts))
	f.inField(w, func(_ uint32, r *row) {
		c.Devices++
		releases[f.builds[r.build].release]++
		sites[r.site]++
		switch {
		case r.support == 0:
			c.NoSupportEnd++
		case r.support < on:
			c.OutOfSupport++
		}
	})
	for n, count := range releases {
		if r := &f.releases[n]; count > 0 {
			c.Releases = append(c.Releases, ReleaseCount{r.id, f.products.texts[r.product], r.date, count, false})
		}
	}
	slices.SortFunc(c.Releases, func(x, y ReleaseCount) int { return strings.Compare(x.Release, y.Release) })
	c.Sites = f.siteCounts(sites)
	return c
}

// OutOfSupport goes through the devices whose last day of support is before a day, by release and then by serial.
func (f *Fleet) OutOfSupport(w When, on Day) iter.Seq[Device] {
	set := newBits(f.devices.len())
	f.inField(w, func(d uint32, r *row) {
		if r.support != 0 && r.support < on {
			set.add(d)
		}
	})
	return f.list(set, w)
}

// inField goes through the devices that are in the field.
func (f *Fleet) inField(w When, see func(device uint32, r *row)) {
	for d := range uint32(f.devices.len()) {
		if r := f.state(d, w); r != nil && r.build != retired {
			see(d, r)
		}
	}
}
