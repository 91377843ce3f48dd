package names

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

func part(name string) yamltext.Entry[VPart] {
	return yamltext.Entry[VPart]{Key: name, Value: VPart{Kind: "number"}}
}

func TestVendors(t *testing.T) {
	for _, x := range []struct {
		a, b string
		want float64
	}{
		{"BD", "Becton, Dickinson and Company (BD)", vendorSame},
		{"CareFusion", "Becton, Dickinson and Company (BD)", vendorOwned},
		{"Kodak Alaris", "Becton, Dickinson and Company (BD)", vendorAnother},
		{"GE HealthCare", "General Electric (GE)", vendorSame},
		{"Datex-Ohmeda", "GE Healthcare", vendorOwned},
		{"Philips Medical Systems", "Phillips", vendorSame},
		{"Dräger", "Draeger Medical Systems, Inc.", vendorSame},
		{"B. Braun Melsungen AG", "B. Braun Medical", vendorSame},
		{"Welch Allyn", "Hillrom and ELI, Baxter International Inc.", vendorOwned},
		{"Baxter", "Hillrom", vendorOwned},
		{"Siemens Healthineers", "Siemens", vendorSame},
		{"Contec Health", "Contec Medical Systems Co., Ltd.", vendorSame},
		{"Medtronic", "Abbott", vendorAnother},
		{"", "Abbott", vendorUnsaid},
		{"Medical Systems", "Abbott", vendorUnsaid},
	} {
		a, b := vendorOf(x.a), vendorOf(x.b)
		if got, why := a.agrees(&b); got != x.want {
			t.Errorf("%s and %s: %g, not %g: %s (%v, %v)", x.a, x.b, got, x.want, why, a, b)
		}
		if got, _ := b.agrees(&a); got != x.want {
			t.Errorf("%s and %s the other way: %g", x.b, x.a, got)
		}
	}
}

func TestModels(t *testing.T) {
	for _, x := range []struct{ text, has, hasNot string }{
		{"IntelliVue patient monitor MX400-MX850", "mx400 mx700 mx850", "mx40 mx900 mp700"},
		{"IntelliVue Patient Monitors MX (MX400-550)", "mx450", "mx700"},
		{"MP monitors MX800/700/600 (865240/41/42)", "mx700 mx600 865241", "mx500 865243"},
		{"MP20-MP90 (M8001A/2A/3A)", "m8002a mp70", "m8004a"},
		{"MP5/5SC", "mp5 mp5sc", "mp50"},
		{"Innova IGS 5x0", "540", "640"},
		{"EC 40 Hub", "ec40", "ec80"},
		{"MMT-1715 | MMT-1754", "mmt1715 1754", "1780"},
		{"ExactaMix EM2400", "em2400", "em1200"},
		{"3.0T Signa", "3t", "3.0"},
	} {
		m := modelsOf(x.text)
		for _, w := range strings.Fields(x.has) {
			if !m.has(w) {
				t.Errorf("%q has no %s: %v", x.text, w, m)
			}
		}
		for _, w := range strings.Fields(x.hasNot) {
			if m.has(w) {
				t.Errorf("%q has %s", x.text, w)
			}
		}
	}
}

func TestTokens(t *testing.T) {
	want := []string{"discovery", "xr656", "plus", "nvision", "2.5", "monitor", "3t", "drager"}
	if diff := cmp.Diff(want, tokens("Discovery™ XR656+ N'Vision 2.5 Monitors, 3.0T (Dräger)")); diff != "" {
		t.Error(diff)
	}
}

var twoAdvisories = []Advisory{
	{ID: "A-1", Title: "Acme Pumps", Vulnerabilities: []string{"CVE-2026-1"}, Products: []Named{
		{Vendor: "Acme Medical", Name: "Dripmaster D100", Version: "<= 2.4"},
		{Vendor: "Acme Medical", Name: "Dripmaster D200", Version: "vers:all/*", Numbers: []string{"88*"}},
	}},
	{ID: "A-2", Title: "Other Monitors", Products: []Named{{Vendor: "Other", Name: "Lookout, not including Lookout Mini", Version: "*"}}},
}

func match(t *testing.T, p Product) []Match {
	t.Helper()
	found, err := NewIndex(twoAdvisories).Match(yamltext.Map[Product]{{Key: "it", Value: p}}, 0, func() error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	return found.Matches
}

func TestMatchSaysWhy(t *testing.T) {
	got := match(t, Product{Vendor: "ACME Inc.", Product: "DripMaster", Model: "D100", Version: "2.4"})
	if len(got) != 1 || got[0].Verdict != Likely || got[0].As != "Acme Medical / Dripmaster D100 / <= 2.4" {
		t.Fatalf("%+v", got)
	}
	want := []string{
		"the vendor agrees: Acme Medical", "the names agree in dripmaster", "the model agrees: d100", "version 2.4 is in what is concerned: <= 2.4",
	}
	if diff := cmp.Diff(want, got[0].Reasons); diff != "" {
		t.Error(diff)
	}
	for name, p := range map[string]Product{
		"a later version":       {Vendor: "Acme", Product: "Dripmaster D100", Version: "2.5"},
		"another model":         {Vendor: "Acme", Product: "Dripmaster D300", Version: "2.4"},
		"another vendor":        {Vendor: "Zenith", Product: "Dripmaster", Version: "2.4"},
		"what is excepted":      {Vendor: "Other", Product: "Lookout Mini"},
		"another of the vendor": {Vendor: "Acme", Product: "Breathewell", Version: "2.4"},
	} {
		for _, m := range match(t, p) {
			if m.Verdict == Likely {
				t.Errorf("%s: %+v", name, m)
			}
		}
	}
	if got := match(t, Product{Vendor: "Acme", Product: "Dripmaster", Models: []string{"8812"}}); len(got) != 1 || got[0].evidence.Model != 1 || !strings.Contains(got[0].As, "D200") {
		t.Errorf("a number that the author gives with a star: %+v", got)
	}
}

func TestTheLastRevisionCounts(t *testing.T) {
	old := Advisory{ID: "A-1", Released: "2025-01-01T00:00:00Z", Products: []Named{{Vendor: "Acme", Name: "Dripmaster", Version: "< 2"}}}
	last := Advisory{ID: "A-1", Released: "2025-03-01T00:00:00Z", Products: []Named{{Vendor: "Acme", Name: "Dripmaster", Version: "< 3"}}}
	for _, all := range [][]Advisory{{old, last}, {last, old}} {
		found, err := NewIndex(all).Match(yamltext.Map[Product]{{Key: "it", Value: Product{Vendor: "Acme", Product: "Dripmaster", Version: "2.5"}}}, 0, func() error { return nil })
		if err != nil || len(found.Matches) != 1 || found.Matches[0].As != "Acme / Dripmaster / < 3" {
			t.Errorf("%+v, %v", found, err)
		}
	}
}

// A device identifier finds a product that is called otherwise.
func TestNumbersFindByThemselves(t *testing.T) {
	ix := NewIndex([]Advisory{{ID: "A-1", Products: []Named{{Vendor: "Acme", Name: "Infusion pump", Version: "*", Numbers: []string{"04012345678901"}}}}})
	p := Product{Vendor: "Acme", Product: "Dripmaster", UDI: yamltext.Word{Text: "04012345678901"}}
	found, err := ix.Match(yamltext.Map[Product]{{Key: "it", Value: p}}, 0, func() error { return nil })
	if err != nil || len(found.Matches) != 1 || found.Matches[0].Evidence().Model != 1 {
		t.Errorf("%+v, %v", found, err)
	}
}

func TestConfirmationsAreRemembered(t *testing.T) {
	src := "# ours\ncordon: 1\nproducts:\n  # by the window\n  it: {vendor: Acme, product: Dripmaster D100, version: \"2.4\"}\n"
	ix := NewIndex(twoAdvisories)
	var ds diag.List
	said := Confirmation{Advisory: yamltext.Word{Text: "A-1"}, Is: IsNo, Who: "M. Okafor", When: yamltext.Word{Text: "2026-11-26"}, Why: "its radio is taken out"}
	out, err := ix.Confirm("p.yaml", []byte(src), "it", said, &ds)
	if err != nil || ds.Len() > 0 {
		t.Fatal(err, ds.Sorted())
	}
	if text := string(out); !strings.Contains(text, "# by the window") || !strings.Contains(text, "as: Acme Medical / Dripmaster D100 / <= 2.4") {
		t.Error(text)
	}
	f := ParseFile("p.yaml", out, &ds)
	look := func(change func(p *Product), in *Index) *Found {
		p := f.Products[0].Value
		change(&p)
		found, err := in.Match(yamltext.Map[Product]{{Key: "it", Value: p}}, 0.15, func() error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if got := look(func(*Product) {}, ix); len(got.Matches) != 0 || got.Cleared != 1 {
		t.Errorf("it was said not to be concerned: %+v", got)
	}
	if got := look(func(p *Product) { p.Version = "2.3" }, ix); len(got.Matches) != 1 || !got.Matches[0].Again || !strings.Contains(got.Matches[0].Reasons[0], "the version was 2.4 then") {
		t.Errorf("another version: %+v", got)
	}
	changed := []Advisory{{ID: "A-1", Products: []Named{{Vendor: "Acme Medical", Name: "Dripmaster D100", Version: "<= 2.9"}}}}
	if got := look(func(*Product) {}, NewIndex(changed)); len(got.Matches) != 1 || !got.Matches[0].Again {
		t.Errorf("another text: %+v", got)
	}
	said.Is, said.Why = IsYes, "seen"
	if out, err = ix.Confirm("p.yaml", out, "it", said, &ds); err != nil {
		t.Fatal(err)
	}
	f = ParseFile("p.yaml", out, &ds)
	if got := look(func(*Product) {}, ix); len(got.Matches) != 1 || !got.Matches[0].Confirmed || got.Matches[0].Probability != 1 {
		t.Errorf("yes takes the place of no: %+v", got)
	}
	for _, x := range [][2]string{{"itt", "A-1"}, {"it", "A-11"}} {
		said.Advisory.Text = x[1]
		if _, err := ix.Confirm("p.yaml", out, x[0], said, &ds); err == nil || !strings.Contains(err.Error(), "did you mean") {
			t.Errorf("%v: %v", x, err)
		}
	}
}

func TestWrongListsAreRefused(t *testing.T) {
	for text, want := range map[string]string{
		"cordon: 1\nproducts: {a: {vendor: V, product: P, scheme: {like: romans}}}":                                                         `p.yaml:2:47: C786: product "a": no order of versions is known as "romans"`,
		"cordon: 1\nproducts: {a: {vendor: V, product: P, scheme: {forms: [{pattern: 'U{b', parts: {b: {kind: number}}}]}}}":                "C786",
		"cordon: 1\nproducts: {a: {vendor: V, product: P, scheme: {}}}":                                                                     "a scheme has either like or forms",
		"cordon: 1\nproducts: {a: {vendor: V, product: P, udi: 'a b'}}":                                                                     "C203",
		"cordon: 1\nproducts: {a: {vendor: V}}":                                                                                             "C204",
		"cordon: 1\nproducts: {a: {vendor: V, product: P, confirmed: [{advisory: A, as: x, is: maybe, who: w, when: 2026-13-01, why: y}]}}": "is not a day",
		"cordon: 1\nproducts: {a: {vendor: V, product: P, confirmed: [{advisory: A, as: x, is: yes, who: w, when: 2026-11-01, why: y}, {advisory: A, as: x, is: no, who: w, when: 2026-11-02, why: y}]}}": "C308",
	} {
		var ds diag.List
		ParseFile("p.yaml", []byte(text), &ds)
		all := ""
		for _, d := range ds.Sorted() {
			all += d.String() + "\n"
		}
		if !strings.Contains(all, want) {
			t.Errorf("%s\ngives %s\nnot %s", text, all, want)
		}
	}
}

func FuzzParseFile(f *testing.F) {
	f.Add([]byte("cordon: 1\nproducts: {a: {vendor: V, product: 'P (X/Y) 5x0', model: MX4-9, version: 'U61', scheme: {forms: [{pattern: 'U{b}', parts: {b: {kind: number}}}]}}}"))
	f.Add([]byte("cordon: 1\nproducts: {a: {vendor: V, product: P, confirmed: [{advisory: A-1, as: x, is: yes, who: w, when: 2026-11-01, why: y}]}}"))
	ix := NewIndex(twoAdvisories)
	f.Fuzz(func(t *testing.T, src []byte) {
		var ds diag.List
		list := ParseFile("p.yaml", src, &ds)
		if ds.HasErrors() {
			return
		}
		found, err := ix.Match(list.Products, 0, func() error { return nil })
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range found.Matches {
			if !(m.Probability >= 0 && m.Probability <= 1) || len(m.Reasons) == 0 {
				t.Errorf("%+v", m)
			}
		}
	})
}

// FuzzNamed has names of products that advisories could have.
func FuzzNamed(f *testing.F) {
	f.Add("Acme, (", "MX400-MX850/3 (PIC iX", "A.01 <= C.0x", "X: not including Y (Update")
	f.Fuzz(func(t *testing.T, vendor, name, version, title string) {
		ix := NewIndex([]Advisory{{ID: "A", Title: title, Products: []Named{{Vendor: vendor, Name: name, Version: version, Full: name + ": " + version}}}})
		if _, err := ix.Match(yamltext.Map[Product]{{Key: "a", Value: Product{Vendor: vendor, Product: name, Version: version}}}, 0, func() error { return nil }); err != nil {
			t.Fatal(err)
		}
	})
}
