package main

import (
	"bytes"
	"context"
	"path/filepath"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"cordon/internal/cli"
)

func TestAssessmentsFollowTheirSchema(t *testing.T) {
	raw, err := assessmentSchema()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("assessment.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("assessment.json")
	if err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	example := filepath.Join("..", "..", "examples", "wearable-monitor")
	if code := cli.Main(context.Background(), []string{"assess", example, "--format", "json"}, strings.NewReader(""), &out, &errs); code != 0 {
		t.Fatalf("exit code %d: %s", code, errs.String())
	}
	good := out.String()
	for name, text := range map[string]string{
		"":                             good,
		"an unknown key":               strings.Replace(good, `"summary": {`, `"summary": {"colour":"blue",`, 1),
		"a number instead of a word":   strings.Replace(good, `"mode":"future"`, `"mode":1`, 1),
		"a part that is left out":      strings.Replace(good, `"questions": [`, `"asked": [`, 1),
		"a verdict that is not a bool": strings.Replace(good, `"verified":true`, `"verified":"true"`, 1),
	} {
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); (err == nil) != (name == "") {
			t.Errorf("with %q the schema says %v", name, err)
		}
	}
}
