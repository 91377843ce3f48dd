package osv

import (
	"strings"
	"testing"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
	"cordon/internal/vers"
)

func contains(t *testing.T, r vers.Range, version string) bool {
	t.Helper()
	yes, err := r.Contains(version)
	if err != nil {
		t.Fatal(err)
	}
	return yes
}

// A range of commits before others hides none of them; several ranges and listed versions count together; releases are kept apart.
func TestRead(t *testing.T) {
	var ds diag.List
	a, ok := Read("a.json", []byte(`{"id": "PYSEC-1", "modified": "2026-01-02T03:04:05Z", "aliases": ["CVE-2026-1"], "summary": "A flaw.",
		"severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N"}], "database_specific": {"cwe_ids": ["CWE-79"]},
		"affected": [
			{"package": {"ecosystem": "PyPI", "name": "Some_Thing"}, "versions": ["0.1-vendor"],
			 "ranges": [{"type": "GIT", "events": [{"introduced": "0"}, {"fixed": "abc"}]}, {"type": "ECOSYSTEM", "events": [{"introduced": "1.0"}, {"fixed": "1.4"}, {"introduced": "2.0"}, {"last_affected": "2.2"}]}]},
			{"package": {"ecosystem": "Go", "name": "github.com/Fleet/Fleet"}, "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}]}],
			 "ecosystem_specific": {"custom_ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "4.0.0"}, {"fixed": "4.64.2"}]}]}},
			{"package": {"ecosystem": "Moon", "name": "rock"}, "versions": ["7"], "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "1"}]}]},
			{"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}
		]}`), &ds)
	if !ok || a.ID != "PYSEC-1" || len(a.Affected) != 3 || a.Severity[0] != (postmarket.Severity{Type: "CVSS_V3", Score: "CVSS:3.1/AV:N", Source: "PYSEC-1"}) || len(a.CWEs) != 1 {
		t.Fatalf("read %+v", a)
	}
	if got := ds.Sorted(); len(got) != 1 || !strings.Contains(got[0].Message, "versions of Moon are ordered") {
		t.Errorf("said %v", got)
	}
	py := a.Affected[0]
	if py.Package != postmarket.PackageKey("pypi", "some-thing") {
		t.Errorf("package %q", py.Package)
	}
	for version, want := range map[string]bool{"0.9": false, "1.0": true, "1.3.9": true, "1.4": false, "2.0": true, "2.2": true, "2.2.1": false} {
		if contains(t, py.Range, version) != want {
			t.Errorf("%s: %v", version, !want)
		}
	}
	fleet := a.Affected[1]
	if !contains(t, fleet.Range, "v4.81.1") || contains(t, fleet.Releases, "v4.81.1") || !contains(t, fleet.Releases, "v4.64.1") {
		t.Error("releases are not kept apart from versions of the module")
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	for src, want := range map[string]string{
		`{`:                "unexpected end",
		`{"summary": "x"}`: "the record has no id",
		`{"id": "X-1", "affected": [{"package": {"ecosystem": "npm", "name": "a"}, "ranges": [{"type": "SEMVER", "events": [{"fixed": "one"}]}]}]}`: "X-1, a: ",
	} {
		var ds diag.List
		Read("a.json", []byte(src), &ds)
		if got := ds.Sorted(); len(got) != 1 || !strings.Contains(got[0].Message, want) {
			t.Errorf("%s: %v, want %q", src, got, want)
		}
	}
}

// FuzzRead reads anything as a record without a crash; what is read can be put into an index and found again.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"id": "A", "affected": [{"package": {"ecosystem": "Go", "name": "a/b"}, "versions": ["1"], "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "1.2"}]}]}]}`))
	f.Add([]byte(`{"id": "A", "affected": [{"package": {"ecosystem": "Debian:12", "name": "x"}, "ranges": [{"events": [{"introduced": "~~"}]}]}]}`))
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
		for i := range ix.Advisories() {
			if got, err := ix.About(i); err != nil || got.ID != a.ID {
				t.Fatalf("%q came back as %q: %v", a.ID, got.ID, err)
			}
		}
	})
}
