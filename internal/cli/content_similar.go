package cli

import (
	"errors"

	"github.com/spf13/cobra"
)

func contentSimilarCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "similar",
		Short: "List pairs of entries that may say the same",
		Long: `Similar lists pairs of entries of one type whose titles, or patterns with causes and effects, have much in common, the likest first.
Whether they are one entry or two is for a reader to decide; those in which nothing differs are errors of content lint.`,
		Args: args(cobra.NoArgs),
	}
	format := formatFlag(c)
	least := c.Flags().Int("least", 75, "list pairs that have this much in common or more, 1-100 percent")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if *least < 1 || *least > 100 {
			return usageError{errors.New("--least is a percentage from 1 to 100")}
		}
		k, err := openKnowledge(c)
		if err != nil {
			return err
		}
		pairs := k.Index.Base.Similar(*least)
		if format.value == "json" {
			return writeJSON(c, pairs)
		}
		t := newText(c.OutOrStdout())
		for _, p := range pairs {
			t.printf("%s and %s: title %d %%, pattern %d %%\n", p.First.ID, p.Second.ID, p.Title, p.Pattern)
			t.item("%s", p.First.Title)
			t.item("%s", p.Second.Title)
		}
		if len(pairs) == 0 {
			t.printf("no pair has %d %% in common\n", *least)
		}
		return t.err
	}
	return c
}
