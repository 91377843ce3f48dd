package watch

import (
	"context"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
)

// answers are the advisories that concern each package URL, with a question mark where that is unsure; "-" where there are none.
type answers map[string]string

// readAnswers reads lines of a package URL and what concerns it.
func readAnswers(text []byte) answers {
	out := answers{}
	for line := range strings.Lines(string(text)) {
		if purl, all, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			out[purl] = all
		}
	}
	return out
}

// document is a bill of materials of a device with components of the given package URLs.
func document(purls []string) []byte {
	type component struct {
		Type string `json:"type"`
		Ref  string `json:"bom-ref"`
		Name string `json:"name"`
		PURL string `json:"purl,omitempty"`
	}
	list := make([]component, len(purls))
	for i, p := range purls {
		list[i] = component{"library", p, p, p}
	}
	out, err := json.Marshal(map[string]any{
		"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
		"metadata": map[string]any{"component": component{"device", "device", "device", ""}}, "components": list,
	})
	if err != nil {
		panic(err)
	}
	return out
}

// matchFeed makes an index of a feed and matches a document with it, both as files.
func matchFeed(t *testing.T, feed string, sbom []byte, merge bool) (*postmarket.Matched, []diag.Diagnostic) {
	t.Helper()
	var ds diag.List
	dir := t.TempDir()
	if _, err := Sync(context.Background(), dir, []string{feed}, &ds, nil); err != nil {
		t.Fatal(err)
	}
	ix, err := OpenIndex(dir)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "sbom.json")
	if err := os.WriteFile(file, sbom, 0o644); err != nil {
		t.Fatal(err)
	}
	var unread diag.List
	m, err := Match(context.Background(), ix, file, merge, &unread)
	if err != nil || m == nil {
		t.Fatalf("match: %v, %v", err, unread.Sorted())
	}
	return m, ds.Sorted()
}

// answer is what was found, for each package URL that was asked for.
func answer(m *postmarket.Matched, asked answers) answers {
	out := answers{}
	for _, x := range m.Matches {
		id := x.Advisory
		if x.Unsure {
			id += "?"
		}
		out[x.PURL] = strings.TrimPrefix(out[x.PURL]+" "+id, " ")
	}
	for purl := range asked {
		if out[purl] == "" {
			out[purl] = "-"
		}
	}
	return out
}

// TestCases has a file for each cause for which programs that match bills of materials with advisories give different answers, and for the limits
// of ranges in each ecosystem (boundary-*). Each holds records of OSV, and a line for each component: its package URL and what concerns it.
// A section "apart" is the answer without merging of aliases, "diagnostics" what is said of the records. Sections named after a program are the
// lines in which that one answers otherwise; tools/peers runs these on the same records.
func TestCases(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "cases", "*.txtar"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			feed := t.TempDir()
			sections := map[string][]byte{}
			for _, f := range a.Files {
				name, record := strings.CutPrefix(f.Name, "feed/")
				if !record {
					sections[f.Name] = f.Data
				} else if err := os.WriteFile(filepath.Join(feed, name), f.Data, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want := readAnswers(sections["want"])
			sbom := sections["sbom.json"]
			if sbom == nil {
				sbom = document(slices.Sorted(maps.Keys(want)))
			}
			m, ds := matchFeed(t, feed, sbom, true)
			if diff := cmp.Diff(want, answer(m, want)); diff != "" || len(want) == 0 {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if apart := sections["apart"]; apart != nil {
				m, _ := matchFeed(t, feed, sbom, false)
				if diff := cmp.Diff(readAnswers(apart), answer(m, want)); diff != "" {
					t.Errorf("without merging (-want +got):\n%s", diff)
				}
			}
			if got, want := said(ds), strings.TrimSpace(string(sections["diagnostics"])); got != want {
				t.Errorf("said %q, want %q", got, want)
			}
			for _, peer := range []string{"osv-scanner", "grype"} {
				for purl, theirs := range readAnswers(sections[peer]) {
					if ours, asked := want[purl]; !asked || ours == theirs {
						t.Errorf("%s answers %s with %q, and so do we", peer, purl, ours)
					}
				}
			}
		})
	}
}

// said are the files and codes of diagnostics, each once.
func said(ds []diag.Diagnostic) string {
	var out []string
	for _, d := range ds {
		out = append(out, filepath.Base(d.Pos.File)+": "+string(d.Code))
	}
	return strings.Join(slices.Compact(out), "\n")
}
