package cli

import (
	"fmt"
	"os"
	"runtime/debug"
	"strconv"

	"github.com/spf13/cobra"

	"cordon/internal/assessment"
	"cordon/internal/decisions"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/project"
	"cordon/internal/report"
)

func assessCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "assess PATH",
		Short: "Find threats, follow them to the patient, and report",
		Long: `Assess reads a system, finds its threats, computes how likely they are and which harms they reach. It prints a summary,
or with --format json the whole assessment; with --out it writes report.html, assessment.json and the diagrams.
Where decisions are kept beside the model, both say which still stand.
With --fail-on it exits with 1 if a consequence has that level of risk or a higher one.`,
		Args: args(cobra.ExactArgs(1)),
	}
	format, mode := formatFlag(c), modeFlag(c)
	out := c.Flags().String("out", "", "directory for report, assessment and diagrams; made if it is missing")
	failOn := addChoice(c, "fail-on", "least level of risk that counts as a finding", "", "low", "medium", "high", "very-high")
	day := dayFlag(c, "on", "day for which decisions are judged")
	_ = c.MarkFlagDirname("out")
	c.RunE = func(c *cobra.Command, paths []string) error {
		on, err := day()
		if err != nil {
			return err
		}
		k, a, err := assess(c, paths[0], mode.value)
		if err != nil {
			return err
		}
		reviews, err := decided(c, paths[0], k, a, on)
		if err != nil {
			return err
		}
		if format.value == "json" {
			err = a.Encode(c.OutOrStdout())
		} else {
			err = printAssessment(newText(c.OutOrStdout()), a.Assessment, &k.Index.Base.Scales, reviews)
		}
		if err != nil {
			return err
		}
		if *out != "" {
			s := &report.Subject{Model: a.Model, Index: k.Index, Assessment: a.Assessment, Decisions: reviews, Day: on}
			if err := writeReport(c, *out, k, a, s); err != nil {
				return err
			}
		}
		if !a.Engine.Certificate.Verified {
			return fmt.Errorf("the independent check of the result failed: %s; please report this with the model", a.Engine.Certificate.Reason)
		}
		return failing(c, failOn, a.Assessment)
	}
	return c
}

func writeReport(c *cobra.Command, dir string, k *project.Knowledge, a *project.Assessed, s *report.Subject) (err error) {
	p := newProgress(c.ErrOrStderr())
	s.Defence, err = project.Layers(c.Context(), a, k, p.stage)
	p.done()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("make the output directory: %w", err)
	}
	// Layouts make much short-lived garbage; collecting it less often saves a third of the time and some ten megabytes hold it.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	files, err := report.Write(c.Context(), dir, s)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.ErrOrStderr(), "wrote report.html and %s to %s\n", count(len(files)-1, "other file"), dir)
	return nil
}

// failing ends with exit code 1 if the assessment has a risk at or above a level.
func failing(c *cobra.Command, level *choice, a *assessment.Assessment) error {
	if level.value == "" {
		return nil
	}
	found, counts := 0, false
	for _, r := range a.Summary.Risk {
		if counts = counts || r.Risk == level.value; counts {
			found += r.Count
		}
	}
	if found > 0 {
		fmt.Fprintf(c.ErrOrStderr(), "%s with risk %s or above\n", count(found, "consequence"), level.value)
		return exit{exitFindings}
	}
	return nil
}

func printAssessment(t *text, a *assessment.Assessment, scales *knowledge.Scales, reviews []decisions.Review) error {
	t.heading("%s", a.Model.Name)
	t.item("%s", a.Model.Purpose)
	checked := "not verified"
	if a.Engine.Certificate.Verified {
		checked = "verified"
	}
	t.item("mode %s; model %s, knowledge %s, engine %s; result %s", a.Engine.Mode, a.Model.Digest[:12], a.Knowledge.Digest[:12], a.Engine.Version, checked)
	s := a.Summary
	t.item("%d elements described, %d inferred; %d threats found, %d can happen, %d of them are starts or steps of attacks and accidents; %s",
		s.AssetsAsserted, s.AssetsInferred, s.Threats, s.ThreatsActive, s.ThreatsPrimary, count(s.Questions, "open question"))
	printHarms(t, a)
	printThreats(t, a, a.Top(scales, 10))
	printStanding(t, reviews)
	t.heading("Next")
	t.printf("  cordon explain PATH ID        why: a harm, threat, consequence or control\n")
	t.printf("  cordon questions PATH         what the description does not say yet\n")
	t.printf("  cordon assess PATH --out DIR  the report with diagrams\n")
	return t.err
}

func printHarms(t *text, a *assessment.Assessment) {
	t.heading("Harms")
	if len(a.Harms) == 0 {
		t.item("none described: add a `harms` block to follow threats to the patient")
		return
	}
	t.printf("  %s %s %s %s\n", pad("", 30), pad("severity", 13), pad("P per device-year", 19), "verdict")
	for _, h := range a.Harms {
		p := probability(h.Probability.From, h.Probability.To)
		t.printf("  %s %s %s %s\n", pad(h.ID, 30), pad(h.Severity, 13), pad(p, 19), t.level(h.Acceptability))
	}
}

// printStanding counts decisions and names those that somebody has to look at again.
func printStanding(t *text, reviews []decisions.Review) {
	if len(reviews) == 0 {
		return
	}
	t.heading("Decisions")
	t.item("%s", countStates(reviews))
	for i := range reviews {
		if r := &reviews[i]; !r.Stands() {
			t.item("%s (%s, by %s on %s): %s", r.ID, r.Choice, r.Who, r.When, t.state(r.State))
			for _, b := range r.Because {
				t.sub("%s", b)
			}
			for _, s := range r.Signed {
				if !s.Fits {
					t.sub("%s", s)
				}
			}
		}
	}
}

// probability writes an interval with both ends.
func probability(from, to float64) string {
	f := func(p float64) string { return strconv.FormatFloat(p, 'g', 2, 64) }
	return f(from) + " to " + f(to)
}

// printThreats shows the threats that matter most.
func printThreats(t *text, a *assessment.Assessment, top []*engine.Threat) {
	t.heading("Threats that matter most (%d of %d)", len(top), a.Summary.ThreatsPrimary)
	for _, th := range top {
		mark := ""
		if th.Root {
			mark = ", begins chains"
		}
		t.wrapped("  ", "    ", fmt.Sprintf("%s %s (likelihood %s, leads to risk %s%s)", th.ID, th.Title, th.Likelihood, t.level(th.Risk), mark))
	}
}
