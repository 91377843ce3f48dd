package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"cordon/internal/report/navigator"
)

func complySiteCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "site PATH --out DIR",
		Short: "Write what clauses ask of a system, and how far each is met, as pages that can be browsed and searched",
		Long: `Site writes pages for one system: an overview with what to do first, a page for each document with its clauses, all clauses with filters, what is to be
done, what is shown already, and the terms and roles of the field. Open index.html in a browser; no server is needed and nothing is loaded from
elsewhere. The words are ours; texts that you have a licence for never go out. The directory must not exist yet, or be empty.`,
		Example: `  cordon comply site examples/wearable-monitor --out pages
  cordon comply site examples/wearable-monitor --role operator --out for-the-hospital`,
		Args: args(cobra.ExactArgs(1)),
	}
	q := addComplyFlags(c)
	out := c.Flags().String("out", "", "directory to write into")
	_ = c.MarkFlagDirname("out")
	c.RunE = func(c *cobra.Command, paths []string) error {
		if err := given(c, "out"); err != nil {
			return err
		}
		request, err := q.request()
		if err != nil {
			return err
		}
		a, j, err := q.judge(c, paths[0])
		if err != nil {
			return err
		}
		if err := emptyDir(c, *out); err != nil {
			return err
		}
		n, err := navigator.Write(c.Context(), *out, &navigator.Subject{
			Model: j.Model, Index: j.Index, Assessment: j.Assessment, Answer: a, Request: request, Path: paths[0],
		})
		if err != nil {
			return err
		}
		fmt.Fprintf(c.ErrOrStderr(), "wrote index.html and %s to %s\n", count(n-1, "other file"), *out)
		return nil
	}
	return c
}
