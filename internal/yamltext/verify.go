package yamltext

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"cordon/internal/diag"
)

// verify reads the result again: it must hold the same values and the same comments.
func verify(before *source, doc *yaml.Node, out []byte, shape reflect.Type) error {
	var ds diag.List
	again := Parse("result", out, &ds)
	if again == nil {
		return fmt.Errorf("it cannot be read: %s", ds.Sorted()[0])
	}
	if err := same(doc.Content[0], again.Content[0], shape); err != nil {
		return err
	}
	after, err := scan(string(out), again)
	if err != nil {
		return err
	}
	if a, b := texts(before.comments), texts(after.comments); !slices.Equal(a, b) {
		return errors.New("comments are lost or changed")
	}
	return nil
}

func texts(cs []comment) []string {
	var out []string
	for _, c := range cs {
		out = append(out, c.text)
	}
	slices.Sort(out)
	return out
}

// same compares two trees without regard to style. The keys of a struct may stand in another order.
func same(a, b *yaml.Node, shape reflect.Type) error {
	shape = bare(shape)
	if a.Kind != b.Kind || len(a.Content) != len(b.Content) || isNull(a) != isNull(b) || !isNull(a) && a.Value != b.Value {
		return fmt.Errorf("line %d: %s became %s in line %d", a.Line, form(a), form(b), b.Line)
	}
	if a.Kind != yaml.MappingNode {
		for i := range a.Content {
			if err := same(a.Content[i], b.Content[i], inside(shape, "")); err != nil {
				return err
			}
		}
		return nil
	}
	pa, pb := pairs(a, shape), pairs(b, shape)
	for i := range pa {
		if pa[i][0].Value != pb[i][0].Value {
			return fmt.Errorf("line %d: key %q became %q in line %d", pa[i][0].Line, pa[i][0].Value, pb[i][0].Value, pb[i][0].Line)
		}
		if err := same(pa[i][1], pb[i][1], inside(shape, pa[i][0].Value)); err != nil {
			return err
		}
	}
	return nil
}

func pairs(n *yaml.Node, shape reflect.Type) [][2]*yaml.Node {
	var out [][2]*yaml.Node
	for i := 0; i+1 < len(n.Content); i += 2 {
		out = append(out, [2]*yaml.Node{n.Content[i], n.Content[i+1]})
	}
	if isStruct(shape) {
		slices.SortStableFunc(out, func(a, b [2]*yaml.Node) int { return strings.Compare(a[0].Value, b[0].Value) })
	}
	return out
}
