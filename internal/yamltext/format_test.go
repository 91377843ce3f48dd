package yamltext

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

const long = "A text that is much longer than a line may be, so that it has to be broken somewhere, best at a single space."

func TestFormat(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"keys in the order of the fields, ids and lists in that of the author", `
things: {b: {size: 2, kind: k}, a: {paint: red, kind: k}}
words: [z, a]
title: T
`, `
title: T

things:
  b: {kind: k, size: 2}
  a: {kind: k, paint: red}

words:
  - z
  - a
`},
		{"unknown keys keep their place at the end", `
zzz: {b: 1, a: 2}
yyy: 3
title: T
`, `
title: T

zzz:
  b: 1
  a: 2

yyy: 3
`},
		{"one line if it fits", `
things:
  short:
    kind: k
    facts:
      f: yes
  long:
    kind: k
    tags:
    - aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
    - bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb
    facts: {f: yes}
`, `
things:
  short: {kind: k, facts: {f: yes}}
  long:
    kind: k
    tags: [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb]
    facts: {f: yes}
`},
		{"exactly 100 columns", `
things:
  a: {kind: ` + strings.Repeat("k", 87) + `}
  b: {kind: ` + strings.Repeat("k", 88) + `}
`, `
things:
  a: {kind: ` + strings.Repeat("k", 87) + `}
  b:
    kind: ` + strings.Repeat("k", 88) + `
`},
		{"nothing in brackets", "things: {}\nlist: []\n", "things: {}\nlist: []\n"},
		{"no value", "title:\nthings: {a: {kind: , paint: ~}}\nlist: [null]\n", "title:\n\nthings:\n  a: {kind: null, paint: null}\n\nlist:\n  -\n"},
		{"quotes only where they are needed", `
words: ["a b", 'it''s', "a: b", "a #b", "- a", "-a", "?", "[a", "a, b", "", "null", "1", "true", "yes", " a", "a ", "tab\t", "\u2028", "---", "@a", "<<", "a:"]
list: [{kind: "a, b", tags: ["1.5", "0x1f", "no", "2026-01-01", "1e3", "true", "null", "-", "\"", "\\", ünï]}]
`, `
list:
  - {kind: "a, b", tags: ["1.5", "0x1f", no, 2026-01-01, "1e3", "true", "null", "-", "\"", \, ünï]}

words:
  - a b
  - it's
  - "a: b"
  - "a #b"
  - "- a"
  - -a
  - "?"
  - "[a"
  - a, b
  - ""
  - "null"
  - 1
  - true
  - yes
  - " a"
  - "a "
  - "tab\t"
  - "\u2028"
  - "---"
  - "@a"
  - "<<"
  - "a:"
`},
		{"a long text is folded", `
title: "` + long + `"
list:
- {kind: k, tags: ["` + long + `"]}
`, `
title: >-
  A text that is much longer than a line may be, so that it has to be broken somewhere, best at a
  single space.

list:
  - kind: k
    tags:
      - >-
        A text that is much longer than a line may be, so that it has to be broken somewhere, best
        at a single space.
`},
		{"only single spaces are broken", "title: \"" + strings.Repeat("a  ", 30) + "b c" + strings.Repeat("  d", 30) + "\"\n",
			"title: >-\n  " + strings.Repeat("a  ", 30) + "b\n  c" + strings.Repeat("  d", 30) + "\n"},
		{"what cannot be broken stays on one line", "title: " + strings.Repeat("x", 120) + "\n", "title: " + strings.Repeat("x", 120) + "\n"},
		{"line breaks", `
title: "a\nb\n"
note: "a\n\n  b: # c"
list:
  - {kind: "a\nb", tags: ["\na", "a\n\n", " a\nb", "a\n "]}
`, `
title: |
  a
  b

note: |-
  a

    b: # c

list:
  - kind: |-
      a
      b
    tags:
      - "\na"
      - "a\n\n"
      - " a\nb"
      - "a\n "
`},
		{"comments of a file, a block, a line and an end", `
# Copyright

# Two groups
# of lines

# What it holds.
things: # all of them
  # First.
  a: {kind: k} # a
  # Second, in the source.

  # Second.
  b:
    kind: k # kind
    # last in b
  # last in things
# The title.
title: T
# The end.
`, `
# Copyright

# Two groups
# of lines

# The title.
title: T

# What it holds.
things: # all of them
  # First.
  a: {kind: k} # a
  # Second, in the source.

  # Second.
  b:
    kind: k # kind
    # last in b
  # last in things

# The end.
`},
		{"comments that a parser of values loses", `
list: [ # l
  {kind: k, # k
   tags: [ # empty
   ], facts: {
     # inside
     f: yes
     # below
   }},
  # end
]
words:
- # dash
  a
-   # block
  - b
title: >- # folded
  a
  b
note: # before
  # the value
  n
things: {} # }
`, `
title: a b # folded

# the value
note: n # before

things: {} # }

list: # l
  - kind: k # k
    tags: [] # empty
    facts:
      # inside
      f: yes
      # below
  # end

words:
  - a # dash
  - [b] # block
`},
		{"what looks like a comment", "title: \"# a\"\nwords: ['a # b', a#b]\nnote: |\n  # c\n # d\n", "title: \"# a\"\n\nnote: |\n  # c\n\nwords:\n  - \"a # b\"\n  - a#b\n\n# d\n"},
		{"Windows line ends, markers and spaces at line ends", "\uFEFF---\r\ntitle: T   # c  \r\n...\r\n", "title: T # c\n"},
		{"a file that is one line", "{title: T, words: [a], # c\n }", "title: T\n\nwords: # c\n  - a\n"},
		{"keys that need quotes", "things: {true: {kind: k}}\n'a: b': 1\n", "things:\n  \"true\": {kind: k}\n\n\"a: b\": 1\n"},
		{"a key that stands twice", "title: a\nwords: [b]\ntitle: c\n", "title: a\ntitle: c\n\nwords:\n  - b\n"},
		{"a list in a list", "words: [[a, [b]], [c, # d\n e]]\n", "words:\n  - [a, [b]]\n  - - c # d\n    - e\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var ds diag.List
			got, err := Format("f", []byte(strings.TrimPrefix(c.src, "\n")), &box{}, &ds)
			if err != nil || ds.Len() > 0 {
				t.Fatalf("error %v, diagnostics %s", err, printed(&ds))
			}
			if diff := cmp.Diff(strings.TrimPrefix(c.want, "\n"), string(got)); diff != "" {
				t.Fatalf("(-want +got)\n%s", diff)
			}
			again, err := Format("f", got, &box{}, &ds)
			if diff := cmp.Diff(string(got), string(again)); diff != "" || err != nil {
				t.Errorf("the second time it differs: %v\n%s", err, diff)
			}
		})
	}
}

func TestFormatRefuses(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"a list", "[a]", "f:1:1: C202: expected a block, found a list\n"},
		{"a text", "abc", "f:1:1: C202: expected a block, found \"abc\"\n"},
		{"a key that is a list", "? [a]\n: b\n", "f:1:3: C110: a key is one word, and this is a list\n"},
		{"a key that is a key", "n: d}, # e\n# e\n? ? f  \n##", "f:3:3: C110: a key is one word, and this is a block\n"},
		{"two of them", "? {a: b}\n: c\nd:\n  ? [e]\n  : f\n", "f:1:3: C110: a key is one word, and this is a block\nf:4:5: C110: a key is one word, and this is a list\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var ds diag.List
			got, err := Format("f", []byte(c.src), &box{}, &ds)
			if d := cmp.Diff(c.want, printed(&ds)); got != nil || err != nil || d != "" {
				t.Errorf("Format = %q, %v; diagnostics (-want +got):\n%s", got, err, d)
			}
		})
	}
}

func TestFormatOfBrokenFileGivesNothing(t *testing.T) {
	var ds diag.List
	got, err := Format("f", []byte("a: [\n"), &box{}, &ds)
	if got != nil || err != nil || !ds.HasErrors() {
		t.Errorf("Format = %q, %v, %s", got, err, printed(&ds))
	}
}

// A change that the printer must never make is found before anything is written.
func TestVerifyFindsLosses(t *testing.T) {
	src := "title: T # c\nwords: [a, b]\n"
	for _, c := range []struct{ name, out, want string }{
		{"another value", "title: U # c\nwords: [a, b]\n", `line 1: "T" became "U" in line 1`},
		{"another order in a list", "title: T # c\nwords: [b, a]\n", `line 2: "a" became "b" in line 2`},
		{"a lost value", "title: T # c\nwords: [a]\n", "line 2: a list became a list in line 2"},
		{"another key", "titel: T # c\nwords: [a, b]\n", `line 1: key "title" became "titel" in line 1`},
		{"a lost comment", "title: T\nwords: [a, b]\n", "comments are lost or changed"},
		{"a changed comment", "title: T # d\nwords: [a, b]\n", "comments are lost or changed"},
		{"no YAML", "title: [", "it cannot be read: result:2:1: C105: did not find expected node content while parsing a flow node"},
		{"another order of keys", "words: [a, b]\ntitle: T # c\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var ds diag.List
			doc := Parse("f", []byte(src), &ds)
			s, err := scan(src, doc)
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			if err := verify(s, doc, []byte(c.out), reflect.TypeFor[box]()); err != nil {
				got = err.Error()
			}
			if got != c.want {
				t.Errorf("verify = %q, want %q", got, c.want)
			}
		})
	}
}
