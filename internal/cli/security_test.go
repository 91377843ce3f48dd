package cli

import (
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	namedTest = regexp.MustCompile(`\[(Test\w+)\]\(\.\./([\w/]+_test\.go)\)`)
	aTest     = regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`)
)

// testsIn are the tests of a file.
func testsIn(t *testing.T, name string) (out []string) {
	t.Helper()
	src, err := os.ReadFile(filepath.Join(repository, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range aTest.FindAllStringSubmatch(string(src), -1) {
		out = append(out, m[1])
	}
	return out
}

// TestTheAbuseListNamesItsTests: each test that docs/security.md names is there, and each test of the files that hold nothing else is named.
func TestTheAbuseListNamesItsTests(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(repository, "docs", "security.md"))
	if err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, m := range namedTest.FindAllStringSubmatch(string(page), -1) {
		named[m[1]] = true
		if !slices.Contains(testsIn(t, m[2]), m[1]) {
			t.Errorf("%s has no test %s, which docs/security.md names", m[2], m[1])
		}
	}
	if len(named) < 50 {
		t.Errorf("the page names only %d tests", len(named))
	}
	for _, name := range []string{"internal/server/api/abuse_test.go", "internal/server/scantest/scan_test.go", "internal/server/scantest/control_test.go", "internal/server/api/matrix_test.go"} {
		for _, test := range testsIn(t, name) {
			if !named[test] {
				t.Errorf("docs/security.md does not name %s of %s", test, path.Base(name))
			}
		}
	}
	rows := 0
	for line := range strings.SplitSeq(string(page), "\n") {
		if strings.HasPrefix(line, "| ") && !strings.HasPrefix(line, "| Abuse ") {
			rows++
			if cells := strings.Split(strings.Trim(line, "|"), " | "); len(cells) != 3 || !namedTest.MatchString(cells[2]) {
				t.Errorf("this row shows no test: %.80s", line)
			}
		}
	}
	if rows < 20 {
		t.Errorf("the table has only %d rows", rows)
	}
}
