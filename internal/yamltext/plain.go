package yamltext

import (
	"fmt"
	"reflect"
)

// Plain gives a value of a type that Decode reads as maps, lists, texts and whole numbers, named as in a file. Empty values
// are left out, as Encode does; nil stands for an empty one. Places are not part of it.
func Plain(v any) any { return plainValue(reflect.ValueOf(v)) }

func plainValue(v reflect.Value) any {
	switch {
	case v.Kind() == reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return plainValue(v.Elem())
	case v.Type() == wordT:
		return plainText(v.Interface().(Word).Text)
	case isMap(v.Type()):
		out := map[string]any{}
		for i := range v.Len() {
			set(out, v.Index(i).FieldByName("Key").String(), plainValue(v.Index(i).FieldByName("Value")))
		}
		return unlessNone(out)
	case v.Kind() == reflect.Struct:
		out := map[string]any{}
		for _, f := range structInfo(v.Type()).fields {
			set(out, f.name, plainValue(v.FieldByIndex(f.index)))
		}
		return unlessNone(out)
	case v.Kind() == reflect.Slice:
		var out []any
		for i := range v.Len() {
			if item := plainValue(v.Index(i)); item != nil {
				out = append(out, item)
			}
		}
		if out == nil {
			return nil
		}
		return out
	case v.Kind() == reflect.Int:
		if v.Int() == 0 {
			return nil
		}
		return v.Int()
	case v.Kind() == reflect.String:
		return plainText(v.String())
	}
	panic(fmt.Sprintf("yamltext: type %s is not supported", v.Type()))
}

func set(out map[string]any, key string, value any) {
	if value != nil {
		out[key] = value
	}
}

func unlessNone(m map[string]any) any {
	if len(m) == 0 {
		return nil
	}
	return m
}

func plainText(s string) any {
	if s == "" {
		return nil
	}
	return s
}
