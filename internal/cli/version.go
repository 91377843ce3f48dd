package cli

import (
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
			t := newText(c.OutOrStdout())
			t.printf("cordon %s (%s)\nengine %s\nknowledge %s, %d entries\n", build, runtime.Version(), engine.Version, k.Index.Base.Digest[:12], len(k.Index.Base.List()))
			for _, p := range k.Index.Base.Packs {
				t.printf("pack %s %s, %s\n", p.ID, p.Version, p.Title)
			}
			return t.err
		},
	}
}
