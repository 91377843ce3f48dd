package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"github.com/spf13/cobra"

	"cordon/internal/civil"
	"cordon/internal/diag"
	"cordon/internal/postmarket"
	"cordon/internal/postmarket/record"
	"cordon/internal/project"
	"cordon/internal/report"
	"cordon/internal/watch"
)

func watchFindCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "find PATH --index DIR",
		Short: "Look the parts of a system up in the index of advisories, and keep what was found",
		Long: `Find reads the bills of materials that the record of a system names (the folder watch beside its description), looks their components up, and writes
what it found to watch/findings.json, with what feeds say of each vulnerability and the time when it became known. What was found before
keeps its time; what is gone stays, with the time as well. With --advisories, the products of the record that are elements are looked for by their names too
(docs/user/products.md); what is likely is unsure until a person confirms it. Everything after this works from that file and needs no feeds.`,
		Example: `  cordon watch find examples/wearable-monitor --index advisories`,
		Args:    args(cobra.ExactArgs(1)),
	}
	dir := c.Flags().String("index", "", "directory of the index")
	_ = c.MarkFlagDirname("index")
	sources := advisoriesFlag(c)
	at := instantFlag(c, "time that counts as now")
	format := formatFlag(c)
	c.RunE = func(c *cobra.Command, paths []string) error {
		if err := given(c, "index"); err != nil {
			return err
		}
		now, err := at()
		if err != nil {
			return err
		}
		k, m, err := open(c, paths[0])
		if err != nil {
			return err
		}
		var ds diag.List
		r, before := project.OpenRecord(paths[0], m, k, &ds)
		if ds.HasErrors() {
			return sound(c, &ds)
		}
		if len(r.Inventory)+len(r.Products) == 0 {
			return refuse(c, "watch find: %s names no bill of materials and no product; write one under inventory or products", filepath.ToSlash(project.RecordFolder(paths[0])))
		}
		f, err := watch.Find(c.Context(), *dir, project.RecordFolder(paths[0]), now.String(), *sources, r, before, &ds)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, postmarket.ErrIndex) {
			return refuse(c, "watch find: there is no index in %s that can be read; make it with cordon watch sync", *dir)
		}
		if err != nil {
			return err
		}
		printDiagnostics(c.ErrOrStderr(), ds.Sorted())
		if err := project.WriteFindings(paths[0], f, func(file string, write func(io.Writer) error) error {
			return report.ReplaceFile(file, report.Shared, write)
		}); err != nil {
			return fmt.Errorf("write what was found: %w", err)
		}
		if err := printFindings(c, before, f, format.value); err != nil {
			return err
		}
		if ds.HasErrors() {
			return exit{exitInvalid}
		}
		return nil
	}
	return c
}

func printFindings(c *cobra.Command, before, now *record.Findings, format string) error {
	n := watch.NewsOf(before, now)
	if format == "json" {
		return writeJSON(c, n)
	}
	t := newText(c.OutOrStdout())
	for _, f := range n.New {
		t.item("new: %s in %s (%s)", f.Vulnerability, f.Component, f.Inventory)
	}
	for _, f := range n.Gone {
		t.item("gone: %s in %s (%s)", f.Vulnerability, f.Component, f.Inventory)
	}
	t.printf("%s, %d new, %d gone\n", count(n.There, "finding"), len(n.New), len(n.Gone))
	return t.err
}

// instantFlag adds the flag --at for a point in time, and returns what reads it: now where it is absent.
func instantFlag(c *cobra.Command, says string) func() (civil.Instant, error) {
	at := c.Flags().String("at", "", says+": 2026-11-26T14:30:00Z, or a day; now where absent")
	return func() (civil.Instant, error) {
		if *at == "" {
			return civil.Parse(nowUTC())
		}
		i, err := civil.Parse(*at)
		if err != nil {
			return 0, usageError{fmt.Errorf("--at: %w", err)}
		}
		return i, nil
	}
}
