package eox

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
)

const source = `---
title: OpenSSL
permalink: /openssl
identifiers:
  - repology: openssl
  - cpe: cpe:/a:openssl:openssl
  - cpe: cpe:2.3:a:openssl:openssl
  - purl: pkg:generic/openssl
releases:
  - releaseCycle: "3.0"
    releaseDate: 2021-09-07
    eoas: 2025-09-07
    eol: 2026-09-07 # a comment
    eoes: false
    latest: "3.0.18"
  - releaseCycle: "0.9.8"
    eol: true
  - releaseCycle: "4.0"
    eol: false
---
Text.
`

const api = `{"schema_version": "1.2.0", "result": {"name": "openssl", "identifiers": [{"id": "cpe:/a:openssl:openssl", "type": "cpe"}],
	"releases": [{"name": "3.0", "releaseDate": "2021-09-07", "isEol": false, "eolFrom": "2026-09-07", "latest": {"name": "3.0.18"}}, {"name": "0.9.8", "isEol": true}]}}`

func TestReadPage(t *testing.T) {
	keys := []string{"cpe:openssl:openssl", postmarket.PackageKey("generic", "openssl")}
	want := []postmarket.Ending{
		{Product: "openssl", Keys: keys, Cycle: "3.0", Released: "2021-09-07", EndOfSupport: "2025-09-07", EndOfLife: "2026-09-07", Latest: "3.0.18", Source: Source},
		{Product: "openssl", Keys: keys, Cycle: "0.9.8", Ended: true, Source: Source},
		{Product: "openssl", Keys: keys, Cycle: "4.0", Source: Source},
	}
	var ds diag.List
	if d := cmp.Diff(want, ReadPage("openssl.md", []byte(source), &ds)); d != "" || ds.Len() > 0 || !IsPage([]byte(source)) {
		t.Errorf("(-want +got):\n%s%v", d, ds.Sorted())
	}
	got := ReadJSON("openssl.json", []byte(api), &ds)
	if ds.Len() > 0 || len(got) != 2 || got[0].EndOfLife != "2026-09-07" || got[0].Keys[0] != keys[0] || !got[1].Ended {
		t.Errorf("%+v, %v", got, ds.Sorted())
	}
}

func TestReadSaysWhatIsWrong(t *testing.T) {
	for src, want := range map[string]string{
		"no page":                            "C790: the page has no data before it",
		"---\na: [\n---\n":                   "C790: the data of the page: ",
		"---\nreleases:\n  - eol: true\n---": "C790: a line of versions has no name",
	} {
		var ds diag.List
		if ReadPage("p.md", []byte(src), &ds); ds.Len() != 1 || !strings.Contains(ds.Sorted()[0].String(), want) {
			t.Errorf("%q: %v", src, ds.Sorted())
		}
	}
	var ds diag.List
	if ReadJSON("p.json", []byte(`{"result": []}`), &ds); ds.Len() != 1 || !strings.Contains(ds.Sorted()[0].String(), "C790: the answer of endoflife.date") {
		t.Errorf("%v", ds.Sorted())
	}
}

// The pages at hand are read whole. Those of Windows name no CPE, so nothing is found by them.
func TestPages(t *testing.T) {
	files, _ := filepath.Glob("../../../../shared/data/feeds/eox/*.md")
	if len(files) == 0 {
		t.Skip("needs feeds/eox of endoflife-date/endoflife.date in ../shared/data")
	}
	lines, without := 0, 0
	for _, f := range files {
		src, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var ds diag.List
		out := ReadPage(f, src, &ds)
		if ds.Len() > 0 || !IsPage(src) {
			t.Errorf("%s: %v", f, ds.Sorted())
		}
		if lines += len(out); len(out) == 0 {
			without++
		}
	}
	t.Logf("%d pages, %d lines of versions, %d pages without identifiers", len(files), lines, without)
	if lines == 0 {
		t.Error("nothing was read")
	}
}

// FuzzRead reads anything as a page and as an answer without a crash; each line has a name and keys.
func FuzzRead(f *testing.F) {
	f.Add([]byte(source))
	f.Add([]byte(api))
	f.Fuzz(func(t *testing.T, src []byte) {
		var ds diag.List
		IsPage(src)
		for _, e := range append(ReadPage("p.md", src, &ds), ReadJSON("p.json", src, &ds)...) {
			if e.Cycle == "" || len(e.Keys) == 0 {
				t.Fatalf("%+v", e)
			}
		}
	})
}
