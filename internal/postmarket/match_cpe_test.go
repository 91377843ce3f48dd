package postmarket

import (
	"fmt"
	"slices"
	"testing"

	"cordon/internal/vers"
)

func named(t testing.TB, vulnerable bool, name string, span vers.Span) ProductMatch {
	t.Helper()
	c, err := ParseCPE(name)
	if err != nil {
		t.Fatal(err)
	}
	p := ProductMatch{CPE: c, Vulnerable: vulnerable, Scheme: vers.Generic}
	if span != (vers.Span{}) {
		if p.Versions, err = vers.Between(vers.Generic, span); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// configured are advisories on products, as NVD writes them.
func configured(t testing.TB) *Index {
	t.Helper()
	one := func(p ...ProductMatch) Configuration { return Configuration{Products: p} }
	server := named(t, true, "cpe:2.3:a:acme:server:*:*:*:*:*:*:*:*", vers.Span{StartIncluding: "2.0", EndExcluding: "2.5"})
	windows := named(t, false, "cpe:2.3:o:microsoft:windows:-:*:*:*:*:*:*:*", vers.Span{})
	firmware := named(t, true, "cpe:2.3:o:acme:pump_firmware:*:*:*:*:*:*:*:*", vers.Span{EndIncluding: "b.06.18"})
	pump := named(t, false, "cpe:2.3:h:acme:pump:-:*:*:*:*:*:*:*", vers.Span{})
	in := Feeds{Advisories: []Advisory{
		{ID: "CVE-1", Source: "NVD", Configurations: []Configuration{one(server)}},
		{ID: "CVE-2", Source: "NVD", Configurations: []Configuration{{And: true, Below: []Configuration{one(server), one(windows)}}}},
		{ID: "CVE-3", Source: "NVD", Configurations: []Configuration{{And: true, Below: []Configuration{one(firmware), one(pump)}}}},
		{ID: "CVE-4", Source: "NVD", Configurations: []Configuration{one(named(t, true, "cpe:2.3:a:acme:server:2.1:sp1:*:*:*:*:*:*", vers.Span{}))}},
		{ID: "CVE-5", Source: "NVD", Configurations: []Configuration{one(named(t, true, "cpe:2.3:a:acme:plugin:*:*:*:*:*:wordpress:*:*", vers.Span{}))}},
		{ID: "CVE-6", Source: "NVD", Configurations: []Configuration{{And: true, Below: []Configuration{one(server), {Negate: true, Products: []ProductMatch{windows}}}}}},
		{ID: "CVE-7", Source: "NVD", Configurations: []Configuration{one(named(t, true, "cpe:2.3:a:acme:unknown:-:*:*:*:*:*:*:*", vers.Span{}))}},
	}}
	ix, err := OpenIndex(in.Index())
	if err != nil {
		t.Fatal(err)
	}
	return ix
}

// Products are found by vendor, name and version; a platform alone never is, and where it is needed it must be in the bill of materials.
func TestMatchByCPE(t *testing.T) {
	ix := configured(t)
	for _, c := range []struct {
		name string
		cpes []string
		want []string
	}{
		{"below", []string{"cpe:2.3:a:acme:server:1.9:*:*:*:*:*:*:*"}, nil},
		{"at the first, without the platform", []string{"cpe:2.3:a:acme:server:2.0:*:*:*:*:*:*:*"}, []string{
			"CVE-1: >=2.0 <2.5", "CVE-2 unsure: >=2.0 <2.5; the platform microsoft windows is not in the bill of materials",
			"CVE-6: >=2.0 <2.5, with what must not be there is not in the bill of materials"}},
		{"the fix", []string{"cpe:2.3:a:acme:server:2.5:*:*:*:*:*:*:*"}, nil},
		{"with the platform", []string{"cpe:/a:acme:server:2.4.9", "cpe:2.3:o:microsoft:windows:10.0.1:*:*:*:*:*:*:*"}, []string{
			"CVE-1: >=2.0 <2.5", "CVE-2: >=2.0 <2.5, with microsoft windows", "CVE-6 unsure: >=2.0 <2.5; microsoft windows is in the bill of materials, and must not be"}},
		{"the platform alone", []string{"cpe:2.3:o:microsoft:windows:10:*:*:*:*:*:*:*"}, nil},
		{"an update that is not said", []string{"cpe:2.3:a:acme:server:2.1:*:*:*:*:*:*:*"}, []string{
			"CVE-1: >=2.0 <2.5", "CVE-2 unsure: >=2.0 <2.5; the platform microsoft windows is not in the bill of materials",
			"CVE-4 unsure: 2.1; it is for the update sp1, which the component does not say",
			"CVE-6: >=2.0 <2.5, with what must not be there is not in the bill of materials"}},
		{"firmware on its device", []string{"cpe:2.3:o:acme:pump_firmware:b.06.18:*:*:*:*:*:*:*", "cpe:2.3:h:acme:pump:a:*:*:*:*:*:*:*"}, []string{"CVE-3: <=b.06.18, with acme pump"}},
		{"newer firmware", []string{"cpe:2.3:o:acme:pump_firmware:b.06.19:*:*:*:*:*:*:*", "cpe:2.3:h:acme:pump:a:*:*:*:*:*:*:*"}, nil},
		{"for other software", []string{"cpe:2.3:a:acme:plugin:1:*:*:*:*:joomla:*:*"}, nil},
		{"for software that is not said", []string{"cpe:2.3:a:acme:plugin:1:*:*:*:*:*:*:*"}, []string{"CVE-5 unsure: every version; it is for the target software wordpress, which the component does not say"}},
		{"another part", []string{"cpe:2.3:h:acme:server:2.1:*:*:*:*:*:*:*"}, nil},
		{"no version named", []string{"cpe:2.3:a:acme:unknown:1:*:*:*:*:*:*:*"}, []string{"CVE-7 unsure: no version; no version is named"}},
		{"no version known", []string{"cpe:2.3:a:acme:server:*:*:*:*:*:*:*:*"}, []string{
			"CVE-1 unsure: >=2.0 <2.5; the version cannot be placed", "CVE-2 unsure: >=2.0 <2.5; the version cannot be placed; the platform microsoft windows is not in the bill of materials",
			"CVE-4 unsure: 2.1; it is for the update sp1, which the component does not say; the component has no version",
			"CVE-6 unsure: >=2.0 <2.5; the version cannot be placed, with what must not be there is not in the bill of materials"}},
	} {
		b := &BOM{}
		for i, name := range c.cpes {
			b.Components = append(b.Components, Component{Ref: fmt.Sprint(i), CPE: []string{name}})
		}
		m, err := ix.Match(b, true, func() error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range m.Matches {
			line := x.Advisory
			if x.Unsure {
				line += " unsure"
			}
			got = append(got, line+": "+x.Because)
			if x.By != "cpe" || x.Name() != c.cpes[0] {
				t.Errorf("%s: %+v", c.name, x)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s:\n%q, want\n%q", c.name, got, c.want)
		}
	}
}

// What cannot be looked up is said; a component with a package URL that an ecosystem has is not looked up by its CPE as well.
func TestMatchByCPESkips(t *testing.T) {
	b := &BOM{Components: []Component{
		{Ref: "a", CPE: []string{"cpe:2.3:nonsense"}},
		{Ref: "b", CPE: []string{"cpe:2.3:a:*:server:2.1:*:*:*:*:*:*:*"}},
		{Ref: "c", PURL: "pkg:npm/server@2.1", CPE: []string{"cpe:2.3:a:acme:server:2.4:*:*:*:*:*:*:*"}},
		{Ref: "d", PURL: "pkg:generic/server@2.1", CPE: []string{"cpe:2.3:a:acme:server:2.4:*:*:*:*:*:*:*"}},
	}}
	m, err := configured(t).Match(b, true, func() error { return nil })
	if err != nil || len(m.Skipped) != 2 || len(m.Matches) != 3 || m.Matches[0].Ref != "d" {
		t.Errorf("%+v, %v", m, err)
	}
}

// The line of versions with the longest name counts; a number that goes on is another line.
func TestEndings(t *testing.T) {
	in := Feeds{}
	for _, cycle := range []string{"1", "1.0.2", "3.0", "3"} {
		in.Endings = append(in.Endings, Ending{Product: "openssl", Keys: []string{"cpe:openssl:openssl"}, Cycle: cycle, EndOfLife: "2026-09-07", Source: "endoflife.date"})
	}
	ix, err := OpenIndex(in.Index())
	if err != nil {
		t.Fatal(err)
	}
	for version, want := range map[string]string{"3.0.14": "3.0", "3.0": "3.0", "3.05": "3", "1.0.2zb": "1.0.2", "10.0": "", "": ""} {
		got, err := ix.Endings(&Component{Version: version, CPE: []string{"cpe:2.3:a:openssl:openssl:*:*:*:*:*:*:*:*"}})
		cycle := ""
		if len(got) > 0 {
			cycle = got[0].Cycle
		}
		if err != nil || cycle != want || len(got) > 1 {
			t.Errorf("%q: %+v, %v, want %q", version, got, err, want)
		}
	}
}
