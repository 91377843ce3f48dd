package bench

import (
	"fmt"
	"io"
	"math"
	"math/rand/v2"

	"cordon/internal/postmarket"
	"cordon/internal/postmarket/fleet"
	"cordon/internal/vers"
)

// FleetSize is how large a generated fleet is.
type FleetSize struct {
	Devices, Releases, PerRelease, Names, Products, Advisories int
}

// Million is the fleet of the issue: 1,000,000 devices, 20,000 releases of 500 components, 300,000 advisories. Of its 90,000 packages 51,000 are in
// a release, in 364,000 distinct versions; 171,000 of the advisories concern one of these.
var Million = FleetSize{1_000_000, 20_000, 500, 90_000, 200, 300_000}

// ecosystems are how packages of a generated fleet are named and ordered. Each has its own way of writing versions.
var ecosystems = []struct {
	purl    string
	scheme  vers.Scheme
	version func(n int) string
}{
	{"npm", vers.NPM, func(n int) string { return fmt.Sprintf("%d.%d.%d", n/20, n/4%5, n%4) }},
	{"golang", vers.Go, func(n int) string { return fmt.Sprintf("v%d.%d.%d", n/50, n/5%10, n%5) }},
	{"pypi", vers.PyPI, func(n int) string { return fmt.Sprintf("%d.%drc%d", n/10, n%10, n%3+1) }},
	{"maven", vers.Maven, func(n int) string { return fmt.Sprintf("%d.%d-alpha-%d", n/6, n%6, n%2) }},
	{"deb", vers.Deb, func(n int) string { return fmt.Sprintf("1:%d.%d-%d+deb12u%d", n/9, n%9, n%3, n%2) }},
	{"rpm", vers.RPM, func(n int) string { return fmt.Sprintf("%d.%d-%d.el9", n/7, n%7, n) }},
}

const mostVersions = 18 // of one package

// name is the package URL of a package without its version.
func name(n int) string {
	e := ecosystems[n%len(ecosystems)]
	switch e.purl {
	case "deb", "rpm":
		return fmt.Sprintf("pkg:%s/vendor/package-%d", e.purl, n)
	case "maven":
		return fmt.Sprintf("pkg:maven/org.group%d/package-%d", n%900, n)
	case "golang":
		return fmt.Sprintf("pkg:golang/example.com/group%d/package-%d", n%900, n)
	}
	return fmt.Sprintf("pkg:%s/package-%d", e.purl, n)
}

// zipf gives small numbers often and large ones seldom.
func zipf(r *rand.Rand, n int) int { return int(math.Pow(float64(n), r.Float64())) - 1 }

// Fleet makes the releases. Each release of a product is the one before with a tenth of its components at another version. The same size gives the
// same fleet.
func (s FleetSize) Fleet() (*fleet.Fleet, error) {
	r := rand.New(rand.NewPCG(1, 2))
	f := fleet.New()
	if err := f.Begin(20_000); err != nil {
		return nil, err
	}
	type component struct{ name, version int }
	releases := s.Releases / s.Products
	for product := range s.Products {
		var list []component
		has := map[int]bool{}
		for len(list) < s.PerRelease {
			n := zipf(r, s.Names)
			if r.IntN(2) == 0 {
				n = r.IntN(s.Names)
			}
			if !has[n] {
				has[n] = true
				list = append(list, component{n, r.IntN(mostVersions)})
			}
		}
		for k := range releases {
			parts := make([]fleet.Part, len(list))
			for i := range list {
				if k > 0 && r.IntN(10) == 0 {
					list[i].version = min(mostVersions-1, list[i].version+1+r.IntN(3))
				}
				parts[i] = f.Part(name(list[i].name), ecosystems[list[i].name%len(ecosystems)].version(list[i].version))
			}
			_, err := f.AddReleaseOf(fleet.Release{ID: releaseID(product*releases + k), Product: fmt.Sprintf("product-%d", product), Date: fleet.Day(18_000 + 10*k)}, parts)
			if err != nil {
				return nil, err
			}
		}
	}
	return f, nil
}

func releaseID(n int) string { return fmt.Sprintf("release-%d", n) }

// WriteDevices writes the list of devices: releases are installed by zipf.
func (s FleetSize) WriteDevices(w io.Writer) error {
	r := rand.New(rand.NewPCG(3, 4))
	if _, err := io.WriteString(w, "serial,udi,site,release,since\n"); err != nil {
		return err
	}
	for d := range s.Devices {
		_, err := fmt.Fprintf(w, "SN%08d,(01)0%013d(21)%d,site-%d,%s,%d-%02d-%02d\n", d, 4_000_000_000_000+d%s.Products, d, r.IntN(5000),
			releaseID((zipf(r, s.Releases)*7919)%s.Releases), 2020+r.IntN(5), 1+r.IntN(12), 1+r.IntN(28))
		if err != nil {
			return err
		}
	}
	return nil
}

// AdvisoryOn makes an advisory with one to three ranges of versions of a package.
func AdvisoryOn(r *rand.Rand, id string, n int) (postmarket.Advisory, error) {
	e := ecosystems[n%len(ecosystems)]
	var events []vers.Event
	from := r.IntN(mostVersions)
	for range 1 + r.IntN(3) {
		to := from + 1 + r.IntN(12)
		events = append(events, vers.Event{Introduced: e.version(from)}, vers.Event{Fixed: e.version(to)})
		from = to + 1 + r.IntN(20)
	}
	in, err := vers.Events(e.scheme, events)
	if err != nil {
		return postmarket.Advisory{}, fmt.Errorf("package %d: %w", n, err)
	}
	p, err := postmarket.ParsePURL(name(n))
	if err != nil {
		return postmarket.Advisory{}, err
	}
	return postmarket.Advisory{ID: id, Published: "2026-01-01", Affected: []postmarket.Affected{{Package: p.Key(), Scheme: e.scheme, Range: in}}}, nil
}

// Index makes the index of the advisories.
func (s FleetSize) Index() ([]byte, error) {
	r := rand.New(rand.NewPCG(5, 6))
	all := make([]postmarket.Advisory, s.Advisories)
	for i := range all {
		n := r.IntN(s.Names)
		if r.IntN(4) == 0 {
			n = zipf(r, s.Names)
		}
		var err error
		if all[i], err = AdvisoryOn(r, fmt.Sprintf("CVE-%d-%06d", 2010+i%16, i), n); err != nil {
			return nil, err
		}
	}
	return postmarket.BuildIndex(all), nil
}
