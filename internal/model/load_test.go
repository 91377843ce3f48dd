package model

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// header is the least that every system has. What follows it begins in line 3.
const header = "cordon: 1\nsystem: {id: s, name: S, intended-purpose: P}\n"

// badCase is a system with faults and everything that is said of it.
type badCase struct {
	name  string
	entry string            // what is loaded; the directory "." where empty
	files map[string]string // by path
	want  []string          // the diagnostics as they are printed, by line
}

func (c badCase) run(t *testing.T) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, src := range c.files {
		fsys[name] = &fstest.MapFile{Data: []byte(src)}
	}
	entry := c.entry
	if entry == "" {
		entry = "."
	}
	check(t, fsys, entry, c.want...)
}

func check(t *testing.T, fsys fs.FS, entry string, want ...string) {
	t.Helper()
	var ds diag.List
	Load(fsys, entry, "", &ds)
	if diff := cmp.Diff(strings.Join(want, "\n"), strings.TrimSpace(printed(&ds))); diff != "" {
		t.Errorf("diagnostics (-want +got):\n%s", diff)
	}
}

func printed(ds *diag.List) string {
	var b strings.Builder
	for _, d := range ds.Sorted() {
		fmt.Fprintln(&b, d)
	}
	return b.String()
}

var loadCases = []badCase{
	{name: "the directory is absent", entry: "absent", want: []string{
		"absent: C101: cannot read absent: file does not exist",
		"    hint: check the path",
	}},
	{name: "the directory has no model", files: map[string]string{"readme.md": "x", "a.layout.yaml": "x: 1"}, want: []string{
		".: C101: no `*.yaml` file in .",
		"    hint: a system is a directory with `*.yaml` files, or one file",
	}},
	{name: "empty file", files: map[string]string{"a.yaml": ""}, want: []string{
		"a.yaml: C103: file is empty",
		"    hint: begin with `cordon: 1`",
	}},
	{name: "only blanks", files: map[string]string{"a.yaml": " \n\t\n"}, want: []string{
		"a.yaml: C103: file is empty",
		"    hint: begin with `cordon: 1`",
	}},
	{name: "only comments", files: map[string]string{"a.yaml": "# one\n\n# two\n"}, want: []string{
		"a.yaml: C103: file holds only comments",
		"    hint: begin with `cordon: 1`",
	}},
	{name: "not UTF-8", files: map[string]string{"a.yaml": "cordon: 1\n# caf\xe9\n"}, want: []string{
		"a.yaml:2:6: C104: text is not valid UTF-8",
		"    hint: save the file as UTF-8",
	}},
	{name: "not YAML", files: map[string]string{"a.yaml": "cordon: 1\nsystem: {id: s\n"}, want: []string{
		"a.yaml:3:1: C105: did not find expected ',' or '}' while parsing a flow mapping",
	}},
	{name: "bad indentation", files: map[string]string{"a.yaml": "cordon: 1\nsystem:\n  id: s\n name: S\n"}, want: []string{
		"a.yaml:4:2: C105: did not find expected key while parsing a block mapping",
	}},
	{name: "a tab as indentation", files: map[string]string{"a.yaml": "cordon: 1\nsystem:\n\tid: s\n"}, want: []string{
		"a.yaml:3:1: C105: found character that cannot start any token while scanning for the next token",
		"    hint: indent with spaces; YAML allows no tabs there",
	}},
	{name: "two documents", files: map[string]string{"a.yaml": header + "---\ncordon: 1\n"}, want: []string{
		"a.yaml:3:1: C108: a second document begins here",
		"    hint: remove the line `---`, or move what follows into its own file",
	}},
	{name: "deep flow", files: map[string]string{"a.yaml": header + "zones: " + strings.Repeat("[", 5000)}, want: []string{
		"a.yaml:3:48: C106: blocks are nested more than 40 deep",
		"    hint: write the inner blocks as elements of their own",
	}},
	{name: "deep block", files: map[string]string{"a.yaml": header + deepBlock(60)}, want: []string{
		"a.yaml:62:85: C106: blocks are nested more than 40 deep",
		"    hint: write the inner blocks as elements of their own",
	}},
	{name: "alias", files: map[string]string{"a.yaml": header + "zones:\n  a: &x {kind: k}\n  b: *x\n"}, want: []string{
		"a.yaml:4:6: C107: anchors and aliases are not part of the language",
		"    hint: write the value out; elements are named by id, not by anchor",
		"a.yaml:5:6: C107: anchors and aliases are not part of the language",
		"    hint: write the value out; elements are named by id, not by anchor",
	}},
	{name: "alias bomb", files: map[string]string{"a.yaml": bomb(3)}, want: []string{
		"a.yaml:2:5: C107: anchors and aliases are not part of the language",
		"    hint: write the value out; elements are named by id, not by anchor",
		"a.yaml:3:5: C107: anchors and aliases are not part of the language",
		"    hint: write the value out; elements are named by id, not by anchor",
		"a.yaml:4:5: C107: anchors and aliases are not part of the language",
		"    hint: write the value out; elements are named by id, not by anchor",
	}},
	{name: "explicit tags", files: map[string]string{"a.yaml": header + "zones:\n  a: {kind: !!str k}\n  b: {kind: ! k}\n"}, want: []string{
		"a.yaml:4:13: C210: explicit tag !!str",
		"    hint: remove the tag",
		"a.yaml:5:13: C210: explicit tag !",
		"    hint: remove the tag",
	}},
	{name: "one broken file hides no fault of another", files: map[string]string{
		"a.yaml": "cordon: 1\nsystem: [\n",
		"b.yaml": "cordon: 1\nzone: {}\n",
	}, want: []string{
		"a.yaml:3:1: C105: did not find expected node content while parsing a flow node",
		`b.yaml:2:1: C201: unknown key "zone"`,
		`    hint: did you mean "zones"?`,
	}},
	{name: "an import is absent", files: map[string]string{"a.yaml": header + "imports:\n  - {file: b.yaml, as: b}\n", "c.yaml": "cordon: 1\n"}, entry: "a.yaml", want: []string{
		"a.yaml:4:12: C101: cannot read b.yaml: file does not exist",
		"    hint: check the path",
	}},
	{name: "imports out of the tree", entry: "sub/a.yaml", files: map[string]string{
		"sub/a.yaml": header + "imports:\n" +
			"  - {file: ../../x.yaml, as: a}\n" +
			"  - {file: /etc/passwd, as: b}\n" +
			"  - {file: '..\\x.yaml', as: c}\n" +
			"  - {file: ../x.yaml, as: d}\n",
		"x.yaml": "cordon: 1\n",
	}, want: []string{
		`sub/a.yaml:4:12: C304: import "../../x.yaml" leaves the system's directory`,
		"    hint: copy the file below the system's directory",
		`sub/a.yaml:5:12: C304: import "/etc/passwd" leaves the system's directory`,
		"    hint: copy the file below the system's directory",
		"sub/a.yaml:6:12: C304: import \"..\\\\x.yaml\" leaves the system's directory",
		"    hint: copy the file below the system's directory",
	}},
	{name: "a file above the directory", entry: "a.yaml", files: map[string]string{"a.yaml": header + "imports: [{file: ../x.yaml, as: x}]\n"}, want: []string{
		`a.yaml:3:18: C304: import "../x.yaml" leaves the system's directory`,
		"    hint: copy the file below the system's directory",
	}},
	{name: "import name is no id", entry: "a.yaml", files: map[string]string{"a.yaml": header + "imports: [{file: b.yaml, as: x/y}]\n", "b.yaml": "cordon: 1\n"}, want: []string{
		`a.yaml:3:30: C206: "x/y" is not an id`,
		"    hint: use lower-case letters, digits and single hyphens, beginning with a letter",
	}},
	{name: "import without name", entry: "a.yaml", files: map[string]string{"a.yaml": header + "imports: [{file: b.yaml}, {as: b}]\n", "b.yaml": "cordon: 1\n"}, want: []string{
		`a.yaml:3:11: C204: key "as" is required here`,
		"    hint: Name that stands before the imported ids.",
		`a.yaml:3:27: C204: key "file" is required here`,
		"    hint: Path of a file or directory, relative to this file, below the system's directory.",
	}},
	{name: "a file imports itself", entry: "a.yaml", files: map[string]string{"a.yaml": header + "imports: [{file: a.yaml, as: a}]\n"}, want: []string{
		`a.yaml:3:18: C303: import of "a.yaml" leads back to itself: a.yaml -> a.yaml`,
		"    hint: move what both need into a third file",
	}},
	{name: "a circle of three files", entry: "a.yaml", files: map[string]string{
		"a.yaml":     header + "imports: [{file: sub/b.yaml, as: b}]\n",
		"sub/b.yaml": "cordon: 1\nimports: [{file: c.yaml, as: c}]\n",
		"sub/c.yaml": "cordon: 1\nimports: [{file: ../a.yaml, as: a}]\n",
	}, want: []string{
		`sub/c.yaml:2:18: C303: import of "../a.yaml" leads back to itself: a.yaml -> sub/b.yaml -> sub/c.yaml -> a.yaml`,
		"    hint: move what both need into a third file",
	}},
	{name: "a directory imports itself", files: map[string]string{"a.yaml": header + "imports: [{file: ., as: a}]\n"}, want: []string{
		`a.yaml:3:18: C303: import of "." leads back to itself: . -> .`,
		"    hint: move what both need into a third file",
	}},
	{name: "a file of the directory is imported", files: map[string]string{
		"a.yaml": header + "imports: [{file: b.yaml, as: b}]\n",
		"b.yaml": "cordon: 1\n",
	}, want: []string{
		`a.yaml:3:18: C303: import of "b.yaml" leads back to itself: . -> b.yaml`,
		"    hint: move what both need into a third file",
	}},
	{name: "another version of the language", files: map[string]string{"a.yaml": "cordon: 2\nsystems: {}\n"}, want: []string{
		"a.yaml:1:9: C207: version 2 of the language is not supported",
		"    hint: write `cordon: 1`, or use a newer Cordon",
	}},
	{name: "no system", files: map[string]string{"a.yaml": "cordon: 1\n"}, want: []string{
		".: C306: no file has a `system` block",
		"    hint: add a `system` block with id, name and intended-purpose",
	}},
	{name: "two systems", files: map[string]string{"a.yaml": header, "b.yaml": header}, want: []string{
		"b.yaml:2:9: C306: a second `system` block; the first is at a.yaml:2:9",
		"    hint: keep one",
	}},
}

func TestLoadReportsWhatCannotBeRead(t *testing.T) {
	for _, c := range loadCases {
		t.Run(c.name, c.run)
	}
}

// deepBlock nests n assets.
func deepBlock(n int) string {
	var b strings.Builder
	b.WriteString("assets:\n")
	for i := range n {
		indent := strings.Repeat(" ", 4*i+2)
		fmt.Fprintf(&b, "%sa:\n%s  kind: k\n%s  parts:\n", indent, indent, indent)
	}
	return b.String()
}

// bomb is the "billion laughs" of n levels: each list names the one before a thousand times.
func bomb(n int) string {
	var b strings.Builder
	b.WriteString("cordon: 1\na0: &a0 [lol]\n")
	for i := 1; i < n; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i-1), 1000), ","))
	}
	return b.String()
}

// The large inputs are made when they are needed.
const (
	wantTooLarge   = "a.yaml: C102: file has 16777273 bytes; at most 16777216 are read\n    hint: split it: a directory of files is one system"
	wantTooMany    = ".: C309: more than 10000 files or 256 MiB\n    hint: import fewer or smaller files"
	wantNodes      = "a.yaml:3:3999977: C109: more than 2000000 values in one file\n    hint: split the model into several files"
	wantUnreadable = "b.yaml: C101: cannot read the file: permission denied\n    hint: check the path and the permissions"
)

func TestLoadRefusesLargeFile(t *testing.T) {
	src := header + "#" + strings.Repeat("x", yamltext.MaxBytes)
	check(t, fstest.MapFS{"a.yaml": {Data: []byte(src)}}, ".", wantTooLarge)
}

func TestLoadRefusesManyFiles(t *testing.T) {
	fsys := fstest.MapFS{"a.yaml": {Data: []byte(header)}}
	for i := range MaxFiles {
		fsys[fmt.Sprintf("z%05d.yaml", i)] = &fstest.MapFile{Data: []byte("cordon: 1\n")}
	}
	check(t, fsys, ".", wantTooMany)
}

func TestLoadRefusesManyValues(t *testing.T) {
	if testing.Short() {
		t.Skip("one thing after another, which the race detector makes ten times slower for nothing; go test without -short runs it")
	}
	src := header + "x: [" + strings.Repeat("a,", yamltext.MaxNodes) + "]\n"
	check(t, fstest.MapFS{"a.yaml": {Data: []byte(src)}}, ".", wantNodes)
}

// locked is a file system in which a file cannot be opened.
type locked struct {
	fstest.MapFS
	name string
}

func (l locked) Open(name string) (fs.File, error) {
	if name == l.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return l.MapFS.Open(name)
}

func TestLoadReportsUnreadableFile(t *testing.T) {
	fsys := locked{fstest.MapFS{"a.yaml": {Data: []byte(header)}, "b.yaml": {}}, "b.yaml"}
	check(t, fsys, ".", wantUnreadable)
}

func TestLoadShowsPathsAsTheUserKnowsThem(t *testing.T) {
	var ds diag.List
	Load(fstest.MapFS{"a.yaml": {Data: []byte("cordon: 1\n")}}, "a.yaml", "models/pump", &ds)
	want := "models/pump/a.yaml: C306: no file has a `system` block\n    hint: add a `system` block with id, name and intended-purpose\n"
	if diff := cmp.Diff(want, printed(&ds)); diff != "" {
		t.Error(diff)
	}
}

// Every code that a file can cause has a test that shows when and how it is said.
func TestEveryCodeIsShown(t *testing.T) {
	all := wantTooLarge + wantTooMany + wantNodes + wantUnreadable
	for _, cases := range [][]badCase{loadCases, decodeCases, resolveCases, validateCases} {
		for _, c := range cases {
			all += strings.Join(c.want, "\n")
		}
	}
	checked := 0
	for _, e := range diag.Codes {
		// Those of changes, C320 to C329, are shown by package edit.
		if e.Code >= "C500" || e.Code >= "C320" && e.Code < "C330" {
			continue
		}
		checked++
		if !strings.Contains(all, ": "+string(e.Code)+": ") {
			t.Errorf("no test shows %s (%s)", e.Code, e.Title)
		}
	}
	if checked == 0 {
		t.Error("there are no codes")
	}
}
