package model

import (
	"os"
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
