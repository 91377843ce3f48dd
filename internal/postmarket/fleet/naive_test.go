package fleet

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cordon/internal/postmarket"
	"cordon/internal/vers"
)

// naive is the fleet as a list of everything that was ever said, asked by going through it all.
type naive struct {
	releases map[string]Release
	order    []string
	devices  []said
	found    []saidFound
}

type said struct {
	Device
	known Day
}

type saidFound struct {
	purl, vuln string
	unsure     bool
	from, to   Day
}

// state is the last thing said of the latest day.
func (n *naive) state(serial string, w When) (said, bool) {
	var best said
	found := false
	for _, s := range n.devices {
		if s.Serial == serial && (w.Day == 0 || s.Since <= w.Day) && (w.Known == 0 || s.known <= w.Known) && (!found || s.Since >= best.Since) {
			best, found = s, true
		}
	}
	return best, found
}

func (n *naive) serials() []string {
	var out []string
	for _, s := range n.devices {
		out = append(out, s.Serial)
	}
	return unique(out)
}

// components are those of a device with its changes made.
func (n *naive) components(d Device) []string {
	if d.Release == Retired {
		return nil
	}
	list := slices.Clone(n.releases[d.Release].Components)
	for _, c := range d.Changes {
		words := strings.Fields(c)
		list = slices.DeleteFunc(list, func(p string) bool {
			return p == words[1] || strings.HasPrefix(p, words[1]+"@")
		})
	}
	for _, c := range d.Changes {
		if words := strings.Fields(c); words[0] == opReplaced {
			list = append(list, words[3])
		}
	}
	return list
}

// concerned tells whether a device has a component in which a vulnerability is found, and for sure.
func (n *naive) concerned(d Device, vuln string, w When, judged func(string, string) string) (is, sure bool) {
	if judged != nil && (judged(vuln, d.Release) == notAffected || judged(vuln, d.Release) == fixedWord) {
		return false, false
	}
	for _, p := range n.components(d) {
		for _, f := range n.found {
			stands := f.to == 0
			if w.Known != 0 {
				stands = f.from <= w.Known && (f.to == 0 || w.Known < f.to)
			}
			if f.purl == p && f.vuln == vuln && stands {
				is, sure = true, sure || !f.unsure
			}
		}
	}
	return is, sure
}

// learn records what a source says of every component.
func (n *naive) learn(says map[string][]Found, components []string, known Day) {
	for _, p := range components {
		for i := range n.found {
			f := &n.found[i]
			if f.purl == p && f.to == 0 && !slices.Contains(says[p], Found{f.vuln, f.unsure}) {
				f.to = known
			}
		}
		for _, s := range says[p] {
			if !slices.ContainsFunc(n.found, func(f saidFound) bool {
				return f.purl == p && f.vuln == s.Vulnerability && f.to == 0
			}) {
				n.found = append(n.found, saidFound{p, s.Vulnerability, s.Unsure, known, 0})
			}
		}
	}
}

const (
	anyName    = 4
	anyVersion = 3
)

func anyPURL(t *rapid.T, versioned bool) string {
	p := "pkg:generic/" + string(rune('a'+rapid.IntRange(0, anyName-1).Draw(t, "name")))
	if versioned {
		p += fmt.Sprintf("@%d.0", rapid.IntRange(1, anyVersion).Draw(t, "version"))
	}
	return p
}

// world is a fleet beside its naive twin.
type world struct {
	f     *Fleet
	n     *naive
	known Day
	log   []byte
}

func (w *world) record(t *rapid.T, c Change) {
	var err error
	c = w.f.Next(c)
	if w.log, err = c.AppendLine(w.log); err != nil {
		t.Fatal(err)
	}
}

func (w *world) tomorrow(t *rapid.T) {
	w.known += Day(rapid.IntRange(0, 2).Draw(t, "later"))
	if err := w.f.Begin(w.known); err != nil {
		t.Fatal(err)
	}
}

func (w *world) addRelease(t *rapid.T) {
	var list []string
	for range rapid.IntRange(0, 4).Draw(t, "components") {
		list = append(list, anyPURL(t, true))
	}
	r := Release{ID: fmt.Sprintf("r%d", len(w.n.order)), Product: rapid.SampledFrom([]string{"", "p", "q"}).Draw(t, "product"), Date: Day(rapid.IntRange(0, 12).Draw(t, "date")), Components: unique(list)}
	isNew, err := w.f.AddRelease(r)
	if err != nil || !isNew {
		t.Fatal(isNew, err)
	}
	w.record(t, Change{Release: &r})
	w.n.releases[r.ID] = r
	w.n.order = append(w.n.order, r.ID)
}

func (w *world) put(t *rapid.T) {
	x := Device{
		Serial: fmt.Sprintf("s%d", rapid.IntRange(0, 7).Draw(t, "serial")), Since: Day(rapid.IntRange(1, 12).Draw(t, "since")),
		Site: rapid.SampledFrom([]string{"", "north", "south"}).Draw(t, "site"), SupportEnd: Day(rapid.IntRange(0, 12).Draw(t, "support")),
		Release: rapid.SampledFrom(append([]string{"", Retired}, w.n.order...)).Draw(t, "release"),
	}
	if r, is := w.n.releases[x.Release]; is && len(r.Components) > 0 && rapid.IntRange(0, 3).Draw(t, "changed") == 0 {
		c := rapid.SampledFrom(r.Components).Draw(t, "component")
		x.Changes = []string{rapid.SampledFrom([]string{opRemoved + " " + c, opOff + " " + c[:strings.Index(c, "@")], opReplaced + " " + c + " with " + anyPURL(t, true)}).Draw(t, "change")}
	}
	before, was := w.n.state(x.Serial, When{Day: x.Since})
	got, changed, err := w.f.Put(x)
	want := x
	if was {
		if want.Site == "" {
			want.Site = before.Site
		}
		if want.SupportEnd == 0 {
			want.SupportEnd = before.SupportEnd
		}
		if want.Release == "" {
			want.Release, want.Changes = before.Release, before.Changes
		}
	}
	if want.Release == Retired {
		want.Changes = got.Changes // what it had does not matter any more
	}
	if x.Release == "" && !was {
		if err == nil {
			t.Fatalf("%+v is taken without a release", x)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("recorded (-want +got):\n%s", diff)
	}
	if changed {
		w.record(t, Change{Device: &got})
		w.n.devices = append(w.n.devices, said{got, w.known})
	}
}

func (w *world) learn(t *rapid.T) {
	says := map[string][]Found{}
	for range rapid.IntRange(0, 6).Draw(t, "findings") {
		p := anyPURL(t, true)
		x := Found{fmt.Sprintf("V-%d", rapid.IntRange(1, 3).Draw(t, "vulnerability")), rapid.Bool().Draw(t, "unsure")}
		if !slices.ContainsFunc(says[p], func(f Found) bool { return f.Vulnerability == x.Vulnerability }) {
			says[p] = append(says[p], x)
		}
	}
	var names []uint32 // all, or those that were touched
	if rapid.Bool().Draw(t, "some names only") {
		names = unique(slices.Concat(w.f.parts.named("generic/a"), w.f.parts.named("generic/b")))
	}
	var asked []string
	d, err := w.f.Compare(names, func(keys, versions []string) ([][]Found, error) {
		var out [][]Found
		for _, v := range versions {
			p := "pkg:" + keys[0] + "@" + v
			asked = append(asked, p)
			out = append(out, says[p])
		}
		return out, nil
	}, func() error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	news := w.f.News(d)
	w.f.Learn(d)
	for _, x := range news {
		w.record(t, Change{Found: &x})
	}
	w.n.learn(says, asked, w.known)
}

func anyWorld(t *rapid.T) *world {
	w := &world{f: New(), n: &naive{releases: map[string]Release{}}, known: 1}
	w.tomorrow(t)
	w.addRelease(t)
	for range rapid.IntRange(0, 40).Draw(t, "steps") {
		w.tomorrow(t)
		switch rapid.IntRange(0, 9).Draw(t, "step") {
		case 0:
			w.addRelease(t)
		case 1, 2:
			w.learn(t)
		case 3:
			w.f = reread(t, w.f) // in the middle, so that what follows meets intervals
		default:
			w.put(t)
		}
	}
	return w
}

func reread(t interface{ Fatal(...any) }, f *Fleet) *Fleet {
	var b bytes.Buffer
	if err := f.WriteSnapshot(&b, 17); err != nil {
		t.Fatal(err)
	}
	g, logged, err := ReadSnapshot(b.Bytes())
	if err != nil || logged != 17 || g.Seq() != f.Seq() || g.Known() != f.Known() {
		t.Fatal(err, logged)
	}
	return g
}

// Every question has the answer that going through everything gives: of a fleet in memory, of one that was written and read, and of one that was
// made again from its log.
func TestQueriesAgreeWithTheNaiveModel(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := anyWorld(t)
		again := New()
		if whole, err := again.Replay(w.log); err != nil || whole != len(w.log) {
			t.Fatal(whole, err)
		}
		when := When{Day(rapid.IntRange(0, 13).Draw(t, "day")), Day(rapid.IntRange(0, int(w.known)+1).Draw(t, "known"))}
		var judged func(string, string) string
		if rapid.Bool().Draw(t, "judged") {
			judged = func(v, r string) string {
				return []string{"", notAffected, "affected", fixedWord}[(len(v)+int(v[2])+int(r[1]))%4]
			}
		}
		q := Query{when, judged}
		for name, f := range map[string]*Fleet{"in memory": w.f, "read": reread(t, w.f), "replayed": again} {
			for _, v := range []string{"V-1", "V-2", "V-3"} {
				w.n.checkAffected(t, name, f, v, q)
				w.n.checkRollout(t, name, f, v, q)
			}
			w.n.checkTop(t, name, f, q)
			w.n.checkCensus(t, name, f, when)
			w.n.checkMeasures(t, name, f, q)
		}
	})
}

func (n *naive) checkAffected(t *rapid.T, name string, f *Fleet, v string, q Query) {
	a := f.Affected(v, q)
	if a == nil {
		if slices.ContainsFunc(n.found, func(x saidFound) bool { return x.vuln == v }) {
			t.Fatalf("%s: %s is not known", name, v)
		}
		return
	}
	var want, got []string
	unsure := 0
	sites := map[string]int{}
	for _, serial := range n.serials() {
		s, there := n.state(serial, q.When)
		if !there || s.Release == Retired {
			continue
		}
		if is, sure := n.concerned(s.Device, v, q.When, q.Judged); is {
			want = append(want, s.Release+" "+serial)
			sites[s.Site]++
			if !sure {
				unsure++
			}
		}
	}
	slices.Sort(want)
	for d := range f.Of(a) {
		got = append(got, d.Release+" "+d.Serial)
	}
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" || a.Devices != len(want) || a.Unsure != unsure || f.Devices(v, q) != len(want) {
		t.Fatalf("%s: %s at %v: %d devices, %d unsure, wanted %d and %d (-want +got):\n%s", name, v, q.When, a.Devices, a.Unsure, len(want), unsure, diff)
	}
	all := 0
	for _, s := range a.Sites {
		if all += s.Devices; sites[s.Site] != s.Devices {
			t.Fatalf("%s: %s at site %q: %d, wanted %d", name, v, s.Site, s.Devices, sites[s.Site])
		}
	}
	for _, r := range a.Releases {
		all -= r.Devices
	}
	if all != 0 {
		t.Fatalf("%s: %s: sites and releases do not add up to the same", name, v)
	}
}

// checkRollout goes through the days one by one.
func (n *naive) checkRollout(t *rapid.T, name string, f *Fleet, v string, q Query) {
	r := f.Rollout(v, q)
	if r == nil {
		return
	}
	var known Day
	for _, x := range n.found {
		if x.vuln == v && (q.Known == 0 || x.from <= q.Known) && (known == 0 || x.from < known) {
			known = x.from
		}
	}
	last := Day(150)
	if q.Day != 0 {
		last = q.Day
	}
	type device struct{ needed, done Day }
	devices := map[string]*device{}
	open, fixed, retiredCount := 0, 0, 0
	for _, serial := range n.serials() {
		var x device
		is := false
		for day := Day(1); day <= last; day++ {
			s, there := n.state(serial, When{day, q.Known})
			was := is
			is = there && s.Release != Retired
			if is {
				is, _ = n.concerned(s.Device, v, q.When, q.Judged)
			}
			if is && day >= known && x.needed == 0 {
				x.needed = day
			}
			if x.needed != 0 && was && !is {
				x.done = day
			}
			if is {
				x.done = 0
			}
		}
		if x.needed == 0 {
			continue
		}
		devices[serial] = &x
		switch left, _ := n.state(serial, When{max(x.done, 1), q.Known}); {
		case x.done == 0:
			open++
		case left.Release == Retired:
			retiredCount++
		default:
			fixed++
		}
	}
	if r.Devices != len(devices) || r.Open != open || r.Fixed != fixed || r.Retired != retiredCount || r.Known != known {
		t.Fatalf("%s: %s at %v: %d needed it, %d open, %d fixed, %d retired since %s; wanted %d, %d, %d, %d since %s", name, v, q.When,
			r.Devices, r.Open, r.Fixed, r.Retired, r.Known, len(devices), open, fixed, retiredCount, known)
	}
	for _, p := range r.Points {
		needed, done := 0, 0
		for _, x := range devices {
			if x.needed <= p.Day {
				needed++
			}
			if x.done != 0 && x.done <= p.Day {
				done++
			}
		}
		if p.Fixed+p.Retired != done || p.Open != needed-done {
			t.Fatalf("%s: %s at %v: point %+v, wanted %d done of %d", name, v, q.When, p, done, needed)
		}
	}
}

func (n *naive) checkTop(t *rapid.T, name string, f *Fleet, q Query) {
	ids := f.Vulnerabilities()
	ratings := Ratings{Exploited: make([]bool, len(ids)), EPSS: make([]float32, len(ids)), CVSS: []float32{0, 5}}
	for i, id := range ids {
		if id != "" {
			ratings.Exploited[i] = id == "V-2"
			ratings.EPSS[i] = float32(id[2]%2) / 4
		}
	}
	clinical := func(v, p string) int { return (int(v[2])*3 + len(p)*int(v[2])) % 3 }
	rank := Ranking{Query: q, Ratings: ratings, Clinical: func(v, p uint32) int { return clinical(ids[v], f.Products()[p]) }}
	got := f.Top(2, rank)
	var want []Top
	for i, id := range ids {
		if id == "" {
			continue
		}
		x := Top{Vulnerability: id, Exploited: ratings.Exploited[i], EPSS: ratings.EPSS[i], CVSS: at(ratings.CVSS, uint32(i))}
		releases := map[string]bool{}
		for _, serial := range n.serials() {
			s, there := n.state(serial, q.When)
			if !there || s.Release == Retired {
				continue
			}
			if is, _ := n.concerned(s.Device, id, q.When, q.Judged); is {
				x.Devices++
				releases[s.Release] = true
				p := n.releases[s.Release].Product
				if c := clinical(id, p); c > x.Clinical || c == x.Clinical && c > 0 && p < x.Product {
					x.Clinical, x.Product = c, p
				}
			}
		}
		if x.Releases = len(releases); x.Devices > 0 {
			want = append(want, x)
		}
	}
	slices.SortFunc(want, func(a, b Top) int {
		switch {
		case a.Clinical != b.Clinical:
			return b.Clinical - a.Clinical
		case a.Exploited != b.Exploited:
			if a.Exploited {
				return -1
			}
			return 1
		case a.EPSS != b.EPSS:
			return int(100 * (b.EPSS - a.EPSS))
		case a.CVSS != b.CVSS:
			return int(b.CVSS - a.CVSS)
		}
		return strings.Compare(a.Vulnerability, b.Vulnerability)
	})
	want = append([]Top{}, want[:min(2, len(want))]...)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("%s: top at %v (-want +got):\n%s", name, q.When, diff)
	}
}

func (n *naive) checkCensus(t *rapid.T, name string, f *Fleet, w When) {
	c := f.Census(w, 6)
	devices, out, silent := 0, 0, 0
	for _, serial := range n.serials() {
		if s, there := n.state(serial, w); there && s.Release != Retired {
			devices++
			switch {
			case s.SupportEnd == 0:
				silent++
			case s.SupportEnd < 6:
				out++
			}
		}
	}
	listed := 0
	for range f.OutOfSupport(w, 6) {
		listed++
	}
	if c.Devices != devices || c.OutOfSupport != out || c.NoSupportEnd != silent || listed != out {
		t.Fatalf("%s: %+v, wanted %d devices, %d out of support, %d of which nobody says", name, c, devices, out, silent)
	}
}

// checkMeasures compares with what following each vulnerability gives.
func (n *naive) checkMeasures(t *rapid.T, name string, f *Fleet, q Query) {
	m := f.Measures(q)
	identified, patched, available := 0, 0, 0
	for _, v := range f.Vulnerabilities() {
		r := f.Rollout(v, q)
		if r == nil || r.Devices == 0 {
			continue
		}
		identified++
		if r.Open == 0 {
			patched++
		}
		if !slices.ContainsFunc(r.Fixes, func(x Fix) bool { return x.Release == "" }) {
			available++
		}
	}
	if m.Identified != identified || m.Patched != patched || m.Available != available {
		t.Fatalf("%s at %v: %+v, wanted %d identified, %d patched, %d available", name, q.When, m, identified, patched, available)
	}
}

// An advisory alone gives the devices that recording it would give.
func TestAnAdvisoryAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := anyWorld(t)
		span := vers.Span{StartIncluding: fmt.Sprintf("%d.0", rapid.IntRange(1, anyVersion).Draw(t, "from")), EndExcluding: fmt.Sprintf("%d.0", rapid.IntRange(1, anyVersion+1).Draw(t, "to"))}
		in, err := vers.Between(vers.Generic, span)
		if err != nil {
			t.Fatal(err)
		}
		a := postmarket.Advisory{ID: "V-9", Affected: []postmarket.Affected{{Package: "generic/a", Scheme: vers.Generic, Range: in}}}
		ix, err := postmarket.OpenIndex(postmarket.BuildIndex([]postmarket.Advisory{a}))
		if err != nil {
			t.Fatal(err)
		}
		got := w.f.AffectedBy(&a, Query{})
		d, err := w.f.Compare(w.f.Touched(&a), func(keys, versions []string) ([][]Found, error) {
			out := make([][]Found, len(versions))
			p, err := ix.Package(keys[0])
			for i, v := range versions {
				if p == nil {
					continue // the range is empty
				}
				hits, _ := p.Concerning(v)
				for _, h := range hits {
					out[i] = append(out[i], Found{"V-9", h.Unsure})
				}
			}
			return out, err
		}, func() error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		w.f.Learn(d)
		want := w.f.Affected("V-9", Query{})
		if want == nil {
			if got.Devices != 0 {
				t.Fatalf("%+v, wanted none; %s", got, in)
			}
			return
		}
		want.Identified = 0
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(Affected{})); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}
