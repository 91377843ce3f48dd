package cli

import (
	"github.com/spf13/cobra"

	"cordon/internal/model"
)

func schemaCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of system descriptions, for editors",
		Long: `Schema prints the JSON Schema of the model language. An editor with a YAML language server uses it when a file begins
with the line:  # yaml-language-server: $schema=cordon.schema.json`,
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			_, err := c.OutOrStdout().Write(model.Schema())
			return err
		},
	}
}
