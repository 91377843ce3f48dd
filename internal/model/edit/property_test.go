package edit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// example reads the YAML files of an example by their paths below it.
func example(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		src, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		files[filepath.ToSlash(rel)] = src
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("no files in %s: %v", dir, err)
	}
	return files
}

// operations draws one that makes sense most of the time.
func operation(t *rapid.T, f *Folder) Operation {
	ids := f.ids()
	id := rapid.SampledFrom(ids).Draw(t, "id")
	e := f.find(id)
	word := func(what string) json.RawMessage {
		raw, _ := json.Marshal(rapid.SampledFrom([]string{
			"x", "yes", "1.5", "a: b", "# no comment", "a, b", "'", "\"quoted\"", "ünï", "two\nlines", "- a",
			strings.Repeat("a long text that has to be broken ", 5) + "!", strings.Repeat("y", 120),
		}).Draw(t, what))
		return raw
	}
	switch rapid.IntRange(0, 11).Draw(t, "what") {
	case 0:
		return Operation{Do: Set, ID: id, Path: []string{"title"}, Value: word("title")}
	case 1:
		return Operation{Do: Set, ID: id, Path: []string{"note"}, Value: word("note")}
	case 2:
		return Operation{Do: Set, ID: id, Path: []string{"facts", rapid.SampledFrom([]string{"listens", "hardened"}).Draw(t, "fact")}, Value: json.RawMessage(`"no"`)}
	case 3:
		if keys := e.at.Places(); len(keys) > 0 {
			return Operation{Do: Unset, ID: id, Path: []string{rapid.SampledFrom(keys).Draw(t, "key").Key()}}
		}
	case 4:
		return Operation{Do: Remove, ID: id, All: rapid.Bool().Draw(t, "all")}
	case 5:
		return Operation{Do: Rename, ID: id, To: rapid.SampledFrom([]string{"a", "a-much-longer-id-than-before", last(rapid.SampledFrom(ids).Draw(t, "other"))}).Draw(t, "to")}
	case 6:
		block := rapid.SampledFrom(fileBlocks).Draw(t, "block").name
		return Operation{Do: Add, Block: block, ID: rapid.SampledFrom([]string{"new", "newer"}).Draw(t, "new"), Value: json.RawMessage(`{"title":"New","kind":"k"}`)}
	case 7:
		return Operation{Do: Add, Block: rapid.SampledFrom([]string{"runs", "parts", "interfaces"}).Draw(t, "block"), ID: id + "/new", Value: json.RawMessage(`{"facts":{"b":"yes","a":"no"},"kind":"k"}`)}
	case 8:
		list := rapid.SampledFrom([]string{"on", "uses", "over", "carries", "stored-on", "from", "joins"}).Draw(t, "list")
		raw, _ := json.Marshal(rapid.SampledFrom(ids).Draw(t, "item"))
		return Operation{Do: rapid.SampledFrom([]Verb{Put, Take}).Draw(t, "do"), ID: id, Path: []string{list}, Value: raw}
	case 9:
		raw, _ := json.Marshal(rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 0, 4, rapid.ID).Draw(t, "items"))
		return Operation{Do: Set, ID: id, Path: []string{rapid.SampledFrom([]string{"on", "uses", "from", "joins"}).Draw(t, "list")}, Value: raw}
	case 10:
		files := slices.Sorted(maps.Keys(f.files))
		op := Operation{Do: Move, ID: id}
		if rapid.Bool().Draw(t, "to another file") {
			op.File = rapid.SampledFrom(append(files, "new.yaml")).Draw(t, "file")
		} else if all := e.at.Up().Places(); rapid.Bool().Draw(t, "behind") {
			op.After = rapid.SampledFrom(all).Draw(t, "after").Key()
		}
		return op
	}
	control := rapid.SampledFrom([]string{"CTL-0001", "CTL-0002", "CTL-0009", "CTL-0999"}).Draw(t, "control")
	on := rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 1, 3, rapid.ID).Draw(t, "on")
	if rapid.Bool().Draw(t, "place") {
		return Operation{Do: Place, Control: control, On: on, State: rapid.SampledFrom([]string{"planned", "present"}).Draw(t, "state")}
	}
	return Operation{Do: Release, Control: control, On: on}
}

// decorated puts comments and empty lines into a text, and changes its form: what people write is not canonical.
func decorated(t *rapid.T, src []byte) []byte {
	var b bytes.Buffer
	seed := rapid.IntRange(2, 9).Draw(t, "comments")
	for i, line := range strings.Split(string(src), "\n") {
		trimmed := strings.TrimSpace(line)
		plain := trimmed != "" && !strings.HasPrefix(trimmed, "#") && strings.HasSuffix(trimmed, "}") || strings.HasSuffix(trimmed, ":")
		if plain && i%seed == 0 {
			b.WriteString(strings.Repeat(" ", len(line)-len(strings.TrimLeft(line, " "))) + "# above " + strings.Repeat("i", i%7) + "\n")
		}
		b.WriteString(line)
		if plain && i%seed == 1 {
			b.WriteString(" # beside " + strings.Repeat("j", i%5))
		}
		if plain && i%(3*seed) == 2 && strings.HasSuffix(trimmed, "}") {
			b.WriteString("\n")
		}
		b.WriteString("\n")
	}
	out := bytes.TrimSuffix(b.Bytes(), []byte("\n"))
	if rapid.Bool().Draw(t, "windows") {
		out = bytes.ReplaceAll(out, []byte("\n"), []byte("\r\n"))
	}
	return out
}

// whole is every element with its text, by full id.
func whole(files map[string][]byte) map[string]yamltext.Literal {
	out := map[string]yamltext.Literal{}
	Open(files).each(func(id string, e *element) {
		if !strings.Contains(strings.TrimPrefix(id, e.space.prefix), "/") {
			out[id] = e.at.Literal()
		}
	})
	return out
}

func TestOperationsKeepWhatTheyDoNotTouch(t *testing.T) {
	plain := some(example(t, "../../../examples/wearable-monitor"), "system.yaml", "home.yaml", "clinic.yaml", "controls.yaml", "parts/cloud.yaml")
	made := 0
	rapid.Check(t, func(t *rapid.T) {
		files := map[string][]byte{}
		for _, name := range slices.Sorted(maps.Keys(plain)) {
			files[name] = decorated(t, plain[name])
		}
		f := Open(files)
		op := operation(t, f)
		res, ds := f.Apply([]Operation{op})
		if len(ds) > 0 {
			for _, d := range ds {
				if d.Code == diag.NotEditable && op.Do != Move {
					t.Errorf("%+v: %s", op, d)
				}
			}
			return
		}
		made++
		after := map[string][]byte{}
		for name, src := range files {
			after[name] = src
		}
		for name, src := range res.Files {
			after[name] = src
			if bytes.Contains(src, []byte("\r\n")) && bytes.Count(src, []byte("\n")) != bytes.Count(src, []byte("\r\n")) {
				t.Errorf("%+v: mixed line ends in %s", op, name)
			}
			if d := parsed(name, src); d != "" {
				t.Fatalf("%+v: %s\n%s", op, d, src)
			}
		}
		if op.Do == Set || op.Do == Add || op.Do == Put || op.Do == Move {
			if d := cmp.Diff(lines(files, true), lines(after, true)); d != "" && op.Do != Move {
				t.Errorf("%+v: comments changed:\n%s", op, d)
			}
			before, now := whole(files), whole(after)
			for id, l := range before {
				if id != op.ID && !strings.HasPrefix(op.ID, id+"/") && !now[id].Same(l) {
					t.Errorf("%+v: %s is another", op, id)
				}
			}
		}
		back, ds := f.Apply(res.Inverse)
		if len(ds) > 0 {
			t.Fatalf("%+v: the inverse: %v", op, ds)
		}
		for name, src := range back.Files {
			after[name] = src
			if src == nil {
				delete(after, name)
			}
		}
		if d := cmp.Diff(texts(files), texts(after)); d != "" {
			t.Errorf("%+v: the inverse leaves a difference:\n%s", op, d)
		}
	})
	if made == 0 {
		t.Error("no operation was ever made")
	}
}

func parsed(name string, src []byte) string {
	var ds diag.List
	if yamltext.Parse(name, src, &ds) == nil {
		return ds.Sorted()[0].String()
	}
	return ""
}

func texts(files map[string][]byte) map[string]string {
	out := map[string]string{}
	for name, src := range files {
		out[name] = string(src)
	}
	return out
}

// lines gives the comments of all files, sorted.
func lines(files map[string][]byte, _ bool) []string {
	var out []string
	for _, src := range files {
		for _, l := range strings.Split(string(src), "\n") {
			if i := strings.Index(l, "# above"); i >= 0 {
				out = append(out, strings.TrimSpace(l[i:]))
			} else if i := strings.Index(l, "# beside"); i >= 0 {
				out = append(out, strings.TrimSpace(l[i:]))
			}
		}
	}
	slices.Sort(out)
	return out
}

// tree is all places of a folder, with what is known of each.
func tree(f *Folder) []string {
	var out []string
	for _, sp := range f.all() {
		for _, name := range sp.files {
			if d := f.draft(name); d != nil {
				var walk func(p *yamltext.Place)
				walk = func(p *yamltext.Place) {
					for _, in := range p.Places() {
						above, beside := in.Comments()
						out = append(out, fmt.Sprint(in.Pos(), in.Key(), in.Scalar(), above, beside, in.Brackets(), in.Body()))
						walk(in)
					}
				}
				walk(d.Root())
			}
		}
	}
	return out
}

// What is read of a changed entry alone is what would be read of the whole file.
func TestDraftsAreAsIfReadAnew(t *testing.T) {
	plain := example(t, "../../../examples/wearable-monitor")
	rapid.Check(t, func(t *rapid.T) {
		f := Open(map[string][]byte{"system.yaml": decorated(t, plain["system.yaml"]), "home.yaml": decorated(t, plain["home.yaml"]), "parts/cloud.yaml": decorated(t, plain["parts/cloud.yaml"])})
		for range 3 {
			op := operation(t, f)
			f.Apply([]Operation{op})
			if d := cmp.Diff(tree(Open(f.files)), tree(f)); d != "" {
				t.Fatalf("%+v (-anew +changed):\n%s", op, d)
			}
		}
	})
}
