package vers

import "testing"

// typical are versions as they stand in bills of materials, for each scheme.
var typical = [schemes][]string{
	Semver: {"1.2.3", "0.14.27", "2.0.0-rc.1", "10.4.5"}, Go: {"v1.21.8", "v0.0.0-20230101120000-abcdefabcdef", "v2.0.0+incompatible", "go1.22.3"},
	NPM: {"4.17.21", "7.0.0-beta.53", "18.2.0", "0.0.1"}, PyPI: {"2.31.0", "1.26.18", "2.0.0rc1", "2023.7.22"},
	Maven: {"2.15.0", "5.3.31.RELEASE", "1.0-alpha-2", "31.1-jre"}, Deb: {"1.1.1n-0+deb11u5", "2.36-9+deb12u4", "1:9.18.19-1~deb12u1", "5.2.15-2+b2"},
	RPM: {"1:1.1.1k-9.el8_7", "2.28-236.el8.7", "4.4.20-4.el8_6", "0:239-74.el8_8.2"}, APK: {"1.36.1-r2", "3.1.4-r0", "1.2.4_git20230717-r4", "2.14.0-r5"},
	NuGet: {"13.0.3", "6.0.0-preview.7", "4.3.0", "1.0.0.1"}, Gem: {"7.0.8", "1.15.4", "2.0.0.rc1", "3.4.10"},
	Packagist: {"v5.4.31", "2.9.1", "v6.0.0-RC1", "1.27.0"}, Pub: {"1.2.3", "0.13.6+1"}, Hex: {"1.7.10", "1.0.0-rc.0"}, CRAN: {"1.0-2", "3.4.3"},
	Hackage: {"2.1.2.1", "0.11.3.0"}, Intdot: {"10.0.19045.3570", "4.2"}, Generic: {"B.06.18", "U61", "V2.3.1 build 45", "1.0.2zb"},
}

func BenchmarkKey(b *testing.B) {
	for s := Semver; s < schemes; s++ {
		b.Run(s.String(), func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := Key(s, typical[s][i%len(typical[s])]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkCompare(b *testing.B) {
	for s := Semver; s < schemes; s++ {
		b.Run(s.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Compare(s, typical[s][0], typical[s][1]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkOrderedKey(b *testing.B) {
	o := mustCompile(b, productOrders[1].order)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := o.Key("012U000040"); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkContains(b *testing.B) {
	r, err := Events(Deb, []Event{{Introduced: "1.0"}, {Fixed: "1.1.1n-0+deb11u4"}, {Introduced: "3.0"}, {Fixed: "3.0.9-1"}})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Contains("1.1.1n-0+deb11u5"); err != nil {
			b.Fatal(err)
		}
	}
}

func TestKeysAllocateOnlyThemselves(t *testing.T) {
	for s := Semver; s < schemes; s++ {
		for _, v := range typical[s] {
			if n := testing.AllocsPerRun(100, func() { _, _ = Key(s, v) }); n != 1 {
				t.Errorf("key of %s %s: %v allocations, want 1", s, v, n)
			}
			if n := testing.AllocsPerRun(100, func() { _, _ = Compare(s, v, typical[s][0]) }); n != 0 {
				t.Errorf("compare %s %s: %v allocations, want 0", s, v, n)
			}
		}
	}
	r := Versions(Deb, []string{"1.0", "2.0"})
	if n := testing.AllocsPerRun(100, func() { _, _ = r.Contains("1.1.1n-0+deb11u5") }); n != 0 {
		t.Errorf("contains: %v allocations, want 0", n)
	}
}
