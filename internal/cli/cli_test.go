package cli

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write what the scripts print into them")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"cordon": func() { os.Exit(Main(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

func TestScripts(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:           filepath.Join("testdata", "script"),
		UpdateScripts: *update,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"copytree": func(ts *testscript.TestScript, neg bool, args []string) {
				if neg || len(args) != 2 {
					ts.Fatalf("usage: copytree FROM TO")
				}
				ts.Check(os.CopyFS(ts.MkAbs(args[1]), os.DirFS(ts.MkAbs(args[0]))))
			},
		},
		Setup: func(e *testscript.Env) error {
			e.Setenv("ROOT", root)
			return nil
		},
	})
}

// The first description a newcomer sees must be a valid one.
func TestDescriptionsInDocumentsAreValid(t *testing.T) {
	for _, name := range []string{"README.md"} {
		src, err := os.ReadFile(filepath.Join("..", "..", name))
		if err != nil {
			t.Fatal(err)
		}
		_, rest, found := strings.Cut(string(src), "```yaml\n")
		text, _, closed := strings.Cut(rest, "```")
		if !found || !closed {
			t.Fatalf("%s shows no description", name)
		}
		assessText(t, name, text)
	}
	_, text, found := strings.Cut(modelTopic().Long, "The smallest one:\n")
	text, _, closed := strings.Cut(text, "\nBlocks:")
	if !found || !closed {
		t.Fatal("cordon help model shows no description")
	}
	assessText(t, "cordon help model", strings.ReplaceAll(text, "\n  ", "\n"))
}

func assessText(t *testing.T, name, text string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "system.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errs strings.Builder
	if code := Main(t.Context(), []string{"assess", file}, strings.NewReader(""), &out, &errs); code != 0 {
		t.Errorf("%s: exit code %d\n%s", name, code, errs.String())
	}
	for line := range strings.Lines(out.String()) {
		if n := len([]rune(strings.TrimRight(line, "\n"))); n > columns {
			t.Errorf("%s: a line of %d columns: %s", name, n, line)
		}
	}
}

func TestInterruptedWorkSaysSo(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	var out, errs strings.Builder
	code := Main(ctx, []string{"assess", filepath.Join("..", "..", "examples", "wearable-monitor")}, strings.NewReader(""), &out, &errs)
	if code != exitFailure || out.String() != "" || errs.String() != "cordon: stopped\n" {
		t.Errorf("exit code %d, output %q, errors %q", code, out.String(), errs.String())
	}
}
