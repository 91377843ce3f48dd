package cli

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/postmarket/clocks"
)

func watchClocksCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "clocks EVENT",
		Short: "Which duties to report an event run, and when each ends",
		Long: `Clocks reads an event (a YAML file: what is known of it and since when, what was sent) and lists the duties to report it that run side by side: to
whom, by when, in which zone, by which article, and why. What is unknown does not silence a duty: it may run, and the question that decides is
asked. --draft writes the draft of one report as Markdown, with what is still to be said marked as open. --format ics gives the deadlines to a
calendar. The list is a reading of the law by its makers, not legal advice; each entry says how well it was checked.`,
		Example: `  cordon watch clocks event.yaml --role manufacturer --market EU
  cordon watch clocks event.yaml --draft CLK-0031
  cordon watch clocks event.yaml --format ics > deadlines.ics`,
		Args: args(cobra.ExactArgs(1)),
	}
	roles := c.Flags().StringArray("role", nil, "look as one that has this role and no other: "+strings.Join(knowledge.Reporter("").Words(), ", ")+"; may be repeated")
	markets := c.Flags().StringArray("market", nil, "look at this market and no other: "+strings.Join(model.Market("").Words(), ", ")+"; may be repeated")
	on := c.Flags().String("at", "", "point in time to look from, such as 2026-11-26T14:30:00Z; now where absent")
	draft := c.Flags().String("draft", "", "clock whose report is drafted, such as CLK-0031")
	format := addChoice(c, "format", "form of the output", "text", "text", "json", "ics")
	c.RunE = func(c *cobra.Command, a []string) error {
		if *draft != "" && c.Flags().Changed("format") {
			return usageError{fmt.Errorf("%s: a draft is Markdown; leave out --format or --draft", c.CommandPath())}
		}
		who, err := flagWords[knowledge.Reporter]("role", *roles)
		if err != nil {
			return usageError{err}
		}
		where, err := flagWords[model.Market]("market", *markets)
		if err != nil {
			return usageError{err}
		}
		now := time.Now()
		if *on != "" {
			if now, err = time.Parse(time.RFC3339, *on); err != nil {
				return usageError{fmt.Errorf("--at %q is no point in time; write it as 2026-11-26T14:30:00Z", *on)}
			}
		}
		k, err := openKnowledge(c)
		if err != nil {
			return err
		}
		e, err := openEvent(c, k.Index, a[0])
		if err != nil {
			return err
		}
		e = e.As(who, where)
		list := clocks.Run(k.Index, e, now)
		switch {
		case *draft != "":
			i := slices.IndexFunc(list, func(x clocks.Clock) bool { return x.ID == *draft })
			if i < 0 {
				return refuse(c, "watch clocks: the event does not start %s; without --draft the command lists those that it does", *draft)
			}
			_, err = fmt.Fprint(c.OutOrStdout(), clocks.Draft(&list[i], now))
			return err
		case format.value == "json":
			return writeJSON(c, list)
		case format.value == "ics":
			text := clocks.Calendar(e, list, now)
			if text == "" {
				return refuse(c, "watch clocks: no clock runs that has a deadline, and a calendar without entries is not allowed")
			}
			_, err = fmt.Fprint(c.OutOrStdout(), text)
			return err
		}
		return printClocks(newText(c.OutOrStdout()), list, now)
	}
	return c
}

func openEvent(c *cobra.Command, ix *knowledge.Index, path string) (*clocks.Event, error) {
	src, err := os.ReadFile(path)
	if err != nil {
		return nil, refuse(c, "watch clocks: cannot read %s: %s", path, diag.Cause(err))
	}
	var ds diag.List
	e := clocks.Parse(ix, path, src, &ds)
	if err := sound(c, &ds); err != nil {
		return nil, err
	}
	if e == nil {
		return nil, exit{exitInvalid}
	}
	return e, nil
}

var clockHeadings = map[clocks.State]string{
	clocks.Overdue: "Overdue", clocks.Running: "Running", clocks.MayRun: "May run, by what is still unknown", clocks.NotYet: "Not yet",
	clocks.Met: "Met", clocks.Stopped: "Stopped", clocks.NotInForce: "Not in force; not counted",
}

const clockTime = "Mon 2006-01-02 15:04 MST"

func printClocks(t *text, list []clocks.Clock, now time.Time) error {
	for i := range list {
		x := &list[i]
		if i == 0 || list[i-1].State != x.State {
			t.heading("%s", clockHeadings[x.State])
		}
		t.item("%s %s (%s, %s)", x.ID, x.Title, x.Regime, x.Article)
		if x.State == clocks.Stopped || x.State == clocks.NotInForce {
			t.sub("%s", strings.Join(x.Because, "; "))
			continue
		}
		printEnd(t, x, now)
		if x.State == clocks.MayRun || x.State == clocks.Met {
			continue
		}
		t.sub("to: %s", x.Recipient)
		t.sub("because: %s", strings.Join(x.Because, ", "))
		if x.State != clocks.NotYet {
			t.sub("%s; certainty of our reading: %s", x.Force, x.Certainty)
		}
	}
	printQuestions(t, list)
	if len(list) == 0 {
		t.item("the event starts no clock")
	}
	if slices.ContainsFunc(list, func(x clocks.Clock) bool { return x.ZoneAssumed && !x.Deadline.IsZero() }) {
		t.item("the event states no zone, so that days of the Union end in %s", clocks.ZoneOfUnion)
	}
	return t.err
}

func printEnd(t *text, x *clocks.Clock, now time.Time) {
	switch {
	case x.Sent != nil:
		late := ""
		if x.Sent.Late {
			late = ", late"
		}
		t.sub("sent %s%s %s", x.Sent.At.Format(clockTime), late, x.Sent.Reference)
	case !x.Deadline.IsZero():
		t.sub("ends %s, %s (%s)", x.Deadline.Format(clockTime), span(x.Deadline.Sub(now)), x.Time)
		if !x.Latest.IsZero() {
			t.sub("at the latest %s: %s", x.Latest.Format(clockTime), x.LatestBecause)
		}
	case !x.Expected.IsZero():
		t.sub("would end %s if the report before it is sent on its last day (%s)", x.Expected.Format(clockTime), x.Time)
	default:
		t.sub("%s", x.Time)
	}
}

// printQuestions asks each question once, with the clocks that wait for it.
func printQuestions(t *text, list []clocks.Clock) {
	waiting := map[string][]string{}
	var asked []clocks.Question
	for i := range list {
		for _, q := range list[i].Asks {
			if waiting[q.Fact] == nil {
				asked = append(asked, q)
			}
			waiting[q.Fact] = append(waiting[q.Fact], list[i].ID)
		}
	}
	if len(asked) > 0 {
		t.heading("Questions that decide")
	}
	for _, q := range asked {
		t.item("%s %s", q.Asks, q.Fact)
		t.sub("decides: %s", strings.Join(waiting[q.Fact], ", "))
	}
}

// span says how far away a time is.
func span(d time.Duration) string {
	what := "%s left"
	if d < 0 {
		d, what = -d, "%s ago"
	}
	days, hours, minutes := int(d.Hours())/24, int(d.Hours())%24, int(d.Minutes())%60
	if days > 0 {
		return fmt.Sprintf(what, fmt.Sprintf("%d d %d h", days, hours))
	}
	return fmt.Sprintf(what, fmt.Sprintf("%d h %d min", hours, minutes))
}
