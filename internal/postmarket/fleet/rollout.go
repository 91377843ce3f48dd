package fleet

import (
	"cmp"
	"slices"
	"strings"
)

// Rollout is how a fix came to the devices that needed it: those that had a release concerned on the day on which that was known, or later.
// Devices that never had one are not counted.
type Rollout struct {
	Of      string  `json:"of"`              // vulnerability or release
	Known   Day     `json:"known,omitempty"` // day from which on the devices count: the vulnerability was identified, or the release could be had
	Devices int     `json:"devices"`         // that needed it
	Fixed   int     `json:"fixed"`           // have a release that is not concerned, and stay with it
	Retired int     `json:"retired"`         // left the field without
	Open    int     `json:"open"`            // still need it
	Points  []Point `json:"points"`          // days on which something changed
	Fixes   []Fix   `json:"fixes"`           // by product
	// FromKnown are the days from when it was known, or the device came later, to when the device had the fix; FromFix those from when the fix
	// could be had.
	FromKnown Spread `json:"from-known"`
	FromFix   Spread `json:"from-fix"`
}

// Point is how things stood at the end of a day.
type Point struct {
	Day     Day `json:"day"`
	Fixed   int `json:"fixed"`
	Open    int `json:"open"`
	Retired int `json:"retired"`
}

// Fix is the first release of a product that is not concerned, after one that is.
type Fix struct {
	Product string `json:"product"`
	Release string `json:"release,omitempty"` // empty where there is none yet
	Date    Day    `json:"date,omitempty"`
	// Days are those from when the vulnerability was identified to when the fix could be had; 0 where it could be had before.
	Days int `json:"days"`
}

// Spread is how many days the devices took, the quickest first: after how many a half had the fix, nine tenths, and all. Devices that still need
// it count as slower than all others, so that a figure which they decide is missing. Retired ones do not count.
type Spread struct {
	Devices int  `json:"devices"`
	Median  *int `json:"median"`
	P90     *int `json:"p90"`
	All     *int `json:"all"`
}

// spread takes the days of the devices that have the fix, and how many have not.
func spread(days []int, open int) Spread {
	slices.Sort(days)
	s := Spread{Devices: len(days) + open}
	reached := func(tenths int) *int {
		rank := (s.Devices*tenths + 9) / 10 // the least number of devices that are so many tenths
		if s.Devices == 0 || rank > len(days) {
			return nil
		}
		return &days[rank-1]
	}
	s.Median, s.P90, s.All = reached(5), reached(9), reached(10)
	return s
}

// Rollout follows the fix of a vulnerability; nil where the vulnerability was never found.
func (f *Fleet) Rollout(vulnerability string, q Query) *Rollout {
	v, known := f.vulns.at[vulnerability]
	if !known || v == 0 {
		return nil
	}
	e := f.exposed(vulnerability, f.hits(v, q.When, nil), q.Judged)
	r := &Rollout{Of: vulnerability, Known: f.identified(v, q.When)}
	fixes := f.fixes(e.any, r.Known, q.When)
	for _, p := range fixes {
		r.Fixes = append(r.Fixes, p)
	}
	slices.SortFunc(r.Fixes, func(a, b Fix) int { return strings.Compare(a.Product, b.Product) })
	f.follow(r, e.any, func(b uint32) Day { return fixes[f.releases[f.builds[b].release].product].Date }, q.When)
	return r
}

// RolloutOf follows a release of a product: devices with an older release need it, and have it with any that is not older. Nil where there is no
// such release, or it has no date: then nobody can tell which are older.
func (f *Fleet) RolloutOf(id string, w When) *Rollout {
	n, known := f.release[id]
	if !known || f.releases[n].date == 0 {
		return nil
	}
	to := &f.releases[n]
	older := newBits(len(f.builds))
	for b := range f.builds {
		if r := &f.releases[f.builds[b].release]; r.product == to.product && r.date < to.date {
			older.add(uint32(b))
		}
	}
	r := &Rollout{Of: id, Known: to.date, Fixes: []Fix{{f.products.texts[to.product], id, to.date, 0}}}
	f.follow(r, older, func(uint32) Day { return to.date }, w)
	return r
}

// fixes are the first releases that fix a vulnerability, by product. A release that is older than every one concerned fixes nothing: it never had it.
func (f *Fleet) fixes(concerned bits, identified Day, w When) map[uint32]Fix {
	first := map[uint32]Day{} // of the releases concerned, by product
	for n := range f.releases {
		r := &f.releases[n]
		if concerned.has(r.build) {
			if d, has := first[r.product]; !has || r.date < d {
				first[r.product] = r.date
			}
		}
	}
	out := map[uint32]Fix{}
	for product := range first {
		out[product] = Fix{Product: f.products.texts[product]}
	}
	for n := range f.releases {
		r := &f.releases[n]
		from, is := first[r.product]
		if !is || concerned.has(r.build) || r.date == 0 || r.date <= from || !w.holds(r.date, r.known) {
			continue
		}
		if have := out[r.product]; have.Date == 0 || r.date < have.Date || r.date == have.Date && r.id < have.Release {
			out[r.product] = Fix{have.Product, r.id, r.date, max(0, int(r.date-identified))}
		}
	}
	return out
}

// follow goes through the devices. A device that goes back to a release concerned has the fix only when it has left that one again.
func (f *Fleet) follow(r *Rollout, concerned bits, fix func(build uint32) Day, w When) {
	steps := map[Day]*Point{}
	step := func(d Day) *Point {
		if steps[d] == nil {
			steps[d] = &Point{Day: d}
		}
		return steps[d]
	}
	var fromKnown, fromFix []int
	var buf []row
	for d := range uint32(f.devices.len()) {
		if w.Day != 0 && w.Day < r.Known {
			break // nobody needed it yet
		}
		buf = f.segments(d, w, buf[:0])
		needed, done, by := need(buf, concerned, r.Known)
		if needed == 0 {
			continue
		}
		r.Devices++
		step(needed).Open++
		if done == nil {
			r.Open++
			continue
		}
		step(done.since).Open--
		if done.build == retired {
			r.Retired++
			step(done.since).Retired++
			continue
		}
		r.Fixed++
		step(done.since).Fixed++
		fromKnown = append(fromKnown, int(done.since-needed))
		fromFix = append(fromFix, max(0, int(done.since-max(needed, fix(by)))))
	}
	r.FromKnown, r.FromFix = spread(fromKnown, r.Open), spread(fromFix, r.Open)
	r.Points = []Point{}
	for _, p := range steps {
		r.Points = append(r.Points, *p)
	}
	slices.SortFunc(r.Points, func(a, b Point) int { return cmp.Compare(a.Day, b.Day) })
	for i := 1; i < len(r.Points); i++ {
		p, before := &r.Points[i], r.Points[i-1]
		p.Fixed, p.Open, p.Retired = p.Fixed+before.Fixed, p.Open+before.Open, p.Retired+before.Retired
	}
}

// need says from which day on a device needed a fix, none where it never did; by what state it was done, nil where it still needs it; and with
// which build it needed it.
func need(states []row, concerned bits, known Day) (from Day, done *row, build uint32) {
	for i := range states {
		x := &states[i]
		is := x.build != retired && concerned.has(x.build)
		ended := i+1 < len(states) && states[i+1].since <= known
		switch {
		case is && !ended:
			if from == 0 {
				from = max(known, x.since)
			}
			done, build = nil, x.build
		case !is && from != 0 && done == nil:
			done = x
		}
	}
	return from, done, build
}
