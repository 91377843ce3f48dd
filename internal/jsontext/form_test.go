package jsontext

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"cordon/internal/diag"
)

// What a form finds is said with its pointer and place; what is right is kept all the same.
func TestForm(t *testing.T) {
	const src = `{"name": "a", "tags": ["x", 1, "y"], "state": "shut", "parts": [{"name": 2, "size": 3}], "late": [true], "more": {}}`
	var ds diag.List
	f, root, ok := ReadForm("f", []byte(src), 8, FormCodes{Malformed: diag.VexJSON, TooLarge: diag.VexTooLarge, Wrong: diag.VexForm, LeftOut: diag.VexLeftOut}, &ds)
	if !ok {
		t.Fatal(ds.Sorted())
	}
	var name, part, state string
	var tags []string
	var late *Value
	f.Object(&root, Members{
		"name": f.Text(&name), "tags": f.Texts(&tags), "state": Word(f, &state, []string{"open", "closed"}), "late": func(v *Value) { late = v },
		"parts": func(v *Value) { f.Each(v, func(v *Value) { f.Object(v, Members{"name": f.Text(&part)}) }) },
	})
	f.Below("late", func() { f.Each(late, func(v *Value) { f.Is(v, Number) }) })
	f.Object(&root, Members{"*": Ignore})
	if name != "a" || part != "" || state != "" || fmt.Sprint(tags) != "[x y]" {
		t.Errorf("%q %q %q %q", name, part, state, tags)
	}
	var got []string
	for _, d := range ds.Sorted() {
		got = append(got, fmt.Sprintf("%d %s %s %s", d.Column, d.Code, d.Message, d.Hint))
	}
	want := []string{
		"29 C783 /tags/1 is a number, not a text ", `47 C783 /state is "shut" allowed: open, closed`, "74 C783 /parts/0/name is a number, not a text ", "85 C784 /parts/0/size is not read ",
		"99 C783 /late/0 is true or false, not a number ", "114 C784 /more is not read ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Of a file with very many mistakes the first ones are said.
func TestFormReportsEnd(t *testing.T) {
	var ds diag.List
	f, root, _ := ReadForm("f", []byte(`{"a": [`+strings.Repeat("1, ", 999)+`1]}`), 8, FormCodes{Wrong: diag.VexForm}, &ds)
	var texts []string
	f.Object(&root, Members{"a": f.Texts(&texts)})
	if ds.Len() != most {
		t.Errorf("%d diagnostics", ds.Len())
	}
}
