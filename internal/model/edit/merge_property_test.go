package edit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// remarked puts comments of one side above some lines.
func remarked(t *rapid.T, side string, files map[string][]byte) map[string][]byte {
	out := maps.Clone(files)
	n := 0
	for range rapid.IntRange(0, 3).Draw(t, "remarks") {
		name := rapid.SampledFrom(slices.Sorted(maps.Keys(files))).Draw(t, "file")
		rows := strings.SplitAfter(string(out[name]), "\n")
		i := rapid.IntRange(0, len(rows)-1).Draw(t, "row")
		text := strings.TrimSpace(rows[i])
		if text == "" || strings.HasPrefix(text, "#") || !strings.HasSuffix(text, "}") && !strings.HasSuffix(text, ":") {
			continue
		}
		n++
		comment := fmt.Sprintf("# %s %d", side, n)
		if rapid.Bool().Draw(t, "above") {
			rows[i] = rows[i][:len(rows[i])-len(strings.TrimLeft(rows[i], " "))] + comment + "\n" + rows[i]
		} else if !strings.Contains(text, "#") {
			rows[i] = strings.TrimRight(rows[i], "\r\n") + " " + comment + "\n"
		}
		out[name] = []byte(strings.Join(rows, ""))
	}
	return out
}

func changed(t *rapid.T, side string, files map[string][]byte) (map[string][]byte, []Operation) {
	f := Open(files)
	var made []Operation
	for range rapid.IntRange(0, 3).Draw(t, "operations") {
		op := operation(t, f)
		if _, ds := f.Apply([]Operation{op}); len(ds) == 0 {
			made = append(made, op)
		}
	}
	return remarked(t, side, f.files), made
}

// some takes a few files of a folder: each is read many times.
func some(files map[string][]byte, names ...string) map[string][]byte {
	out := map[string][]byte{}
	for _, name := range names {
		out[name] = files[name]
	}
	return out
}

func commentsOf(files map[string][]byte, side string) []string {
	var out []string
	for _, src := range files {
		for line := range strings.Lines(string(src)) {
			if i := strings.Index(line, "# "+side); i >= 0 {
				out = append(out, strings.TrimSpace(line[i:]))
			}
		}
	}
	slices.Sort(out)
	return out
}

func TestMergeLosesNothing(t *testing.T) {
	base := some(example(t, "../../../examples/wearable-monitor"), "system.yaml", "home.yaml", "controls.yaml", "decisions/overall.yaml")
	clean := 0
	rapid.Check(t, func(t *rapid.T) {
		ours, did := changed(t, "ours", base)
		theirs, made := changed(t, "theirs", base)
		got := Merge(base, ours, theirs, nil)
		say := fmt.Sprintf("ours %s\ntheirs %s\n%+v", jsonOf(did), jsonOf(made), got.Conflicts)
		for name, src := range got.Files {
			if said := parsed(name, src); said != "" {
				t.Fatalf("%s\n%s\n%s", say, said, src)
			}
		}
		if d := cmp.Diff(texts(ours), texts(Merge(base, ours, base, nil).Files)); d != "" {
			t.Errorf("theirs is the base, and ours changed:\n%s", d)
		}
		if d := cmp.Diff(texts(theirs), texts(Merge(base, base, theirs, nil).Files)); d != "" {
			t.Errorf("ours is the base, and theirs is not taken:\n%s", d)
		}
		if d := cmp.Diff(commentsOf(ours, "ours"), commentsOf(got.Files, "ours")); d != "" {
			t.Errorf("%s\ncomments of ours:\n%s", say, d)
		}
		if len(got.Conflicts) > 0 {
			for _, c := range got.Conflicts {
				if c.Clash == WholeOf {
					t.Errorf("a whole file in conflict: %s", say)
				}
			}
			return
		}
		clean++
		if d := cmp.Diff(commentsOf(theirs, "theirs"), commentsOf(got.Files, "theirs")); d != "" {
			t.Errorf("%s\ncomments of theirs:\n%s", say, d)
		}
		other := Merge(base, theirs, ours, nil)
		a, b := whole(got.Files), whole(other.Files)
		for _, id := range slices.Sorted(maps.Keys(a)) {
			if !a[id].Same(b[id]) && !sameSets(a[id].String(), b[id].String()) {
				t.Errorf("%s\n%s differs with the order of the sides:\n%s\n%s", say, id, a[id], b[id])
			}
		}
		if len(a) != len(b) || len(other.Conflicts) > 0 {
			t.Errorf("%s\nthe other way round: %d and %d elements, %+v", say, len(a), len(b), other.Conflicts)
		}
		was, o, th := whole(base), whole(ours), whole(theirs)
		for id, l := range o { // what theirs did not touch is as ours has it
			if w, known := was[id]; (known && th[id].Same(w) && len(th[id].Values) > 0 || !known && th[id].Values == nil) && !a[id].Same(l) && !mentions(made, id) && !renaming(did, made) {
				t.Errorf("%s\n%s is lost or changed:\n%s\n%s", say, id, l, a[id])
			}
		}
		for id, l := range th {
			if w, known := was[id]; (known && o[id].Same(w) && len(o[id].Values) > 0 || !known && o[id].Values == nil) && !a[id].Same(l) && !renaming(did, made) {
				t.Errorf("%s\n%s of theirs is lost or changed:\n%s\n%s", say, id, l, a[id])
			}
		}
	})
	if clean == 0 {
		t.Error("every merge had conflicts")
	}
}

func mentions(ops []Operation, id string) bool {
	return slices.ContainsFunc(ops, func(o Operation) bool { return o.ID == id })
}

// renaming tells whether a side gave an element another id, so that others name it otherwise.
func renaming(all ...[]Operation) bool {
	for _, ops := range all {
		if slices.ContainsFunc(ops, func(o Operation) bool { return o.Do == Rename }) {
			return true
		}
	}
	return false
}

// sameSets compares values whose lists got the same words in another order.
func sameSets(a, b string) bool {
	x, y := strings.FieldsFunc(a, func(r rune) bool { return strings.ContainsRune("[]{}, ", r) }), strings.FieldsFunc(b, func(r rune) bool { return strings.ContainsRune("[]{}, ", r) })
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

func jsonOf(ops []Operation) []byte {
	raw, _ := json.Marshal(ops)
	return bytes.ReplaceAll(raw, []byte(`\n`), []byte(" "))
}
