package cli

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"cordon/internal/decisions"
)

func decideListCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "list PATH",
		Short: "List decisions and whether they still stand",
		Long: `List assesses the system with its planned controls and says of each decision whether it is current, expired (its last day
is over), stale (something it rested on has changed: what, from, to), orphaned (what it is about is gone), or replaced by a
later one. With --fail-on it exits with 1 if a decision is in that state or a worse one; they worsen in the order above. A
record that was changed after it was signed counts as well.`,
		Args: args(cobra.ExactArgs(1)),
	}
	format := formatFlag(c)
	day := dayFlag(c, "on", "day for which to judge")
	failOn := addChoice(c, "fail-on", "least bad state that counts as a finding", "", words(decisions.Worse)...)
	c.RunE = func(c *cobra.Command, paths []string) error {
		on, err := day()
		if err != nil {
			return err
		}
		r, err := review(c, paths[0], "", on)
		if err != nil {
			return err
		}
		if format.value == "json" {
			err = writeJSON(c, r.reviews)
		} else {
			err = printReviews(newText(c.OutOrStdout()), r.reviews)
		}
		if err != nil {
			return err
		}
		return failingDecisions(c, failOn.value, r.reviews)
	}
	return c
}

func printReviews(t *text, reviews []decisions.Review) error {
	for _, r := range reviews {
		t.heading("%s: %s", r.ID, t.state(r.State))
		line := fmt.Sprintf("%s %s", r.Choice, r.About)
		if r.Title != "" && r.About != decisions.Overall {
			line += " (" + r.Title + ")"
		}
		t.item("%s; %s, %s, on %s", line, r.Who, r.Role, r.When)
		for _, b := range r.Because {
			t.wrapped("  - ", "    ", b)
		}
		for _, s := range r.Signed {
			if s.Fits {
				t.item("%s", s)
			} else {
				t.wrapped("  - ", "    ", s.String())
			}
		}
	}
	if len(reviews) > 0 {
		t.printf("\n")
	}
	t.printf("%s\n", countStates(reviews))
	return t.err
}

// countStates says how many decisions there are, and in which states.
func countStates(reviews []decisions.Review) string {
	counts := map[decisions.State]int{}
	for _, r := range reviews {
		counts[r.State]++
	}
	line := count(len(reviews), "decision")
	for _, s := range append([]decisions.State{decisions.Current, decisions.Replaced, decisions.Over}, decisions.Worse...) {
		if counts[s] > 0 {
			line += fmt.Sprintf(", %d %s", counts[s], s)
		}
	}
	return line
}

// state colours a state by what it asks for.
func (t *text) state(s decisions.State) string {
	switch s {
	case decisions.Current:
		return t.style(green, string(s))
	case decisions.Expired:
		return t.style(yellow, string(s))
	case decisions.Stale, decisions.Orphaned:
		return t.style(red, string(s))
	}
	return string(s)
}

// failingDecisions ends with exit code 1 if a decision is in a state or a worse one, or was changed after it was signed.
func failingDecisions(c *cobra.Command, least string, reviews []decisions.Review) error {
	if least == "" {
		return nil
	}
	from := slices.Index(decisions.Worse, decisions.State(least))
	found := 0
	for _, r := range reviews {
		broken := slices.ContainsFunc(r.Signed, func(s decisions.Signed) bool { return !s.Fits })
		if broken || slices.Contains(decisions.Worse[from:], r.State) {
			found++
		}
	}
	if found == 0 {
		return nil
	}
	fmt.Fprintf(c.ErrOrStderr(), "%s not in order (--fail-on %s)\n", count(found, "decision"), least)
	return exit{exitFindings}
}
