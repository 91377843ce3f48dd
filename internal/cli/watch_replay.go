package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/civil"
	"cordon/internal/postmarket/weigh"
	"cordon/internal/report"
)

func watchReplayCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "replay PATH --from TIME",
		Short: "Follow the risk over time, with what was known at each instant",
		Long: `Replay gives the harms at each instant at which something became known, was decided, began or ended: findings, events, readings, decisions and
ageing. What was recorded later changes nothing before. With --svg it draws the verdict on each harm over time.`,
		Example: `  cordon watch replay examples/wearable-monitor --from 2026-03-01 --svg risk.svg`,
		Args:    args(cobra.ExactArgs(1)),
	}
	from := c.Flags().String("from", "", "beginning: 2026-03-01, or a point in time")
	at := instantFlag(c, "end")
	format := formatFlag(c)
	svg := c.Flags().String("svg", "", "draw it into this file")
	_ = c.MarkFlagFilename("svg", "svg")
	c.RunE = func(c *cobra.Command, paths []string) error {
		if err := given(c, "from"); err != nil {
			return err
		}
		begin, err := civil.Parse(*from)
		if err != nil {
			return usageError{fmt.Errorf("--from: %w", err)}
		}
		end, err := at()
		if err != nil {
			return err
		}
		if end <= begin {
			return refuse(c, "watch replay: it ends at %s, before it begins at %s", end, begin)
		}
		a, err := openAfter(c, paths[0])
		if err != nil {
			return err
		}
		points, err := a.Replay(&a.Inputs, begin, end, c.Context().Err)
		if err != nil {
			return err
		}
		if *svg != "" {
			title := "Risk of " + a.Model.System.Name + " over time"
			if err := report.ReplaceFile(*svg, report.Shared, func(w io.Writer) error { _, err := w.Write(report.RiskOverTime(title, points)); return err }); err != nil {
				return fmt.Errorf("write %s: %w", *svg, err)
			}
			fmt.Fprintf(c.ErrOrStderr(), "wrote %s\n", *svg)
		}
		if format.value == "json" {
			return writeJSON(c, points)
		}
		return printPoints(newText(c.OutOrStdout()), points)
	}
	return c
}

func printPoints(t *text, points []weigh.Point) error {
	for i, p := range points {
		t.heading("%s: %s open", p.At, vulnerabilities(p.Open))
		for _, cause := range p.Causes {
			t.item("%s", cause)
		}
		for j := range p.Harms {
			h := &p.Harms[j]
			switch {
			case i == 0:
				t.sub("%s: %s, %s", h.Title, h.Likelihood, h.Acceptability)
			case points[i-1].Harms[j].Rank != h.Rank:
				old := &points[i-1].Harms[j]
				t.sub("%s: likelihood %s -> %s, %s -> %s", h.Title, old.Likelihood, h.Likelihood, old.Acceptability, h.Acceptability)
			}
		}
	}
	return t.err
}

func vulnerabilities(n int) string {
	if n == 1 {
		return "1 vulnerability"
	}
	return fmt.Sprintf("%d vulnerabilities", n)
}

func watchForecastCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "forecast PATH",
		Short: "Say when each harm gets worse if nothing is done",
		Long: `Forecast follows each harm from now on with what is known now: support ends, algorithms, keys and certificates run out, releases get old, readings
age, events and decisions run out. Nothing new becomes known. It says when the verdict on a harm or its likelihood changes, and why.`,
		Example: `  cordon watch forecast examples/wearable-monitor --until 2040-01-01`,
		Args:    args(cobra.ExactArgs(1)),
	}
	at := instantFlag(c, "time that counts as now")
	until := c.Flags().String("until", "", "end; fifteen years from now where absent")
	format := formatFlag(c)
	c.RunE = func(c *cobra.Command, paths []string) error {
		now, err := at()
		if err != nil {
			return err
		}
		end := now.AddMonths(15 * 12)
		if *until != "" {
			if end, err = civil.Parse(*until); err != nil {
				return usageError{fmt.Errorf("--until: %w", err)}
			}
		}
		if end <= now {
			return refuse(c, "watch forecast: it ends at %s, before it begins at %s", end, now)
		}
		a, err := openAfter(c, paths[0])
		if err != nil {
			return err
		}
		list, err := a.Forecast(&a.Inputs, now, end, c.Context().Err)
		if err != nil {
			return err
		}
		if format.value == "json" {
			return writeJSON(c, list)
		}
		t := newText(c.OutOrStdout())
		for _, f := range list {
			t.heading("%s: %s now, likelihood %s", f.Title, f.Now, f.Likelihood)
			for _, turn := range f.Turns {
				t.item("%s: %s, likelihood %s. %s", turn.At[:10], turn.Verdict, turn.Likelihood, strings.Join(turn.Because, "; "))
			}
			if len(f.Turns) == 0 {
				t.item("stays so until %s", end.Day())
			}
		}
		return t.err
	}
	return c
}
