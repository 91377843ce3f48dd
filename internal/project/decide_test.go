package project

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/yamltext"
)

// The decisions of the example stand on what is assessed today. When knowledge or model change what they rest on, somebody
// reads them again; -update then records that they rest on the present facts.
func TestExampleDecisionsStand(t *testing.T) {
	k := shipped(t)
	var ds diag.List
	m, s := OpenModel(exampleDir, k, &ds), OpenDecisions(exampleDir, &ds)
	if ds.HasErrors() {
		t.Fatal(ds.Sorted())
	}
	if len(s.Entries) < 4 {
		t.Fatalf("found %d decisions: the test looks in the wrong place", len(s.Entries))
	}
	a, err := Assess(t.Context(), m, k, engine.Future, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range ReviewDecisions(s, RestingOn(a, k, nil), "2026-11-25", &ds) {
		switch {
		case r.State == decisions.Current:
		case r.State == decisions.Stale && *update:
			restAnew(t, s.Get(r.ID), RestingOn(a, k, nil))
		default:
			t.Errorf("%s is %s: %s; read it again, then run with -update", r.ID, r.State, strings.Join(r.Because, "; "))
		}
	}
	if ds.Len() > 0 {
		t.Error(ds.Sorted())
	}
}

func restAnew(t *testing.T, e *decisions.Entry, f *decisions.Found) {
	t.Helper()
	on, err := f.Rest(e.About.Text)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(DecisionsFolder(exampleDir), e.File)
	src, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	out, err := yamltext.Put(file, src, &decisions.File{}, []string{"decisions", e.ID}, "rested-on", on, &diag.List{})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, out, 0o644); err != nil {
		t.Fatal(err)
	}
}

func TestDecisionsStandBesideTheModel(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "system.yaml")
	if err := os.WriteFile(file, []byte("cordon: 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	want := filepath.Join(dir, "decisions")
	for _, path := range []string{dir, file} {
		if got := DecisionsFolder(path); got != want {
			t.Errorf("decisions about %s are in %s, want %s", path, got, want)
		}
	}
}

func TestDecisionsAreNotReadFromElsewhere(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(outside, "a.yaml"), []byte("cordon: 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(dir, "decisions")); err != nil {
		t.Skipf("no symbolic links here: %v", err)
	}
	var ds diag.List
	if s := OpenDecisions(dir, &ds); len(s.Entries) > 0 || !ds.HasErrors() {
		t.Errorf("%d decisions, %v", len(s.Entries), ds.Sorted())
	}
}

// A decision about everything in the example, a thousand threats among them: a rename with a record leaves all current, and so does a
// device that has nothing to do with the rest.
func TestEditsThatDoNotMatterLeaveAllDecisionsCurrent(t *testing.T) {
	k := shipped(t)
	assessed := func(t *testing.T, dir string) *Assessed {
		t.Helper()
		var ds diag.List
		m := OpenModel(dir, k, &ds)
		if ds.HasErrors() {
			t.Fatal(ds.Sorted())
		}
		a, err := Assess(t.Context(), m, k, engine.Future, nil)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	s := aboutAll(t, RestingOn(assessed(t, exampleDir), k, nil))
	move := decisions.Move{From: yamltext.Word{Text: "cloud"}, To: []yamltext.Word{{Text: "zcloud"}}}
	for name, c := range map[string]struct {
		moved []decisions.Move
		edit  *strings.Replacer
	}{
		"a rename": {[]decisions.Move{move}, strings.NewReplacer("cloud/", "zcloud/", "as: cloud}", "as: zcloud}")},
		"an unrelated device": {nil, strings.NewReplacer("\nimports:\n", `
networks: {aaa-lan: {kind: network.lan}}
assets: {aaa-till: {kind: device.workstation, on: [aaa-lan], facts: {listens: no}}}
imports:
`)},
	} {
		t.Run(name, func(t *testing.T) {
			s := &decisions.Set{Entries: s.Entries, Moved: c.moved}
			var ds diag.List
			stale := 0
			for _, r := range ReviewDecisions(s, RestingOn(assessed(t, edited(t, c.edit)), k, nil), "2026-11-25", &ds) {
				if r.State == decisions.Current {
					continue
				}
				if stale++; stale <= 5 {
					t.Errorf("%s is %s: %s", r.About, r.State, strings.Join(r.Because, "; "))
				}
			}
			if stale > 0 || ds.Len() > 0 {
				t.Errorf("%d of %d are not current; %v", stale, len(s.Entries), ds.Sorted())
			}
		})
	}
}

// aboutAll decides on every threat, control and harm, and on the whole.
func aboutAll(t *testing.T, f *decisions.Found) *decisions.Set {
	t.Helper()
	ids := []string{decisions.Overall}
	for _, h := range f.Assessment.Harms {
		ids = append(ids, h.ID)
	}
	for _, th := range f.Assessment.Threats {
		ids = append(ids, th.ID)
	}
	for _, c := range f.Assessment.Controls {
		ids = append(ids, c.ID)
	}
	if len(ids) < 1000 {
		t.Fatalf("found %d things to decide on", len(ids))
	}
	s := &decisions.Set{}
	for i, id := range ids {
		on, err := f.Rest(id)
		if err != nil {
			t.Fatal(err)
		}
		s.Entries = append(s.Entries, decisions.Entry{ID: fmt.Sprintf("d-%05d", i), Decision: decisions.Decision{About: yamltext.Word{Text: id}, RestedOn: on}})
	}
	return s
}

// edited is a copy of the example with some texts replaced in every file.
func edited(t *testing.T, edit *strings.Replacer) string {
	t.Helper()
	dir, changed := t.TempDir(), false
	err := filepath.WalkDir(exampleDir, func(file string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(file) != ".yaml" {
			return err
		}
		rel, err := filepath.Rel(exampleDir, file)
		if err != nil {
			return err
		}
		src, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		text := edit.Replace(string(src))
		changed = changed || text != string(src)
		to := filepath.Join(dir, rel)
		if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
			return err
		}
		return os.WriteFile(to, []byte(text), 0o600)
	})
	if err != nil || !changed {
		t.Fatal("nothing edited", err)
	}
	return dir
}
