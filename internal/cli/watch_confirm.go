package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"cordon/internal/diag"
	"cordon/internal/postmarket/names"
	"cordon/internal/watch"
	"cordon/internal/yamltext"
)

func watchConfirmCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "confirm FILE PRODUCT ADVISORY --advisories SOURCE... --is yes|no --who NAME --why TEXT",
		Short: "Record whether an advisory concerns a product",
		Long: `Confirm writes into a list of products what a person says of an advisory, in place of what was said before. From then on that counts, until
the version of the product changes or another product of the advisory fits best.`,
		Example: `  cordon watch confirm products.yaml monitor-bed-3 ICSMA-20-254-01 --advisories csaf-icsma --is yes \
    --who "M. Okafor" --why "Service menu shows M.04.19; the supplier confirmed it."`,
		Args: args(cobra.ExactArgs(3)),
	}
	sources := advisoriesFlag(c)
	is := addChoice(c, "is", "whether the advisory concerns the product", "", names.Answer("").Words()...)
	who := c.Flags().String("who", "", "person who says so")
	why := c.Flags().String("why", "", "reason")
	when := dayFlag(c, "when", "day on which it was said")
	c.RunE = func(c *cobra.Command, a []string) error {
		if err := given(c, "is", "who", "why"); err != nil {
			return err
		}
		if *who == "" || *why == "" {
			return usageError{errors.New("say who, and why")}
		}
		day, err := when()
		if err != nil {
			return err
		}
		var ds diag.List
		_, src := watch.ReadProducts(a[0], &ds)
		if err := sound(c, &ds); err != nil {
			return err
		}
		_, ix, err := readAdvisories(c, *sources)
		if err != nil {
			return err
		}
		said := names.Confirmation{Advisory: yamltext.Word{Text: a[2]}, Is: names.Answer(is.value), Who: *who, When: yamltext.Word{Text: day}, Why: *why}
		out, err := ix.Confirm(filepath.ToSlash(a[0]), src, a[1], said, &ds)
		if err != nil {
			return refuse(c, "watch confirm: %s", err)
		}
		if err := sound(c, &ds); err != nil {
			return err
		}
		if info, err := os.Stat(a[0]); err == nil && info.Mode().Perm()&0o200 == 0 {
			return refuse(c, "watch confirm: %s must not be written; check the permissions", filepath.ToSlash(a[0]))
		}
		if err := replaceFile(a[0], out); err != nil {
			return err
		}
		fmt.Fprintf(c.OutOrStdout(), "wrote to %s: %s, %s: %s\n", filepath.ToSlash(a[0]), a[1], a[2], is.value)
		return nil
	}
	return c
}
