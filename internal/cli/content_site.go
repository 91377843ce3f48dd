package cli

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"cordon/internal/report/site"
)

func contentSiteCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "site --out DIR",
		Short: "Write the knowledge base as pages that can be browsed and searched",
		Long: `Site writes a page for each entry of the knowledge base, packs included: what it says, its pattern drawn, what it refers to and
what refers to it, and its sources. Open index.html in a browser; no server is needed and nothing is loaded from elsewhere.`,
		Args: args(cobra.NoArgs),
	}
	out := c.Flags().String("out", "", "directory for the pages (needed); made if it does not exist")
	_ = c.MarkFlagDirname("out")
	c.RunE = func(c *cobra.Command, _ []string) error {
		if *out == "" {
			return usageError{errors.New("--out is missing: name a directory for the pages")}
		}
		k, err := openKnowledge(c)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(*out, 0o755); err != nil {
			return err
		}
		p := newProgress(c.ErrOrStderr())
		defer p.done()
		n, err := site.Write(c.Context(), *out, k.Index, func(done, all int) { p.stage(fmt.Sprintf("page %d of %d", done, all)) })
		if err != nil {
			return err
		}
		p.done()
		fmt.Fprintf(c.ErrOrStderr(), "wrote index.html and %s to %s\n", count(n-1, "other file"), *out)
		return nil
	}
	return c
}
