package model

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

func compile(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("model.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("model.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// instance reads YAML as an editor does.
func instance(t *testing.T, src string) any {
	t.Helper()
	var v any
	if err := yaml.Unmarshal([]byte(src), &v); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	out, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSchemaAcceptsCompleteModel(t *testing.T) {
	if err := compile(t).Validate(instance(t, string(read(t, "testdata/complete.yaml")))); err != nil {
		t.Error(err)
	}
}

func TestSchemaRejects(t *testing.T) {
	s, src := compile(t), string(read(t, "testdata/complete.yaml"))
	for _, c := range []struct{ name, old, new string }{
		{"another version", "cordon: 1", "cordon: 2"},
		{"a missing version", "cordon: 1", ""},
		{"an unknown block", "zones:", "zone:"},
		{"an unknown key of an element", "protocol:", "protokol:"},
		{"an unknown key of a nested asset", "driver: {kind:", "driver: {kinds:"},
		{"a wrong word", "device-class: MDR-IIb", "device-class: MDR-2"},
		{"a word for a list", "on: [internet]", "on: internet"},
		{"a number out of range", "children: 5", "children: 6"},
		{"a text for a number", "magnitude: 4", "magnitude: big"},
		{"an id in upper case", "set-dose:", "SetDose:"},
		{"a missing key", "severity: {adults: 4, children: 5}", ""},
		{"a number for a text", `release: "4"`, "release: 4"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if strings.Count(src, c.old) != 1 {
				t.Fatalf("%q stands %d times in the example", c.old, strings.Count(src, c.old))
			}
			if s.Validate(instance(t, strings.Replace(src, c.old, c.new, 1))) == nil {
				t.Errorf("the schema accepts %q in place of %q", c.new, c.old)
			}
		})
	}
}

func TestSchemaIsTheSameEveryTime(t *testing.T) {
	if !bytes.Equal(Schema(), Schema()) {
		t.Error("two calls differ")
	}
}
