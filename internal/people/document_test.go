package people_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/people"
	"cordon/internal/workbench"
)

func document(t *testing.T) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "docs", "user", "people.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestRolesInTheDocument compares the table of the document with that of the program, cell by cell. Which actions there are is read from the source, so
// that a new one is missed by neither.
func TestRolesInTheDocument(t *testing.T) {
	src, err := os.ReadFile(filepath.Join("..", "workbench", "roles.go"))
	if err != nil {
		t.Fatal(err)
	}
	head := "| Role |"
	var actions []workbench.Action
	for _, m := range regexp.MustCompile(`(?m)^\t\w+ +Action = "([a-z-]+)"`).FindAllStringSubmatch(string(src), -1) {
		head += " " + m[1] + " |"
		actions = append(actions, workbench.Action(m[1]))
	}
	if len(actions) < 11 {
		t.Fatalf("found only the actions %v: the test reads the wrong lines", actions)
	}
	want := []string{head, "|" + strings.Repeat(" --- |", len(actions)+1)}
	for _, r := range workbench.Roles {
		line := "| " + string(r) + " |"
		for _, a := range actions {
			line += map[bool]string{true: " yes |", false: " – |"}[r.May(a)]
		}
		want = append(want, line)
	}
	_, rest, _ := strings.Cut(document(t), "\n"+head+"\n")
	table, _, _ := strings.Cut(head+"\n"+rest, "\n\n")
	if d := cmp.Diff(strings.Join(want, "\n"), table); d != "" {
		t.Errorf("docs/user/people.md: -want +got\n%s", d)
	}
}

// TestTimesInTheDocument holds the numbers that people rely on to the program's.
func TestTimesInTheDocument(t *testing.T) {
	text := strings.Join(strings.Fields(document(t)), " ")
	a, b := people.AccountBrake, people.AddressBrake
	for _, want := range []string{
		fmt.Sprintf("After %d failures in a row, an account lets you wait: %.0f seconds, then twice as long each time, up to %.0f minutes.", a.Free, a.First.Seconds(), a.Most.Minutes()),
		fmt.Sprintf("after %d failures and up to %.0f minutes", b.Free, b.Most.Minutes()),
		fmt.Sprintf("%d tries a day", 24*time.Hour/a.Most),
		fmt.Sprintf("%.0f hours without use, %.0f days in all", workbench.SessionIdle.Hours(), workbench.SessionMost.Hours()/24),
		fmt.Sprintf("as chosen, at most %.0f days; it signs nothing", workbench.TokenMost.Hours()/24),
		fmt.Sprintf("as chosen, at most %.0f days |", workbench.ShareMost.Hours()/24),
	} {
		if !strings.Contains(text, want) {
			t.Errorf("docs/user/people.md does not say %q", want)
		}
	}
}

// TestSecretsInTheDocument tries the expression that operators give to their scanners.
func TestSecretsInTheDocument(t *testing.T) {
	m := regexp.MustCompile("the expression is `([^`]+)`").FindStringSubmatch(document(t))
	if m == nil {
		t.Fatal("docs/user/people.md names no expression")
	}
	form := regexp.MustCompile("^(?:" + m[1] + ")$")
	purposes := map[people.Purpose]string{people.Token: "token for a program", people.Session: "session in a browser", people.Share: "link to one document", people.Setup: "set-up code"}
	for _, p := range slices.Sorted(maps.Keys(purposes)) {
		s, err := people.NewSecret(p, nil)
		if err != nil {
			t.Fatal(err)
		}
		if !form.MatchString(s.Reveal()) {
			t.Errorf("%s is not found by %s", p, m[1])
		}
		if !regexp.MustCompile(`(?m)^\| ` + purposes[p] + "[^|]*\\| `" + string(p) + "` \\|").MatchString(document(t)) {
			t.Errorf("docs/user/people.md has no line for %s", p)
		}
	}
}
