package postmarket

import (
	"slices"
	"strings"
	"testing"

	"cordon/internal/vers"
)

func affected(t testing.TB, typ, name string, scheme vers.Scheme, events ...vers.Event) Affected {
	t.Helper()
	r, err := vers.Events(scheme, events)
	if err != nil {
		t.Fatal(err)
	}
	return Affected{Package: PackageKey(typ, name), Scheme: scheme, Range: r}
}

func sample(t testing.TB) []Advisory {
	lib := affected(t, "golang", "github.com/Acme/lib", vers.Go, vers.Event{Introduced: "1.0.0"}, vers.Event{Fixed: "1.4.0"})
	old := affected(t, "golang", "github.com/acme/lib", vers.Go, vers.Event{Introduced: "0"})
	fleet := affected(t, "golang", "github.com/fleet/fleet", vers.Go, vers.Event{Introduced: "0"})
	fleet.Releases = affected(t, "golang", "x/y", vers.Go, vers.Event{Introduced: "4.0.0"}, vers.Event{Fixed: "4.64.2"}).Range
	return []Advisory{
		{ID: "GO-2", Aliases: []string{"CVE-2026-2"}, Affected: []Affected{lib}},
		{ID: "GHSA-b", Aliases: []string{"CVE-2026-2"}, Affected: []Affected{lib}},
		{ID: "GO-1", Summary: "All of it.", Affected: []Affected{old}},
		{ID: "GO-3", Withdrawn: "2026-01-01", Affected: []Affected{old}},
		{ID: "GO-4", Affected: []Affected{fleet}},
	}
}

func index(t testing.TB) *Index {
	ix, err := OpenIndex(BuildIndex(sample(t)))
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

func match(t *testing.T, ix *Index, merge bool, purls ...string) []string {
	t.Helper()
	b := &BOM{}
	for _, p := range purls {
		b.Components = append(b.Components, Component{Ref: p, PURL: p})
	}
	m, err := ix.Match(b, merge, func() error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, x := range m.Matches {
		line := x.PURL[strings.LastIndexByte(x.PURL, '/')+1:] + " " + x.Advisory
		if x.Unsure {
			line += " unsure"
		}
		out = append(out, line)
	}
	return out
}

// At, below and above each limit; aliases count once or apart; withdrawn advisories do not count; capital letters of Go paths do not matter.
func TestMatch(t *testing.T) {
	ix := index(t)
	const lib = "pkg:golang/github.com/acme/lib@"
	for _, c := range []struct {
		name  string
		merge bool
		purls []string
		want  []string
	}{
		{"below", true, []string{lib + "v0.9.9"}, []string{"lib@v0.9.9 GO-1"}},
		{"at the first", true, []string{lib + "v1.0.0"}, []string{"lib@v1.0.0 CVE-2026-2", "lib@v1.0.0 GO-1"}},
		{"the last before the fix", true, []string{lib + "v1.3.9"}, []string{"lib@v1.3.9 CVE-2026-2", "lib@v1.3.9 GO-1"}},
		{"the fix", true, []string{lib + "v1.4.0"}, []string{"lib@v1.4.0 GO-1"}},
		{"apart", false, []string{lib + "v1.2.0"}, []string{"lib@v1.2.0 GHSA-b", "lib@v1.2.0 GO-1", "lib@v1.2.0 GO-2"}},
		{"twice in the document", true, []string{lib + "v0.9.9", lib + "v0.9.9"}, []string{"lib@v0.9.9 GO-1"}},
		{"capital letters", true, []string{"pkg:golang/github.com/ACME/Lib@v0.1.0"}, []string{"Lib@v0.1.0 GO-1"}},
		{"no place in the order", true, []string{lib + "%28devel%29"}, []string{"lib@%28devel%29 CVE-2026-2 unsure", "lib@%28devel%29 GO-1"}},
		{"releases say the same", true, []string{"pkg:golang/github.com/fleet/fleet@v4.64.1"}, []string{"fleet@v4.64.1 GO-4"}},
		{"releases say otherwise", true, []string{"pkg:golang/github.com/fleet/fleet@v4.81.1"}, []string{"fleet@v4.81.1 GO-4 unsure"}},
		{"not in the index", true, []string{"pkg:golang/github.com/acme/other@v1.0.0", "pkg:npm/lib@1.0.0"}, nil},
		{"no package URL", true, []string{""}, nil},
	} {
		if got := match(t, ix, c.merge, c.purls...); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// The same advisories give the same bytes, in whatever order they come.
func TestIndexIsTheSame(t *testing.T) {
	all := sample(t)
	first := BuildIndex(all)
	slices.Reverse(all)
	if !slices.Equal(first, BuildIndex(all)) {
		t.Error("another order gives other bytes")
	}
}

func TestCancelledMatchEnds(t *testing.T) {
	b := &BOM{Components: make([]Component, 5000)}
	if _, err := index(t).Match(b, true, func() error { return ErrIndex }); err == nil {
		t.Error("it went on")
	}
}

// FuzzOpenIndex opens anything as an index and asks it for a package, without a crash or a wait.
func FuzzOpenIndex(f *testing.F) {
	good := BuildIndex(sample(f))
	f.Add(good)
	f.Add(good[:len(good)-9])
	f.Add(configured(f).data)
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, data []byte) {
		ix, err := OpenIndex(data)
		if err != nil {
			return
		}
		for i := range min(ix.Advisories(), 10) {
			if a, err := ix.About(i); err == nil {
				ix.Facts(a.Canonical)
			}
		}
		ix.Facts("GHSA-b")
		b := &BOM{Components: []Component{{PURL: "pkg:golang/github.com/acme/lib@v1.2.0"}, {PURL: "pkg:golang/github.com/fleet/fleet@v4.81.1"}, {CPE: []string{"cpe:/a:acme:server:2.1"}}}}
		ix.Endings(&b.Components[2])
		ix.Match(b, true, func() error { return nil })
	})
}
