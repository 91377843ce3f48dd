package yamltext

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"cordon/internal/diag"
)

type colour string

func (colour) Words() []string { return []string{"red", "green"} }

type common struct {
	Kind Word `yaml:"kind" need:"yes" doc:"What it is."`
	At   diag.Pos
}

type thing struct {
	common `yaml:",inline"`
	Paint  colour     `yaml:"paint"`
	Size   int        `yaml:"size" range:"1-5"`
	Tags   []string   `yaml:"tags"`
	Facts  Map[Word]  `yaml:"facts"`
	Inside *thing     `yaml:"inside"`
	Uses   Map[int]   `yaml:"uses" keyref:"things"`
	Any    *yaml.Node `yaml:"any"`
}

type box struct {
	Title  string     `yaml:"title"`
	Note   string     `yaml:"note"`
	Things Map[thing] `yaml:"things"`
	List   []thing    `yaml:"list"`
	Words  []Word     `yaml:"words"`
}

func TestDecodeFillsValues(t *testing.T) {
	src := "title: T\nthings:\n  b: {kind: k, paint: red, size: 2, tags: [x, '1'], facts: {f: yes}, uses: {a/b: 1}}\n" +
		"  a: {kind: k, inside: {kind: l}}\nlist: [{kind: m}]\nwords: [1.0]\n"
	var ds diag.List
	var got box
	Decode("f", Parse("f", []byte(src), &ds), &got, &ds)
	at := func(line, column int) diag.Pos { return diag.Pos{File: "f", Line: line, Column: column} }
	want := box{
		Title: "T",
		Things: Map[thing]{
			{Key: "b", At: at(3, 3), Value: thing{
				common: common{Kind: Word{"k", at(3, 13)}, At: at(3, 6)}, Paint: "red", Size: 2, Tags: []string{"x", "1"},
				Facts: Map[Word]{{Key: "f", At: at(3, 61), Value: Word{"yes", at(3, 64)}}},
				Uses:  Map[int]{{Key: "a/b", At: at(3, 77), Value: 1}},
			}},
			{Key: "a", At: at(4, 3), Value: thing{
				common: common{Kind: Word{"k", at(4, 13)}, At: at(4, 6)},
				Inside: &thing{common: common{Kind: Word{"l", at(4, 31)}, At: at(4, 24)}},
			}},
		},
		List:  []thing{{common: common{Kind: Word{"m", at(5, 15)}, At: at(5, 8)}}},
		Words: []Word{{"1.0", at(6, 9)}},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(thing{})); diff != "" || ds.Len() > 0 {
		t.Errorf("%s\n%s", diff, printed(&ds))
	}
}

func TestDecodeReports(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"a list for the file", "[]", "f:1:1: C202: expected a block, found a list\n    hint: its keys are title, note, things, list, words\n"},
		{"nothing for the file", "~", "f:1:1: C202: expected a block, found nothing\n    hint: its keys are title, note, things, list, words\n"},
		{"unknown key", "titel: x\n", "f:1:1: C201: unknown key \"titel\"\n    hint: did you mean \"title\"?\n"},
		{"a key that is a list", "[a]: x\n", "f:1:1: C110: a key is one word, and this is a list\n"},
		{"key twice", "title: x\ntitle: y\n", "f:2:1: C205: key \"title\" stands twice\n    hint: remove one of the two\n"},
		{"key missing", "list: [{}]\n", "f:1:8: C204: key \"kind\" is required here\n    hint: What it is.\n"},
		{"a block for a text", "title: {a: b}\n", "f:1:8: C202: expected a text, found a block\n"},
		{"an empty text", "title: ''\n", "f:1:8: C208: expected a text, found nothing\n    hint: give the value, or remove the key\n"},
		{"a word for a list", "words: a\n", "f:1:8: C202: expected a list, found \"a\"\n    hint: write it as a list: [a, b]\n"},
		{"a list for a Map", "things: [a]\n", "f:1:9: C202: expected a block of ids, found a list\n    hint: write it as id: value\n"},
		{"wrong word", "list: [{kind: k, paint: gren}]\n", "f:1:25: C203: \"gren\" is not an allowed word here\n    hint: did you mean \"green\"?\n"},
		{"a list for a word", "list: [{kind: k, paint: [red]}]\n", "f:1:25: C202: expected one of red, green, found a list\n"},
		{"not a number", "list: [{kind: k, size: 1.5}]\n", "f:1:24: C202: expected a whole number, found \"1.5\"\n"},
		{"out of range", "list: [{kind: k, size: 6}]\n", "f:1:24: C209: 6 is outside 1 to 5\n"},
		{"not an id", "things: {A: {kind: k}}\n", "f:1:10: C206: \"A\" is not an id\n" +
			"    hint: use lower-case letters, digits and single hyphens, beginning with a letter\n"},
		{"not a reference", "list: [{kind: k, uses: {a//b: 1}}]\n", "f:1:25: C206: \"a//b\" is not an id\n" +
			"    hint: use lower-case letters, digits and single hyphens, beginning with a letter\n"},
		{"id twice", "things: {a: {kind: k}, a: {kind: k}}\n", "f:1:24: C302: id \"a\" stands twice in this block\n    hint: rename one of the two\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var ds diag.List
			Decode("f", Parse("f", []byte(c.src), &ds), &box{}, &ds)
			if diff := cmp.Diff(c.want, printed(&ds)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestMapGet(t *testing.T) {
	m := Map[int]{{Key: "a", Value: 1}}
	if v, ok := m.Get("a"); v != 1 || !ok {
		t.Errorf("Get(a) = %d, %t", v, ok)
	}
	if v, ok := m.Get("b"); v != 0 || ok {
		t.Errorf("Get(b) = %d, %t", v, ok)
	}
}
