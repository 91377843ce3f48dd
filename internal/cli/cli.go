// Package cli is the command line. Rules of this interface:
//
//   - What was asked for goes to standard output; everything else, to standard error.
//   - Exit codes: 0 done, 1 findings at or above --fail-on, 2 invalid input, 3 failure of the program or the system.
//   - An error says the problem; a hint says what to do. Every diagnostic has file, line, column and a permanent code.
//   - Text is made for 80 columns; colour only on a terminal, never with NO_COLOR.
//   - --format json gives the whole result; text may leave things out and then says so.
package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/model"
	"cordon/internal/project"
	"cordon/internal/store"
)

// Exit codes.
const (
	exitFindings = 1
	exitInvalid  = 2
	exitFailure  = 3
)

// exit ends a command with a code; what there is to say has been said.
type exit struct{ code int }

func (e exit) Error() string { return fmt.Sprintf("exit %d", e.code) }

// usageError is a wrong call.
type usageError struct{ error }

// Main runs the command line and returns the exit code.
func Main(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := Root()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	var e exit
	var usage usageError
	var refused *store.Refusal
	switch {
	case err == nil:
		return 0
	case errors.As(err, &e):
		return e.code
	case errors.As(err, &refused):
		fmt.Fprintln(stderr, refused.Diagnostic())
		return exitFailure
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "cordon: stopped")
		return exitFailure
	case errors.As(err, &usage), strings.HasPrefix(err.Error(), "unknown command"):
		fmt.Fprintf(stderr, "cordon: %s\n    hint: cordon --help lists the commands, cordon COMMAND --help their flags\n", err)
		return exitInvalid
	}
	fmt.Fprintf(stderr, "cordon: %s\n", err)
	return exitFailure
}

// Root is the command tree.
func Root() *cobra.Command {
	c := &cobra.Command{
		Use:   "cordon",
		Short: "Cybersecurity by design for connected medical devices",
		Long: `Cordon reads the description of a connected medical device and its surroundings, finds the threats,
follows them to the patient, and reports harms, causes and controls.`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Example: `  cordon check examples/wearable-monitor
  cordon assess examples/wearable-monitor --out out
  cordon explain examples/wearable-monitor wrong-titration`,
	}
	c.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	c.PersistentFlags().StringArray("pack", nil, "directory with knowledge entries of your own, on top of the shipped ones; may be repeated")
	_ = c.MarkPersistentFlagDirname("pack")
	c.AddCommand(checkCommand(), complyCommand(), documentCommand(), watchCommand(), fmtCommand(), assessCommand(), explainCommand(), riskCommand(), layersCommand(), optionsCommand(), numbersCommand(), decideCommand(), diffCommand(), auditCommand(), accountCommand(),
		questionsCommand(), contentCommand(), schemaCommand(), serveCommand(), spyderiskCommand(), versionCommand(), modelTopic())
	return c
}

// modelTopic is help without a command: `cordon help model`.
func modelTopic() *cobra.Command {
	return &cobra.Command{
		Use:   "model",
		Short: "How a system is described",
		Long: `A system is one YAML file, or a directory whose *.yaml files together are one system. The smallest one:

  cordon: 1
  system: {id: thermometer, name: Thermometer, intended-purpose: Measures temperature at home.}
  places: {home: {kind: place.home}}
  assets: {probe: {kind: device.wearable-sensor, place: home}}

Blocks: contexts, zones, places, networks, organisations, people, assets, data, flows, functions, benefits, hazards,
harms, controls, assumptions, responsibilities, open-facts, evidence, answers to questionnaires, and imports of other
descriptions. Every element has an id of your choice and a kind; cordon content list --type kind shows the kinds. docs/user/modelling.md says how to begin.`,
	}
}

// args wraps a check of arguments so that a wrong number of them is a usage error.
func args(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, a []string) error {
		if err := check(c, a); err != nil {
			return usageError{fmt.Errorf("%s: %w", c.CommandPath(), err)}
		}
		return nil
	}
}

// choice is a flag that takes one of a few words.
type choice struct {
	value   string
	allowed []string
}

func (c *choice) String() string { return c.value }
func (c *choice) Type() string   { return strings.Join(c.allowed, "|") }
func (c *choice) Set(s string) error {
	for _, a := range c.allowed {
		if s == a {
			c.value = s
			return nil
		}
	}
	return fmt.Errorf("allowed: %s", strings.Join(c.allowed, ", "))
}

// addChoice declares such a flag, with completion.
func addChoice(c *cobra.Command, name, usage string, value string, allowed ...string) *choice {
	f := &choice{value, allowed}
	c.Flags().Var(f, name, usage)
	_ = c.RegisterFlagCompletionFunc(name, cobra.FixedCompletions(allowed, cobra.ShellCompDirectiveNoFileComp))
	return f
}

// writeJSON is how every command writes JSON.
func writeJSON(c *cobra.Command, v any) error {
	e := json.NewEncoder(c.OutOrStdout())
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func formatFlag(c *cobra.Command) *choice {
	return addChoice(c, "format", "form of the output", "text", "text", "json")
}

func modeFlag(c *cobra.Command) *choice {
	return addChoice(c, "mode", "what counts: planned and present controls, or present ones only", string(engine.Future), string(engine.Future), string(engine.Current))
}

// openKnowledge reads the shipped knowledge and the packs of the --pack flags.
func openKnowledge(c *cobra.Command) (*project.Knowledge, error) {
	packs, err := c.Flags().GetStringArray("pack")
	if err != nil {
		return nil, err
	}
	var ds diag.List
	k, err := project.OpenKnowledge(packs, &ds)
	if err != nil {
		return nil, err
	}
	printDiagnostics(c.ErrOrStderr(), ds.Sorted())
	if k == nil {
		return nil, exit{exitInvalid}
	}
	return k, nil
}

// open reads the knowledge base and a model; what is wrong with them goes to standard error.
func open(c *cobra.Command, path string) (*project.Knowledge, *model.Model, error) {
	k, err := openKnowledge(c)
	if err != nil {
		return nil, nil, err
	}
	var ds diag.List
	m := project.OpenModel(path, k, &ds)
	if ds.HasErrors() {
		printDiagnostics(c.ErrOrStderr(), ds.Sorted())
		fmt.Fprintf(c.ErrOrStderr(), "%s\n", verdict(ds.Sorted()))
		return nil, nil, exit{exitInvalid}
	}
	return k, m, nil
}

// assess opens and assesses the system at a path.
func assess(c *cobra.Command, path string, mode string) (*project.Knowledge, *project.Assessed, error) {
	k, m, err := open(c, path)
	if err != nil {
		return nil, nil, err
	}
	p := newProgress(c.ErrOrStderr())
	defer p.done()
	a, err := project.Assess(c.Context(), m, k, engine.Mode(mode), p.stage)
	return k, a, err
}

func printDiagnostics(w io.Writer, ds []diag.Diagnostic) {
	for _, d := range ds {
		fmt.Fprintln(w, d)
	}
}

// verdict counts diagnostics in words.
func verdict(ds []diag.Diagnostic) string {
	errors, warnings := 0, 0
	for _, d := range ds {
		if d.Severity == diag.Error {
			errors++
		} else {
			warnings++
		}
	}
	if errors+warnings == 0 {
		return "no findings"
	}
	return count(errors, "error") + ", " + count(warnings, "warning")
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	if stem, ok := strings.CutSuffix(what, "y"); ok && !strings.HasSuffix(stem, "a") { // but day, days
		return fmt.Sprintf("%d %sies", n, stem)
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// isTerminal tells whether a stream is a terminal that may be coloured.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
