package cli

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/numbers"
	"cordon/internal/project"
	"cordon/internal/report"
)

func numbersCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "numbers PATH",
		Short: "How often harm is expected, as intervals, and what moves that most",
		Long: `Numbers samples possible worlds: in each, every threat succeeds or not by its own probability, and what follows is followed to the patient. It
says how often harm of each severity is expected per 1,000 device-years, and which inputs move that most. Every number is an interval: from
all inputs at the low ends of the tables p1 and p2 to all at the high ends, with the error of sampling counted in. The intervals are wide
because levels are. They help to rank and to ask; the record of risk is cordon risk.`,
		Args: args(cobra.ExactArgs(1)),
	}
	format, mode := formatFlag(c), modeFlag(c)
	var o numbers.Options
	c.Flags().IntVar(&o.Worlds, "worlds", 1_000_000, "how many worlds to sample for each end; up to 1,073,741,824")
	c.Flags().Uint64Var(&o.Seed, "seed", 0, "the same seed gives the same numbers")
	c.Flags().IntVar(&o.Bars, "inputs", 10, "how many of the inputs that move the numbers most to name")
	c.Flags().BoolVar(&o.Sample, "sample", false, "sample also where the system is small enough for exact numbers")
	out := c.Flags().String("out", "", "draw what moves the numbers as SVG into this file")
	_ = c.MarkFlagFilename("out", "svg")
	c.RunE = func(c *cobra.Command, paths []string) error {
		if o.Worlds < 1 || o.Worlds > 1<<30 || o.Bars < 0 {
			return usageError{errors.New("--worlds goes from 1 to 1,073,741,824, and --inputs is 0 or more")}
		}
		k, a, err := assess(c, paths[0], mode.value)
		if err != nil {
			return err
		}
		p := newProgress(c.ErrOrStderr())
		o.Progress = func(done, total int) { p.stage(fmt.Sprintf("sampling worlds: %d %%", 100*done/total)) }
		r, err := project.Numbers(c.Context(), a, k, o)
		p.done()
		if err != nil {
			return err
		}
		if *out != "" {
			err := report.ReplaceFile(*out, report.Shared, func(w io.Writer) error {
				_, err := w.Write(report.Tornado(a.Assessment.Model.Name, r))
				return err
			})
			if err != nil {
				return fmt.Errorf("write %s: %w", *out, err)
			}
		}
		if format.value == "json" {
			return writeJSON(c, r)
		}
		return printNumbers(newText(c.OutOrStdout()), r)
	}
	return c
}

func printNumbers(t *text, r *numbers.Result) error {
	how := fmt.Sprintf("%d worlds, seed %d", r.Worlds, r.Seed)
	if r.Exact {
		how = "exact at both ends of the inputs"
	}
	t.heading("Expected harm per 1,000 device-years (%s)", how)
	for _, s := range r.Severities {
		t.printf("  %s %s %s\n", pad(s.Severity, 14), pad(probability(s.Per1000.From, s.Per1000.To), 20), strings.Join(s.Harms, ", "))
	}
	if len(r.Harms) == 0 {
		t.item("no harm is described")
		return t.err
	}
	t.heading("Each harm")
	t.printf("  %s %s %s %s\n", pad("", 30), pad("situation per", 20), pad("by its level", 20), "harm per 1,000")
	t.printf("  %s %s %s %s\n", pad("", 30), pad("device-year", 20), pad("(P1)", 20), "device-years")
	for _, h := range r.Harms {
		t.printf("  %s %s %s %s\n", pad(h.Harm, 30), pad(probability(h.Situation.From, h.Situation.To), 20), pad(probability(h.P1.From, h.P1.To), 20), probability(h.Per1000.From, h.Per1000.To))
	}
	t.item("P1 is that of the likeliest way alone; worlds count all ways together, so that many ways can add up far beyond it")
	if len(r.Moves.Bars) == 0 {
		return t.err
	}
	t.heading("What moves the expected harm to health most, one input at a time (middle: %s)", figure(r.Moves.Middle))
	for _, b := range r.Moves.Bars {
		t.wrapped("  ", "    ", fmt.Sprintf("%s to %s  %s (probability %s)", figure(b.From), figure(b.To), b.Title, probability(b.P.From, b.P.To)))
	}
	t.item("no other input moves it by more than %s", figure(r.Moves.Rest))
	return t.err
}

func figure(x float64) string { return strconv.FormatFloat(x, 'g', 3, 64) }
