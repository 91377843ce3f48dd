package main

import (
	"encoding/json"
	"reflect"
	"strings"

	"cordon/internal/assessment"
)

// assessmentSchema is the JSON Schema of an assessment, made from the Go types and their json tags.
func assessmentSchema() ([]byte, error) {
	s := &jsonSchema{defs: map[string]any{}}
	root := s.object(reflect.TypeFor[assessment.Assessment]())
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["title"] = "Cordon assessment"
	root["$defs"] = s.defs
	out, err := json.MarshalIndent(root, "", "  ")
	return append(out, '\n'), err
}

type jsonSchema struct{ defs map[string]any }

func (s *jsonSchema) object(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	s.fields(t, properties, &required)
	return map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

func (s *jsonSchema) fields(t reflect.Type, properties map[string]any, required *[]string) {
	for i := range t.NumField() {
		f := t.Field(i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && name == "":
			s.fields(f.Type, properties, required)
		case name == "-" || !f.IsExported():
		default:
			properties[name] = s.value(f.Type)
			if options != "omitempty" {
				*required = append(*required, name)
			}
		}
	}
}

func (s *jsonSchema) value(t reflect.Type) map[string]any {
	switch t.Kind() {
	case reflect.Struct:
		name := t.PkgPath()[strings.LastIndexByte(t.PkgPath(), '/')+1:] + "." + t.Name()
		if _, done := s.defs[name]; !done {
			s.defs[name] = nil // a type that holds itself finds its name taken
			s.defs[name] = s.object(t)
		}
		return map[string]any{"$ref": "#/$defs/" + name}
	case reflect.Slice:
		return map[string]any{"type": []string{"array", "null"}, "items": s.value(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": s.value(t.Elem())}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int:
		return map[string]any{"type": "integer"}
	case reflect.Float64:
		return map[string]any{"type": "number"}
	}
	return map[string]any{"type": "string"}
}
