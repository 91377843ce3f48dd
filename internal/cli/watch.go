package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
	"cordon/internal/report"
	"cordon/internal/watch"
)

func watchCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "watch",
		Short: "After release: which advisories concern the components of a product",
		Long: `Watch makes an index of advisories from feeds on this machine, and looks the components of a bill of materials up in it. Nothing is fetched.
Read are records of OSV; what other files a source has is counted and left out.`,
	}
	c.AddCommand(watchSyncCommand(), watchMatchCommand())
	c.AddCommand(watchProductsCommand(), watchConfirmCommand())
	c.AddCommand(watchFindCommand(), watchAssessCommand(), watchReplayCommand(), watchForecastCommand(), watchActionsCommand(), watchEventCommand(), watchPublishCommand())
	c.AddCommand(watchFleetCommand())
	c.AddCommand(watchClocksCommand())
	c.AddCommand(watchSyncCommand(), watchMatchCommand(), watchIndicatorCommand())
	c.AddCommand(watchSyncCommand(), watchMatchCommand(), watchVEXCommand(), watchCheckCommand())
	c.AddCommand(watchRubricCommand())
	return c
}

func watchSyncCommand() *cobra.Command {
	c := &cobra.Command{
		Use:     "sync --index DIR SOURCE...",
		Short:   "Make the index of advisories from folders, zips and files",
		Example: `  cordon watch sync --index advisories osv/Go.zip osv/PyPI.zip`,
		Args:    args(cobra.MinimumNArgs(1)),
	}
	dir := c.Flags().String("index", "", "directory of the index")
	format := formatFlag(c)
	_ = c.MarkFlagDirname("index")
	c.RunE = func(c *cobra.Command, sources []string) error {
		if err := given(c, "index"); err != nil {
			return err
		}
		var ds diag.List
		p := newProgress(c.ErrOrStderr())
		data, made, err := watch.Sync(c.Context(), sources, &ds, func(n int) { p.stage(fmt.Sprintf("reading advisories: %d files", n)) })
		p.done()
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, watch.ErrTooLarge) {
			return refuse(c, "watch sync: %s", err)
		}
		if err != nil {
			return err
		}
		if err := sound(c, &ds); err != nil {
			return err
		}
		if err := os.MkdirAll(*dir, 0o755); err != nil {
			return refuse(c, "watch sync: cannot make %s: %s", *dir, diag.Cause(err))
		}
		for name, write := range map[string]func(io.Writer) error{
			watch.IndexFile:   func(w io.Writer) error { _, err := w.Write(data); return err },
			watch.SourcesFile: made.WriteSources,
		} {
			if err := report.ReplaceFile(filepath.Join(*dir, name), report.Shared, write); err != nil {
				return fmt.Errorf("write %s: %w", name, err)
			}
		}
		if format.value == "json" {
			return writeJSON(c, made)
		}
		fmt.Fprintf(c.OutOrStdout(), "%d advisories on %d packages in %s\n", made.Advisories, made.Packages, filepath.ToSlash(filepath.Join(*dir, watch.IndexFile)))
		return nil
	}
	return c
}

func watchMatchCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "match --index DIR SBOM",
		Short: "List the advisories that concern the components of a bill of materials",
		Long: `Match reads a bill of materials (CycloneDX, SPDX) and lists its components with the advisories that concern them, one line for each component and
advisory. Advisories that name each other count once, under the CVE id where there is one; --no-merge keeps them apart. A version that has no
place in the order of its ecosystem is listed as unsure, unless every version is concerned.`,
		Example: `  cordon watch match --index advisories --format tsv device.cdx.json`,
		Args:    args(cobra.ExactArgs(1)),
	}
	dir := c.Flags().String("index", "", "directory of the index")
	format := addChoice(c, "format", "form of the output", "text", "text", "json", "tsv")
	apart := c.Flags().Bool("no-merge", false, "keep advisories apart that name each other")
	_ = c.MarkFlagDirname("index")
	c.RunE = func(c *cobra.Command, a []string) error {
		if err := given(c, "index"); err != nil {
			return err
		}
		ix, err := watch.OpenIndex(*dir)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, postmarket.ErrIndex) {
			return refuse(c, "watch match: there is no index in %s that can be read; make it with cordon watch sync", *dir)
		}
		if err != nil {
			return err
		}
		var ds diag.List
		m, err := watch.Match(c.Context(), ix, a[0], !*apart, &ds)
		if err != nil {
			return err
		}
		if err := sound(c, &ds); err != nil {
			return err
		}
		if m == nil {
			return exit{exitInvalid}
		}
		return printMatches(c, m, format.value)
	}
	return c
}

func printMatches(c *cobra.Command, m *postmarket.Matched, format string) error {
	switch format {
	case "json":
		return writeJSON(c, m)
	case "tsv":
		return m.WriteTSV(c.OutOrStdout())
	}
	t := newText(c.OutOrStdout())
	last := ""
	for i := range m.Matches {
		x := &m.Matches[i]
		if x.Name() != last {
			t.heading("%s", x.Name())
			last = x.Name()
		}
		unsure := ""
		if x.Unsure {
			unsure = ", unsure"
		}
		t.item("%s%s: %s", x.Advisory, unsure, x.Because)
	}
	for _, s := range m.Skipped {
		t.item("not looked up: %s", s)
	}
	t.item("%d matches", len(m.Matches))
	return t.err
}
