package edit

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// FuzzApply makes operations on texts that nobody would write. Nothing may panic; what is made can be read and taken back.
func FuzzApply(f *testing.F) {
	ops := []string{
		`[{"do":"set","path":["assets","phone","place"],"value":"x"}]`,
		`[{"do":"set","path":["assets","a","facts","b"],"value":{"c":["d",1,{"e":"f"}]}}]`,
		`[{"do":"unset","path":["assets","a","kind"]},{"do":"put","id":"a","path":["on"],"value":"b"}]`,
		`[{"do":"add","block":"assets","id":"n","value":{"kind":"k"}}]`,
		`[{"do":"add","block":"runs","id":"a/n","value":{"kind":"k"}},{"do":"remove","id":"a/n"}]`,
		`[{"do":"remove","id":"a","all":true}]`,
		`[{"do":"rename","id":"a","to":"z"},{"do":"move","id":"z","file":"g.yaml"}]`,
		`[{"do":"move","id":"b","after":"a"}]`,
		`[{"do":"place","control":"CTL-0001","on":["a"],"state":"present","value":{"note":"n"}}]`,
		`[{"do":"release","control":"CTL-0001","on":["a"]}]`,
		`[{"do":"text","file":"f.yaml","spans":[{"at":3,"was":"a","now":"b","before":"","after":""}]}]`,
	}
	for _, text := range []string{
		home,
		"cordon: 1\nassets: {a: {kind: k, on: [b]}, b: {kind: k}}\nimports: [{file: ., as: i}, {file: f.yaml, as: j}]\n",
		"cordon: 1 # c\nassets:\n  ? a\n  : kind: k\n  b:\ncontrols:\n- # d\n  control: CTL-0001\n  on: [a, # e\n   b]\n  state: present\n",
		"\uFEFFcordon: 1\r\nassets:\r\n  a: >-\r\n    x\r\n  # y\r\n  b: |\r\n    # z\r\n",
		"{cordon: 1, assets: {a: , b: ~, c: {}}, flows: []}",
		"assets:\n  a: {kind: k # c\n    }\n  'b': \"x\\n\" # d\n\n\n# e",
	} {
		for i := range ops {
			f.Add([]byte(text), i)
		}
	}
	f.Fuzz(func(t *testing.T, text []byte, which int) {
		if which < 0 || which >= len(ops) {
			return
		}
		raw := ops[which]
		var ops []Operation
		if err := json.Unmarshal([]byte(raw), &ops); err != nil {
			t.Fatal(err)
		}
		files := map[string][]byte{"f.yaml": text, "g.yaml": []byte("cordon: 1\nassets:\n  g: {kind: k, on: [n]}\nnetworks: {n: {kind: k}}\n")}
		res, ds := Apply(files, ops)
		if len(ds) > 0 {
			if res.Files != nil {
				t.Error("files in spite of diagnostics")
			}
			return
		}
		after := map[string][]byte{}
		for name, src := range files {
			after[name] = src
		}
		onlyText := true
		for _, op := range ops {
			onlyText = onlyText && op.Do == Retext
		}
		for name, src := range res.Files {
			after[name] = src
			if src == nil {
				delete(after, name)
			} else if said := parsed(name, src); said != "" && !onlyText && len(src) <= yamltext.MaxBytes {
				t.Errorf("%s cannot be read: %s\n%s", name, said, src)
			}
		}
		back, ds := Apply(after, res.Inverse)
		for name, src := range back.Files {
			after[name] = src
			if src == nil {
				delete(after, name)
			}
		}
		if len(ds) > 0 || len(after) != len(files) || string(after["f.yaml"]) != string(text) || string(after["g.yaml"]) != string(files["g.yaml"]) {
			t.Errorf("the inverse of %s: %v\n%q\n%q", raw, ds, text, after["f.yaml"])
		}
	})
}

// FuzzMerge merges texts that nobody would write. Nothing may panic; what comes out can be read; each side alone comes out
// as it is, and nobody's key is lost without a conflict.
func FuzzMerge(f *testing.F) {
	changed := strings.NewReplacer("place: home # usually", "place: home", "kind: device.home-hub", "kind: device.router # new", "  # by cable\n", "")
	for _, pair := range [][3]string{
		{home, changed.Replace(home), strings.Replace(home, "box", "hub", -1)},
		{"a: {b: c, d: [e, f]}\n", "a: {b: x, d: [f, e]}\n", "a:\n  b: c # y\n  d:\n  - e\n  - g\n"},
		{"a:\n- {id: 1, v: 2}\n- {id: 2, v: 2}\n", "a:\n- {id: 2, v: 3}\n", "# x\na:\n- id: 1\n  v: 4\n- {id: 2, v: 2}\n# tail\n"},
		{"a: b\r\n", "a: c\r\n# d", "a: b\r\ne: f"},
		{"", "a: [\n", "b: c\n"},
		{"a:\n", "a: {}\n", "a:\n- # b\n  - c\n"},
		{":\n", "a: s\na: {e}\n", "a: {s}\na: {e: f}\n"},
	} {
		f.Add([]byte(pair[0]), []byte(pair[1]), []byte(pair[2]))
	}
	f.Fuzz(func(t *testing.T, base, ours, theirs []byte) {
		side := func(text []byte) map[string][]byte { return map[string][]byte{"f.yaml": text, "d/r.yaml": text} }
		m := Merge(side(base), side(ours), side(theirs), nil)
		for name, src := range m.Files {
			readable := parsed(name, ours) == "" && parsed(name, theirs) == ""
			if said := parsed(name, src); said != "" && readable {
				t.Errorf("%s cannot be read: %s\n%q", name, said, src)
			}
		}
		choices := map[string]Side{}
		for _, c := range m.Conflicts {
			choices[c.Key] = Theirs
		}
		if again := Merge(side(base), side(ours), side(theirs), choices); len(m.Conflicts) > 0 && len(again.Conflicts) >= len(m.Conflicts) {
			same := map[string]bool{}
			for _, c := range again.Conflicts {
				same[c.Key] = true
			}
			for key := range choices {
				if same[key] {
					t.Errorf("the conflict %s was settled and is there again", key)
				}
			}
		}
		if len(m.Conflicts) == 0 {
			for _, part := range keysOnlyIn(ours, base, theirs) {
				if !slices.Contains(topKeys(m.Files["d/r.yaml"]), part) {
					t.Errorf("key %q of ours is lost\n%q\n%q\n%q\n%q", part, base, ours, theirs, m.Files["d/r.yaml"])
				}
			}
			for _, part := range keysOnlyIn(theirs, base, ours) {
				if !slices.Contains(topKeys(m.Files["d/r.yaml"]), part) {
					t.Errorf("key %q of theirs is lost\n%q\n%q\n%q\n%q", part, base, ours, theirs, m.Files["d/r.yaml"])
				}
			}
		}
		Describe(side(base), side(ours))
	})
}

func topKeys(src []byte) []string {
	d := yamltext.Open("f", src, nil, &diag.List{})
	if d == nil {
		return nil
	}
	return d.Root().Literal().Keys
}

func keysOnlyIn(a []byte, others ...[]byte) []string {
	return slices.DeleteFunc(topKeys(a), func(k string) bool {
		return slices.ContainsFunc(others, func(o []byte) bool { return len(o) == 0 || topKeys(o) == nil || slices.Contains(topKeys(o), k) })
	})
}
