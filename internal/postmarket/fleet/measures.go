package fleet

// Measures are the three measures of the FDA guidance on postmarket management of cybersecurity, over the whole fleet: how much of what was
// identified is patched, how long a patch took, and how long it took to be on every device. They count vulnerabilities; how long a device took is
// in Rollout.
type Measures struct {
	Found      int `json:"found"`        // vulnerabilities that are found in a component of the fleet
	Decided    int `json:"decided"`      // of these, taken out by a decision in every release that has the component
	NoDevice   int `json:"no-device"`    // of these, in no device since they were identified
	Identified int `json:"identified"`   // all others: a device had them
	Available  int `json:"available"`    // of those identified, every product that has them has a fix
	Patched    int `json:"patched"`      // of those identified, no device has them any more
	Devices    int `json:"devices-open"` // devices that have at least one
	// ToFix are the days from identified to a fix for every product, and ToDeployed from there to the last device.
	ToFix      Spread `json:"to-fix"`
	ToDeployed Spread `json:"to-deployed"`
}

// Measures computes them.
func (f *Fleet) Measures(q Query) *Measures {
	m := &Measures{}
	stays := f.stays(q.When)
	open := newBits(len(f.builds))
	var toFix, toDeployed []int
	for v := 1; v < len(f.vulns.texts); v++ {
		v := uint32(v)
		hits := f.hits(v, q.When, nil)
		if len(hits) == 0 {
			continue
		}
		m.Found++
		identified := f.identified(v, q.When)
		e := f.exposed(f.vulns.texts[v], hits, q.Judged)
		s := stays.over(e.any)
		switch {
		case len(e.decided) > 0 && e.any.count() == 0:
			m.Decided++
			continue
		case s.until <= identified, q.Day != 0 && q.Day < identified:
			m.NoDevice++
			continue
		}
		m.Identified++
		if s.now == 0 {
			m.Patched++
		} else {
			for i := range open {
				open[i] |= e.any[i]
			}
		}
		fixed, all := latest(f.fixes(e.any, identified, q.When))
		if !all {
			continue
		}
		m.Available++
		fixed = max(fixed, identified)
		toFix = append(toFix, int(fixed-identified))
		if s.now == 0 {
			toDeployed = append(toDeployed, max(0, int(s.until-fixed)))
		}
	}
	open.each(func(b uint32) { m.Devices += stays[b].now })
	m.ToFix = spread(toFix, m.Identified-m.Available)
	m.ToDeployed = spread(toDeployed, m.Available-len(toDeployed))
	return m
}

// latest is the day on which the last product got its fix; false where one has none.
func latest(fixes map[uint32]Fix) (day Day, all bool) {
	for _, x := range fixes {
		if x.Date == 0 {
			return 0, false
		}
		day = max(day, x.Date)
	}
	return day, true
}

// stay is how long devices had a build.
type stay struct {
	now   int // devices that have it
	until Day // the day on which the last one left it; lastDay where one has it
}

type stays []stay

// stays are those of all builds.
func (f *Fleet) stays(w When) stays {
	out := make(stays, len(f.builds))
	var buf []row
	for d := range uint32(f.devices.len()) {
		buf = f.segments(d, w, buf[:0])
		for i, r := range buf {
			if r.build == retired {
				continue
			}
			s := &out[r.build]
			if i+1 < len(buf) {
				s.until = max(s.until, buf[i+1].since)
				continue
			}
			s.now++
			s.until = lastDay
		}
	}
	return out
}

// over puts the stays of several builds together.
func (s stays) over(builds bits) stay {
	var out stay
	builds.each(func(b uint32) {
		out.now += s[b].now
		out.until = max(out.until, s[b].until)
	})
	return out
}
