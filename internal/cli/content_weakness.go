package cli

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/interop/cvss"
)

var cweID = regexp.MustCompile(`^CWE-[0-9]+$`)

func contentWeaknessCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "weakness CWE-ID...",
		Short: "Say what trust an element loses that has a weakness",
		Long: `Weakness says which trust attributes of an element fall to which level while it has the weaknesses, given by their numbers in the CWE
catalogue, with the entry of the knowledge base that says so. With a CVSS vector (2.0, 3.0, 3.1 or 4.0), what makes the weakness harder to
use, or its impact smaller, is counted. How an attacker gets to the element is not counted here; the model says that.`,
		Args: args(cobra.MinimumNArgs(1)),
	}
	format := formatFlag(c)
	vector := c.Flags().String("vector", "", "CVSS vector of the vulnerability, such as CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H")
	c.RunE = func(c *cobra.Command, ids []string) error {
		for _, id := range ids {
			if !cweID.MatchString(id) {
				return usageError{fmt.Errorf("%q is no number of a weakness; write it as CWE-787", id)}
			}
		}
		var metrics map[string]string
		if *vector != "" {
			var err error
			if metrics, err = cvss.Metrics(*vector); err != nil {
				return usageError{err}
			}
		}
		k, err := openKnowledge(c)
		if err != nil {
			return err
		}
		losses := k.Index.Losses(ids, metrics)
		if format.value == "json" {
			return writeJSON(c, losses)
		}
		t := newText(c.OutOrStdout())
		for _, l := range losses.Lost {
			t.printf("%s falls to %s, by %s\n", l.Trust, l.Level, l.From)
			for _, b := range l.Because {
				t.item("%s", b)
			}
		}
		for _, x := range losses.Kept {
			t.printf("%s takes no trust\n", x.From)
			t.item("%s", x.Because)
		}
		for _, r := range losses.Remarks {
			t.printf("look besides: %s\n", r)
		}
		if len(losses.Unknown) > 0 {
			t.printf("not in the knowledge base: %s\n", strings.Join(losses.Unknown, ", "))
		}
		return t.err
	}
	return c
}
