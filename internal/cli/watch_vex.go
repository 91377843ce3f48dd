package cli

import (
	"bytes"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
	"cordon/internal/report"
	"cordon/internal/watch"
)

func watchVEXCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "vex FILE",
		Short: "Write a VEX document in another format",
		Long: `Vex reads a document that says whether vulnerabilities matter in products, in OpenVEX, CycloneDX or CSAF, and writes it in another of these formats.
What the file says and the other format cannot hold is listed on standard error. A document of CSAF is written only if it passes all mandatory
tests of the standard. CSAF needs a URL that is the publisher's own; where the file has none, say it with --namespace.`,
		Example: `  cordon watch vex advisory.json --to openvex
  cordon watch vex statements.json --to csaf-2.1 --out vex.json --namespace https://example.com`,
		Args: args(cobra.ExactArgs(1)),
	}
	form := vexFlags(c)
	out := c.Flags().String("out", "", "file that is written; standard output where it is not given")
	namespace := c.Flags().String("namespace", "", "URL that is the publisher's own, where the file has none")
	c.RunE = func(c *cobra.Command, a []string) error {
		format, advisory, err := form()
		if err != nil {
			return err
		}
		var ds diag.List
		v := watch.ReadVEX(a[0], &ds)
		if err := sound(c, &ds); err != nil {
			return err
		}
		if v.Publisher.Namespace == "" {
			v.Publisher.Namespace = *namespace
		}
		return putVEX(c, v, format, advisory, *out)
	}
	return c
}

// putVEX writes a document to a file, or to standard output where there is none. What the format cannot hold is said on standard error; a document
// that does not pass the standard is not written.
func putVEX(c *cobra.Command, v *postmarket.VEX, format watch.VEXFormat, advisory bool, out string) error {
	for _, p := range v.Problems() {
		fmt.Fprintf(c.ErrOrStderr(), "incomplete: %s\n", p)
	}
	w, err := watch.WriteVEX(v, format, advisory)
	if err != nil {
		return refuse(c, "%s: %s", c.CommandPath()[len("cordon "):], err)
	}
	for _, l := range w.Losses {
		fmt.Fprintf(c.ErrOrStderr(), "lost: %s\n", l)
	}
	if len(w.Fails) > 0 {
		for _, f := range w.Fails {
			fmt.Fprintf(c.ErrOrStderr(), "%s\n", f)
		}
		fmt.Fprintf(c.ErrOrStderr(), "not written: the document would not pass the standard\n")
		return exit{exitFindings}
	}
	write := func(to io.Writer) error {
		_, err := io.Copy(to, bytes.NewReader(w.Data))
		return err
	}
	if out == "" {
		return write(c.OutOrStdout())
	}
	return report.ReplaceFile(out, report.Shared, write)
}

// vexFlags adds the flags for the format of a document, and returns what reads them.
func vexFlags(c *cobra.Command) func() (watch.VEXFormat, bool, error) {
	var formats []string
	for _, f := range watch.VEXFormats {
		formats = append(formats, string(f))
	}
	to := addChoice(c, "to", "format that is written", string(watch.OpenVEX), formats...)
	advisory := c.Flags().Bool("advisory", false, "with csaf and csaf-2.1: a security advisory instead of a VEX document")
	return func() (watch.VEXFormat, bool, error) {
		format := watch.VEXFormat(to.value)
		if *advisory && format != watch.CSAF20 && format != watch.CSAF21 {
			return "", false, usageError{fmt.Errorf("%s: --advisory goes with --to csaf and --to csaf-2.1", c.CommandPath())}
		}
		return format, *advisory, nil
	}
}

func watchCheckCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "check FILE",
		Short: "Check a VEX document or a CSAF advisory",
		Long: `Check lists all that is wrong with a document: of CSAF 2.0 and 2.1 its form and the mandatory tests of section 6.1 of the standard; of OpenVEX and
CycloneDX its form and the minimum requirements for VEX. It ends with 1 where something is wrong, and with 2 where the file is no such document.`,
		Example: `  cordon watch check advisory.json`,
		Args:    args(cobra.ExactArgs(1)),
	}
	format := formatFlag(c)
	c.RunE = func(c *cobra.Command, a []string) error {
		var ds diag.List
		ok := watch.CheckVEX(a[0], &ds)
		found := []diag.Diagnostic{}
		for _, d := range ds.Sorted() {
			if d.Code != diag.VexLeftOut { // which is about carrying over
				found = append(found, d)
			}
		}
		switch {
		case !ok:
			printDiagnostics(c.ErrOrStderr(), found)
			return exit{exitInvalid}
		case format.value == "json":
			if err := writeJSON(c, found); err != nil {
				return err
			}
		default:
			printDiagnostics(c.OutOrStdout(), found)
			fmt.Fprintf(c.OutOrStdout(), "%s\n", verdict(found))
		}
		if ds.HasErrors() {
			return exit{exitFindings}
		}
		return nil
	}
	return c
}
