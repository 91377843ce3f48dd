package postmarket

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

func TestParseSupport(t *testing.T) {
	for text, want := range map[string]SupportLevel{
		"actively maintained": SupportFull, "No longer maintained": SupportEnded, "abandoned": SupportNone, "limitedSupport": SupportLimited,
		"endOfSupport": SupportEnded, "NOASSERTION": SupportUnknown, "development": SupportDevelopment, "by request": "by request", "": "",
	} {
		if got := ParseSupport(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestParseDate(t *testing.T) {
	for text, want := range map[string]string{
		"2028-12-31": "2028-12-31", "2028-12-31T23:59:59Z": "2028-12-31", "2028-13-01": "", "2028-00-01": "", "2028-01-32": "", "2028-1-1": "",
		"31.12.2028": "", "2028-12-31 12:00": "", "2028/12/31": "", "tba": "", "": "", "２028-12-3": "",
	} {
		if got, ok := ParseDate(text); got != want || ok != (want != "") {
			t.Errorf("%q: %q, %v, want %q", text, got, ok, want)
		}
	}
}

func TestClean(t *testing.T) {
	for text, want := range map[string]string{" a b\n": "a b", "a\x1b[31m\tb": "a [31m b", "é\u009b": "é", "\u00a0°C": "°C", "日本": "日本"} {
		if got := Clean(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func printed(ds *diag.List) []string {
	var out []string
	for _, d := range ds.Sorted() {
		out = append(out, d.String())
	}
	return out
}

func at(line int) diag.Pos { return diag.Pos{File: "f", Line: line, Column: 1} }

// add adds a component that is complete.
func add(b *Builder, of *Part, line int, c Component) *Part {
	p := b.Add(of, at(line))
	p.Component = c
	b.Done(p, func() string { return fmt.Sprintf("#/%d", line) })
	return p
}

func TestBuilder(t *testing.T) {
	var ds diag.List
	b := NewBuilder(SPDX, "f", &ds)
	b.Depend(at(11), "a", "b", "gone")
	b.Depend(at(12), "lost", "a")
	b.Depend(at(13), "b")
	b.Hold("b", "c")
	b.Hold("a", "c") // b has it already
	b.Hold("d", "e")
	b.Hold("e", "d")
	b.Hold("x", "x")
	a := add(b, nil, 1, Component{Ref: "a", Name: "A", Type: Device})
	add(b, a, 2, Component{Ref: " b\n", Name: "B", Version: "1", PURL: "pkg:npm/b@1"})
	add(b, nil, 3, Component{Ref: "c", Name: "C", CPE: []string{"cpe:2.3:a:c:c:1"}, Group: "g"})
	add(b, nil, 4, Component{Ref: "d", Version: "1", PURL: "npm/d"})
	add(b, nil, 5, Component{Ref: "e", Name: "E", Version: "2"})
	add(b, nil, 6, Component{Name: "F", Type: File})
	add(b, nil, 7, Component{Ref: "a", Name: "A2", Type: Hardware})
	add(b, nil, 8, Component{Ref: "x", Name: "X", Type: Data})
	b.Root("nowhere")
	b.Root("a")
	want := &BOM{
		Format: SPDX, Root: &Component{Ref: "a", Name: "A", Type: Device},
		Components: []Component{
			{Ref: "b", Name: "B", Version: "1", PURL: "pkg:npm/b@1", Parent: "a"},
			{Ref: "c", Name: "C", CPE: []string{"cpe:2.3:a:c:c:1"}, Group: "g", Parent: "b"},
			{Ref: "d", Version: "1", PURL: "npm/d", Parent: "e"},
			{Ref: "e", Name: "E", Version: "2"},
			{Ref: "#/6", Name: "F", Type: File},
			{Ref: "a", Name: "A2", Type: Hardware},
			{Ref: "x", Name: "X", Type: Data},
		},
		Depends: []Dependency{{Ref: "a", On: []string{"b"}}, {Ref: "b"}},
	}
	got := b.Build()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{
		`f:3:1: C736: 1 of 8 components has no version; the first is "g/C"` + "\n    hint: without a version it is not known which vulnerabilities a component has",
		`f:4:1: C736: 1 of 8 components has no name; the first is "d 1"`,
		`f:4:1: C738: 1 of 8 components has a package URL that is not well formed; the first is "d 1": package URL "npm/d": it does not begin with "pkg:"`,
		`f:5:1: C735: "E 2" is part of itself`,
		`f:5:1: C736: 1 of 8 components has neither package URL nor CPE; the first is "E 2"` + "\n    hint: advisories are found by their names only",
		`f:7:1: C734: 1 of 8 components has an id that another one has as well; the first is "A2"` + "\n    hint: what refers to it means the first of them",
		`f:8:1: C735: "X" is part of itself`,
		`f:11:1: C735: 2 dependencies lead to components that the document does not have; the first is "gone"`,
	}, printed(&ds)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if c := got.Refs()["a"]; c != got.Root {
		t.Errorf("a is %v", c)
	}
}

// A file of another kind is no reason for thousands of diagnostics.
func TestReportsEnd(t *testing.T) {
	var ds diag.List
	b := NewBuilder(SPDX, "f", &ds)
	for i := range 100 {
		b.Report(at(i), diag.BomForm, "", "wrong")
		b.Report(at(1), diag.BomForm, "", "wrong")
	}
	b.Report(at(1), diag.BomMalformed, "", "the end")
	if ds.Len() != maxReports+1 {
		t.Errorf("%d diagnostics, want %d", ds.Len(), maxReports+1)
	}
}

func TestQuality(t *testing.T) {
	b := &BOM{
		Authors: []string{"A"},
		Root:    &Component{Ref: "pump", Name: "Pump", Type: Device, Supplier: "S", IDs: []string{"gtin:1"}, Version: "1"},
		Components: []Component{
			{Ref: "os", Name: "OS", Type: OperatingSystem, Version: "1", Maker: "M", CPE: []string{"cpe:/o:m:os:1"}, Support: SupportFull, EndOfSupport: "2030-01-01"},
			{Ref: "lib", Name: "Lib", Type: Library, PURL: "pkg:npm/lib", Parent: "os", Support: SupportUnknown, EndNote: "nobody answers"},
			{Ref: "odd", Type: Library, Supplier: "S", SupportNote: "not asked"},
			{Ref: "file", Name: "File", Type: File},
		},
		Depends: []Dependency{{Ref: "pump", On: []string{"os"}}, {Ref: "file"}},
	}
	want := []Answer{
		{Element: ElementSupplier, Asked: 5, Missing: []string{"lib", "file"}},
		{Element: ElementName, Asked: 5, Missing: []string{"odd"}},
		{Element: ElementVersion, Asked: 4, Missing: []string{"lib", "odd"}},
		{Element: ElementID, Asked: 4, Missing: []string{"odd"}},
		{Element: ElementRelation, Asked: 5, Missing: []string{"odd"}},
		{Element: ElementAuthor, Asked: 1},
		{Element: ElementTime, Asked: 1, Missing: []string{""}},
		{Element: ElementSupport, Asked: 3, Unknown: 2},
		{Element: ElementEnd, Asked: 3, Missing: []string{"odd"}, Unknown: 1},
	}
	got := Quality(b)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	var lines []string
	for _, a := range got {
		lines = append(lines, fmt.Sprint(a.Element, " ", a.Present(), "/", a.Asked, " ", a.Complete()))
	}
	if got, want := strings.Join(lines, ", "), "supplier 3/5 false, name 4/5 false, version 2/4 false, identifier 3/4 false, relationship 4/5 false, author 1/1 true, timestamp 0/1 false, support-level 3/3 true, end-of-support 2/3 false"; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
