package bench

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestComponentsAreTheSameEachTime(t *testing.T) {
	purls := []string{"pkg:npm/a@1", "pkg:npm/%40b/c@2", "pkg:pypi/d@3", "pkg:npm/e@4"}
	one := Components(purls, 8)
	if !bytes.Equal(one, Components(purls, 8)) {
		t.Error("the same arguments give other bytes")
	}
	var doc struct {
		Components []struct {
			Ref  string `json:"bom-ref"`
			PURL string `json:"purl"`
		} `json:"components"`
	}
	if err := json.Unmarshal(one, &doc); err != nil {
		t.Fatal(err)
	}
	var got []string
	refs := map[string]bool{}
	for _, c := range doc.Components {
		got = append(got, c.PURL)
		refs[c.Ref] = true
	}
	want := []string{"pkg:npm/a@1", "pkg:npm/%40b/c@2", "pkg:pypi/d@3", "pkg:npm/e@4", "pkg:npm/a@1", "pkg:npm/%40b/c@2", "pkg:pypi/d@3", "pkg:npm/e@1"}
	if len(refs) != len(got) || !slices.Equal(got, want) {
		t.Errorf("components %q with %d refs, want %q", got, len(refs), want)
	}
}

// BenchmarkWatchMatch50k matches a generated bill of materials: the packages of the one of 10,000 and those that advisories name, with versions of
// the first.
func BenchmarkWatchMatch50k(b *testing.B) {
	real := filepath.Join(feeds, "cyclonedx", "large-10k-mixed.cdx15.json")
	src, err := os.ReadFile(real)
	if err != nil {
		b.Skipf("needs %s beside the project", feeds)
	}
	var doc struct {
		Components []struct {
			PURL string `json:"purl"`
		} `json:"components"`
	}
	if err := json.Unmarshal(src, &doc); err != nil {
		b.Fatal(err)
	}
	var purls []string
	for _, c := range doc.Components {
		purls = append(purls, c.PURL)
	}
	purls = append(purls, modulesOfAdvisories(b)...)
	file := filepath.Join(work, "components-50000.json")
	if err := os.WriteFile(file, Components(purls, 50_000), 0o644); err != nil {
		b.Fatal(err)
	}
	match(b, file)
}

// modulesOfAdvisories are the modules that the Go vulnerability database names, with a version of no weight.
func modulesOfAdvisories(b *testing.B) []string {
	b.Helper()
	z, err := zip.OpenReader(filepath.Join(feeds, "osv-go", "Go-all.zip"))
	if err != nil {
		b.Skipf("needs %s beside the project", feeds)
	}
	defer z.Close()
	var out []string
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			b.Fatal(err)
		}
		var x struct {
			Affected []struct {
				Package struct {
					Name string `json:"name"`
				} `json:"package"`
			} `json:"affected"`
		}
		err = json.NewDecoder(r).Decode(&x)
		r.Close()
		if err != nil {
			b.Fatal(err)
		}
		for _, a := range x.Affected {
			out = append(out, "pkg:golang/"+a.Package.Name+"@v1.0.0")
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
