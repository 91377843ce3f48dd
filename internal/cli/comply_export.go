package cli

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/spf13/cobra"

	"cordon/internal/interop/oscal"
	"cordon/internal/report"
	"cordon/internal/report/exchange"
)

func complyExportCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "export PATH --out DIR",
		Short: "Write clauses and what was found about them as OSCAL, or as libraries for CISO Assistant",
		Long: `Export writes, with --as oscal, JSON in version ` + oscal.Version + ` of OSCAL: a catalog for each document that binds the system, a profile of the
clauses that bind, the parts of the product with the clauses that they serve, assessment results, a plan of action and milestones, and the crosswalks
between the catalogs. With --as ciso-assistant it writes a library for each of these documents and crosswalks, in YAML. The words are ours; texts that you have a licence for
never go out. The directory must not exist yet, or be empty.`,
		Example: `  cordon comply export examples/wearable-monitor --out oscal
  cordon comply export examples/wearable-monitor --as ciso-assistant --document mdcg-2019-16 --out libraries`,
		Args: args(cobra.ExactArgs(1)),
	}
	q := addComplyFlags(c)
	out := c.Flags().String("out", "", "directory to write into")
	as := addChoice(c, "as", "format", "oscal", "oscal", "ciso-assistant")
	_ = c.MarkFlagDirname("out")
	c.RunE = func(c *cobra.Command, paths []string) error {
		if err := given(c, "out"); err != nil {
			return err
		}
		a, j, err := q.judge(c, paths[0])
		if err != nil {
			return err
		}
		var files []exchange.File
		if as.value == "oscal" {
			files, err = exchange.OSCAL(a, j.Case)
		} else {
			files, err = exchange.Libraries(a, j.Index)
		}
		if err != nil {
			return err
		}
		if len(files) == 0 {
			return errors.New("comply export: no clause that was asked for binds the system, so there is nothing to write")
		}
		if err := emptyDir(c, *out); err != nil {
			return err
		}
		for _, f := range files {
			err := report.ReplaceFile(filepath.Join(*out, f.Name), report.Shared, func(w io.Writer) error {
				_, err := w.Write(f.Content)
				return err
			})
			if err != nil {
				return fmt.Errorf("write %s: %w", f.Name, err)
			}
			fmt.Fprintln(c.OutOrStdout(), f.Name)
		}
		return nil
	}
	return c
}
