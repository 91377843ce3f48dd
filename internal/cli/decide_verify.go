package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"cordon/internal/decisions"
)

func decideVerifyCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "verify PATH [DECISION] --key PUBLIC",
		Short: "Check that a decision was signed with a key and not changed since",
		Long: `Verify checks the signature of a key on a decision; without an id, on the overall benefit-risk judgement. It needs the
public key only and no network. It exits with 1 if there is no such signature or the record was changed since. Whether what
the decision rests on still holds is another question: cordon decide list answers it.`,
		Args: args(cobra.RangeArgs(1, 2)),
	}
	format := formatFlag(c)
	key := c.Flags().String("key", "", "file with the public key (PEM)")
	_ = c.MarkFlagFilename("key")
	c.RunE = func(c *cobra.Command, a []string) error {
		e, src, err := keyed(c, a, *key, false)
		if err != nil {
			return err
		}
		public, err := decisions.ParsePublicKey(src)
		if err != nil {
			return refuse(c, "decide verify: key %s: %s", *key, err)
		}
		says := "is not signed with this key"
		s, signed := e.By(public)
		valid := signed && s.Fits(e.ID, &e.Decision)
		switch {
		case valid:
			says = "is signed with this key and was not changed since"
		case signed:
			says = "was changed after it was signed with this key"
		}
		if format.value == "json" {
			err = writeJSON(c, struct {
				ID     string `json:"id"`
				Signed bool   `json:"signed"`
				Valid  bool   `json:"valid"`
			}{e.ID, signed, valid})
		} else {
			_, err = fmt.Fprintf(c.OutOrStdout(), "decision %s, by %s on %s, %s\n", e.ID, e.Who, e.When.Text, says)
		}
		if err == nil && !valid {
			err = exit{exitFindings}
		}
		return err
	}
	return c
}
