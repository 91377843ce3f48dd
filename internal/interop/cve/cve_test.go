package cve

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
	"cordon/internal/vers"
)

const sample = `{"dataType": "CVE_RECORD", "dataVersion": "5.1", "cveMetadata": {"cveId": "CVE-2026-1", "state": "PUBLISHED", "datePublished": "2026-01-02T00:00:00Z", "dateUpdated": "2026-02-03T00:00:00Z"},
	"containers": {"cna": {"providerMetadata": {"shortName": "acme"}, "title": "A flaw", "descriptions": [{"lang": "en", "value": "Long."}],
		"problemTypes": [{"descriptions": [{"lang": "en", "type": "CWE", "cweId": "CWE-284", "description": "CWE-284 Improper"}, {"lang": "en", "description": "CWE-79 text"}, {"lang": "en", "description": "n/a"}]}],
		"metrics": [{"format": "CVSS", "cvssV3_1": {"vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}}],
		"affected": [
			{"vendor": "acme", "product": "server", "cpes": ["cpe:2.3:a:acme:server:*:*:*:*:*:*:*:*"], "versions": [{"version": "2.0", "status": "affected", "lessThan": "2.5", "versionType": "custom"}]},
			{"collectionURL": "https://registry.npmjs.org", "packageName": "acme-server", "defaultStatus": "affected", "programFiles": ["src/b.js", "src/a.js"], "versions": [{"version": "3.0.0", "status": "unaffected", "lessThan": "*", "versionType": "semver"}]},
			{"packageURL": "pkg:pypi/acme_server", "versions": [{"version": "< 1.4", "status": "affected", "versionType": "custom"}]},
			{"vendor": "acme", "product": "by name only", "versions": [{"version": "all", "status": "affected"}]}]},
	"adp": [{"providerMetadata": {"shortName": "CISA-ADP"}, "title": "CISA ADP Vulnrichment", "metrics": [
		{"other": {"type": "ssvc", "content": {"timestamp": "2026-01-05T00:00:00Z", "options": [{"Exploitation": "active"}, {"Automatable": "no"}, {"Technical Impact": "total"}]}}},
		{"other": {"type": "kev", "content": {"dateAdded": "2026-01-06", "reference": "x"}}}]}]}}`

func TestRead(t *testing.T) {
	var ds diag.List
	a, ok := Read("a.json", []byte(sample), &ds)
	if !ok || ds.Len() > 0 {
		t.Fatal(ds.Sorted())
	}
	if a.ID != "CVE-2026-1" || a.Source != "CVE" || a.Summary != "A flaw" || a.Published != "2026-01-02" || fmt.Sprint(a.CWEs) != "[CWE-284 CWE-79]" || fmt.Sprint(a.Files) != "[src/a.js src/b.js]" {
		t.Errorf("%+v", a)
	}
	if a.Severity[0].Source != "acme" || a.SSVC[0] != (postmarket.SSVCPoints{Source: "CISA-ADP", Day: "2026-01-05", Exploitation: "active", Automatable: "no", TechnicalImpact: "total"}) ||
		a.Exploited[0] != (postmarket.Exploited{Source: "CISA KEV", Since: "2026-01-06"}) {
		t.Errorf("%+v", a)
	}
	if len(a.Configurations) != 1 || a.Configurations[0].Products[0].Versions.String() != "vers:generic/>=2.0|<2.5" {
		t.Errorf("%+v", a.Configurations)
	}
	if len(a.Affected) != 2 || a.Affected[0].Range.String() != "vers:npm/<3.0.0" || a.Affected[1].Range.String() != "vers:pypi/<1.4" {
		t.Errorf("%+v", a.Affected)
	}
}

// What versions say, in all the ways in which records say it.
func TestVersions(t *testing.T) {
	for _, c := range []struct{ name, versions, fallback, want string }{
		{"one", `{"version": "1.2", "status": "affected"}`, "", "vers:generic/1.2"},
		{"a range", `{"version": "1.0", "status": "affected", "lessThan": "2.0", "versionType": "custom"}`, "", "vers:generic/>=1.0|<2.0"},
		{"up to one", `{"version": "0", "status": "affected", "lessThanOrEqual": "2.0", "versionType": "custom"}`, "", "vers:generic/<=2.0"},
		{"unspecified", `{"version": "unspecified", "status": "affected", "lessThan": "2.0", "versionType": "custom"}`, "", "vers:generic/<2.0"},
		{"without end", `{"version": "3.0", "status": "affected", "lessThan": "*", "versionType": "custom"}`, "", "vers:generic/>=3.0"},
		{"a whole line", `{"version": "5.4", "status": "affected", "lessThanOrEqual": "5.4.*", "versionType": "semver"}`, "", "vers:generic/>=5.4|<5.5"},
		{"changes", `{"version": "1.0", "status": "affected", "lessThan": "3.0", "versionType": "custom", "changes": [{"at": "1.5", "status": "unaffected"}, {"at": "2.0", "status": "affected"}]}`, "",
			"vers:generic/>=1.0|<1.5|>=2.0|<3.0"},
		{"all", `{"version": "*", "status": "affected"}`, "", "vers:generic/*"},
		{"not said", `{"version": "n/a", "status": "affected"}`, "", "vers:none/*"},
		{"commits", `{"version": "1da177e4", "status": "affected", "lessThan": "2222", "versionType": "git"}`, "", "vers:none/*"},
		{"comparisons", `{"version": ">= 1.0, < 1.2.3", "status": "affected"}`, "", "vers:generic/>=1.0|<1.2.3"},
		{"not affected", `{"version": "1.0", "status": "unaffected"}`, "unknown", "vers:none/*"},
		{"all but", `{"version": "2.0", "status": "unaffected"}, {"version": "3.0", "status": "unaffected", "lessThan": "*", "versionType": "custom"}`, "affected", "vers:generic/!=2.0|<3.0"},
		{"nothing listed", ``, "affected", "vers:generic/*"},
	} {
		src := `{"cveMetadata": {"cveId": "CVE-2026-1"}, "containers": {"cna": {"affected": [{"cpes": ["cpe:/a:b:c"], "defaultStatus": "` + c.fallback + `", "versions": [` + c.versions + `]}]}}}`
		var ds diag.List
		a, ok := Read("a.json", []byte(src), &ds)
		got := vers.Range{}
		if len(a.Configurations) > 0 {
			got = a.Configurations[0].Products[0].Versions
		}
		if !ok || ds.Len() > 0 || got.String() != c.want {
			t.Errorf("%s: %s, want %s; %v", c.name, got, c.want, ds.Sorted())
		}
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	product := func(s string) string {
		return `{"cveMetadata": {"cveId": "CVE-2026-1"}, "containers": {"cna": {"affected": [` + s + `]}}}`
	}
	for src, want := range map[string]string{
		`{`:                               "C790: the CVE record: ",
		`{"cveMetadata": {"cveId": "X"}}`: "C790: the CVE record has no CVE id",
		product(`{"cpes": ["cpe:2.3:x"], "versions": [{"version": "1", "status": "affected"}]}`):                           "C792: CVE-2026-1: ",
		product(`{"product": "p", "cpes": ["cpe:/a:b:c"], "versions": [{"version": ">= 2, >= 3", "status": "affected"}]}`): `C791: CVE-2026-1, "p": `,
	} {
		var ds diag.List
		if Read("a.json", []byte(src), &ds); ds.Len() != 1 || !strings.Contains(ds.Sorted()[0].String(), want) {
			t.Errorf("%s: %v, want %q", src, ds.Sorted(), want)
		}
	}
	var ds diag.List
	if _, ok := Read("a.json", make([]byte, MaxRecord+1), &ds); ok || !strings.Contains(ds.Sorted()[0].String(), "C794") {
		t.Errorf("%v", ds.Sorted())
	}
	a, ok := Read("a.json", []byte(`{"cveMetadata": {"cveId": "CVE-2026-2", "state": "REJECTED", "dateRejected": "2026-04-01T00:00:00Z"}}`), &ds)
	if !ok || a.Withdrawn != "2026-04-01" {
		t.Errorf("%+v", a)
	}
}

// All records of CISA at hand are read, each with its decision points.
func TestVulnrichment(t *testing.T) {
	files, _ := filepath.Glob("../../../../shared/data/feeds/vulnrichment/*.json")
	if len(files) == 0 {
		t.Skip("needs feeds/vulnrichment of cisagov/vulnrichment in ../shared/data")
	}
	rated, products := 0, 0
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var ds diag.List
		a, ok := Read(f, src, &ds)
		if !ok || ds.Len() > 0 || len(a.SSVC) != 1 || a.Summary == "" {
			t.Errorf("%s: %+v, %v", f, a, ds.Sorted())
		}
		if len(a.Severity) > 0 {
			rated++
		}
		for _, c := range a.Configurations {
			products += len(c.Products)
		}
	}
	t.Logf("%d records, %d of them rated, %d products with CPE names", len(files), rated, products)
	if rated == 0 || products == 0 {
		t.Error("there is no rating or no product")
	}
}

// FuzzRead reads anything without a crash; what is read can be put into an index.
func FuzzRead(f *testing.F) {
	f.Add([]byte(sample))
	f.Fuzz(func(t *testing.T, src []byte) {
		var ds diag.List
		a, ok := Read("a.json", src, &ds)
		if !ok {
			return
		}
		ix, err := postmarket.OpenIndex(postmarket.BuildIndex([]postmarket.Advisory{a}))
		if err != nil {
			t.Fatal(err)
		}
		if x, err := ix.Facts(a.ID); err != nil || x == nil {
			t.Fatal(x, err)
		}
	})
}
