package cli

import (
	"github.com/spf13/cobra"

	"cordon/internal/project"
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
	form := vexFlags(c)
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
		format, advisory, err := form()
		if err != nil {
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
		return putVEX(c, v, format, advisory, *out)
	}
	return c
}
