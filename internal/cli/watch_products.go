package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/spf13/cobra"

	"cordon/internal/diag"
	"cordon/internal/postmarket/names"
	"cordon/internal/watch"
)

func watchProductsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "products FILE --advisories SOURCE...",
		Short: "List the advisories that may concern products, by vendor, name and version in words",
		Long: `Products reads a list of products and security advisories (CSAF), and lists for each product the advisories that may concern it, each with
a probability and the reasons. Advisories on medical devices name products in words only; docs/user/products.md says how they are compared, and
how often the result is right. What a person confirmed goes first.`,
		Example: `  cordon watch products examples/hospital-ward/products.yaml --advisories csaf-icsma
  cordon watch products products.yaml --advisories csaf.zip --least 0.5 --format tsv`,
		Args: args(cobra.MinimumNArgs(1)),
	}
	sources := advisoriesFlag(c)
	least := c.Flags().Float64("least", names.PossibleFrom, "the least probability that is listed, 0 to 1")
	format := addChoice(c, "format", "form of the output", "text", "text", "json", "tsv")
	c.RunE = func(c *cobra.Command, a []string) error {
		if !(*least >= 0 && *least <= 1) {
			return usageError{fmt.Errorf("--least %g: a probability is 0 to 1", *least)}
		}
		var ds diag.List
		f, _ := watch.ReadProducts(a[0], &ds)
		if err := sound(c, &ds); err != nil {
			return err
		}
		n, ix, err := readAdvisories(c, append(*sources, a[1:]...))
		if err != nil {
			return err
		}
		found, err := ix.Match(f.Products, *least, c.Context().Err)
		if err != nil {
			return err
		}
		switch format.value {
		case "json":
			return writeJSON(c, struct {
				Products   int `json:"products"`
				Advisories int `json:"advisories"`
				Other      int `json:"other-files"`
				Wrong      int `json:"wrong-files"`
				*names.Found
			}{len(f.Products), ix.Len(), n.Other, n.Wrong, found})
		case "tsv":
			return writeFound(c.OutOrStdout(), found)
		}
		return printFound(newText(c.OutOrStdout()), f, ix, n, found)
	}
	return c
}

// advisoriesFlag is where advisories are read from. A shell expands a pattern to several words, so what follows the list of products counts as well.
func advisoriesFlag(c *cobra.Command) *[]string {
	return c.Flags().StringArray("advisories", nil, "folder, zip or file of security advisories (CSAF); may be repeated")
}

// readAdvisories reads advisories and makes their index. What is wrong with some is said, and the others count.
func readAdvisories(c *cobra.Command, sources []string) (*watch.Named, *names.Index, error) {
	if err := given(c, "advisories"); err != nil {
		return nil, nil, err
	}
	var ds diag.List
	p := newProgress(c.ErrOrStderr())
	n, err := watch.Advisories(c.Context(), sources, &ds, func(read int) { p.stage(fmt.Sprintf("reading advisories: %d files", read)) })
	p.done()
	printDiagnostics(c.ErrOrStderr(), ds.Sorted())
	switch {
	case errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission):
		return nil, nil, refuse(c, "%s: %s", c.CommandPath()[len("cordon "):], err)
	case err != nil:
		return nil, nil, err
	case len(n.Advisories) == 0:
		return nil, nil, refuse(c, "%s: there are no security advisories (CSAF) in what was given", c.CommandPath()[len("cordon "):])
	}
	return n, names.NewIndex(n.Advisories), nil
}

func writeFound(w io.Writer, found *names.Found) error {
	b := bufio.NewWriter(w)
	for _, m := range found.Matches {
		fmt.Fprintf(b, "%s\t%s\t%.2f\t%s\n", m.Product, m.Advisory, m.Probability, m.Verdict)
	}
	return b.Flush()
}

func printFound(t *text, f *names.File, ix *names.Index, n *watch.Named, found *names.Found) error {
	last, with := "", 0
	for i := range found.Matches {
		m := &found.Matches[i]
		if m.Product != last {
			p, _ := f.Products.Get(m.Product)
			t.heading("%s: %s", m.Product, label(&p))
			last = m.Product
			with++
		}
		t.item("%.2f %s %s: %s", m.Probability, m.Verdict, m.Advisory, m.Title)
		t.sub("%s", m.As)
		for _, r := range m.Reasons {
			t.sub("- %s", r)
		}
	}
	if t.begun {
		t.printf("\n")
	}
	t.wrapped("", "", fmt.Sprintf("%s for %d of %s, from %s", countMatches(len(found.Matches)), with, count(len(f.Products), "product"), countAdvisories(ix.Len())))
	if found.Cleared > 0 {
		t.wrapped("", "", fmt.Sprintf("%d more that somebody said do not concern the product", found.Cleared))
	}
	if n.Other > 0 {
		t.wrapped("", "", fmt.Sprintf("%s left out that are no advisories", count(n.Other, "file")))
	}
	if n.Wrong > 0 {
		t.wrapped("", "", fmt.Sprintf("%s with errors, of which only a part may be read", countAdvisories(n.Wrong)))
	}
	return t.err
}

func countMatches(n int) string {
	if n == 1 {
		return "1 match"
	}
	return fmt.Sprintf("%d matches", n)
}

func countAdvisories(n int) string { return count(n, "advisory") }

func label(p *names.Product) string {
	out := p.Vendor + ", " + p.Product
	if p.Model != "" {
		out += ", " + p.Model
	}
	if p.Version != "" {
		out += ", version " + p.Version
	}
	return out
}
