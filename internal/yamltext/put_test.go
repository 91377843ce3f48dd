package yamltext

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

type shelf struct {
	Books Map[book] `yaml:"books"`
}

type book struct {
	Title string   `yaml:"title"`
	Pages int      `yaml:"pages"`
	Tags  []string `yaml:"tags"`
	Where *spot    `yaml:"where"`
}

type spot struct {
	Row Word `yaml:"row"`
}

func TestPutKeepsCommentsAndOrder(t *testing.T) {
	src := `# All of them.

books:
  # The first.
  one: {pages: 3, title: One} # short
  two:
    tags: [old]
    # How long.
    pages: 4
`
	for _, c := range []struct {
		name, want string
		path       []string
		key        string
		value      any
	}{
		{name: "a key that is not there", path: []string{"books", "one"}, key: "tags", value: []string{"a: b", "c"}, want: `# All of them.

books:
  # The first.
  one: {title: One, pages: 3, tags: ["a: b", c]} # short
  two:
    # How long.
    pages: 4
    tags: [old]
`},
		{name: "a key that is there", path: []string{"books", "two"}, key: "tags", value: []string{"new"}, want: `# All of them.

books:
  # The first.
  one: {title: One, pages: 3} # short
  two:
    # How long.
    pages: 4
    tags: [new]
`},
	} {
		t.Run(c.name, func(t *testing.T) {
			var ds diag.List
			out, err := Put("f.yaml", []byte(src), &shelf{}, c.path, c.key, c.value, &ds)
			if err != nil || ds.Len() > 0 {
				t.Fatal(err, ds.Sorted())
			}
			if diff := cmp.Diff(c.want, string(out)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPutLosesNothing(t *testing.T) {
	var ds diag.List
	src := "books:\n  one:\n    tags:\n      - a # because\n"
	if _, err := Put("f.yaml", []byte(src), &shelf{}, []string{"books", "one"}, "tags", []string{"b"}, &ds); err == nil || !strings.Contains(err.Error(), "a comment would be lost") {
		t.Errorf("error %v", err)
	}
	if _, err := Put("f.yaml", []byte(src), &shelf{}, []string{"books", "two"}, "tags", []string{"b"}, &ds); err == nil || !strings.Contains(err.Error(), "there is no block books.two") {
		t.Errorf("error %v", err)
	}
	if _, err := Put("f.yaml", []byte(src), &shelf{}, []string{"books", "one"}, "title", "", &ds); err == nil || !strings.Contains(err.Error(), "the value is empty") {
		t.Errorf("error %v", err)
	}
	if out, err := Put("f.yaml", []byte("a: ["), &shelf{}, nil, "books", nil, &ds); out != nil || err != nil || !ds.HasErrors() {
		t.Errorf("result %q, error %v, %v", out, err, ds.Sorted())
	}
}

func TestPlainIsWhatTheFileSays(t *testing.T) {
	got := Plain(&shelf{Map[book]{
		{Key: "one", Value: book{Title: "One", Pages: 3, Tags: []string{"a", "b"}, Where: &spot{Word{Text: "top"}}}},
		{Key: "none"},
	}})
	want := map[string]any{"books": map[string]any{
		"one": map[string]any{"title": "One", "pages": int64(3), "tags": []any{"a", "b"}, "where": map[string]any{"row": "top"}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := Plain(shelf{}); got != nil {
		t.Errorf("an empty value is %v", got)
	}
}

func TestDropTakesAKeyOutAndKeepsTheRest(t *testing.T) {
	src := "books:\n  # The first.\n  one: {title: One, pages: 3} # short\n"
	var ds diag.List
	out, err := Drop("shelf.yaml", []byte(src), &shelf{}, []string{"books", "one"}, "pages", &ds)
	if diff := cmp.Diff("books:\n  # The first.\n  one: {title: One} # short\n", string(out)); diff != "" || err != nil || ds.Len() > 0 {
		t.Error(diff, err, ds.Sorted())
	}
	again, err := Drop("shelf.yaml", out, &shelf{}, []string{"books", "one"}, "pages", &ds)
	if string(again) != string(out) || err != nil {
		t.Errorf("a key that is not there: %s, %v", again, err)
	}
	src = "books:\n  one:\n    title: One\n    # How long.\n    pages: 3\n"
	_, err = Drop("shelf.yaml", []byte(src), &shelf{}, []string{"books", "one"}, "pages", &ds)
	if err == nil || !strings.HasSuffix(err.Error(), "a comment would be lost; move it out of the value that is replaced") {
		t.Errorf("a key with a comment: %v", err)
	}
}
