package knowledge

import (
	"slices"
	"testing"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// A skeleton is well-formed: whatever its type, the entry that is read from it has its id, and only values are wrong with it.
func TestSkeletonsOfAllTypesAreRead(t *testing.T) {
	for _, f := range folders {
		text := Skeleton(f.typ, "own-entry")
		var b Base
		var ds diag.List
		e := f.add(&b, "own-entry.yaml", []byte(text), &ds)
		if e == nil || e.ID != "own-entry" {
			t.Errorf("%s: no entry is read from\n%s\n%v", f.typ, text, ds.Sorted())
			continue
		}
		for _, d := range ds.Sorted() {
			if !slices.Contains([]diag.Code{diag.EmptyValue, diag.WrongValue}, d.Code) {
				t.Errorf("%s: %s in\n%s", f.typ, d, text)
			}
		}
	}
	if got := Skeleton("nothing", "x"); got != "" {
		t.Errorf("a type that is none has the skeleton %q", got)
	}
}

func TestPrefixesOfIds(t *testing.T) {
	for typ, want := range map[Type]string{"threat": "THR-", "clock": "CLK-", "kind": "", "weakness": "", "term": ""} {
		if got := Prefix(typ); got != want {
			t.Errorf("ids of type %s begin with %q, want %q", typ, got, want)
		}
	}
}

func TestExamplesAreReadAsTheyWereWritten(t *testing.T) {
	got := WrittenExamples([]byte("id: X\nexamples:\n  - says: a hub\n    expects: match\n    model:\n      assets: {hub: {kind: device.home-hub}}\n"))
	want := []WrittenExample{{"a hub", "match", "assets: {hub: {kind: device.home-hub}}\n"}}
	if !slices.Equal(got, want) {
		t.Errorf("examples %q, want %q", got, want)
	}
	if got := WrittenExamples([]byte("examples: [")); got != nil {
		t.Errorf("a text that is no entry has examples: %q", got)
	}
}

func FuzzWrittenExamples(f *testing.F) {
	f.Add([]byte("examples: [{says: x, expects: match, model: {a: b}}]"))
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, x := range WrittenExamples(src) {
			var ds diag.List
			yamltext.Parse("model.yaml", []byte(x.Model), &ds)
		}
	})
}
