package yamltext

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

func quoted(s string) Literal { return Literal{Text: s, Quoted: true} }

func TestDraft(t *testing.T) {
	for _, c := range []struct {
		name, src string
		change    func(root *Place) error
		want      string
	}{
		{"a word", "title: a   # b\n", func(r *Place) error { return r.Get("title").Set(quoted("c d")) }, "title: c d   # b\n"},
		{"a text that looks like a number", "title: a\n", func(r *Place) error { return r.Get("title").Set(quoted("1.5")) }, "title: \"1.5\"\n"},
		{"a word in quotes", "title: 'it''s' # b\n", func(r *Place) error { return r.Get("title").Set(quoted("x")) }, "title: x # b\n"},
		{"nothing", "title:   # b\nlist: []\n", func(r *Place) error { return r.Get("title").Set(quoted("x")) }, "title: x # b\nlist: []\n"},
		{"a folded text with a comment", "title: >- # b\n  a\n  c\nlist: []\n", func(r *Place) error { return r.Get("title").Set(quoted("x")) }, "title: x # b\nlist: []\n"},
		{"a word by lines, with a comment behind it", "title: a # b\n", func(r *Place) error { return r.Get("title").Set(quoted("x\ny")) }, "# b\ntitle: |-\n  x\n  y\n"},
		{"a list on lines with comments by a word", "things:\n  a: # b\n    tags: # c\n    # d\n    - e # f\n", func(r *Place) error {
			return r.Get("things").Get("a").Get("tags").Set(Literal{Kind: List, Values: []Literal{quoted("x")}})
		}, "things:\n  a: # b\n    # d\n    # f\n    tags: [x] # c\n"},
		{"line ends of Windows and a mark at the beginning", "\uFEFFtitle: a\r\nthings:\r\n  a: {kind: k}\r\n", func(r *Place) error {
			return r.Get("things").Insert(1, "b", Literal{Kind: Block, Keys: []string{"kind"}, Values: []Literal{quoted("k")}})
		}, "\uFEFFtitle: a\r\nthings:\r\n  a: {kind: k}\r\n  b: {kind: k}\r\n"},
		{"no line end at the end", "words: [a]\nlist:\n- {kind: k}", func(r *Place) error {
			return r.Get("list").Insert(1, "", Literal{Kind: Block, Keys: []string{"kind"}, Values: []Literal{quoted("l")}})
		}, "words: [a]\nlist:\n- {kind: k}\n- {kind: l}"},
		{"before the first key behind a dash", "list:\n-   kind: k # c\n    size: 2\n", func(r *Place) error {
			return r.Get("list").Places()[0].Insert(0, "title", quoted("t"))
		}, "list:\n-   title: t\n    kind: k # c\n    size: 2\n"},
		{"the first key behind a dash goes", "list:\n- kind: k # c\n  size: 2\n", func(r *Place) error {
			return Remove(r.Get("list").Places()[0].Get("kind"))
		}, "list:\n- size: 2\n"},
		{"in brackets over lines", "words: [a, # one\n  b, # two\n  c]\n", func(r *Place) error { return r.Get("words").Insert(3, "", quoted("d")) }, "words: [a, # one\n  b, # two\n  c, d]\n"},
		{"out of brackets with comments", "words: [a, # one\n  b, # two\n  c]\n", func(r *Place) error { return Remove(r.Get("words").Places()[1]) }, "words:\n  - a # one\n  - c\n"},
		{"into empty brackets in brackets", "things: {a: {tags: []}}\n", func(r *Place) error {
			return r.Get("things").Get("a").Get("tags").Insert(0, "", quoted("x, y"))
		}, "things: {a: {tags: [\"x, y\"]}}\n"},
		{"all items", "title: t\nlist:\n# a\n- {kind: k} # b\n# c\n- {kind: l}\n# d\nwords: []\n", func(r *Place) error { return Remove(r.Get("list").Places()...) }, "title: t\nlist: []\n# d\nwords: []\n"},
		{"another key", "things:\n  \"a\" : {kind: k}\n", func(r *Place) error { return r.Get("things").Get("a").Rename("true") }, "things:\n  \"true\" : {kind: k}\n"},
		{"a question mark", "? things\n: a: {kind: k}\n", func(r *Place) error { return r.Get("things").Get("a").Get("kind").Set(quoted("l")) }, "? things\n: a: {kind: l}\n"},
		{"several at once", "title: a\nthings:\n  a: {kind: k}\n\n  # of b\n  b: {kind: k}\n  c: {kind: k}\n", func(r *Place) error {
			th := r.Get("things")
			if err := th.Get("a").Get("kind").Set(quoted("l")); err != nil {
				return err
			}
			if err := th.Get("c").Rename("d"); err != nil {
				return err
			}
			return Remove(th.Get("b"))
		}, "title: a\nthings:\n  a: {kind: l}\n\n  d: {kind: k}\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var ds diag.List
			d := Open("f", []byte(c.src), reflect.TypeFor[box](), &ds)
			if d == nil {
				t.Fatal(printed(&ds))
			}
			if err := c.change(d.Root()); err != nil {
				t.Fatal(err)
			}
			after, err := d.Done()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, string(after.Text())); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			back := string(after.Text())
			for i := len(after.Changes()) - 1; i >= 0; i-- {
				s := after.Changes()[i]
				if !strings.HasPrefix(back[s.At:], s.Now) {
					t.Fatalf("%q is not at %d", s.Now, s.At)
				}
				back = back[:s.At] + s.Was + back[s.At+len(s.Now):]
			}
			if back != c.src {
				t.Errorf("its changes give back %q", back)
			}
		})
	}
}

func TestDraftRefuses(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"a list", "[a]\n", "f:1:1: C202: expected a block, found a list\n"},
		{"no YAML", "a: [", "f:2:1: C105: did not find expected node content while parsing a flow node\n"},
		{"a key that is a list", "? [a]\n: b\n", "f:1:3: C110: a key is one word, and this is a list\n"},
	} {
		var ds diag.List
		if d := Open("f", []byte(c.src), nil, &ds); d != nil || printed(&ds) != c.want {
			t.Errorf("%s: %v, %s", c.name, d, cmp.Diff(c.want, printed(&ds)))
		}
	}
	var ds diag.List
	d := Open("f", []byte("words: [a]\n"), nil, &ds)
	if err := Remove(d.Root().Get("words")); err == nil || err.Error() != "nothing would be left of the file" {
		t.Errorf("Remove = %v", err)
	}
	d = Open("f", []byte("words: [a]\n"), nil, &ds)
	one := d.Root().Get("words").Places()[0]
	if err := one.Set(quoted("b")); err != nil {
		t.Fatal(err)
	}
	if err := one.Set(quoted("c")); err == nil || err.Error() != "the value was written by this same change" {
		t.Errorf("Set = %v", err)
	}
}
