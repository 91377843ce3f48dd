package workbench

import (
	"errors"
	"strings"
	"testing"
)

func TestPathsOfUsers(t *testing.T) {
	for _, good := range []string{"system.yaml", "parts/cloud.yaml", "Bericht für 2026.pdf", "a-b_c.d/e", "console.yaml", "com.yaml", "com10.yaml", "lpt", "x.com1", "com-1", "auxiliary/nuls"} {
		if err := CheckPath(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{
		"", "/etc/passwd", "../x", "a/../b", "a//b", "./a", "a/", `a\b`, "c:x", "a\x00b", "a\nb", ".git/config", "a/.env", "x.", "x ", "CON", "aux.yaml", "parts/nul", "prn/x", "com1", "COM0.log", "com9.tar.gz", "lpt1.yaml", "LPT\u00b3", "com\u00b9.x", "CONIN$", "conout$.x", "clock$", "com1 .yaml", "nul .x", "a\u202eb", "\xff",
		strings.Repeat("a", 401),
	} {
		if CheckPath(bad) == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestAllThatIsWrongWithAFolderIsSaidAtOnce(t *testing.T) {
	tree := Tree(nil).With([]File{{"A.yaml", "1", 1}, {"a.yaml", "2", 1}, {"b", "3", 1}, {"b/c", "4", 1}, {"../x", "5", 1}, {"/etc/x", "7", 1}, {"big", "6", 2000}})
	err := CheckTree(tree, Limits{Files: 10, FileBytes: 1000, TreeBytes: 1e6})
	var e *Error
	if !errors.As(err, &e) {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, f := range e.Fields {
		all.WriteString(f.Path + " " + f.Text + "\n")
	}
	for _, want := range []string{"differs from A.yaml only in case", "files.b/c lies below what is a file", "files.../x", "files.big has 2000 bytes"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("%q is not said in:\n%s", want, all.String())
		}
	}
	if CheckTree(make(Tree, 11), Limits{Files: 10, FileBytes: 1, TreeBytes: 1}) == nil {
		t.Error("too many files are taken")
	}
}

func TestTreesWithChanges(t *testing.T) {
	a := Tree(nil).With([]File{{"b", "2", 1}, {"a", "1", 1}})
	if len(a) != 2 || a[0].Path != "a" || a.Digest() != (Tree{{"a", "1", 1}, {"b", "2", 1}}).Digest() {
		t.Errorf("%v", a)
	}
	b := a.With([]File{{Path: "a"}, {"c", "3", 1}})
	if _, ok := b.Get("a"); ok || len(b) != 2 || b.Digest() == a.Digest() {
		t.Errorf("%v", b)
	}
}
