package cli

import (
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"cordon/internal/postmarket/fleet"
	"cordon/internal/report"
)

func watchFleetRolloutCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "rollout DIR ID",
		Short: "Follow the fix of a vulnerability, or a release, to the devices",
		Long: `Rollout says how many of the devices that needed a fix have it, day by day, and how long they took: the median, the time of nine tenths and that of
all, as far as they are reached. ID is a vulnerability that was learned, or a release; of a release, devices of the product with an older one need it.
Devices that never had a release concerned while that was known are not counted.`,
		Example: `  cordon watch fleet rollout fleet CVE-2026-1234 --svg rollout.svg`,
		Args:    args(cobra.ExactArgs(2)),
	}
	svg := c.Flags().String("svg", "", "draw the curve into this file")
	when, format := whenFlags(c), formatFlag(c)
	_ = c.MarkFlagFilename("svg", "svg")
	c.RunE = func(c *cobra.Command, a []string) error {
		w, err := when()
		if err != nil {
			return err
		}
		s, err := openFleet(c, a[0], 0)
		if err != nil {
			return err
		}
		r := s.Fleet.Rollout(a[1], fleet.Query{When: w})
		if r == nil {
			r = s.Fleet.RolloutOf(a[1], w)
		}
		if r == nil {
			return refuse(c, "rollout: %s is neither a vulnerability that was learned nor a release with a date", a[1])
		}
		if *svg != "" {
			err := report.ReplaceFile(*svg, report.Shared, func(w io.Writer) error {
				_, err := w.Write(report.Rollout(r))
				return err
			})
			if err != nil {
				return fmt.Errorf("write %s: %w", *svg, err)
			}
		}
		if format.value == "json" {
			return writeJSON(c, r)
		}
		return printRollout(newText(c.OutOrStdout()), r)
	}
	return c
}

func printRollout(t *text, r *fleet.Rollout) error {
	t.heading("%s: %s needed the fix since %s", r.Of, count(r.Devices, "device"), r.Known)
	t.item("%d have it, %d still need it, %d left the field without", r.Fixed, r.Open, r.Retired)
	for _, x := range r.Fixes {
		if x.Release == "" {
			t.item("%s: there is no fix", x.Product)
			continue
		}
		t.item("%s: release %s of %s, %s after it was known", x.Product, x.Release, x.Date, count(x.Days, "day"))
	}
	t.item("from known to installed, per device: %s", spreadWords(r.FromKnown))
	t.item("from fix to installed, per device: %s", spreadWords(r.FromFix))
	if len(r.Points) > 0 {
		t.printf("\n  %s %s %s retired\n", pad("day", 10), pad("fixed", 9), pad("open", 9))
	}
	for i, p := range r.Points {
		if skipped := len(r.Points) - maxPoints; skipped > 0 && i >= maxPoints-1 && i < len(r.Points)-1 {
			if i == maxPoints-1 {
				t.item("(%d days are left out; --format json gives all)", skipped)
			}
			continue
		}
		t.printf("  %s %s %s %d\n", p.Day, pad(fmt.Sprint(p.Fixed), 9), pad(fmt.Sprint(p.Open), 9), p.Retired)
	}
	return t.err
}

// maxPoints is how many days text shows.
const maxPoints = 30

func spreadWords(s fleet.Spread) string {
	if s.Devices == 0 {
		return "no device"
	}
	days := func(n *int) string {
		if n == nil {
			return "not reached"
		}
		return count(*n, "day")
	}
	return fmt.Sprintf("median %s; 90 %% %s; 100 %% %s", days(s.Median), days(s.P90), days(s.All))
}
