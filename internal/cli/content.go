package cli

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/project"
)

func contentCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "content",
		Short: "Look at the knowledge base, and check and format entries",
	}
	c.AddCommand(contentListCommand(), contentShowCommand(), contentLintCommand(), contentFmtCommand(), contentSiteCommand(), contentSimilarCommand(), contentWeaknessCommand())
	return c
}

func contentListCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "list",
		Short: "List the entries of the knowledge base",
		Args:  args(cobra.NoArgs),
	}
	format := formatFlag(c)
	typ := addChoice(c, "type", "only entries of this type", "", knowledge.Types()...)
	c.RunE = func(c *cobra.Command, _ []string) error {
		k, err := openKnowledge(c)
		if err != nil {
			return err
		}
		out := []knowledge.Listed{}
		for _, e := range k.Index.Base.List() {
			if typ.value == "" || string(e.Type) == typ.value {
				out = append(out, e)
			}
		}
		if format.value == "json" {
			return writeJSON(c, out)
		}
		t := newText(c.OutOrStdout())
		for i, e := range out {
			if i == 0 || out[i-1].Type != e.Type {
				t.heading("%s", e.Type)
			}
			t.wrapped(pad(e.ID, 32), strings.Repeat(" ", 32), e.Title)
		}
		return t.err
	}
	return c
}

func contentShowCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show ID",
		Short: "Show an entry, and which entries refer to it",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, a []string) error {
			k, err := openKnowledge(c)
			if err != nil {
				return err
			}
			entry, users, err := k.Index.Show(a[0])
			if err != nil {
				fmt.Fprintf(c.ErrOrStderr(), "cordon: %s\n    hint: cordon content list shows all ids\n", err)
				return exit{exitInvalid}
			}
			t := newText(c.OutOrStdout())
			t.printf("%s", entry)
			for _, u := range users {
				t.item("used by %s %s %s", u.Type, u.ID, u.Title)
			}
			return t.err
		},
	}
}

func contentLintCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "lint [DIR]",
		Short: "Check knowledge entries and run their examples",
		Long: `Lint checks a directory of knowledge entries: form, references, patterns, prose, sources, coverage, duplicates and scales,
and runs every example through the engine. A directory without scales.yaml is a pack, checked on top of the shipped base.
With --against, no entry may have nine words in a row that stand in a text of that folder, such as downloaded catalogues.`,
		Args: args(cobra.MaximumNArgs(1)),
	}
	against := c.Flags().String("against", "", "folder with texts whose words must not be copied")
	c.RunE = func(c *cobra.Command, a []string) error {
		dir := "content"
		if len(a) > 0 {
			dir = a[0]
		}
		if !isDir(dir) {
			fmt.Fprintf(c.ErrOrStderr(), "cordon: %s is not a directory with knowledge entries\n    hint: give the directory: cordon content lint DIR\n", dir)
			return exit{exitInvalid}
		}
		if *against != "" && !isDir(*against) {
			return usageError{fmt.Errorf("--against %s is not a directory", *against)}
		}
		var base *knowledge.Base
		if _, err := os.Stat(dir + "/scales.yaml"); err != nil { // a pack
			k, err := openKnowledge(c)
			if err != nil {
				return err
			}
			base = k.Index.Base
		}
		var ds diag.List
		k, err := project.LintContent(c.Context(), os.DirFS(dir), dir, base, &ds)
		if err != nil {
			return err
		}
		if *against != "" {
			texts, err := project.FindCopies(c.Context(), k, os.DirFS(*against), &ds)
			if err != nil {
				return err
			}
			fmt.Fprintf(c.OutOrStdout(), "compared with %s\n", count(texts, "text"))
		}
		printDiagnostics(c.OutOrStdout(), ds.Sorted())
		fmt.Fprintf(c.OutOrStdout(), "%s; %s\n", count(len(k.List()), "entry"), verdict(ds.Sorted()))
		if ds.HasErrors() {
			return exit{exitInvalid}
		}
		return nil
	}
	return c
}

func isDir(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

func contentFmtCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "fmt FILE...",
		Short: "Write knowledge entries in their one canonical form",
		Args:  args(cobra.MinimumNArgs(1)),
	}
	write := c.Flags().BoolP("write", "w", false, "change the files in place")
	c.RunE = func(c *cobra.Command, paths []string) error {
		return formatFiles(c, paths, *write, knowledge.Format)
	}
	return c
}
