package scantest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"cordon/internal/server/api"
)

// operation is one of the interface, with an example of all that it takes.
type operation struct {
	method, path, needs string
	variables           map[string]string // in path and query
	places              map[string]string // in the path, and not attacked in this operation
	fields              []field           // of a JSON body
	raw                 string            // content type of a body that is no JSON
}

// field is a leaf of a JSON body. Its path has names and numbers between slashes.
type field struct {
	path, value string
	example     any
}

// schema is what of a JSON schema examples are made from.
type schema struct {
	Ref        string             `json:"$ref"`
	Type       any                `json:"type"`
	Enum       []any              `json:"enum"`
	Default    any                `json:"default"`
	Minimum    float64            `json:"minimum"`
	Format     string             `json:"format"`
	Properties map[string]*schema `json:"properties"`
	Required   []string           `json:"required"`
	Items      *schema            `json:"items"`
}

// description is what of the OpenAPI document is read.
type description struct {
	Paths map[string]map[string]struct {
		ID         string `json:"operationId"`
		Needs      string `json:"x-cordon-needs"`
		Parameters []struct {
			Name, In string
			Schema   *schema
		}
		RequestBody struct {
			Content map[string]struct{ Schema *schema }
		} `json:"requestBody"`
	}
	Components struct{ Schemas map[string]*schema }
}

// attackedIn says in which operation a variable is attacked that stands in the paths of many and is read for all of them in one place.
var attackedIn = map[string]string{"organisation": "members", "project": "project", "revision": "revision"}

// operations gives all operations but those that are left out, with examples: given says what the schema cannot know, by "operation.name" or by name.
func operations(t *testing.T, given map[string]any) map[string]operation {
	t.Helper()
	src, err := api.Describe()
	if err != nil {
		t.Fatal(err)
	}
	var d description
	if err := json.Unmarshal(src, &d); err != nil {
		t.Fatal(err)
	}
	e := examples{d.Components.Schemas, given}
	out := map[string]operation{}
	for path, methods := range d.Paths {
		for method, op := range methods {
			if leftOut[op.ID] != "" {
				continue
			}
			o := operation{method: strings.ToUpper(method), path: path, needs: op.Needs, variables: map[string]string{}, places: map[string]string{}}
			for _, p := range op.Parameters {
				example := text(e.of(op.ID, p.Name, p.Schema))
				switch attacked, placed := attackedIn[p.Name]; {
				case p.In == "header":
				case placed && p.In == "path" && attacked != op.ID:
					o.places[p.Name] = example
				default:
					o.variables[p.Name] = example
				}
			}
			for kind, c := range op.RequestBody.Content {
				if kind == "application/json" {
					o.fields = leaves("", e.of(op.ID, "", c.Schema))
				} else {
					o.raw = kind
				}
			}
			out[op.ID] = o
		}
	}
	for id := range leftOut {
		if !strings.Contains(string(src), fmt.Sprintf(`"operationId": %q`, id)) {
			t.Errorf("%s is left out of the scan, and there is no such operation", id)
		}
	}
	return out
}

type examples struct {
	schemas map[string]*schema
	given   map[string]any
}

// of makes an example of what a schema allows. Path is that of the value in an operation; names are looked up with and without it.
func (e examples) of(operation, path string, s *schema) any {
	name := path[strings.LastIndex(path, "/")+1:]
	for _, key := range []string{operation + "." + path, name} {
		if v, ok := e.given[key]; ok {
			return v
		}
	}
	if s == nil {
		return ""
	}
	if s.Ref != "" {
		return e.of(operation, path, e.schemas[s.Ref[strings.LastIndex(s.Ref, "/")+1:]])
	}
	kind, _ := s.Type.(string)
	if list, ok := s.Type.([]any); ok && len(list) > 0 {
		kind, _ = list[0].(string)
	}
	switch {
	case s.Default != nil:
		return s.Default
	case len(s.Enum) > 0:
		return s.Enum[0]
	case kind == "object":
		out := map[string]any{}
		for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
			at := strings.TrimPrefix(path+"/"+name, "/")
			if slices.Contains(s.Required, name) || e.knows(operation+"."+at) {
				out[name] = e.of(operation, at, s.Properties[name])
			}
		}
		return out
	case kind == "array":
		return []any{e.of(operation, path+"/0", s.Items)}
	case kind == "integer" || kind == "number":
		return s.Minimum
	case kind == "boolean":
		return false
	case s.Format == "date-time":
		return "2026-11-26T12:00:00Z"
	case s.Format == "date":
		return "2026-11-26"
	}
	return ""
}

// knows tells whether something is given for a place or below it.
func (e examples) knows(place string) bool {
	for key := range e.given {
		if key == place || strings.HasPrefix(key, place+"/") {
			return true
		}
	}
	return false
}

func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any, map[string]any:
		return ""
	}
	return fmt.Sprint(v)
}

// leaves lists the leaves of a document. An empty list or object is one.
func leaves(path string, v any) []field {
	var out []field
	at := func(name string) string { return strings.TrimPrefix(path+"/"+name, "/") }
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			out = append(out, leaves(at(name), v[name])...)
		}
	case []any:
		for i := range v {
			out = append(out, leaves(at(fmt.Sprint(i)), v[i])...)
		}
	}
	if out == nil {
		out = []field{{path, text(v), v}}
	}
	return out
}
