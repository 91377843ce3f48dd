package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"cordon/internal/diag"
	"cordon/internal/project"
)

func checkCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "check PATH...",
		Short: "Check whether system descriptions are well-formed and whole",
		Long: `Check reads each system, a file or a directory, and lists everything that is wrong with it at once: file, line,
column, a permanent code, the problem, and a hint. Where nothing is wrong it looks for what is likely missing, by the
modelling checks of the knowledge base (` + "`cordon content list --type check`" + `), and for decisions that do not stand any more. It exits with 2 if there is an error;
warnings alone are fine.`,
		Args: args(cobra.MinimumNArgs(1)),
	}
	format := formatFlag(c)
	day := dayFlag(c, "on", "day for which decisions are judged")
	c.RunE = func(c *cobra.Command, paths []string) error {
		on, err := day()
		if err != nil {
			return err
		}
		k, err := openKnowledge(c)
		if err != nil {
			return err
		}
		var all diag.List
		for _, path := range paths {
			var found diag.List
			m := project.OpenModel(path, k, &found)
			if !found.HasErrors() {
				if err := project.FindGaps(c.Context(), m, k, &found); err != nil {
					return err
				}
				if err := project.FindFallen(c.Context(), path, m, k, on, &found); err != nil {
					return err
				}
			}
			all.Append(found.Sorted())
		}
		ds := all.Sorted()
		if format.value == "json" {
			if ds == nil {
				ds = []diag.Diagnostic{}
			}
			if err := writeJSON(c, ds); err != nil {
				return fmt.Errorf("write diagnostics: %w", err)
			}
		} else {
			printDiagnostics(c.OutOrStdout(), ds)
			fmt.Fprintln(c.OutOrStdout(), verdict(ds))
		}
		if all.HasErrors() {
			return exit{exitInvalid}
		}
		return nil
	}
	return c
}
