package cli

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/engine"
	"cordon/internal/interop/spyderisk"
)

func spyderiskAssessCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "assess MODEL",
		Short: "Find the threats of a Spyderisk model and calculate its risk",
		Long: `Assess constructs the system, finds its threats and calculates likelihoods and risks from what the user of the model asserted.
Stored results are not used.

--format tsv prints a line for each misbehaviour set: name, likelihood 0-5 and risk 0-4, with tabs between.
--verify compares with the results stored in the file, statement by statement, and lists every difference; exit code 1 if there is one.
--correct shows side by side what changes against Spyderisk when coverage counts and causes are counted exactly.`,
		Args: args(cobra.ExactArgs(1)),
	}
	format := addChoice(c, "format", "form of the output", "text", "text", "json", "tsv")
	spyderiskModeFlag(c)
	parity := parityFlag(c)
	verify := c.Flags().Bool("verify", false, "compare Spyderisk's way of calculating with the stored results")
	correct := c.Flags().Bool("correct", false, "show what changes against Spyderisk")
	c.RunE = func(c *cobra.Command, paths []string) error {
		switch {
		case *verify && *correct:
			return usageError{errors.New("--verify and --correct ask for different comparisons; give one of them")}
		case *correct && *parity:
			return usageError{errors.New("--correct compares both ways of calculating; leave --parity out")}
		case (*verify || *correct) && format.value == "tsv":
			return usageError{errors.New("a comparison is printed as text or json")}
		}
		s, err := openSpyderisk(c, paths[0])
		if err != nil {
			return err
		}
		switch {
		case *verify:
			return s.verify(c, format.value)
		case *correct:
			return s.compare(c, format.value)
		}
		system, run, err := s.analyze(c, semantics(*parity))
		if err != nil {
			return err
		}
		switch format.value {
		case "tsv":
			return spyderisk.WriteTSV(c.OutOrStdout(), system.Misbehaviours(run, s.mode))
		case "json":
			return system.Report(run, s.mode).Write(c.OutOrStdout())
		}
		return s.print(newText(c.OutOrStdout()), system, run, *parity)
	}
	return c
}

// verify compares with the stored results.
func (s *spyderiskRun) verify(c *cobra.Command, format string) error {
	m := s.model
	if !m.HasResults {
		if format == "json" {
			return writeJSON(c, comparisonJSON{Statements: 0, Differences: []differenceJSON{}, Note: "the file holds no results; nothing was compared"})
		}
		_, err := fmt.Fprintf(c.OutOrStdout(), "0 differences: %s holds no results, so nothing was compared\n", s.path)
		return err
	}
	if stored := engine.Mode(strings.ToLower(m.Mode)); stored != "" && stored != s.mode {
		return usageError{fmt.Errorf("the stored results are of the mode %s; leave --mode out", stored)}
	}
	system, run, err := s.analyze(c, engine.Parity)
	if err != nil {
		return err
	}
	x := spyderisk.Verify(m, system.Results(run, s.mode))
	if format == "json" {
		err = writeJSON(c, asJSON(x))
	} else {
		err = printVerdict(newText(c.OutOrStdout()), x)
	}
	if err == nil && len(x.Differences) > 0 {
		return exit{exitFindings}
	}
	return err
}

func printVerdict(t *text, x *spyderisk.Comparison) error {
	for _, d := range x.Differences {
		t.printf("%s: %s: %s: stored %s, computed %s\n", d.Aspect, d.Subject, strings.TrimPrefix(d.Says, "core#"), values(d.Stored), values(d.Computed))
	}
	total := 0
	for _, a := range spyderisk.Aspects {
		total += x.Statements[a]
	}
	if len(x.Differences) > 0 {
		t.printf("%s in %d statements\n", count(len(x.Differences), "difference"), total)
		return t.err
	}
	t.printf("all %d statements are equal:\n", total)
	for _, a := range spyderisk.Aspects {
		t.printf("  %7d  %s\n", x.Statements[a], a)
	}
	return t.err
}

func values(list []string) string {
	if len(list) == 0 {
		return "nothing"
	}
	short := make([]string, len(list))
	for i, v := range list {
		v = strings.TrimPrefix(v, "domain#")
		if text, _, typed := strings.Cut(v, "^^<"); typed {
			v = strings.Trim(text, `"`)
		}
		short[i] = v
	}
	return strings.Join(short, ", ")
}

// compare shows Spyderisk's results beside the correct ones.
func (s *spyderiskRun) compare(c *cobra.Command, format string) error {
	var models [2]*spyderisk.Model
	for i, way := range []engine.Semantics{engine.Parity, engine.Correct} {
		system, run, err := s.analyze(c, way)
		if err != nil {
			return err
		}
		models[i] = system.Results(run, s.mode)
	}
	x := spyderisk.Verify(models[0], models[1])
	if format == "json" {
		return writeJSON(c, asJSON(x))
	}
	return printComparison(newText(c.OutOrStdout()), x, models)
}

func printComparison(t *text, x *spyderisk.Comparison, models [2]*spyderisk.Model) error {
	t.heading("Spyderisk and correct, side by side")
	t.printf("  %s %s %s\n", pad("", 44), pad("Spyderisk", 16), "correct")
	row := func(what string, of func(m *spyderisk.Model) string) {
		t.printf("  %s %s %s\n", pad(what, 44), pad(of(models[0]), 16), of(models[1]))
	}
	row("misbehaviours by risk, very low to very high", func(m *spyderisk.Model) string { return vector(m) })
	row("threats with a likelihood", func(m *spyderisk.Model) string {
		return number(m.Threats, func(x *spyderisk.ThreatAt) bool { return x.Likelihood > 0 })
	})
	row("root causes", func(m *spyderisk.Model) string {
		return number(m.Threats, func(x *spyderisk.ThreatAt) bool { return x.RootCause })
	})
	row("initial causes", func(m *spyderisk.Model) string {
		return number(m.Threats, func(x *spyderisk.ThreatAt) bool { return x.InitialCause })
	})
	row("cause links", func(m *spyderisk.Model) string {
		n := 0
		for _, x := range m.Threats {
			n += len(x.CausedBy)
		}
		return fmt.Sprint(n)
	})
	for _, a := range spyderisk.Aspects {
		var of []spyderisk.Difference
		for _, d := range x.Differences {
			if d.Aspect == a {
				of = append(of, d)
			}
		}
		if len(of) == 0 {
			continue
		}
		t.heading("%s: %s", strings.ToUpper(string(a[:1]))+string(a[1:]), count(len(of), "difference"))
		for _, d := range of {
			t.item("%s %s: %s -> %s", d.Subject, strings.TrimPrefix(d.Says, "core#"), values(d.Stored), values(d.Computed))
		}
	}
	if len(x.Differences) == 0 {
		t.heading("Nothing changes")
		t.item("no control has less than full coverage, and no threat has a cause that Spyderisk counts too much")
	}
	return t.err
}

func number[T any](all []*T, is func(*T) bool) string {
	n := 0
	for _, x := range all {
		if is(x) {
			n++
		}
	}
	return fmt.Sprint(n)
}

func vector(m *spyderisk.Model) string {
	return strings.Trim(strings.ReplaceAll(fmt.Sprint(spyderisk.RiskVector(m)), " ", ","), "[]")
}

// comparisonJSON is a comparison for programs.
type comparisonJSON struct {
	Statements  int              `json:"statements"`
	Differences []differenceJSON `json:"differences"`
	Note        string           `json:"note,omitempty"`
}

type differenceJSON struct {
	Aspect  string   `json:"aspect"`
	Subject string   `json:"subject"`
	Says    string   `json:"says"`
	First   []string `json:"first"`  // stored, or Spyderisk's
	Second  []string `json:"second"` // computed, or correct
}

func asJSON(x *spyderisk.Comparison) comparisonJSON {
	out := comparisonJSON{Differences: []differenceJSON{}}
	for _, n := range x.Statements {
		out.Statements += n
	}
	for _, d := range x.Differences {
		out.Differences = append(out.Differences, differenceJSON{string(d.Aspect), d.Subject, d.Says, append([]string{}, d.Stored...), append([]string{}, d.Computed...)})
	}
	return out
}

// topMisbehaviours is how many the text lists.
const topMisbehaviours = 20

func (s *spyderiskRun) print(t *text, system *spyderisk.System, run *engine.Run, parity bool) error {
	m := system.Results(run, s.mode)
	way, verified := "coverage and causes counted correctly", "not verified"
	if parity {
		way = "calculated as Spyderisk does"
	}
	if run.Certificate().Verified {
		verified = "verified"
	}
	t.heading("%s", cmp.Or(m.Label, m.URI))
	t.item("mode %s, %s; result %s", s.mode, way, verified)
	t.item("model %s, base %s, engine %s", m.Digest()[:12], m.Base.Digest[:12], engine.Version)
	asserted := number(m.Assets, func(a *spyderisk.Asset) bool { return a.Asserted })
	t.item("assets: %s asserted, %d in all; links: %d", asserted, len(m.Assets), len(m.Links))
	t.item("threats: %d, %s of them with a likelihood; misbehaviours: %d", len(m.Threats),
		number(m.Threats, func(x *spyderisk.ThreatAt) bool { return x.Likelihood > 0 }), len(m.Misbehaviours))

	t.heading("Misbehaviours by risk")
	v := spyderisk.RiskVector(m)
	for i, l := range m.Base.Risk.Levels {
		t.printf("  %s %6d\n", pad(l.Label, 12), v[i])
	}
	ranked := slices.DeleteFunc(slices.Clone(m.Misbehaviours), func(x *spyderisk.MisbehaviourSet) bool { return x.Risk == 0 })
	slices.SortStableFunc(ranked, func(a, b *spyderisk.MisbehaviourSet) int {
		return cmp.Or(cmp.Compare(b.Risk, a.Risk), cmp.Compare(b.Likelihood, a.Likelihood))
	})
	if shown := ranked[:min(len(ranked), topMisbehaviours)]; len(shown) > 0 {
		t.heading("Highest risks (%d of %d above %s)", len(shown), len(ranked), m.Base.Risk.Levels[0].Label)
		for _, x := range shown {
			t.wrapped("  ", "    ", fmt.Sprintf("%s: %s of %q (likelihood %s, MS-%s%s-%s)", m.Base.Risk.Levels[x.Risk].Label, x.Misbehaviour.Label, x.Asset.Label,
				m.Base.Likelihood.Levels[x.Likelihood].Label, x.Misbehaviour.ID, x.Variant.Suffix(), x.Asset.ID))
		}
	}
	var roots []*spyderisk.ThreatAt
	for _, x := range m.Threats {
		if x.RootCause && x.Risk > 0 {
			roots = append(roots, x)
		}
	}
	slices.SortStableFunc(roots, func(a, b *spyderisk.ThreatAt) int {
		return cmp.Or(cmp.Compare(b.Risk, a.Risk), cmp.Compare(b.Likelihood, a.Likelihood))
	})
	if shown := roots[:min(len(roots), topMisbehaviours/2)]; len(shown) > 0 {
		t.heading("Root causes (%d of %d that lead to risk)", len(shown), len(roots))
		for _, x := range shown {
			what, _, _ := strings.Cut(x.Comment, ":")
			what = strings.TrimRight(what, ". ")
			t.wrapped("  ", "    ", fmt.Sprintf("%s (likelihood %s, leads to risk %s; %s)", what, m.Base.Likelihood.Levels[x.Likelihood].Label, m.Base.Risk.Levels[x.Risk].Label, x.Threat.ID))
		}
	}
	t.heading("Next")
	t.printf("  cordon spyderisk explain --kb DIR MODEL ID  why: misbehaviour, threat, control\n")
	t.printf("  cordon spyderisk assess --format json ...   everything\n")
	t.printf("  cordon spyderisk convert --kb DIR MODEL     a Cordon model to go on with\n")
	return t.err
}
