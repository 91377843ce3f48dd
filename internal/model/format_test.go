package model

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

func read(t *testing.T, name string) []byte {
	t.Helper()
	src, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func TestFormatPutsKeysInTheOrderOfTheLanguage(t *testing.T) {
	src := `zones: {ward: {title: Ward, kind: zone/clinic}, home: {kind: zone/home}}
# About the system.
system: {name: "S", intended-purpose: P, id: s}
cordon: 1
`
	want := `cordon: 1

# About the system.
system:
  id: s
  name: S
  intended-purpose: P

zones:
  ward: {kind: zone/clinic, title: Ward}
  home: {kind: zone/home}
`
	var ds diag.List
	got, err := Format("a.yaml", []byte(src), &ds)
	if diff := cmp.Diff(want, string(got)); diff != "" || err != nil || ds.Len() > 0 {
		t.Errorf("%s\nerror: %v\n%s", diff, err, printed(&ds))
	}
}

func TestFormatLeavesCanonicalFileAlone(t *testing.T) {
	src := read(t, "testdata/complete.yaml")
	var ds diag.List
	got, err := Format("complete.yaml", src, &ds)
	if diff := cmp.Diff(string(src), string(got)); diff != "" || err != nil {
		t.Errorf("%s\nerror: %v", diff, err)
	}
}

func TestFormatOfBrokenFileGivesNothing(t *testing.T) {
	var ds diag.List
	got, err := Format("a.yaml", []byte("cordon: ["), &ds)
	if got != nil || err != nil || !ds.HasErrors() {
		t.Errorf("Format = %q, %v, diagnostics %q", got, err, printed(&ds))
	}
}

// A comment may stand on, behind or between any lines of a file; formatting keeps it, and twice changes no more than once.
func TestFormatKeepsACommentAnywhere(t *testing.T) {
	if testing.Short() {
		t.Skip("one thing after another, which the race detector makes ten times slower for nothing; go test without -short runs it")
	}
	src := strings.Split(string(read(t, "testdata/complete.yaml")), "\n")
	for i := range src {
		if strings.HasSuffix(src[i], " line.") {
			continue // inside a literal text `#` is text, and may be badly indented text
		}
		for _, comment := range []string{"# here", "  # here", "\n    # here\n", "      # here\n\n"} {
			checkComment(t, slices.Concat(src[:i], []string{comment}, src[i:]))
		}
		behind := slices.Clone(src)
		behind[i] += " # here"
		checkComment(t, behind)
	}
}

func checkComment(t *testing.T, src []string) {
	t.Helper()
	var ds diag.List
	text := strings.Join(src, "\n")
	once, err := Format("a.yaml", []byte(text), &ds)
	if err != nil || once == nil || !strings.Contains(string(once), "# here") {
		t.Fatalf("error %v, diagnostics %s, from\n%s", err, printed(&ds), text)
	}
	twice, err := Format("a.yaml", once, &ds)
	if diff := cmp.Diff(string(once), string(twice)); diff != "" || err != nil {
		t.Fatalf("error %v, difference %s, from\n%s", err, diff, text)
	}
}
