package knowledge

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"cordon/internal/yamltext"
)

// Folder is the folder of a base or pack in which entries of a type stand; empty if there is no such type.
func Folder(t Type) string {
	for _, f := range folders {
		if f.typ == t {
			return f.dir
		}
	}
	return ""
}

// Prefix is what ids of a type begin with that are numbered with four digits, such as "THR-"; empty for types with words as ids.
func Prefix(t Type) string {
	form, numbered := strings.CutSuffix(fmt.Sprint(idForms[t]), "[0-9]{4}$")
	if !numbered {
		return ""
	}
	return strings.TrimPrefix(form, "^")
}

// Text writes an entry as YAML-like text, without its examples.
func (ix *Index) Text(e Listed) (string, error) {
	text, err := yamltext.Encode(ix.value(e.Type, e.ID))
	if err != nil {
		return "", fmt.Errorf("show %s: %w", e.ID, err)
	}
	return text, nil
}

// WrittenExample is an example of an entry as it was written.
type WrittenExample struct {
	Says    string
	Expects string
	Model   string // YAML
}

// WrittenExamples reads the examples in the text of an entry. A text that is no entry has none.
func WrittenExamples(text []byte) []WrittenExample {
	var entry struct {
		Examples []struct {
			Says    string
			Expects string
			Model   yaml.Node
		}
	}
	if yaml.Unmarshal(text, &entry) != nil {
		return nil
	}
	var out []WrittenExample
	for _, x := range entry.Examples {
		model, err := yaml.Marshal(&x.Model)
		if err != nil {
			continue // what was read can be written
		}
		out = append(out, WrittenExample{x.Says, x.Expects, string(model)})
	}
	return out
}

// Skeleton is the text of a new entry of a type: each key that an entry must have, with what it is for. An author fills it in; the lint says
// what is still open. Empty if there is no such type.
func Skeleton(t Type, id string) string {
	for _, f := range folders {
		if f.typ == t {
			var b strings.Builder
			skeleton(&b, reflect.TypeOf(f.shape()).Elem(), "", map[string]string{"id": id})
			return b.String()
		}
	}
	return ""
}

// always are keys that types do not demand and the lint does.
var always = map[string]bool{"sources": true, "examples": true}

func skeleton(b *strings.Builder, t reflect.Type, indent string, known map[string]string) {
	for _, f := range yamltext.Fields(t) {
		if !f.Need && !always[f.Name] {
			continue
		}
		fmt.Fprintf(b, "%s%s:", indent, f.Name)
		if v, ok := known[f.Name]; ok {
			fmt.Fprintf(b, " %s\n", v)
			continue
		}
		skeletonValue(b, f.Type, indent, " # "+f.Doc)
	}
}

// skeletonValue writes what stands after a key, and what the key is for.
func skeletonValue(b *strings.Builder, t reflect.Type, indent, doc string) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if e, ok := reflect.New(t).Interface().(yamltext.Enum); ok {
		says := func(word string) bool { return strings.Contains(doc, word) }
		if slices.ContainsFunc(e.Words(), func(w string) bool { return !says(w) }) {
			doc = " #" + strings.TrimPrefix(doc, " #") + " One of: " + strings.Join(e.Words(), ", ")
		}
		fmt.Fprintf(b, " %s%s\n", e.Words()[0], doc)
		return
	}
	value, inMap := yamltext.MapValue(t)
	switch {
	case inMap:
		fmt.Fprintf(b, "%s\n%s  name:", doc, indent)
		skeletonValue(b, value, indent+"  ", "")
	case t.Kind() == reflect.Slice && t.Elem().Kind() == reflect.Struct:
		var item strings.Builder
		skeleton(&item, t.Elem(), indent+"    ", nil)
		fmt.Fprintf(b, "%s\n%s  - %s", doc, indent, strings.TrimPrefix(item.String(), indent+"    "))
	case t.Kind() == reflect.Slice:
		fmt.Fprintf(b, " []%s\n", doc)
	case t.Kind() == reflect.Struct && t.Name() == "Node":
		fmt.Fprintf(b, " {}%s\n", doc)
	case t.Kind() == reflect.Struct:
		fmt.Fprintf(b, "%s\n", doc)
		skeleton(b, t, indent+"  ", nil)
	case t.Kind() == reflect.Int:
		fmt.Fprintf(b, " 1%s\n", doc)
	default:
		fmt.Fprintf(b, " \"\"%s\n", doc)
	}
}
