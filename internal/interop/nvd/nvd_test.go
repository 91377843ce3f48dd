package nvd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
)

const override = `{"_annotation": {"cve_id": "CVE-2026-1", "description": "A flaw.", "published": "2026-01-02T00:00:00", "modified": "2026-02-03T00:00:00"},
	"cve": {"configurations": [{"operator": "AND", "nodes": [
		{"operator": "OR", "cpeMatch": [{"vulnerable": true, "criteria": "cpe:2.3:a:acme:server:*:*:*:*:*:*:*:*", "versionEndExcluding": "2.5"}]},
		{"operator": "OR", "cpeMatch": [{"vulnerable": false, "criteria": "cpe:2.3:o:microsoft:windows:-:*:*:*:*:*:*:*"}]}]}]}}`

const answer = `{"format": "NVD_CVE", "version": "2.0", "vulnerabilities": [
	{"cve": {"id": "CVE-2026-2", "published": "2026-01-02T01:02:03.456", "lastModified": "2026-01-05T00:00:00.000", "vulnStatus": "Analyzed",
		"descriptions": [{"lang": "es", "value": "Un fallo."}, {"lang": "en", "value": "Another  flaw."}], "cisaExploitAdd": "2026-01-06", "cisaActionDue": "2026-01-27",
		"metrics": {"cvssMetricV31": [{"source": "nvd@nist.gov", "type": "Primary", "cvssData": {"version": "3.1", "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}}]},
		"weaknesses": [{"description": [{"lang": "en", "value": "CWE-787"}, {"lang": "en", "value": "NVD-CWE-noinfo"}]}],
		"configurations": [{"nodes": [{"operator": "OR", "negate": false, "cpeMatch": [{"vulnerable": true, "criteria": "cpe:2.3:a:acme:other:1.0:*:*:*:*:*:*:*"}]}]}]}},
	{"cve": {"id": "CVE-2026-3", "lastModified": "2026-03-01T00:00:00.000", "vulnStatus": "Rejected"}}]}`

// found matches components, by their CPE names, with advisories.
func found(t testing.TB, all []postmarket.Advisory, cpes ...string) string {
	t.Helper()
	ix, err := postmarket.OpenIndex(postmarket.BuildIndex(all))
	if err != nil {
		t.Fatal(err)
	}
	b := &postmarket.BOM{}
	for _, c := range cpes {
		b.Components = append(b.Components, postmarket.Component{Ref: c, CPE: []string{c}})
	}
	m, err := ix.Match(b, true, func() error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, x := range m.Matches {
		word := x.Advisory
		if x.Unsure {
			word += "?"
		}
		out = append(out, word)
	}
	return strings.Join(out, " ")
}

func TestRead(t *testing.T) {
	var ds diag.List
	one, many := Read("o.json", []byte(override), &ds), Read("n.json", []byte(answer), &ds)
	if ds.Len() > 0 || len(one) != 1 || len(many) != 2 {
		t.Fatalf("%v, %+v, %+v", ds.Sorted(), one, many)
	}
	if a := one[0]; a.ID != "CVE-2026-1" || a.Summary != "A flaw." || a.Published != "2026-01-02" || a.Source != "NVD" {
		t.Errorf("%+v", a)
	}
	a := many[0]
	if a.Summary != "Another flaw." || len(a.CWEs) != 1 || a.Severity[0].Type != "CVSS_V3" || a.Severity[0].Source != "nvd@nist.gov" || a.Exploited[0].Due != "2026-01-27" {
		t.Errorf("%+v", a)
	}
	if many[1].Withdrawn != "2026-03-01" {
		t.Errorf("%+v", many[1])
	}
	const server, windows = "cpe:/a:acme:server:2.4", "cpe:/o:microsoft:windows:10"
	if got := found(t, one, server); got != "CVE-2026-1?" {
		t.Errorf("without its platform: %s", got)
	}
	if got := found(t, one, server, windows); got != "CVE-2026-1" {
		t.Errorf("with its platform: %s", got)
	}
	if got := found(t, many, "cpe:/a:acme:other:1.0"); got != "CVE-2026-2" {
		t.Errorf("one version: %s", got)
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	match := func(s string) string {
		return `{"cve": {"id": "CVE-2026-1", "configurations": [{"nodes": [{"cpeMatch": [` + s + `]}]}]}}`
	}
	for src, want := range map[string]string{
		`{"vulnerabilities": [{"cve": {"id": "X"}}]}`:        "C790: a record of NVD has no CVE id",
		`{"vulnerabilities": [{"cve": {"id": "CVE-1"}}, {"c`: "C790: after 1 records of NVD: ",
		`[]`: "C790: after 0 records of NVD: [ stands where { belongs",
		match(`{"vulnerable": true, "criteria": "cpe:2.3:a:b"}`):                                                            "C792: CVE-2026-1: ",
		match(`{"vulnerable": true, "criteria": "cpe:/a:b:c", "versionStartIncluding": "1", "versionStartExcluding": "2"}`): "C791: CVE-2026-1, ",
	} {
		var ds diag.List
		all := Read("a.json", []byte(src), &ds)
		if got := ds.Sorted(); len(got) != 1 || !strings.Contains(got[0].String(), want) {
			t.Errorf("%s: %v, want %q", src, got, want)
		}
		if got := found(t, all, "cpe:/a:b:c:1"); got != "" {
			t.Errorf("%s: what is wrong matches: %s", src, got)
		}
	}
	// A start above the end is no version, not all of them.
	var ds diag.List
	all := Read("a.json", []byte(match(`{"vulnerable": true, "criteria": "cpe:/a:b:c", "versionStartIncluding": "3", "versionEndExcluding": "2"}`)), &ds)
	if got := found(t, all, "cpe:/a:b:c:1"); got != "" || ds.Len() > 0 {
		t.Errorf("%s, %v", got, ds.Sorted())
	}
}

// All corrections at hand are read, and each concerns the first version that it names.
func TestOverrides(t *testing.T) {
	files, _ := filepath.Glob("../../../../shared/data/feeds/nvd-overrides/*.json")
	if len(files) == 0 {
		t.Skip("needs feeds/nvd-overrides of anchore/nvd-data-overrides in ../shared/data")
	}
	records, products, platforms := 0, 0, 0
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var ds diag.List
		for _, a := range Read(f, src, &ds) {
			records++
			if len(a.Configurations) == 0 {
				t.Errorf("%s has no configuration", f)
			}
			for _, c := range a.Configurations {
				for _, n := range c.Below {
					for _, p := range n.Products {
						if products++; !p.Vulnerable {
							platforms++
						}
					}
				}
			}
		}
		if ds.Len() > 0 {
			t.Errorf("%v", ds.Sorted())
		}
	}
	t.Logf("%d records, %d products, %d of them platforms", records, products, platforms)
	if records != len(files) || products == 0 || platforms == 0 {
		t.Errorf("%d of %d files", records, len(files))
	}
}

// FuzzRead reads anything without a crash; what is read can be put into an index.
func FuzzRead(f *testing.F) {
	f.Add([]byte(override))
	f.Add([]byte(answer))
	f.Fuzz(func(t *testing.T, src []byte) {
		var ds diag.List
		found(t, Read("a.json", src, &ds), "cpe:/a:acme:server:2.4", "cpe:/o:microsoft:windows:10")
	})
}
