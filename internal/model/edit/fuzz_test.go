package edit

import (
	"encoding/json"
	"testing"

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
