package cli

import (
	"github.com/spf13/cobra"

	"cordon/internal/interop/spyderisk"
)

func spyderiskExportCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "export MODEL",
		Short: "Write a Spyderisk model back as N-Quads",
		Long: `Export writes what the user of the model asserted, statement by statement, as sorted N-Quads. With --results it also writes
the inferred graph with the results that Cordon calculates now, in the form in which Spyderisk stores them; stored results
are replaced.`,
		Args: args(cobra.ExactArgs(1)),
	}
	results := c.Flags().Bool("results", false, "also write the results")
	spyderiskModeFlag(c)
	parity := parityFlag(c)
	c.RunE = func(c *cobra.Command, paths []string) error {
		s, err := openSpyderisk(c, paths[0])
		if err != nil {
			return err
		}
		if !*results {
			return spyderisk.WriteQuads(c.OutOrStdout(), s.model.AssertedQuads())
		}
		system, run, err := s.analyze(c, semantics(*parity))
		if err != nil {
			return err
		}
		return spyderisk.WriteModel(c.OutOrStdout(), system.Results(run, s.mode))
	}
	return c
}
