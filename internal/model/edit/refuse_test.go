package edit

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

func TestApplyRefuses(t *testing.T) {
	for _, c := range []struct{ name, ops, want string }{
		{"no operation", `[{"do":"paint"}]`, `: C320: "paint" is no operation`},
		{"no id", `[{"do":"remove"}]`, `: C320: remove needs an id`},
		{"no path", `[{"do":"set","value":"x"}]`, `: C320: set needs a path`},
		{"no path in an element", `[{"do":"unset","id":"box"}]`, `home.yaml:26:3: C320: unset needs a path`},
		{"unknown id", `[{"do":"set","id":"bix","path":["title"],"value":"x"}]`, `: C321: there is no element "bix"` + "\n    hint: did you mean \"box\"?"},
		{"unknown id in a path", `[{"do":"set","path":["assets","bix","title"],"value":"x"}]`, `: C321: there is no element "bix"` + "\n    hint: did you mean \"box\"?"},
		{"unknown id inside", `[{"do":"set","file":"home.yaml","path":["assets","phone","runs","os","title"],"value":"x"}]`, `: C321: there is no element "phone/os"`},
		{"unknown file", `[{"do":"set","file":"x.yaml","path":["system","name"],"value":"x"}]`, `x.yaml: C321: x.yaml is no file of the description`},
		{"no value", `[{"do":"set","id":"box","path":["title"]}]`, `home.yaml:26:3: C320: set assets.box.title: there is no value`},
		{"an empty text", `[{"do":"set","id":"box","path":["title"],"value":" "}]`, `C320: set assets.box.title: the value cannot be read: it holds an empty text`},
		{"null", `[{"do":"set","id":"box","path":["title"],"value":null}]`, `C320: set assets.box.title: the value cannot be read: it holds null: use unset`},
		{"true", `[{"do":"set","id":"box","path":["facts"],"value":{"listens":true}}]`, `C320: set assets.box.facts: the value cannot be read: it holds true: facts are the words yes, no and unknown`},
		{"a key twice", `[{"do":"set","id":"box","path":["facts"],"value":{"a":"yes","a":"no"}}]`, `C320: set assets.box.facts: the value cannot be read: the key "a" stands twice`},
		{"too deep", `[{"do":"set","id":"box","path":["facts"],"value":` + strings.Repeat("[", 60) + strings.Repeat("]", 60) + `}]`, `C320: set assets.box.facts: the value cannot be read: it is nested more than 40 deep`},
		{"unknown key", `[{"do":"set","id":"box","path":["colour"],"value":"red"}]`, `home.yaml:26:3: C201: unknown key "colour"`},
		{"a word that is not allowed", `[{"do":"set","id":"box","path":["population"],"value":"lots"}]`, `home.yaml:26:3: C203: "lots" is not an allowed word here`},
		{"a wrong form", `[{"do":"set","id":"box","path":["on"],"value":"wifi"}]`, `home.yaml:28:5: C202: expected a list, found "wifi"`},
		{"a reference to nothing", `[{"do":"set","id":"box","path":["place"],"value":"hme"}]`, `home.yaml:26:3: C301: "hme" is not defined in places` + "\n    hint: did you mean \"home\"?"},
		{"a reference to another block", `[{"do":"put","id":"box","path":["on"],"value":"phone"}]`, `home.yaml:28:5: C305: "phone" stands in assets; here it must be one of networks`},
		{"a reference in a key", `[{"do":"add","block":"functions","id":"f","value":{"kind":"k","by":"phone","for":"box","uses":{"wifi":{"at":"box"}}}}]`,
			"home.yaml: C305: \"box\" stands in assets; here it must be one of people\nhome.yaml: C305: \"wifi\" stands in networks; here it must be one of data"},
		{"a key that must be there", `[{"do":"unset","id":"send","path":["from"]}]`, `home.yaml:33:10: C204: the key flows.send.from must be there`},
		{"a key that is missing", `[{"do":"add","block":"flows","id":"f","value":{"from":"box"}}]`, `home.yaml: C204: key "to" is required here`},
		{"the last item that must be there", `[{"do":"take","path":["controls","1","on"],"value":"phone"}]`, `home.yaml:38:10: C204: the key controls.1.on must be there`},
		{"an element with unset", `[{"do":"unset","path":["assets","box"]}]`, `home.yaml:26:3: C320: assets.box is an element`},
		{"a key that is not there", `[{"do":"unset","id":"box","path":["title"]}]`, `home.yaml:26:3: C321: there is no assets.box.title here`},
		{"an item that is not there", `[{"do":"take","id":"box","path":["on"],"value":"lan"}]`, `home.yaml:28:5: C321: there is no such item in assets.box.on`},
		{"behind an item that is not there", `[{"do":"put","path":["flows","send","over"],"value":"wifi","after":"lan"}]`, `C308: "wifi" stands in flows.send.over already`},
		{"an item of a list of blocks", `[{"do":"set","path":["controls","7","state"],"value":"planned"}]`, `C321: the list controls has no item 7`},
		{"a bad id", `[{"do":"add","block":"assets","id":"Box_1","value":{"kind":"k"}}]`, `: C206: "Box_1" is not an id`},
		{"an id that is taken", `[{"do":"add","block":"zones","id":"box","value":{"title":"B"}}]`, `: C302: id "box" is taken; it is first used at home.yaml:26:3`},
		{"no such block", `[{"do":"add","block":"things","id":"x","value":{"kind":"k"}}]`, `: C305: "things" is no block of elements`},
		{"no such block inside", `[{"do":"add","block":"zones","id":"box/x","value":{"kind":"k"}}]`, `home.yaml:26:3: C305: "box" cannot hold "zones"`},
		{"inside nothing", `[{"do":"add","block":"runs","id":"bix/x","value":{"kind":"k"}}]`, `: C321: there is no element "bix"`},
		{"behind nothing", `[{"do":"add","block":"assets","id":"x","after":"y","value":{"kind":"k"}}]`, `C321: there is no "y" in assets of this file`},
		{"into another folder", `[{"do":"add","block":"assets","id":"x","file":"a/b.yaml","value":{"kind":"k"}}]`, `a/b.yaml: C320: a/b.yaml is no file of the description`},
		{"a new id that is taken", `[{"do":"rename","id":"box","to":"phone"}]`, `home.yaml:26:3: C302: id "phone" is taken; it is first used at home.yaml:19:3`},
		{"a new id of a wrong form", `[{"do":"rename","id":"box","to":"a/b"}]`, `: C206: "a/b" is not an id`},
		{"behind itself", `[{"do":"move","id":"box","after":"box"}]`, `C321: there is no other "box" in this block of the file`},
		{"what is inside into another file", `[{"do":"move","id":"phone/app","file":"x.yaml"}]`, `home.yaml:24:7: C320: "phone/app" stands inside another element`},
		{"a control without a state", `[{"do":"place","control":"CTL-0001","on":["box"]}]`, `: C320: a control needs its id, elements and a state`},
		{"a control in no state there is", `[{"do":"place","control":"CTL-0001","on":["box"],"state":"done"}]`, `: C203: "done" is not an allowed word here`},
		{"a control with a text", `[{"do":"place","control":"CTL-0001","on":["box"],"state":"present","value":"x"}]`, `: C320: place CTL-0001: the value is no block that can be read`},
		{"a control that is not there", `[{"do":"release","control":"CTL-0009","on":["box"]}]`, `: C321: the control CTL-0009 is not placed on "box"`},
		{"a control that is nowhere", `[{"do":"release","control":"CTL-0009"}]`, `: C321: the control CTL-0009 is not placed on anything`},
		{"no spans", `[{"do":"text","file":"home.yaml"}]`, `home.yaml: C320: text needs spans`},
		{"text that is not there", `[{"do":"text","file":"home.yaml","spans":[{"at":2,"was":"B home","now":"x"}]}]`, `home.yaml: C323: home.yaml was changed since at this place, so that the change cannot be taken back`},
		{"a file outside", `[{"do":"text","file":"../x.yaml","spans":[{"now":"x","makes":true}]}]`, `../x.yaml: C320: ../x.yaml is no file of the description`},
		{"what comes of an operation that was refused is not reported", `[{"do":"add","block":"nonsense","id":"x","value":{"kind":"k"}},{"do":"set","id":"x","path":["title"],"value":"X"}]`, `: C305: "nonsense" is no block of elements`},
		{"all at once", `[{"do":"rename","id":"one","to":"two"},{"do":"unset","id":"three","path":["title"]}]`, ": C321: there is no element \"one\"\n: C321: there is no element \"three\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var ops []Operation
			if err := json.Unmarshal([]byte(c.ops), &ops); err != nil {
				t.Fatal(err)
			}
			res, ds := Apply(one(home), ops)
			var said []string
			for _, d := range ds {
				line := d.String()
				if !strings.Contains(c.want, "hint") {
					line, _, _ = strings.Cut(line, "\n")
				}
				said = append(said, line)
			}
			got := strings.Join(said, "\n")
			if !strings.HasSuffix(got, c.want) || len(c.want) == 0 || res.Files != nil {
				t.Errorf("(-want +got):\n%s", cmp.Diff(c.want, got))
			}
		})
	}
}

func TestBrokenFilesAreNamed(t *testing.T) {
	files := one(home)
	files["more.yaml"] = []byte("cordon: 1\nassets: [\n")
	for _, ops := range []string{
		`[{"do":"rename","id":"box","to":"hub"}]`, `[{"do":"remove","id":"box"}]`, `[{"do":"set","id":"other","path":["title"],"value":"x"}]`,
		`[{"do":"set","file":"more.yaml","path":["system","name"],"value":"x"}]`, `[{"do":"add","file":"more.yaml","block":"assets","id":"x","value":{"kind":"k"}}]`,
	} {
		var o []Operation
		if err := json.Unmarshal([]byte(ops), &o); err != nil {
			t.Fatal(err)
		}
		_, ds := Apply(files, o)
		if len(ds) != 1 || ds[0].String() != "more.yaml:3:1: C105: did not find expected node content while parsing a flow node" {
			t.Errorf("%s: %v", ops, ds)
		}
	}
	// What has nothing to do with it can be changed all the same.
	if _, ds := Apply(files, []Operation{{Do: Set, ID: "box", Path: []string{"title"}, Value: json.RawMessage(`"Box"`)}}); len(ds) > 0 {
		t.Error(ds)
	}
}

// What keeps an element out of the only file there is, is what is wrong with that file.
func TestAFileThatCannotBeReadIsSaidAndNothingElse(t *testing.T) {
	_, ds := Apply(map[string][]byte{"a.yaml": []byte("cordon: 1\nzones: &z {}\n")}, []Operation{{Do: Add, Block: "zones", ID: "ward", Value: []byte(`{"title":"Ward"}`)}})
	if len(ds) != 1 || ds[0].Code != diag.AliasUsed || ds[0].File != "a.yaml" {
		t.Errorf("got %v", ds)
	}
}
