package yamltext

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

func printed(ds *diag.List) string {
	var b strings.Builder
	for _, d := range ds.Sorted() {
		fmt.Fprintln(&b, d)
	}
	return b.String()
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"a block", "a: 1\n", ""},
		{"Windows line ends and a byte order mark", "\uFEFFa: 1\r\nb: 2\r\n", ""},
		{"a marker at the beginning and end", "---\na: 1\n...\n", ""},
		{"empty", "", "f: C103: file is empty\n    hint: begin with `cordon: 1`\n"},
		{"only comments", "# a\n", "f: C103: file holds only comments\n    hint: begin with `cordon: 1`\n"},
		{"only a marker", "---\n", ""},
		{"not UTF-8", "a: \u00e9\n\u00e9: \xff\n", "f:2:4: C104: text is not valid UTF-8\n    hint: save the file as UTF-8\n"},
		{"UTF-16", "\xff\xfea\x00", "f:1:1: C104: text is not valid UTF-8\n    hint: save the file as UTF-8\n"},
		{"control characters", "a: \x01\n", "f:1:4: C105: control characters are not allowed (value: 1)\n"},
		{"open bracket", "a: [b\n", "f:2:1: C105: did not find expected ',' or ']' while parsing a flow sequence\n"},
		{"open quote", "a: \"b\n", "f:2:1: C105: found unexpected end of stream while scanning a quoted scalar\n"},
		{"tab", "a:\n\tb: 1\n", "f:2:1: C105: found character that cannot start any token while scanning for the next token\n" +
			"    hint: indent with spaces; YAML allows no tabs there\n"},
		{"comment without blank", "a: [b,#c\n]\n", "f:1:7: C105: found a comment without preceding whitespace\n"},
		{"forty levels", strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth), ""},
		{"forty-one levels", strings.Repeat("[", MaxDepth+1) + strings.Repeat("]", MaxDepth+1),
			"f:1:41: C106: blocks are nested more than 40 deep\n    hint: write the inner blocks as elements of their own\n"},
		{"anchor", "a: &b c\n", "f:1:4: C107: anchors and aliases are not part of the language\n" +
			"    hint: write the value out; elements are named by id, not by anchor\n"},
		{"unknown alias", "a: *b\n", "f:1:4: C105: unknown anchor 'b' referenced\n"},
		{"two documents", "a: 1\n---\nb: 1\n", "f:2:1: C108: a second document begins here\n" +
			"    hint: remove the line `---`, or move what follows into its own file\n"},
		{"tags", "a: !!str b\nc: !d e\nf: ! g\n", "f:1:4: C210: explicit tag !!str\n    hint: remove the tag\n" +
			"f:2:4: C210: explicit tag !d\n    hint: remove the tag\n" +
			"f:3:4: C210: explicit tag !\n    hint: remove the tag\n"},
		{"a text that begins with !", "a: '! b'\n", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			var ds diag.List
			n := Parse("f", []byte(c.src), &ds)
			if diff := cmp.Diff(c.want, printed(&ds)); diff != "" {
				t.Error(diff)
			}
			if (n == nil) != (c.want != "") {
				t.Errorf("tree %v, diagnostics %q", n, printed(&ds))
			}
		})
	}
}

func TestParseRefusesLargeFile(t *testing.T) {
	var ds diag.List
	Parse("f", make([]byte, MaxBytes+1), &ds)
	want := "f: C102: file has 16777217 bytes; at most 16777216 are read\n    hint: split it: a directory of files is one system\n"
	if diff := cmp.Diff(want, printed(&ds)); diff != "" {
		t.Error(diff)
	}
}
