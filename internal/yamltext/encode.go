package yamltext

import (
	"fmt"
	"reflect"
	"strconv"

	"go.yaml.in/yaml/v4"

	"cordon/internal/diag"
)

// Encode writes a value of a type that Decode reads, in the canonical form. Empty fields are left out.
func Encode(v any) (string, error) {
	raw, err := yaml.Marshal(encode(reflect.ValueOf(v)))
	if err != nil {
		return "", fmt.Errorf("encode: %w", err)
	}
	var ds diag.List
	out, err := Format("entry", raw, v, &ds)
	if err == nil && out == nil {
		err = fmt.Errorf("encode: %s", ds.Sorted()[0])
	}
	return string(out), err
}

// encode builds the tree of a value; nil for an empty one.
func encode(v reflect.Value) *yaml.Node {
	switch {
	case v.Kind() == reflect.Pointer && v.Type() != nodeT:
		if v.IsNil() {
			return nil
		}
		return encode(v.Elem())
	case v.Type() == nodeT:
		n, _ := v.Interface().(*yaml.Node)
		return n
	case v.Type() == wordT:
		return scalarNode(v.Interface().(Word).Text)
	case isMap(v.Type()):
		n := &yaml.Node{Kind: yaml.MappingNode}
		for i := range v.Len() {
			put(n, v.Index(i).FieldByName("Key").String(), encode(v.Index(i).FieldByName("Value")))
		}
		return unlessEmpty(n)
	case v.Kind() == reflect.Struct:
		n := &yaml.Node{Kind: yaml.MappingNode}
		for _, f := range structInfo(v.Type()).fields {
			put(n, f.name, encode(v.FieldByIndex(f.index)))
		}
		return unlessEmpty(n)
	case v.Kind() == reflect.Slice:
		n := &yaml.Node{Kind: yaml.SequenceNode}
		for i := range v.Len() {
			if item := encode(v.Index(i)); item != nil {
				n.Content = append(n.Content, item)
			}
		}
		return unlessEmpty(n)
	case v.Kind() == reflect.Int:
		if v.Int() == 0 {
			return nil
		}
		return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!int", Value: strconv.FormatInt(v.Int(), 10)}
	}
	return scalarNode(v.String())
}

func scalarNode(s string) *yaml.Node {
	if s == "" {
		return nil
	}
	return &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: s}
}

func unlessEmpty(n *yaml.Node) *yaml.Node {
	if len(n.Content) == 0 {
		return nil
	}
	return n
}

func put(n *yaml.Node, key string, value *yaml.Node) {
	if value != nil {
		n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: key}, value)
	}
}
