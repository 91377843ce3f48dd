package yamltext

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
)

// Schema writes a JSON Schema (draft 2020-12) of the files that are decoded into a struct, from the same types and tags
// that Decode uses. It is what editors complete and check from; it is a little stricter than Decode, since a text that
// looks like a number needs quotes there, as Format writes them.
func Schema(title string, shape any) []byte {
	s := schema{defs: map[string]any{}}
	whole := map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"title":   title,
		"$defs":   s.defs,
	}
	for k, v := range s.of(reflect.TypeOf(shape), field{}) {
		whole[k] = v
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(whole); err != nil {
		panic(fmt.Sprintf("yamltext: schema of %T: %v", shape, err)) // maps of strings and numbers always encode
	}
	return b.Bytes()
}

type schema struct{ defs map[string]any }

func (s *schema) of(t reflect.Type, f field) map[string]any {
	t = bare(t)
	switch {
	case t == nil:
		return map[string]any{}
	case t == wordT:
		return map[string]any{"type": "string", "minLength": 1}
	case isMap(t):
		return s.block(t, f)
	case t.Kind() == reflect.Struct:
		return s.ref(t)
	case t.Kind() == reflect.Slice:
		return map[string]any{"type": "array", "items": s.of(t.Elem(), f)}
	case t.Kind() == reflect.Int:
		return number(f)
	case t.Kind() == reflect.String:
		return text(t)
	}
	panic(fmt.Sprintf("yamltext: type %s is not supported", t))
}

// block describes a Map. Its words may be numbers and truth values: a fact `pairing: no` is no text to every editor.
func (s *schema) block(t reflect.Type, f field) map[string]any {
	values := s.of(mapValue(t), f)
	if bare(mapValue(t)) == wordT {
		values = map[string]any{"type": []string{"string", "boolean", "number"}}
	}
	pattern := IDPattern
	if f.reference {
		pattern = ReferencePattern
	}
	return map[string]any{
		"type":                 "object",
		"propertyNames":        map[string]any{"pattern": pattern},
		"additionalProperties": values,
	}
}

// ref describes a struct once, by its name, so that a struct may hold values of its own type.
func (s *schema) ref(t reflect.Type) map[string]any {
	if _, ok := s.defs[t.Name()]; !ok {
		s.defs[t.Name()] = nil // against endless recursion
		s.defs[t.Name()] = s.object(t)
	}
	return map[string]any{"$ref": "#/$defs/" + t.Name()}
}

func (s *schema) object(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, f := range structInfo(t).fields {
		p := s.of(t.FieldByIndex(f.index).Type, f)
		if f.doc != "" {
			p["description"] = f.doc
		}
		properties[f.name] = p
		if f.need {
			required = append(required, f.name)
		}
	}
	o := map[string]any{"type": "object", "properties": properties, "additionalProperties": false}
	if len(required) > 0 {
		o["required"] = required
	}
	return o
}

func number(f field) map[string]any {
	n := map[string]any{"type": "integer"}
	if f.bounded {
		n["minimum"], n["maximum"] = f.min, f.max
	}
	return n
}

func text(t reflect.Type) map[string]any {
	if e, ok := reflect.New(t).Interface().(Enum); ok {
		return map[string]any{"enum": e.Words()}
	}
	return map[string]any{"type": "string", "minLength": 1}
}
