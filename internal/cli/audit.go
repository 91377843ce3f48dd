package cli

import "github.com/spf13/cobra"

func auditCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "audit",
		Short: "Check the audit log of a workbench, without the workbench",
		Long: `The workbench logs each change and signature in a Merkle log (RFC 6962). An export of it is a file that can be checked
anywhere, and years later: docs/user/audit.md says what that shows and what it does not.`,
	}
	c.AddCommand(auditVerifyCommand())
	return c
}
