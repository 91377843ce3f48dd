package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

func spyderiskExplainCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "explain MODEL ID",
		Short: "Say why: for a misbehaviour, a threat or a control of a Spyderisk model",
		Long: `Explain gives the likeliest paths to a misbehaviour, the smallest sets of controls that would lower it and what the controls in
place hold down; the causes, effects and answers of a threat; and what changes when a control comes or goes. ID is MS-…, CS-… or
a threat's name, as assess prints them; of a threat the first letters are enough.`,
		Args: args(cobra.ExactArgs(2)),
	}
	format := formatFlag(c)
	spyderiskModeFlag(c)
	parity := parityFlag(c)
	c.RunE = func(c *cobra.Command, a []string) error {
		s, err := openSpyderisk(c, a[0])
		if err != nil {
			return err
		}
		system, run, err := s.analyze(c, semantics(*parity))
		if err != nil {
			return err
		}
		x, err := system.Explain(run, s.mode, a[1])
		if err != nil {
			fmt.Fprintf(c.ErrOrStderr(), "cordon: explain %s\n", err)
			return exit{exitInvalid}
		}
		if format.value == "json" {
			return writeJSON(c, x)
		}
		return printExplanation(newText(c.OutOrStdout()), x)
	}
	return c
}
