package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"cordon/internal/interop/spyderisk/convert"
)

func spyderiskConvertCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "convert MODEL",
		Short: "Turn a Spyderisk model into a Cordon model",
		Long: `Convert prints a Cordon model made from what the user of the Spyderisk model asserted. What has no counterpart, was guessed or
means something else now is listed on standard error, one line for each. The result passes cordon check; read the notes, write
the intended purpose, and go on from there.`,
		Args: args(cobra.ExactArgs(1)),
	}
	c.RunE = func(c *cobra.Command, paths []string) error {
		s, err := openSpyderisk(c, paths[0])
		if err != nil {
			return err
		}
		text, notes := convert.Convert(s.model)
		for _, n := range notes {
			fmt.Fprintf(c.ErrOrStderr(), "%s: %s\n", n.Subject, n.Says)
		}
		fmt.Fprintln(c.ErrOrStderr(), count(len(notes), "note"))
		if text == nil {
			return exit{exitInvalid}
		}
		_, err = c.OutOrStdout().Write(text)
		return err
	}
	return c
}
