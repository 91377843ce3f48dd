package csaf

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

// example is a document of testdata/mandatory.txt.
type example struct {
	test, says string
	fails      bool
	versions   []Version
	changes    []string
	want       []string
}

var shorthand = strings.NewReplacer(
	"$v", "/vulnerabilities/0", "$w", "/vulnerabilities/1", "$t", "/document/tracking",
	"$hw", "/product_tree/branches/0/branches/0/branches/0/branches", "$fw", "/product_tree/branches/0/branches/0/branches/1/branches",
	"$cvss", `{"version": "3.1", "vectorString": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "baseScore": 9.8, "baseSeverity": "CRITICAL"}`,
)

func examples(t testing.TB) []example {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "mandatory.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []example
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		line := lines.Text()
		if head, ok := strings.CutPrefix(line, "= "); ok {
			words, says, _ := strings.Cut(head, ": ")
			fields := strings.Fields(words)
			e := example{test: fields[0], says: says, fails: fields[1] == "fails"}
			for _, v := range fields[2:] {
				e.versions = append(e.versions, Version(v))
			}
			out = append(out, e)
			continue
		}
		if len(out) == 0 || line == "" {
			continue
		}
		e := &out[len(out)-1]
		if want, ok := strings.CutPrefix(line, "> "); ok {
			e.want = append(e.want, shorthand.Replace(want))
		} else {
			e.changes = append(e.changes, deepen(shorthand.Replace(line)))
		}
	}
	if len(out) == 0 {
		t.Fatal("there are no examples")
	}
	return out
}

// deepen writes out "deep N".
func deepen(line string) string {
	var n int
	if _, err := fmt.Sscanf(line, "deep %d", &n); err != nil {
		return line
	}
	branch := `{"category": "product_name", "name": "x", "product": {"name": "Deep", "product_id": "DEEP"}}`
	for range n - 1 {
		branch = `{"category": "product_family", "name": "x", "branches": [` + branch + `]}`
	}
	return "set /product_tree/branches/- " + branch
}

func base(t testing.TB, v Version) []byte {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("testdata", "pump-"+string(v)+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return src
}

func TestMandatory(t *testing.T) {
	for _, e := range examples(t) {
		for _, v := range e.versions {
			t.Run(fmt.Sprintf("%s/%s/%s", e.test, v, strings.ReplaceAll(e.says, " ", "-")), func(t *testing.T) {
				var ds diag.List
				d := Read("f", patch(t, base(t, v), e.changes), &ds)
				if ds.Len() > 0 {
					t.Fatal(ds.Sorted())
				}
				var got []string
				for _, f := range Validate(d) {
					got = append(got, f.String())
				}
				if diff := cmp.Diff(e.want, got); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
				if e.fails != slices.ContainsFunc(e.want, func(s string) bool { return strings.HasPrefix(s, e.test+" ") }) {
					t.Errorf("the example does not show that the test fails: %v", e.fails)
				}
			})
		}
	}
}

// Every test has a document that passes and one that does not, in every version that has the test.
func TestEveryMandatoryTestIsShown(t *testing.T) {
	shown := map[string]int{}
	for _, e := range examples(t) {
		for _, v := range e.versions {
			shown[fmt.Sprintf("%s %s %v", e.test, v, e.fails)]++
		}
	}
	count := map[Version]int{}
	for _, m := range MandatoryTests() {
		for _, v := range m.Of {
			count[v]++
			for _, fails := range []bool{true, false} {
				key := fmt.Sprintf("%s %s %v", m.ID, v, fails)
				if shown[key] == 0 {
					t.Errorf("no example of %s in %s (fails: %v)", m.ID, v, fails)
				}
				delete(shown, key)
			}
		}
	}
	for _, key := range slices.Sorted(maps.Keys(shown)) {
		t.Errorf("an example is of a test that there is not: %s", key)
	}
	// 2.0: 6.1.1 to 6.1.33, of which 6.1.27 has 11 parts. 2.1: 6.1.1 to 6.1.56, of which it has 19.
	if want := map[Version]int{V20: 32 + 11, V21: 55 + 19}; !maps.Equal(count, want) {
		t.Errorf("there are %v tests, want %v", count, want)
	}
}

// What a failure says has a place in the file, also where something is missing.
func TestFailuresHavePlaces(t *testing.T) {
	for _, e := range examples(t) {
		for _, v := range e.versions {
			var ds diag.List
			d := Read("f", patch(t, base(t, v), e.changes), &ds)
			for _, f := range Validate(d) {
				if at := d.Place(f.Path); at.File != "f" || at.Line == 0 || at.Line == 1 && f.Path != "/vulnerabilities" && f.Path != "/product_tree" {
					t.Errorf("%v is at %v", f, at)
				}
			}
		}
	}
	made, _ := compose(t, pump(), V21)
	if at := made.Place("/document"); at != (diag.Pos{}) {
		t.Errorf("what was not read is at %v", at)
	}
}

func TestValidateKeepsTheDocument(t *testing.T) {
	for _, v := range []Version{V20, V21} {
		d, _ := compose(t, pump(), v)
		before := string(written(t, d))
		first := Validate(d)
		if diff := cmp.Diff(first, Validate(d)); diff != "" || string(written(t, d)) != before {
			t.Errorf("%s: two runs differ, or the document has changed:\n%s", v, diff)
		}
	}
}

// A document that says no version, or another, does not pass for want of tests.
func TestValidateUnknownVersion(t *testing.T) {
	want := []Failure{{Test: "6.1", Path: "/document/csaf_version", Says: `there are no tests for version "2.2"`, Hint: "write 2.0 or 2.1"}}
	if diff := cmp.Diff(want, Validate(&Document{Document: Meta{CSAFVersion: "2.2"}})); diff != "" {
		t.Error(diff)
	}
}
