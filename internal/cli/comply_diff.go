package cli

import (
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"cordon/internal/compliance"
	"cordon/internal/knowledge"
)

func complyDiffCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "diff PATH FROM TO",
		Short: "What another edition of a document changes for a system",
		Long: `Diff sets the clauses of two documents of the knowledge base side by side, usually two editions of one: what is new, what is gone, what asks
something else at the same place, and how each stands for the described system. Both are judged as if they were in force, drafts too. Statements about
clauses that are gone or changed are named, since they do not carry over by themselves.`,
		Example: `  cordon comply diff examples/wearable-monitor fda-premarket-2023 fda-premarket-2026
  cordon comply diff examples/wearable-monitor mdr-2017 com-2025-1023-2025`,
		Args: args(cobra.ExactArgs(3)),
	}
	format := formatFlag(c)
	day := dayFlag(c, "on", "day for which to judge")
	c.RunE = func(c *cobra.Command, a []string) error {
		on, err := day()
		if err != nil {
			return err
		}
		j, err := openCase(c, a[0], on, func(ix *knowledge.Index) error {
			for _, id := range a[1:] {
				if ix.Documents[id] == nil {
					return fmt.Errorf("no document %q; name it with its edition: cordon content list --type document lists them", id)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		var sides [2][]compliance.Clause
		for i, id := range a[1:] {
			x, err := j.Comply(compliance.Request{Day: on, Documents: []string{id}, Drafts: true, Superseded: true})
			if err != nil {
				return err
			}
			sides[i] = x.Clauses
		}
		changes := compliance.Compare(sides[0], sides[1])
		if format.value == "json" {
			return writeJSON(c, changes)
		}
		return printChanges(newText(c.OutOrStdout()), j.Index, a[1], a[2], changes)
	}
	return c
}

// sorts of change, in the order in which they are told, with the heading of each.
var changeHeadings = []struct{ change, heading string }{
	{compliance.NewClause, "New in %s"}, {compliance.ChangedClause, "Asked otherwise in %s"}, {compliance.GoneClause, "Not in %s"},
}

func printChanges(t *text, ix *knowledge.Index, from, to string, changes []compliance.Change) error {
	t.heading("From %s to %s", ix.Documents[from].Title, ix.Documents[to].Title)
	same := 0
	for _, x := range changes {
		if x.Change == compliance.SameClause {
			same++
		}
	}
	t.item("%d of %d clauses stay as they are", same, len(changes))
	for _, h := range changeHeadings {
		if !slices.ContainsFunc(changes, func(x compliance.Change) bool { return x.Change == h.change }) {
			continue
		}
		t.heading(h.heading, to)
		for _, x := range changes {
			if x.Change == h.change {
				printChange(t, x)
			}
		}
	}
	return t.err
}

func printChange(t *text, x compliance.Change) {
	c := x.To
	if c == nil {
		c = x.From
	}
	t.item("%s %s: %s", c.ID, c.Title, t.status(c.Status))
	if x.To != nil {
		t.sub("%s", x.To.Says)
		t.sub("%s", x.To.Why)
	}
	if x.From != nil && x.From.Statement != nil {
		t.sub("the statement %s is about %s; state anew what still holds", x.From.Statement.Decision, x.From.ID)
	}
}
