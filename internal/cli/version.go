package cli

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"cordon/internal/engine"
)

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of program, engine and knowledge base",
		Args:  args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			k, err := openKnowledge(c)
			if err != nil {
				return err
			}
			build := "development build"
			if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
				build = info.Main.Version
			}
			fmt.Fprintf(c.OutOrStdout(), "cordon %s (%s)\nengine %s\nknowledge %s, %d entries\n",
				build, runtime.Version(), engine.Version, k.Index.Base.Digest[:12], len(k.Index.Base.List()))
			return nil
		},
	}
}
