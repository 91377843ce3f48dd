package postmarket

import (
	"bytes"
	"errors"

	"cordon/internal/vers"
)

const packMagic = "cordon feeds 2\n"

// ErrPack says that bytes are no pack, or one of another version of the program.
var ErrPack = errors.New("this is no pack of feeds that this program can read")

// Pack writes feeds so that they need not be read from their formats again.
func (in *Feeds) Pack() []byte {
	b := &writer{bytes: []byte(packMagic)}
	b.number(len(in.Advisories))
	for i := range in.Advisories {
		a := &in.Advisories[i]
		b.text(a.ID, a.Source, a.Summary, a.Published, a.Modified, a.Withdrawn)
		b.texts(a.Aliases)
		b.texts(a.CWEs)
		b.texts(a.Files)
		b.severity(a.Severity)
		b.exploited(a.Exploited)
		b.points(a.SSVC)
		b.number(len(a.Affected))
		for _, x := range a.Affected {
			b.text(x.Package)
			b.number(int(x.Scheme))
			b.ranges(x.Range)
			b.ranges(x.Releases)
		}
		b.number(len(a.Configurations))
		for j := range a.Configurations {
			b.configuration(&a.Configurations[j], 0)
		}
	}
	b.number(len(in.Facts))
	for i := range in.Facts {
		b.facts(&in.Facts[i])
	}
	b.number(len(in.Scores))
	for _, s := range in.Scores {
		b.text(s.ID)
		b.epss(s.EPSS)
	}
	b.number(len(in.Endings))
	for _, e := range in.Endings {
		b.texts(e.Keys)
	}
	b.endings(in.Endings)
	return b.bytes
}

// Unpack reads what Pack wrote. The bytes must not change as long as the feeds are used.
func Unpack(data []byte) (*Feeds, error) {
	rest, ok := bytes.CutPrefix(data, []byte(packMagic))
	if !ok {
		return nil, ErrPack
	}
	r := &reader{rest: rest}
	in := &Feeds{}
	for range r.count() {
		a := Advisory{
			ID: r.text(), Source: r.text(), Summary: r.text(), Published: r.text(), Modified: r.text(), Withdrawn: r.text(),
			Aliases: r.texts(), CWEs: r.texts(), Files: r.texts(), Severity: r.severity(), Exploited: r.exploited(), SSVC: r.points(),
		}
		for range r.count() {
			x := Affected{Package: r.text(), Scheme: vers.Scheme(r.number())}
			x.Range, x.Releases = r.span().held(x.Scheme), r.span().held(x.Scheme)
			a.Affected = append(a.Affected, x)
		}
		for range r.count() {
			a.Configurations = append(a.Configurations, r.configuration(0).held())
		}
		in.Advisories = append(in.Advisories, a)
	}
	for range r.count() {
		in.Facts = append(in.Facts, r.facts(r.text()))
	}
	for range r.count() {
		in.Scores = append(in.Scores, Score{ID: r.text(), EPSS: r.epss()})
	}
	keys := make([][]string, r.count())
	for i := range keys {
		keys[i] = r.texts()
	}
	in.Endings = r.endings()
	if r.wrong || len(r.rest) > 0 || len(keys) != len(in.Endings) {
		return nil, ErrPack
	}
	for i := range in.Endings {
		in.Endings[i].Keys = keys[i]
	}
	return in, nil
}

// held is the range that was kept.
func (s span) held(scheme vers.Scheme) vers.Range {
	if len(s.intervals)+len(s.texts) == 0 {
		return vers.Range{}
	}
	return vers.Held(scheme, s.intervals, s.texts)
}

// held is the configuration that was kept.
func (c branch) held() Configuration {
	out := Configuration{And: c.and, Negate: c.negate}
	for _, b := range c.below {
		out.Below = append(out.Below, b.held())
	}
	for _, l := range c.leaves {
		out.Products = append(out.Products, ProductMatch{CPE: l.cpe, Vulnerable: l.vulnerable, Scheme: l.scheme, Versions: l.versions.held(l.scheme)})
	}
	return out
}
