package cli

import (
	"bytes"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"cordon/internal/interop/csaf"
	"cordon/internal/interop/cyclonedx"
	"cordon/internal/interop/openvex"
	"cordon/internal/postmarket"
	"cordon/internal/project"
	"cordon/internal/report"
)

func watchPublishCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "publish PATH --id ID --namespace URL",
		Short: "Write what the vulnerabilities found are to the product, as VEX or as a CSAF advisory",
		Long: `Publish writes a document with a statement for each vulnerability found in the releases in use: as people decided, or under investigation where
nobody did, or where something has changed that a decision rested on. It comes as VEX in the form of OpenVEX, CycloneDX or CSAF, or as a
security advisory of CSAF. A CSAF document that breaks a mandatory test of the standard is not written.`,
		Example: `  cordon watch publish examples/wearable-monitor --to csaf --id tremor-2026-001 --namespace https://maker.example --out tremor-2026-001.json`,
		Args:    args(cobra.ExactArgs(1)),
	}
	to := addChoice(c, "to", "form of the document", "openvex", "openvex", "cyclonedx", "csaf", "csaf-2.1", "csaf-advisory", "csaf-advisory-2.1")
	var p project.Publication
	c.Flags().StringVar(&p.ID, "id", "", "what names the document, from its first version on")
	c.Flags().StringVar(&p.Namespace, "namespace", "", "URL that is the publisher's own")
	c.Flags().IntVar(&p.Version, "document-version", 1, "version of the document, from 1")
	c.Flags().BoolVar(&p.Decided, "decided", false, "leave out what nobody decided on")
	at := instantFlag(c, "time of the document")
	out := c.Flags().String("out", "", "write it to this file; standard output where absent")
	_ = c.MarkFlagFilename("out", "json")
	c.RunE = func(c *cobra.Command, paths []string) error {
		if err := given(c, "id", "namespace"); err != nil {
			return err
		}
		now, err := at()
		if err != nil {
			return err
		}
		a, err := openAfter(c, paths[0])
		if err != nil {
			return err
		}
		set, err := openDecisions(c, paths[0])
		if err != nil {
			return err
		}
		v, err := a.VEX(set, now, p, c.Context().Err)
		if err != nil {
			return err
		}
		if len(v.Statements) == 0 {
			return refuse(c, "watch publish: there is nothing to say: no vulnerability was found in the releases in use")
		}
		src, err := writeVEX(c, v, to.value)
		if err != nil {
			return err
		}
		if *out == "" {
			_, err := c.OutOrStdout().Write(src)
			return err
		}
		if err := report.ReplaceFile(*out, report.Shared, func(w io.Writer) error { _, err := w.Write(src); return err }); err != nil {
			return fmt.Errorf("write %s: %w", *out, err)
		}
		fmt.Fprintf(c.OutOrStdout(), "wrote %s with %d statements\n", *out, len(v.Statements))
		return nil
	}
	return c
}

// writeVEX writes a document, and says on standard error what its form cannot hold.
func writeVEX(c *cobra.Command, v *postmarket.VEX, to string) ([]byte, error) {
	var b bytes.Buffer
	var losses []string
	switch to {
	case "openvex":
		losses = openvex.Losses(v)
		if err := openvex.Write(&b, v); err != nil {
			return nil, refuse(c, "watch publish: %s", err)
		}
	case "cyclonedx":
		losses = cyclonedx.VEXLosses(v)
		if err := cyclonedx.WriteVEX(&b, v); err != nil {
			return nil, refuse(c, "watch publish: %s", err)
		}
	default:
		make, version := csaf.FromVEX, csaf.V20
		if to == "csaf-2.1" || to == "csaf-advisory-2.1" {
			version = csaf.V21
		}
		if to == "csaf-advisory" || to == "csaf-advisory-2.1" {
			make = csaf.AdvisoryFromVEX
		}
		d, lost, err := make(v, version)
		if err != nil {
			return nil, refuse(c, "watch publish: %s", err)
		}
		src, err := csaf.Write(d)
		if err != nil {
			return nil, err
		}
		losses = lost
		b.Write(src)
	}
	for _, l := range losses {
		fmt.Fprintf(c.ErrOrStderr(), "not in this form: %s\n", l)
	}
	return b.Bytes(), nil
}
