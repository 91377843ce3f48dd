package edit

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// after gives the files with what an operation made of them.
func after(t *testing.T, files map[string][]byte, ops ...Operation) (map[string][]byte, Result) {
	t.Helper()
	res, ds := Apply(files, ops)
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	out := maps.Clone(files)
	for name, src := range res.Files {
		if out[name] = src; src == nil {
			delete(out, name)
		}
	}
	return out, res
}

func TestOperationsOverFiles(t *testing.T) {
	files := map[string][]byte{
		"a.yaml":           []byte("cordon: 1\nsystem: {id: s, name: S, intended-purpose: p}\nimports: [{file: parts/c.yaml, as: c}, {file: parts/c.yaml, as: d}]\n"),
		"b.yaml":           []byte("cordon: 1\n\nassets:\n  # The box.\n  box: {kind: k, on: [c/net]} # one\n\nflows:\n  f: {from: box, to: c/server/app, carries: [report], over: [c/net, d/net]}\n\nfunctions:\n  see: {kind: k, by: box, for: p, uses: {report: {at: c/server}}}\n\ndata:\n  report: {kind: k}\n\npeople:\n  p: {kind: k}\n"),
		"c.layout.yaml":    []byte("box: {x: 1}\n"),
		"parts/c.yaml":     []byte("cordon: 1\nassets:\n  server: {kind: k, on: [net], runs: {app: {kind: k}}}\nnetworks: {net: {kind: k}}\n"),
		"decisions/d.yaml": []byte("decisions: {x: {about: box}}\n"),
	}
	for _, c := range []struct {
		name string
		op   Operation
		want map[string]string
	}{
		{"rename", Operation{Do: Rename, ID: "box", To: "hub"}, map[string]string{
			"b.yaml": strings.NewReplacer("  box:", "  hub:", "from: box", "from: hub", "by: box", "by: hub").Replace(string(files["b.yaml"])),
		}},
		{"rename data", Operation{Do: Rename, ID: "report", To: "letter"}, map[string]string{
			"b.yaml": strings.ReplaceAll(string(files["b.yaml"]), "report", "letter"),
		}},
		{"rename in an import", Operation{Do: Rename, ID: "c/net", To: "lan"}, map[string]string{
			"b.yaml":       strings.NewReplacer("/net", "/lan").Replace(string(files["b.yaml"])),
			"parts/c.yaml": strings.NewReplacer("[net]", "[lan]", "{net:", "{lan:").Replace(string(files["parts/c.yaml"])),
		}},
		{"rename inside an import", Operation{Do: Rename, ID: "c/server", To: "host"}, map[string]string{
			"b.yaml":       strings.NewReplacer("c/server", "c/host").Replace(string(files["b.yaml"])),
			"parts/c.yaml": strings.NewReplacer("server:", "host:").Replace(string(files["parts/c.yaml"])),
		}},
		{"rename an import", Operation{Do: Rename, ID: "c", To: "cloud"}, map[string]string{
			"a.yaml": strings.Replace(string(files["a.yaml"]), "as: c}", "as: cloud}", 1),
			"b.yaml": strings.NewReplacer("c/", "cloud/").Replace(string(files["b.yaml"])),
		}},
		{"remove in an import with all", Operation{Do: Remove, ID: "c/net", All: true}, map[string]string{
			"b.yaml":       strings.NewReplacer(", on: [c/net]", "", ", over: [c/net, d/net]", "").Replace(string(files["b.yaml"])),
			"parts/c.yaml": strings.NewReplacer(", on: [net]", "", "networks: {net: {kind: k}}\n", "").Replace(string(files["parts/c.yaml"])),
		}},
		{"add to an import", Operation{Do: Add, Block: "assets", ID: "c/store", Value: []byte(`{"kind":"k","on":["net"]}`)}, map[string]string{
			"parts/c.yaml": strings.Replace(string(files["parts/c.yaml"]), "networks:", "  store: {kind: k, on: [net]}\nnetworks:", 1),
		}},
		{"add to a new file", Operation{Do: Add, File: "n.yaml", Block: "assets", ID: "store", Value: []byte(`{"kind":"k","on":["c/net"]}`)}, map[string]string{
			"n.yaml": "cordon: 1\n\nassets:\n  store: {kind: k, on: [c/net]}\n",
		}},
		{"move to another file", Operation{Do: Move, ID: "box", File: "a.yaml"}, map[string]string{
			"a.yaml": string(files["a.yaml"]) + "\nassets:\n  # The box.\n  box: {kind: k, on: [c/net]} # one\n",
			"b.yaml": strings.Replace(string(files["b.yaml"]), "assets:\n  # The box.\n  box: {kind: k, on: [c/net]} # one\n\n", "", 1),
		}},
		{"a system key", Operation{Do: Set, Path: []string{"system", "version"}, Value: []byte(`"2.0"`)}, map[string]string{
			"a.yaml": strings.Replace(string(files["a.yaml"]), "name: S,", "name: S, version: \"2.0\",", 1),
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			now, res := after(t, files, c.op)
			want := texts(files)
			maps.Copy(want, c.want)
			if d := cmp.Diff(want, texts(now)); d != "" {
				t.Fatalf("(-want +got):\n%s", d)
			}
			back, again := after(t, now, res.Inverse...)
			if d := cmp.Diff(texts(files), texts(back)); d != "" {
				t.Errorf("the inverse (-want +got):\n%s", d)
			}
			if forth, _ := after(t, back, again.Inverse...); cmp.Diff(texts(now), texts(forth)) != "" {
				t.Error("the inverse of the inverse is another")
			}
		})
	}
	_, res := after(t, files, Operation{Do: Remove, ID: "box", All: true})
	if d := cmp.Diff([]string{"f", "see"}, res.Removed); d != "" {
		t.Errorf("removed too (-want +got):\n%s", d)
	}
}

// An inverse is found again when others changed the file meanwhile, elsewhere.
func TestInverseAfterOtherChanges(t *testing.T) {
	now, res := after(t, one(home), Operation{Do: Set, ID: "box", Path: []string{"title"}, Value: []byte(`"Box"`)})
	others, _ := after(t, now, Operation{Do: Add, Block: "zones", ID: "new", Value: []byte(`{"title":"New"}`)})
	back, _ := after(t, others, res.Inverse...)
	want := strings.Replace(home, "far away\n", "far away\n  new: {title: New}\n", 1)
	if d := cmp.Diff(want, string(back["home.yaml"])); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestMergeOverFiles(t *testing.T) {
	base := map[string][]byte{
		"a.yaml":           []byte(home),
		"b.yaml":           []byte("cordon: 1\n\nassets:\n  pump: {kind: k}\n"),
		"decisions/d.yaml": []byte("# d\ncordon: 1\ndecisions:\n  one: {choice: accept, why: a}\n"),
		"x.json":           []byte("{}"),
		"gone.json":        []byte("{}"),
		"kept.json":        []byte("{}"),
	}
	ours, _ := after(t, base, Operation{Do: Set, ID: "box", Path: []string{"title"}, Value: []byte(`"Box"`)})
	ours["decisions/d.yaml"] = []byte("# d\ncordon: 1\ndecisions:\n  one: {choice: accept, why: b}\n  two: {choice: treat} # ours\n")
	ours["x.json"], ours["gone.json"] = []byte("{1}"), []byte("{1}")
	delete(ours, "kept.json")
	theirs, _ := after(t, base, Operation{Do: Move, ID: "box", File: "b.yaml"})
	theirs["decisions/d.yaml"] = []byte("# d\n# e\ncordon: 1\ndecisions:\n  one: {choice: treat, why: a}\n  # theirs\n  three: {choice: treat}\n")
	theirs["x.json"] = []byte("{2}")
	theirs["new.bin"] = []byte{0, 1}
	delete(theirs, "gone.json")
	m := Merge(base, ours, theirs, nil)
	want, _ := after(t, theirs, Operation{Do: Set, ID: "box", Path: []string{"title"}, Value: []byte(`"Box"`)})
	want["decisions/d.yaml"] = []byte("# d\n# e\ncordon: 1\ndecisions:\n  one: {choice: treat, why: b}\n  # theirs\n  three: {choice: treat}\n  two: {choice: treat} # ours\n")
	want["x.json"], want["gone.json"] = []byte("{1}"), []byte("{1}")
	delete(want, "kept.json")
	if d := cmp.Diff(texts(want), texts(m.Files)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	said := fmt.Sprintf("%+v", m.Conflicts)
	if d := cmp.Diff("[{Key:gone.json# Clash:removed File:gone.json Path:[] OursLine:0 TheirsLine:0 Base:2 bytes Ours:3 bytes Theirs:} "+
		"{Key:x.json# Clash:file File:x.json Path:[] OursLine:0 TheirsLine:0 Base:2 bytes Ours:3 bytes Theirs:3 bytes}]", said); d != "" {
		t.Errorf("conflicts (-want +got):\n%s", d)
	}
	m = Merge(base, ours, theirs, map[string]Side{"gone.json#": Theirs, "x.json#": Theirs})
	if _, there := m.Files["gone.json"]; there || string(m.Files["x.json"]) != "{2}" || len(m.Conflicts) > 0 {
		t.Errorf("settled: %q, %+v", m.Files, m.Conflicts)
	}
}
