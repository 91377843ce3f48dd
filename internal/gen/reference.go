package main

import (
	"fmt"
	"reflect"
	"strings"

	"cordon/internal/decisions"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// language writes the reference of the model language from the Go types that read it.
func language() []byte {
	var b strings.Builder
	b.WriteString("# The model language\n\nGenerated from internal/model; do not edit. docs/user/modelling.md explains how to write a model.\n")
	describe(&b, reflect.TypeFor[model.File](), map[reflect.Type]bool{})
	return []byte(b.String())
}

// records writes the reference of files of decisions from the Go types that read them.
func records() []byte {
	var b strings.Builder
	b.WriteString("# Files of decisions\n\nGenerated from internal/decisions; do not edit. docs/user/decisions.md explains how to decide.\n")
	describe(&b, reflect.TypeFor[decisions.File](), map[reflect.Type]bool{})
	return []byte(b.String())
}

// fields writes the reference of knowledge entries from the Go types that read them.
func fields() []byte {
	var b strings.Builder
	b.WriteString("# Fields of knowledge entries\n\nGenerated from internal/knowledge; do not edit. content/FORMAT.md explains them.\n")
	seen := map[reflect.Type]bool{}
	for _, t := range []reflect.Type{
		reflect.TypeFor[knowledge.Kind](), reflect.TypeFor[knowledge.Relation](), reflect.TypeFor[knowledge.Fact](),
		reflect.TypeFor[knowledge.TrustAttribute](), reflect.TypeFor[knowledge.Consequence](),
		reflect.TypeFor[knowledge.ConstructionRule](), reflect.TypeFor[knowledge.Threat](), reflect.TypeFor[knowledge.Control](),
		reflect.TypeFor[knowledge.Strategy](), reflect.TypeFor[knowledge.Scales](),
	} {
		describe(&b, t, seen)
	}
	return []byte(b.String())
}

// describe writes a table for a struct and then for the structs in it, each once.
func describe(b *strings.Builder, t reflect.Type, seen map[reflect.Type]bool) {
	if seen[t] {
		return
	}
	seen[t] = true
	fmt.Fprintf(b, "\n## %s\n\n| Key | Value | Meaning |\n| --- | --- | --- |\n", t.Name())
	var inner []reflect.Type
	for _, f := range yamltext.Fields(t) {
		form, sub := valueForm(f.Type)
		if f.Need {
			form += ", required"
		}
		if f.Range != "" {
			form += ", " + strings.Replace(f.Range, "-", " to ", 1)
		}
		fmt.Fprintf(b, "| `%s` | %s | %s |\n", f.Name, form, strings.ReplaceAll(f.Doc, "|", `\|`))
		if sub != nil {
			inner = append(inner, sub)
		}
	}
	for _, t := range inner {
		describe(b, t, seen)
	}
}

// valueForm says in words what a value of a type looks like, and which struct it holds.
func valueForm(t reflect.Type) (string, reflect.Type) {
	if e, ok := reflect.New(t).Interface().(yamltext.Enum); ok {
		return "one of `" + strings.Join(e.Words(), "`, `") + "`", nil
	}
	switch {
	case t == reflect.TypeFor[yamltext.Word]():
		return "word", nil
	case t.Kind() == reflect.Pointer:
		if t.Elem().Name() == "Node" {
			return "model", nil
		}
		return valueForm(t.Elem())
	case strings.HasPrefix(t.Name(), "Map["):
		form, sub := valueForm(t.Elem().Field(2).Type)
		return "block of ids, each: " + form, sub
	case t.Kind() == reflect.Slice:
		form, sub := valueForm(t.Elem())
		return "list of: " + form, sub
	case t.Kind() == reflect.Struct:
		return "[" + t.Name() + "](#" + strings.ToLower(t.Name()) + ")", t
	case t.Kind() == reflect.Int:
		return "number", nil
	}
	return "text", nil
}
