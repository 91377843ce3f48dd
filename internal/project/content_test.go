package project

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/content"
	"cordon/internal/diag"
	"cordon/internal/knowledge"
)

const contentDir = "../../content"

// readContent reads the folder once for all tests, which change nothing of it.
var readContent = sync.OnceValues(func() (*knowledge.Base, []diag.Diagnostic) {
	var ds diag.List
	b := knowledge.Load(os.DirFS(contentDir), "content", &ds)
	return b, ds.Sorted()
})

func loadContent(t *testing.T) *knowledge.Base {
	t.Helper()
	b, ds := readContent()
	if slices.ContainsFunc(ds, func(d diag.Diagnostic) bool { return d.Severity == diag.Error }) || len(b.Threats) == 0 {
		t.Fatalf("content with %d threats: %v", len(b.Threats), ds)
	}
	return b
}

func TestShippedContentIsClean(t *testing.T) {
	if testing.Short() {
		t.Skip("one thing after another, which the race detector makes ten times slower for nothing; go test without -short runs it")
	}
	var ds diag.List
	b, err := LintContent(context.Background(), os.DirFS(contentDir), "content", nil, &ds)
	if err != nil {
		t.Fatal(err)
	}
	if len(b.List()) == 0 {
		t.Fatal("no entries found")
	}
	for _, d := range ds.Sorted() {
		t.Error(d)
	}
}

func TestEmbeddedIndexIsThatOfTheFolder(t *testing.T) {
	index, err := loadContent(t).EncodeIndex()
	if err != nil {
		t.Fatal(err)
	}
	if string(index) == string(content.Index) {
		return
	}
	want, got := strings.Split(string(index), "\n"), strings.Split(string(content.Index), "\n")
	for i := range min(len(want), len(got)) {
		if want[i] != got[i] {
			t.Fatalf("content/index.json is not up to date; run `make generate`. Line %d (-folder +index):\n%s", i+1, cmp.Diff(want[i], got[i]))
		}
	}
	t.Fatalf("content/index.json is not up to date; run `make generate`. The folder gives %d lines, the index has %d", len(want), len(got))
}

// The changelog of the base begins with the version that pack.yaml states.
func TestChangelogNamesTheVersion(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(contentDir, "CHANGELOG.md"))
	if err != nil {
		t.Fatal(err)
	}
	first := regexp.MustCompile(`(?m)^## (.+)$`).FindSubmatch(text)
	packs := loadContent(t).Packs
	if len(packs) != 1 || first == nil || string(first[1]) != packs[0].Version {
		t.Errorf("CHANGELOG.md begins with version %s, pack.yaml has %+v", first, packs)
	}
}

// catalogues are the public lists that threats and controls refer to, each with the form of its ids in the stored file.
var catalogues = []struct {
	name string
	dir  string         // below the folder of shared data
	form *regexp.Regexp // the id in the first group
	of   func(r knowledge.References) []string
	ids  func(c knowledge.ControlRefs) []string
	full func(id string) string // how the id stands in the file
}{
	{"CWE", "feeds/cwe", regexp.MustCompile(`"id": ?"([0-9]+)"`), func(r knowledge.References) []string { return r.CWE }, nil,
		func(id string) string { return strings.TrimPrefix(id, "CWE-") }},
	{"CAPEC", "feeds/capec", regexp.MustCompile(`"id": ?"(CAPEC-[0-9]+)"`), func(r knowledge.References) []string { return r.CAPEC }, nil, nil},
	{"ATT&CK for ICS", "feeds/attack", regexp.MustCompile(`"external_id": ?"(T[0-9]{4}(?:\.[0-9]{3})?)"`), func(r knowledge.References) []string { return r.Attack }, nil, nil},
	{"EMB3D", "interop/emb3d", regexp.MustCompile(`"((?:TID|MID)-[0-9]+)"`), func(r knowledge.References) []string { return r.EMB3D },
		func(c knowledge.ControlRefs) []string { return c.EMB3D }, nil},
	{"ATLAS", "feeds/atlas", regexp.MustCompile(`(?m)^\s*-? ?id: (AML\.T[0-9]{4}(?:\.[0-9]{3})?)$`), func(r knowledge.References) []string { return r.Atlas }, nil, nil},
}

// Every id of a public catalogue that an entry names is in that catalogue.
func TestReferencesExist(t *testing.T) {
	b := loadContent(t)
	for _, c := range catalogues {
		t.Run(c.name, func(t *testing.T) {
			dir := filepath.Join("..", "..", "..", "shared", "data", filepath.FromSlash(c.dir))
			known := idsIn(t, dir, c.form)
			used := 0
			look := func(at diag.Pos, entry string, ids []string) {
				for _, id := range ids {
					used++
					name := id
					if c.full != nil {
						name = c.full(id)
					}
					if !known[name] {
						t.Errorf("%s: %s names %s, which is not in %s", at, entry, id, dir)
					}
				}
			}
			for _, th := range b.Threats {
				look(th.At, th.ID, c.of(th.References))
			}
			for _, ctl := range b.Controls {
				if c.ids != nil {
					look(ctl.At, ctl.ID, c.ids(ctl.References))
				}
			}
			t.Logf("%d references, %d ids in the catalogue", used, len(known))
			if used == 0 {
				t.Errorf("no entry refers to %s", c.name)
			}
		})
	}
}

// idsIn collects the ids in the files of a folder; it skips the test where the folder is absent.
func idsIn(t *testing.T, dir string, form *regexp.Regexp) map[string]bool {
	t.Helper()
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("SKIPPED: %s is absent; put the public catalogues there to check references against them", dir)
	}
	known := map[string]bool{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for _, m := range form.FindAllSubmatch(raw, -1) {
			known[string(m[1])] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(known) == 0 {
		t.Fatalf("%s holds no ids of the form %s", dir, form)
	}
	return known
}

// LintContent runs the examples of threats; what it says of one that does not hold names the entry and the example.
func TestLintContentRunsExamples(t *testing.T) {
	var of, ds diag.List
	base := knowledge.Load(os.DirFS("../engine/testdata/base"), "base", &of)
	if of.HasErrors() {
		t.Fatal(of.Sorted())
	}
	if _, err := LintContent(context.Background(), os.DirFS("testdata/pack"), "pack", base, &ds); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range ds.Sorted() {
		if strings.HasPrefix(d.File, "pack/") {
			got = append(got, strings.Split(d.String(), "\n")...)
		}
	}
	want := []string{
		`pack/threats/own/THR-9001.yaml:18:5: C605: THR-9001: example "a hub that is no hub" expects no-match and gives match`,
		"    hint: correct the pattern or the example",
		`pack/threats/own/THR-9001.yaml:22:16: C310: asset "box" is connected to nothing`,
		"    hint: connect it or remove it",
		`pack/threats/own/THR-9001.yaml:22:28: C501: unknown kind "device.hib"`,
		`    hint: did you mean "device.hub"?`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What a pack cannot be used for is an error with a place, not a failure.
func TestOpenKnowledgeWithPacks(t *testing.T) {
	bad := t.TempDir()
	if err := os.MkdirAll(filepath.Join(bad, "controls"), 0o755); err != nil {
		t.Fatal(err)
	}
	entry, err := json.Marshal(map[string]any{"id": "CTL-0001", "title": "Mine"})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(bad, "controls", "CTL-0001.yaml"), entry, 0o644); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		dir  string
		want string
	}{
		"absent":      {filepath.Join(bad, "nowhere"), "C101: cannot read the pack"},
		"id is taken": {bad, `C302: control "CTL-0001" is already in the knowledge base`},
	} {
		var ds diag.List
		k, err := OpenKnowledge([]string{c.dir}, &ds)
		if err != nil || k != nil || !strings.Contains(fmt.Sprint(ds.Sorted()), c.want) {
			t.Errorf("%s: knowledge %v, error %v, diagnostics %v; want %s", name, k != nil, err, ds.Sorted(), c.want)
		}
	}
}
