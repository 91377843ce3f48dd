package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/compliance"
)

func complyGapsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "gaps PATH",
		Short: "What to do so that more clauses are met, what serves the most clauses first",
		Long: `Gaps lists the criteria that do not hold for the described system, with what each looked at, what to do, and the clauses that wait for it. Clauses
that no criterion bears on are counted by document: they are met by a statement, as a decision about the clause (cordon decide new PATH --about CLAUSE
--choice met), which counts wholly once it is signed.`,
		Args: args(cobra.ExactArgs(1)),
	}
	q := addComplyFlags(c)
	format := formatFlag(c)
	c.RunE = func(c *cobra.Command, paths []string) error {
		a, _, err := q.judge(c, paths[0])
		if err != nil {
			return err
		}
		gaps, unstated := a.Gaps()
		if format.value == "json" {
			return writeJSON(c, struct {
				Day      string           `json:"day"`
				Gaps     []compliance.Gap `json:"gaps"`
				Unstated []string         `json:"unstated"`
			}{a.Day, gaps, unstated})
		}
		t := newText(c.OutOrStdout())
		for i := range gaps {
			printFinding(t, &gaps[i].Finding)
			t.item("clauses: %s", strings.Join(gaps[i].Clauses, ", "))
		}
		printUnstated(t, a, unstated)
		return t.err
	}
	return c
}

// printUnstated counts the clauses that wait for a statement, by document.
func printUnstated(t *text, a *compliance.Answer, unstated []string) {
	of := map[string]string{}
	for i := range a.Clauses {
		of[a.Clauses[i].ID] = a.Clauses[i].Document
	}
	count := map[string]int{}
	for _, id := range unstated {
		count[of[id]]++
	}
	var parts []string
	for _, d := range a.Documents {
		if n := count[d.ID]; n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", d.ID, n))
		}
	}
	t.heading("%d clauses wait for a statement", len(unstated))
	if len(parts) > 0 {
		t.item("%s", strings.Join(parts, ", "))
	}
}
