package watch

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cordon/internal/diag"
	"cordon/internal/interop/osv"
	"cordon/internal/postmarket"
)

// goodRecord and goodPURL are one record and one component that must be found whatever stands around them.
const (
	goodRecord = `{"id": "GOOD-1", "modified": "2026-01-01T00:00:00Z", "affected": [{"package": {"ecosystem": "npm", "name": "good"}, "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "2.0.0"}]}]}]}`
	goodPURL   = "pkg:npm/good@1.0.0"
)

// Package URLs and versions made to break a reader cost the component that has them, and no other.
func TestHostileComponents(t *testing.T) {
	hostile := []string{
		"pkg:", "pkg:npm", "pkg:npm/", "pkg:npm/@", "pkg:npm/good@", "pkg:npm/%", "pkg:npm/%zz@1", "pkg:npm/good@%ff", "pkg:npm/good@%00", "PKG:NPM/GOOD@\u202e1.0.0",
		"pkg:npm/good@" + strings.Repeat("9", 100_000), "pkg:npm/good@" + strings.Repeat("1.", 50_000), "pkg:npm/good@1.0.0-" + strings.Repeat("a.", 50_000) + "b",
		"pkg:npm/" + strings.Repeat("a/", 100_000) + "good@1", "pkg:golang/x#" + strings.Repeat("a/", 100_000), "pkg:npm/good@1?" + strings.Repeat("a=b&", 100_000),
		"pkg:npm/good@1.0.0?a=1&a=2", "pkg:generic/../../etc/passwd@1", "pkg:npm/good\n@1.0.0", "pkg:maven//@1", "pkg:deb/good@~~~", "pkg:pypi/good@1!1!1", "pkg:npm/good@1.0.0@1.0.0@",
		"javascript:alert(1)", strings.Repeat("%25", 50_000),
	}
	feed := writeFeed(t, map[string]string{"good.json": goodRecord})
	m, _ := matchFeed(t, feed, document(append(hostile, goodPURL)), true)
	if got := answer(m, answers{goodPURL: ""}); got[goodPURL] != "GOOD-1" {
		t.Errorf("the good component is answered with %q", got[goodPURL])
	}
	for _, s := range m.Skipped {
		if len(s) > 1000 || strings.ContainsAny(s, "\x00\n") {
			t.Errorf("said what a terminal obeys, or too much: %.100q", s)
		}
	}
}

// Records made to break a reader cost themselves at most: all that is wrong is said, and the good one among them is found.
func TestHostileRecords(t *testing.T) {
	record := func(rest string) string {
		return `{"id": "BAD-1", "modified": "2026-01-01T00:00:00Z", "affected": [` + rest + `]}`
	}
	npm := func(events string) string {
		return record(`{"package": {"ecosystem": "npm", "name": "good"}, "ranges": [{"type": "SEMVER", "events": [` + events + `]}]}`)
	}
	aliases := make([]string, 20_000)
	for i := range aliases {
		aliases[i] = fmt.Sprintf(`"ALIAS-%d"`, i)
	}
	feed := map[string]string{
		"good.json":                goodRecord,
		"empty.json":               "",
		"not-json.json":            "\x00\xff{{{{",
		"cut-off.json":             goodRecord[:100],
		"deep.json":                strings.Repeat("[", 100_000),
		"deep-within.json":         `{"id": "BAD-2", "affected": [{"ecosystem_specific": ` + strings.Repeat("[", 100_000),
		"wrong-types.json":         `{"id": 7, "affected": "all", "modified": {}}`,
		"no-affected.json":         `{"id": "BAD-3", "modified": "2026-01-01T00:00:00Z"}`,
		"null.json":                `{"id": "BAD-4", "modified": "x", "affected": [null, {}, {"package": null, "ranges": null}]}`,
		"no-events.json":           npm(``),
		"empty-event.json":         npm(`{}`),
		"never-introduced.json":    npm(`{"fixed": "9.0.0"}`),
		"backwards.json":           npm(`{"introduced": "5.0.0"}, {"fixed": "1.0.0"}`),
		"unordered.json":           npm(`{"introduced": "soon"}, {"fixed": "later"}`),
		"long-version.json":        npm(`{"introduced": "` + strings.Repeat("1", 1_000_000) + `"}`),
		"many-events.json":         npm(`{"introduced": "0"}` + strings.Repeat(`, {"fixed": "0.0.1"}, {"introduced": "0.0.2"}, {"fixed": "0.0.3"}`, 30_000)),
		"many-versions.json":       record(`{"package": {"ecosystem": "npm", "name": "good"}, "versions": [` + strings.TrimSuffix(strings.Repeat(`"0.0.1",`, 100_000), ",") + `]}`),
		"many-aliases.json":        strings.Replace(npm(`{"introduced": "0"}, {"fixed": "0.0.1"}`), `"modified"`, `"aliases": [`+strings.Join(aliases, ",")+`], "modified"`, 1),
		"alias-of-itself.json":     strings.Replace(npm(`{"introduced": "0"}, {"fixed": "0.0.1"}`), `"modified"`, `"aliases": ["BAD-1"], "modified"`, 1),
		"custom.json":              record(`{"package": {"ecosystem": "Go", "name": "good"}, "ecosystem_specific": {"custom_ranges": "none"}}`),
		"package-url.json":         record(`{"package": {"ecosystem": "npm", "name": "good", "purl": "pkg:` + strings.Repeat("%", 100_000) + `"}, "versions": ["0.0.1"]}`),
		"name-of-another-kind.txt": goodRecord,
	}
	m, ds := matchFeed(t, writeFeed(t, feed), document([]string{goodPURL}), true)
	if got := answer(m, answers{goodPURL: ""}); got[goodPURL] != "GOOD-1" {
		t.Errorf("the good component is answered with %q", got[goodPURL])
	}
	for _, d := range ds {
		if len(d.Message) > 1000 {
			t.Errorf("%s: a message of %d bytes", d.Pos.File, len(d.Message))
		}
	}
	if len(ds) < 5 {
		t.Errorf("said only %v", ds)
	}
}

func writeFeed(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// FuzzMatch reads any record and looks any package URL up in its index, without a crash; a second time the answer is the same.
func FuzzMatch(f *testing.F) {
	f.Add([]byte(goodRecord), goodPURL, "1.0.0")
	f.Add([]byte(`{"id": "A", "affected": [{"package": {"ecosystem": "Go", "name": "a/b"}, "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": "1.2.0"}]}], "ecosystem_specific": {"custom_ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "1.1.0"}]}]}}]}`), "pkg:golang/a/b@v1.3.0", "")
	f.Add([]byte(`{"id": "A", "affected": [{"package": {"ecosystem": "Debian:12", "name": "x"}, "versions": ["1:1"]}]}`), "pkg:deb/debian/x@1:1?distro=debian-12", "")
	f.Fuzz(func(t *testing.T, src []byte, purl, version string) {
		var ds diag.List
		a, ok := osv.Read("a.json", src, &ds)
		if !ok {
			return
		}
		ix, err := postmarket.OpenIndex(postmarket.BuildIndex([]postmarket.Advisory{a}))
		if err != nil {
			t.Fatal(err)
		}
		b := &postmarket.BOM{Components: []postmarket.Component{{Ref: "a", PURL: purl, Version: version}}}
		var first string
		for range 2 {
			m, err := ix.Match(b, true, func() error { return nil })
			if err != nil {
				t.Fatal(err)
			}
			text, err := json.Marshal(m)
			if err != nil {
				t.Fatal(err)
			}
			if first != "" && first != string(text) {
				t.Errorf("first %s, then %s", first, text)
			}
			first = string(text)
		}
	})
}
