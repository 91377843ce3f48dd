package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cordon/internal/civil"
	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/postmarket/indicators"
	"cordon/internal/watch"
)

func watchIndicatorReadCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "read PATH FILE...",
		Short: "Say what readings change in a system, and which harms become others by it",
		Long: `Read takes readings of indicators from YAML files and CSV tables, and reports of other tools in JSON: state reports of the Spyderisk adaptor, reports
of CORAS with indicators, and privacy reports of AIRA. The newest reading of an indicator at an element counts, and old ones lose their worth.
A reading that cannot count is reported, and the others count. The system is weighed as it is in use: planned controls do not count. Nothing is changed.`,
		Example: `  cordon watch indicator read examples/wearable-monitor readings.yaml
  cordon watch indicator read examples/wearable-monitor scan.csv coras.json --names names.yaml --at 2026-11-26`,
		Args: args(cobra.MinimumNArgs(2)),
	}
	format := formatFlag(c)
	at := c.Flags().String("at", "", "time for which readings are weighed, 2026-11-26T14:30:00Z or a day; now where absent")
	names := c.Flags().String("names", "", "file that says under which names other tools know elements")
	_ = c.MarkFlagFilename("names", "yaml")
	c.RunE = func(c *cobra.Command, a []string) error {
		when, err := civil.Parse(cmp.Or(*at, time.Now().UTC().Format(time.RFC3339)))
		if err != nil {
			return usageError{fmt.Errorf("--at: %w", err)}
		}
		k, m, err := open(c, a[0])
		if err != nil {
			return err
		}
		var ds diag.List
		p := newProgress(c.ErrOrStderr())
		out, err := watch.Indicate(c.Context(), m, k, a[1:], *names, when, p.stage, &ds)
		p.done()
		if err != nil {
			return err
		}
		if err := sound(c, &ds); err != nil {
			return err
		}
		if format.value == "json" {
			return writeJSON(c, out)
		}
		return printIndicated(newText(c.OutOrStdout()), out, k.Index)
	}
	return c
}

func printIndicated(t *text, out *watch.Indicated, ix *knowledge.Index) error {
	t.heading("At %s", out.At)
	counted := count(len(out.Effects)+len(out.Without), "reading")
	if len(out.Without) > 0 {
		counted += fmt.Sprintf(", of which %d change nothing", len(out.Without))
	}
	if out.Later > 0 {
		counted += fmt.Sprintf("; %d are later and do not count yet", out.Later)
	}
	if out.Refused > 0 {
		counted += fmt.Sprintf("; %d cannot count", out.Refused)
	}
	t.item("%s", counted)
	for _, r := range out.Reports {
		t.item("%s %s: %s", r.Sort, r.File, count(len(r.Effects), "change"))
	}
	effects := slices.Clone(out.Effects)
	for _, r := range out.Reports {
		effects = append(effects, r.Effects...)
	}
	if len(effects) > 0 {
		t.heading("What they change")
	}
	for _, e := range effects {
		t.item("%s", effectLine(t, e, ix))
		t.sub("%s", whence(e)+e.Because)
	}
	for _, l := range out.Left {
		t.item("left out: %s", l)
	}
	if len(out.Overdue) > 0 {
		t.heading("To be read anew")
	}
	for _, e := range out.Overdue {
		t.item("%s at %s, since %s", e.Indicator, e.Element, day(e.Due))
	}
	printIndicatedHarms(t, out)
	return t.err
}

// effectLine says what becomes of what, and until when.
func effectLine(t *text, e indicators.Effect, ix *knowledge.Index) string {
	level := t.level(indicatorLevel(ix, e.Impact, e.Level))
	if e.State != "" {
		level = string(e.State)
	}
	op := map[string]string{"is": "is", "at-most": "is at most", "at-least": "is at least"}[string(e.Op)]
	what := e.Trust + e.Control
	switch {
	case e.Impact == "occurs":
		what = "severity"
	case e.Impact != "":
		what = "impact of " + e.Impact
	case e.Control != "" && e.State == "":
		what = "coverage of " + e.Control
	}
	s := strings.Join(strings.Fields(e.Element+": "+what+" "+op+" "+level), " ")
	if e.Until != "" {
		s += ", until " + day(e.Until)
	}
	return s
}

func whence(e indicators.Effect) string {
	switch {
	case e.Indicator != "":
		return e.Indicator + ", " + day(e.Since) + ", " + e.By + ". "
	case e.Source != "":
		return e.Source + ". "
	}
	return ""
}

// day leaves the time out where it is the beginning of the day.
func day(instant string) string { return strings.TrimSuffix(instant, "T00:00:00Z") }

func printIndicatedHarms(t *text, out *watch.Indicated) {
	t.heading("Harms")
	if len(out.Harms) == 0 {
		t.item("none becomes another")
	}
	for i := range out.Harms {
		h := &out.Harms[i]
		how := "better"
		if h.Worse() {
			how = "worse"
		}
		t.item("%s %s: %s", h.ID, h.Title, how)
		for _, x := range []struct{ what, before, after string }{
			{"likelihood of the situation", h.Before.Likelihood, h.After.Likelihood},
			{"severity", h.Before.Severity, h.After.Severity},
			{"risk", h.Before.Acceptability, h.After.Acceptability},
		} {
			if x.before != x.after {
				t.sub("%s: %s, before %s", x.what, t.level(x.after), t.level(x.before))
			}
		}
	}
}
