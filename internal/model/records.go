package model

import (
	"reflect"
	"strings"

	"cordon/internal/yamltext"
)

// Record is something that stands in a block, with its keys.
type Record struct {
	ID   string
	Kind string
	v    reflect.Value
}

// Records lists what stands in a block of the language, in the order of the model; nothing for an unknown block. The system is a block of one.
func (m *Model) Records(block string) []Record {
	if block == "system" {
		return []Record{{ID: m.System.ID.Text, v: reflect.ValueOf(m.System)}}
	}
	list, ok := blockOf(reflect.ValueOf(*m), block)
	if !ok {
		return nil
	}
	out := make([]Record, 0, list.Len())
	for i := range list.Len() {
		e := list.Index(i)
		r := Record{v: e}
		if id := e.FieldByName("ID"); id.IsValid() && id.Kind() == reflect.String { // an Element
			r.ID, r.v = id.String(), e.FieldByName("Value")
		} else if w, ok := e.FieldByName("ID").Interface().(yamltext.Word); ok {
			r.ID = w.Text
		}
		if kind := r.v.FieldByName("Kind"); kind.IsValid() {
			r.Kind = kind.Interface().(yamltext.Word).Text
		}
		out = append(out, r)
	}
	return out
}

// blockOf finds the list of a block by the key that the block has in files. Controls and answers have no id and are no records.
func blockOf(m reflect.Value, block string) (reflect.Value, bool) {
	if block == string(Interfaces) { // they stand inside of assets in files
		return m.FieldByName("Interfaces"), true
	}
	for f := range fieldsOf(reflect.TypeFor[File]()) {
		key, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if key != block {
			continue
		}
		list := m.FieldByName(f.Name)
		return list, list.IsValid() && list.Kind() == reflect.Slice && elementOf(list.Type().Elem()).Kind() == reflect.Struct && hasID(list.Type().Elem())
	}
	return reflect.Value{}, false
}

func hasID(t reflect.Type) bool {
	_, ok := t.FieldByName("ID")
	return ok
}

// elementOf is the type of what an Element holds, or the type itself.
func elementOf(t reflect.Type) reflect.Type {
	if f, ok := t.FieldByName("Value"); ok {
		return f.Type
	}
	return t
}

// fieldsOf gives the fields of a type with their keys, embedded ones included.
func fieldsOf(t reflect.Type) func(yield func(reflect.StructField) bool) {
	return func(yield func(reflect.StructField) bool) {
		for _, f := range reflect.VisibleFields(t) {
			if !f.Anonymous && f.Tag.Get("yaml") != "" && !yield(f) {
				return
			}
		}
	}
}

// Has tells whether a key has a value; with a dot, a key inside: support.until.
func (r Record) Has(key string) bool { return filled(r.v, key) }

func filled(v reflect.Value, key string) bool {
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return false
		}
		v = v.Elem()
	}
	first, rest, nested := strings.Cut(key, ".")
	for f := range fieldsOf(v.Type()) {
		name, _, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if name != first {
			continue
		}
		at := v.FieldByIndex(f.Index)
		if nested {
			return filled(at, rest)
		}
		if w, ok := at.Interface().(yamltext.Word); ok {
			return w.Text != ""
		}
		if at.Kind() == reflect.Slice {
			return at.Len() > 0
		}
		return !at.IsZero()
	}
	return false
}

// HasKey tells whether things in a block can have a key.
func HasKey(block, key string) bool {
	t := reflect.TypeFor[System]()
	if block != "system" {
		list, ok := blockOf(reflect.ValueOf(Model{}), block)
		if !ok {
			return false
		}
		t = elementOf(list.Type().Elem())
	}
	for part := range strings.SplitSeq(key, ".") {
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		found := false
		if t.Kind() == reflect.Struct {
			for f := range fieldsOf(t) {
				if name, _, _ := strings.Cut(f.Tag.Get("yaml"), ","); name == part {
					t, found = f.Type, true
					break
				}
			}
		}
		if !found {
			return false
		}
	}
	return true
}
