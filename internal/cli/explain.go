package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/engine"
	"cordon/internal/project"
)

func explainCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "explain PATH ID",
		Short: "Say why: for a threat, a consequence, a harm or a control",
		Long: `Explain says which facts matched, why a level is what it is, the ways from root causes as readable sentences, and what
happens if a control comes or goes. ID is a threat (T-… as in the report, or its first letters), a consequence
(element#consequence), a harm (its id in the model), a control on an element (CTL-0001@element) or a control.`,
		Args: args(cobra.ExactArgs(2)),
	}
	format, mode := formatFlag(c), modeFlag(c)
	c.RunE = func(c *cobra.Command, a []string) error {
		k, assessed, err := assess(c, a[0], mode.value)
		if err != nil {
			return err
		}
		x, err := project.Explain(assessed, k, a[1])
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

func printExplanation(t *text, x *engine.Explanation) error {
	for _, p := range x.Parts {
		t.heading("%s", p.Heading)
		for _, line := range p.Lines {
			switch rest, numbered := strings.CutPrefix(line, "# "); {
			case numbered:
				number, text, _ := strings.Cut(rest, " ")
				t.wrapped("  "+pad(number, 4), "      ", text)
			default:
				t.item("%s", line)
			}
		}
	}
	return t.err
}
